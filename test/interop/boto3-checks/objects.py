"""Writing, reading, copying and their conditions."""

import hashlib

from suite import check, expect, outcome, put, read, s3


@check
def an_object_comes_back_with_its_headers_and_metadata(bucket):
    put(bucket, "key", b"content", ContentType="text/x-sql", CacheControl="no-cache", Metadata={"author": "ada"})
    head = s3.head_object(Bucket=bucket, Key="key")
    expect(("text/x-sql", "no-cache", {"author": "ada"}), (head["ContentType"], head["CacheControl"], head["Metadata"]))
    expect(('"%s"' % hashlib.md5(b"content").hexdigest(), 7), (head["ETag"], head["ContentLength"]))
    expect(b"content", read(bucket))


@check
def an_object_may_be_empty(bucket):
    put(bucket, "key", b"")
    expect(b"", read(bucket))


@check
def a_missing_object_is_404(bucket):
    expect("404 NoSuchKey", outcome(read, bucket))
    expect("404", outcome(s3.head_object, Bucket=bucket, Key="key"))


@check
def a_range_is_read(bucket):
    put(bucket, "key", b"0123456789")
    expect(b"234", read(bucket, Range="bytes=2-4"))
    expect(b"789", read(bucket, Range="bytes=-3"))
    expect("416 InvalidRange", outcome(read, bucket, Range="bytes=10-"))


@check
def a_read_may_ask_for_other_headers(bucket):
    put(bucket)
    found = s3.get_object(Bucket=bucket, Key="key", ResponseContentType="text/csv", ResponseCacheControl="no-store")
    expect(("text/csv", "no-store"), (found["ContentType"], found["CacheControl"]))


@check
def a_read_may_have_a_condition(bucket):
    etag = put(bucket)["ETag"]
    expect(b"body", read(bucket, IfMatch=etag))
    expect("412 PreconditionFailed", outcome(read, bucket, IfMatch='"other"'))
    expect("304", outcome(read, bucket, IfNoneMatch=etag))


@check
def a_write_may_have_a_condition(bucket):
    etag = put(bucket, "key", b"one", IfNoneMatch="*")["ETag"]
    expect("412 PreconditionFailed", outcome(put, bucket, IfNoneMatch="*"))
    put(bucket, "key", b"two", IfMatch=etag)
    expect("412 PreconditionFailed", outcome(put, bucket, IfMatch=etag))
    expect("404 NoSuchKey", outcome(put, bucket, "missing", IfMatch=etag))


@check
def a_copy_takes_the_newest_or_the_named_version(bucket):
    source = {"Bucket": bucket, "Key": "dir/a b+ü"}
    old = put(bucket, source["Key"], b"old", Metadata={"a": "1"})["VersionId"]
    put(bucket, source["Key"], b"new")
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=source)
    expect(b"new", read(bucket, "copy"))
    s3.copy_object(Bucket=bucket, Key=source["Key"], CopySource={**source, "VersionId": old})
    expect(b"old", read(bucket, source["Key"]))
    expect({"a": "1"}, s3.head_object(Bucket=bucket, Key=source["Key"])["Metadata"])
    s3.copy(source, bucket, "managed")
    expect(b"old", read(bucket, "managed"))


@check
def a_copy_onto_itself_must_change_something(bucket):
    put(bucket)
    copy = {"Bucket": bucket, "Key": "key", "CopySource": {"Bucket": bucket, "Key": "key"}}
    expect("400 InvalidRequest", outcome(s3.copy_object, **copy))
    s3.copy_object(**copy, MetadataDirective="REPLACE", Metadata={"a": "2"})
    expect({"a": "2"}, s3.head_object(Bucket=bucket, Key="key")["Metadata"])


@check
def a_checksum_is_kept_and_returned(bucket):
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        reply = put(bucket, ChecksumAlgorithm=algorithm)
        found = s3.get_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")
        expect(reply[f"Checksum{algorithm}"], found[f"Checksum{algorithm}"])
        expect(b"body", found["Body"].read())


@check(differs_on={"MinIO": ("XAmzContentChecksumMismatch", "it has a code of its own for a wrong checksum")})
def a_wrong_checksum_is_a_bad_digest(bucket):
    expect("400 BadDigest", outcome(put, bucket, ChecksumCRC32="AAAAAA=="))


@check
def a_wrong_checksum_writes_nothing(bucket):
    expect("400", outcome(put, bucket, ChecksumCRC32="AAAAAA==").split()[0])
    expect("404 NoSuchKey", outcome(read, bucket))
