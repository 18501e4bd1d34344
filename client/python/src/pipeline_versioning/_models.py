"""What the service answers, as values that never change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

from ._fields import BadField, as_object, number, number_or_none, objects, text, text_or_none


@dataclass(frozen=True)
class File:
    """One pinned file of a version."""

    path: str
    """Relative to the pipeline, such as tests/quality/order_id_is_unique.sql."""
    key: str
    version_id: str
    etag: str
    size: int
    pipeline: str
    version_number: int


@dataclass(frozen=True)
class Manifest:
    """What a run uses: the files of one version, each with its S3 version ID."""

    pipeline: str
    pipeline_id: str
    version_number: int
    fingerprint: str
    bucket: str
    source: File
    config: File | None
    quality_tests: tuple[File, ...]
    files: tuple[File, ...]


@dataclass(frozen=True)
class Version:
    id: str
    version_number: int
    message: str
    created_at: datetime
    created_by: str | None
    rollback_of: int | None
    file_count: int
    fingerprint: str


@dataclass(frozen=True)
class UnusablePath:
    """A file that is published, though no directory can hold it."""

    path: str
    reason: str


@dataclass(frozen=True)
class MadeVersion:
    version: Version
    created: bool
    """False: the draft was this version already (skip_unchanged)."""
    replayed: bool
    """Whether this is the answer to an earlier request with the same key."""
    warnings: tuple[UnusablePath, ...]


RunState = Literal["running", "succeeded", "failed", "cancelled"]


@dataclass(frozen=True)
class ReportedRun:
    """A run as the service notes it."""

    version_number: int
    run_id: str
    state: RunState
    url: str | None
    reported_at: datetime
    reported_by: str | None


@dataclass(frozen=True)
class Pulled:
    manifest: Manifest
    directory: Path
    """The link, which the next pull replaces."""
    snapshot: Path
    """The same files below a path that the next pull leaves alone."""
    changed: bool


def manifest_of(pipeline: str, body: Mapping[str, object]) -> Manifest:
    version = number(body, "version_number", 1)

    def file(of: Mapping[str, object]) -> File:
        return File(
            text(of, "path"),
            text(of, "key"),
            text(of, "version_id"),
            text(of, "etag"),
            number(of, "size"),
            pipeline,
            version,
        )

    config = body.get("config")
    return Manifest(
        pipeline,
        text(body, "pipeline_id"),
        version,
        text(body, "fingerprint"),
        text(body, "bucket"),
        file(as_object(body.get("source"), "source")),
        None if config is None else file(as_object(config, "config")),
        tuple(file(of) for of in objects(body, "quality_tests")),
        tuple(file(of) for of in objects(body, "files")),
    )


def version_of(body: Mapping[str, object]) -> Version:
    return Version(
        text(body, "id"),
        number(body, "version_number", 1),
        text(body, "message"),
        moment(body, "created_at"),
        text_or_none(body, "created_by"),
        number_or_none(body, "rollback_of"),
        number(body, "file_count", 1),
        text(body, "fingerprint"),
    )


def warnings_of(body: Mapping[str, object]) -> tuple[UnusablePath, ...]:
    warnings = objects(body, "warnings") if "warnings" in body else []
    return tuple(UnusablePath(text(of, "path"), text(of, "reason")) for of in warnings)


def moment(of: Mapping[str, object], name: str) -> datetime:
    value = text(of, name)
    try:
        # fromisoformat of Python 3.10 does not take the Z.
        return datetime.fromisoformat(re.sub("Z$", "+00:00", value)).astimezone(timezone.utc)
    except ValueError as error:
        raise BadField(name) from error
