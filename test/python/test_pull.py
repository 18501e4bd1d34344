"""pull on the running service: a directory is one whole version at any time, whoever pulls, and however a pull ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fake_service import PIPELINE, FakeService, Reply, Sent
from local_service import NODE, ROOT, LocalService
from pipeline_versioning import Client, PullFailed, errors

PULL = (
    "import sys; from pipeline_versioning import Client; Client(sys.argv[1]).pull(sys.argv[2], sys.argv[3])"
)


def contents(directory: Path) -> dict[str, str]:
    files = [path for path in directory.rglob("*") if path.is_file()]
    return {path.relative_to(directory).as_posix(): path.read_text() for path in files}


def version(number: int) -> dict[str, str]:
    return {
        "pipeline.sql": f"SELECT {number}",
        **{f"tests/quality/{n}.sql": f"{number}, {n}" for n in range(30)},
    }


def publish(service: LocalService, client: Client, pipeline: str, files: dict[str, str]) -> None:
    for path, content in files.items():
        service.save(pipeline, path, content)
    client.publish(pipeline, "A version")


def test_a_directory_becomes_one_version_and_then_the_next(
    service: LocalService, client: Client, tmp_path: Path
) -> None:
    pipeline = service.new_pipeline(version(1))
    client.publish(pipeline, "First version")
    out = tmp_path / "out"

    first = client.pull(pipeline, out)
    again = client.pull(pipeline, str(out))
    publish(service, client, pipeline, {"pipeline.sql": "SELECT 2"})
    second = client.pull(pipeline, out)

    assert (first.changed, again.changed, second.changed) == (True, False, True)
    assert contents(out) == {**version(1), "pipeline.sql": "SELECT 2"}
    assert contents(first.snapshot) == version(1), "readers of the version before still have it"
    assert client.pull(pipeline, out, version=1).manifest.version_number == 1
    assert contents(out) == version(1)


def test_what_was_changed_by_hand_is_pulled_again(
    service: LocalService, client: Client, tmp_path: Path
) -> None:
    pipeline = service.new_pipeline(version(1))
    client.publish(pipeline, "First version")
    client.pull(pipeline, tmp_path / "out")
    (tmp_path / "out/pipeline.sql").write_text("SELECT 9")

    assert client.pull(pipeline, tmp_path / "out").changed
    assert contents(tmp_path / "out") == version(1)


def test_many_processes_pull_into_one_directory_at_once(
    service: LocalService, client: Client, tmp_path: Path
) -> None:
    pipeline = service.new_pipeline(version(1))
    client.publish(pipeline, "First version")

    command = [sys.executable, "-c", PULL, service.url, pipeline, str(tmp_path / "out")]
    pulls = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(6)]

    assert [(pull.communicate()[1], pull.returncode) for pull in pulls] == [(b"", 0)] * 6
    assert contents(tmp_path / "out") == version(1)
    assert len(list((tmp_path / ".out.pulled").glob("v1-*"))) == 1, "the others found it there"


def test_the_command_line_and_this_package_pull_into_one_directory(
    service: LocalService, client: Client, tmp_path: Path
) -> None:
    pipeline = service.new_pipeline(version(1))
    client.publish(pipeline, "First version")

    def pull_by_command_line() -> str:
        program = [str(NODE), str(ROOT / "cli/main.ts"), "--url", service.url]
        command = [*program, "pull", pipeline, "--out", str(tmp_path / "out")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    assert "now" in pull_by_command_line()
    assert not client.pull(pipeline, tmp_path / "out").changed
    publish(service, client, pipeline, {"pipeline.sql": "SELECT 2"})
    assert client.pull(pipeline, tmp_path / "out").changed
    assert "already" in pull_by_command_line()


def test_a_killed_pull_leaves_the_version_before_and_is_gone_on_with(
    fake: FakeService, tmp_path: Path
) -> None:
    fake.files = {f"{n}.sql": f"SELECT {n}".encode() for n in range(40)}
    client = Client(fake.url)
    client.pull(PIPELINE, tmp_path / "out")
    before = contents(tmp_path / "out")
    fake.files = {f"{n}.sql": f"SELECT {n} + 1".encode() for n in range(40)}
    killed = subprocess.Popen([sys.executable, "-c", KILLED, fake.url, PIPELINE, tmp_path / "out"])
    assert killed.wait() == -signal.SIGKILL
    assert contents(tmp_path / "out") == before
    left = (tmp_path / ".out.pulled").glob("partial-*/files/*")
    whole = {path.name for path in left if path.read_bytes() == fake.files[path.name]}
    fake.sent.clear()

    client.pull(PIPELINE, tmp_path / "out")

    assert contents(tmp_path / "out") == {path: text.decode() for path, text in fake.files.items()}
    assert len(whole) >= 20
    assert set(fake.objects_sent()) == set(fake.files) - whole
    assert list((tmp_path / ".out.pulled").glob("partial-*")) == []


KILLED = """
import os, signal, sys, threading
from pipeline_versioning import Client, _fill

