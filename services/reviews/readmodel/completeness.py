"""How much of what is owed has come, by unit and grassroots organization: counted as it comes, never counted anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Label, Row, Table, Text, and_, bindparam, func, select

from services.reviews.domain.expectations.owed import Expected, Owed
from services.reviews.readmodel.expected import expected
from services.reviews.readmodel.store import metadata
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.reader import matching
from shared.register import Reader

NOWHERE = ""
"""The grassroots organization of what stands above all of them: a key is never null."""

received = Table(
    "received",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("owed", Text, primary_key=True),
    Column("on_time", Boolean),
)
"""What has come, whether it was expected or not. Only dossiers have a time; the first forwarding decides."""

completeness = Table(
    "completeness",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("owed", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("grassroots", Text, primary_key=True),
    Column("expected", Integer, nullable=False, server_default="0"),
    Column("received", Integer, nullable=False, server_default="0"),
    Column("on_time", Integer, nullable=False, server_default="0"),
)


_OF_SUBJECT = and_(received.c.campaign == bindparam("campaign"), received.c.subject == bindparam("subject"))
_HAS_COME = select(received.c.owed).where(_OF_SUBJECT, received.c.owed == bindparam("owed"))
_WHERE_EXPECTED = {
    owed: select(expected.c.unit, expected.c.grassroots).where(
        expected.c.campaign == bindparam("campaign"),
        expected.c.subject == bindparam("subject"),
        expected.c[owed.value].is_(True),
    )
    for owed in Owed
}


@when("reviews", "ReviewSubmitted")
def count_the_review(event: Envelope, unit: Unit) -> None:
    receive(event, unit, Owed.REVIEW)


@when("reviews", "DossierForwarded")
def count_the_dossier(event: Envelope, unit: Unit) -> None:
    receive(event, unit, Owed.DOSSIER, on_time=event.data["on_time"])


def receive(event: Envelope, unit: Unit, owed: Owed, on_time: bool | None = None) -> None:
    """Count what has come, the first time that it comes; where it is not expected, only remember it."""
    about = {"campaign": event.data["campaign"], "subject": event.data["subject"]}
    begins_its_stream = event.version == 1  # so nothing like it has come before: a look-up less for each of many
    if not begins_its_stream and unit.tables.one(_HAS_COME, **about, owed=owed.value):
        return
    unit.tables.put(received, **about, owed=owed.value, on_time=on_time)
    if place := unit.tables.one(_WHERE_EXPECTED[owed], **about):
        _add(unit, _key(about["campaign"], owed, place), received=1, on_time=int(bool(on_time)))


def count_the_frozen_set(unit: Unit, campaign: str) -> None:
    """Begin with every place where something is owed, and what has come of that already."""
    columns = expected.c
    for owed in Owed:
        mark = and_(
            received.c.campaign == columns.campaign,
            received.c.subject == columns.subject,
            received.c.owed == owed.value,
        )
        counts = (func.count(), func.count(received.c.subject), func.count().filter(received.c.on_time.is_(True)))
        query = (
            select(columns.unit, columns.grassroots, *map(Label, ("expected", "received", "on_time"), counts))
            .outerjoin_from(expected, received, mark)
            .where(columns.campaign == campaign, columns[owed.value].is_(True))
            .group_by(columns.unit, columns.grassroots)
        )
        for row in unit.tables.rows(query):
            figures = {name: row._mapping[name] for name in ("expected", "received", "on_time")}
            unit.tables.put(completeness, **_key(campaign, owed, row), **figures)


def count_in(unit: Unit, campaign: str, one: Expected) -> None:
    """Expect what the subject owes where it stands, and count what has come of it already."""
    _count(unit, campaign, one, 1)


def count_out(unit: Unit, campaign: str, one: Expected) -> None:
    """Take back what `count_in` did."""
    _count(unit, campaign, one, -1)


def sums(read: Reader, campaign: str, owed: Owed, *places: Column[Any]) -> Iterable[Row[Any]]:
    """What is expected, received and on time at each of the `places`, columns of the table."""
    columns = completeness.c
    figures = (func.sum(columns[name]).label(name) for name in ("expected", "received", "on_time"))
    query = select(*places, *figures).where(columns.campaign == campaign, columns.owed == owed.value)
    return read(query.group_by(*places))


def _count(unit: Unit, campaign: str, one: Expected, sign: int) -> None:
    marks = unit.tables.rows(matching(received, "campaign", "subject"), campaign=campaign, subject=one.subject)
    come = {row.owed: row for row in marks}
    for owed in sorted(one.owes):
        mark = come.get(owed.value)
        key = _key(campaign, owed, one)
        unit.tables.put(completeness, **key)
        _add(unit, key, expected=sign, received=sign * (mark is not None), on_time=sign * bool(mark and mark.on_time))


def _add(unit: Unit, key: dict[str, str], **amounts: int) -> None:
    unit.tables.add(completeness, key, **amounts)


def _key(campaign: str, owed: Owed, place: Any) -> dict[str, str]:
    return {
        "campaign": campaign,
        "owed": owed.value,
        "unit": place.unit or NOWHERE,
        "grassroots": place.grassroots or NOWHERE,
    }
