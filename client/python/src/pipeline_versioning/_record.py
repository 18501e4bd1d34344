"""What a snapshot on disk says of itself. It may have come with somebody else's repository, so it is only ever believed
when it says "not the same"."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ._fields import BadField, as_object, parsed_object
from ._models import File, Manifest, manifest_of
from ._snapshot_name import is_snapshot_name

NAME = "pulled.json"
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Record:
    manifest: Manifest
    replaced: str | None
    """The snapshot that was shown before."""


def write_record(snapshot: Path, record: Record) -> None:
    path = snapshot / NAME
    path.unlink(missing_ok=True)
    content = {"manifest": _as_sent(record.manifest), "replaced": record.replaced}
    with open(path, "x", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def read_record(snapshot: Path, pipeline: str) -> Record | None:
    """`None` if there is none, or none of ours."""
    try:
        descriptor = os.open(snapshot / NAME, os.O_RDONLY | os.O_NOFOLLOW)
        with open(descriptor, "rb") as file:
            content = parsed_object(file.read(MOST_BYTES))
        manifest = manifest_of(pipeline, as_object(content.get("manifest"), "manifest"))
    except (OSError, BadField):
        return None
    replaced = content.get("replaced")
    return Record(manifest, replaced if isinstance(replaced, str) and is_snapshot_name(replaced) else None)


def key_of(manifest: Manifest) -> str:
    """The same key, the same object versions."""
    return hashlib.sha256(json.dumps(_as_sent(manifest)).encode()).hexdigest()[:24]


def _as_sent(manifest: Manifest) -> Mapping[str, object]:
    return {
        "pipeline_id": manifest.pipeline_id,
        "version_number": manifest.version_number,
        "fingerprint": manifest.fingerprint,
        "bucket": manifest.bucket,
        "source": _file(manifest.source),
        "config": manifest.config and _file(manifest.config),
        "quality_tests": [_file(file) for file in manifest.quality_tests],
        "files": [_file(file) for file in manifest.files],
    }


def _file(file: File) -> Mapping[str, object]:
    return {name: value for name, value in asdict(file).items() if name not in ("pipeline", "version_number")}
