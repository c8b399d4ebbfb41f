"""How tables are asked, wherever the question comes from.

Most of a query's cost is building it. What is asked again and again is built once, with a parameter for each value.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Connection, Row, Select, Table, bindparam, select

from shared.asking import ask


class Reader(Protocol):
    """Runs a query: in a command inside its transaction, else on a connection that only reads."""

    def __call__(self, select: Select[Any], /, **parameters: Any) -> Sequence[Row[Any]]: ...


def reader_on(connection: Connection) -> Reader:
    return lambda select, /, **parameters: ask(connection, select, parameters)


@cache
def matching(table: Table, *columns: str) -> Select[Any]:
    """The rows of a table by the values of these columns, each of them a parameter of the same name."""
    return select(table).where(*(table.c[column] == bindparam(column) for column in columns))
