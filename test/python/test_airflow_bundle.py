"""The bundle for Airflow by itself: what it asks of the service, and what it leaves on the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fake_service import PIPELINE, FakeService
from local_service import LocalService
from pipeline_versioning import Client, PullFailed

base: Any = pytest.importorskip(
    "airflow.dag_processing.bundles.base", reason="Airflow is not installed; .ci/airflow runs this"
)
from pipeline_versioning.airflow import PublishedPipelineBundle  # noqa: E402

INITIALIZE = (
    "import sys; from pipeline_versioning.airflow import PublishedPipelineBundle;"
    "PublishedPipelineBundle(name='orders', version='1', url=sys.argv[1], pipeline=sys.argv[2]).initialize()"
)


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH", str(tmp_path))
    monkeypatch.setattr(base, "STALE_BUNDLE_TRACKING_FOLDER", tmp_path / "_tracking")
    return tmp_path


def bundle_of(url: str, pipeline: str = PIPELINE, **kwargs: Any) -> PublishedPipelineBundle:
    return PublishedPipelineBundle(name="orders", url=url, pipeline=pipeline, **kwargs)


def current(bundle: PublishedPipelineBundle) -> str:
    version = bundle.get_current_version()
    return str(getattr(version, "version", version))


def contents(directory: Path) -> dict[str, str]:
    files = [path for path in directory.rglob("*") if path.is_file()]
    return {path.relative_to(directory).as_posix(): path.read_text() for path in files}


def published(service: LocalService, client: Client, *numbers: int) -> str:
    pipeline = service.new_pipeline({"config.yaml": "a: 1"})
    for number in numbers:
        publish(service, client, pipeline, number)
    return pipeline


def publish(service: LocalService, client: Client, pipeline: str, number: int) -> None:
    service.save(pipeline, "pipeline.py", f"NUMBER = {number}")
    client.publish(pipeline, f"Number {number}")


def test_it_shows_the_current_version_and_the_next_after_a_refresh(
    service: LocalService, client: Client, storage: Path
) -> None:
    pipeline = published(service, client, 1)
    bundle = bundle_of(service.url, pipeline)
    bundle.initialize()
    first = bundle.path

    publish(service, client, pipeline, 2)
    assert (current(bundle), contents(bundle.path)["pipeline.py"]) == ("1", "NUMBER = 1")
    bundle.refresh()

    assert (current(bundle), contents(bundle.path)) == (
        "2",
        {"config.yaml": "a: 1", "pipeline.py": "NUMBER = 2"},
    )
    assert bundle.path == storage / "orders/versions/2"
    assert contents(first)["pipeline.py"] == "NUMBER = 1", "who parses it still has it"


def test_the_version_alone_leads_to_its_files(service: LocalService, client: Client) -> None:
    pipeline = published(service, client, 1, 2)
    bundle = bundle_of(service.url, pipeline, version="1")
    bundle.initialize()

    assert (current(bundle), contents(bundle.path)["pipeline.py"]) == ("1", "NUMBER = 1")
    with pytest.raises(RuntimeError, match="never changes"):
        bundle.refresh()


@pytest.mark.parametrize("version", ["", "0", "01", "-1", "1.0", "../1", "1/..", "draft", "1" * 20])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="is no version of a pipeline"):
        bundle_of("http://127.0.0.1:9", version=version)


def test_a_version_that_is_here_asks_nothing_of_the_service(fake: FakeService) -> None:
    bundle_of(fake.url, version="1").initialize()
    asked = len(fake.sent)

    again = bundle_of(fake.url, version="1")
    again.initialize()

    assert (len(fake.sent), current(again)) == (asked, "1")


def test_nothing_new_costs_one_request_that_answers_nothing(fake: FakeService) -> None:
    bundle = bundle_of(fake.url)
    bundle.initialize()
    asked = len(fake.sent)

    bundle.refresh()
    current(bundle)

    assert len(fake.sent) == asked + 1
    assert "If-None-Match" in fake.sent[-1].headers


def test_many_processes_begin_at_once(service: LocalService, client: Client, storage: Path) -> None:
    pipeline = published(service, client, 1)

    command = [sys.executable, "-c", INITIALIZE, service.url, pipeline]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(5)]

    assert [(one.communicate()[1][-500:], one.returncode) for one in started] == [("", 0)] * 5
    assert contents(storage / "orders/versions/1") == {"config.yaml": "a: 1", "pipeline.py": "NUMBER = 1"}


def test_what_a_killed_clean_up_has_left_is_fetched_again(fake: FakeService, storage: Path) -> None:
    bundle_of(fake.url, version="1").initialize()
    place = storage / "orders/versions/1"
    whole = contents(place)
    (place / "pipeline.sql").unlink()

    bundle_of(fake.url, version="1").initialize()

    assert contents(place) == whole


def test_a_link_in_the_place_of_a_version_is_not_followed(fake: FakeService, storage: Path) -> None:
    elsewhere = storage / "elsewhere"
    elsewhere.mkdir()
    (storage / "orders/versions").mkdir(parents=True)
    (storage / "orders/versions/1").symlink_to(elsewhere)

    bundle = bundle_of(fake.url, version="1")
    bundle.initialize()

    assert not bundle.path.is_symlink()
    assert "pipeline.sql" in contents(bundle.path)
    assert list(elsewhere.iterdir()) == []


def test_a_version_that_cannot_be_had_whole_is_not_there(fake: FakeService, storage: Path) -> None:
    fake.files["../outside"] = b"hostile"

    with pytest.raises(PullFailed):
        bundle_of(fake.url, version="1").initialize()

    assert not (storage / "orders/versions/1").exists()
    assert not (storage / "orders/outside").exists()


def test_the_clean_up_of_airflow_spares_what_is_shown(
    service: LocalService, client: Client, storage: Path
) -> None:
    pipeline = published(service, client, 1)
    bundle = bundle_of(service.url, pipeline)
    bundle.initialize()
    publish(service, client, pipeline, 2)
    bundle.refresh()

    manager = base.BundleUsageTrackingManager()
    for info in manager._find_all_tracking_files("orders"):
        manager._remove_stale_bundle("orders", info)

    assert [place.name for place in (storage / "orders/versions").iterdir()] == ["2"]
    bundle_of(service.url, pipeline, version="1").initialize()
    assert (storage / "orders/versions/1/pipeline.py").read_text() == "NUMBER = 1"


def test_a_version_leads_to_its_page_of_the_portal() -> None:
    page = f"pipelines/{PIPELINE}/versions/{{version}}"
    api = "https://a1.execute-api.eu-west-1.amazonaws.com/live"

    assert (
        bundle_of("https://versions.example.com/").view_url_template()
        == f"https://versions.example.com/{page}"
    )
    assert bundle_of(api).view_url_template() is None
    assert (
        bundle_of(api, portal="https://p.example.com").view_url_template() == f"https://p.example.com/{page}"
    )


def test_the_token_is_read_from_its_variable_at_each_request(
    fake: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPELINE_VERSIONING_TOKEN", "one")
    bundle = bundle_of(fake.url)
    bundle.initialize()
    monkeypatch.setenv("PIPELINE_VERSIONING_TOKEN", "two")
    bundle.refresh()

    assert fake.sent[0].headers["Authorization"] == "Bearer one"
    assert fake.sent[-1].headers["Authorization"] == "Bearer two"
