"""Party organizations, from the province down to the cell, and the collectives that lead them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.organizations.domain.errors import AlreadyEnded, EndsBeforeFounding, NotACell, ParentMissing
from services.organizations.domain.events import CollectiveRegistered, OrganizationEnded, OrganizationRegistered
from shared.domain import Aggregate, AlreadyExists, Event, NotFound, when

CELL_TYPES = frozenset({"CB_CO_SO", "CB_TRUC_THUOC"})
"""The kinds of organization in which members are active."""

PROVINCE_TYPE = "DB_TINH"


class Organization(Aggregate):
    """One Party organization. It is ended, never deleted."""

    kind = "organization"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.registered: OrganizationRegistered | None = None
        self.ended_on: date | None = None

    def register(self, wanted: OrganizationRegistered, parent: Organization | None) -> Iterator[Event]:
        """Become known under `parent`. Said twice in the same words, it is said once."""
        if self.registered == wanted:
            return
        if self.registered:
            raise AlreadyExists(what=f"organization {self.key}", field="/code", value=self.key)
        if (parent is None) != (wanted.type == PROVINCE_TYPE):
            raise ParentMissing(field="/parent", value=wanted.parent, type=wanted.type)
        if parent and not parent.registered:
            raise NotFound(what=f"organization {parent.key}", field="/parent", value=parent.key)
        yield wanted

    def end(self, ended_on: date, successors: tuple[str, ...] = ()) -> Iterator[Event]:
        """Exist no longer after `ended_on`; the successors carry on its work."""
        founded = self.require().founded_on
        if self.ended_on == ended_on:
            return
        if self.ended_on:
            raise AlreadyEnded(code=self.key, ended_on=self.ended_on.isoformat(), field="/ended_on")
        if founded and ended_on < founded:
            raise EndsBeforeFounding(field="/ended_on", value=ended_on.isoformat(), founded_on=founded.isoformat())
        yield OrganizationEnded(self.key, ended_on, successors)

    def require(self) -> OrganizationRegistered:
        """What was registered. Raises NotFound if nothing was."""
        if not self.registered:
            raise NotFound(what=f"organization {self.key}", field="/organization", value=self.key)
        return self.registered

    def require_cell(self) -> None:
        """Raises NotACell unless members can be active in it."""
        if self.require().type not in CELL_TYPES:
            raise NotACell(field="/cell", value=self.key)

    @when(OrganizationRegistered)
    def _registered(self, event: OrganizationRegistered) -> None:
        self.registered = event

    @when(OrganizationEnded)
    def _ended(self, event: OrganizationEnded) -> None:
        self.ended_on = event.ended_on


class Collective(Aggregate):
    """The leading collective of an organization, reviewed and rated as one subject."""

    kind = "collective"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.registered: CollectiveRegistered | None = None

    def register(self, wanted: CollectiveRegistered, organization: Organization) -> Iterator[Event]:
        if self.registered == wanted:
            return
        if self.registered:
            raise AlreadyExists(what=f"collective {self.key}", field="/code", value=self.key)
        organization.require()
        yield wanted

    def require(self) -> CollectiveRegistered:
        if not self.registered:
            raise NotFound(what=f"collective {self.key}", field="/collective", value=self.key)
        return self.registered

    @when(CollectiveRegistered)
    def _registered(self, event: CollectiveRegistered) -> None:
        self.registered = event
