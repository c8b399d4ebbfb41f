"""The order of the units in every table, on pages and in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.reporting.domain.vietnamese import sort_key


def in_reading_order(units: Iterable[str], names: Mapping[str, str], province: str) -> list[str]:
    """The province first, the others in the order of their names, which are given by subject (`org:QN`)."""
    return sorted(units, key=lambda unit: (unit != province, sort_key(names.get(f"org:{unit}", unit)), unit))
