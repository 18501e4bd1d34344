"""Checks the S3 server with boto3: python boto3_check.py ENDPOINT_URL [ACCESS_KEY SECRET_KEY]

Plain asserts; prints one line per failure and a summary. Leaves nothing behind. Needs: pip install boto3
"""

import hashlib
import io
import os
import sys
import time
import traceback
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
KEY_ID, SECRET = sys.argv[2:4] if len(sys.argv) > 3 else ("local", "local-secret")
ODD_KEYS = ["a b", "a+b", "a%20b", "quo\"te's", "a&b<c>", "ключ/鍵", "😀", "a/../b", "a//b", "/x", "tab\there"]

s3 = boto3.client(
    "s3",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id=KEY_ID,
    aws_secret_access_key=SECRET,
    config=Config(s3={"addressing_style": "path"}, signature_version="s3v4", retries={"max_attempts": 1}),
)
checks = []


def check(function):
    checks.append(function)
    return function


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    return None


def put(bucket, key, body=b"body", **more):
    return s3.put_object(Bucket=bucket, Key=key, Body=body, **more)


def read(bucket, key, **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


@check
def objects_come_back_with_headers_and_metadata(bucket):
    put(bucket, "key", b"content", ContentType="text/x-sql", Metadata={"author": "ada"})
    head = s3.head_object(Bucket=bucket, Key="key")
    assert head["ContentType"] == "text/x-sql" and head["Metadata"] == {"author": "ada"}, head
    assert head["ETag"] == '"%s"' % hashlib.md5(b"content").hexdigest() and head["ContentLength"] == 7, head
    assert read(bucket, "key") == b"content"


@check
def odd_keys_are_listed_and_read(bucket):
    for key in ODD_KEYS:
        put(bucket, key, key.encode())
    listed = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert listed == sorted(ODD_KEYS, key=lambda key: key.encode()), listed
    for key in ODD_KEYS:
        assert read(bucket, key) == key.encode(), key


@check
def ranges(bucket):
    put(bucket, "key", b"0123456789")
    assert read(bucket, "key", Range="bytes=2-4") == b"234"
    assert read(bucket, "key", Range="bytes=-3") == b"789"
    assert code_of(s3.get_object, Bucket=bucket, Key="key", Range="bytes=10-") == ("InvalidRange", 416)


@check
def versions_and_delete_markers(bucket):
    one = put(bucket, "key", b"one")["VersionId"]
    two = put(bucket, "key", b"two")["VersionId"]
    assert read(bucket, "key", VersionId=one) == b"one"
    marker = s3.delete_object(Bucket=bucket, Key="key")
    assert marker["DeleteMarker"] is True
    assert code_of(s3.get_object, Bucket=bucket, Key="key") == ("NoSuchKey", 404)
    assert code_of(s3.head_object, Bucket=bucket, Key="key", VersionId=marker["VersionId"])[1] == 405
    s3.delete_object(Bucket=bucket, Key="key", VersionId=marker["VersionId"])
    assert read(bucket, "key") == b"two"
    page = s3.list_object_versions(Bucket=bucket)
    assert [(v["VersionId"], v["IsLatest"]) for v in page["Versions"]] == [(two, True), (one, False)], page


@check
def unknown_versions_and_buckets(bucket):
    put(bucket, "key")
    assert code_of(s3.get_object, Bucket=bucket, Key="key", VersionId="a" * 32) == ("NoSuchVersion", 404)
    assert code_of(s3.get_object, Bucket=bucket, Key="key", VersionId="bad") == ("InvalidArgument", 400)
    assert code_of(s3.list_objects_v2, Bucket="no-such-bucket") == ("NoSuchBucket", 404)


@check
def conditional_writes(bucket):
    etag = put(bucket, "key", b"one", IfNoneMatch="*")["ETag"]
    assert code_of(put, bucket=bucket, key="key", IfNoneMatch="*") == ("PreconditionFailed", 412)
    put(bucket, "key", b"two", IfMatch=etag)
    assert code_of(put, bucket=bucket, key="key", IfMatch=etag) == ("PreconditionFailed", 412)
    assert code_of(put, bucket=bucket, key="missing", IfMatch=etag) == ("NoSuchKey", 404)


@check
def delete_objects_in_bulk(bucket):
    for number in range(20):
        put(bucket, f"key-{number}")
    objects = [{"Key": f"key-{number}"} for number in range(20)]
    reply = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    assert len(reply["Deleted"]) == 20 and "Errors" not in reply, reply
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


@check
def copies(bucket):
    old = put(bucket, "dir/a b+ü", b"old", Metadata={"a": "1"})["VersionId"]
    put(bucket, "dir/a b+ü", b"new")
    source = {"Bucket": bucket, "Key": "dir/a b+ü"}
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=source)
    assert read(bucket, "copy") == b"new"
    s3.copy_object(Bucket=bucket, Key="dir/a b+ü", CopySource={**source, "VersionId": old})
    assert read(bucket, "dir/a b+ü") == b"old"
    assert s3.head_object(Bucket=bucket, Key="dir/a b+ü")["Metadata"] == {"a": "1"}
    s3.copy(source, bucket, "managed")
    assert read(bucket, "managed") == b"old"


