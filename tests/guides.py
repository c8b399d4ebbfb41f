"""The examples of the guides: requests that a test sends one after the other, and what is printed of the answers.

An example stands in a block of the language `http`: the request, then `→`, the status, and of the answer as much as the
reader needs. A request with another before it in the same block begins after a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tests.integration.service_bench import ServiceBench

GUIDES = Path(__file__).resolve().parents[1] / "docs/guides"
PART = re.compile(r"^## (.*)\n((?:(?!## ).*\n)*)", re.MULTILINE)
BLOCK = re.compile(r"^```http\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REQUEST = re.compile(r"^(GET|POST) (\S+)\n((?:[A-Z][A-Za-z-]+: .*\n)*)((?:.*\n)*?)→ (\d+)\n", re.MULTILINE)

WHO: dict[str | None, dict[str, str]] = {
    None: {},
    "clerk": {"role": "unit_officer", "organization": "QN"},
    "board": {"role": "board_officer", "organization": "TU"},
}
"""Whom a guide to one service lets ask."""


class Example(NamedTuple):
    """A request of a guide; `part` is the heading that it stands below, `answer` what the guide prints of the answer.

    `who` is the caller that the request names as `Authorization`, if it names one.
    """

    part: str
    method: str
    path: str
    who: str | None
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any


def examples(guide: str) -> list[Example]:
    """The examples of a guide, from the first to the last. Raises AssertionError if a block holds anything else."""
    text = (GUIDES / guide).read_text(encoding="utf-8")
    return [example for part, said in PART.findall(text) for example in _examples(part, said)]


def _examples(part: str, text: str) -> Iterator[Example]:
    for block in BLOCK.findall(text):
        requests = list(REQUEST.finditer(block))
        assert requests, f"a block of {part} holds no request with an answer: {block}"
        ends = [*(following.start() for following in requests[1:]), len(block)]
        for request, end in zip(requests, ends, strict=True):
            method, path, named, body, status = request.groups()
            headers = dict(line.split(": ", 1) for line in named.splitlines())
            who, answer = headers.pop("Authorization", None), block[request.end() : end].strip()
            yield Example(part, method, path, who, headers, _json(body.strip()), int(status), _json(answer))


def _json(text: str) -> Any:
    return orjson.loads(text) if text else None


def follow(guide: str, bench: ServiceBench) -> int:
    """Send every request of a guide to one service, in turn, and compare the answers with what it prints.

    Gives the number of the requests.
    """
    told = examples(guide)
    for example in told:
        named = {name.replace("-", "_"): value for name, value in example.headers.items()}
        path = example.path.removeprefix(f"/{bench.service}")
        answer = bench.call(example.method, path, example.body, **WHO[example.who], **named)
        compare(example, answer.status_code, answer.data)
    return len(told)


def compare(example: Example, status: int, content: bytes) -> None:
    """Raise AssertionError unless the answer is what the guide says, and each item of many was taken."""
    assert status == example.status, (example, content.decode())
    told = orjson.loads(content)
    if status == 207:
        assert {outcome["status"] for outcome in told["outcomes"]} == {201}, (example, told)
    if example.answer is not None:
        assert holds(example.answer, told), (example, told)


def holds(printed: Any, told: Any) -> bool:
    """Whether the answer says what the guide prints of it: of objects it may leave things out, of lists it may not."""
    if isinstance(printed, dict):
        return isinstance(told, dict) and all(
            name in told and holds(value, told[name]) for name, value in printed.items()
        )
    if isinstance(printed, list):
        return isinstance(told, list) and len(printed) == len(told) and all(map(holds, printed, told))
    return bool(printed == told)
