"""Sends requests to the service: each attempt is signed anew, and repeated where that is safe."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from ._access import Access
from ._answers import Answer, read_answer, strange
from ._fields import BadField
from ._http import Request, exchange
from ._retry import Retry
from .errors import PipelineVersioningError

T = TypeVar("T")


@dataclass(frozen=True)
class Service:
    url: str
    """Without a slash at its end."""
    access: Access
    timeout: float
    """Of one attempt, in seconds."""
    retry: Retry

    def get(
        self, path: str, query: Mapping[str, str] | None = None, if_none_match: str | None = None
    ) -> Answer:
        """With `if_none_match`, the answer may be a 304 without a body."""
        headers = {"If-None-Match": if_none_match} if if_none_match else {}
        return self.retry.run(lambda: self._attempt("GET", path, query or {}, headers, None))

    def post(self, path: str, body: Mapping[str, object], key: str | None) -> Answer:
        """Sent with its Idempotency-Key, so that it can be repeated. A failure carries the key.

        Without a key, for what does the same when it is sent twice.
        """
        headers = {**({"Idempotency-Key": key} if key else {}), "Content-Type": "application/json"}
        data = json.dumps(body).encode()
        try:
            return self.retry.run(lambda: self._attempt("POST", path, {}, headers, data))
        except PipelineVersioningError as error:
            error.idempotency_key = key
            raise

    def understood(self, path: str, answer: Answer, read: Callable[[Answer], T]) -> T:
        """Raises Unreachable for an answer that this service does not give."""
        try:
            return read(answer)
        except BadField as error:
            raise strange(self.url + path, answer.status, str(error)) from error

    def _attempt(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        encoded = urlencode(query, quote_via=quote, safe="")
        url = self.url + path + (f"?{encoded}" if encoded else "")
        request = Request(method, url, headers, body)
        signed = Request(method, url, self.access(request), body)
        deadline = time.monotonic() + self.timeout
        with exchange(signed, self.timeout) as reply:
            return read_answer(reply, url, deadline)
