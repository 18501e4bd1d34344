"""A check of one's own: sqlfluff looks at the SQL of a version before it becomes visible.

CHECK_SECRET is the secret that the service signs with. PORT is 8080 if it is left out.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import urlopen

from sqlfluff.core import FluffConfig, Linter
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

CONFIG = """
[sqlfluff]
dialect = duckdb
rules = core

[sqlfluff:templater:jinja:macros]
ref = {% macro ref(name) %}{{ name }}{% endmacro %}
"""

# What cannot be rendered or parsed is an error. What is only bad style is a warning, which refuses nothing.
ERRORS = {"TMP", "PRS", "LXR"}

# Ten thousand files with their links.
MAX_BODY_BYTES = 32 * 1024 * 1024


def check(candidate: dict[str, Any]) -> dict[str, Any]:
    files = [file for file in candidate["manifest"]["files"] if file["path"].endswith(".sql")]
    with ThreadPoolExecutor(16) as pool:
        texts = list(pool.map(read, [file["url"] for file in files]))
    findings = [findings_in(file["path"], text) for file, text in zip(files, texts, strict=True)]
    return {"valid": not any(found["errors"] for found in findings), "files": findings}


def read(url: str) -> str:
    with urlopen(url, timeout=5) as answer:
        text: str = answer.read().decode("utf-8", "replace")
    return text


def findings_in(path: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"path": path, "errors": [], "warnings": []}
    for violation in Linter(config=FluffConfig.from_string(CONFIG)).lint_string(text).violations:
        kind = "errors" if violation.rule_code() in ERRORS else "warnings"
        found[kind].append(
            {
                "rule": violation.rule_code(),
                "line": violation.line_no,
                "column": violation.line_pos,
                "message": violation.desc()[:2_000],
            }
        )
    return found


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > MAX_BODY_BYTES:
            self.send_error(413)
            return
        body = self.rfile.read(length).decode()
        try:
            Webhook(os.environ["CHECK_SECRET"]).verify(body, dict(self.headers))
        except WebhookVerificationError:
            self.send_error(401)
            return
        answer = json.dumps(check(json.loads(body)["data"])).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Handler)
    print(f"Checks at http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
