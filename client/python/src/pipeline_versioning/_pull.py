"""pull: DIR becomes one whole version, or stays the one that it was, whenever and however the process ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ._fill import fill, has_files
from ._home import Home
from ._links import Links
from ._models import Manifest, Pulled
from ._paths import refuse_unusable
from ._record import Record, key_of, read_record, write_record
from ._snapshot_name import FILES, new_snapshot_name


def pull(
    directory: Path,
    read_manifest: Callable[[], Manifest],
    links_of: Callable[[Manifest], Links],
    retries: int,
) -> Pulled:
    """Raises PullFailed and what the client raises; then DIR is what it was."""
    home = Home(directory)
    refuse_unusable(read_manifest().files)  # before anything is made
    with home.locked():
        # Only now, or a pull that waited could bring an older version over a newer one.
        manifest = read_manifest()
        refuse_unusable(manifest.files)
        current = home.current()
        record = None if current is None else read_record(current, manifest.pipeline)
        shown = None if current is None else current.name
        home.remove_all_but({shown, record.replaced if record else None})
        is_same = record is not None and record.manifest == manifest
        if current is not None and is_same and has_files(current / FILES, manifest.files):
            return Pulled(manifest, home.directory, current / FILES, changed=False)

        partial = home.partial(key_of(manifest))
        fill(partial / FILES, manifest.files, links_of(manifest), retries)
        write_record(partial, Record(manifest, shown))
        snapshot = home.path / new_snapshot_name(manifest.version_number)
        os.rename(partial, snapshot)
        home.show(snapshot)
        home.remove_all_but({snapshot.name, shown})
        return Pulled(manifest, home.directory, snapshot / FILES, changed=True)
