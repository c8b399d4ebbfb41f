"""The sheets of a campaign folder, and who in them is a subject."""

from __future__ import annotations

import csv
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

Row = dict[str, str]
Numbered = list[tuple[int, Row]]

GRASSROOTS = ("DB_CO_SO", "CB_CO_SO")
UNITS = ("DB_TINH", "DB_TRUC_THUOC_TINH")


def numbered(file: Path) -> Numbered:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header, *cells = list(csv.reader(lines))
    named = ((number, dict(zip(header, line, strict=True))) for number, line in enumerate(cells, start=2) if line)
    return [(number, {name: unicodedata.normalize("NFC", cell) for name, cell in row.items()}) for number, row in named]


class Folder:
    """Everything that the folder says, by the words of its columns. An empty cell is an empty text.

    `sheets` holds the rows of each with their Excel numbers: the header is row 1, and an empty line is a row.
    """

    def __init__(self, campaign: dict[str, Any], sheets: Mapping[str, Numbered]) -> None:
        self.campaign = campaign
        self.sheets = sheets
        self.province: str = self.campaign["province"]
        self.reference: date = self.campaign["reference_date"]
        self.organizations = {row["code"]: row for row in self.rows("organizations")}
        self.collectives = {row["code"]: row for row in self.rows("collectives")}
        self.people = {row["code"]: row for row in self.rows("people")}
        self.posts = {row["code"]: row for row in self.rows("posts")}
        self.subjects = self._subjects()
        self.reviews = [row for row in self.rows("reviews") if row["submitted_at"]]
        self.reviewed = {row["subject"] for row in self.reviews}
        self.prompts = self.rows("prompts")
        self.facts = self._facts()
        self.civil = {row["person"]: row["level"] for row in self.rows("civil_ratings")}
        self.opinions: dict[str, dict[str, dict[str, str]]] = {}
        for row in self.rows("opinions"):
            if row["subject"] in self.subjects:
                degrees = dict(pair.split("=") for pair in row["degrees"].split(";") if pair)
                self.opinions.setdefault(row["subject"], {})[row["stage"]] = degrees

    @classmethod
    def read(cls, path: Path) -> Folder:
        campaign = yaml.safe_load((path / "campaign.yaml").read_text("utf-8"))
        return cls(campaign, {file.stem: numbered(file) for file in path.glob("*.csv")})

    def rows(self, sheet: str) -> list[Row]:
        return [row for _, row in self.sheets[sheet]]

    def _subjects(self) -> dict[str, dict[str, Any]]:
        """Those that exist on the reference date."""
        found: dict[str, dict[str, Any]] = {}
        for code, row in self.organizations.items():
            if not row["ended_on"] or row["ended_on"] >= self.reference.isoformat():
                found[f"org:{code}"] = {"at": code, "type": row["type"], "since": row["founded_on"]}
        for code, row in self.collectives.items():
            place = {"at": row["organization"], "manager": row["management_level"]}
            found[f"col:{code}"] = {"type": row["type"], "since": row["founded_on"], **place}
        for code, row in self.people.items():
            if row["cell"]:
                found[f"mem:{code}"] = {"at": row["cell"], "since": row["admitted_on"], "person": row}
        for code, row in self.posts.items():
            if not row["to"] or row["to"] >= self.reference.isoformat():
                person = self.people[row["person"]]
                place = {"at": self.collectives[row["collective"]]["organization"], "manager": row["management_level"]}
                who = {"person": person, "since": person["admitted_on"], "collective": row["collective"]}
                found[f"ldr:{code}"] = {**place, **who, "head": row["head"] == "yes"}
        return found

    def _facts(self) -> dict[str, dict[str, str]]:
        """By subject, or by person for what holds for the person in every capacity."""
        facts: dict[str, dict[str, str]] = {}
        for row in self.rows("facts"):
            if row["subject"] in self.subjects:
                person = self.subjects[row["subject"]].get("person")
                personal = row["fact"] in ("concluded_degradation", "disciplined_in_year") and person
                facts.setdefault(person["code"] if personal else row["subject"], {})[row["fact"]] = row["value"]
        return facts

    def facts_about(self, code: str) -> dict[str, str]:
        person = self.subjects[code].get("person")
        return {**self.facts.get(code, {}), **(self.facts.get(person["code"], {}) if person else {})}

    def nearest(self, organization: str, types: tuple[str, ...]) -> str | None:
        """The nearest organization of one of the types, at or above."""
        code = organization
        while code and self.organizations[code]["type"] not in types:
            code = self.organizations[code]["parent"]
        return code or None

    def unit(self, code: str) -> str:
        return self.nearest(self.subjects[code]["at"], UNITS) or self.province

    def grassroots(self, code: str) -> str | None:
        return self.nearest(self.subjects[code]["at"], GRASSROOTS)

    def decider(self, code: str) -> str | None:
        """Who decides; None for what nobody here decides."""
        subject = self.subjects[code]
        if code.startswith("org:"):
            match subject["type"]:
                case "DB_TINH":
                    return None
                case "DB_TRUC_THUOC_TINH":
                    return self.province
                case "DB_CO_SO" | "CB_CO_SO":
                    return self.organizations[subject["at"]]["parent"]
            return self.grassroots(code)
        if code.startswith("mem:"):
            return self.grassroots(code)
        match subject["manager"]:
            case "TINH":
                return self.province
            case "HUYEN":
                return self.nearest(subject["at"], ("DB_TRUC_THUOC_TINH",))
            case "COSO":
                return self.grassroots(code)
        return None

    def excluded(self, code: str) -> bool:
        subject = self.subjects[code]
        person = subject.get("person")
        return self.new(code) or (person is not None and person["member_status"] in ("exempt", "suspended"))

    def new(self, code: str) -> bool:
        since = self.subjects[code]["since"]
        return bool(since) and since > self._six_months_before().isoformat()

    def _six_months_before(self) -> date:
        year, month = self.reference.year, self.reference.month - 6
        if month < 1:
            year, month = year - 1, month + 12
        return date(year, month, min(self.reference.day, monthrange(year, month)[1]))

    def children(self, code: str) -> list[str]:
        """The child organizations that are subjects."""
        parent = code.removeprefix("org:")
        codes = [f"org:{child}" for child, row in self.organizations.items() if row["parent"] == parent]
        return [child for child in codes if child in self.subjects]

    def answered(self, prompt: Row) -> bool:
        """Whether the prompted subject's own submitted review answers it."""
        return any(
            prompt["code"] in (part.strip() for part in review["answered_prompts"].split(";"))
            for review in self.reviews
            if review["subject"] == prompt["subject"]
        )

    def deadline(self) -> datetime:
        """The first moment that is too late."""
        due = self.campaign["dossier_deadline"]
        day: date = due["before"]
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(due["zone"]))
