"""A review as it is shown: with its texts, and with what leads on from it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from services.reviews.addresses import form_at, prompt_at, review_at
from services.reviews.readmodel.attachments import attachments_of
from services.reviews.readmodel.prompts import points_of, prompts
from services.reviews.readmodel.remedies import remedies_before
from services.reviews.readmodel.reviews import copied_form
from services.reviews.readmodel.versions import Version, answers_of, in_effect, texts_by, versions_of
from shared.register import Reader

ADDED = ("supplement", "completion")


def shown_review(read: Reader, row: Row[Any]) -> dict[str, Any]:
    """The review in a row of `reviews` with all that belongs to it, and the remedies of the campaign before."""
    campaign, subject = row.campaign, row.subject
    versions = versions_of(read, campaign, subject)
    standing = [each for each in versions if each.version in in_effect(versions)]
    written = _Texts(read, [*standing, *versions])
    facts = {name: value for name, value in row._mapping.items() if name not in ("version", "begun")}
    form = copied_form(read, row)
    return {
        **facts,
        "summary": written.text(row.content_sha256),
        "remarks": written.text(row.remarks_sha256),
        "answers": [] if row.status != "draft" else written.answers(standing[-1]),
        "added": [written.shown(each) for each in standing if each.kind in ADDED],
        "prompts": shown_prompts(read, campaign, subject),
        "attachments": [shown_attachment(each, campaign, subject) for each in read(attachments_of(campaign, subject))],
        "remedies_before": remedies_before(read, campaign, subject),
        "form_sha256": form,
        "links": _links(campaign, subject, form),
    }


def shown_versions(read: Reader, campaign: str, subject: str) -> dict[str, Any]:
    """Everything that was ever written in the review; every answer to a prompt, and what was said of it."""
    versions, answers = versions_of(read, campaign, subject), answers_of(read, campaign, subject)
    standing, written = in_effect(versions), _Texts(read, [*versions, *answers])
    shown = [{**written.shown(each), "in_effect": each.version in standing} for each in versions]
    for each in shown:
        each["links"] = {"version": review_at(campaign, subject, "versions", each["version"])}
    return {"items": shown, "answers": [written.shown(each) for each in answers]}


class _Texts:
    """The texts of versions, fetched at once."""

    def __init__(self, read: Reader, versions: list[Version]) -> None:
        answers = [answer["content_sha256"] for each in versions for answer in each.data.get("answers", ())]
        self._texts = texts_by(read, [*(each.fingerprint for each in versions), *answers])

    def text(self, fingerprint: str | None) -> str | None:
        return self._texts.get(fingerprint)

    def answers(self, version: Version) -> list[dict[str, Any]]:
        return [
            {"prompt": each["prompt"], "point": each["point"], "text": self.text(each["content_sha256"])}
            for each in version.data.get("answers", ())
        ]

    def shown(self, version: Version) -> dict[str, Any]:
        names = ("form", "held_on", "based_on", "reason", "returned_by", "individuals", "prompt", "point", "judgement")
        return {
            "version": version.version,
            "kind": version.kind,
            "author": version.author,
            "at": version.at,
            **{name: version.data[name] for name in names if name in version.data},
            "text": self.text(version.fingerprint),
            "answers": self.answers(version),
        }


def shown_prompts(read: Reader, campaign: str, subject: str) -> list[dict[str, Any]]:
    """The prompts to a subject with their points."""
    it = prompts.c
    found = read(select(prompts).where(it.campaign == campaign, it.subject == subject).order_by(it.code))
    points = points_of(read, campaign, [row.code for row in found])
    return [shown_prompt(row, points[row.code]) for row in found]


def shown_prompt(row: Row[Any], points: list[dict[str, Any]]) -> dict[str, Any]:
    """A prompt as lists and reviews show it."""
    links = {"prompt": prompt_at(row.campaign, row.code)}
    return {**row._mapping, "points": points, "links": links}


def shown_attachment(row: Row[Any], campaign: str, subject: str) -> dict[str, Any]:
    """An attachment as lists and reviews show it."""
    return {**row._mapping, "links": {"file": review_at(campaign, subject, "attachments", row.attachment_sha256)}}


def _links(campaign: str, subject: str, form: str | None) -> dict[str, str]:
    links = {name: review_at(campaign, subject, name) for name in ("versions", "comments", "attachments")}
    return links if form is None else {**links, "form": form_at(campaign, form)}
