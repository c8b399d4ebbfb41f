"""Asking tables: a query that comes again is prepared once for a driver that takes values by their place.

Of the time that a small query takes, nine tenths are not the database's: what was compiled is looked for, values are
arranged, the result is described, all of it anew each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import sqlalchemy
from sqlalchemy import CompoundSelect, Connection, Dialect, Select
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TupleType

from shared.driver import fetch

AnyRow = sqlalchemy.Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Parameters = Mapping[str, Any]

_LIST = re.compile(r"__\[POSTCOMPILE_[^\]]+\]")
"""What SQLAlchemy writes where the values of a list are to come."""


def ask(connection: Connection, select: AnySelect, parameters: Parameters | None = None) -> Sequence[AnyRow]:
    """All rows of `select`, as `connection.execute` gives them."""
    question = _prepared(select, connection.dialect) if connection.dialect.positional else None
    if question is not None:
        try:
            return question.rows(connection, parameters or {})
        except LookupError:
            pass  # a list is empty, or a value is missing: SQLAlchemy knows what to say
    return connection.execute(select, parameters).all()


class _Question:
    """A query as its text for the driver, with the values to give and the making of rows."""

    def __init__(self, select: AnySelect, compiled: SQLCompiler, dialect: Dialect) -> None:
        binds = [compiled.binds[name] for name in compiled.positiontup or ()]
        self._around_lists = _LIST.split(str(compiled))
        self._values = [(bind, bind.type.dialect_impl(dialect).bind_processor(dialect)) for bind in binds]
        columns = list(select.selected_columns)
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._read = _reading(readers)
        self._described = SimpleResultMetaData(
            [str(column.key) for column in columns], [(column,) for column in columns]
        )

    def rows(self, connection: Connection, parameters: Parameters) -> Sequence[AnyRow]:
        """Raises LookupError where a value is missing or a list empty."""
        found = fetch(connection, *self._filled(parameters))
        return IteratorResult(self._described, self._read(found)).all()

    def _filled(self, parameters: Parameters) -> tuple[str, list[Any]]:
        values: list[Any] = []
        text, *after_lists = self._around_lists
        following = iter(after_lists)
        for bind, process in self._values:
            value: Any = parameters[bind.key] if bind.required else bind.effective_value
            given = _of_few_lengths(value) if bind.expanding else (value,)
            if bind.expanding:
                text += ", ".join("?" * len(given)) + next(following)
            values += given if process is None else map(process, given)
        return text, values


def _of_few_lengths(values: Sequence[Any]) -> Sequence[Any]:
    """The same values, the last one repeated up to a power of two: each length is a text of its own, and to understand
    a text takes the database longer than to answer it.

    Raises LookupError if there is none.
    """
    length = 1 << (len(values) - 1).bit_length()
    return [*values, *[values[-1]] * (length - len(values))]


_asked: WeakSet[AnySelect] = WeakSet()
_questions: WeakKeyDictionary[AnySelect, _Question | None] = WeakKeyDictionary()
"""What was asked twice, ready to be asked; None for what has to go SQLAlchemy's way."""


def _prepared(select: AnySelect, dialect: Dialect) -> _Question | None:
    """The query, from the second time on: one that is built for each question never comes again."""
    if select in _questions:
        return _questions[select]
    if select in _asked:
        _questions[select] = _question(select, dialect)
    _asked.add(select)
    return None


def _question(select: AnySelect, dialect: Dialect) -> _Question | None:
    """The query, if each of its values stands in its place or is a list of such values."""
    compiled = select.compile(dialect=dialect)
    if compiled.literal_execute_params or any(type(bind.type) is TupleType for bind in compiled.binds.values()):
        return None
    return _Question(select, compiled, dialect)


def _reading(readers: Iterable[Callable[[Any], Any] | None]) -> Callable[[Sequence[Any]], Iterator[Any]]:
    """What makes rows of values out of the driver's rows."""
    steps = list(readers)
    if not any(steps):
        return iter
    return lambda rows: (
        tuple([value if read is None else read(value) for value, read in zip(row, steps, strict=True)]) for row in rows
    )
