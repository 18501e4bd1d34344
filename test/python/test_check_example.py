"""The example of a check of one's own: sqlfluff decides what may be published."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_service import ROOT, LocalService, local_service
from pipeline_versioning import Client
from pipeline_versioning.errors import ChecksFailed, CheckUnavailable

pytest.importorskip("sqlfluff", reason="sqlfluff is not installed; .ci/check-example runs this")

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSBleGFtcGxl"


@pytest.fixture
def check() -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        [sys.executable, ROOT / "examples/check/check.py"],
        env={**os.environ, "CHECK_SECRET": SECRET, "PORT": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield program
    program.kill()
    program.communicate()


@pytest.fixture
def checked(
    check: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalService]:
    assert check.stdout is not None
    url = check.stdout.readline().split()[-1]
    monkeypatch.setenv("LOCAL_CHECK_SECRET", SECRET)
    with local_service(tmp_path, minio=False, more=("--check-url", url)) as started:
        yield started


def test_sql_that_cannot_be_parsed_is_refused_at_its_place(
    checked: LocalService, check: subprocess.Popen[str]
) -> None:
    client = Client(checked.url, retries=0)
    pipeline = checked.new_pipeline(
        {"pipeline.sql": "SELECT id\nFROM {{ ref('orders') }}\n", "notes.md": "SELEC\n"}
    )
    assert client.publish(pipeline, "One").version.version_number == 1

    checked.save(pipeline, "pipeline.sql", "SELEC id FROM orders GROUP\n")
    with pytest.raises(ChecksFailed) as refused:
        client.publish(pipeline, "Two")
    assert str(refused.value.details["checks"]).count("'rule': 'PRS', 'line': 1, 'column': 1") == 1

    check.kill()
    check.wait()
    with pytest.raises(CheckUnavailable):
        client.publish(pipeline, "Three")
    assert next(client.versions(pipeline)).version_number == 1
