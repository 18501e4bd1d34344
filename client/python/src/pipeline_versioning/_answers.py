"""Turns an answer into a value, or raises what it stands for. Anybody may answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from ._fields import BadField, as_object, parsed_object, text
from ._http import Reply
from .errors import Refusal, ServiceError, Unreachable, error_of

MOST_BYTES = 8 * 1024 * 1024
"""Lambda carries 6 MB. An answer without end would fill the memory."""


@dataclass(frozen=True)
class Answer:
    status: int
    etag: str | None
    replayed: bool
    body: Mapping[str, object]


def read_answer(reply: Reply, url: str, deadline: float) -> Answer:
    """`deadline` is a moment of time.monotonic(). Raises ServiceError and Unreachable."""
    status = reply.status
    if status == 304:
        return Answer(status, reply.header("ETag"), False, {})
    if 300 <= status < 400:
        to = reply.header("Location")
        where = f" to {to}" if to else ""
        raise Unreachable(f"{url} redirects{where}; say that address instead, if you trust it.", status)
    try:
        body = parsed_object(_whole(reply, url, deadline))
        if status >= 400:
            raise _refusal(reply, as_object(body.get("error"), "error"))
    except BadField as error:
        raise strange(url, status, str(error), _retry_after(reply)) from error
    replayed = reply.header("Idempotent-Replayed") == "true"
    return Answer(status, reply.header("ETag"), replayed, body)


def strange(url: str, status: int, what: str, retry_after: float | None = None) -> Unreachable:
    said = f"{url} answered {status}, but not as this service does ({what[:200]}); is the address right?"
    return Unreachable(said, status, retry_after)


def _whole(reply: Reply, url: str, deadline: float) -> bytes:
    data = bytearray()
    for chunk in reply.chunks():
        data += chunk
        if len(data) > MOST_BYTES:
            raise BadField("it is too large")
        if time.monotonic() > deadline:
            raise Unreachable(f"{url} cannot be reached (it took too long).")
    return bytes(data)


def _refusal(reply: Reply, error: Mapping[str, object]) -> ServiceError:
    details = as_object(error["details"], "details") if "details" in error else {}
    said = {name: text(error, name) for name in ("code", "type", "message", "request_id")}
    return error_of(Refusal(status=reply.status, details=details, retry_after=_retry_after(reply), **said))


def _retry_after(reply: Reply) -> float | None:
    """Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after"""
    value = reply.header("Retry-After")
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - datetime.now(timezone.utc)).total_seconds())
