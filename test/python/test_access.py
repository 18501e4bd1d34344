"""Who a request says that it is from."""

from __future__ import annotations

import hashlib
import hmac
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from fake_service import PIPELINE, Sent, Server, as_json, refusal
from pipeline_versioning import Client, errors

NO_VERSIONS = as_json(200, {"versions": [], "next_cursor": None})


def test_a_token_is_sent_and_asked_for_before_each_attempt(server: Server, pauses: list[float]) -> None:
    server.in_order(refusal(503, "UNAVAILABLE"), NO_VERSIONS)
    tokens = iter(["one", "two"])

    list(Client(server.url, token=lambda: next(tokens)).versions(PIPELINE))

    assert [sent.headers["Authorization"] for sent in server.sent] == ["Bearer one", "Bearer two"]


def test_credentials_are_not_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="use https"):
        Client("http://versions.example.com", token="secret")
    with pytest.raises(ValueError, match="use https"):
        Client("http://versions.example.com", sign="iam")
    with pytest.raises(ValueError, match="not both"):
        Client("https://versions.example.com", token="secret", sign="iam")


@pytest.mark.parametrize(
    "url", ["", "versions.example.com", "ftp://a", "http://user@a", "http://a?b=c", "http://"]
)
def test_what_is_no_url_of_a_service_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is no URL of a service"):
        Client(url)


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("identity")
def test_a_signature_is_what_aws_computes(server: Server) -> None:
    pytest.importorskip("botocore", reason="the extra iam is not installed")
    server.in_order(NO_VERSIONS, refusal(403, "FORBIDDEN"))
    client = Client(server.url, sign="iam")

    list(client.versions(PIPELINE, at="2026-11-20T10:00:00+01:00"))
    with pytest.raises(errors.Forbidden):
        client.publish(PIPELINE, "First version")

    for sent in server.sent:
        assert sent.headers["X-Amz-Security-Token"] == "token"
        assert sent.headers["Authorization"] == signature_of(sent)


def signature_of(sent: Sent) -> str:
    """By https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, for what was signed."""
    signed = sent.headers["Authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    headers = {name.lower(): value for name, value in sent.headers.items()}
    parts = urlsplit(sent.path)
    canonical = "\n".join(
        [
            sent.method,
            parts.path,
            "&".join(sorted(parts.query.split("&"))),
            *(f"{name}:{headers[name]}" for name in signed.split(";")),
            "",
            signed,
            hashlib.sha256(sent.body).hexdigest(),
        ]
    )
    date = headers["x-amz-date"]
    scope = f"{date[:8]}/eu-west-1/execute-api/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = b"AWS4secret"
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    return f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders={signed}, Signature={signature}"


def test_without_the_extra_iam_the_error_says_how_to_get_it() -> None:
    program = "from pipeline_versioning import Client; Client('http://127.0.0.1:1', sign='iam')"
    # -I: as the package is installed, without the tools that test it.
    ended = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)

    assert "pip install 'pipeline-versioning[iam]'" in ended.stderr
