"""Ways down a tree of organizations: "/TU/QN/QN-01/" leads to QN-01, by way of TU and QN. Pure."""

from __future__ import annotations


def is_root(path: str) -> bool:
    """Whether the path leads to the root of a tree: "/TU/"."""
    return path.count("/") == 2
