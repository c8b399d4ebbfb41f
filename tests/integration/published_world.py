"""A played province whose reporting tables stand in PostgreSQL too, with a login for a consumer of its views."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2
import urllib3
from sqlalchemy import insert, make_url, select

from deploy.migrate import migrate
from deploy.parts import database_in
from services.reporting.readmodel import metadata
from shared.eventstore import open_engine
from tests.deployments import Province

READER = Path(__file__).resolve().parents[2] / "deploy/postgresql/reader.sql"
CAMPAIGN = "BD-2020"
LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV", "not_rated")

Rows = list[dict[str, Any]]


class Published(NamedTuple):
    """The running province, and the address of the database as the service and as the consumer use it."""

    province: Province
    service: str
    consumer: str

    def view(self, name: str) -> Rows:
        """The campaign's rows of a view, as the consumer gets them."""
        return self.ask(f"SELECT * FROM published_v1.{name} WHERE campaign = %s", CAMPAIGN)

    def ask(self, query: str, *values: Any) -> Rows:
        """What the consumer gets for a query."""
        with closing(psycopg2.connect(self.consumer)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def get(self, path: str, role: str = "central_reader") -> Any:
        """What the service answers over HTTP about the campaign."""
        answer = self.request(f"/reporting/campaigns/{CAMPAIGN}/{path}", role)
        assert answer.status == 200, answer.data
        return answer.json()

    def request(self, path: str, role: str) -> urllib3.BaseHTTPResponse:
        headers = {"Authorization": f"Bearer {self.province.token(role, 'TU')}"}
        return urllib3.request("GET", self.province.address + path, headers=headers, retries=False, timeout=60)


def copied(province: Province, url: str) -> None:
    """Write what reporting has in the province's data folder into the new database at `url`."""
    engine, file = open_engine(url), open_engine(database_in(province.data, "reporting"))
    migrate("reporting", engine)
    with engine.begin() as there, file.connect() as here:
        for table in metadata.sorted_tables:
            if rows := [dict(row._mapping) for row in here.execute(select(table))]:
                there.execute(insert(table), rows)
    engine.dispose()
    file.dispose()


def let_in(url: str, name: str = "analyst") -> str:
    """Make a login as the administrator does, and give the address under which it enters the database."""
    database = make_url(url).set(drivername="postgresql")
    told = {"database": database.database, "name": name, "password": "secret"}
    settings = [f"--set={setting}={value}" for setting, value in told.items()]
    administrator = database.render_as_string(hide_password=False)
    program = ["psql", "--no-psqlrc", *settings, f"--file={READER}", administrator]
    subprocess.run(program, check=True, capture_output=True)
    return database.set(username=name, password="secret").render_as_string(hide_password=False)


def summed(rows: Rows, by: Sequence[str], column: str) -> dict[Any, int]:
    """The sums of a column over the rows that agree in `by`, without those that are nothing."""
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[tuple(row[name] for name in by) if len(by) != 1 else row[by[0]]] += int(row[column])
    return {key: number for key, number in sums.items() if number}


def something(counts: dict[str, int]) -> dict[str, int]:
    """The counts that are not nothing."""
    return {key: number for key, number in counts.items() if number}
