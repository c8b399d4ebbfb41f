"""The migrations lead to exactly the tables that the code expects, on both databases."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Subquery, Text, select

from deploy.migrate import migrate, missing_migrations
from deploy.services import NAMES
from shared.eventstore import open_engine
from shared.register import Register, rectangles


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'service.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.mark.parametrize("service", NAMES)
def test_a_migrated_database_has_the_tables_of_the_code(service: str, database: str) -> None:
    engine = open_engine(database)
    assert missing_migrations(service, engine) != []
    migrate(service, engine)
    assert missing_migrations(service, engine) == []
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, import_module(f"services.{service}.readmodel").metadata) == []
    engine.dispose()


BEFORE_TWO_TIMES = {"organizations": "0001", "reviews": "0001", "ratings": "0003", "reporting": "0002"}
"""By service, the last form whose register had one row for each thing, as it stood then."""

ROWS = {
    "register_organizations": [
        {"code": "TU", "type": "DB_TINH", "path": "/TU/", "unit": "TU"},
        {"code": "C", "type": "CB_CO_SO", "parent": "TU", "path": "/TU/C/", "unit": "TU", "grassroots": "C"},
    ],
    "register_collectives": [
        {
            "code": "TT",
            "type": "TT_CAP_UY",
            "organization": "TU",
            "management_level": "TINH",
            "founded_on": "1990-01-01",
        }
    ],
    "register_people": [{"code": "DV1", "cell": "C", "member_status": "exempt", "sick_leave_months": 2}],
    "register_posts": [
        {
            "code": "CV1",
            "person": "DV1",
            "collective": "TT",
            "post_group": "BI_THU",
            "head": True,
            "management_level": "TINH",
            "held_to": "2021-06-30",
        }
    ],
    "campaigns": [
        {"campaign": "BD-2020", "rulebook": "x", "province": "TU", "reference_date": "2020-12-31", "facts": {}}
    ],
    "names": [{"subject": "mem:DV1", "name": "Nguyễn Văn A"}],
}


@pytest.mark.parametrize("service", NAMES)
def test_what_the_register_held_is_what_it_shows_now_and_to_each_campaign(service: str, database: str) -> None:
    engine = open_engine(database)
    migrate(service, engine, BEFORE_TWO_TIMES[service])
    before = MetaData()
    before.reflect(engine)
    with engine.begin() as connection:
        for name in ROWS.keys() & before.tables.keys():
            table = before.tables[name]
            rows = [{column.name: row.get(column.name) for column in table.columns} for row in ROWS[name]]
            connection.execute(table.insert(), rows)
    migrate(service, engine)
    register = Register(MetaData())
    views = [
        register.live,
        *(register.of(row["campaign"]) for row in ROWS["campaigns"] if "campaigns" in before.tables),
    ]
    with engine.connect() as connection:
        for view in views:
            for kind in ("organizations", "collectives", "people", "posts"):
                assert shown(connection, getattr(view, kind)) == ROWS[f"register_{kind}"]
            if "names" in before.tables:
                called = view.of(rectangles("names", MetaData(), Column("name", Text)))
                assert shown(connection, called) == [
                    {"code": row["subject"], "name": row["name"]} for row in ROWS["names"]
                ]
    engine.dispose()


def shown(connection: Connection, table: Subquery) -> list[dict[str, Any]]:
    """The rows, without what they do not say."""
    rows = connection.execute(select(table).order_by(table.c.code.desc())).mappings()
    return [{name: value for name, value in row.items() if value is not None} for row in rows]
