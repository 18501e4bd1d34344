"""The links of a manifest. A hostile service could make this machine send requests to any other by them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from ._addresses import is_link_local, is_loopback, origin_of
from ._models import File, Manifest
from .errors import PullFailed


def assert_trusted(manifest: Manifest, urls: Mapping[str, str], service: str) -> None:
    """Raises PullFailed unless every link leads to its pinned object where the bucket is, as safely as to the service."""
    first: str | None = None
    for file in manifest.files:
        if file.path not in urls:
            continue
        link = urlsplit(urls[file.path])
        first = first or origin_of(link)
        problem = _problem_of(link, urlsplit(service)) or _problem_of_object(link, manifest.bucket, file)
        if problem is None and origin_of(link) != first:
            problem = "leads to another host than the first one"
        if problem is not None:
            raise PullFailed(
                f"The service's link to {file.path!r} {problem}: {origin_of(link)}. It was not followed."
            )


def _problem_of(link: SplitResult, service: SplitResult) -> str | None:
    if link.scheme not in ("http", "https"):
        return "is none of http"
    if service.scheme == "https" and link.scheme != "https":
        return "is not https, though the service is"
    if "@" in link.netloc:
        return "has credentials of its own"
    if is_loopback(link) and not is_loopback(service):
        return "leads to this machine, though the service is elsewhere"
    # Clouds hand out credentials there.
    if is_link_local(link):
        return "leads to a link-local address"
    return None


def _problem_of_object(link: SplitResult, bucket: str, file: File) -> str | None:
    """Both ways to write it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html"""
    in_host = (link.hostname or "").startswith(f"{bucket}.")
    path = unquote(link.path)
    if path != f"/{bucket}/{file.key}" and not (in_host and path == f"/{file.key}"):
        return "leads to something else"
    if parse_qs(link.query).get("versionId") != [file.version_id]:
        return "leads to another version"
    return None
