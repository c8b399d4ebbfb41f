"""What the guide says of versions is what the contracts say. tests.agency.test_guide follows all else in it."""

from __future__ import annotations

from typing import Any

import orjson

from deploy.docs import CONTRACTS
from shared.contracts import in_newest_version
from tests.agency.guide import steps


def sample(path: str) -> Any:
    return orjson.loads((CONTRACTS / "samples" / path).read_bytes())


def test_the_upcaster_of_the_guide_says_what_that_of_the_contract_says() -> None:
    [code] = [step.text for step in steps() if step.file == "versions.py"]
    names: dict[str, Any] = {}
    exec(code, names)
    carry = names["in_newest_version"]
    old, new = sample("reviews/PromptIssued.v1.json"), sample("reviews/PromptIssued.v2.json")
    assert carry(old["headers"], {**old["body"]}) == in_newest_version("reviews", "PromptIssued", 1, {**old["body"]})
    assert carry(new["headers"], new["body"]) == new["body"]
