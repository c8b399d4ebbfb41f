"""What a caller may see: the own organization and everything below it, or only what is about oneself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

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
    return Place(call.caller.organization) if sight.path else None


class Sight:
    """What one caller sees through one resource.

    Only the roles that the resource serves count. `path_of` is asked once for the caller's own
    path, and once for each organization that a limited caller reaches.
    """

    def __init__(self, caller: Caller, served: frozenset[str], path_of: Callable[[str], str | None]) -> None:
        self._caller = caller
        self._roles = caller.roles & served
        self._path_of = path_of
        self._path: str | None = None
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
    def path(self) -> str | None:
        """The way down to the caller's organization; what lies below starts with it. None for mere members."""
        if self._path is None and self._caller.organization and not self.only_oneself:
            self._path = self._path_of(self._caller.organization)
        return self._path

    @property
    def everything(self) -> bool:
        """Whether the caller's organization is the root of the tree, and the role sees all of it."""
        return bool(self._roles & SUBTREE_ROLES) and self.path == f"/{self._caller.organization}/"

    def holds(self, place: Place) -> bool:
        """Whether the caller may see what belongs to `place`."""
        if self.everything:
            return True
        if place.person is not None and place.person == self.person:
            return True
        roles = SUBTREE_ROLES if place.person is not None else SUBTREE_ROLES | IMPERSONAL_ROLES
        return bool(self._roles & roles) and place.organization is not None and self.covers(place.organization)

    def covers(self, organization: str) -> bool:
        """Whether `organization` is the caller's own, or below it."""
        if organization in self._covered:
            return True
        above, path = self.path, self._path_of(organization)
        if above is None or path is None or not path.startswith(above):
            return False
        self._covered.add(organization)
        return True
