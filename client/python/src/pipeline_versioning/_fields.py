"""Reads JSON that anybody may have sent: each function returns a value of the named type, or raises BadField."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

MOST_LEVELS = 64


class BadField(Exception):
    """The name of the field that is not as documented."""


def parsed_object(data: bytes) -> Mapping[str, object]:
    try:
        return as_object(json.loads(data), "body")
    except (ValueError, RecursionError) as error:
        raise BadField("body") from error


def as_object(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadField(name)
    return cast("Mapping[str, object]", value)


def objects(of: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = of.get(name)
    if not isinstance(value, list):
        raise BadField(name)
    return [as_object(item, name) for item in value]


def text(of: Mapping[str, object], name: str) -> str:
    value = of.get(name)
    if not isinstance(value, str):
        raise BadField(name)
    return value


def text_or_none(of: Mapping[str, object], name: str) -> str | None:
    return None if of.get(name) is None else text(of, name)


def number(of: Mapping[str, object], name: str, least: int = 0) -> int:
    value = of.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadField(name)
    return value


def number_or_none(of: Mapping[str, object], name: str) -> int | None:
    return None if of.get(name) is None else number(of, name)
