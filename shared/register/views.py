"""The register as one question sees it: as it stands now, or as one campaign sees it."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, MetaData, ScalarSelect, Subquery, Table, and_, or_, select

from shared.register.rectangles import facts_of
from shared.register.tables import LIVE, Tables, register_tables


class Register:
    """The register of one service: its tables inside the service's own metadata, and the views of them."""

    def __init__(self, metadata: MetaData) -> None:
        self.tables = register_tables(metadata)
        self.live = View(self.tables, LIVE)
        """What is known now and holds until further notice."""
        self._of = lru_cache(maxsize=64)(lambda campaign: View(self.tables, campaign))

    def of(self, campaign: str) -> View:
        """What the campaign sees: as of its reference date, and once it is closed as known at that moment.

        Of a campaign that was never opened it sees nothing.
        """
        return self._of(campaign)


class View:
    """Who exists, one row for each code, to select from.

    `organizations` with their place in the tree (`path`, `unit`, `grassroots`), `collectives`, `people`, `posts`.
    `reference_date` and `position` are the campaign's; null for one that was never opened, so that nothing is equal
    to it, before it or after it.
    """

    def __init__(self, tables: Tables, edition: str) -> None:
        self.edition = edition
        self.reference_date = _of_edition(tables.editions.c.reference_date, tables, edition)
        self.position = _of_edition(tables.editions.c.position, tables, edition)
        self.known_organizations = self.of(tables.organizations)
        """The organizations without their place; also those that have none."""
        self.organizations = self._placed(tables.places)
        self.collectives = self.of(tables.collectives)
        self.people = self.of(tables.people)
        self.posts = self.of(tables.posts)

    def of(self, table: Table) -> Subquery:
        """What this view sees of a table of rectangles."""
        return select(*facts_of(table)).where(self._is_known(table), self._holds(table)).subquery()

    def with_organizations(self, organizations: Subquery) -> View:
        """The same view with other organizations, such as those of then in their units of now."""
        other = copy(self)
        other.organizations = organizations
        return other

    def _placed(self, places: Table) -> Subquery:
        known = self.known_organizations
        place = and_(places.c.edition == self.edition, places.c.code == known.c.code)
        return select(known, places.c.path, places.c.unit, places.c.grassroots).join(places, place).subquery()

    def _is_known(self, table: Table) -> ColumnElement[bool]:
        still = table.c.known_until.is_(None)
        if self.edition == LIVE:
            return still
        then = and_(table.c.known_from <= self.position, or_(still, table.c.known_until > self.position))
        return or_(then, and_(self.position.is_(None), still))

    def _holds(self, table: Table) -> ColumnElement[bool]:
        onwards = table.c.holds_until.is_(None)
        if self.edition == LIVE:
            return onwards
        return and_(table.c.holds_from <= self.reference_date, or_(onwards, table.c.holds_until > self.reference_date))


def _of_edition(column: Column[Any], tables: Tables, edition: str) -> ScalarSelect[Any]:
    return select(column).where(tables.editions.c.campaign == edition).scalar_subquery()
