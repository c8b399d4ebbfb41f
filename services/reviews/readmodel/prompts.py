"""Prompts and their points: whether a submitted review answers them, and what is said of the answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Select, Table, Text, or_, select

from services.reviews.domain.prompts.prompt import Judgement
from services.reviews.readmodel.store import metadata, texts
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.register import Reader, among

prompts = Table(
    "prompts",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("issued_by", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("issued_on", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
points = Table(
    "prompt_points",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("point", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("content_sha256", Text),
    Column("answered_at", Text),
    Column("judgement", Text),
    Column("judged_by", Text),
    Column("judged_at", Text),
    Column("remarks_sha256", Text),
    Index("prompt_points_by_subject", "campaign", "subject"),
)
"""What is asked, the last answer, and the last word about that."""


@when("reviews", "PromptIssued")
def list_the_prompt(event: Envelope, unit: Unit) -> None:
    data = event.data
    asked = data.pop("points")
    unit.tables.put(prompts, answered=False, version=event.version, **data)
    for point in asked:
        unit.tables.put(points, campaign=data["campaign"], code=data["code"], subject=data["subject"], **point)


@when("reviews", "PromptAnswered")
def keep_the_answer(event: Envelope, unit: Unit) -> None:
    """A new answer has not been judged yet."""
    answer = {name: event.data[name] for name in ("content_sha256", "answered_at")}
    undone = dict.fromkeys(("judgement", "judged_by", "judged_at", "remarks_sha256"))
    _change_point(event, unit, **answer, **undone)


@when("reviews", "AnswerJudged")
def keep_the_judgement(event: Envelope, unit: Unit) -> None:
    names = ("judgement", "judged_by", "judged_at", "remarks_sha256")
    _change_point(event, unit, **{name: event.data[name] for name in names})


@when("reviews", "ReviewSubmitted")
@when("reviews", "ReviewSupplemented")
def mark_the_answered_prompts(event: Envelope, unit: Unit) -> None:
    for code in event.data["answered_prompts"]:
        unit.tables.change(prompts, {"campaign": event.data["campaign"], "code": code}, answered=True)


def _change_point(event: Envelope, unit: Unit, **values: Any) -> None:
    prompt = {"campaign": event.data["campaign"], "code": event.data["prompt"]}
    unit.tables.change(points, {**prompt, "point": event.data["point"]}, **values)
    unit.tables.change(prompts, prompt, version=event.version)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point that waits for an answer; `insufficient` when there is one that will not do."""

    prompt: str
    point: int
    insufficient: bool


def open_points(
    read: Reader, campaign: str, subjects: Iterable[str], *, unanswered: bool = False
) -> dict[str, list[OpenPoint]]:
    """The points, by subject, whose answer will not do; with `unanswered` also those that have none yet."""
    it = points.c
    waits = it.judgement == Judgement.INSUFFICIENT.value
    query = (
        select(it.subject, it.code, it.point, it.judgement)
        .where(it.campaign == campaign, or_(waits, it.answered_at.is_(None)) if unanswered else waits)
        .order_by(it.code, it.point)
    )
    found: dict[str, list[OpenPoint]] = defaultdict(list)
    for row in among(read, query, it.subject, set(subjects)):
        found[row.subject].append(OpenPoint(row.code, row.point, row.judgement is not None))
    return found


def prompts_of(read: Reader, campaign: str, subjects: Iterable[str]) -> dict[str, set[str]]:
    """The codes of the prompts that each of `subjects` received in the campaign."""
    query = select(prompts.c.subject, prompts.c.code).where(prompts.c.campaign == campaign)
    found: dict[str, set[str]] = defaultdict(set)
    for row in among(read, query, prompts.c.subject, set(subjects)):
        found[row.subject].add(row.code)
    return found


def points_of(read: Reader, campaign: str, codes: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The points of prompts, by the prompt's code, with what was asked, answered and said of the answer."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in among(read, _with_texts().where(points.c.campaign == campaign), points.c.code, set(codes)):
        shown = dict(row._mapping)
        found[shown.pop("code")].append(shown)
    return found


def _with_texts() -> Select[Any]:
    it = points.c
    asked, answer, remarks = (texts.alias(name) for name in ("asked", "answer", "remarks"))
    shown = (it.code, it.point, it.answered_at, it.judgement, it.judged_by, it.judged_at)
    said = (asked.c.text.label("text"), answer.c.text.label("answer"), remarks.c.text.label("remarks"))
    return (
        select(*shown, *said)
        .outerjoin(asked, asked.c.sha256 == it.text_sha256)
        .outerjoin(answer, answer.c.sha256 == it.content_sha256)
        .outerjoin(remarks, remarks.c.sha256 == it.remarks_sha256)
        .order_by(it.code, it.point)
    )
