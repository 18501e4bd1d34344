"""A service and its S3 in this process, which can be told to fail and to lie."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

PIPELINE = "default/silver/fake"
PREFIX = "default/pipelines/silver/fake"


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Reply:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    close: bool = False
    """End the connection without an answer."""


Answer = Callable[[Sent], Reply]


def as_json(status: int, body: object, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json", **named})


def refusal(status: int, code: str, **headers: str) -> Reply:
    error = {"code": code, "type": "CONFLICT", "message": f"It is {code}.", "request_id": "r-1"}
    return as_json(status, {"error": error}, **headers)


class Server:
    """Answers each request by `answer`, and keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.answer: Answer = lambda sent: refusal(404, "ROUTE_NOT_FOUND")
        self.url = ""

    def in_order(self, *replies: Reply) -> None:
        left = iter(replies)
        self.answer = lambda sent: next(left)


@contextmanager
def running(server: Server) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent = Sent(self.command, self.path, query, dict(self.headers.items()), body)
            server.sent.append(sent)
            reply = server.answer(sent)
            self.close_connection = True
            if reply.close:
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do

        def log_message(self, format: str, *args: object) -> None:
            pass

    class HttpServer(ThreadingHTTPServer):
        request_queue_size = 128

    http = HttpServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


class FakeService(Server):
    """Version 1 of PIPELINE has these files. `s3` answers the requests for objects."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = dict(files)
        self.links_given = 0
        self.s3: Answer = self.s3_object
        self.change: Callable[[dict[str, object]], None] = lambda manifest: None
        self.answer = self._answer

    def s3_object(self, sent: Sent) -> Reply:
        path = unquote(urlsplit(sent.path).path).removeprefix(f"/bucket/{PREFIX}/")
        content = self.files[path]
        return Reply(200, content, {"ETag": f'"{_md5(content)}"'})

    def _answer(self, sent: Sent) -> Reply:
        if sent.path.startswith("/bucket/"):
            return self.s3(sent)
        etag = f'"{_md5(repr(self.files).encode())}"'
        if sent.headers.get("If-None-Match") == etag:
            return Reply(304, headers={"ETag": etag})
        return as_json(200, self.manifest(sent.query.get("presign") == "true"), ETag=etag)

    def manifest(self, presign: bool) -> dict[str, object]:
        self.links_given += presign
        files = [self._file(path, content, presign) for path, content in self.files.items()]
        manifest: dict[str, object] = {
            "pipeline_id": "39d4cc72-62b0-5311-84ee-e748805e570b",
            "version_number": 1,
            "fingerprint": "0" * 64,
            "bucket": "bucket",
            "source": files[0],
            "config": None,
            "quality_tests": [],
            "files": files,
        }
        self.change(manifest)
        return manifest

    def _file(self, path: str, content: bytes, presign: bool) -> dict[str, object]:
        key = f"{PREFIX}/{path}"
        url = f"{self.url}/bucket/{quote(key)}?versionId=v-{_md5(content)}&links={self.links_given}"
        pinned = {"path": path, "key": key, "version_id": f"v-{_md5(content)}", "etag": _md5(content)}
        return {**pinned, "size": len(content), **({"url": url} if presign else {})}

    def objects_sent(self) -> list[str]:
        paths = [unquote(urlsplit(sent.path).path) for sent in self.sent]
        return sorted(
            path.removeprefix(f"/bucket/{PREFIX}/") for path in paths if path.startswith("/bucket/")
        )


def _md5(content: bytes) -> str:
    return hashlib.md5(content).hexdigest()
