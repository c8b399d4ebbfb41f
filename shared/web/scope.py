"""What a caller may see: the own organization and everything below it, or only what is about oneself.

Whatever belongs to a campaign is seen as the campaign's tree was: who has moved since sees the old part, and a
successor sees its predecessors'. Everything else is seen as the tree is now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from shared.paths import is_root
from shared.web.auth import Caller

if TYPE_CHECKING:
    from shared.web.call import Call

IMPERSONAL_ROLES = frozenset({"central_reader", "operator", "subscriber"})
"""Roles that never see what is about one person."""
SUBTREE_ROLES = frozenset({"importer", "board_officer", "unit_officer"})
"""Roles that see everything in and below their organization."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing belongs: the organization it stands in, and the person it is about, if it is about one."""

    organization: str | None
    person: str | None = None


class Anyone:
    """The scope of things that are about nobody and belong to no organization, such as a rulebook."""


ANYONE: Final = Anyone()

ScopeFunction = Callable[["Call", Mapping[str, Any], Mapping[str, Any] | None], Place | Anyone | None]
"""(call, path values, item) -> where the thing belongs; None if there is no such thing."""
Scope = Anyone | ScopeFunction


def own(call: Call, values: Mapping[str, Any], item: Mapping[str, Any] | None) -> Place | None:
    """The scope of a list or figure that the handler itself narrows to `call.sight`."""
    sight = call.sight
    if sight.only_oneself:
        return Place(None, sight.person)
    return Place(call.caller.organization) if sight.paths else None


class Sight:
    """What one caller sees through one resource.

    Only the roles that the resource serves count. `paths_of` gives the ways down the tree to what an organization
    has in its charge; it is asked once for the caller's own, and once for each that a limited caller reaches.
    """

    def __init__(self, caller: Caller, served: frozenset[str], paths_of: Callable[[str], tuple[str, ...]]) -> None:
        self._caller = caller
        self._roles = caller.roles & served
        self._paths_of = paths_of
        self._paths: tuple[str, ...] = ()
        self._covered = {caller.organization}

    @property
    def only_oneself(self) -> bool:
        """Whether the caller comes as a member and nothing else."""
        return self._roles == {"member"}

    @property
    def person(self) -> str | None:
        """The person behind a caller who comes as a member."""
        return self._caller.person if "member" in self._roles else None

    @property
    def paths(self) -> tuple[str, ...]:
        """The ways down to what the caller's organization has in its charge; what lies below starts with one of them.

        Several for a successor of others; none for mere members, and for who belongs nowhere in the tree.
        """
        if not self._paths and self._caller.organization and not self.only_oneself:
            self._paths = self._paths_of(self._caller.organization)  # a command may just have made it known
        return self._paths

    @property
    def everything(self) -> bool:
        """Whether the root of the tree is in the caller's charge, and the role sees all of it."""
        return bool(self._roles & SUBTREE_ROLES) and any(map(is_root, self.paths))

    def holds(self, place: Place) -> bool:
        """Whether the caller may see what belongs to `place`."""
        if self.everything:
            return True
        if place.person is not None and place.person == self.person:
            return True
        roles = SUBTREE_ROLES if place.person is not None else SUBTREE_ROLES | IMPERSONAL_ROLES
        return bool(self._roles & roles) and place.organization is not None and self.covers(place.organization)

    def covers(self, organization: str) -> bool:
        """Whether `organization` is the caller's own, or all that it has in its charge is below that."""
        if organization in self._covered:
            return True
        paths = self.paths and self._paths_of(organization)
        if not paths or not all(path.startswith(self.paths) for path in paths):
            return False
        self._covered.add(organization)
        return True
