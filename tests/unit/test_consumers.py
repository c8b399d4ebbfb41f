"""A change that would break what a subscriber rests on is refused, with the subscriber, the event and the field."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.contracts.consumers import CONSUMERS, NoExpectations, broken_in
from deploy.contracts.schemas import Key, published
from deploy.docs import CONTRACTS

SCHEMAS = published()
PROMPT = Key("reviews", "PromptIssued", 2)
NEXT = Key("reviews", "PromptIssued", 3)
RESTS_ON = {"reviews/PromptIssued.v2": ["code", "points[].text_sha256"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return leave(tmp_path, RESTS_ON)


def leave(folder: Path, events: Any) -> Path:
    (folder / "so-noi-vu.json").write_text(json.dumps({"consumer": "so-noi-vu", "events": events}), encoding="utf-8")
    return folder


def changed(edit: Any) -> dict[Key, Any]:
    """The schemas of today, and a next version of the prompt that differs from this one's by `edit`."""
    after = deepcopy(SCHEMAS[PROMPT])
    edit(after["properties"])
    return {**SCHEMAS, NEXT: after}


def test_what_subscribers_have_left_here_holds() -> None:
    assert [*CONSUMERS.glob("*.json")]
    assert broken_in(CONSUMERS) == []
    assert CliRunner().invoke(app, ["contracts", "check", str(CONTRACTS)]).exit_code == 0


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda it: it.pop("code"), "reviews PromptIssued v2, field code: v3 has it no more"),
        (lambda it: it["code"].update(maxLength=9), "reviews PromptIssued v2, field code: it is another one in v3"),
        (
            lambda it: it["points"]["items"]["properties"].pop("text_sha256"),
            "reviews PromptIssued v2, field points[].text_sha256: v3 has it no more",
        ),
    ],
)
def test_a_new_version_without_what_a_subscriber_reads_is_named(folder: Path, edit: Any, said: str) -> None:
    [broken] = broken_in(folder, changed(edit))
    assert str(broken).startswith(f"so-noi-vu rests on {said}")


def test_what_nobody_reads_may_change_and_who_knows_the_new_version_is_no_hindrance(folder: Path) -> None:
    assert broken_in(folder, changed(lambda it: it.pop("document"))) == []
    leave(folder, {**RESTS_ON, "reviews/PromptIssued.v3": ["points"]})
    assert broken_in(folder, changed(lambda it: it.pop("code"))) == []


def test_an_event_or_a_field_that_there_never_was_is_named(folder: Path) -> None:
    leave(folder, {"reviews/PromptIssued.v9": [], "reviews/PromptIssued.v2": ["color"]})
    assert [str(it) for it in broken_in(folder)] == [
        "so-noi-vu rests on reviews PromptIssued v9: it is gone.",
        "so-noi-vu rests on reviews PromptIssued v2, field color: there is no such field.",
    ]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"consumer": "x", "events": {}}', '{"consumer": "a", "events": {"b": []}}']
)
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(NoExpectations, match="a.json"):
        broken_in(tmp_path)
