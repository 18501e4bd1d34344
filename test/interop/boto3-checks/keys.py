"""Which keys can be written, listed and read."""

from suite import check, expect, keys, outcome, put, read


def round_trip(bucket, *names):
    for name in names:
        put(bucket, name, name.encode())
    expect(sorted(names, key=str.encode), keys(bucket))
    for name in names:
        expect(name.encode(), read(bucket, name))


@check
def keys_with_odd_characters(bucket):
    round_trip(bucket, "a b", "a+b", "a%20b", "a%2Fb", "quo\"te's", "a&b<c>", "a?b#c", "(a)!*", "tab\there", "back\\slash")


@check
def keys_beyond_ascii_in_the_order_of_their_bytes(bucket):
    round_trip(bucket, "ключ/鍵", "é", "e\u0301", "\uff5e", "😀")


@check
def keys_with_control_characters(bucket):
    round_trip(bucket, "a\x01b", "a\rb", "a\nb")


@check
def a_key_below_another_key_is_read(bucket):
    for name in ("a", "a/b"):
        put(bucket, name, name.encode())
    expect((b"a", b"a/b"), (read(bucket, "a"), read(bucket, "a/b")))


@check(differs_on={"MinIO": ("found ['a']", "it lists nothing below the key of an object")})
def a_key_below_another_key_is_listed(bucket):
    round_trip(bucket, "a", "a/b", "a/b/c")


@check
def a_folder_is_a_key_that_ends_in_a_slash(bucket):
    put(bucket, "folder/", b"")
    expect((["folder/"], b""), (keys(bucket), read(bucket, "folder/")))


@check
def a_folder_may_have_content(bucket):
    put(bucket, "folder/", b"content")
    expect(b"content", read(bucket, "folder/"))


@check(differs_on={"MinIO": ("XMinioInvalidResourceName", "its keys are paths of files")})
def keys_with_dot_segments(bucket):
    round_trip(bucket, "a/../b", "./a", "..")


@check(differs_on={"MinIO": ("XMinioInvalidObjectName", "its keys are paths of files")})
def keys_with_empty_segments(bucket):
    round_trip(bucket, "a//b", "a//")


@check(differs_on={"MinIO": ("found ['x']", "it drops the slash, so that /x and x are one key")})
def keys_that_begin_with_a_slash(bucket):
    round_trip(bucket, "/x", "x")


@check
def a_segment_of_a_key_may_have_255_bytes(bucket):
    round_trip(bucket, "a" * 255)


@check(differs_on={"MinIO": ("XMinioInvalidObjectName", "a segment is the name of a file, which has 255 bytes")})
def a_segment_of_a_key_may_be_as_long_as_a_key(bucket):
    round_trip(bucket, "a" * 1024)


@check
def a_key_has_at_most_1024_bytes(bucket):
    round_trip(bucket, "/".join(["ä" * 100] * 5) + "/" + "b" * 19)
    expect("400 KeyTooLongError", outcome(put, bucket, "/".join(["a" * 205] * 5)))
