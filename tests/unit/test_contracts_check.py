"""A published version never changes: what would break one is refused, with its place and the way out."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from deploy import docs
from deploy.cli import app
from deploy.contracts.check import breaks_since
from deploy.contracts.export import write
from deploy.contracts.schemas import Key, fingerprint, published

PROMPT = Key("reviews", "PromptIssued", 2)
SCHEMAS = published()
Edit = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    write(folder)
    return folder


def edited(edit: Edit) -> dict[Key, dict[str, Any]]:
    """The schemas of today with the prompt's changed."""
    schemas = deepcopy(SCHEMAS)
    edit(schemas[PROMPT])
    return schemas


def take(schema: dict[str, Any], name: str) -> None:
    del schema["properties"][name]
    schema["required"].remove(name)


def point(schema: dict[str, Any]) -> dict[str, Any]:
    items: dict[str, Any] = schema["properties"]["points"]["items"]
    return items


@pytest.mark.parametrize(
    ("edit", "field", "what"),
    [
        (lambda it: take(it, "document"), "document", "it is gone"),
        (lambda it: it["properties"].update(note={"type": "string"}), "note", "it is new"),
        (lambda it: it["properties"]["code"].update(maxLength=100), "code", "maxLength changed"),
        (lambda it: it["properties"]["code"].update(type=["string", "null"]), "code", "type changed"),
        (lambda it: it["required"].remove("code"), "code", "it is required no longer"),
        (lambda it: it.update(additionalProperties=True), None, "additionalProperties changed"),
        (lambda it: take(point(it), "text_sha256"), "points[].text_sha256", "it is gone"),
        (lambda it: point(it)["properties"]["point"].update(minimum=0), "points[].point", "minimum changed"),
    ],
)
def test_a_change_of_a_published_version_is_named_with_event_version_and_field(
    edit: Edit, field: str | None, what: str, old: Path
) -> None:
    (broken,) = breaks_since(old, edited(edit))
    assert (broken.service, broken.event, broken.version) == PROMPT
    assert (broken.field, broken.what) == (field, what)
    assert "add PromptIssuedV3, with schema_version = 3 and an upcaster" in broken.remedy


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_that_is_gone_is_missed_however_old_it_is(version: int, old: Path) -> None:
    left = {key: schema for key, schema in SCHEMAS.items() if key != PROMPT._replace(version=version)}
    (broken,) = breaks_since(old, left)
    assert (broken.event, broken.version, broken.what) == ("PromptIssued", version, "it is gone")


def test_descriptions_may_be_bettered_and_new_versions_and_events_added(old: Path) -> None:
    def describe(schema: dict[str, Any]) -> None:
        schema["description"] = "Said better."
        schema["properties"]["code"]["description"] = "What it is called"

    new = {PROMPT._replace(version=3): {"type": "object"}, Key("reviews", "Unheard", 1): {"type": "object"}}
    assert breaks_since(old, {**edited(describe), **new}) == []


def test_a_field_called_description_is_a_field(old: Path) -> None:
    (broken,) = breaks_since(old, edited(lambda it: it["properties"].update(description={"type": "string"})))
    assert broken.field == "description"


def published_with_one_field_more(folder: Path) -> None:
    """An earlier export in `folder`, in which a prompt had a field that it has no longer."""
    write(folder)
    schema = edited(lambda it: it["properties"].update(urgent={"type": "boolean"}))[PROMPT]
    (folder / "schemas" / PROMPT.file).write_bytes(orjson.dumps(schema))
    lock = orjson.loads((folder / "versions.json").read_bytes())
    lock[PROMPT.service][PROMPT.event][str(PROMPT.version)] = fingerprint(schema)
    (folder / "versions.json").write_bytes(orjson.dumps(lock))


def test_the_command_names_the_break_and_ends_with_findings(tmp_path: Path) -> None:
    published_with_one_field_more(tmp_path)
    told = CliRunner().invoke(app, ["contracts", "check", str(tmp_path), "--json"])
    assert told.exit_code == 1
    (broken,) = orjson.loads(told.stdout)
    assert (broken["event"], broken["version"], broken["field"]) == ("PromptIssued", 2, "urgent")


def test_the_command_accepts_what_it_exported_itself(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["contracts", "export", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(app, ["contracts", "check", str(tmp_path)]).exit_code == 0


def test_an_export_is_not_written_over_one_that_it_breaks(tmp_path: Path) -> None:
    published_with_one_field_more(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert CliRunner().invoke(app, ["contracts", "export", str(tmp_path)]).exit_code == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before


def test_a_folder_without_an_export_is_an_input_error(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["contracts", "check", str(tmp_path)]).exit_code == 4
    (tmp_path / "versions.json").write_text("[]")
    assert CliRunner().invoke(app, ["contracts", "check", str(tmp_path)]).exit_code == 4
    assert CliRunner().invoke(app, ["contracts", "export", str(tmp_path)]).exit_code == 4


def test_the_documentation_is_not_written_over_a_break(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published_with_one_field_more(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    monkeypatch.setattr(docs, "CONTRACTS", tmp_path)
    monkeypatch.setattr(docs, "CATALOGUE", tmp_path / "events.md")
    with pytest.raises(SystemExit, match="reviews PromptIssued v2, field urgent: it is gone"):
        docs.regenerate()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
