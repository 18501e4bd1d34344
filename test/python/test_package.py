"""The package as it is installed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import files, metadata, requires, version

import pipeline_versioning
from local_service import ROOT
from pipeline_versioning import errors


def test_it_has_the_version_of_the_service() -> None:
    assert version("pipeline-versioning") == json.loads((ROOT / "package.json").read_text())["version"]


def test_it_needs_nothing_but_the_standard_library() -> None:
    needed = [line.replace('"', "'") for line in requires("pipeline-versioning") or []]
    assert sorted(needed) == ["apache-airflow>=3.1 ; extra == 'airflow'", "botocore>=1.31 ; extra == 'iam'"]
    assert metadata("pipeline-versioning")["Requires-Python"] == ">=3.10"


def test_its_types_are_installed_with_it() -> None:
    assert "pipeline_versioning/py.typed" in [str(path) for path in files("pipeline-versioning") or []]
    assert "site-packages" in (pipeline_versioning.__file__ or "")


def test_each_documented_code_has_a_class() -> None:
    page = (ROOT / "docs/api.md").read_text()
    codes = re.findall(r"^\| \d{3} \| `([A-Z_]+)` \|", page, re.MULTILINE)
    known = {errors._code_of(cls) for cls in errors.ServiceError.__subclasses__()}

    assert len(codes) > 20
    assert set(codes) == known


def test_without_airflow_its_bundle_says_what_to_install() -> None:
    program = "import sys; sys.modules['airflow'] = None; import pipeline_versioning; import pipeline_versioning.airflow"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ended.returncode == 1
    assert "pip install 'apache-airflow>=3.1'" in ended.stderr
