"""What else figures count, one by one: points of prompts, remedies, refused forwardings of dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, tuple_

from services.reporting.evidence import events
from services.reporting.evidence.counted import Shown, Told, item
from services.reporting.evidence.descriptions import Points, Refusals, Remedies
from services.reporting.following import points, remedies
from services.reporting.readmodel import following, roster
from services.reporting.roster.look import Look
from services.reporting.roster.refusals import how_many_refusals, refusals_after
from services.reporting.roster.telling import entries_among, tell
from shared.web import Page
from shared.web.refusals import InvalidCursor

_points = following.points.c


@dataclass(frozen=True, slots=True)
class CountedPoints:
    look: Look
    figure: Points

    def total(self) -> int:
        [row] = self.look.read(self._points(func.count()))
        return int(row[0])

    def events(self) -> int:
        """What was asked; of an answered point also the answer, and of a judged one the last word."""
        return self.total() * {"waiting": 2, "accepted": 3, "insufficient": 3}.get(self.figure.state or "", 1)

    def show(self, page: Page, told: Told) -> Shown:
        order = (_points.code, _points.point)
        query = self._points(*order, roster.entries).order_by(*order)
        match page.after:
            case None:
                pass
            case (str(), int()):
                query = query.where(tuple_(*order) > page.after)
            case _:
                raise InvalidCursor()
        look, campaign = self.look, self.look.campaign.campaign
        rows = look.read(query.limit(page.fetch))
        types = ("PromptIssued", "PromptAnswered", "AnswerJudged")
        happened = events.about(look.read, campaign, {row.subject for row in rows}, types)
        subjects = tell(look.read, campaign, rows[: page.limit], people=look.people)
        shown = {
            (row.code, row.point): item(
                f"point:{row.code}/{row.point}", self._of(happened[row.subject], row), told, subject=subject
            )
            for row, subject in zip(rows, subjects, strict=False)
        }
        return page.show(rows, key=lambda row: row[:2], form=lambda row: shown[row.code, row.point])

    def _points(self, *columns: Any) -> Select[Any]:
        figure = self.figure
        return points.points_in(self.look, *columns).where(
            *points.chosen(figure.state, figure.issued_by, figure.prompt)
        )

    def _of(self, happened: Sequence[Any], row: Any) -> list[Any]:
        """What was asked, and the last that was said of the point as far as its state tells of it."""
        asked = [event for event in happened if event.type == "PromptIssued" and event.facts["code"] == row.code]
        wanted = {"waiting": ("PromptAnswered",)}.get(self.figure.state or "", ())
        if self.figure.state in ("accepted", "insufficient"):
            wanted = ("PromptAnswered", "AnswerJudged")
        place = (row.code, row.point)
        said = [event for event in happened if (event.facts.get("prompt"), event.facts.get("point")) == place]
        return asked + [event for type_ in wanted for event in [each for each in said if each.type == type_][-1:]]


@dataclass(frozen=True, slots=True)
class CountedRemedies:
    look: Look
    figure: Remedies
    today: str

    def total(self) -> int:
        return remedies.how_many(self.look, self.figure.state, self.today, before=self.figure.before)

    def events(self) -> int:
        """Its assignment, and what was reported last if that decides."""
        return self.total() * (2 if self.figure.state in ("done", "not_done") else 1)

    def show(self, page: Page, told: Told) -> Shown:
        look = self.look
        asked = {"unit": None, "state": self.figure.state, "before": self.figure.before}
        listed = remedies.list_remedies(look, asked, self.today, page)
        subjects = {one["subject"]["subject"] for one in listed["items"]}
        campaigns = {one["campaign"] for one in listed["items"]}
        happened = {
            campaign: events.about(look.read, campaign, subjects, ("RemedyAssigned", "RemedyReported"))
            for campaign in campaigns
        }
        shown = [self._item(one, happened[one["campaign"]][one["subject"]["subject"]], told) for one in listed["items"]]
        return {"items": shown, "next": listed["next"]}

    def _item(self, remedy: dict[str, Any], happened: Sequence[Any], told: Told) -> Shown:
        mine = [event for event in happened if event.facts["code"] == remedy["code"]]
        assigned = [event for event in mine if event.type == "RemedyAssigned"]
        reported = [event for event in mine if event.type == "RemedyReported"][-1:]
        decided = [*assigned, *(reported if self.figure.state in ("done", "not_done") else [])]
        facts = {name: remedy[name] for name in ("responsible", "due_on", "outcome", "overdue")}
        return item(f"remedy:{remedy['code']}", decided, told, subject=remedy["subject"], facts=facts)


@dataclass(frozen=True, slots=True)
class CountedRefusals:
    look: Look
    figure: Refusals

    def total(self) -> int:
        return how_many_refusals(self.look)

    def events(self) -> int:
        return self.total()

    def show(self, page: Page, told: Told) -> Shown:
        """Each with its faults; without a subject where there is no such subject in the campaign."""
        look, campaign = self.look, self.look.campaign.campaign
        rows = refusals_after(look, page)
        codes = {row.subject for row in rows}
        happened = events.about(look.read, campaign, codes, ("DossierRefused",))
        known = tell(look.read, campaign, entries_among(look.read, campaign, codes), people=look.people)
        subjects = {subject["subject"]: subject for subject in known}
        return page.show(
            rows,
            key=lambda row: (row.number,),
            form=lambda row: item(
                f"forwarding:{row.number}",
                [event for event in happened[row.subject] if event.number == row.number],
                told,
                subject=subjects.get(row.subject),
                facts={"subject": row.subject, "row": row.row, "faults": row.faults},
            ),
        )
