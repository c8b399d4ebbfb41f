"""What has changed from one version of a report to another: every figure that differs, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """`path` leads to the figure: `("by_unit", "QN", "mem", "HTXSNV")`. What one side lacks is None there."""

    path: tuple[str, ...]
    before: Any
    after: Any


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Each difference once, in the order of the places.

    Objects are compared entry by entry. Lists are compared by what they hold, not by where: a subject that joins a
    list is one difference, wherever it stands.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif isinstance(before, Mapping) and after is None:
        yield from differences(before, {}, path)
    elif isinstance(after, Mapping) and before is None:
        yield from differences({}, after, path)
    elif before != after:
        yield Difference(path, before, after)


def _of_lists(before: list[Any], after: list[Any], path: tuple[str, ...]) -> Iterator[Difference]:
    gone, come = list(before), []
    for entry in after:
        if entry in gone:
            gone.remove(entry)
        else:
            come.append(entry)
    yield from (Difference(path, entry, None) for entry in gone)
    yield from (Difference(path, None, entry) for entry in come)


def told(difference: Difference) -> dict[str, Any]:
    """The difference as JSON-ready data, with the unit and the kind of subject that its place names."""
    place = difference.path
    return {
        "path": "/".join(place),
        "unit": place[place.index("by_unit") + 1] if "by_unit" in place[:-1] else None,
        "kind": next((part for part in place if part in ("org", "col", "mem", "ldr")), None),
        "before": difference.before,
        "after": difference.after,
    }
