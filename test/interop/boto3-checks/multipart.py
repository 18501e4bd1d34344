"""Large objects: boto3's managed transfers, and the same by hand."""

import base64
import hashlib
import io
import os

from suite import check, expect, outcome, put, read, s3

MIB = 1024 * 1024
PART = 5 * MIB


class Pipe(io.RawIOBase):
    """Bytes that can be read once."""

    def __init__(self, data):
        self.source = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, size=-1):
        return self.source.read(size)


def begin(bucket, **more):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="key", **more)
    return {"Bucket": bucket, "Key": "key", "UploadId": upload["UploadId"]}


def upload_parts(upload, *bodies, **more):
    parts = []
    for number, body in enumerate(bodies, 1):
        reply = s3.upload_part(**upload, PartNumber=number, Body=body, **more)
        sums = {name: value for name, value in reply.items() if name.startswith("Checksum")}
        parts.append({"PartNumber": number, "ETag": reply["ETag"], **sums})
    return parts


def complete(upload, parts, **more):
    return s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}, **more)


@check
def managed_transfers_of_every_size(bucket):
    for size in (5, 20 * MIB + 3):
        data, found = os.urandom(size), io.BytesIO()
        s3.upload_fileobj(io.BytesIO(data), bucket, "file")
        s3.download_fileobj(bucket, "file", found)
        expect(True, found.getvalue() == data)
    expect("-3", s3.head_object(Bucket=bucket, Key="file")["ETag"].strip('"')[-2:])


@check
def a_managed_upload_of_a_pipe(bucket):
    data = os.urandom(9 * MIB)
    s3.upload_fileobj(Pipe(data), bucket, "file")
    expect(True, read(bucket, "file") == data)


@check
def parts_become_one_version(bucket):
    upload = begin(bucket, Metadata={"a": "1"})
    parts = upload_parts(upload, b"a" * PART, b"end")
    expect([PART, 3], [part["Size"] for part in s3.list_parts(**upload)["Parts"]])
    expect("404 NoSuchKey", outcome(read, bucket))
    version = complete(upload, parts)["VersionId"]
    head = s3.head_object(Bucket=bucket, Key="key")
    expect((version, {"a": "1"}, PART + 3), (head["VersionId"], head["Metadata"], head["ContentLength"]))


@check
def an_aborted_upload_leaves_nothing(bucket):
    upload = begin(bucket)
    parts = upload_parts(upload, b"end")
    s3.abort_multipart_upload(**upload)
    expect("404 NoSuchUpload", outcome(complete, upload, parts))
    expect([], s3.list_multipart_uploads(Bucket=bucket).get("Uploads", []))


@check
def unfinished_uploads_of_a_bucket_are_listed(bucket):
    upload = begin(bucket)
    found = s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    expect([upload["UploadId"]], [item["UploadId"] for item in found])


@check
def a_part_before_the_last_has_five_mebibytes(bucket):
    upload = begin(bucket)
    expect("400 EntityTooSmall", outcome(complete, upload, upload_parts(upload, b"small", b"end")))


@check
def parts_are_named_in_order_and_by_their_etags(bucket):
    upload = begin(bucket)
    one, two = upload_parts(upload, b"a" * PART, b"end")
    expect("400 InvalidPartOrder", outcome(complete, upload, [two, one]))
    expect("400 InvalidPart", outcome(complete, upload, [{**one, "ETag": '"%s"' % ("0" * 32)}]))


@check
def a_completed_upload_may_have_a_condition(bucket):
    put(bucket)
    upload = begin(bucket)
    expect("412 PreconditionFailed", outcome(complete, upload, upload_parts(upload, b"end"), IfNoneMatch="*"))


@check
def a_checksum_of_checksums_may_be_named_with_its_number_of_parts_or_without(bucket):
    bodies = (b"a" * PART, b"end")
    digest = hashlib.sha256(b"".join(hashlib.sha256(body).digest() for body in bodies)).digest()
    composite = base64.b64encode(digest).decode()
    for given in (composite, f"{composite}-2"):
        upload = begin(bucket, ChecksumAlgorithm="SHA256")
        reply = complete(upload, upload_parts(upload, *bodies, ChecksumAlgorithm="SHA256"), ChecksumSHA256=given)
        expect(f"{composite}-2", reply["ChecksumSHA256"])


@check
def a_part_may_be_copied_from_an_object(bucket):
    put(bucket, "source", b"source")
    upload = begin(bucket)
    source = {"Bucket": bucket, "Key": "source"}
    etag = s3.upload_part_copy(**upload, PartNumber=1, CopySource=source)["CopyPartResult"]["ETag"]
    complete(upload, [{"PartNumber": 1, "ETag": etag}])
    expect(b"source", read(bucket))
