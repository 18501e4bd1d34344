"""Fills a directory with the files of a version: many at once, on the disk when it returns, and going on from where an
earlier fill of the same directory broke off."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ._links import Links
from ._models import File
from ._objects import Gone, fetch, md5_of
from ._paths import folders_of, place_below
from ._retry import Retry
from .errors import PullFailed

PARALLEL = 16


class _Stopped(Exception):
    """Another file has failed."""


def fill(directory: Path, files: tuple[File, ...], links: Links, retries: int) -> None:
    """The directory must be there. Raises PullFailed, Unreachable and OSError; what is whole stays for the next time."""
    keep_only(directory, files)
    folders = {directory, *(directory / folder for file in files for folder in folders_of(file.path))}
    for folder in sorted(folders):
        folder.mkdir(exist_ok=True)
    there = _regular_files(directory)
    missing = [file for file in files if file.path not in there]
    gone = _fetch_all(directory, missing, links, retries)
    if gone:
        raise PullFailed(
            f"What is pinned is no longer in the bucket: {', '.join(map(repr, gone))}. Nothing was replaced."
        )
    for folder in folders:
        sync_directory(folder)


def has_files(directory: Path, files: tuple[File, ...]) -> bool:
    """Whether these files are there, no others, no links, each with the bytes that are pinned.

    Where an ETag is no MD5 (several parts, or KMS) that cannot be told, and the answer is no.
    """
    if any(not entry.is_file(follow_symlinks=False) for entry in _entries(directory)):
        return False
    there = _regular_files(directory)
    return there == {file.path for file in files} and all(_is_as_pinned(directory, file) for file in files)


def keep_only(directory: Path, files: tuple[File, ...]) -> None:
    """Removes what is none of these files, or is not whole."""
    wanted = {file.path: file for file in files}
    for entry in list(_entries(directory)):
        path = _relative(directory, entry)
        usable = path in wanted and entry.is_file(follow_symlinks=False)
        if not usable or not _is_as_pinned(directory, wanted[path]):
            os.unlink(entry.path)


def sync_directory(path: Path) -> None:
    """A file's name is on the disk when its directory is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fetch_all(directory: Path, files: Iterable[File], links: Links, retries: int) -> list[str]:
    """The paths whose pinned version is no longer there. Raises the first failure when all others have ended."""
    stop = threading.Event()

    def pause(seconds: float) -> None:
        if stop.wait(seconds):
            raise _Stopped

    def fetch_one(file: File) -> str | None:
        try:
            _check(stop)
            fetch(file, links, Retry(retries, pause), lambda chunks: _write(directory, file, chunks, stop))
            return None
        except Gone:
            return file.path
        except BaseException:
            stop.set()
            raise

    with ThreadPoolExecutor(PARALLEL, "pull") as pool:
        futures = [pool.submit(fetch_one, file) for file in files]
        try:
            failures = [error for error in (future.exception() for future in futures) if error is not None]
        except BaseException:  # Ctrl-C
            stop.set()
            raise
    for error in failures:
        if not isinstance(error, _Stopped):
            raise error
    return [path for path in (future.result() for future in futures) if path is not None]


def _write(directory: Path, file: File, chunks: Iterator[bytes], stop: threading.Event) -> None:
    target = place_below(directory, file.path)
    try:
        # Exclusive: on a file system without case, two files of a version can have one name.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError as error:
        raise PullFailed(
            f"{file.path!r} has the name of another file of the version on this file system. Nothing was replaced."
        ) from error
    try:
        with open(descriptor, "wb") as out:
            for chunk in chunks:
                _check(stop)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _check(stop: threading.Event) -> None:
    if stop.is_set():
        raise _Stopped


def _is_as_pinned(directory: Path, file: File) -> bool:
    md5, size = md5_of(), 0
    with open(place_below(directory, file.path), "rb") as content:
        while chunk := content.read(1024 * 1024):
            md5.update(chunk)
            size += len(chunk)
    return size == file.size and md5.hexdigest() == file.etag


def _regular_files(directory: Path) -> set[str]:
    entries = _entries(directory)
    return {_relative(directory, entry) for entry in entries if entry.is_file(follow_symlinks=False)}


def _entries(directory: Path) -> Iterator[os.DirEntry[str]]:
    """Whatever is no directory, at any depth; no link is followed."""
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(Path(entry.path))
            else:
                yield entry


def _relative(directory: Path, entry: os.DirEntry[str]) -> str:
    return Path(entry.path).relative_to(directory).as_posix()
