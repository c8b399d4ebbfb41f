"""The register as one question sees it: as it stands now, or as one campaign sees it."""

from __future__ import annotations

from copy import copy
from functools import lru_cache

from sqlalchemy import MetaData, Subquery, Table, and_, select

from shared.register.rectangles import END, facts_of
from shared.register.tables import LIVE, Tables, register_tables
from shared.register.timeline import FOR_EVER


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
    """

    def __init__(self, tables: Tables, edition: str) -> None:
        self.edition = edition
        self._editions = tables.editions
        self.known_organizations = self.of(tables.organizations)
        """The organizations without their place; also those that have none."""
        self.organizations = self._placed(tables.places)
        self.collectives = self.of(tables.collectives)
        self.people = self.of(tables.people)
        self.posts = self.of(tables.posts)

    def of(self, table: Table) -> Subquery:
        """What this view sees of a table of rectangles."""
        known_until, holds_until = table.c.known_until, table.c.holds_until
        if self.edition == LIVE:
            return select(*facts_of(table)).where(known_until == END, holds_until == FOR_EVER).subquery()
        position, day = self._editions.c.position, self._editions.c.reference_date
        is_seen = (
            self._editions.c.campaign == self.edition,
            table.c.known_from <= position,
            known_until > position,
            table.c.holds_from <= day,
            holds_until > day,
        )
        return select(*facts_of(table)).join(self._editions, and_(*is_seen)).subquery()

    def with_organizations(self, organizations: Subquery) -> View:
        """The same view with other organizations, such as those of then in their units of now."""
        other = copy(self)
        other.organizations = organizations
        return other

    def _placed(self, places: Table) -> Subquery:
        known = self.known_organizations
        place = and_(places.c.edition == self.edition, places.c.code == known.c.code)
        return select(known, places.c.path, places.c.unit, places.c.grassroots).join(places, place).subquery()
