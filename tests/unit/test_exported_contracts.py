"""What is exported of the contracts is what validates at recording, and keeps what was ever published."""

from __future__ import annotations

import gzip
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import validate as validate_openapi

from deploy.contracts.asyncapi import HEADERS
from deploy.contracts.check import breaks_since
from deploy.contracts.consumers import CONSUMERS
from deploy.contracts.export import exported
from deploy.contracts.schemas import Key, fingerprint, published
from deploy.docs import CONTRACTS
from deploy.services import NAMES
from shared.contracts import ContractBroken, check, in_newest_version, upcasters_of
from shared.messaging import Envelope

SPECIFICATIONS = Path(__file__).resolve().parents[1] / "specifications"
SCHEMAS = published()
KEYS = pytest.mark.parametrize("key", SCHEMAS, ids=lambda key: f"{key.service}-{key.event}-{key.version}")
STRICT_HEADERS = {**HEADERS, "additionalProperties": False}
WRONG: list[Any] = [None, "", "?", "x" * 3000, -1, 1.5, [], {}, [None], {"x": None}]


def read(path: str) -> Any:
    return orjson.loads((CONTRACTS / path).read_bytes())


def accepts(schema: dict[str, Any], data: Any) -> bool:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(data)


def recordable(key: Key, data: dict[str, Any]) -> bool:
    try:
        check(*key, deepcopy(data))
    except ContractBroken:
        return False
    return True


def test_no_published_version_has_changed() -> None:
    assert [str(broken) for broken in breaks_since(CONTRACTS)] == []


def test_the_copy_in_the_repository_is_the_one_that_the_code_gives() -> None:
    lies_there = (path for path in CONTRACTS.rglob("*.json") if path.parent != CONSUMERS)  # subscribers leave those
    copy = {str(path.relative_to(CONTRACTS)): path.read_text(encoding="utf-8") for path in lies_there}
    files = exported()
    assert copy.keys() == files.keys(), "run `make docs`"
    assert [path for path, text in files.items() if copy[path] != text] == [], "run `make docs`"


@KEYS
def test_a_schema_has_the_fingerprint_that_is_locked(key: Key) -> None:
    schema = read(f"schemas/{key.file}")
    Draft202012Validator.check_schema(schema)
    assert fingerprint(schema) == read("versions.json")[key.service][key.event][str(key.version)]


@KEYS
def test_a_sample_has_the_form_that_its_schema_tells(key: Key) -> None:
    message = read(f"samples/{key.file}")
    assert accepts(read(f"schemas/{key.file}"), message["body"])
    assert accepts(STRICT_HEADERS, message["headers"])
    assert message["headers"]["cloudEvents_dataschema"] == key.urn
    assert recordable(key, message["body"])


@KEYS
def test_a_schema_refuses_what_its_contract_refuses_and_nothing_else(key: Key) -> None:
    schema, body = SCHEMAS[key], read(f"samples/{key.file}")["body"]
    for data in changed(body):
        assert accepts(schema, data) == recordable(key, data), data


def changed(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The data with a field left out, with one too many, and with each field and each item of a list wrong."""
    found = [{**body, "unheard_of": "x"}]
    for name, value in body.items():
        found.append({other: it for other, it in body.items() if other != name})
        found += [{**body, name: wrong} for wrong in WRONG]
        if isinstance(value, list) and value:
            found += [{**body, name: [wrong, *value]} for wrong in WRONG]
            found += [{**body, name: [inner]} for inner in (changed(value[0]) if isinstance(value[0], dict) else [])]
        if isinstance(value, dict) and value:
            found += [{**body, name: inner} for inner in changed(value)]
            found.append({**body, name: {**value, "unheard_of": next(iter(value.values()))}})
    return found


def test_every_header_that_an_envelope_can_have_is_described() -> None:
    _, headers, _ = Envelope(
        source="/binh-dinh/reviews",
        number=1,
        id="e1",
        type="ReviewSubmitted",
        subject="review:1",
        version=1,
        time="2020-12-31T02:30:00Z",
        schema=1,
        body="{}",
        hash="0" * 64,
        actor="a",
        organization="QN",
        correlation="c",
        causation="e0",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ).to_message()
    assert headers.keys() == HEADERS["properties"].keys()
    assert accepts(STRICT_HEADERS, headers)


@pytest.mark.parametrize("service", NAMES)
def test_the_asyncapi_document_is_valid_and_leads_to_schemas_and_samples(service: str) -> None:
    document = read(f"asyncapi/{service}.json")
    specification = orjson.loads(gzip.decompress((SPECIFICATIONS / "asyncapi-3.0.0.json.gz").read_bytes()))
    Draft7Validator(specification).validate(document)
    assert document["channels"].keys() == {key.event for key in SCHEMAS if key.service == service}
    for message in document["components"]["messages"].values():
        assert (CONTRACTS / "asyncapi" / message["payload"]["schema"]["$ref"]).is_file()
        assert (CONTRACTS / "asyncapi" / message["x-sample"]).is_file()


def test_the_asyncapi_schema_refuses_a_wrong_binding() -> None:
    document = read("asyncapi/reporting.json")
    document["channels"]["ReportIssued"]["bindings"]["amqp"]["exchange"]["type"] = "none such"
    specification = orjson.loads(gzip.decompress((SPECIFICATIONS / "asyncapi-3.0.0.json.gz").read_bytes()))
    assert not Draft7Validator(specification).is_valid(document)


@pytest.mark.parametrize("service", NAMES)
def test_the_exported_openapi_document_is_valid(service: str) -> None:
    validate_openapi(read(f"openapi/{service}.json"))


@pytest.mark.parametrize("service", NAMES)
def test_a_sample_of_an_earlier_version_is_carried_into_the_newest(service: str) -> None:
    for event, version in upcasters_of(service):
        body = read(f"samples/{Key(service, event, version).file}")["body"]
        newest = max(key for key in SCHEMAS if key[:2] == (service, event))
        assert accepts(SCHEMAS[newest], in_newest_version(service, event, version, body))
