"""An agency with its own access hears from the beginning and live, gets over a lost broker, and is refused the rest."""

from __future__ import annotations

import ast
import json
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import amqp
import kombu
import pytest

from tests.agency.guide import PUBLISHED, steps
from tests.agency.programs import carried_out, started

ME = "thanh-tra-tinh"
LIMITED = "cuc-thong-ke"
SUBSCRIBER = PUBLISHED / "examples" / "subscriber.py"


def heard_by(operator: Any, name: str, folder: Path, purpose: str, events: str, after: int = 0) -> Any:
    """The program of the published examples, started with the agency's access."""
    own = {"EXCHANGE": "reviews.events", "QUEUE": f"{name}.{purpose}", "EVENTS": events}
    command = f"python {SUBSCRIBER} {folder}/{purpose}.db {after}"
    return started(command, folder, {**operator.access(name), **own})


def taken(folder: Path, purpose: str) -> list[int]:
    with sqlite3.connect(folder / f"{purpose}.db") as db:
        return [number for (number,) in db.execute("SELECT number FROM events ORDER BY rowid")]


def test_from_the_first_event_on_and_live_through_a_wiped_broker_each_event_has_its_effect_once(
    operator: Any, tmp_path: Path
) -> None:
    with heard_by(operator, ME, tmp_path, "all", "#") as program:
        up_to(operator, program)
        operator.wipe_the_broker()
        up_to(operator, program)
    assert taken(tmp_path, "all") == list(range(1, max(taken(tmp_path, "all")) + 1))
    with heard_by(operator, ME, tmp_path, "all", "#") as program:  # started again, it goes on where it was
        up_to(operator, program)
    assert taken(tmp_path, "all") == list(range(1, max(taken(tmp_path, "all")) + 1))


def up_to(operator: Any, program: Any) -> None:
    """Wait until the program has taken an event that is recorded now."""
    operator.record_something()
    last = operator.log()[-1][0]
    program.says(lambda line: line.startswith(f"{last} "))


def test_who_was_not_granted_people_hears_of_none(operator: Any, tmp_path: Path) -> None:
    with heard_by(operator, LIMITED, tmp_path, "few", "CampaignDrafted CampaignOpened") as program:
        up_to(operator, program)
    granted = [number for number, _, personal in operator.log() if not personal]
    assert (taken(tmp_path, "few"), len(granted) < operator.log()[-1][0]) == (granted, True)


@pytest.mark.parametrize("key", ["ReviewSubmitted", "#", "*"])
def test_what_was_not_granted_is_refused_by_the_broker(operator: Any, key: str) -> None:
    exchange = kombu.Exchange("reviews.events", "topic", no_declare=True)
    with kombu.Connection(operator.access(LIMITED)["AMQP_URL"]) as connection, pytest.raises(amqp.AccessRefused):
        kombu.Queue(f"{LIMITED}.more", exchange, routing_key=key)(connection.default_channel).declare()


def test_what_a_service_has_heard_of_others_is_not_told_to_who_may_not_hear_them(operator: Any) -> None:
    access = operator.access(LIMITED)
    headers = {"Authorization": f"Bearer {access['TOKEN']}"}
    request = urllib.request.Request(access["FEED"].replace("/events", "/heard"), headers=headers)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)


def test_what_an_agency_rests_on_is_held_to_samples_and_schemas(tmp_path: Path) -> None:
    check = PUBLISHED / "contracts" / "consumers" / "check.py"
    expected = {"consumer": ME, "events": {"reviews/PlanAdopted.v1": ["levels[].ends_on", "color"]}}
    (tmp_path / "mine.json").write_text(json.dumps(expected))
    (tmp_path / "work.py").write_text("def take(headers, body):\n    return body['colour']\n")
    printed = carried_out(f"python {check} mine.json work:take", tmp_path, {}, code=1)
    assert printed.splitlines() == [
        "reviews/PlanAdopted.v1: it has no field color",
        "reviews/PlanAdopted.v1: your function raises KeyError: 'colour'",
    ]


def test_the_agency_knows_published_files_only() -> None:
    files = (*Path(__file__).parent.glob("*.py"), *PUBLISHED.rglob("*.py"))
    texts = {str(file): file.read_text(encoding="utf-8") for file in files}
    texts |= {step.file: step.text for step in steps() if step.file is not None and step.file.endswith(".py")}
    assert {"listen.py", "agency.py", "versions.py"} < texts.keys()
    for name, text in texts.items():
        ours = [
            module for module in imported(text) if module.split(".")[0] in ("shared", "services", "deploy", "tests")
        ]
        assert [module for module in ours if not module.startswith("tests.agency.")] == [], name


def imported(text: str) -> Iterator[str]:
    """The modules that a program names."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
