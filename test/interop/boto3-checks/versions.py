"""Versions and delete markers: made, listed, read, removed, restored."""

from concurrent.futures import ThreadPoolExecutor

import boto3

from suite import check, delete, expect, keys, outcome, put, read, s3, session, versions

WRITERS = 16


@check
def every_write_is_a_version_that_can_be_read(bucket):
    one, two = (put(bucket, "key", body)["VersionId"] for body in (b"one", b"two"))
    expect([b"one", b"two", b"two"], [read(bucket, VersionId=one), read(bucket, VersionId=two), read(bucket)])
    expect([("key", two, True), ("key", one, False)], versions(bucket))


@check
def a_delete_leaves_a_marker_and_removing_it_restores(bucket):
    version = put(bucket)["VersionId"]
    marker = delete(bucket)
    expect(True, marker["DeleteMarker"])
    expect("404 NoSuchKey", outcome(read, bucket))
    expect("405", outcome(s3.head_object, Bucket=bucket, Key="key", VersionId=marker["VersionId"]))
    expect("405 MethodNotAllowed", outcome(read, bucket, VersionId=marker["VersionId"]))
    listed = s3.list_object_versions(Bucket=bucket)["DeleteMarkers"]
    expect([(marker["VersionId"], True)], [(item["VersionId"], item["IsLatest"]) for item in listed])
    expect(True, delete(bucket, VersionId=marker["VersionId"])["DeleteMarker"])
    expect((b"body", [("key", version, True)]), (read(bucket), versions(bucket)))


@check(differs_on={"MinIO": ("found None", "it makes no marker where nothing was")})
def a_key_that_never_was_gets_a_delete_marker(bucket):
    expect(True, delete(bucket, "never").get("DeleteMarker"))
    expect(1, len(s3.list_object_versions(Bucket=bucket)["DeleteMarkers"]))


@check
def removing_the_newest_version_brings_back_the_one_before(bucket):
    one, two = (put(bucket, "key", body)["VersionId"] for body in (b"one", b"two"))
    expect(two, delete(bucket, VersionId=two)["VersionId"])
    expect((b"one", [("key", one, True)]), (read(bucket), versions(bucket)))


@check
def an_old_version_is_restored_by_a_copy(bucket):
    one, two = (put(bucket, "key", body)["VersionId"] for body in (b"one", b"two"))
    source = {"Bucket": bucket, "Key": "key", "VersionId": one}
    copy = s3.copy_object(Bucket=bucket, Key="key", CopySource=source)
    expect(one, copy["CopySourceVersionId"])
    expect((b"one", 3), (read(bucket), len(versions(bucket))))


@check
def a_removed_version_is_404_and_removing_it_again_succeeds(bucket):
    removed = put(bucket)["VersionId"]
    put(bucket)
    for _ in range(2):
        expect("succeeded", outcome(delete, bucket, VersionId=removed))
        expect("404 NoSuchVersion", outcome(read, bucket, VersionId=removed))
    expect(b"body", read(bucket))


@check
def a_malformed_version_is_400(bucket):
    put(bucket)
    expect("400 InvalidArgument", outcome(read, bucket, VersionId="bad"))


@check
def suspended_versioning_writes_the_null_version(bucket):
    kept = put(bucket, "key", b"kept")["VersionId"]
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    for body in (b"first", b"second"):
        put(bucket, "key", body)
    expect([("key", "null", True), ("key", kept, False)], versions(bucket))
    expect((b"second", b"kept"), (read(bucket, VersionId="null"), read(bucket, VersionId=kept)))


@check
def versions_are_listed_in_pages(bucket):
    written = [put(bucket, key)["VersionId"] for key in ("a/1", "a/2", "b/1") for _ in range(3)]
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    found = [item["VersionId"] for page in pages for item in page.get("Versions", [])]
    expect([*reversed(written[:3]), *reversed(written[3:6]), *reversed(written[6:])], found)
    expect([("b/1", written[8], True)], versions(bucket, Prefix="b/", MaxKeys=1))
    page = s3.list_object_versions(Bucket=bucket, Delimiter="/")
    expect(["a/", "b/"], [prefix["Prefix"] for prefix in page["CommonPrefixes"]])


@check
def a_bulk_delete_takes_keys_and_versions(bucket):
    old = [put(bucket, f"key-{number}")["VersionId"] for number in range(20)]
    removed = [{"Key": f"key-{number}", "VersionId": version} for number, version in enumerate(old[:10])]
    marked = [{"Key": f"key-{number}"} for number in range(10, 20)]
    reply = s3.delete_objects(Bucket=bucket, Delete={"Objects": removed + marked})
    expect((20, []), (len(reply["Deleted"]), reply.get("Errors", [])))
    expect(([], old[10:]), (keys(bucket), [version for _, version, _ in versions(bucket)]))


@check
def a_quiet_bulk_delete_names_only_errors(bucket):
    put(bucket)
    reply = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "key"}], "Quiet": True})
    expect(([], []), (reply.get("Deleted", []), reply.get("Errors", [])))
    expect([], keys(bucket))


@check
def all_versions_of_a_prefix_are_removed_by_the_resource_api(bucket):
    for key in ("dir/a", "dir/a", "dir/b", "other"):
        put(bucket, key)
    delete(bucket, "dir/b")
    boto3.resource("s3", **session()).Bucket(bucket).object_versions.filter(Prefix="dir/").delete()
    page = s3.list_object_versions(Bucket=bucket)
    expect((["other"], []), ([item["Key"] for item in page["Versions"]], page.get("DeleteMarkers", [])))


@check
def parallel_writers_lose_nothing(bucket):
    with ThreadPoolExecutor(WRITERS) as pool:
        written = list(pool.map(lambda number: put(bucket, "key", b"%d" % number)["VersionId"], range(WRITERS)))
    found = versions(bucket)
    expect(set(written), {version for _, version, _ in found})
    expect(1, sum(latest for _, _, latest in found))


@check
def one_of_parallel_creators_wins(bucket):
    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(lambda _: outcome(put, bucket, IfNoneMatch="*"), range(WRITERS)))
    expect(1, outcomes.count("succeeded"))
    expect(1, len(versions(bucket)))
