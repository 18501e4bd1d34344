"""Buckets, their settings, and who may ask."""

from botocore import UNSIGNED
from botocore.config import Config

from suite import check, client, expect, outcome, put, s3


@check
def a_bucket_says_where_it_is_and_how_it_versions(bucket):
    expect(None, s3.get_bucket_location(Bucket=bucket)["LocationConstraint"])
    expect("Enabled", s3.get_bucket_versioning(Bucket=bucket)["Status"])
    expect(True, bucket in [found["Name"] for found in s3.list_buckets()["Buckets"]])


@check
def a_missing_bucket_is_404(bucket):
    expect("404", outcome(s3.head_bucket, Bucket=f"{bucket}-missing"))
    expect("404 NoSuchBucket", outcome(put, f"{bucket}-missing"))


@check
def a_bucket_with_versions_is_not_empty(bucket):
    put(bucket)
    s3.delete_object(Bucket=bucket, Key="key")
    expect("409 BucketNotEmpty", outcome(s3.delete_bucket, Bucket=bucket))


@check(differs_on={"MinIO": ("409 BucketAlreadyOwnedByYou", "it answers like all other regions")})
def the_oldest_region_lets_an_owner_create_a_bucket_twice(bucket):
    expect("succeeded", outcome(s3.create_bucket, Bucket=bucket))


@check
def a_bucket_name_in_capitals_is_refused(bucket):
    expect("400 InvalidBucketName", outcome(s3.create_bucket, Bucket=bucket.upper()))


@check
def a_new_bucket_has_no_policy(bucket):
    expect("404 NoSuchBucketPolicy", outcome(s3.get_bucket_policy, Bucket=bucket))


@check(differs_on={"embedded S3": ("NotImplemented", "it has no tags")})
def an_object_has_no_tags_at_first(bucket):
    put(bucket)
    expect([], s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"])


@check
def strangers_are_refused(bucket):
    put(bucket)
    head = {"Bucket": bucket, "Key": "key"}
    unsigned = client(config=Config(signature_version=UNSIGNED))
    expect("403 AccessDenied", outcome(unsigned.get_object, **head))
    expect("403 InvalidAccessKeyId", outcome(client(aws_access_key_id="stranger").get_object, **head))
    expect("403 SignatureDoesNotMatch", outcome(client(aws_secret_access_key="wrong-secret").get_object, **head))
