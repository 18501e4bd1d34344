"""One HTTP exchange by the standard library: follows no redirect, and answers every status alike."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from ._addresses import origin_of
from .errors import Unreachable


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


def _user_agent() -> str:
    try:
        return f"pipeline-versioning-python/{version('pipeline-versioning')}"
    except PackageNotFoundError:
        return "pipeline-versioning-python"


def _new_opener() -> urllib.request.OpenerDirector:
    """No handler of errors or redirects: what is sent may be meant for the given address alone."""
    opener = urllib.request.OpenerDirector()
    # With the proxies of the environment. https://docs.python.org/3/library/urllib.request.html#urllib.request.ProxyHandler
    for handler in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", _user_agent())]
    return opener


_opener = _new_opener()


class Reply:
    """An answer whose body is still to be read."""

    def __init__(self, response: http.client.HTTPResponse, origin: str) -> None:
        self._response = response
        self._origin = origin
        self.status = response.status

    def header(self, name: str) -> str | None:
        return self._response.headers.get(name)

    def chunks(self) -> Iterator[bytes]:
        """Raises Unreachable for a body that breaks off."""
        while True:
            try:
                chunk = self._response.read1(CHUNK)
            except _FAILURES as error:
                raise _unreachable(self._origin, error) from error
            if not chunk:
                break
            yield chunk
        # Some releases of Python end a body that is too short without an error.
        if self._response.length:
            raise Unreachable(f"{self._origin} cannot be reached (the answer broke off).")


CHUNK = 64 * 1024
_FAILURES = (OSError, http.client.HTTPException)


@contextmanager
def exchange(request: Request, timeout: float) -> Iterator[Reply]:
    """`timeout` is for each wait on the connection. Raises Unreachable."""
    outgoing = urllib.request.Request(
        request.url, data=request.body, headers=dict(request.headers), method=request.method
    )
    # Without the query: that of a presigned link is as good as a password.
    origin = origin_of(urlsplit(request.url))
    try:
        response = _opener.open(outgoing, timeout=timeout)
    except _FAILURES as error:
        raise _unreachable(origin, error) from error
    with response:
        yield Reply(response, origin)


def _unreachable(origin: str, error: BaseException) -> Unreachable:
    return Unreachable(f"{origin} cannot be reached ({_reason(error)}).")


def _reason(error: BaseException) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return "it took too long"
    return str(reason) or type(reason).__name__
