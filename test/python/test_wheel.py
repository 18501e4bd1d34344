"""The wheel that is made without Python is the one that the build tool makes, and pip installs it."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from local_service import NODE, ROOT

Entries = dict[str, tuple[tuple[int, ...], int, str]]


def without_generator(entries: Entries) -> Entries:
    """Only the file WHEEL, and so its line of RECORD, names the tool."""
    kept = ("Generator:", "WHEEL,")
    return {
        name: (date, mode, "\n".join(line for line in text.splitlines() if not any(k in line for k in kept)))
        for name, (date, mode, text) in entries.items()
    }


def entries_of(wheel: Path) -> Entries:
    with ZipFile(wheel) as archive:
        assert archive.testzip() is None
        found = archive.infolist()
        return {i.filename: (i.date_time, i.external_attr, archive.read(i).decode()) for i in found}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    subprocess.run([NODE, ROOT / "cli/package/wheel.ts", tmp_path], check=True)
    (made,) = tmp_path.glob("*.whl")
    return made


def test_it_has_what_the_build_tool_puts_into_it(wheel: Path) -> None:
    built = os.environ.get("BUILT_WHEEL")
    if built is None:
        pytest.skip("BUILT_WHEEL names no wheel of the build tool (.ci/python-client does)")

    assert wheel.name == Path(built).name
    assert without_generator(entries_of(wheel)) == without_generator(entries_of(Path(built)))


def test_the_same_sources_make_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    subprocess.run([NODE, ROOT / "cli/package/wheel.ts", tmp_path / "again"], check=True)

    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


def test_pip_installs_it(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", wheel], check=True)

    program = "import pipeline_versioning, importlib.metadata as m; print(m.version('pipeline-versioning'))"
    ended = subprocess.run([python, "-I", "-c", program], check=True, capture_output=True, text=True)
    assert ended.stdout.strip() in wheel.name
