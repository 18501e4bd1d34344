"""Which files of a version can stand below a directory. Object keys may be anything: no path may lead out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ._models import File
from .errors import PullFailed

MOST_BYTES_OF_A_NAME = 255
"""https://www.gnu.org/software/libc/manual/html_node/Limits-for-Files.html"""

PIPELINE = re.compile(r"[a-z][a-z0-9_-]{0,127}(?:/[a-z][a-z0-9_-]{0,127}){2}")


def pipeline_name(pipeline: str) -> str:
    """Raises ValueError. Such a name needs no encoding in a URL."""
    if PIPELINE.fullmatch(pipeline):
        return pipeline
    raise ValueError(
        f"{pipeline!r} is no pipeline: write namespace/layer/name, such as default/silver/clean_orders."
    )


def refuse_unusable(files: Iterable[File]) -> None:
    """Raises PullFailed if a file cannot stand beside the others below a directory."""
    folders = {folder for file in files for folder in folders_of(file.path)}
    for file in files:
        problem = _problem_of(file.path)
        if problem is None and file.path in folders:
            problem = "it is a folder of another file as well"
        if problem is not None:
            raise PullFailed(f"{file.path!r} cannot be a file: {problem}. Nothing was replaced.")


def place_below(directory: Path, path: str) -> Path:
    problem = _problem_of(path)
    if problem is not None:
        raise PullFailed(f"{path!r} cannot be a file below {directory}: {problem}.")
    return directory.joinpath(*path.split("/"))


def folders_of(path: str) -> Iterator[str]:
    """The folders above a path, outermost first: a and a/b of a/b/c.sql."""
    names = path.split("/")[:-1]
    return ("/".join(names[: n + 1]) for n in range(len(names)))


def _problem_of(path: str) -> str | None:
    names = path.split("/")
    if "" in names:
        return "it has no name before, between or after its slashes"
    if "." in names or ".." in names:
        return "it has a segment . or .."
    if "\\" in path or "\0" in path:
        return "it has a backslash or a zero byte"
    if any("\ud800" <= char <= "\udfff" for char in path):
        return "it is no well-formed Unicode"
    if any(len(name.encode()) > MOST_BYTES_OF_A_NAME for name in names):
        return f"a name in it has more than {MOST_BYTES_OF_A_NAME} bytes"
    # Its hooks and its configuration run programs.
    if any(name.lower() == ".git" for name in names):
        return "git would take it for its own"
    return None
