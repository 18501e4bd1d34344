"""Where pulled snapshots live, as the command line's pull lays them out. DIR is a symbolic link into a directory beside it:

    out                                     → .out.pulled/v3-5f0c…-4711@host/files
    .out.pulled/v3-5f0c…-4711@host/files      the snapshot that DIR shows
                                  /pulled.json  which one it is, and which one it replaced
    .out.pulled/v2-…                          the one before, for readers that have it open
    .out.pulled/partial-…                     what a broken pull has left, for the next one to go on with
    .out.pulled/lock                          held by the pull that is at work

A rename replaces a symbolic link in one step; nothing replaces a directory that is not empty.

Either of the two may have come with somebody else's repository: .out.pulled must be a real directory of the user's own,
only names that pull gives are shown or removed, and no link but DIR itself is followed.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from ._fill import sync_directory
from ._lock import locked
from ._snapshot_name import FILES, is_on_its_way, is_snapshot_name
from .errors import PullFailed

PARTIAL = "partial-"


class Home:
    """Raises PullFailed if DIR or its home is something that no pull has made."""

    def __init__(self, directory: Path) -> None:
        self.directory = Path(os.path.abspath(directory))
        self.path = self.directory.parent / f".{self.directory.name}.pulled"
        _refuse_links_on_the_way(self.directory.parent)
        self._assert_own()
        self.current()

    def locked(self) -> AbstractContextManager[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        self._assert_own()
        # Exclusive: a link of that name is not written through.
        with suppress(FileExistsError), open(self.path / ".gitignore", "x") as file:
            file.write("*\n")
        return locked(self.path / "lock")

    def current(self) -> Path | None:
        """The snapshot that DIR shows."""
        if self.directory.is_symlink():
            target = Path(os.path.abspath(self.directory.parent / os.readlink(self.directory)))
            name = target.parent.name
            if target == self.path / name / FILES and is_snapshot_name(name):
                return target.parent if _is_real(target.parent) and _is_real(target) else None
        elif not self.directory.exists() or self._is_empty_directory():
            return None
        raise PullFailed(
            f"{self.directory} was not made by pull and would be replaced; name another directory, or remove it."
        )

    def partial(self, key: str) -> Path:
        """Where a snapshot is put together: what is there besides its files is removed. Needs the lock."""
        place = self.path / (PARTIAL + key)
        for other in self.path.glob(PARTIAL + "*"):
            if other != place or not _is_real(other):
                _remove(other)
        files = place / FILES
        if _is_real(place):
            for other in place.iterdir():
                if other != files or not _is_real(other):
                    _remove(other)
        files.mkdir(parents=True, exist_ok=True)
        return place

    def show(self, snapshot: Path) -> None:
        """From one instant to the next, DIR shows this snapshot."""
        link = snapshot / "link"
        link.symlink_to(Path(self.path.name, snapshot.name, FILES))
        sync_directory(snapshot)
        sync_directory(self.path)
        if self._is_empty_directory():
            self.directory.rmdir()
        os.rename(link, self.directory)
        sync_directory(self.directory.parent)

    def remove_all_but(self, kept: set[str | None]) -> None:
        for place in list(self.path.iterdir()):
            is_old = is_snapshot_name(place.name) and place.name not in kept
            if is_old and _is_real(place) and not is_on_its_way(place):
                shutil.rmtree(place)

    def _is_empty_directory(self) -> bool:
        return _is_real(self.directory) and not any(self.directory.iterdir()) and Path.cwd() != self.directory

    def _assert_own(self) -> None:
        try:
            found = os.lstat(self.path)
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(found.st_mode):
            problem = "is no directory"
        elif hasattr(os, "getuid") and found.st_uid != os.getuid():
            problem = "belongs to somebody else"
        elif found.st_mode & stat.S_IWOTH:
            problem = "can be written by everybody"
        else:
            return
        raise PullFailed(
            f"{self.path}, where snapshots would be kept, {problem}; remove it or name another directory."
        )


def _refuse_links_on_the_way(path: Path) -> None:
    """A link in somebody else's repository would have us write wherever it leads. What is above it is the machine's own."""
    steps = [*reversed(path.parents), path]
    begin = next(
        (n for n, step in enumerate(steps) if step == Path.cwd() or (step / ".git").exists()), len(steps)
    )
    for step in steps[begin:]:
        if step.is_symlink():
            raise PullFailed(
                f"{step} is a symbolic link and not followed; name the directory itself if you mean it."
            )


def _is_real(path: Path) -> bool:
    """Whether it is a directory itself, and not a link to one."""
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    if _is_real(path):
        shutil.rmtree(path)
    else:
        path.unlink()
