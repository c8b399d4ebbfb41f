"""Guides whose requests are sent: a block of HTTP, and after it what the guide prints of the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integration.service_bench import ServiceBench

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
BLOCK = re.compile(r"^```(http|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WHO = {
    "clerk": {"role": "unit_officer", "organization": "QN"},
    "board": {"role": "board_officer", "organization": "TU"},
}


@dataclass
class Example:
    """A request of the guide, and what it prints of the answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any = None
    answer: Any = None


def examples(guide: Path) -> Iterator[Example]:
    found: Example | None = None
    for language, text in BLOCK.findall(guide.read_text(encoding="utf-8")):
        if language == "json":
            assert found is not None
            found.answer = json.loads(text)
            continue
        if found:
            yield found
        head, _, body = text.partition("\n\n")
        first, *headers = head.strip().splitlines()
        method, path = first.split(" ")
        found = Example(
            method, path, dict(header.split(": ") for header in headers), json.loads(body) if body else None
        )
    assert found is not None
    yield found


def follow(guide: Path, bench: ServiceBench) -> int:
    """Send every request of the guide in turn, and compare the answers with what it prints. Gives their number."""
    told = list(examples(guide))
    for example in told:
        who = WHO[example.headers.pop("Authorization")]
        named = {name.replace("-", "_"): value for name, value in example.headers.items()}
        path = example.path.removeprefix(f"/{bench.service}")
        answer = bench.call(example.method, path, example.body, **who, **named)
        expected = (example.answer or {}).get("status", 200 if example.method == "GET" else 201)
        assert answer.status_code == expected, (example.path, answer.text)
        if example.answer:
            assert_holds(answer.get_json(), example.answer)
    return len(told)


def assert_holds(answer: Any, printed: Any) -> None:
    """The answer holds all that is printed; it may hold more."""
    match printed:
        case dict():
            for name, value in printed.items():
                assert_holds(answer[name], value)
        case list():
            assert len(answer) == len(printed)
            for item, value in zip(answer, printed, strict=True):
                assert_holds(item, value)
        case _:
            assert answer == printed
