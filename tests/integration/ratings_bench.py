"""The ratings service in one process: a store in a file, other services' events told to it, no network."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import orjson
import yaml
from werkzeug.test import Client, TestResponse

from deploy.migrate import migrate
from services.ratings import api, readmodel
from services.ratings.policies import POLICIES
from services.ratings.service import Service
from shared.contracts import check
from shared.domain import CommandContext
from shared.eventstore import EventStore, Mapper, Unit, open_engine
from shared.messaging import Envelope
from shared.text import nfc
from shared.web import Dispatcher, LocalIssuer, TokenVerifier, routes_of
from shared.web.server import Application
from tests.sample.bench import START, Ears, HeldClock

ITEMS = 500
RULEBOOK = Path(readmodel.__file__).parent / "rulebooks/vn-party-annual-review-2020.yaml"


class RatingsBench:
    """The service's parts, a client that calls it, and a voice for what the other services publish."""

    service = "ratings"
    source = "/binh-dinh/ratings"
    wait_seconds = 10.0
    mount = None

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.clock = HeldClock()
        ids = count(1)
        self.new_id = lambda: f"id-{next(ids):07}"
        self.engine = open_engine(database or f"sqlite:///{folder}/ratings.db")
        migrate(self.service, self.engine)
        mapper = Mapper(self.service, Service.events)
        project = Service.readmodel.projection(self.source)
        self.store = EventStore(self.engine, self.service, mapper, self.clock, self.new_id, project)
        self.subscription = Ears(("organizations", "reviews"), {"organizations": 0, "reviews": 0})
        self.relay = Ears()
        self.issuer = LocalIssuer(folder / "issuer", "https://issuer.test", "kiemdiem", self.clock)
        self.verifier = TokenVerifier(self.issuer.jwks_file, "https://issuer.test", "kiemdiem", self.clock)
        self.client = Client(Application(Dispatcher(routes_of(api), self, api.paths).respond))

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        role: str = "importer",
        organization: str | None = "TU",
        person: str | None = None,
        **headers: str,
    ) -> TestResponse:
        """Call `path` below /ratings as an account of `role`. Header names are written with underscores."""
        token = self.issuer.mint("officer-7", [role], organization=organization, person=person)
        named = {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        options: dict[str, Any] = (
            {} if json is None else {"data": orjson.dumps(json), "content_type": "application/json"}
        )
        return self.client.open(f"/ratings{path}", method=method, headers=named, **options)

    def post_items(self, path: str, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Post in requests of 500, and give every outcome."""
        outcomes = []
        rest = iter(items)
        while batch := list(islice(rest, ITEMS)):
            response = self.call("POST", path, {"items": batch})
            assert response.status_code == 207, response.text
            outcomes += response.get_json()["outcomes"]
        return outcomes

    def publish_rulebook(self) -> TestResponse:
        content = orjson.loads(orjson.dumps(yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))))
        return self.call("POST", "/rulebooks", {"content": content})

    def hear(self, events: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
        """Apply (service, type, data), checked against the published language, as the subscription would."""

        def work(unit: Unit) -> None:
            for number, (service, type_, data) in enumerate(events, start=1):
                check(service, type_, 1, data)
                body = orjson.dumps(data).decode()
                envelope = Envelope(
                    f"/binh-dinh/{service}", number, "id", type_, "x:y", 1, "t", 1, body, "hash", "officer-1"
                )
                POLICIES.react(envelope, unit)

        self.store.execute(CommandContext("system:ratings", None, START), work)

    def published(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Type and data of everything that the service has recorded."""
        after = 0
        while batch := self.store.read(after, 1000):
            yield from ((recorded.type, recorded.data) for recorded in batch)
            after = batch[-1].number


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
