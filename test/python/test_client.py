"""The client on the running service."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from local_service import LocalService
from pipeline_versioning import Client, PullFailed, errors

FILES = {
    "pipeline.sql": "SELECT 1",
    "config.yaml": "description: ''",
    "tests/quality/ids are unique.sql": "SELECT 'ü'",
}


@pytest.fixture
def pipeline(service: LocalService, client: Client) -> str:
    """Version 1 has the FILES."""
    pipeline = service.new_pipeline(FILES)
    client.publish(pipeline, "First version")
    return pipeline


def test_the_manifest_has_the_files_that_runs_use(client: Client, pipeline: str) -> None:
    run = client.manifest(pipeline)

    assert (run.pipeline, run.version_number, run.source.path) == (pipeline, 1, "pipeline.sql")
    assert run.config is not None and run.config.path == "config.yaml"
    assert [file.path for file in run.quality_tests] == ["tests/quality/ids are unique.sql"]
    assert {file.path: client.read(file).decode() for file in run.files} == FILES


def test_a_manifest_read_before_a_publish_still_reads_its_own_version(
    service: LocalService, client: Client, pipeline: str
) -> None:
    run = client.manifest(pipeline)
    service.save(pipeline, "pipeline.sql", "SELECT 2")
    client.publish(pipeline, "Second version")

    assert client.read(run.source) == b"SELECT 1"
    assert client.read(client.manifest(pipeline).source) == b"SELECT 2"
    assert client.manifest(pipeline, version=1) == run


def test_at_finds_the_version_that_was_current_then(
    service: LocalService, client: Client, pipeline: str
) -> None:
    service.save(pipeline, "pipeline.sql", "SELECT 2")
    client.publish(pipeline, "Second version")
    second, first = client.versions(pipeline)

    assert client.manifest(pipeline, at=second.created_at).version_number == 2
    assert client.manifest(pipeline, at=first.created_at.isoformat()).version_number == 1
    with pytest.raises(errors.VersionNotFound):
        client.manifest(pipeline, at=first.created_at - timedelta(days=1))


def test_arguments_that_make_no_sense_are_refused_before_anything_is_sent(client: Client) -> None:
    with pytest.raises(ValueError, match="not both"):
        client.manifest("default/silver/a", version=1, at=datetime.now(timezone.utc))
    with pytest.raises(ValueError, match="time zone"):
        client.manifest("default/silver/a", at=datetime(2026, 11, 27))
    for name in (
        "a",
        "default/silver",
        "default/silver/../a",
        "Default/silver/a",
        "default/silver/a?b=c",
        "a/b/c/d",
        "a/b/c\n",
    ):
        with pytest.raises(ValueError, match="namespace/layer/name"):
            client.manifest(name)


def test_versions_come_newest_first_over_all_pages(client: Client, pipeline: str) -> None:
    # A page has 200.
    for number in range(2, 203):
        client.rollback(pipeline, 1, message=f"Again {number}")

    versions = list(client.versions(pipeline))

    assert [version.version_number for version in versions] == list(range(202, 0, -1))
    assert (versions[0].message, versions[0].rollback_of) == ("Again 202", 1)
    assert versions[-1].created_at.tzinfo is not None


def test_a_repeated_publish_makes_one_version(client: Client, pipeline: str) -> None:
    first = client.publish(pipeline, "Second version", idempotency_key="key-1")
    again = client.publish(pipeline, "Second version", idempotency_key="key-1")

    assert (first.created, first.replayed, first.version.version_number) == (True, False, 2)
    assert (again.replayed, again.version) == (True, first.version)
    assert client.manifest(pipeline).version_number == 2


def test_an_unchanged_draft_makes_no_version_if_so_wanted(client: Client, pipeline: str) -> None:
    made = client.publish(pipeline, "Nothing new", skip_unchanged=True)

    assert (made.created, made.version.version_number) == (False, 1)


def test_refusals_are_classes_with_what_the_service_said(client: Client, pipeline: str) -> None:
    with pytest.raises(errors.PreconditionFailed) as refused:
        client.publish(pipeline, "Second version", expected_version=7)
    with pytest.raises(errors.PipelineNotFound) as unknown:
        client.publish("default/silver/no_such_pipeline", "First version")

    assert (refused.value.code, refused.value.status) == ("PRECONDITION_FAILED", 412)
    assert refused.value.details["current_version"] == 1 or refused.value.details
    assert refused.value.request_id and refused.value.attempts == 1
    assert "default/silver/no_such_pipeline" in str(unknown.value)


def test_a_pipeline_without_versions_has_nothing_to_run(service: LocalService, client: Client) -> None:
    pipeline = service.new_pipeline(FILES)

    with pytest.raises(errors.NotPublished):
        client.manifest(pipeline)


def test_a_file_that_its_version_does_not_pin_is_not_read(client: Client, pipeline: str) -> None:
    from dataclasses import replace

    source = client.manifest(pipeline).source

    with pytest.raises(PullFailed, match="does not pin"):
        client.read(replace(source, version_id="another"))
