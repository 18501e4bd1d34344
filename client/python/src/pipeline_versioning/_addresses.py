"""Which addresses get what: credentials only where nobody on the way can read them."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit


def service_url(url: str) -> SplitResult:
    """Raises ValueError for what is no URL of a service."""
    parts = urlsplit(url.rstrip("/"))
    named = parts.scheme in ("http", "https") and parts.hostname
    if not named or parts.username is not None or parts.query or parts.fragment:
        raise ValueError(f"{url!r} is no URL of a service; one is http://127.0.0.1:8080.")
    return parts


def is_loopback(url: SplitResult) -> bool:
    host = url.hostname or ""
    if host == "localhost":
        return True
    address = _address(host)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped.is_loopback
    return address is not None and address.is_loopback


def is_link_local(url: SplitResult) -> bool:
    address = _address(url.hostname or "")
    return address is not None and (address.is_link_local or address in _METADATA)


_METADATA = ipaddress.ip_network("fd00:ec2::/32")
"""https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html"""


def is_confidential(url: SplitResult) -> bool:
    return url.scheme == "https" or is_loopback(url)


def origin_of(url: SplitResult) -> str:
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
