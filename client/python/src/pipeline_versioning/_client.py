"""The client: what the package is used by."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from ._access import Token, access_of
from ._addresses import service_url
from ._answers import Answer
from ._fill import fill
from ._manifests import Manifests
from ._models import (
    File,
    MadeVersion,
    Manifest,
    Pulled,
    ReportedRun,
    RunState,
    Version,
    version_of,
    warnings_of,
)
from ._objects import Gone, fetch
from ._pages import version_pages
from ._paths import pipeline_name, refuse_unusable
from ._pull import pull
from ._retry import Retry
from ._runs import Run, reported_run
from ._service import Service
from .errors import PullFailed

NOTE_TIMEOUT = 5.0
NOTE_RETRIES = 1
"""Of the reports of `run`: a run does not wait long for a service that is away."""


class Client:
    """Safe for many threads. Calls raise ServiceError, Unreachable and PullFailed, of the module errors."""

    def __init__(
        self,
        url: str,
        *,
        token: Token | None = None,
        sign: Literal["iam"] | None = None,
        region: str | None = None,
        timeout: float = 35.0,
        retries: int = 4,
    ) -> None:
        """`url` is where the API is, with the stage if there is one. `token` may be a function, called before each attempt.

        `sign="iam"` signs as whom botocore finds, and needs the extra `iam`. `timeout` is of one attempt, in seconds.
        """
        parts = service_url(url)
        access = access_of(parts, token, sign, region)
        self._retry = Retry(retries)
        self._service = Service(parts.geturl(), access, timeout, self._retry)
        self._notes = Service(
            parts.geturl(), access, min(timeout, NOTE_TIMEOUT), Retry(min(retries, NOTE_RETRIES))
        )
        self._manifests = Manifests(self._service)

    def manifest(
        self, pipeline: str, *, version: int | None = None, at: datetime | str | None = None
    ) -> Manifest:
        """The current version's files, or those of this version, or of the one that was current at a moment.

        What has not changed since the last call is not sent again.
        """
        return self._manifests.read(pipeline, self._number(pipeline, version, at))

    def read(self, file: File) -> bytes:
        """The bytes of a manifest's file, checked against what is pinned. Not sent through the service."""
        data = bytearray()

        def save(chunks: Iterator[bytes]) -> None:
            data.clear()
            for chunk in chunks:
                data.extend(chunk)

        try:
            fetch(file, self._manifests.links_of_file(file), self._retry, save)
        except Gone as error:
            raise PullFailed(f"{file.path!r}, as pinned, is no longer in the bucket.") from error
        return bytes(data)

    def pull(
        self,
        pipeline: str,
        directory: str | os.PathLike[str],
        *,
        version: int | None = None,
        at: datetime | str | None = None,
    ) -> Pulled:
        """Makes `directory` a link to one whole version, replaced in one rename; nothing else of that name is touched.

        Many processes may pull into one directory at once. What a broken pull has fetched, the next one uses.
        """
        number = self._number(pipeline, version, at)

        def read_manifest() -> Manifest:
            return self._manifests.read(pipeline, number)

        return pull(Path(directory), read_manifest, self._manifests.links_of, self._retry.retries)

    def _unpack(self, manifest: Manifest, directory: Path) -> None:
        """Fills a directory that nobody reads yet, and goes on with what an earlier call has left there."""
        refuse_unusable(manifest.files)
        directory.mkdir(parents=True, exist_ok=True)
        fill(directory, manifest.files, self._manifests.links_of(manifest), self._retry.retries)

    def versions(self, pipeline: str, *, at: datetime | str | None = None) -> Iterator[Version]:
        """The history, newest first, page by page as it is read. `at` begins at the version of that moment."""
        return version_pages(self._service, pipeline, _moment(at), 200)

    def publish(
        self,
        pipeline: str,
        message: str,
        *,
        expected_version: int | None = None,
        expected_draft: str | None = None,
        skip_unchanged: bool = False,
        allow_failed_checks: bool = False,
        idempotency_key: str | None = None,
    ) -> MadeVersion:
        """Makes the draft the next version. Each call has a key of its own, so that it can be repeated after a failure.

        Unreachable and errors.Unavailable leave it open whether the version was made. Publish again with the error's
        `idempotency_key`: that answers what the first request did, or does it, and never makes a second version.
        """
        fields = {
            "message": message,
            "expected_version": expected_version,
            "expected_draft": expected_draft,
            "skip_unchanged": skip_unchanged or None,
            "allow_failed_checks": allow_failed_checks or None,
        }
        return self._make(f"{_path(pipeline)}/publish", fields, idempotency_key)

    def rollback(
        self,
        pipeline: str,
        version: int,
        *,
        message: str | None = None,
        expected_version: int | None = None,
        allow_failed_checks: bool = False,
        idempotency_key: str | None = None,
    ) -> MadeVersion:
        """Publishes an old version again, as a new one. Keys and failures are as with `publish`."""
        fields = {
            "message": message,
            "expected_version": expected_version,
            "allow_failed_checks": allow_failed_checks or None,
        }
        return self._make(f"{_path(pipeline)}/versions/{int(version)}/rollback", fields, idempotency_key)

    def run(
        self,
        pipeline: str,
        *,
        version: int | None = None,
        at: datetime | str | None = None,
        run_id: str | None = None,
        url: str | None = None,
    ) -> Run:
        """A run of the current version, of this one, or of that of a moment, whose files are `run.manifest`.

        `with client.run(pipeline) as run:` reports it as running, and then as succeeded, failed (with whatever was
        raised, which goes on), or cancelled (Ctrl-C). A report that fails is a warning in the log of this package, and
        the run goes on. `run_id` is the executor's own name of the run, `url` where people see it.
        """
        manifest = self.manifest(pipeline, version=version, at=at)
        return Run(manifest, run_id or str(uuid.uuid4()), url, self._note)

    def report_run(
        self, pipeline: str, version: int, run_id: str, state: RunState, *, url: str | None = None
    ) -> ReportedRun:
        """Notes a run beside its version, and answers it as it is noted now: what ended does not run again.

        Reports with one `run_id` are of one run, so this can be repeated. Raises, unlike what `run` reports.
        """
        return _report(self._service, pipeline, version, run_id, state, url)

    def _note(self, run: Run, state: RunState) -> None:
        _report(self._notes, run.pipeline, run.version_number, run.run_id, state, run.url)

    def _make(self, path: str, fields: Mapping[str, object], key: str | None) -> MadeVersion:
        body = {name: value for name, value in fields.items() if value is not None}
        answer = self._service.post(path, body, key or str(uuid.uuid4()))
        return self._service.understood(path, answer, _made_version)

    def _number(self, pipeline: str, version: int | None, at: datetime | str | None) -> int | None:
        if at is None:
            return version
        if version is not None:
            raise ValueError("Say version= or at=, not both.")
        for found in version_pages(self._service, pipeline, _moment(at), 1):
            return found.version_number
        raise PullFailed(f"{pipeline} had no version at {at}.")


def _made_version(answer: Answer) -> MadeVersion:
    created = answer.status == 201
    return MadeVersion(version_of(answer.body), created, answer.replayed, warnings_of(answer.body))


def _report(
    service: Service, pipeline: str, version: int, run_id: str, state: RunState, url: str | None
) -> ReportedRun:
    path = f"{_path(pipeline)}/runs"
    said = {"version_number": version, "run_id": run_id, "state": state, **({"url": url} if url else {})}
    return service.understood(path, service.post(path, said, None), reported_run)


def _path(pipeline: str) -> str:
    return f"/api/v1/pipelines/{pipeline_name(pipeline)}"


def _moment(at: datetime | str | None) -> str | None:
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise ValueError("at= needs a time zone: datetime.now(timezone.utc), for example.")
    return at.isoformat()
