"""An old report by today's units: where the work of each organization of a campaign's tree is done now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def units_today(
    parents: Mapping[str, str | None], successors: Mapping[str, str], living: Mapping[str, str]
) -> dict[str, str]:
    """For each organization of the old tree (`parents`), the unit that it belongs to today.

    One that still lives belongs where it stands now (`living`, its unit by code). One that has ended belongs where
    the first of its successors does; without a successor, where the organization above it does. So everything has
    exactly one unit, and the totals stay what they were. What leads nowhere is left out.
    """
    found = {}
    for organization in parents:
        home = next((at for at in _heirs(organization, parents, successors) if at in living), None)
        if home is not None:
            found[organization] = living[home]
    return found


def _heirs(organization: str, parents: Mapping[str, str | None], successors: Mapping[str, str]) -> Iterator[str]:
    """The organization, whoever carried on its work, and so on; each once, however the links run."""
    seen: set[str] = set()
    at: str | None = organization
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = successors.get(at) or parents.get(at)
