"""Reports of what ran: notes beside a version, which never keep a run from running."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Literal, get_args

from ._answers import Answer
from ._fields import BadField, number, text, text_or_none
from ._models import Manifest, ReportedRun, RunState, moment

Ended = Literal["succeeded", "failed", "cancelled"]

log = logging.getLogger("pipeline_versioning")


class Run:
    """One run of one version, which `with` reports as running, and then as it ended."""

    def __init__(
        self, manifest: Manifest, run_id: str, url: str | None, report: Callable[[Run, RunState], None]
    ) -> None:
        self.manifest = manifest
        self.run_id = run_id
        self.url = url
        self._report = report

    @property
    def pipeline(self) -> str:
        return self.manifest.pipeline

    @property
    def version_number(self) -> int:
        return self.manifest.version_number

    def __enter__(self) -> Run:
        self._note("running")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._note(_ending(error))

    def _note(self, state: RunState) -> None:
        try:
            self._report(self, state)
        except Exception as error:  # whatever it is, the run goes on
            log.warning(
                "run %s of %s v%s is %s, and nobody was told: %s",
                *(self.run_id, self.pipeline, self.version_number, state, error),
            )


def _ending(error: BaseException | None) -> Ended:
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return "succeeded"
    return "cancelled" if isinstance(error, KeyboardInterrupt) else "failed"


def reported_run(answer: Answer) -> ReportedRun:
    body = answer.body
    return ReportedRun(
        number(body, "version_number", 1),
        text(body, "run_id"),
        _state(text(body, "state")),
        text_or_none(body, "url"),
        moment(body, "reported_at"),
        text_or_none(body, "reported_by"),
    )


def _state(said: str) -> RunState:
    for state in get_args(RunState):
        if said == state:
            return state  # type: ignore[no-any-return]
    raise BadField("state")
