"""The tables of a year as files, from the descriptions of the consolidated report: provinces stand where units do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from services.reporting.centre.board import Board, Seen, Year
from services.reporting.exports import of_figures
from services.reporting.exports.errors import NoSuchFormat, NoSuchTable
from services.reporting.exports.formats import FORMATS, REPORT, Export
from services.reporting.exports.source import Source
from services.reporting.exports.tables import About, Table, Type
from services.reporting.exports.words import HEADINGS, say
from services.reporting.page.formats import moment
from services.reporting.page.labels.centre import CENTRE, STATES
from services.reporting.page.words import Language
from shared.domain import Instant, iso
from shared.web.waiting import format_positions

ZONE = "Asia/Ho_Chi_Minh"
"""Of the moments that the centre shows: it hears provinces of one country."""
LIGHT = tuple(name for name, its in FORMATS.items() if not its.heavy)


def described(board: Board, year: int, table: str, format: str, query: Mapping[str, Any]) -> Export:
    """The table that is asked for, of what the provinces say now. Raises NoSuchTable, NoSuchFormat and NotFound."""
    if format not in LIGHT:
        raise NoSuchFormat(value=format, formats=", ".join(LIGHT))
    seen, language = board.look(year), query["lang"]
    there = TABLES if seen.together else {"provinces": TABLES["provinces"]}
    if table not in (*there, REPORT):
        raise NoSuchTable(value=table, tables=", ".join((*there, REPORT)))
    asked = there.values() if table == REPORT else [there[table]]
    return Export(table, _about(seen, language), [describe(seen, language) for describe in asked], query["separator"])


def standing(year: Year, language: Language) -> Table:
    """Each province: how it stands, whether it is counted, and what its figures were built from."""
    titles = _source(year, language)
    columns = [
        *(titles.text(name, width) for name, width in (("province_code", 14), ("province", 26), ("campaign", 14))),
        titles.text("standing_of_province", 30),
        titles.column("counted", Type.YES_NO, 8),
        *(titles.text(name, 26) for name in ("said_at", "asked_at", "silent_since")),
        titles.text("positions", 44),
    ]
    rows = [_standing_of(seen, language) for seen in year.seen]
    return Table("provinces", say(CENTRE, "standing_table", language), columns, rows, labels=2)


def _standing_of(seen: Seen, language: Language) -> tuple[str | bool | None, ...]:
    overview = seen.overview
    return (
        seen.province.code,
        seen.province.name(language),
        seen.campaign["campaign"] if seen.campaign else None,
        say(STATES, seen.state, language),
        seen.is_counted,
        _moment(overview.said_at if overview else None),
        _moment(seen.asked_at),
        _moment(seen.silent_since),
        format_positions(overview.positions) if overview else None,
    )


def _of_provinces(describe: Callable[[Source], Table], name: str = "") -> Callable[[Year, Language], Table]:
    """A table of the consolidated report, with provinces in the place of units. `name` is that of such a table."""

    def described(year: Year, language: Language) -> Table:
        source = _source(year, language)
        table = describe(source)
        if not name:
            return table
        headed = {"unit_code": source.text("province_code", 14), "unit": source.text("province", 30)}
        columns = [headed.get(column.name, column) for column in table.columns]
        return replace(table, name=name, title=say(CENTRE, name, language), columns=columns)

    return described


TABLES: Mapping[str, Callable[[Year, Language], Table]] = {
    "provinces": standing,
    "summary": _of_provinces(of_figures.summary),
    "by-province": _of_provinces(of_figures.by_unit, "by-province"),
    "not-rated-reasons": _of_provinces(of_figures.not_rated_reasons),
    "derived": _of_provinces(of_figures.derived),
    "dossiers-by-province": _of_provinces(of_figures.dossiers, "dossiers-by-province"),
}


def _source(year: Year, language: Language) -> Source:
    """What the descriptions take: the sum in the place of a province, and provinces in that of its units."""
    figures = year.together or {}
    dossiers = {seen.province.code: seen.overview.figures["dossiers"] for seen in year.counted if seen.overview}
    return Source(
        language=language,
        campaign={"province": None},
        figures={
            **figures,
            "by_unit": figures.get("by_province", {}),
            "dossiers": {**figures.get("dossiers", {}), "by_unit": dossiers},
        },
        overrides=None,
        statistics=None,
        comparison=None,
        names={f"org:{seen.province.code}": seen.province.name(language) for seen in year.seen},
        layouts={},
    )


def _about(year: Year, language: Language) -> About:
    left_out = ", ".join(
        f"{seen.province.name(language)} ({say(STATES, seen.state, language)})" for seen in year.left_out
    )
    facts = [
        (say(CENTRE, "counted_of", language), f"{len(year.counted)}/{len(year.seen)}"),
        (say(CENTRE, "left_out", language), left_out or "–"),
        (say(HEADINGS, "asked_at", language), moment(year.at, ZONE)),
    ]
    data = {
        "year": year.year,
        "at": iso(year.at),
        "counted": [seen.province.code for seen in year.counted],
        "left_out": {seen.province.code: seen.state for seen in year.left_out},
        "positions": {seen.province.code: seen.overview.positions for seen in year.counted if seen.overview},
    }
    return About(say(CENTRE, "centre_title", language).format(year=year.year), facts, language, data)


def _moment(at: Instant | None) -> str | None:
    return None if at is None else moment(at, ZONE)
