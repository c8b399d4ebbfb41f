"""The code that the guide gives to subscribers does what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kombu
import orjson
import pytest

from deploy.docs import CONTRACTS
from shared.contracts import in_newest_version

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guides" / "subscribers.md").read_text(encoding="utf-8")
NAMEKO, KOMBU, UPCASTING = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


class Heard(Exception):
    """The one message that was waited for."""


def sample(path: str) -> Any:
    return orjson.loads((CONTRACTS / "samples" / path).read_bytes())


def run(code: str, name: str) -> Any:
    names: dict[str, Any] = {}
    exec(code, names)
    return names[name]


def test_the_nameko_service_is_the_one_that_listens_to_a_real_broker() -> None:
    assert NAMEKO in (ROOT / "tests" / "integration" / "stock_agency.py").read_text(encoding="utf-8")


def test_the_kombu_client_gets_headers_and_body_as_the_sample_has_them() -> None:
    message = sample("reviews/ReviewSubmitted.v1.json")

    def note(headers: dict[str, str], body: dict[str, Any]) -> None:
        assert (headers, body) == (message["headers"], message["body"])
        raise Heard

    with kombu.Connection("memory://guide") as connection:
        exchange = kombu.Exchange("reviews.events", "topic", durable=True, auto_delete=False)
        kombu.Queue("my-agency", exchange, routing_key="ReviewSubmitted")(connection.default_channel).declare()
        connection.Producer().publish(
            message["body"], exchange=exchange, routing_key="ReviewSubmitted", headers=message["headers"]
        )
        with pytest.raises(Heard):
            run(KOMBU, "listen")("memory://guide", note)


def test_the_upcaster_of_the_guide_says_what_that_of_the_contract_says() -> None:
    old, new = sample("reviews/PromptIssued.v1.json"), sample("reviews/PromptIssued.v2.json")
    carry = run(UPCASTING, "in_newest_version")
    assert carry(old["headers"], {**old["body"]}) == in_newest_version("reviews", "PromptIssued", 1, {**old["body"]})
    assert carry(new["headers"], new["body"]) == new["body"]
