"""What is reported of runs, and that no report keeps a run from running."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

import pytest
from fake_service import PIPELINE, FakeService, Reply, Sent, Server, as_json, refusal
from local_service import LocalService
from pipeline_versioning import Client, Unreachable, errors

REPORTED = {
    "version_number": 1,
    "run_id": "a",
    "state": "running",
    "reported_at": "2026-11-26T09:01:00.000Z",
    "reported_by": None,
}


class Broken(Exception): ...


@pytest.fixture
def pipeline(service: LocalService, client: Client) -> str:
    pipeline = service.new_pipeline({"pipeline.sql": "SELECT 1"})
    client.publish(pipeline, "First version")
    return pipeline


def reports(server: Server) -> list[Mapping[str, object]]:
    return [json.loads(sent.body) for sent in server.sent if sent.path.endswith("/runs")]


@pytest.fixture
def noting(fake: FakeService) -> FakeService:
    """A FakeService that takes reports."""
    read = fake.answer
    fake.answer = lambda sent: as_json(200, REPORTED) if sent.path.endswith("/runs") else read(sent)
    return fake


def test_a_run_is_noted_as_it_began_and_as_it_ended(client: Client, pipeline: str) -> None:
    with client.run(pipeline, run_id="a", url="https://runs.example.com/1") as run:
        assert (run.version_number, run.manifest) == (1, client.manifest(pipeline))
        assert client.read(run.manifest.source) == b"SELECT 1"

    late = client.report_run(pipeline, 1, "a", "running")

    assert (late.state, late.run_id, late.url) == ("succeeded", "a", "https://runs.example.com/1")
    assert late.reported_at.tzinfo is not None


def test_a_run_keeps_its_version_whatever_is_published_meanwhile(
    service: LocalService, client: Client, pipeline: str
) -> None:
    with client.run(pipeline, run_id="a") as run:
        service.save(pipeline, "pipeline.sql", "SELECT 2")
        client.publish(pipeline, "Second version")
        assert client.read(run.manifest.source) == b"SELECT 1"
    with client.run(pipeline, version=1, run_id="b") as older:
        assert older.version_number == 1

    assert client.report_run(pipeline, 1, "a", "running").state == "succeeded"
    assert client.report_run(pipeline, 2, "a", "running").state == "running"


def test_nothing_is_run_of_what_is_not_there(service: LocalService, client: Client, pipeline: str) -> None:
    with pytest.raises(errors.VersionNotFound), client.run(pipeline, version=7):
        raise AssertionError("nothing to run")
    with pytest.raises(errors.VersionNotFound):
        client.report_run(pipeline, 7, "a", "failed")
    with pytest.raises(errors.InvalidRequest):
        client.report_run(pipeline, 1, "a", "failed", url="javascript:alert(1)")


@pytest.mark.parametrize(
    ("raised", "state"),
    [
        (Broken("no"), "failed"),
        (KeyboardInterrupt(), "cancelled"),
        (SystemExit(1), "failed"),
        (SystemExit("why"), "failed"),
        (SystemExit(0), "succeeded"),
        (SystemExit(), "succeeded"),
    ],
)
def test_what_is_raised_is_reported_and_goes_on(
    noting: FakeService, raised: BaseException, state: str
) -> None:
    with pytest.raises(type(raised)) as seen, Client(noting.url).run(PIPELINE, run_id="a"):
        raise raised

    assert seen.value is raised
    assert [report["state"] for report in reports(noting)] == ["running", state]


def test_each_run_has_a_name_of_its_own(noting: FakeService) -> None:
    client = Client(noting.url)
    for _ in range(2):
        with client.run(PIPELINE):
            pass

    names = [report["run_id"] for report in reports(noting)]
    assert names[0] == names[1] != names[2] == names[3]
    assert all("url" not in report for report in reports(noting))


def _strange(sent: Sent) -> Reply:
    return as_json(200, {**REPORTED, "state": "lost"})


def _away(sent: Sent) -> Reply:
    return Reply(0, close=True)


def _older(sent: Sent) -> Reply:
    return refusal(404, "ROUTE_NOT_FOUND")


@pytest.mark.parametrize("answer", [_strange, _away, _older])
def test_a_report_that_fails_is_a_warning_and_the_run_goes_on(
    fake: FakeService,
    pauses: list[float],
    caplog: pytest.LogCaptureFixture,
    answer: object,
) -> None:
    read = fake.answer
    fake.answer = lambda sent: answer(sent) if sent.path.endswith("/runs") else read(sent)  # type: ignore[operator]
    done = []

    with caplog.at_level(logging.WARNING), Client(fake.url).run(PIPELINE, run_id="a") as run:
        done.append(run.version_number)
    with caplog.at_level(logging.WARNING), pytest.raises(Broken), Client(fake.url).run(PIPELINE):
        raise Broken("no")

    assert done == [1]
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 4
    assert f"run a of {PIPELINE} v1 is running, and nobody was told" in caplog.messages[0]
    assert len(reports(fake)) <= 8  # tried twice at most, each


def test_a_report_by_hand_is_repeated_and_raises(server: Server, pauses: list[float]) -> None:
    server.in_order(Reply(0, close=True), refusal(429, "THROTTLED"), as_json(200, REPORTED))

    run = Client(server.url).report_run(PIPELINE, 1, "a", "running")
    server.answer = lambda sent: Reply(0, close=True)
    with pytest.raises(Unreachable) as failure:
        Client(server.url).report_run(PIPELINE, 1, "a", "running")

    assert (run.version_number, run.run_id, run.state, run.url) == (1, "a", "running", None)
    assert failure.value.idempotency_key is None
    assert all("Idempotency-Key" not in sent.headers for sent in server.sent)
    assert [json.loads(sent.body) for sent in server.sent[:3]] == [
        {"version_number": 1, "run_id": "a", "state": "running"}
    ] * 3
