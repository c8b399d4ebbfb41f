"""The caps of the published views, reckoned in SQL, are those that the service reckons, under every rule for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text

from deploy.migrate import migrate
from services.ratings.forms import PACKS
from services.ratings.loading import load
from services.reporting.counting import Scope
from services.reporting.domain.levels import LEVELS
from services.reporting.readmodel import campaigns, findings, overrides, register, roster, rulebooks
from services.reporting.roster.totals import Totals
from shared.eventstore import open_engine
from shared.reader import reader_on
from shared.register.rectangles import END
from shared.register.timeline import FOR_EVER, SINCE_EVER
from tests.servers.postgres import Postgres

PROVINCE = Scope(("/TU/",), whole=True)
BODIES = ("TU", "QN", "QN-01", "QN-02")
KINDS = {"mem": "member", "org": "party_org", "col": "leading_collective", "ldr": "leader"}


def made_up(rounding: str, base: str, level: str = "HTXSNV", **more: Any) -> list[dict[str, Any]]:
    """A cap for each kind, by body alone for members and by body and type for the others."""
    by = {"mem": "tccsd", "org": ["deciding_body", "org_type"], "col": ["deciding_body", "org_type"]}
    return [
        {"id": f"CAP-{kind}", "level": level, "max_pct": 25, "subjects": [name], "rounding": rounding, "base": base}
        | {"group_by": by.get(kind, ["deciding_body", "similar_role_group"])}
        | more
        for kind, name in KINDS.items()
    ]


RULES = {
    **{pack.stem: load(pack)["caps"] for pack in sorted(PACKS.glob("*.yaml"))},
    "floor of all": made_up("floor", "rated_total"),
    "half up of the good": made_up("half_up", "HTTNV_final", minimum_allowed=1),
    "ceiling of the good or better": made_up("ceiling", "HTTNV_or_better"),
    "of another level": made_up("ceiling", "HTNV_or_better", level="HTTNV"),
    "of two kinds at once": [
        made_up("floor", "rated_total")[1]
        | {"subjects": ["party_org", "leading_collective"], "group_by": "deciding_body"}
    ],
    "raised where found": made_up(
        "floor", "HTTNV_or_better", raised={"max_pct": 60, "when": {"finding": "outstanding_in_year"}}
    ),
}


@pytest.fixture(scope="module")
def connection(postgres_server: Postgres) -> Iterator[Connection]:
    """Reporting's tables, with a tree of four organizations and one found to be outstanding."""
    with postgres_server.database() as url:
        engine = open_engine(url)
        migrate("reporting", engine)
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL jit = off"))
            yield connection
        engine.dispose()


@pytest.mark.parametrize("rules", RULES)
def test_the_caps_of_the_view_are_those_of_the_service(connection: Connection, rules: str) -> None:
    random = Random(rules)
    _open(connection, rules)
    entries = [_entry(random, rules, number) for number in range(400)]
    connection.execute(insert(roster.entries), entries)
    connection.execute(insert(overrides), [_use(entry) for entry in entries if entry["cap_override"]])
    campaign = connection.execute(select(campaigns).where(campaigns.c.campaign == rules)).one()
    told = Totals(reader_on(connection), campaign, PROVINCE).cap_groups()
    assert any(group["override"] for group in told)
    found = connection.execute(text("SELECT * FROM published_v1.caps WHERE campaign = :code"), {"code": rules})
    columns = ("good", "excellent", "allowed", "override")
    view = {(row["cap"], _group(row)): tuple(row[name] for name in columns) for row in found.mappings()}
    assert view == {(group["cap"], group["group"]): tuple(group[name] for name in columns) for group in told}


def _group(row: Mapping[str, Any]) -> str:
    return row["body"] if row["type"] is None else f"{row['body']}/{row['type']}"


def _open(connection: Connection, code: str) -> None:
    tables, place = register.tables, {"edition": code, "unit": "QN", "grassroots": None}
    connection.execute(insert(rulebooks), {"rulebook": code, "caps": RULES[code], "exclusions": []})
    facts = {"campaign": code, "rulebook": code, "province": "TU", "reference_date": "2020-12-31"}
    connection.execute(insert(campaigns), {**facts, "facts": {}})
    connection.execute(insert(tables.editions), {"campaign": code, "reference_date": "2020-12-31", "position": 1})
    if code == next(iter(RULES)):
        times = {"known_from": 0, "known_until": END, "holds_from": SINCE_EVER, "holds_until": FOR_EVER, "changed": ""}
        known = [{"code": body, "type": "DB_CO_SO", **times} for body in BODIES]
        connection.execute(insert(tables.organizations), known)
    paths = {"TU": "/TU/", "QN": "/TU/QN/", "QN-01": "/TU/QN/QN-01/", "QN-02": "/TU/QN/QN-02/"}
    connection.execute(insert(tables.places), [{"code": body, "path": path, **place} for body, path in paths.items()])
    found = {"campaign": code, "fact": "outstanding_in_year", "holds": True, "number": 1}
    connection.execute(insert(findings), [{**found, "subject": "org:QN"}, {**found, "subject": "org:QN-01"}])


def _entry(random: Random, campaign: str, number: int) -> dict[str, Any]:
    """A subject that stands somewhere, rated or not; some under a document that allows exceeding a cap."""
    kind, code = random.choice(tuple(KINDS)), str(number)
    if number < len(BODIES):
        kind, code = "org", BODIES[number]
    level = random.choice((None, *LEVELS, *LEVELS[:2]))
    rated = level is not None
    return {
        "campaign": campaign,
        "subject": f"{kind}:{code}",
        "kind": kind,
        "organization": code if kind == "org" else random.choice(BODIES),
        "unit": "QN",
        "grassroots": random.choice((None, "QN-01", "QN-02")),
        "type": random.choice(("DB_CO_SO", "X")) if kind != "mem" else None,
        "head": False,
        "by_name": "",
        "by_family": "",
        "searched": "",
        "must_review": False,
        "reviewed": False,
        "level": level,
        "decided_by": random.choice((*BODIES, "ELSEWHERE")) if rated else None,
        "cap_override": random.choice((None, "88-TB/TU", "9-TB/TU")) if rated else None,
    }


def _use(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a rating under a document that allows exceeding a cap."""
    kept = ("campaign", "subject", "decided_by", "level", "cap_override")
    return {**{name: entry[name] for name in kept}, "document": "1-QĐ"}
