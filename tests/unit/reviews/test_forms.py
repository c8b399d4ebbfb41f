"""Which form a review is written in: the rulebook's for the kind of subject, and for an open review the one it has."""

from __future__ import annotations

from typing import Any

import pytest

from services.reviews.domain.reviews.forms import Form, edition_of, fits, forms_for, sheet_of
from shared.subjects import Kind
from tests.rulebooks import as_written


def pack(year: int) -> dict[str, Any]:
    return as_written(f"vn-party-annual-review/{year}")


@pytest.mark.parametrize(
    ("year", "kind", "forms"),
    [
        (2020, Kind.COLLECTIVE, ["01-HD KĐ.ĐG 2019"]),
        (2020, Kind.MEMBER, ["02-HD KĐ.ĐG 2019"]),
        (2020, Kind.LEADER, ["02-HD KĐ.ĐG 2019"]),
        (2023, Kind.COLLECTIVE, ["01-HD KĐ.ĐG 2023"]),
        (2023, Kind.MEMBER, ["02-HD KĐ.ĐG 2023"]),
        (2025, Kind.COLLECTIVE, ["01-HD KĐ.ĐG 2025"]),
        (2025, Kind.LEADER, ["2A-HD KĐ.ĐG 2025", "2B-HD KĐ.ĐG 2025", "2C-HD KĐ.ĐG 2025"]),
    ],
)
def test_the_rulebook_says_which_form_a_kind_of_subject_reviews_in(year: int, kind: Kind, forms: list[str]) -> None:
    assert forms_for(pack(year), kind) == forms


def test_an_edition_that_is_not_accepted_gives_no_form() -> None:
    content = pack(2020) | {"form_editions": {"accepted": ["HD KĐ.ĐG 2021"]}}
    assert forms_for(content, Kind.MEMBER) == []


@pytest.mark.parametrize(
    ("form", "kept", "fit"),
    [
        ("02-HD 2", None, True),
        ("02-HD 1", None, False),
        ("01-HD 2", None, False),
        ("02-HD 1", "02-HD 1", True),
        ("02-HD 2", "02-HD 1", False),
        ("01-HD 1", "02-HD 1", False),
    ],
)
def test_a_new_review_takes_the_right_form_and_an_open_one_keeps_its_edition(
    form: str, kept: str | None, fit: bool
) -> None:
    assert fits(form, ["02-HD 2"], kept) is fit


def test_of_several_forms_of_its_edition_an_open_review_may_take_another() -> None:
    right = ["2A-HD 2025", "2B-HD 2025"]
    assert fits("2B-HD 2025", right, "2A-HD 2025")
    assert not fits("2B-HD 2026", right, "2A-HD 2025")


def test_a_copy_names_the_edition_and_asks_for_the_criteria_of_its_kind() -> None:
    content = pack(2020)
    of_member, of_leader = (sheet_of(content, kind, "02-HD KĐ.ĐG 2019") for kind in (Kind.MEMBER, Kind.LEADER))
    assert of_member
    assert of_leader
    assert edition_of("02-HD KĐ.ĐG 2019") == "HD KĐ.ĐG 2019"
    assert '"edition": "HD KĐ.ĐG 2019"' in of_member
    assert "MEM-I-1" in of_member
    assert "LDR-" in of_leader
    assert "LDR-" not in of_member
    assert sheet_of(content, Kind.MEMBER, "02-HD KĐ.ĐG 2018") is None


def test_a_form_is_copied_once_and_again_when_it_has_changed() -> None:
    form = Form(Form.key_of("BD-2020", Kind.MEMBER, "02-HD KĐ.ĐG 2019"))
    [copied] = form.decide(form.copy("a" * 64))
    assert copied.data() == {
        "campaign": "BD-2020",
        "kind": "mem",
        "form": "02-HD KĐ.ĐG 2019",
        "content_sha256": "a" * 64,
    }
    assert form.decide(form.copy("a" * 64)) == []
    assert len(form.decide(form.copy("b" * 64))) == 1
