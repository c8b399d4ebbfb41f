"""Playing a campaign folder through the public commands: what hand-made requests would say, many at a time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote

import orjson

from deploy.campaign.ahead import ahead
from deploy.campaign.client import Answer, Client
from deploy.campaign.documents import DecisionDocument, decision_documents
from deploy.campaign.layout import Row
from deploy.campaign.reader import Campaign, Progress, silent
from deploy.campaign.result import PlayResult

ITEMS_PER_REQUEST = 500

REGISTER = {
    "organizations": "/organizations/organizations",
    "collectives": "/organizations/collectives",
    "people": "/organizations/people",
    "posts": "/organizations/posts",
}
"""Played before the campaign is opened: it names the province's organizations."""

COURSE = {
    "prompts": "/reviews/campaigns/{campaign}/prompts",
    "reviews": "/reviews/campaigns/{campaign}/reviews",
    "facts": "/ratings/campaigns/{campaign}/findings",
    "civil_ratings": "/ratings/campaigns/{campaign}/civil-ratings",
    "opinions": "/ratings/campaigns/{campaign}/opinions",
    "ballots": "/ratings/campaigns/{campaign}/ballots",
    "decisions": "/ratings/campaigns/{campaign}/decisions",
    "dossiers": "/reviews/campaigns/{campaign}/dossier-forwardings",
}
"""Played once the campaign is open, in this order."""

RULEBOOKS = "/ratings/rulebooks"
CAMPAIGNS = "/reviews/campaigns"
OPENING = "/reviews/campaigns/{campaign}/opening"
PROPOSALS = "/ratings/campaigns/{campaign}/proposals"
FIGURES = "/reporting/campaigns/{campaign}/figures"

REFUSALS = frozenset({404, 409, 412, 422})
"""Statuses by which a service says no to what a document contains, rather than to how or by whom it was sent."""

_ROW_POINTER = re.compile(r"/rows/([0-9]+)")


class PlayStopped(Exception):
    """A service refused a whole request, so that going on makes no sense. What was sent before stays."""

    def __init__(self, sheet: str, rows: Sequence[int], answer: Answer) -> None:
        self.sheet = sheet
        self.rows = rows
        self.answer = answer
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        problem = self.answer.document
        said = " ".join(str(problem[key]) for key in ("code", "detail") if problem.get(key))
        names = ("Trang", "hàng", "dừng lại") if language == "vi" else ("Sheet", "rows", "stopped")
        rows = f", {names[1]} {self.rows[0]}–{self.rows[-1]}" if self.rows else ""
        return f"{names[0]} {self.sheet}{rows}: {names[2]}, HTTP {self.answer.status} {said}"


