"""The current objects of a bucket, in pages."""

from suite import check, expect, keys, outcome, put, s3

KEYS = [f"{group}/{number}" for group in "abc" for number in range(7)]


def fill(bucket):
    for key in KEYS:
        put(bucket, key)


def pages(operation, bucket, size, **more):
    return s3.get_paginator(operation).paginate(Bucket=bucket, PaginationConfig={"PageSize": size}, **more)


@check
def both_lists_page_through_all_keys(bucket):
    fill(bucket)
    for operation in ("list_objects_v2", "list_objects"):
        expect(KEYS, [item["Key"] for page in pages(operation, bucket, 4) for item in page.get("Contents", [])])


@check
def a_delimiter_rolls_keys_up(bucket):
    fill(bucket)
    for operation in ("list_objects_v2", "list_objects"):
        found = [p["Prefix"] for page in pages(operation, bucket, 2, Delimiter="/") for p in page.get("CommonPrefixes", [])]
        expect(["a/", "b/", "c/"], found)


@check
def a_list_begins_where_it_is_told(bucket):
    fill(bucket)
    expect(KEYS[-2:], keys(bucket, StartAfter="c/4"))
    expect(["b/5", "b/6"], keys(bucket, Prefix="b/", StartAfter="b/4"))
    expect(KEYS[:3], keys(bucket, MaxKeys=3))


@check
def a_deleted_key_is_not_listed(bucket):
    for key in ("a", "b"):
        put(bucket, key)
    s3.delete_object(Bucket=bucket, Key="a")
    expect(["b"], keys(bucket))


@check
def a_missing_bucket_cannot_be_listed(bucket):
    expect("404 NoSuchBucket", outcome(s3.list_objects_v2, Bucket=f"{bucket}-missing"))
    expect("404 NoSuchBucket", outcome(s3.list_object_versions, Bucket=f"{bucket}-missing"))


@check
def waiters_see_objects_come_and_go(bucket):
    quick = {"Delay": 1, "MaxAttempts": 2}
    put(bucket)
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key="key", WaiterConfig=quick)
    s3.delete_object(Bucket=bucket, Key="key")
    s3.get_waiter("object_not_exists").wait(Bucket=bucket, Key="key", WaiterConfig=quick)
