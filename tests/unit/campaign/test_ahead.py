"""Making the next thing while somebody is busy with the one before."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from deploy.campaign.ahead import ahead

PATIENCE = 10


def test_the_items_come_in_their_order() -> None:
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead(())) == []


def test_the_next_is_made_while_one_is_looked_at() -> None:
    made = Event()

    def making() -> Iterator[str]:
        yield "first"
        made.set()
        yield "second"

    items = ahead(making())
    assert next(items) == "first"
    assert made.wait(PATIENCE)
    assert list(items) == ["second"]


def test_what_making_one_raises_comes_out_in_its_place() -> None:
    def making() -> Iterator[int]:
        yield 1
        raise ValueError("row 2")

    items = ahead(making())
    assert next(items) == 1
    with pytest.raises(ValueError, match="row 2"):
        next(items)


def test_who_stops_looking_ends_the_making() -> None:
    ended = Event()

    def making() -> Iterator[int]:
        try:
            yield from range(100)
        finally:
            ended.set()

    source = making()
    items = ahead(source)
    assert next(items) == 0
    items.close()
    source.close()
    assert ended.is_set()
