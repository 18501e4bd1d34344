from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_service import FakeService, Server, running
from local_service import LocalService, local_service
from pipeline_versioning import Client


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--minio", action="store_true", help="try what needs a service with MinIO's S3, too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "service" in metafunc.fixturenames:
        with_minio = ["MinIO"] if metafunc.config.getoption("--minio") else []
        metafunc.parametrize("service", ["embedded S3", *with_minio], indirect=True, scope="session")


@pytest.fixture(scope="session")
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalService]:
    with local_service(tmp_path_factory.mktemp("data"), minio=request.param == "MinIO") as started:
        yield started


@pytest.fixture
def client(service: LocalService) -> Client:
    return Client(service.url)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    with running(server):
        yield server


@pytest.fixture
def fake() -> Iterator[FakeService]:
    fake = FakeService(
        {"pipeline.sql": b"SELECT 1", "config.yaml": b"a: 1", "tests/quality/a.sql": b"SELECT 2"}
    )
    with running(fake):
        yield fake


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses before retries, which take no time."""
    taken: list[float] = []
    monkeypatch.setattr("pipeline_versioning._retry.sleep", taken.append)
    return taken
