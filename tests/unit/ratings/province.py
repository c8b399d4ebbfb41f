"""A province in memory: a campaign folder's sheets turned into the pictures that decisions look at."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

import yaml

from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.decision import Document, examine
from services.ratings.domain.decisions.picture import Picture, Row, Standing
from services.ratings.domain.proposal.derivation import Proposal, derive
from services.ratings.domain.proposal.findings import Findings
from services.ratings.domain.rules.caps import Cap
from services.ratings.domain.rules.rulebook import Rulebook
from shared.authority import competent_body
from shared.subjects import Kind, Subject
from shared.text import nfc
from tests.rulebooks import as_written
from tests.samples import SAMPLES

LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")


@cache
def _rulebook() -> Rulebook:
    return Rulebook.read(as_written())


Sheets = Mapping[str, Sequence[Mapping[str, str]]]
"""Rows by the name of their sheet, as the folder's columns write them."""


class Province:
    """Plays a folder's decision documents in order, and counts what stands afterwards.

    `sheets`, if given, stand for the folder's own.
    """

    def __init__(self, folder: str, sheets: Sheets | None = None) -> None:
        self.folder = SAMPLES / folder
        self.sheets = sheets
        self.rulebook = _rulebook()
        campaign = yaml.safe_load((self.folder / "campaign.yaml").read_text(encoding="utf-8"))
        self.campaign = Campaign(
            campaign["code"], campaign["rulebook"], campaign["province"], campaign["reference_date"]
        )
        self.levels: dict[str, str] = {}
        self.bodies: dict[str, str] = {}
        self.members: dict[str, Counter[str]] = defaultdict(Counter)
        self.groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.overrides: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.refused: dict[str, list[dict[str, str]]] = {}
        self.accepted = 0
        self.issued: set[str] = set()
        self.picture = self._picture()

    @cached_property
    def expected(self) -> dict[str, Any]:
        expected: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return expected

    def sheet(self, name: str) -> list[dict[str, str]]:
        if self.sheets is not None:
            return [dict(row) for row in self.sheets.get(name, ())]
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return [{key: nfc(value) for key, value in row.items()} for row in csv.DictReader(file)]

    def documents(self) -> Iterator[Document]:
        """Every document with all its rows, at the place of its first row."""
        rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.sheet("decisions"):
            rows[row["decided_by"], row["document"]].append(row)
        for (decided_by, number), entries in rows.items():
            yield Document(
                campaign=self.campaign.code,
                number=number,
                decided_by=decided_by,
                decided_at=datetime.fromisoformat(entries[0]["decided_at"]),
                rows=tuple(
                    Row(entry["subject"], entry["level"], entry["reason"] or None, entry["cap_override"] or None)
                    for entry in entries
                ),
            )

    def play(self) -> Province:
        for document in self.documents():
            if faults := self.take(document):
                listed = [{"reason": reason, "subject": subject} for subject, reason in faults]
                listed.sort(key=lambda fault: (fault["subject"], fault["reason"]))
                self.refused[f"{document.decided_by} {document.number}"] = listed
            else:
                self.accepted += 1
        return self

    def take(self, document: Document) -> list[tuple[str, str]]:
        """Let the document stand, or give subject and reason of everything that speaks against it."""
        verdict = examine(document, self.picture, number_taken=document.key in self.issued)
        if not verdict.faults:
            self.issued.add(document.key)
            self._apply(document)
        return [(fault.subject, fault.refusal.code) for fault in verdict.faults]

    def _apply(self, document: Document) -> None:
        for row in document.rows:
            subject = self.picture.subjects[row.subject]
            before = [self.levels[row.subject]] if row.subject in self.levels else []
            self.levels[row.subject], self.bodies[row.subject] = row.level, document.decided_by
            if subject.kind is Kind.MEMBER:
                self.members[subject.organization].subtract(before)
                self.members[subject.organization].update([row.level])
            for cap in self.rulebook.caps:
                if group := self.group(cap, subject):
                    self.groups[cap.code, group].subtract(before)
                    self.groups[cap.code, group].update([row.level])
                    if row.cap_override:
                        self.overrides[cap.code, group].add(row.cap_override)

    def group(self, cap: Cap, subject: Subject) -> str | None:
        return cap.group_of(subject, competent_body(subject, self.campaign.province, self.rulebook.deciders))

    def proposal(self, subject: str) -> Proposal | None:
        known = self.picture.subjects[subject]
        return derive(self.rulebook, known.kind, Standing(self.picture).evidence(known))

    # What the expected figures count.

    def ratings(self) -> dict[str, dict[str, int]]:
        counts = {kind.value: dict.fromkeys((*LEVELS, "not_rated", "total"), 0) for kind in Kind}
        for code, subject in self.picture.subjects.items():
            if subject.exists_on(self.campaign.reference_date):
                counts[subject.kind][self.levels.get(code, "not_rated")] += 1
                counts[subject.kind]["total"] += 1
        return counts

    def cap_figures(self, code: str) -> dict[str, dict[str, int]]:
        cap = next(cap for cap in self.rulebook.caps if cap.code == code)
        known = {self.group(cap, subject) for subject in self.picture.subjects.values()} - {None}
        return {
            group: {
                "allowed": cap.allowed(self.groups[code, group]),
                "excellent": cap.excellent(self.groups[code, group]),
                "good": cap.good(self.groups[code, group]),
            }
            for group in sorted(str(group) for group in known)
        }

    def over_cap(self) -> list[dict[str, Any]]:
        return [
            {
                "cap": cap.code,
                "group": group,
                **figures,
                "override": ";".join(sorted(self.overrides[cap.code, group])) or None,
            }
            for cap in self.rulebook.caps
            for group, figures in self.cap_figures(cap.code).items()
            if figures["excellent"] > figures["allowed"]
        ]

    def proposals(self) -> dict[str, Proposal | None]:
        """Of every subject with an assigned level or an opinion."""
        return {code: self.proposal(code) for code in sorted(self.levels.keys() | self.picture.opinions.keys())}

    # How the sheets become a picture.

    def _picture(self) -> Picture:
        organizations = {row["code"]: row for row in self.sheet("organizations")}
        subjects = {subject.code: subject for subject in self._subjects(organizations)}
        children: dict[str, list[str]] = defaultdict(list)
        for code, row in organizations.items():
            children[f"org:{row['parent']}"].append(f"org:{code}")
        opinions: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        for row in self.sheet("opinions"):
            opinions[row["subject"]][row["stage"]] = dict(pair.split("=") for pair in row["degrees"].split(";") if pair)
        findings = Findings(self.rulebook.personal_facts)
        for row in self.sheet("facts"):
            if not subjects[row["subject"]].exists_on(self.campaign.reference_date):
                continue  # the service refuses it: there is no such subject in the campaign
            findings.file(row["subject"], subjects[row["subject"]].person, row["fact"], row["value"])
        return Picture(
            self.campaign,
            self.rulebook,
            subjects=subjects,
            children=children,
            levels=self.levels,
            bodies=self.bodies,
            members=self.members,
            opinions=opinions,
            findings=findings,
            civil_ratings={row["person"]: row["level"] for row in self.sheet("civil_ratings")},
            reviewed={row["subject"] for row in self.sheet("reviews") if row["submitted_at"]},
            unanswered=self._unanswered(),
            groups=self.groups,
        )

    def _unanswered(self) -> set[str]:
        answered = {
            (row["subject"], prompt)
            for row in self.sheet("reviews")
            if row["submitted_at"]
            for prompt in row["answered_prompts"].split(";")
        }
        return {row["subject"] for row in self.sheet("prompts") if (row["subject"], row["code"]) not in answered}

    def _subjects(self, organizations: dict[str, dict[str, str]]) -> Iterator[Subject]:
        def place(code: str) -> dict[str, str | None]:
            return {
                "organization": code,
                "unit": nearest(code, {"DB_TRUC_THUOC_TINH"}) or self.campaign.province,
                "grassroots": nearest(code, {"DB_CO_SO", "CB_CO_SO"}),
            }

        def nearest(code: str, types: set[str]) -> str | None:
            while code and organizations[code]["type"] not in types:
                code = organizations[code]["parent"]
            return code or None

        people = {row["code"]: row for row in self.sheet("people")}
        collectives = {row["code"]: row for row in self.sheet("collectives")}
        for code, row in organizations.items():
            yield Subject(
                code=f"org:{code}",
                kind=Kind.ORGANIZATION,
                type=row["type"],
                parent=row["parent"] or None,
                since=_day(row["founded_on"]),
                until=_day(row["ended_on"]),
                **place(code),  # type: ignore[arg-type]
            )
        for code, row in collectives.items():
            yield Subject(
                code=f"col:{code}",
                kind=Kind.COLLECTIVE,
                type=row["type"],
                management_level=row["management_level"],
                since=_day(row["founded_on"]),
                collective=code,
                **place(row["organization"]),  # type: ignore[arg-type]
            )
        for code, row in people.items():
            if row["cell"]:
                yield Subject(f"mem:{code}", Kind.MEMBER, **place(row["cell"]), **_person(row))  # type: ignore[arg-type]
        for post in self.sheet("posts"):
            yield Subject(
                code=f"ldr:{post['code']}",
                kind=Kind.LEADER,
                management_level=post["management_level"],
                until=_day(post["to"]),
                collective=post["collective"],
                head=post["head"] == "yes",
                **place(collectives[post["collective"]]["organization"]),  # type: ignore[arg-type]
                **_person(people[post["person"]]),
            )


def _person(row: dict[str, str]) -> dict[str, Any]:
    return {
        "person": row["code"],
        "since": _day(row["admitted_on"]),
        "member_status": row["member_status"],
        "civil_category": row["civil_category"] or None,
        "sick_leave_months": int(row["sick_leave_months"]) if row["sick_leave_months"] else None,
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
