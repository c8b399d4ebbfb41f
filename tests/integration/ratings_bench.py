"""The ratings service in one process, and campaign folders as what it is told and asked."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from werkzeug.test import TestResponse

from shared.text import nfc
from tests.integration.service_bench import ServiceBench
from tests.rulebooks import as_written


class RatingsBench(ServiceBench):
    """The ratings service."""

    service = "ratings"

    def publish_rulebook(self) -> TestResponse:
        return self.call("POST", "/rulebooks", {"content": as_written()})


class Folder:
    """A campaign folder as the events of other services and the requests to this one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.campaign = yaml.safe_load((path / "campaign.yaml").read_text(encoding="utf-8"))

    def sheet(self, name: str) -> list[dict[str, Any]]:
        """The rows; an empty cell is None."""
        with (self.path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return [{column: text or None for column, text in row.items()} for row in csv.DictReader(file)]

    def heard(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the ratings service hears before opinions are given."""
        yield from self._register()
        campaign = dict(self.campaign)
        deadline = campaign.pop("dossier_deadline")
        facts = {key: str(value) if key.endswith(("_on", "_date")) else value for key, value in campaign.items()}
        facts["dossier_deadline"] = {"date": str(deadline["before"]), "rule": "before", "zone": deadline["zone"]}
        yield "reviews", "CampaignOpened", {"campaign": facts.pop("code"), **facts}
        code = self.campaign["code"]
        for row in self.sheet("prompts"):
            del row["text"]
            yield "reviews", "PromptIssued", {"campaign": code, **row, "text_sha256": "0" * 64}
        for row in self.sheet("reviews"):
            if row["submitted_at"]:
                del row["summary"]
                row["answered_prompts"] = (row["answered_prompts"] or "").split(";") if row["answered_prompts"] else []
                yield "reviews", "ReviewSubmitted", {"campaign": code, **row, "content_sha256": None}

    def _register(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for row in self.sheet("organizations"):
            ended_on = row.pop("ended_on")
            yield "organizations", "OrganizationRegistered", row
            if ended_on:
                ending = {"code": row["code"], "ended_on": ended_on, "successors": []}
                yield "organizations", "OrganizationEnded", ending
        for row in self.sheet("collectives"):
            yield "organizations", "CollectiveRegistered", row
        for row in self.sheet("people"):
            months = row["sick_leave_months"]
            yield "organizations", "PersonRegistered", {**row, "sick_leave_months": months and int(months)}
        for row in self.sheet("posts"):
            held_from, held_to = row.pop("from"), row.pop("to")
            post = {**row, "head": row["head"] == "yes", "held_from": held_from}
            yield "organizations", "PostAssigned", post
            if held_to:
                yield "organizations", "PostEnded", {"code": row["code"], "held_to": held_to}

    def opinions(self) -> Iterator[dict[str, Any]]:
        for row in self.sheet("opinions"):
            degrees = dict(pair.split("=") for pair in (row["degrees"] or "").split(";") if pair)
            yield {**row, "degrees": degrees}

    def ballots(self) -> Iterator[dict[str, Any]]:
        counts = ("eligible", "present", "issued", "returned", "valid")
        levels = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
        for row in self.sheet("ballots"):
            votes = {level: int(row.pop(level)) for level in levels}
            yield {**row, **{name: int(row[name]) for name in counts}, "votes": votes}

    def documents(self) -> list[dict[str, Any]]:
        """The decision documents, each with all its rows, in the order of their first rows; a number is one in NFC."""
        documents: dict[tuple[str, str], dict[str, Any]] = {}
        rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in self.sheet("decisions"):
            key = row["decided_by"], nfc(row["document"])
            documents.setdefault(key, {name: row.pop(name) for name in ("decided_by", "document", "decided_at")})
            rows[key].append({name: row[name] for name in ("subject", "level", "reason", "cap_override")})
        return [{**document, "rows": rows[key]} for key, document in documents.items()]
