"""The tables of the consolidated report that name single subjects or units, and the comparison of equal posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.units import in_reading_order
from services.reporting.exports.source import Source
from services.reporting.exports.tables import Row, Table
from services.reporting.exports.words import PHRASES, phrase, title
from services.reporting.page import words


def refused_documents(of: Source) -> Table:
    """Each refused document with every reason and the subject that it concerns."""
    columns = [of.text("decision", 24), of.text("decided_by", 34), of.text("reason", 44)]
    columns += [of.text("code", 16), of.text("subject", 40)]
    rows = [
        (
            key.partition(" ")[2],
            of.name(f"org:{key.partition(' ')[0]}"),
            of.say(words.REASONS, fault["reason"]),
            fault["subject"],
            of.name_or_none(fault["subject"]),
        )
        for key, faults in of.figures["refused_documents"].items()
        for fault in faults
    ]
    return Table("refused-documents", title("refused-documents", of.language), columns, rows, labels=2)


def refused_dossiers(of: Source) -> Table:
    """Each refused forwarding with its reason and the documents that are missing."""
    columns = [of.number("row", 8), of.text("code", 16), of.text("subject", 40)]
    columns += [of.text("reason", 36), of.text("missing_documents", 44)]
    rows = [
        (
            refusal["row"],
            refusal["subject"],
            of.name_or_none(refusal["subject"]),
            of.say(words.REASONS, refusal["reason"]),
            "; ".join(of.say(words.DOSSIER_DOCUMENTS, document) for document in refusal["missing"]) or None,
        )
        for refusal in of.figures["refused_dossiers"]
    ]
    return Table("refused-dossiers", title("refused-dossiers", of.language), columns, rows)


def heads_above(of: Source) -> Table:
    """Heads whose level is better than their collective's: not forbidden, but to be looked at."""
    rows = [(code, of.name_or_none(code)) for code in of.figures["head_above_collective"]]
    columns = [of.text("code", 16), of.text("post", 60)]
    return Table("heads-above", title("heads-above", of.language), columns, rows)


def comparison(of: Source) -> Table:
    """Leaders of one post group, unit by unit, with the units that are far from their peers."""
    found = of.comparison
    assert found is not None  # the catalog offers it only where there is one
    columns = [of.text("post_group", 24), of.text("unit_code", 10), of.text("unit", 30)]
    columns += [of.number("total"), of.number("rated")]
    columns += [column for level in LEVELS for column in (of.number(level), of.share(level))]
    columns += [of.percent("others_share"), of.text("probability", 10), of.text("far", 12)]
    rows = [row for group in found["post_groups"] for row in _compared(of, group)]
    tests = sum(group["tests"] for group in found["post_groups"])
    notes = [
        phrase("shares_of_rated", of.language),
        phrase("fisher", of.language, threshold=found["statistic"]["threshold"], tests=tests),
    ]
    return Table("comparison", title("comparison", of.language), columns, rows, notes=notes, labels=3)


def _compared(of: Source, group: Mapping[str, Any]) -> Iterator[Row]:
    yield (group["post_group"], None, of.say(words.TEXTS, "whole"), *_distribution(group), None, None, None)
    units = {unit["unit"]: unit for unit in group.get("units", ())}
    for unit in map(units.__getitem__, in_reading_order(units, of.names, of.campaign["province"])):
        far = unit["far"] and of.say(PHRASES, unit["far"])
        name = of.name(f"org:{unit['unit']}")
        apart = (unit["others_share"], unit["probability"], far)
        yield (group["post_group"], unit["unit"], name, *_distribution(unit), *apart)


def _distribution(count: Mapping[str, Any]) -> Iterator[int | str | None]:
    yield count["posts"]
    yield count["rated"]
    for level in LEVELS:
        yield count["levels"][level]
        yield count["shares"][level]
