"""Repeats an attempt where that may help: after 429, 503 and network failures. As client/retry.ts does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from .errors import ServiceError, Unreachable

T = TypeVar("T")

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
LONGEST_RETRY_AFTER = 30.0
"""If the server asks for a longer pause, the caller gets its refusal at once."""


def sleep(seconds: float) -> None:
    time.sleep(seconds)


@dataclass(frozen=True)
class Retry:
    retries: int = 4
    """After the first attempt."""
    pause: Callable[[float], None] | None = None
    """`None` for sleep. May raise, which ends the attempts."""

    def run(self, attempt: Callable[[], T]) -> T:
        attempts = 1
        while True:
            try:
                return attempt()
            except (ServiceError, Unreachable) as error:
                if isinstance(error, ServiceError):
                    error.attempts = attempts
                if attempts > self.retries or not _is_worth_it(error):
                    raise
                seconds = _pause_after(error, attempts)
            (self.pause or sleep)(seconds)
            attempts += 1


def _is_worth_it(error: ServiceError | Unreachable) -> bool:
    return error.status in (None, 429, 503) and (error.retry_after or 0) <= LONGEST_RETRY_AFTER


def _pause_after(error: ServiceError | Unreachable, attempts: int) -> float:
    """The pause that the server asks for, else an exponential one with full jitter."""
    if error.retry_after is not None:
        return error.retry_after
    return random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**attempts))
