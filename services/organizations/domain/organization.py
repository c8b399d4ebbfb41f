"""Party organizations, from the province down to the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from services.organizations.domain.errors import NotACell, OwnAncestor, ParentMissing, SucceedsItself
from services.organizations.domain.events import (
    ExternalCodeAssigned,
    OrganizationEnded,
    OrganizationMoved,
    OrganizationReclassified,
    OrganizationRegistered,
    OrganizationRenamed,
    OrganizationSucceeded,
)
from services.organizations.domain.lasting import Lasting
from shared.domain import AlreadyExists, Event, NotFound, when

CELL_TYPES = frozenset({"CB_CO_SO", "CB_TRUC_THUOC"})
"""The kinds of organization in which members are active."""

PROVINCE_TYPE = "DB_TINH"

Find = Callable[[str], "Organization"]
"""Gives the organization with a code."""


class Organization(Lasting):
    """One Party organization."""

    kind = "organization"
    place = "parent"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.registered: OrganizationRegistered | None = None

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
        if parent and wanted.founded_on:
            parent.not_ended_before(wanted.founded_on, "/founded_on")
        yield wanted

    def rename(self, name: str, since: date, *, today: date, document: str | None = None) -> Iterator[Event]:
        self.require()
        renamed = OrganizationRenamed(self.key, name, since, document)
        if not self.facts.says(renamed):
            self.may_change(since, today, "/since")
            yield renamed

    def move(
        self, parent: Organization, since: date, *, today: date, find: Find, document: str | None = None
    ) -> Iterator[Event]:
        """Stand directly under `parent` from `since` on. `find` gives the organizations above it by their codes."""
        moved = OrganizationMoved(self.key, parent.key, since, document)
        if self.facts.says(moved):
            return
        if self.require().type == PROVINCE_TYPE:
            raise ParentMissing(field="/parent", value=parent.key, type=PROVINCE_TYPE)
        self.may_change(since, today, "/since")
        parent.require("/parent")
        parent.takes(self, since, self.stays_until(since), "/parent")
        if parent.stands_below(self.key, since, self._moves_next(since), find):
            raise OwnAncestor(field="/parent", value=self.key, parent=parent.key, day=since.isoformat())
        yield moved

    def reclassify(self, type_: str, since: date, *, today: date, document: str | None = None) -> Iterator[Event]:
        """Be of another type from `since` on. The province is what it is, and nothing becomes one."""
        registered = self.require()
        reclassified = OrganizationReclassified(self.key, type_, since, document)
        if self.facts.says(reclassified):
            return
        if (registered.type == PROVINCE_TYPE) != (type_ == PROVINCE_TYPE):
            raise ParentMissing(field="/type", value=registered.parent, type=type_)
        self.may_change(since, today, "/since")
        yield reclassified

    def succeed(
        self, predecessors: tuple[str, ...], how: str, since: date, *, today: date, document: str | None = None
    ) -> Iterator[Event]:
        """Carry on the work of the predecessors from `since` on."""
        self.require()
        succeeded = OrganizationSucceeded(self.key, predecessors, how, since, document)
        if self.facts.says(succeeded):
            return
        if self.key in predecessors:
            raise SucceedsItself(value=self.key)
        self.may_change(since, today, "/since")
        yield succeeded

    def end(self, ended_on: date, successors: tuple[str, ...] = (), *, today: date) -> Iterator[Event]:
        """Exist no longer after `ended_on`; the successors carry on its work."""
        self.require()
        if not self.has_ended(ended_on, successors):
            self.may_end(ended_on, today)
            yield OrganizationEnded(self.key, ended_on, successors)

    def assign_external_code(self, external_code: str | None) -> Iterator[Event]:
        """Be known to other systems under that code, or under none. Also what has ended may need one."""
        self.require()
        if self.facts.value("external_code") != external_code:
            yield ExternalCodeAssigned(self.key, external_code)

    def require(self, field: str = "/organization") -> OrganizationRegistered:
        """What was registered. Raises NotFound if nothing was."""
        if not self.registered:
            raise NotFound(what=f"organization {self.key}", field=field, value=self.key)
        return self.registered

    def require_cell(self, since: date = date.max, until: date = date.max) -> None:
        """Raises NotACell unless members can be active in it on every day from `since` to before `until`.

        Without days it is asked about what it is until further notice.
        """
        self.require("/cell")
        if not self.facts.values("type", since, until) <= CELL_TYPES:
            raise NotACell(field="/cell", value=self.key)

    def changes_type_after(self, day: date) -> date:
        """The first day after `day` on which it comes to be of another type."""
        changed = self.facts.first_after(day, "type")
        return changed.since if isinstance(changed, OrganizationReclassified) else date.max

    def takes_in(self, since: date | None, field: str) -> None:
        """Raise EndedBefore if a member or collective that is there since that day must be in a successor.

        A year's lists still name those of a dissolved organization; where others carry on, it is one of them.
        """
        if since and self.facts.value("successors"):
            self.not_ended_before(since, field)

    def stands_below(self, code: str, since: date, until: date, find: Find) -> bool:
        """Whether, on any day from `since` to before `until`, it is the organization `code` or stands below it."""
        days, looked_at = {since}, set[date]()
        while days:
            day = days.pop()
            looked_at.add(day)
            step: Organization | None = self
            while step:
                if step.key == code:
                    return True
                moves = step._moves_next(day)
                if moves < until and moves not in looked_at:
                    days.add(moves)
                above = step.facts.value("parent", day)
                step = find(above) if above else None
        return False

    def _moves_next(self, day: date) -> date:
        """The first day after `day` on which it comes to stand elsewhere."""
        moved = self.facts.first_after(day, "parent")
        return moved.since if isinstance(moved, OrganizationMoved) else date.max

    @when(OrganizationRegistered)
    def _registered(self, event: OrganizationRegistered) -> None:
        self.registered = event

    @when(OrganizationRegistered)
    @when(OrganizationRenamed)
    @when(OrganizationMoved)
    @when(OrganizationReclassified)
    @when(OrganizationSucceeded)
    @when(OrganizationEnded)
    @when(ExternalCodeAssigned)
    def _happened(self, event: Event) -> None:
        self.facts.learn(event)
