"""A prepared question gives what SQLAlchemy gives: the same rows, and the same errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    bindparam,
    event,
    func,
    insert,
    select,
    union,
)
from sqlalchemy.exc import OperationalError, StatementError

from shared.asking import ask
from shared.eventstore import open_engine

metadata = MetaData()
THINGS = Table("things", metadata, Column("code", Text), Column("good", Boolean), Column("facts", JSON))
ROWS = [{"code": f"T{number}", "good": number % 2 == 0, "facts": {"n": number}} for number in range(9)]

AMONG = select(THINGS).where(THINGS.c.code.in_(bindparam("codes", expanding=True))).order_by(THINGS.c.code)
COUNTED = select(THINGS.c.good, func.count().label("many")).where(THINGS.c.code != "T1").group_by(THINGS.c.good)
EITHER = union(
    select(THINGS.c.code).where(THINGS.c.code == bindparam("code")), select(THINGS.c.code).where(THINGS.c.good)
)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(THINGS), ROWS)
        yield connection


@pytest.mark.parametrize("many", range(len(ROWS) + 1))
def test_lists_of_every_length_find_what_they_name(connection: Connection, many: int) -> None:
    codes = [row["code"] for row in ROWS[:many]]
    for _ in range(3):
        rows = ask(connection, AMONG, {"codes": codes})
        assert [row._asdict() for row in rows] == ROWS[:many]


def test_every_time_the_rows_are_those_of_sqlalchemy(connection: Connection) -> None:
    for query, values in ((COUNTED, None), (EITHER, {"code": "T5"}), (select(THINGS), None)):
        expected = connection.execute(query, values or {}).all()
        asked = [ask(connection, query, values) for _ in range(3)]
        assert asked == [expected] * 3
        assert [row._mapping.keys() for row in asked[2]] == [row._mapping.keys() for row in expected]


def test_a_column_itself_names_its_value(connection: Connection) -> None:
    for _ in range(3):
        [first, *_] = ask(connection, AMONG, {"codes": ["T0"]})
        assert (first._mapping[THINGS.c.good], first.good, first[1]) == (True, True, True)


def test_what_goes_wrong_is_said_as_sqlalchemy_says_it(connection: Connection) -> None:
    nowhere = select(Table("nowhere", MetaData(), Column("code", Text)))
    for _ in range(3):
        with pytest.raises(OperationalError, match="no such table: nowhere"):
            ask(connection, nowhere)
    one = select(THINGS).where(THINGS.c.code == bindparam("code"))
    for _ in range(3):
        with pytest.raises(StatementError, match="code"):
            ask(connection, one, {})


def test_who_listens_to_statements_hears_of_each(connection: Connection) -> None:
    heard: list[str] = []
    event.listen(connection.engine, "before_cursor_execute", lambda *call: heard.append(call[2]))
    with connection.engine.connect() as listened_to:
        for _ in range(3):
            ask(listened_to, COUNTED)
    assert sum("count(*)" in statement for statement in heard) == 3
