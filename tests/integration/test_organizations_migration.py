"""A log from before changes had their own table gets one on the way, as if it had always been kept."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, select

from deploy.migrate import ROOT, migrate
from services.organizations.domain import events
from services.organizations.domain.collective import Collective, Post
from services.organizations.domain.organization import Organization
from services.organizations.domain.person import Person
from services.organizations.readmodel import facts, links
from services.organizations.service import Service
from shared.domain import Aggregate, CommandContext, Event
from shared.eventstore import EventStore, Mapper, Unit, open_engine
from tests.sample.bench import START, HeldClock

SINCE = date(2020, 7, 1)
FORMERLY: list[tuple[type[Aggregate], str, Event]] = [
    (Organization, "TU", events.OrganizationRegistered("TU", "Đảng bộ tỉnh", "DB_TINH", None, None)),
    (Organization, "C1", events.OrganizationRegistered("C1", "Chi bộ 1", "CB_CO_SO", "TU", date(1999, 5, 19))),
    (Organization, "C2", events.OrganizationRegistered("C2", "Chi bộ 2", "CB_CO_SO", "TU", None)),
    (Organization, "C1", events.OrganizationEnded("C1", SINCE, ("C2",))),
    (Collective, "T", events.CollectiveRegistered("T", "Chi ủy", "TT_CAP_UY", "C2", "COSO", None)),
    (Person, "A", events.PersonRegistered("A", "Nguyễn Văn A", None, None, "active", None, "C1", 0)),
    (Person, "A", events.MemberTransferred("A", "C2", SINCE)),
    (Person, "A", events.MemberStatusChanged("A", "exempt", SINCE)),
    (Post, "P", events.PostAssigned("P", "A", "T", "Bí thư", "BI_THU", True, "COSO", None)),
    (Post, "P", events.PostEnded("P", SINCE)),
]
"""One of each event that there was before, and its stream."""


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    urls = [f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new")]
    if request.param == "postgresql":
        urls[0] = request.getfixturevalue("postgres_url")
    return urls


def test_what_was_recorded_before_is_as_if_it_had_been_recorded_since(databases: list[str]) -> None:
    old, new = map(open_engine, databases)
    with old.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(ROOT / "services/organizations/migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    _record(old, projected=False)
    migrate("organizations", old)
    migrate("organizations", new)
    _record(new, projected=True)
    assert _rows(old) == _rows(new)
    assert len(_rows(old)) == len(FORMERLY) + 1
    for engine in (old, new):
        engine.dispose()


def _record(engine: Engine, *, projected: bool) -> None:
    ids = count(1)
    project = Service.readmodel.projection("/binh-dinh/organizations") if projected else None
    mapper = Mapper("organizations", Service.events)
    store = EventStore(engine, "organizations", mapper, HeldClock(), lambda: f"id-{next(ids)}", project)

    def work(unit: Unit) -> None:
        for kind, key, event in FORMERLY:
            unit.record(unit.load(kind, key), iter([event]))

    store.execute(CommandContext("officer-7", "TU", START), work)


def _rows(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        found = connection.execute(select(facts).order_by(facts.c.number)).all()
        return [tuple(row) for row in (*found, *connection.execute(select(links)).all())]
