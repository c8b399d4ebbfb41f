"""Who was granted what: nothing unless it is said, and no event about a person without the grant for those."""

from __future__ import annotations

import pytest

from deploy.services import NAMES
from shared.contracts import contracts_of
from shared.grants import granted_events, hears, impersonal_events, is_granted


def test_without_a_grant_nothing_is_heard() -> None:
    assert not hears([], "reviews")
    assert not is_granted([], "reviews", "CampaignOpened")
    assert not is_granted(["ratings/personal"], "reviews", "CampaignOpened")


@pytest.mark.parametrize("service", NAMES)
def test_a_plain_grant_is_of_the_events_whose_every_version_is_about_nobody(service: str) -> None:
    marks: dict[str, set[bool]] = {}
    for (type_, _), contract in contracts_of(service).items():
        marks.setdefault(type_, set()).add(contract.personal)
    assert granted_events([service], service) == sorted(type_ for type_, about in marks.items() if about == {False})
    assert granted_events([f"{service}/personal"], service) == sorted(marks)


def test_an_event_that_is_not_known_counts_as_personal() -> None:
    assert "NeverHeardOf" not in impersonal_events("reviews")
    assert not is_granted(["reviews"], "reviews", "NeverHeardOf")
    assert is_granted(["reviews/personal"], "reviews", "NeverHeardOf")
