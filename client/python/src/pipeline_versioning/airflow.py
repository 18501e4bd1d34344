"""Airflow runs exactly what is published: a DAG bundle for Airflow 3.1 and newer.

One bundle is one pipeline, whose files are DAGs. A run stays on the version that it began with, whatever is published
meanwhile. A version on this machine is a plain directory, versions/7, which Airflow's own clean-up may remove: it is
fetched again when it is asked for.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path
from typing import Any, Literal

try:
    from airflow.dag_processing.bundles import base
except ImportError as error:
    raise ImportError(
        "pipeline_versioning.airflow needs Apache Airflow 3.1 or newer: pip install 'apache-airflow>=3.1'"
    ) from error

from ._client import Client
from ._models import Manifest
from ._paths import pipeline_name, place_below
from ._record import Record, read_record, write_record
from ._snapshot_name import FILES

TOKEN_VARIABLE = "PIPELINE_VERSIONING_TOKEN"

_VERSION = re.compile(r"[1-9][0-9]{0,14}")


class PublishedPipelineBundle(base.BaseDagBundle):
    """Configure it in `[dag_processor] dag_bundle_config_list`:

    {"name": "orders", "classpath": "pipeline_versioning.airflow.PublishedPipelineBundle",
     "kwargs": {"url": "https://versions.example.com", "pipeline": "default/silver/orders", "refresh_interval": 30}}

    A bearer token comes from the variable PIPELINE_VERSIONING_TOKEN, which is no part of Airflow's settings; `sign="iam"`
    signs as whom botocore finds. `portal` is where people look at versions: `url` unless that is API Gateway's own.
    """

    supports_versioning = True

    def __init__(
        self,
        *,
        url: str,
        pipeline: str,
        sign: Literal["iam"] | None = None,
        region: str | None = None,
        portal: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._pipeline = pipeline_name(pipeline)
        self._portal = portal or (None if _is_api_gateway(url) else url)
        self._pinned = None if self.version is None else _number_of(self.version)
        self._shown = self._pinned
        self._in_use: Any = None
        # What has no version to run shows the last one until it can be asked again, which is soon.
        retries = 0 if self._pinned is None else 4
        token = None if sign or TOKEN_VARIABLE not in os.environ else _token
        self._client = Client(url, token=token, sign=sign, region=region, retries=retries)

    def initialize(self) -> None:
        """Safe for many processes at once. For a pinned version that is here, the service is not asked."""
        if self._pinned is None:
            with self.lock():
                self._show_current()
        elif not self._is_whole(self._pinned):
            with self.lock():
                self._fetch(self._pinned, None)
        super().initialize()

    def refresh(self) -> None:
        """Asks for the current version: a 304 while nothing has been published."""
        if self._pinned is not None:
            raise RuntimeError(
                f"Version {self._pinned} of {self._pipeline} never changes: it has no refresh."
            )
        with self.lock():
            self._show_current()

    def get_current_version(self) -> Any:
        """The version that `path` leads to: a newer one would be named for files that are not its own."""
        number = self._shown or self._client.manifest(self._pipeline).version_number
        return _bundle_version(str(number))

    @property
    def path(self) -> Path:
        # Before `initialize` no version is known; Airflow only compares the beginnings of paths then.
        return self.versions_dir if self._shown is None else self._place(self._shown)

    def view_url_template(self) -> str | None:
        given: str | None = super().view_url_template()
        if given is not None or self._portal is None:
            return given
        return f"{self._portal.rstrip('/')}/pipelines/{self._pipeline}/versions/{{version}}"

    def _show_current(self) -> None:
        manifest = self._client.manifest(self._pipeline)
        number = manifest.version_number
        self._fetch(number, manifest)
        if number == self._shown:
            return
        before, self._shown = self._in_use, number
        # Airflow's clean-up removes what was locked once, and has not been for long.
        self._in_use = base.BundleVersionLock(self.name, str(number))
        self._in_use.acquire()
        if before is not None:
            before.release()

    def _fetch(self, number: int, manifest: Manifest | None) -> None:
        """Needs the lock. A directory gets its name when all of it is there."""
        if self._is_whole(number):
            return
        manifest = manifest or self._client.manifest(self._pipeline, version=number)
        partial = self.base_dir / "partial" / str(number)
        self._client._unpack(manifest, partial / FILES)
        write_record(partial, Record(manifest, None))
        _remove(self._place(number))
        _remove(self._record(number))
        self._place(number).parent.mkdir(parents=True, exist_ok=True)
        self._record(number).parent.mkdir(parents=True, exist_ok=True)
        os.rename(partial / FILES, self._place(number))
        os.rename(partial, self._record(number))

    def _is_whole(self, number: int) -> bool:
        """Whether all files are there, in their size: a clean-up may have been killed in the middle of it."""
        place = self._place(number)
        record = read_record(self._record(number), self._pipeline)
        if record is None or place.is_symlink():
            return False
        return all(_has(place_below(place, file.path), file.size) for file in record.manifest.files)

    def _place(self, number: int) -> Path:
        return Path(self.versions_dir, str(number))

    def _record(self, number: int) -> Path:
        """What the version has, beside its directory: in it, it would be one of the pipeline's files."""
        return Path(self.base_dir, "records", str(number))


def _has(file: Path, size: int) -> bool:
    try:
        found = os.lstat(file)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == size


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _number_of(version: str) -> int:
    if _VERSION.fullmatch(version) is None:
        raise ValueError(f"{version!r} is no version of a pipeline: versions are 1, 2, 3, and so on.")
    return int(version)


def _token() -> str:
    """Read at each request: a token may be renewed meanwhile."""
    return os.environ[TOKEN_VARIABLE]


def _bundle_version(number: str) -> Any:
    """Airflow 3.1 takes a string, and newer releases warn of one."""
    made = getattr(base, "BundleVersion", None)
    return number if made is None else made(version=number)


def _is_api_gateway(url: str) -> bool:
    return ".execute-api." in url
