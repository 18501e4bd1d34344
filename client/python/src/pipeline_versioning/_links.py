"""Presigned links of one version's files. They are valid for 15 minutes, so a long pull asks for new ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from .errors import PullFailed


class Links:
    """`load` is called at the first `get`, and once after a refusal, however many threads wait."""

    def __init__(self, load: Callable[[], Mapping[str, str]]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._urls: Mapping[str, str] | None = None

    def get(self, path: str) -> str:
        with self._lock:
            if self._urls is None:
                self._urls = self._load()
            url = self._urls.get(path)
        if url is None:
            raise PullFailed(f"The service gave no link to {path!r}.")
        return url

    def refused(self, path: str, url: str) -> None:
        """Says that S3 refused this link: the next `get` waits for new ones."""
        with self._lock:
            # Otherwise another thread has got new ones already.
            if self._urls is not None and self._urls.get(path) == url:
                self._urls = None
