"""Making the next thing while somebody is busy with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

_END: Any = object()


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The items, in order: while one is looked at, the next is made in a thread beside.

    What making it raises comes out in its place.
    """
    making = iter(items)
    with ThreadPoolExecutor(1, "ahead") as beside:
        coming = beside.submit(next, making, _END)
        while (item := coming.result()) is not _END:
            coming = beside.submit(next, making, _END)
            yield item
