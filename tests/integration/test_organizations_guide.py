"""The examples of the guide to organizations are what the service does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tests.integration.organizations_bench import OrganizationsBench

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/organizations.md"
EXAMPLE = re.compile(r"(?:GET|POST) .*?(?=\n\n(?:GET|POST) |\n```)", re.DOTALL)
THE_DAY = datetime(2025, 7, 15, 8, tzinfo=UTC)


class Example(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any


def examples() -> Iterator[Example]:
    for block in re.findall(r"```http\n(.*?\n```)", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        for text in EXAMPLE.findall(block):
            asked, _, answered = text.partition("→ ")
            first, *rest = asked.strip().splitlines()
            method, path = first.split(" ", 1)
            named = [line.split(": ", 1) for line in rest if re.match(r"[A-Z][A-Za-z-]+: ", line)]
            body = "\n".join(rest[len(named) :])
            status, _, answer = answered.partition("\n")
            said = orjson.loads(body) if body else None
            yield Example(method, path, dict(named), said, int(status), orjson.loads(answer or "{}"))


def test_every_example_of_the_guide_has_the_answer_that_it_shows(tmp_path: Path) -> None:
    bench = OrganizationsBench(tmp_path)
    bench.clock.at = THE_DAY
    shown = list(examples())
    assert len(shown) > 15
    for example in shown:
        path = example.path.removeprefix("/organizations")
        headers = {name.replace("-", "_"): text for name, text in example.headers.items()}
        answer = bench.call(example.method, path, example.body, **headers)
        assert answer.status_code == example.status, (example, answer.text)
        if example.status == 207:
            assert {outcome["status"] for outcome in answer.get_json()["outcomes"]} == {201}, answer.text
        assert holds(example.answer, answer.get_json()), (example, answer.text)


def holds(shown: Any, told: Any) -> bool:
    """Whether the answer says what the guide shows of it: of objects it may leave things out, of lists it may not."""
    if isinstance(shown, dict):
        return isinstance(told, dict) and all(
            name in told and holds(value, told[name]) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return isinstance(told, list) and len(shown) == len(told) and all(map(holds, shown, told))
    return bool(shown == told)
