"""What a played campaign leaves in the logs has the form that the exported schemas tell to others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
from jsonschema import Draft202012Validator

from deploy.contracts.samples import recorded
from deploy.contracts.schemas import Key
from deploy.docs import CONTRACTS
from deploy.logs import opened
from deploy.services import NAMES
from shared.messaging import Envelope
from tests.deployments import put_played
from tests.samples import FAULTY


def test_every_event_of_a_played_campaign_has_the_form_of_its_exported_schema(tmp_path: Path) -> None:
    put_played(FAULTY, tmp_path)
    seen = Counter(key for service in NAMES for key in checked(service, tmp_path))
    assert seen[Key("reviews", "ReviewSubmitted", 1)] > 1000
    # What is kept as a recorded sample is what such a play records.
    assert recorded().keys() <= seen.keys()


def checked(service: str, data: Path) -> list[Key]:
    """The keys of all events of a log, each of which was found to fit its schema."""
    store, source = opened(service, data)
    validators: dict[Key, Draft202012Validator] = {}
    found = []
    for event in store.read(0, store.head().number):
        envelope = Envelope.of(event, source)
        key = Key(service, envelope.type, envelope.schema)
        if key not in validators:
            schema = orjson.loads((CONTRACTS / "schemas" / key.file).read_bytes())
            validators[key] = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        validators[key].validate(envelope.data)
        found.append(key)
    return found
