"""A real Airflow on a real service: each run has one version, whatever happens meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from airflow_service import Airflow, running_airflow, until
from local_service import RestartableService
from pipeline_versioning import Client

pytest.importorskip("airflow", reason="Airflow is not installed; .ci/airflow runs this")

PIPELINE = "default/silver/orders"
DAG = """
import os
from pathlib import Path

from airflow.sdk import DAG, get_current_context, task

IN_THE_FILE = "{number}"
PLACE = Path(os.environ["SEEN_BY_TASKS"])


def say() -> None:
    context = get_current_context()
    beside = Path(__file__).with_name("number.txt").read_text()
    seen = PLACE / f"{{context['run_id']}}.{{context['task'].task_id}}"
    written = seen.with_suffix(seen.suffix + ".part")
    written.write_text(f"{{IN_THE_FILE}} {{beside}}")
    written.rename(seen)


with DAG("orders", schedule=None):

    @task
    def first() -> None:
        say()
        # Until the test opens the other end.
        open(PLACE / f"{{get_current_context()['run_id']}}.gate").close()

    @task
    def second() -> None:
        say()

    first() >> second()
"""


class Stage:
    def __init__(self, airflow: Airflow, service: RestartableService, seen: Path) -> None:
        self.airflow = airflow
        self.service = service
        self.client = Client(service.url)
        self._seen = seen

    def publish(self, number: int) -> None:
        save_version(self.service, number)
        self.client.publish(PIPELINE, f"Number {number}")

    def wait_for_version(self, version: int) -> None:
        def is_current() -> bool:
            dag = self.airflow.dag("orders")
            return dag is not None and dag["bundle_version"] == str(version)

        until(f"version {version} in Airflow", is_current)

    def begin(self, run: str) -> str:
        """Returns what the first task has seen; it waits for `finish` now."""
        os.mkfifo(self._seen / f"{run}.gate")
        self.airflow.trigger("orders", run)
        return self._said(run, "first")

    def finish(self, run: str) -> str:
        """Returns what the second task has seen."""
        open(self._seen / f"{run}.gate", "w").close()
        said = self._said(run, "second")
        until(f"the end of {run}", lambda: self.airflow.run("orders", run)["state"] == "success")
        return said

    def _said(self, run: str, task: str) -> str:
        file = self._seen / f"{run}.{task}"
        return until(f"{task} of {run}", lambda: file.read_text() if file.exists() else None)


def save_version(service: RestartableService, number: int) -> None:
    service.save(PIPELINE, "pipeline.py", DAG.format(number=number))
    service.save(PIPELINE, "number.txt", str(number))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    seen = tmp_path / "seen"
    home = tmp_path / "airflow"
    seen.mkdir()
    home.mkdir()
    with RestartableService(tmp_path / "service") as service:
        save_version(service, 1)
        Client(service.url).publish(PIPELINE, "Number 1")
        kwargs = {"url": service.url, "pipeline": PIPELINE, "refresh_interval": 1}
        classpath = "pipeline_versioning.airflow.PublishedPipelineBundle"
        bundles = [{"name": "orders", "classpath": classpath, "kwargs": kwargs}]
        with running_airflow(home, bundles, {"SEEN_BY_TASKS": str(seen)}) as airflow:
            yield Stage(airflow, service, seen)


def test_each_run_has_one_version_whatever_happens_meanwhile(stage: Stage) -> None:
    airflow, service = stage.airflow, stage.service
    stage.wait_for_version(1)

    # Published while the first task runs.
    assert stage.begin("during_a_publish") == "1 1"
    stage.publish(2)
    stage.wait_for_version(2)
    assert stage.finish("during_a_publish") == "1 1"
    assert airflow.run("orders", "during_a_publish")["bundle_version"] == "1"

    assert stage.begin("after_it") == "2 2"
    assert stage.finish("after_it") == "2 2"
    # Airflow knows a new version of the bundle before it has stored what its files say.
    link = f"{service.url}/pipelines/{PIPELINE}/versions/2"
    until(f"the link {link}", lambda: airflow.version_link("orders") == link)

    # A broken draft, and a rollback, which leaves the draft as it is.
    service.save(PIPELINE, "pipeline.py", "this is no Python")
    stage.client.rollback(PIPELINE, 1)
    stage.wait_for_version(3)
    assert stage.begin("after_a_rollback") == "1 1"

    # The service is away from here on.
    service.stop()
    assert stage.finish("after_a_rollback") == "1 1"
    assert stage.begin("without_the_service") == "1 1"
    assert stage.finish("without_the_service") == "1 1"
    assert airflow.run("orders", "without_the_service")["bundle_version"] == "3"
    assert airflow.import_errors() == []

    service.start()
    stage.publish(4)
    stage.wait_for_version(4)
    assert stage.begin("when_it_is_back") == "4 4"
    assert stage.finish("when_it_is_back") == "4 4"
