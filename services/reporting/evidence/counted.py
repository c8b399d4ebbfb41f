"""What a figure counts, one by one: subjects, prompts, decision documents, groups of caps; each with its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row, Select, select, tuple_

from services.reporting.evidence import events
from services.reporting.evidence.descriptions import Documents, Groups, Prompts, Subjects
from services.reporting.readmodel import decisions, register
from services.reporting.roster.groups import ONLY, key_of
from services.reporting.roster.lists import Asked, chosen, how_many, page_of, within
from services.reporting.roster.lists import key_of as key_in_list
from services.reporting.roster.look import Look
from services.reporting.roster.refusals import refused_documents
from services.reporting.roster.telling import names_in, tell
from shared.web import Page
from shared.web.refusals import InvalidCursor

Told = Callable[[Row[Any]], dict[str, Any]]
"""Tells an event."""
Shown = dict[str, Any]


class Counted(Protocol):
    """`total` is how many it counts, `events` how many events decided that; `show` gives a page of them."""

    def total(self) -> int: ...
    def events(self) -> int: ...
    def show(self, page: Page, told: Told) -> Shown: ...


def item(about: str, happened: Sequence[Any], told: Told, **more: Any) -> Shown:
    """One thing that is counted, in the form that all kinds of it have."""
    usual: Shown = {"about": about, "subject": None, "facts": {}, "figures": []}
    return {**usual, **more, "events": [told(event) for event in happened]}


@dataclass(frozen=True, slots=True)
class CountedSubjects:
    look: Look
    figure: Subjects

    def total(self) -> int:
        look = self.look
        return sum(how_many(look.read, look.campaign.campaign, look.scope, asked) for asked in self._lists())

    def events(self) -> int:
        look, campaign = self.look, self.look.campaign.campaign
        here = within(look.read, campaign, look.scope)
        conditions = ([*here, *chosen(campaign, asked)] for asked in self._lists())
        return sum(events.how_many(look.read, campaign, each, self.figure.because) for each in conditions)

    def show(self, page: Page, told: Told) -> Shown:
        """List after list: a cursor says in which one it is, and then its place there. Raises InvalidCursor."""
        rows = list(self._rows(page))
        shown = [row for _, row in rows[: page.limit]]
        look, campaign = self.look, self.look.campaign.campaign
        happened = events.deciding(look.read, campaign, shown, self.figure.because)
        subjects = {one["subject"]: one for one in tell(look.read, campaign, shown, people=look.people)}
        return page.show(
            rows,
            key=lambda placed: (placed[0], *key_in_list(self._lists()[placed[0]])(placed[1])),
            form=lambda placed: item(code := placed[1].subject, happened[code], told, subject=subjects[code]),
        )

    def _rows(self, page: Page) -> Iterator[tuple[int, Row[Any]]]:
        look, lists = self.look, self._lists()
        start, after = _place(page.after, len(lists))
        wanted = page.fetch
        for place in range(start, len(lists)):
            part = Page(wanted - 1, after if place == start else None)
            rows = page_of(look.read, look.campaign.campaign, look.scope, lists[place], part)
            yield from ((place, row) for row in rows)
            wanted -= len(rows)
            if not wanted:
                return

    def _lists(self) -> list[Asked]:
        return [Asked(**asked, people=self.look.people) for asked in self.figure.lists]


def _place(after: tuple[Any, ...] | None, lists: int) -> tuple[int, tuple[Any, ...] | None]:
    """Which list a cursor has come to, and where in it. Raises InvalidCursor."""
    match after:
        case None:
            return 0, None
        case (int(place), *rest) if 0 <= place < lists:
            return place, tuple(rest)
    raise InvalidCursor()


@dataclass(frozen=True, slots=True)
class CountedPrompts:
    look: Look
    figure: Prompts

    def total(self) -> int:
        """Of all issuers as the pages have it: with what went to somebody who is no subject any more."""
        if self.figure.issued_by is not None:
            return self.look.how_many_prompts(self._asked())
        count: int = self.look.overview()["prompts"][self.figure.state or "issued"]
        return count

    def events(self) -> int:
        """What was issued, and what answered it."""
        return self.total() * (2 if self.figure.state == "answered" else 1)

    def show(self, page: Page, told: Told) -> Shown:
        look = self.look
        listed = look.prompts(self._asked(), page)
        subjects = {prompt["subject"]["subject"] for prompt in listed["items"]}
        types = ("PromptIssued", "ReviewSubmitted", "ReviewSupplemented")
        happened = events.about(look.read, look.campaign.campaign, subjects, types)
        shown = [self._item(prompt, happened[prompt["subject"]["subject"]], told) for prompt in listed["items"]]
        return {"items": shown, "next": listed["next"]}

    def _asked(self) -> Shown:
        return {"unit": None, "state": self.figure.state, "issued_by": self.figure.issued_by}

    def _item(self, prompt: Mapping[str, Any], happened: Sequence[Any], told: Told) -> Shown:
        code = prompt["code"]
        issued = [event for event in happened if event.type == "PromptIssued" and event.facts["code"] == code]
        answers = [event for event in happened if code in event.facts.get("answered_prompts", ())]
        answered = answers[-1:] if self.figure.state == "answered" else []
        facts = {"answered": prompt["answered"]}
        return item(f"prompt:{code}", [*issued, *answered], told, subject=prompt["subject"], facts=facts)


@dataclass(frozen=True, slots=True)
class CountedDocuments:
    look: Look
    figure: Documents

    def total(self) -> int:
        count: int = self.look.overview()["accepted_documents" if self.figure.accepted else "refused_documents"]
        return count

    def events(self) -> int:
        return self.total()

    def show(self, page: Page, told: Told) -> Shown:
        look = self.look
        listed = self._accepted(page) if self.figure.accepted else refused_documents(look, page)
        topics = {_topic(document) for document in listed["items"]}
        types = ("DecisionIssued" if self.figure.accepted else "DecisionRefused",)
        happened = events.about(look.read, look.campaign.campaign, topics, types)
        bodies = {f"org:{document['decided_by']}" for document in listed["items"]}
        called = names_in(look.read, look.campaign.campaign, bodies)
        shown = [
            item(topic, happened[topic][-1:], told, facts=_of_document(document, called))
            for document in listed["items"]
            for topic in [_topic(document)]
        ]
        return {"items": shown, "next": listed["next"]}

    def _accepted(self, page: Page) -> Shown:
        columns = decisions.c
        order = (columns.decided_by, columns.document)
        query = self._within(select(*order).order_by(*order))
        if page.after is not None:
            if len(page.after) != len(order) or not all(isinstance(part, str) for part in page.after):
                raise InvalidCursor()
            query = query.where(tuple_(*order) > page.after)
        rows = self.look.read(query.limit(page.fetch))
        return page.show(rows, key=tuple, form=lambda row: dict(row._mapping))

    def _within(self, query: Select[Any]) -> Select[Any]:
        look = self.look
        query = query.where(decisions.c.campaign == look.campaign.campaign)
        if look.scope.whole:
            return query
        view = register.of(look.campaign.campaign)
        bodies = select(view.organizations.c.code).where(look.scope.holds(view))
        return query.where(decisions.c.decided_by.in_(bodies))


def _topic(document: Mapping[str, Any]) -> str:
    return f"decision:{document['decided_by']} {document['document']}"


def _of_document(document: Mapping[str, Any], called: Mapping[str, str]) -> Shown:
    named = {name: document[name] for name in ("decided_by", "document")}
    return {**named, "decided_by_name": called.get(f"org:{document['decided_by']}")}


@dataclass(frozen=True, slots=True)
class CountedGroups:
    look: Look
    figure: Groups

    def total(self) -> int:
        return len(self._over())

    def events(self) -> int:
        """Every rating at the levels that are compared."""
        return sum(group["excellent"] + group["good"] for group in self._over())

    def show(self, page: Page, told: Told) -> Shown:
        groups = self._over()
        if page.after is not None:
            groups = [group for group in groups if key_of(group) > page.after]
        look, rows = self.look, groups[: page.fetch]
        bodies = {f"org:{group['group'].partition('/')[0]}" for group in rows}
        called = names_in(look.read, look.campaign.campaign, bodies)
        return page.show(rows, key=key_of, form=lambda group: _of_group(group, called, told))

    def _over(self) -> list[dict[str, Any]]:
        over = filter(ONLY["over"], self.look.cap_groups())
        return [group for group in over if self.figure.kind is None or self.figure.kind in group["kinds"]]


def _of_group(group: Mapping[str, Any], called: Mapping[str, str], told: Told) -> Shown:
    name = f"{group['cap']}/{group['group']}"
    facts = {each: group[each] for each in ("cap", "group", "excellent", "good", "allowed", "override")}
    facts["body_name"] = called.get(f"org:{group['group'].partition('/')[0]}")
    figures = [f"caps/{name}/{column}" for column in ("excellent", "good", "allowed")]
    return item(f"group:{name}", (), told, facts=facts, figures=figures)
