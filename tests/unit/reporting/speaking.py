"""A sample folder as the events that the other services publish once it has been played."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from shared.contracts import check
from shared.domain import iso
from shared.messaging import Envelope
from tests.unit.reporting.folder import RULEBOOK, Folder, Row
from tests.unit.reporting.material import CLOSES

PROVINCE = "/binh-dinh"
NO_TEXT = sha256(b"").hexdigest()


class Speaker:
    """Numbers what each service says, and holds it to the service's contract."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()

    def said(self, service: str) -> int:
        """The number of the last event of the service."""
        return self._said[service]

    def say(self, service: str, type_: str, *, schema: int = 1, **data: Any) -> Envelope:
        check(service, type_, schema, data)
        self._said[service] += 1
        number = self._said[service]
        return Envelope(
            source=f"{PROVINCE}/{service}",
            number=number,
            id=f"{service}-{number}",
            type=type_,
            subject=f"{type_}:{number}",
            version=1,
            time="2021-03-01T00:00:00.000000Z",
            schema=schema,
            body=orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode(),
            hash=sha256(f"{service}:{number}".encode()).hexdigest(),
            actor="importer",
        )


def events(folder: Folder, speaker: Speaker) -> Iterator[Envelope]:
    """Everything the other services say about the folder, in an order in which they might."""
    told = _Telling(folder, speaker)
    yield from told.register()
    yield from told.campaign()
    yield from told.reviews()
    yield from told.findings()
    yield from told.decisions()
    yield from told.dossiers()
    yield from told.proposals()


class _Telling:
    def __init__(self, folder: Folder, speaker: Speaker) -> None:
        self._folder = folder
        self._say = speaker.say
        self._code = folder.campaign["code"]

    def register(self) -> Iterator[Envelope]:
        for row in self._folder.rows("organizations"):
            facts = {name: row[name] for name in ("code", "name", "type", "parent", "founded_on")}
            yield self._say("organizations", "OrganizationRegistered", **facts)
            if row["ended_on"]:
                ended = {"code": row["code"], "ended_on": row["ended_on"], "successors": []}
                yield self._say("organizations", "OrganizationEnded", **ended)
        for row in self._folder.rows("collectives"):
            yield self._say("organizations", "CollectiveRegistered", **row)
        for row in self._folder.rows("people"):
            months = row["sick_leave_months"]
            facts = {**row, "sick_leave_months": int(months) if months else None}
            yield self._say("organizations", "PersonRegistered", **facts)
        for row in self._folder.rows("posts"):
            facts = {**row, "head": row["head"] == "yes", "held_from": row["from"]}
            for column in ("from", "to"):
                del facts[column]
            yield self._say("organizations", "PostAssigned", **facts)
            if row["to"]:
                yield self._say("organizations", "PostEnded", code=row["code"], held_to=row["to"])

    def campaign(self) -> Iterator[Envelope]:
        facts: Row = {name: str(value) for name, value in self._folder.campaign.items() if name not in ("code", "year")}
        deadline = self._folder.campaign["dossier_deadline"]
        facts["dossier_deadline"] = {"date": str(deadline["before"]), "rule": "before", "zone": deadline["zone"]}
        yield self._say("reviews", "CampaignOpened", campaign=self._code, year=self._folder.campaign["year"], **facts)
        yield self._say(
            "ratings",
            "RulebookPublished",
            rulebook=facts["rulebook"],
            content_sha256=NO_TEXT,
            content=RULEBOOK,
        )

    def reviews(self) -> Iterator[Envelope]:
        for row in self._folder.rows("prompts"):
            facts = {name: row[name] for name in ("code", "subject", "issued_by", "document", "issued_on")}
            yield self._say("reviews", "PromptIssued", campaign=self._code, text_sha256=NO_TEXT, **facts)
        for row in self._folder.rows("reviews"):
            facts = {"campaign": self._code, **{name: row[name] for name in ("subject", "form", "held_on")}}
            yield self._say("reviews", "ReviewDrafted", content_sha256=NO_TEXT, **facts)
            if row["submitted_at"]:
                answered = (row["answered_prompts"] or "").split(";")
                for code in filter(None, answered):
                    yield self._answered(row, code)
                yield self._say(
                    "reviews",
                    "ReviewSubmitted",
                    submitted_at=_instant(row["submitted_at"]),
                    answered_prompts=list(filter(None, answered)),
                    content_sha256=NO_TEXT,
                    **facts,
                )

    def _answered(self, row: Row, prompt: str) -> Envelope:
        answer = {"prompt": prompt, "point": 1, "content_sha256": None, "answered_at": _instant(row["submitted_at"])}
        return self._say("reviews", "PromptAnswered", campaign=self._code, subject=row["subject"], **answer)

    def decisions(self) -> Iterator[Envelope]:
        documents: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self._folder.rows("decisions"):
            documents[row["decided_by"], row["document"]].append(row)
        refused = self._folder.expected["refused_documents"]
        for (body, number), rows in documents.items():
            facts = {"campaign": self._code, "document": number, "decided_by": body}
            facts["decided_at"] = _instant(rows[0]["decided_at"])
            if faults := refused.get(f"{body} {number}"):
                yield self._say("ratings", "DecisionRefused", act="decision", faults=faults, **facts)
                continue
            for row in rows:
                rated = {name: row[name] for name in ("subject", "level", "reason", "cap_override")}
                yield self._say("ratings", "RatingAssigned", proposed=None, **rated, **facts)
            yield self._say("ratings", "DecisionIssued", act="decision", ratings=len(rows), **facts)

    def dossiers(self) -> Iterator[Envelope]:
        faults = defaultdict(list)
        for fault in self._folder.expected["refused_dossiers"]:
            faults[fault["row"]].append({"reason": fault["reason"], "missing": fault["missing"]})
        for number, row in enumerate(self._folder.rows("dossiers"), start=2):
            sent = {"campaign": self._code, "subject": row["subject"], "forwarded_by": row["forwarded_by"]}
            sent["forwarded_at"] = _instant(row["forwarded_at"])
            if faults[number]:
                yield self._say("reviews", "DossierRefused", row=number, faults=faults[number], **sent)
            else:
                yield self._say(
                    "reviews",
                    "DossierForwarded",
                    documents=(row["documents"] or "").split(";"),
                    on_time=datetime.fromisoformat(row["forwarded_at"]) < CLOSES,
                    deadline=iso(CLOSES),
                    **sent,
                )

    def findings(self) -> Iterator[Envelope]:
        for row in self._folder.rows("facts"):
            yield self._say("ratings", "FindingRecorded", campaign=self._code, **row)

    def proposals(self) -> Iterator[Envelope]:
        nothing = {"level": None, "failed": {}, "forced": [], "unknown": [], "ceilings": []}
        for subject, proposal in self._folder.proposals.items():
            derived = nothing if proposal is None else proposal
            yield self._say("ratings", "LevelProposed", campaign=self._code, subject=subject, **derived)


def _instant(text: str) -> str:
    return iso(datetime.fromisoformat(text))