class Player:
    """Plays one campaign with its rulebook. Playing again sends the same keys, so nothing happens twice."""

    def __init__(
        self, campaign: Campaign, rulebook: Mapping[str, Any], client: Client, progress: Progress = silent
    ) -> None:
        self._campaign = campaign
        self._rulebook = rulebook
        self._client = client
        self._progress = progress
        self._code = ""
        self._totals: dict[str, int] = {}
        self._result = PlayResult()

    def play(self) -> PlayResult:
        """Check the whole folder, then send it in play order, have the levels derived, and fetch the figures.

        Raises CampaignUnreadable before anything is sent, PlayStopped, or NoAnswer.
        """
        details = self._campaign.details()
        self._code = details["code"]
        self._totals = self._campaign.check()
        self._result = PlayResult()
        self._require("rulebook", RULEBOOKS, {"content": self._rulebook})
        for sheet, path in REGISTER.items():
            self._play_sheet(sheet, path)
        self._require("campaign", CAMPAIGNS, details)
        self._require("campaign", self._of_campaign(OPENING), None)
        for sheet, path in COURSE.items():
            if sheet == "decisions":
                self._play_decisions(self._of_campaign(path))
            else:
                self._play_sheet(sheet, self._of_campaign(path))
        self._publish_proposals(self._of_campaign(PROPOSALS))
        self._result.figures = self._figures()
        return self._result

    def _require(self, sheet: str, path: str, body: Mapping[str, Any] | None) -> None:
        answer = self._post(sheet, path, body, ())
        if answer.status >= 400:
            raise PlayStopped(sheet, (), answer)

    def _play_sheet(self, sheet: str, path: str) -> None:
        self._tell(sheet)
        for numbers, content in ahead(_requests(sheet, self._campaign.rows(sheet))):
            answer = self._send(sheet, path, content, numbers)
            outcomes = answer.document.get("outcomes")
            if answer.status >= 400 or not isinstance(outcomes, list) or len(outcomes) != len(numbers):
                raise PlayStopped(sheet, numbers, answer)
            for number, outcome in zip(numbers, outcomes, strict=True):
                if outcome["status"] < 400:
                    self._result.accept(sheet, 1)
                else:
                    self._result.refuse(sheet, [number], outcome.get("problem", {}))
            self._tell(sheet)

    def _play_decisions(self, path: str) -> None:
        self._tell("decisions")
        documents = decision_documents(self._campaign.rows("decisions"))
        for document, content in ahead((document, orjson.dumps(document.body())) for document in documents):
            answer = self._send("decisions", path, content, document.numbers)
            if answer.status < 400:
                self._result.accept("decisions", len(document.numbers))
            elif answer.status in REFUSALS:
                at_fault = _rows_at_fault(document, answer.document)
                self._result.refuse("decisions", document.numbers, answer.document, at_fault)
            else:
                raise PlayStopped("decisions", document.numbers, answer)
            self._tell("decisions")

    def _publish_proposals(self, path: str) -> None:
        """Have the levels derived part by part. What was derived before is nothing new, so no key is needed."""
        done, after, has_more = 0, None, True
        while has_more:
            answer = self._client.post(path, orjson.dumps({"after": after}))
            if answer.status >= 400:
                raise PlayStopped("proposals", (), answer)
            done, after = done + answer.document["subjects"], answer.document["next"]
            has_more = after is not None
            self._progress("proposals", done, 0 if has_more else done)

    def _figures(self) -> Mapping[str, Any]:
        answer = self._client.get(self._of_campaign(FIGURES))
        if answer.status >= 400:
            raise PlayStopped("figures", (), answer)
        return answer.document

    def _post(self, sheet: str, path: str, body: Mapping[str, Any] | None, rows: Sequence[int]) -> Answer:
        return self._send(sheet, path, b"" if body is None else orjson.dumps(body), rows)

    def _send(self, sheet: str, path: str, content: bytes, rows: Sequence[int]) -> Answer:
        return self._client.post(path, content, idempotency_key(self._code, sheet, rows, content))

    def _of_campaign(self, path: str) -> str:
        return path.format(campaign=quote(self._code, safe=""))

    def _tell(self, sheet: str) -> None:
        count = self._result.counts.get(sheet)
        self._progress(sheet, count.sent if count else 0, self._totals[sheet])


def idempotency_key(campaign: str, sheet: str, rows: Sequence[int], content: bytes) -> str:
    """The same for the same rows with the same content, in this play and in every later one."""
    digest = hashlib.sha256(campaign.encode() + b"\0" + content).hexdigest()
    place = f"{rows[0]}-{rows[-1]}" if rows else "whole"
    return f"{sheet}:{place}:{digest}"


def _item(sheet: str, row: Row) -> Mapping[str, Any]:
    """A dossier's command also says its row, by which a refusal is later listed."""
    return {**row.body, "row": row.number} if sheet == "dossiers" else row.body


def _requests(sheet: str, rows: Iterator[Row]) -> Iterator[tuple[list[int], bytes]]:
    """The bodies of a sheet's requests, each with the numbers of its rows."""
    while batch := list(islice(rows, ITEMS_PER_REQUEST)):
        yield [row.number for row in batch], orjson.dumps({"items": [_item(sheet, row) for row in batch]})


def _rows_at_fault(document: DecisionDocument, problem: Mapping[str, Any]) -> list[int]:
    errors: Iterable[Mapping[str, Any]] = problem.get("errors") or ()
    found = {int(match[1]) for error in errors if (match := _ROW_POINTER.match(str(error.get("pointer", ""))))}
    return [document.numbers[place] for place in sorted(found) if place < len(document.numbers)]
