"""What is sent, what is sent again, and what the answers stand for."""

from __future__ import annotations

import json
import pickle
import socket
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from fake_service import PIPELINE, FakeService, Reply, Server, as_json, refusal
from pipeline_versioning import Client, ServiceError, Unreachable, errors

VERSION = {
    "id": "019abf45-a200-7000-8000-000000000001",
    "version_number": 1,
    "message": "First version",
    "created_at": "2026-11-26T09:01:00.000Z",
    "created_by": None,
    "rollback_of": None,
    "file_count": 1,
    "fingerprint": "0" * 64,
}
MADE = as_json(201, VERSION)


def test_an_unchanged_manifest_is_not_sent_again(fake: FakeService) -> None:
    client = Client(fake.url)

    first, second = client.manifest(PIPELINE), client.manifest(PIPELINE)

    assert second is first
    assert ["If-None-Match" in sent.headers for sent in fake.sent] == [False, True]


def test_a_publish_is_repeated_with_its_key(server: Server, pauses: list[float]) -> None:
    server.in_order(
        Reply(0, close=True), refusal(503, "UNAVAILABLE", Retry_After="2"), refusal(429, "THROTTLED"), MADE
    )

    made = Client(server.url).publish(PIPELINE, "First version")

    assert made.version.version_number == 1
    keys = {sent.headers["Idempotency-Key"] for sent in server.sent}
    assert len(server.sent) == 4 and len(keys) == 1
    assert json.loads(server.sent[-1].body) == {"message": "First version"}
    assert pauses[1] == 2.0 and pauses[0] <= 0.4 and pauses[2] <= 1.6


def test_each_publish_has_a_key_of_its_own(server: Server) -> None:
    server.in_order(MADE, MADE)
    client = Client(server.url)

    client.publish(PIPELINE, "First version")
    client.rollback(PIPELINE, 1)

    assert len({sent.headers["Idempotency-Key"] for sent in server.sent}) == 2


def test_a_failed_publish_says_by_which_key_it_can_be_repeated(server: Server, pauses: list[float]) -> None:
    server.answer = lambda sent: Reply(0, close=True)
    client = Client(server.url)

    with pytest.raises(Unreachable) as failure:
        client.publish(PIPELINE, "First version")
    key = failure.value.idempotency_key
    server.in_order(MADE)
    client.publish(PIPELINE, "First version", idempotency_key=key)

    assert key is not None
    assert [sent.headers["Idempotency-Key"] for sent in server.sent] == [key] * 6
    assert len(pauses) == 4


def test_refusals_are_not_repeated(server: Server, pauses: list[float]) -> None:
    server.in_order(refusal(409, "VERSION_CONFLICT", Retry_After="1"))

    with pytest.raises(errors.VersionConflict) as refused:
        Client(server.url).publish(PIPELINE, "First version")
    assert (refused.value.retry_after, refused.value.attempts, pauses) == (1.0, 1, [])


def test_the_last_refusal_says_how_often_it_was_tried(server: Server, pauses: list[float]) -> None:
    server.answer = lambda sent: refusal(503, "UNAVAILABLE")

    with pytest.raises(errors.Unavailable) as refused:
        Client(server.url, retries=2).manifest(PIPELINE)
    assert refused.value.attempts == 3


def test_whoever_asks_for_a_longer_pause_than_half_a_minute_is_not_waited_for(
    server: Server, pauses: list[float]
) -> None:
    later = format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)
    server.in_order(
        refusal(503, "UNAVAILABLE", Retry_After="31"), refusal(429, "THROTTLED", Retry_After=later)
    )
    client = Client(server.url)

    with pytest.raises(errors.Unavailable):
        client.manifest(PIPELINE)
    with pytest.raises(errors.Throttled):
        client.manifest(PIPELINE)
    assert pauses == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>"),
        Reply(200, b"[1]"),
        Reply(200, b"[" * 100_000),
        Reply(200, b'{"versions": {}}'),
        Reply(200, b'{"versions": [{"id": 1}], "next_cursor": null}'),
        Reply(404, b"Not found"),
        Reply(404, b'{"error": {"code": "PIPELINE_NOT_FOUND"}}'),
        Reply(502, b'{"message": "Internal server error"}'),
        Reply(304),
        Reply(200, b" " * (9 * 1024 * 1024)),
    ],
)
def test_an_answer_of_somebody_else_is_no_answer(reply: Reply, server: Server, pauses: list[float]) -> None:
    server.in_order(reply)

    with pytest.raises(Unreachable, match="is the address right"):
        next(Client(server.url).versions(PIPELINE))
    assert pauses == []


def test_pages_that_go_round_end(server: Server) -> None:
    server.answer = lambda sent: as_json(200, {"versions": [VERSION], "next_cursor": "again"})

    with pytest.raises(Unreachable, match="answered before"):
        list(Client(server.url).versions(PIPELINE))


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.in_order(Reply(302, headers={"Location": "http://127.0.0.1/elsewhere"}))

    with pytest.raises(Unreachable, match="redirects to"):
        Client(server.url, token="secret").publish(PIPELINE, "First version")
    assert len(server.sent) == 1


def test_an_answer_that_breaks_off_is_asked_for_again(server: Server, pauses: list[float]) -> None:
    page = as_json(200, {"versions": [VERSION], "next_cursor": None})
    server.in_order(Reply(200, page.body[:10], {"Content-Length": str(len(page.body))}), page)

    assert [version.message for version in Client(server.url).versions(PIPELINE)] == ["First version"]
    assert len(pauses) == 1


def test_a_service_that_is_not_there_is_unreachable(pauses: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

        with pytest.raises(Unreachable, match="cannot be reached"):
            Client(url).manifest(PIPELINE)
    assert len(pauses) == 4


def test_a_code_that_is_not_known_is_the_base_class(server: Server) -> None:
    server.in_order(refusal(409, "SOMETHING_NEW"))

    with pytest.raises(ServiceError) as refused:
        Client(server.url).manifest(PIPELINE)
    assert type(refused.value) is ServiceError
    assert (refused.value.code, refused.value.message, refused.value.request_id, refused.value.details) == (
        "SOMETHING_NEW",
        "It is SOMETHING_NEW.",
        "r-1",
        {},
    )


def test_errors_travel_between_processes(server: Server) -> None:
    server.in_order(refusal(404, "PIPELINE_NOT_FOUND"))

    with pytest.raises(errors.PipelineNotFound) as refused:
        Client(server.url).publish(PIPELINE, "First version")
    copy = pickle.loads(pickle.dumps(refused.value))

    assert isinstance(copy, errors.PipelineNotFound)
    assert (str(copy), copy.code, copy.idempotency_key) == (
        str(refused.value),
        "PIPELINE_NOT_FOUND",
        refused.value.idempotency_key,
    )
