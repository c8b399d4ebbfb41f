"""What comes back beside what was asked for: warnings, versions, and where what was written is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.reviews.addresses import review_at
from services.reviews.commands.answers import Given
from services.reviews.commands.reviews import Outcome
from services.reviews.readmodel.campaigns import cited_in
from shared.domain import Refusal
from shared.web import Answer, Call, told_of


def told(call: Call, warnings: Sequence[Refusal]) -> dict[str, Any] | None:
    """What there is to say about a command that was carried out all the same, as a body; None if there is nothing."""
    if not warnings:
        return None
    cited_in(call.read, call.path_values["campaign"], warnings)
    return {"warnings": [told_of(warning, call.language) for warning in warnings]}


def outcome_of(call: Call, campaign: str, subject: str, outcome: Outcome, warnings: Sequence[Refusal] = ()) -> Answer:
    """The answer to a command that took effect on a review."""
    body = told(call, [*outcome.warnings, *warnings])
    return Answer(body, version=outcome.version, location=review_at(campaign, subject))


def kept_aside(campaign: str, subject: str, outcome: Outcome) -> Answer:
    """The answer to a command that came too late: why, and where both versions are. What it recorded stays."""
    links = {
        "review": review_at(campaign, subject),
        "kept": review_at(campaign, subject, "versions", outcome.kept),
        "versions": review_at(campaign, subject, "versions"),
    }
    headers = {"Location": links["review"], "ETag": f'"{outcome.version}"'}
    return Answer(problem=outcome.obstacle, links=links, headers=headers)


def given(answers: Iterable[Mapping[str, Any]]) -> tuple[Given, ...]:
    return tuple(Given(each["prompt"], each["point"], each["text"]) for each in answers)
