"""A pipeline's history, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from ._answers import Answer
from ._fields import objects, text_or_none
from ._models import Version, version_of
from ._paths import pipeline_name
from ._service import Service
from .errors import Unreachable


def version_pages(service: Service, pipeline: str, at: str | None, limit: int) -> Iterator[Version]:
    path = f"/api/v1/pipelines/{pipeline_name(pipeline)}/versions"
    query = {"fields": "summary", "limit": str(limit), **({"at": at} if at else {})}
    return _follow(service, path, query)


def _follow(service: Service, path: str, query: dict[str, str]) -> Iterator[Version]:
    cursor: str | None = None
    followed: set[str] = set()
    while True:
        page = {**query, **({"cursor": cursor} if cursor else {})}
        rows, cursor = service.understood(path, service.get(path, page), _page)
        yield from rows
        if cursor is None:
            return
        if cursor in followed:
            raise Unreachable(
                "The service answered a next_cursor that it had answered before; is the address right?"
            )
        followed.add(cursor)


def _page(answer: Answer) -> tuple[list[Version], str | None]:
    rows = [version_of(row) for row in objects(answer.body, "versions")]
    return rows, text_or_none(answer.body, "next_cursor")
