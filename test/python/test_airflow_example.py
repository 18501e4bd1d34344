"""The example for Airflow 2: its tasks, one after the other, while somebody publishes."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from local_service import ROOT, LocalService
from pipeline_versioning import Client

pytest.importorskip("airflow", reason="Airflow is not installed; .ci/airflow runs this")


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("clean_orders", ROOT / "examples/airflow/clean_orders.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_tasks_read_the_version_that_the_first_has_named(
    service: LocalService, client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline = service.new_pipeline({"pipeline.sql": "SELECT 1", "tests/quality/one.sql": "SELECT 11"})
    client.publish(pipeline, "First version")
    monkeypatch.setenv("PIPELINE_VERSIONING_URL", service.url)
    monkeypatch.setenv("PIPELINE", pipeline)
    example = loaded()

    version = example.resolve.function()
    service.save(pipeline, "pipeline.sql", "SELECT 2")
    service.save(pipeline, "tests/quality/one.sql", "SELECT 22")
    client.publish(pipeline, "Second version")
    example.check.function(example.transform.function(version))

    assert capsys.readouterr().out == ("v1 runs:\nSELECT 1\nv1 checks by tests/quality/one.sql:\nSELECT 11\n")
    assert example.resolve.function() == 2
