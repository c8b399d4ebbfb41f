"""Lists in pages: `?cursor=&limit=` in, `{"items": […], "next": …}` out.

A cursor holds the sort key of the last row given, so no page repeats or skips a row when others come in between.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from marshmallow import Schema, fields, validate

from shared.web.refusals import InvalidCursor

LARGEST_PAGE = 500
USUAL_PAGE = 100

Row = TypeVar("Row")


class PageQuery(Schema):
    """The query of a list in pages; inherit from it to add filters."""

    cursor = fields.String(metadata={"description": "`next` of the page before, as it was given"})
    limit = fields.Integer(load_default=USUAL_PAGE, validate=validate.Range(1, LARGEST_PAGE))


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is asked for: `limit` rows whose sort key comes after `after` (None: from the start)."""

    limit: int
    after: tuple[Any, ...] | None

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Page:
        """The page that a PageQuery asks for. Raises InvalidCursor."""
        cursor = query.get("cursor")
        return cls(query["limit"], decode_cursor(cursor) if cursor else None)

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than are shown, to know whether there is a next page."""
        return self.limit + 1

    def show(
        self, rows: Sequence[Row], key: Callable[[Row], tuple[Any, ...]], form: Callable[[Row], Any]
    ) -> dict[str, Any]:
        """The page as JSON data. `key` is a row's sort key, `form` what is shown of it."""
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        return {"items": [form(row) for row in shown], "next": encode_cursor(key(shown[-1])) if more else None}


def encode_cursor(key: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def decode_cursor(cursor: str) -> tuple[Any, ...]:
    """The sort key in a cursor. Raises InvalidCursor."""
    try:
        key = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise InvalidCursor() from None
    if not isinstance(key, list) or not all(isinstance(part, str | int) for part in key):
        raise InvalidCursor()
    return tuple(key)
