"""What the checks are made of: the client, the decorator and short forms of calls. Imported by every other file here."""

import sys
from dataclasses import dataclass

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT, SERVER = sys.argv[1:3]
CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local-secret"}


def client(**more):
    return boto3.client("s3", **session(**more))


def session(config=None, **more):
    ours = Config(s3={"addressing_style": "path"}, signature_version="s3v4", retries={"total_max_attempts": 1})
    config = ours.merge(config) if config else ours
    return {"endpoint_url": ENDPOINT, "region_name": "us-east-1", **CREDENTIALS, "config": config, **more}


s3 = client()


@dataclass(frozen=True)
class Check:
    function: object
    differs_on: dict


checks = []


def check(function=None, *, differs_on=None):
    """A rule that holds on AWS, called with the name of a fresh versioned bucket.

    differs_on says which servers break the rule: {server: (text of the failure, reason)}. There the check must fail,
    with that text in its error; so keep such a check to the one thing that differs.
    """

    def register(function):
        checks.append(Check(function, differs_on or {}))
        return function

    return register(function) if function else register


def expect(expected, found):
    if expected != found:
        raise AssertionError(f"expected {expected!r}, found {found!r}")


def outcome(call, *arguments, **named):
    """`404 NoSuchKey`, or `succeeded`. A HEAD has no code but its status."""
    try:
        call(*arguments, **named)
    except ClientError as error:
        status, code = error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
        return str(status) if code == str(status) else f"{status} {code}"
    return "succeeded"


def put(bucket, key="key", body=b"body", **more):
    return s3.put_object(Bucket=bucket, Key=key, Body=body, **more)


def read(bucket, key="key", **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def delete(bucket, key="key", **more):
    return s3.delete_object(Bucket=bucket, Key=key, **more)


def keys(bucket, **more):
    return [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, **more).get("Contents", [])]


def versions(bucket, **more):
    """The history of every key, newest first, as (key, version, is it the latest)."""
    page = s3.list_object_versions(Bucket=bucket, **more)
    return [(version["Key"], version["VersionId"], version["IsLatest"]) for version in page.get("Versions", [])]
