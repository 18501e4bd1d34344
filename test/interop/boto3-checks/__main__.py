"""Checks an S3 server with boto3: python test/interop/boto3-checks ENDPOINT_URL SERVER_NAME

Prints each failure and each known difference, then a summary. Leaves nothing behind. Needs ../requirements.txt.
"""

import sys
import time
import traceback

sys.dont_write_bytecode = True

import buckets, keys, listings, multipart, objects, presigned, versions  # noqa: E401, F401: they register their checks
from suite import SERVER, checks, s3


def versions_of(bucket):
    page = s3.list_object_versions(Bucket=bucket)
    return page.get("Versions", []) + page.get("DeleteMarkers", [])


def remove(bucket):
    for upload in s3.list_multipart_uploads(Bucket=bucket).get("Uploads", []):
        s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
    # Again and again: MinIO lists a key below another key only once that is gone.
    while found := versions_of(bucket):
        for version in found:
            s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    s3.delete_bucket(Bucket=bucket)


def failure_of(function, bucket):
    s3.create_bucket(Bucket=bucket)
    try:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        function(bucket)
    except Exception as error:
        return error
    finally:
        remove(bucket)
    return None


def verdict(check, failure):
    """`passed`, `differs` or `FAILED`, and what to say of it."""
    if SERVER not in check.differs_on:
        return ("FAILED", "".join(traceback.format_exception(failure))) if failure else ("passed", "")
    text, reason = check.differs_on[SERVER]
    if failure is None:
        return "FAILED", f"passes on {SERVER} by now: remove what differs_on says ({reason})"
    if text not in str(failure):
        return "FAILED", f"fails otherwise than with {text!r}\n" + "".join(traceback.format_exception(failure))
    return "differs", reason


def run():
    counts = {"passed": 0, "differs": 0, "FAILED": 0}
    for number, check in enumerate(checks):
        failure = failure_of(check.function, f"interop-boto3-{int(time.time())}-{number}")
        kind, text = verdict(check, failure)
        counts[kind] += 1
        if text:
            print(f"{kind} {check.function.__name__}: {text}")
    others = {"differs": "of them known to differ", "FAILED": "failed"}
    said = [f", {counts[kind]} {text}" for kind, text in others.items() if counts[kind]]
    print(f"{len(checks)} checks{''.join(said)}")
    return counts["FAILED"] == 0


sys.exit(0 if run() else 1)
