"""Objects, links and paths that are not as they were pinned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fake_service import PIPELINE, PREFIX, FakeService, Reply, Sent
from pipeline_versioning import Client, PullFailed, Unreachable

EXPIRED = Reply(403, b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")


def test_links_that_expire_are_asked_for_anew(fake: FakeService, tmp_path: Path) -> None:
    fake.s3 = lambda sent: EXPIRED if sent.query["links"] == "1" else fake.s3_object(sent)

    Client(fake.url).pull(PIPELINE, tmp_path / "out")

    assert fake.links_given == 2, "once for all files that waited"
    versions = [sent.query.get("version") for sent in fake.sent if sent.query.get("presign")]
    assert versions == ["1", "1"], "of the same version"


def test_reading_asks_for_links_once(fake: FakeService) -> None:
    client = Client(fake.url)

    run = client.manifest(PIPELINE)

    assert [client.read(file) for file in run.files] == list(fake.files.values())
    assert fake.links_given == 1


def test_links_that_are_always_refused_are_an_error_that_says_why(fake: FakeService) -> None:
    fake.s3 = lambda sent: EXPIRED
    client = Client(fake.url)

    with pytest.raises(PullFailed, match="AccessDenied: Request has expired"):
        client.read(client.manifest(PIPELINE).source)
    assert fake.links_given == 3


@pytest.mark.parametrize(
    ("body", "etag", "said"),
    [
        (b"SELECT 9", None, "MD5"),
        (b"SELECT 9", "b" * 32, "ETag"),
        (b"SELECT", None, "size"),
        (b"SELECT 1 and more", None, "size"),
        (b"", None, "size"),
    ],
)
def test_bytes_that_are_not_pinned_are_not_used(
    body: bytes, etag: str | None, said: str, fake: FakeService, tmp_path: Path
) -> None:
    def s3(sent: Sent) -> Reply:
        found = fake.s3_object(sent)
        if not sent.path.startswith(f"/bucket/{PREFIX}/pipeline.sql"):
            return found
        return Reply(200, body, {"ETag": etag or found.headers["ETag"]})

    fake.s3 = s3
    client = Client(fake.url)

    with pytest.raises(PullFailed, match=said):
        client.read(client.manifest(PIPELINE).source)
    with pytest.raises(PullFailed, match=said):
        client.pull(PIPELINE, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("etag", "headers"),
    [
        ("c" * 32 + "-3", {}),
        ("c" * 32, {"x-amz-server-side-encryption": "aws:kms"}),
        ("c" * 32, {"x-amz-server-side-encryption": "aws:kms:dsse"}),
        ("c" * 32, {"x-amz-server-side-encryption-customer-algorithm": "AES256"}),
    ],
)
def test_an_etag_that_is_no_md5_is_compared_as_it_is(
    etag: str, headers: dict[str, str], fake: FakeService, tmp_path: Path
) -> None:
    def change(manifest: dict[str, object]) -> None:
        for file in manifest["files"]:  # type: ignore[attr-defined]
            file["etag"] = etag

    fake.change = change
    fake.s3 = lambda sent: Reply(200, fake.s3_object(sent).body, {"ETag": f'"{etag}"', **headers})

    assert Client(fake.url).pull(PIPELINE, tmp_path / "out").changed
    assert (tmp_path / "out/pipeline.sql").read_bytes() == b"SELECT 1"


def test_a_transfer_that_breaks_off_is_tried_again(
    fake: FakeService, tmp_path: Path, pauses: list[float]
) -> None:
    broken = iter([Reply(200, b"SEL", {"Content-Length": "8"}), Reply(500), Reply(0, close=True), Reply(503)])

    def s3(sent: Sent) -> Reply:
        return next(broken, None) or fake.s3_object(sent)

    fake.s3 = s3
    client = Client(fake.url)

    assert client.read(client.manifest(PIPELINE).source) == b"SELECT 1"
    assert len(pauses) == 4


def test_s3_that_stays_away_is_unreachable_and_no_link_is_shown(
    fake: FakeService, pauses: list[float]
) -> None:
    fake.s3 = lambda sent: Reply(500)
    client = Client(fake.url)

    with pytest.raises(Unreachable) as failure:
        client.read(client.manifest(PIPELINE).source)
    assert "versionId" not in str(failure.value)
    assert len(pauses) == 4


@pytest.mark.parametrize(
    "path",
    [
        "../outside.sql",
        "/etc/cron.d/job",
        "a/../../outside.sql",
        "a//b.sql",
        "a/./b.sql",
        "a\\..\\b.sql",
        "zero\0byte",
        ".git/hooks/post-checkout",
        "sub/.GIT/config",
        "n" * 256,
        "folder/",
        "",
        "tests/quality",
        "pipeline.sql/below",
        "\ud800",
    ],
)
def test_paths_that_no_directory_can_hold_are_refused(path: str, fake: FakeService, tmp_path: Path) -> None:
    def change(manifest: dict[str, object]) -> None:
        files = manifest["files"]
        assert isinstance(files, list)
        files.append({**files[0], "path": path})

    fake.change = change
    (tmp_path / "inside").mkdir()

    with pytest.raises(PullFailed, match="cannot be a file"):
        Client(fake.url).pull(PIPELINE, tmp_path / "inside/out")
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


def test_two_files_with_one_name_on_this_file_system_are_refused(fake: FakeService, tmp_path: Path) -> None:
    """As A.sql and a.sql are on a file system without case: here, one path twice."""

    def change(manifest: dict[str, object]) -> None:
        files = manifest["files"]
        assert isinstance(files, list)
        files.append(files[0])

    fake.change = change

    with pytest.raises(PullFailed, match="has the name of another file"):
        Client(fake.url).pull(PIPELINE, tmp_path / "out")
    assert not (tmp_path / "out").exists()


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url.replace("127.0.0.1", "169.254.169.254"), "link-local"),
        (lambda url: url.replace("127.0.0.1", "[fd00:ec2::254]"), "link-local"),
        (lambda url: url.replace("http:", "file:"), "is none of http"),
        (lambda url: url.replace("//", "//user:secret@"), "credentials of its own"),
        (lambda url: url.replace("/bucket/", "/other/"), "something else"),
        (lambda url: url.replace("versionId=v-", "versionId=w-"), "another version"),
        (lambda url: url.replace("versionId=", "x="), "another version"),
    ],
)
def test_links_that_lead_elsewhere_are_not_followed(
    change: Change, said: str, fake: FakeService, tmp_path: Path
) -> None:
    _change_links(fake, change)

    with pytest.raises(PullFailed, match=said) as failure:
        Client(fake.url).pull(PIPELINE, tmp_path / "out")
    assert "secret" not in str(failure.value)
    assert fake.objects_sent() == []


def test_all_links_lead_to_one_host(fake: FakeService, tmp_path: Path) -> None:
    _change_links(fake, lambda url: url.replace("127.0.0.1", "localhost") if "config.yaml" in url else url)

    with pytest.raises(PullFailed, match="another host than the first one"):
        Client(fake.url).pull(PIPELINE, tmp_path / "out")


def test_links_to_other_pins_than_the_manifest_has_are_not_used(fake: FakeService, tmp_path: Path) -> None:
    def change(manifest: dict[str, object]) -> None:
        if fake.links_given:
            manifest["fingerprint"] = "1" * 64

    fake.change = change

    with pytest.raises(PullFailed, match="other files"):
        Client(fake.url).pull(PIPELINE, tmp_path / "out")


def test_a_redirect_of_s3_is_not_followed(fake: FakeService) -> None:
    fake.s3 = lambda sent: Reply(307, headers={"Location": f"{fake.url}/elsewhere"})
    client = Client(fake.url)

    with pytest.raises(PullFailed, match="answered 307"):
        client.read(client.manifest(PIPELINE).source)
    assert all(urlsplit(sent.path).path != "/elsewhere" for sent in fake.sent)


def _change_links(fake: FakeService, change_link: Change) -> None:
    def change(manifest: dict[str, object]) -> None:
        for file in manifest["files"]:  # type: ignore[attr-defined]
            if "url" in file:
                file["url"] = change_link(file["url"])

    fake.change = change
