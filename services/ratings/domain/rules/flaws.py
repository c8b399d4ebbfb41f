"""What is wrong in a rulebook, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Found = tuple[str, Any]
"""A JSON pointer, and what stands there."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One fault of a rulebook document. `pointer` is a JSON pointer (RFC 6901) into it."""

    pointer: str
    vi: str
    en: str
    value: Any = None


def pointer(*parts: str | int) -> str:
    """The JSON pointer of these steps."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def at(content: Any, *path: str) -> Iterator[Found]:
    """Everything at `path`, where `*` is every entry of a list or mapping. What has another form is passed over."""
    yield from _below(content, "", path)


def _below(node: Any, here: str, path: tuple[str, ...]) -> Iterator[Found]:
    if not path:
        yield here, node
        return
    step, *rest = path
    for key, inner in _entries(node):
        if step in ("*", key):
            yield from _below(inner, here + pointer(key), tuple(rest))


def everything(node: Any, here: str = "") -> Iterator[tuple[str, str, Any]]:
    """Pointer, key and value of every entry of every mapping in `node`."""
    for key, inner in _entries(node):
        if isinstance(key, str):
            yield here + pointer(key), key, inner
        yield from everything(inner, here + pointer(key))


def _entries(node: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, Mapping):
        yield from node.items()
    elif isinstance(node, list):
        yield from enumerate(node)
