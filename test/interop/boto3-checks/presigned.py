"""URLs that are signed by boto3 and fetched by something that knows nothing of S3."""

import time
import urllib.error
import urllib.request
import uuid

from suite import check, delete, expect, outcome, put, read, s3


def presign(operation, bucket, key="key", seconds=60, **more):
    return s3.generate_presigned_url(operation, Params={"Bucket": bucket, "Key": key, **more}, ExpiresIn=seconds)


def fetch(url, method="GET", data=None, headers={}):
    """The status and the body, of errors as well."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def refusal(url):
    status, body = fetch(url)
    return f"{status} {body.split(b'<Code>')[1].split(b'</Code>')[0].decode()}"


@check
def an_object_is_fetched(bucket):
    put(bucket, "dir/a b+ü", b"content")
    expect((200, b"content"), fetch(presign("get_object", bucket, "dir/a b+ü")))
    expect((200, b""), fetch(presign("head_object", bucket, "dir/a b+ü"), "HEAD"))


@check
def an_old_version_is_fetched(bucket):
    old = put(bucket, "key", b"old")["VersionId"]
    put(bucket, "key", b"new")
    delete(bucket)
    expect((200, b"old"), fetch(presign("get_object", bucket, VersionId=old)))


@check
def the_version_is_part_of_the_signature(bucket):
    old, new = (put(bucket, "key", body)["VersionId"] for body in (b"old", b"new"))
    expect("403 SignatureDoesNotMatch", refusal(presign("get_object", bucket, VersionId=old).replace(old, new)))


@check
def an_object_is_uploaded(bucket):
    expect(200, fetch(presign("put_object", bucket), "PUT", b"uploaded")[0])
    expect(b"uploaded", read(bucket))


@check
def an_object_and_a_version_are_deleted(bucket):
    version = put(bucket)["VersionId"]
    expect(204, fetch(presign("delete_object", bucket), "DELETE")[0])
    expect("404 NoSuchKey", outcome(read, bucket))
    expect(204, fetch(presign("delete_object", bucket, VersionId=version), "DELETE")[0])
    expect("404 NoSuchVersion", outcome(read, bucket, VersionId=version))


@check
def a_changed_url_is_refused(bucket):
    put(bucket)
    changed = presign("get_object", bucket).replace("X-Amz-Expires=60", "X-Amz-Expires=61")
    expect("403 SignatureDoesNotMatch", refusal(changed))


@check
def an_expired_url_is_refused(bucket):
    put(bucket)
    url = presign("get_object", bucket, seconds=1)
    time.sleep(2.1)
    expect("403 AccessDenied", refusal(url))


@check(differs_on={"embedded S3": ("403", "it has no uploads by POST")})
def a_form_uploads_an_object(bucket):
    form = s3.generate_presigned_post(bucket, "key")
    boundary = uuid.uuid4().hex
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in form["fields"].items()]
    parts.append('name="file"; filename="file"\r\n\r\nuploaded')
    body = "".join(f"--{boundary}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    status, reply = fetch(form["url"], "POST", f"{body}--{boundary}--\r\n".encode(), headers)
    expect((204, b""), (status, reply))
    expect(b"uploaded", read(bucket))