@check
def paginators(bucket):
    keys = [f"{group}/{number}" for group in "abc" for number in range(7)]
    for key in keys:
        put(bucket, key)
        put(bucket, key)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 4})
    assert [item["Key"] for page in pages for item in page.get("Contents", [])] == keys
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 2}
    )
    assert [p["Prefix"] for page in pages for p in page.get("CommonPrefixes", [])] == ["a/", "b/", "c/"]
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": 5})
    versions = [version for page in pages for version in page.get("Versions", [])]
    assert [version["Key"] for version in versions] == [key for key in keys for _ in range(2)]
    assert sum(version["IsLatest"] for version in versions) == len(keys)
    pages = s3.get_paginator("list_objects").paginate(Bucket=bucket, PaginationConfig={"PageSize": 4})
    assert [item["Key"] for page in pages for item in page.get("Contents", [])] == keys


@check
def presigned_urls(bucket):
    put(bucket, "dir/a b", b"content")
    parameters = {"Bucket": bucket, "Key": "dir/a b"}
    url = s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=60)
    assert urllib.request.urlopen(url).read() == b"content"
    upload = s3.generate_presigned_url("put_object", Params=parameters, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(upload, data=b"uploaded", method="PUT"))
    assert read(bucket, "dir/a b") == b"uploaded"
    try:
        urllib.request.urlopen(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))
        raise AssertionError("a changed URL was accepted")
    except urllib.error.HTTPError as error:
        assert error.code == 403 and b"SignatureDoesNotMatch" in error.read()


@check
def managed_transfers_small_and_multipart(bucket):
    for size in (5, 20 * 1024 * 1024 + 3):
        data = os.urandom(size)
        s3.upload_fileobj(io.BytesIO(data), bucket, "file")
        found = io.BytesIO()
        s3.download_fileobj(bucket, "file", found)
        assert found.getvalue() == data, size
    assert s3.head_object(Bucket=bucket, Key="file")["ETag"].endswith('-3"')


@check
def checksums_of_every_kind(bucket):
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        reply = put(bucket, "key", b"content", ChecksumAlgorithm=algorithm)
        found = s3.get_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")
        assert found[f"Checksum{algorithm}"] == reply[f"Checksum{algorithm}"], algorithm
        assert found["Body"].read() == b"content"
    assert code_of(put, bucket=bucket, key="key", ChecksumCRC32="AAAAAA==") == ("BadDigest", 400)


def empty(bucket):
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in page.get("Versions", []) + page.get("DeleteMarkers", []):
            s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])


def run(function, number):
    bucket = f"boto3-{int(time.time())}-{number}"
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    try:
        function(bucket)
        return True
    except Exception:
        print(f"FAILED {function.__name__}\n{traceback.format_exc()}")
        return False
    finally:
        empty(bucket)
        s3.delete_bucket(Bucket=bucket)


results = [run(function, number) for number, function in enumerate(checks)]
print(f"{results.count(True)} passed, {results.count(False)} failed")
sys.exit(0 if all(results) else 1)
