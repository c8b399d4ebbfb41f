"""Cursors, and positions in headers."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from shared.web import Page, PageQuery
from shared.web.paging import decode_cursor, encode_cursor
from shared.web.refusals import BadHeader, InvalidCursor
from shared.web.waiting import format_positions, parse_positions


def walk(rows: list[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    seen: list[tuple[str, int]] = []
    cursor: str | None = None
    while True:
        page = Page.of(PageQuery().load({"limit": str(limit)} | ({"cursor": cursor} if cursor else {})))
        left = [row for row in rows if page.after is None or row > page.after]
        shown = page.show(left[: page.fetch], key=lambda row: row, form=list)
        seen += [tuple(item) for item in shown["items"]]
        cursor = shown["next"]
        if cursor is None:
            return seen


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_give_every_row_once_and_in_order(limit: int) -> None:
    rows = sorted((name, number) for name in "ăbđư" for number in (1, 2))
    assert walk(rows, limit) == rows


def test_an_empty_list_is_one_empty_page() -> None:
    assert walk([], 10) == []


@pytest.mark.parametrize("cursor", ["x", "é", "bnVsbA", "W10x", encode_cursor(("a",)) + "A", encode_cursor(((1,),))])
def test_a_cursor_that_was_not_given_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor)


@pytest.mark.parametrize("limit", ["0", "501", "-1", "a"])
def test_a_page_has_a_size_within_bounds(limit: str) -> None:
    with pytest.raises(ValidationError):
        PageQuery().load({"limit": limit})


def test_positions_are_written_as_they_are_read() -> None:
    positions = {"organizations": 88, "reviews": 1234}
    assert format_positions(positions) == "organizations:88, reviews:1234"
    assert parse_positions(format_positions(positions)) == positions


def test_of_two_positions_of_a_service_the_higher_counts() -> None:
    assert parse_positions("reviews:7,reviews:12, reviews:9") == {"reviews": 12}


def test_no_position_is_no_condition() -> None:
    assert parse_positions("") == {}


@pytest.mark.parametrize("text", ["reviews", "reviews:", "reviews:-1", "reviews:x", ":7", "Reviews:7", "reviews:7;a:1"])
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(BadHeader):
        parse_positions(text)
