"""The statistical tables as annexes of the official report, each with what the rulebook says of its layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.reviews import COLLECTIVES, MEMBERS
from services.reporting.domain.statistics import GRASSROOTS_TOTAL
from services.reporting.exports.of_figures import counted, reading_columns, readings
from services.reporting.exports.source import Source
from services.reporting.exports.tables import Column, Row, Table, Type
from services.reporting.exports.words import CERTAINTY, ROWS_6F, phrase, title
from services.reporting.page.words import NOT_RATED
from shared.contracts.vocabulary import GRASSROOTS_TYPES, MANAGEMENT_LEVELS, ORGANIZATION_TYPES, SUBJECT_KINDS

_NUMBERS = ("total", "rated", *LEVELS, "not_rated")


def organizations_by_type(of: Source) -> Table:
    """RATE-ORG. The grassroots organizations of both types have a row of their own: that is what is published."""
    counts = _of(of)["organizations_by_type"]
    order = [*ORGANIZATION_TYPES]
    place = max(order.index(type_) for type_ in GRASSROOTS_TYPES) + 1
    order.insert(place, GRASSROOTS_TOTAL)
    columns = [of.text("type", 36), *(of.number(name) for name in _NUMBERS), *reading_columns(of)]
    rows = [
        (_type_name(of, type_), *counted(counts[type_]), *readings(counts[type_])) for type_ in order if type_ in counts
    ]
    return _annex(of, "organizations-by-type", "RATE-ORG", columns, rows)


def members_by_unit(of: Source) -> Table:
    """RATE-MEM: must review, reviewed, levels, both readings of the excellent share, and the reasons of the others."""
    counts = _of(of)["members_by_unit"]
    reasons = list(of.figures["members_not_rated"])
    columns = [
        of.text("unit_code", 10),
        of.text("unit", 30),
        *(of.number(name) for name in ("total", "must_review", "reviewed", "rated", *LEVELS)),
        of.number("not_rated"),
        *(Column(reason, of.say(NOT_RATED, reason), Type.NUMBER, 12) for reason in reasons),
        *reading_columns(of),
    ]
    rows = [(unit, of.name(f"org:{unit}"), *_members(counts[unit], reasons)) for unit in of.units() if unit in counts]
    total = (None, phrase("whole", of.language), *_members(_sum(of, reasons), reasons))
    return _annex(of, "members-by-unit", "RATE-MEM", columns, rows, total, labels=2)


def managed(of: Source) -> Table:
    """RATE-COL-LDR: leading collectives and leaders by who manages them."""
    counts = _of(of)["managed"]
    columns = [of.text("kind", 22), of.text("management_level", 40), *(of.number(name) for name in _NUMBERS)]
    rows = [
        (of.say(SUBJECT_KINDS, kind), of.say(MANAGEMENT_LEVELS, level), *counted(counts[kind][level]))
        for kind in ("col", "ldr")
        for level in MANAGEMENT_LEVELS
        if level in counts[kind]
    ]
    return _annex(of, "managed", "RATE-COL-LDR", columns, rows, labels=2)


def reviews(of: Source) -> Table:
    """Table 6F: who must review, has reviewed and has not; who was prompted, by who manages them."""
    columns = [of.text("row_label", 52), of.number("collectives", 12), of.number("members", 12)]
    return _annex(of, "reviews", "6F-BTCTW", columns, list(_rows_6f(of)))


def _rows_6f(of: Source) -> Iterator[Row]:
    tables = _of(of)
    for row in ("must_review", "reviewed", "not_reviewed", "new_not_reviewed", "freed"):
        yield _row_6f(of, row, tables["reviews"][row])
    levels = {level: tables["prompted"].get(level, _nobody()) for level in MANAGEMENT_LEVELS}
    whole = {column: sum(count[column] for count in levels.values()) for column in _nobody()}
    yield _row_6f(of, "prompted", whole)
    for level, count in levels.items():
        if level != "TW" or any(count.values()):
            yield _row_6f(of, level, count)


def _row_6f(of: Source, row: str, count: Mapping[str, int]) -> Row:
    return of.say(ROWS_6F, row), count[COLLECTIVES], count[MEMBERS]


def _nobody() -> dict[str, int]:
    return {COLLECTIVES: 0, MEMBERS: 0}


def _members(count: Mapping[str, Any], reasons: list[str]) -> Row:
    return (
        *(count[name] for name in ("total", "must_review", "reviewed", "rated", *LEVELS, "not_rated")),
        *(count["reasons"][reason] for reason in reasons),
        *readings(count),
    )


def _sum(of: Source, reasons: list[str]) -> dict[str, Any]:
    counts = _of(of)["members_by_unit"].values()
    names = ("total", "must_review", "reviewed", "rated", *LEVELS, "not_rated")
    whole: dict[str, Any] = {name: sum(count[name] for count in counts) for name in names}
    whole["reasons"] = {reason: sum(count["reasons"][reason] for count in counts) for reason in reasons}
    return whole


def _annex(
    of: Source,
    name: str,
    code: str,
    columns: list[Column],
    rows: list[Row],
    total: Row | None = None,
    labels: int = 1,
) -> Table:
    notes = [*_certainty(of, code), *([phrase("readings", of.language)] if name not in ("reviews", "managed") else [])]
    return Table(name, title(name, of.language), columns, rows, total, notes, labels)


def _certainty(of: Source, code: str) -> Iterator[str]:
    """What the campaign's rulebook says of the layout; nothing is presented as surer than it is."""
    layout = of.layouts.get(code)
    if layout is None:
        yield phrase("certainty_unknown", of.language, code=code)
        return
    certainty = of.say(CERTAINTY, layout.get("conf", "low"))
    yield phrase("certainty", of.language, code=code, certainty=certainty)
    if note := layout.get("note"):
        yield phrase("edition", of.language, note=note)


def _type_name(of: Source, type_: str) -> str:
    return phrase(type_, of.language) if type_ == GRASSROOTS_TOTAL else of.say(ORGANIZATION_TYPES, type_)


def _of(of: Source) -> Mapping[str, Any]:
    """The statistics. The catalog offers these tables only where there are any."""
    assert of.statistics is not None
    return of.statistics
