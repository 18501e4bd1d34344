"""What a snapshot on disk is called: v3-5f0c9e2a41bd-4711@host, of version 3, made by process 4711 of that host. The
command line's pull gives the same names."""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
from pathlib import Path

FILES = "files"
"""The snapshot's files, within the directory of its name."""

GIVEN_UP_SECONDS = 24 * 3600

_FORM = re.compile(r"(?:draft|v[1-9][0-9]{0,15})-[0-9a-f]{12}-([1-9][0-9]{0,9})@([^/\0]{1,200})")


def new_snapshot_name(version: int) -> str:
    return f"v{version}-{secrets.token_hex(6)}-{os.getpid()}@{socket.gethostname()}"


def is_snapshot_name(name: object) -> bool:
    return isinstance(name, str) and _FORM.fullmatch(name) is not None


def is_on_its_way(place: Path) -> bool:
    """Whether another pull may be at work on it. We cannot see processes of another machine: they get a day."""
    owner = _FORM.fullmatch(place.name)
    if owner is None:
        return True
    if owner[2] != socket.gethostname():
        return time.time() - place.stat().st_mtime < GIVEN_UP_SECONDS
    return int(owner[1]) != os.getpid() and _is_running(int(owner[1]))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True