lock, left = threading.Lock(), 21
def fsync(descriptor):
    global left
    with lock:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
_fill.os.fsync = fsync
Client(sys.argv[1]).pull(sys.argv[2], sys.argv[3])
"""


def test_a_half_written_file_of_a_broken_pull_is_not_used(fake: FakeService, tmp_path: Path) -> None:
    client = Client(fake.url)
    stop_after_one = iter([True])

    def s3(sent: Sent) -> Reply:
        return fake.s3_object(sent) if next(stop_after_one, False) else Reply(418)

    fake.s3 = s3
    with pytest.raises(PullFailed, match="418"):
        client.pull(PIPELINE, tmp_path / "out")
    (partial,) = (tmp_path / ".out.pulled").glob("partial-*")
    for path in (partial / "files").rglob("*.*"):
        path.write_bytes(path.read_bytes()[:-1])
    (partial / "files/other.sql").write_text("SELECT 'of somebody else'")
    (partial / "files/link").symlink_to("/etc/passwd")
    fake.s3 = fake.s3_object

    client.pull(PIPELINE, tmp_path / "out")

    assert contents(tmp_path / "out") == {path: text.decode() for path, text in fake.files.items()}


def test_a_failed_pull_leaves_what_was_there(fake: FakeService, tmp_path: Path) -> None:
    client = Client(fake.url)
    client.pull(PIPELINE, tmp_path / "out")
    before = contents(tmp_path / "out")
    fake.files["pipeline.sql"] = b"SELECT 2"
    fake.s3 = lambda sent: Reply(404)

    with pytest.raises(PullFailed, match=r"no longer in the bucket: 'pipeline\.sql', 'config\.yaml'"):
        client.pull(PIPELINE, tmp_path / "out")

    assert contents(tmp_path / "out") == before


def test_a_directory_that_no_pull_has_made_is_not_touched(fake: FakeService, tmp_path: Path) -> None:
    client = Client(fake.url)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    (tmp_path / "link").symlink_to(mine)
    (tmp_path / "file").write_text("mine")

    for name in ("mine", "link", "file"):
        with pytest.raises(PullFailed, match="was not made by pull"):
            client.pull(PIPELINE, tmp_path / name)
    assert contents(mine) == {"notes.txt": "mine"}
    assert fake.sent == []


def test_an_empty_directory_is_taken(fake: FakeService, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    Client(fake.url).pull(PIPELINE, tmp_path / "out")

    assert (tmp_path / "out/pipeline.sql").read_bytes() == b"SELECT 1"


@pytest.mark.parametrize("kind", ["link", "file", "world-writable"])
def test_a_home_of_somebody_else_is_not_written_into(kind: str, fake: FakeService, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / ".out.pulled", tmp_path / "elsewhere"
    elsewhere.mkdir()
    if kind == "link":
        home.symlink_to(elsewhere)
    elif kind == "file":
        home.write_text("")
    else:
        home.mkdir()
        home.chmod(0o777)

    with pytest.raises(PullFailed, match="where snapshots would be kept"):
        Client(fake.url).pull(PIPELINE, tmp_path / "out")
    assert list(elsewhere.iterdir()) == []


def test_a_link_on_the_way_in_a_repository_is_not_followed(fake: FakeService, tmp_path: Path) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "repository/dir").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PullFailed, match="symbolic link"):
        Client(fake.url).pull(PIPELINE, tmp_path / "repository/dir/out")
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_pipeline_without_versions_leaves_nothing_behind(
    service: LocalService, client: Client, tmp_path: Path
) -> None:
    pipeline = service.new_pipeline(version(1))

    with pytest.raises(errors.NotPublished):
        client.pull(pipeline, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
