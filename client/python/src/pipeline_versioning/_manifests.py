"""Manifests, kept with their ETags so that what has not changed is not sent again; and the links to their files."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ._answers import Answer
from ._fields import BadField, objects, text
from ._links import Links
from ._models import File, Manifest, manifest_of
from ._paths import pipeline_name
from ._service import Service
from ._trust import assert_trusted
from .errors import PullFailed

K = TypeVar("K")
V = TypeVar("V")

MOST_KEPT = 100


@dataclass(frozen=True)
class _Pinned:
    """A version never changes: its files are asked for once."""

    manifest: Manifest
    by_path: Mapping[str, File]
    links: Links


class Manifests:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept: _Recent[tuple[str, int | None], tuple[str, Manifest]] = _Recent(MOST_KEPT)
        self._pinned: _Recent[tuple[str, int], _Pinned] = _Recent(MOST_KEPT)

    def read(self, pipeline: str, version: int | None) -> Manifest:
        """The current version's if `version` is None."""
        key = (pipeline, version)
        etag, kept = self._kept.get(key) or (None, None)
        answer = self._service.get(_path(pipeline), _query(version), etag)
        if answer.status == 304 and kept is not None:
            return kept
        manifest = self._service.understood(_path(pipeline), answer, lambda a: manifest_of(pipeline, a.body))
        if answer.etag is not None:
            self._kept.put(key, (answer.etag, manifest))
        return manifest

    def links_of(self, manifest: Manifest) -> Links:
        """For exactly these object versions."""
        return self._pinned_by(manifest).links

    def links_of_file(self, file: File) -> Links:
        pinned = self._pinned.get((file.pipeline, file.version_number))
        if pinned is None or pinned.by_path.get(file.path) != file:
            pinned = self._pinned_by(self.read(file.pipeline, file.version_number))
        if pinned.by_path.get(file.path) != file:
            raise PullFailed(
                f"Version {file.version_number} of {file.pipeline} does not pin {file.path!r} like this."
            )
        return pinned.links

    def _pinned_by(self, manifest: Manifest) -> _Pinned:
        key = (manifest.pipeline, manifest.version_number)
        pinned = self._pinned.get(key)
        if pinned is not None and pinned.manifest == manifest:
            return pinned
        by_path = {file.path: file for file in manifest.files}
        return self._pinned.put(key, _Pinned(manifest, by_path, Links(lambda: self._load(manifest))))

    def _load(self, manifest: Manifest) -> Mapping[str, str]:
        path = _path(manifest.pipeline)
        answer = self._service.get(path, {**_query(manifest.version_number), "presign": "true"})

        def linked(answer: Answer) -> tuple[Manifest, Mapping[str, str]]:
            return manifest_of(manifest.pipeline, answer.body), _urls(answer)

        found, urls = self._service.understood(path, answer, linked)
        if found != manifest:
            raise PullFailed(
                f"The service pins other files for version {manifest.version_number} than before."
            )
        assert_trusted(manifest, urls, self._service.url)
        return urls


class _Recent(Generic[K, V]):
    """The values that were put last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        with self._lock:
            return self._values.get(key)

    def put(self, key: K, value: V) -> V:
        with self._lock:
            self._values.pop(key, None)
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
            return value


def _path(pipeline: str) -> str:
    return f"/api/v1/pipelines/{pipeline_name(pipeline)}/published"


def _query(version: int | None) -> dict[str, str]:
    return {} if version is None else {"version": str(int(version))}


def _urls(answer: Answer) -> Mapping[str, str]:
    urls = {text(file, "path"): text(file, "url") for file in objects(answer.body, "files") if "url" in file}
    if not all(url.isascii() for url in urls.values()):
        raise BadField("url")
    return urls
