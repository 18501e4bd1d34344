"""Starts the local service of this repository, with its own S3 or with MinIO, as a person would."""

from __future__ import annotations

import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
NODE = ROOT / "node_modules/.bin/node"
START_SECONDS = 60
IDENTITY = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local-secret", "AWS_REGION": "us-east-1"}

_numbers = count(1)


@dataclass(frozen=True)
class LocalService:
    url: str

    def new_pipeline(self, files: dict[str, str]) -> str:
        pipeline = f"default/silver/python_{next(_numbers)}"
        for path, content in files.items():
            self.save(pipeline, path, content)
        return pipeline

    def save(self, pipeline: str, path: str, content: str) -> None:
        url = f"{self.url}/api/v1/pipelines/{pipeline}/files/{quote(path)}"
        with urllib.request.urlopen(urllib.request.Request(url, content.encode(), method="PUT")):
            pass


def _flags(data: Path) -> list[str]:
    """Of a service with free ports but for its own, and nothing in it."""
    return ["--s3-port", "0", "--dynamodb-port", "0", "--no-demo", "--data", str(data)]


@contextmanager
def local_service(data: Path, minio: bool, more: tuple[str, ...] = ()) -> Iterator[LocalService]:
    flags = ["--port", "0", *_flags(data / "service"), *more]
    if not minio:
        with _announced("API", ["infra/local/start.mjs", *flags]) as url:
            yield LocalService(url)
        return
    with _announced("MinIO", ["infra/local/servers/main.ts", "--minio", "--data", str(data / "minio")]) as s3:
        flags = [flag for flag in flags if flag != "--s3-port"]
        flags.remove("0")
        with _announced("API", ["infra/local/start.mjs", *flags, "--s3", s3, "--no-events"]) as url:
            yield LocalService(url)


@contextmanager
def localstack() -> Iterator[str]:
    with _announced("LocalStack", ["infra/local/servers/main.ts", "--localstack"]) as url:
        yield url


@contextmanager
def _announced(label: str, command: list[str]) -> Iterator[str]:
    """Yields what follows the label in the program's output."""
    program = subprocess.Popen(
        [NODE, *command], cwd=ROOT, env={**os.environ, **IDENTITY}, stdout=subprocess.PIPE, text=True
    )
    try:
        yield _address(program, label)
    finally:
        program.terminate()
        program.communicate(timeout=START_SECONDS)


def _address(program: subprocess.Popen[str], label: str) -> str:
    assert program.stdout is not None
    seen = []
    for line in program.stdout:
        seen.append(line)
        words = line.split()
        if len(words) > 1 and words[0] == label:
            return words[1]
    raise AssertionError(f"{label} did not start:\n{''.join(seen)}")


class RestartableService:
    """Can be stopped, and comes back at the same address with its data."""

    def __init__(self, data: Path) -> None:
        self._flags = ["infra/local/start.mjs", *_flags(data)]
        self._running = ExitStack()
        self.url = ""

    def __enter__(self) -> RestartableService:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        port = self.url.rpartition(":")[2] or "0"
        self.url = self._running.enter_context(_announced("API", [*self._flags, "--port", port]))

    def stop(self) -> None:
        self._running.close()

    def save(self, pipeline: str, path: str, content: str) -> None:
        LocalService(self.url).save(pipeline, path, content)
