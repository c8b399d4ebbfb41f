"""The tables of the consolidated report that are made from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.reporting.domain.levels import LEVELS, percent
from services.reporting.domain.shares import shares
from services.reporting.domain.subjects import KINDS, NONE
from services.reporting.exports.source import Source
from services.reporting.exports.tables import Column, Row, Table, Type
from services.reporting.exports.words import phrase, title
from services.reporting.page import words
from services.reporting.page.words import say
from shared.contracts.vocabulary import COLLECTIVE_TYPES, ORGANIZATION_TYPES, SUBJECT_KINDS

Count = Mapping[str, Any]


def summary(of: Source) -> Table:
    """How many subjects of each kind hold which level, with the shares of those rated."""
    columns = [of.text("kind", 22), of.number("total"), of.number("rated"), *_level_columns(of)]
    ratings = of.figures["ratings"]
    rows = [
        (of.say(SUBJECT_KINDS, kind), ratings[kind]["total"], rated(ratings[kind]), *level_cells(ratings[kind]))
        for kind in KINDS
    ]
    notes = [phrase("shares_of_rated", of.language)]
    return Table("summary", title("summary", of.language), [*columns, of.number("not_rated")], rows, notes=notes)


def by_unit(of: Source) -> Table:
    """The same unit by unit and kind by kind, and in the whole, with every reading of the excellent share."""
    columns = [
        of.text("unit_code", 10),
        of.text("unit", 30),
        of.text("kind", 20),
        *(of.number(name) for name in ("total", "rated", *LEVELS, "not_rated")),
        *reading_columns(of),
    ]
    counts = [(unit, of.name(f"org:{unit}"), of.figures["by_unit"][unit]) for unit in of.units()]
    counts.append((None, phrase("whole", of.language), of.figures["ratings"]))
    rows = [
        (code, name, of.say(SUBJECT_KINDS, kind), *counted(kinds[kind]), *readings(kinds[kind]))
        for code, name, kinds in counts
        for kind in KINDS
    ]
    notes = [phrase("readings", of.language)]
    return Table("by-unit", title("by-unit", of.language), columns, rows, notes=notes, labels=3)


def not_rated_reasons(of: Source) -> Table:
    """Why members have no rating."""
    rows = [(of.say(words.NOT_RATED, reason), number) for reason, number in of.figures["members_not_rated"].items()]
    total = (phrase("whole", of.language), of.figures["ratings"]["mem"]["not_rated"])
    columns = [of.text("reason", 44), of.number("number")]
    return Table("not-rated-reasons", title("not-rated-reasons", of.language), columns, rows, total)


def derived(of: Source) -> Table:
    """How many subjects of each kind the rules propose which level for."""
    columns = [of.text("kind", 22), *(of.number(level) for level in LEVELS), of.number("none_derived", 14)]
    rows = [
        (of.say(SUBJECT_KINDS, kind), *(of.figures["derived"][kind][level] for level in (*LEVELS, NONE)))
        for kind in KINDS
    ]
    return Table("derived", title("derived", of.language), columns, rows)


def caps(of: Source) -> Table:
    """Each group of members under the cap: good, allowed, excellent, and by how many it is over."""
    columns = [of.text("code", 14), of.text("group", 40)]
    columns += [of.number(name) for name in ("good", "allowed", "excellent", "over")]
    rows = [
        (group, _group_name(of, group), cap["good"], cap["allowed"], cap["excellent"], over(cap))
        for group, cap in of.figures["caps"].items()
    ]
    return Table("caps", title("caps", of.language), columns, rows, labels=2)


def over_cap(of: Source) -> Table:
    """The groups over their cap, with the documents that allow it."""
    columns = [of.text("cap", 20), of.text("code", 16), of.text("group", 40)]
    columns += [of.number(name) for name in ("good", "allowed", "excellent", "over")]
    rows = [
        (
            of.say(words.CAPS, group["cap"]),
            group["group"],
            _group_name(of, group["group"]),
            *(group[name] for name in ("good", "allowed", "excellent")),
            over(group),
            group["override"],
        )
        for group in of.figures["over_cap"]
    ]
    name = title("over-cap", of.language)
    return Table("over-cap", name, [*columns, of.text("cap_override", 24)], rows, labels=3)


def overrides(of: Source) -> Table:
    """Every document that allowed exceeding a cap, also where it is not needed any more."""
    columns = [of.text("cap", 20), of.text("group", 40), of.text("cap_override", 22), of.text("decision", 22)]
    columns += [
        of.text("decided_by", 30),
        of.number("excellent"),
        of.number("standing"),
        of.column("still_needed", Type.YES_NO),
    ]
    rows = [
        (
            of.say(words.CAPS, use["cap"] or "–"),
            _group_name(of, use["group"]),
            use["override"],
            use["document"],
            of.name(f"org:{use['decided_by']}"),
            use["excellent"],
            use["standing"],
            use["needed"],
        )
        for use in of.overrides or ()
    ]
    return Table("overrides", title("overrides", of.language), columns, rows, labels=3)


def dossiers(of: Source) -> Table:
    """Dossiers owed and forwarded, of the units that owe any (no dossier is counted below a unit), and in the whole."""
    counts = of.figures["dossiers"]
    columns = [of.text("unit_code", 10), of.text("unit", 34)]
    columns += [of.number(name) for name in ("expected", "on_time", "late", "missing")]
    rows = [
        (unit, of.name(f"org:{unit}"), *_dossier_cells(count))
        for unit in of.units()
        for count in [counts["by_unit"].get(unit)]
        if count and count["expected"]
    ]
    total = (None, phrase("whole", of.language), *_dossier_cells(counts))
    name = title("dossiers", of.language)
    return Table("dossiers", name, [*columns, of.percent("on_time_share")], rows, total, labels=2)


def counted(count: Count) -> Iterator[int]:
    """Total, rated, each level, not rated."""
    yield count["total"]
    yield rated(count)
    yield from (count[level] for level in LEVELS)
    yield count["not_rated"]


def rated(count: Count) -> int:
    return sum(count[level] for level in LEVELS)


def reading_columns(of: Source) -> list[Column]:
    """The excellent share in every reading that published results use."""
    return [of.percent(name, 11) for name in ("xs_of_good", "xs_of_good_or_better", "xs_of_rated")]


def readings(count: Count) -> Row:
    excellent, good = count["HTXSNV"], count["HTTNV"]
    return percent(excellent, good), percent(excellent, good + excellent), percent(excellent, rated(count))


def level_cells(count: Count) -> Iterator[int | str | None]:
    """Each level's number and its share of those rated, and the number of those not rated."""
    parts = shares({level: count[level] for level in LEVELS})
    for level in LEVELS:
        yield count[level]
        yield parts[level]
    yield count["not_rated"]


def over(cap: Count) -> int:
    """By how many a group exceeds what it is allowed."""
    return max(0, int(cap["excellent"]) - int(cap["allowed"]))


def _level_columns(of: Source) -> list[Column]:
    return [column for level in LEVELS for column in (of.number(level), of.share(level))]


def _dossier_cells(count: Count) -> Row:
    numbers = [count[name] for name in ("expected", "on_time", "late", "missing")]
    return *numbers, percent(count["on_time"], count["expected"])


def _group_name(of: Source, group: str) -> str:
    """`QN/CB_CO_SO` as "Đảng bộ thành phố Quy Nhơn · Chi bộ cơ sở"."""
    body, _, type_ = group.partition("/")
    kind = f" · {say({**ORGANIZATION_TYPES, **COLLECTIVE_TYPES}, type_, of.language)}" if type_ else ""
    return of.name(f"org:{body}") + kind
