"""The migrations lead to exactly the tables that the code expects, on both databases."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from deploy.migrate import migrate, missing_migrations
from deploy.services import NAMES
from shared.eventstore import open_engine


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
"""The last migration of each service after which its register still had one row for each thing."""

OLD_ROWS = {
    "register_organizations": [
        {"code": "TU", "type": "DB_TINH", "parent": None, "path": "/TU/", "unit": "TU", "grassroots": None},
        {
            "code": "QN-01",
            "type": "CB_CO_SO",
            "parent": "TU",
            "path": "/TU/QN-01/",
            "unit": "TU",
            "grassroots": "QN-01",
            "ended_on": "2021-06-30",
        },
    ],
    "register_collectives": [
        {"code": "TT", "type": "TT_CAP_UY", "organization": "TU", "management_level": "TINH", "founded_on": "1990-01-01"}
    ],
    "register_people": [{"code": "DV1", "cell": "QN-01", "member_status": "exempt", "sick_leave_months": 2}],
    "register_posts": [
        {
            "code": "CV1",
            "person": "DV1",
            "collective": "TT",
            "post_group": "BI_THU",
            "head": True,
            "management_level": "TINH",
            "held_to": "2020-06-30",
        }
    ],
    "campaigns": [{"campaign": "BD-2020", "rulebook": "x", "province": "TU", "reference_date": "2020-12-31", "facts": {}}],
    "names": [{"subject": "org:TU", "name": "Đảng bộ tỉnh"}],
}
