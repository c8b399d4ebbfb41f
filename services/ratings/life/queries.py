"""What became of ratings: every decision in turn, open questions, appeals, publications; and lists within the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, exists, select

from services.ratings.readmodel import lives, ratings, register
from shared.register import Reader, among, stands_inside


def life_of(read: Reader, rating: dict[str, Any]) -> dict[str, Any]:
    """What belongs to a rating, a row of `ratings`, and is not in its row."""
    about = (rating["campaign"], rating["subject"])
    published = lives.publications
    of_the_document = (published.c[name] == rating[name] for name in ("campaign", "decided_by", "document"))
    shown = select(published.c.scope, published.c.published_on, published.c.published_by).where(*of_the_document)
    return {
        "decisions": _rows(read, lives.decided, about, lives.decided.c.version),
        "questions": _rows(read, lives.questions, about, lives.questions.c.questioned_at, lives.questions.c.event),
        "confirmations": _rows(read, lives.confirmations, about, lives.confirmations.c.version),
        "appeals": appeals_of(read, *about),
        "published": [dict(row._mapping) for row in read(shown.order_by(published.c.published_on))],
    }


def appeals_of(read: Reader, campaign: str, subject: str) -> list[dict[str, Any]]:
    """The appeals against a subject's rating in turn, with their grounds."""
    appeals, texts = lives.appeals, lives.texts
    query = (
        select(appeals, texts.c.text.label("grounds"))
        .outerjoin(texts, texts.c.sha256 == appeals.c.grounds_sha256)
        .where(appeals.c.campaign == campaign, appeals.c.subject == subject)
        .order_by(appeals.c.version)
    )
    return [_without(row, "campaign", "subject", "version", "grounds_sha256") for row in read(query)]


def questions_about(read: Reader, campaign: str, subjects: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The open questions by subject."""
    questions = lives.questions
    query = select(questions).where(questions.c.campaign == campaign).order_by(questions.c.questioned_at)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in among(read, query, questions.c.subject, set(subjects)):
        found[row.subject].append(_without(row, "campaign", "subject"))
    return found


def is_questioned() -> ColumnElement[bool]:
    """The condition that a row of `ratings` is to be reviewed again."""
    questions = lives.questions
    return exists().where(questions.c.campaign == ratings.c.campaign, questions.c.subject == ratings.c.subject)


def stands() -> ColumnElement[bool]:
    """The condition that a row of `lives.decided` is the decision that stands."""
    same = (ratings.c[name] == lives.decided.c[name] for name in ("campaign", "subject", "document", "decided_by"))
    return exists().where(*same)


def within(table: Table, campaign: str, paths: Iterable[str], *columns: Any) -> Select[Any]:
    """The rows of `table` in one campaign whose subject stands at or below one of `paths`, with more columns."""
    here = stands_inside(register.of(campaign), table.c.subject, *paths)
    return select(table, *columns).where(table.c.campaign == campaign, here)


def _rows(read: Reader, table: Table, about: tuple[str, str], *order: Any) -> list[dict[str, Any]]:
    campaign, subject = about
    query = select(table).where(table.c.campaign == campaign, table.c.subject == subject).order_by(*order)
    return [_without(row, "campaign", "subject") for row in read(query)]


def _without(row: Row[Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in names}
