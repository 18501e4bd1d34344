"""One pinned object from S3, checked for what was pinned: its size, its ETag, and its bytes where the ETag is an MD5."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

from ._addresses import origin_of
from ._http import Reply, Request, exchange
from ._links import Links
from ._models import File
from ._retry import Retry
from .errors import PullFailed, Unreachable

MOST_LINKS = 3
"""If new links are refused as well, their age is not the reason."""
IDLE_SECONDS = 30.0
MOST_REASON_BYTES = 16 * 1024

Save = Callable[[Iterator[bytes]], None]
"""Keeps the bytes, from the first one on: a later attempt begins again."""


class Gone(Exception):
    """The pinned version is no longer in the bucket."""


def fetch(file: File, links: Links, retry: Retry, save: Save) -> None:
    """Raises Gone, PullFailed and Unreachable."""
    why = ""
    for _ in range(MOST_LINKS):
        url = links.get(file.path)
        refused = retry.run(partial(_attempt, url, file, save))
        if refused is None:
            return
        why = refused
        links.refused(file.path, url)
    raise PullFailed(f"S3 refuses to hand out {file.path!r}{why}.")


def md5_of(data: bytes = b"") -> hashlib._Hash:
    # No secret depends on it: machines that forbid MD5 for security allow this.
    return hashlib.md5(data, usedforsecurity=False)


def _attempt(url: str, file: File, save: Save) -> str | None:
    """Why S3 refuses the link, `None` if the file was saved. Raises Unreachable for what is tried again."""
    with exchange(Request("GET", url, {}), IDLE_SECONDS) as reply:
        if reply.status == 200:
            save(_checked(reply, file))
            return None
        # A link that has expired is 403; one whose signer's session has, 400.
        if reply.status in (400, 403):
            return _reason_in(reply)
        if reply.status == 404:
            raise Gone(file.path)
        message = f"{origin_of(urlsplit(url))} answered {reply.status} for {file.path!r}."
        if reply.status >= 500 or reply.status == 429:
            raise Unreachable(message)
        raise PullFailed(message)


def _checked(reply: Reply, file: File) -> Iterator[bytes]:
    """Raises PullFailed at the end, or before an answer without end fills the disk."""
    md5, size = md5_of(), 0
    for chunk in reply.chunks():
        size += len(chunk)
        if size > file.size:
            raise _wrong(file, "size", f"{size} or more", file.size)
        md5.update(chunk)
        yield chunk
    etag = (reply.header("ETag") or file.etag).replace('"', "")
    if size != file.size:
        raise _wrong(file, "size", size, file.size)
    if etag != file.etag:
        raise _wrong(file, "ETag", etag, file.etag)
    if _is_md5(etag, reply) and md5.hexdigest() != etag:
        raise _wrong(file, "MD5", md5.hexdigest(), etag)


def _is_md5(etag: str, reply: Reply) -> bool:
    """Not of several parts, nor encrypted by KMS or with a customer's key.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
    """
    encryption = reply.header("x-amz-server-side-encryption") or ""
    by_customer = reply.header("x-amz-server-side-encryption-customer-algorithm") is not None
    return (
        re.fullmatch("[0-9a-f]{32}", etag) is not None
        and not encryption.startswith("aws:kms")
        and not by_customer
    )


def _wrong(file: File, what: str, got: object, pinned: object) -> PullFailed:
    return PullFailed(f"{file.path!r} has the {what} {got}, and was pinned with {pinned}; it was not used.")


def _reason_in(reply: Reply) -> str:
    """` (AccessDenied: Request has expired)`. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""
    data = b""
    for chunk in reply.chunks():
        data += chunk
        if len(data) > MOST_REASON_BYTES:
            break
    text = data.decode(errors="replace")
    found = [re.search(f"<{name}>([^<]{{1,300}})</{name}>", text) for name in ("Code", "Message")]
    said = ": ".join(match[1] for match in found if match)
    return f" ({said})" if said else ""
