"""The forms that reviews are written in: which ones the rulebook has for a kind of subject, and what a form asks for.

A form's code is its number and its edition: `02-HD KĐ.ĐG 2019`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.reviews.domain.reviews.events import FormCopied
from shared.domain import Aggregate, Event, when
from shared.subjects import Kind

Content = Mapping[str, Any]

PAPERS = {
    Kind.COLLECTIVE: ("collective", "BAO_CAO_KIEM_DIEM"),
    Kind.MEMBER: ("individual", "BAN_KIEM_DIEM"),
    Kind.LEADER: ("individual", "BAN_KIEM_DIEM"),
}
"""Under which heading of the rulebook's dossiers, and as which paper, a review is listed with the form it has."""

NAMES = {Kind.COLLECTIVE: "leading_collective", Kind.MEMBER: "member", Kind.LEADER: "leader"}
"""The rulebook's names of the kinds of subject that review."""


def edition_of(form: str) -> str:
    return form.partition("-")[2]


def forms_for(content: Content, kind: Kind) -> list[str]:
    """The forms in which subjects of `kind` review, in the editions that the rulebook accepts."""
    heading, paper = PAPERS[kind]
    listed = [entry["form"] for entry in content["dossiers"][heading] if entry["doc"] == paper and "form" in entry]
    named = {name for form in listed for name in ([form] if isinstance(form, str) else form)}
    forms = [form["code"] for form in content["forms"] if {form["code"], form.get("number")} & named]
    accepted = content.get("form_editions", {}).get("accepted")
    return forms if accepted is None else [form for form in forms if edition_of(form) in accepted]


def fits(form: str, right: Collection[str], kept: str | None) -> bool:
    """Whether a review may be written in `form`. An open one keeps the edition that it began with, `kept`."""
    if kept is None:
        return form in right
    return edition_of(form) == edition_of(kept) and _number_of(form) in {_number_of(each) for each in (*right, kept)}


def _number_of(form: str) -> str:
    return form.partition("-")[0]


def sheet_of(content: Content, kind: Kind, form: str) -> str | None:
    """What the form asks a subject of `kind` for, as canonical JSON; None for one that the rulebook does not have."""
    titles = {entry["code"]: entry["vi"] for entry in content["forms"]}
    if form not in titles:
        return None
    sheet = {
        "form": form,
        "edition": edition_of(form),
        "title": titles[form],
        "rulebook": content["pack"]["id"],
        "kind": kind.value,
        "sections": [
            {"code": group["code"], "title": group["vi"], "criteria": [_named(each) for each in group["criteria"]]}
            for frame in content["criterion_groups"]
            if NAMES[kind] in frame["applies_to"]
            for group in frame["groups"]
        ],
    }
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True)


def _named(criterion: Content) -> dict[str, str]:
    return {"code": criterion["code"], "title": criterion["vi"]}


class Form(Aggregate):
    """A form of a campaign for one kind of subject: the copy that reviews which begin from now on are written in."""

    kind = "form"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.campaign, self.subjects, self.form = key.split("/", 2)
        self.content_sha256: str | None = None

    @staticmethod
    def key_of(campaign: str, kind: Kind, form: str) -> str:
        return f"{campaign}/{kind}/{form}"

    def copy(self, content_sha256: str) -> Iterator[Event]:
        """Take the form over as the rulebook has it. What was taken over already is not copied again."""
        if content_sha256 != self.content_sha256:
            yield FormCopied(self.campaign, self.subjects, self.form, content_sha256)

    @when(FormCopied)
    def _copied(self, event: FormCopied) -> None:
        self.content_sha256 = event.content_sha256
