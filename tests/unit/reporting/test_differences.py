"""Differences between two reports: complete, and nothing that is the same."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.differences import Difference, differences, told

figures = st.recursive(
    st.integers(0, 3) | st.none() | st.text("ab", max_size=2),
    lambda inner: (
        st.dictionaries(st.text("xyz", min_size=1, max_size=2), inner, max_size=3)
        | st.lists(st.text("ab", max_size=1), max_size=4)
    ),
    max_leaves=12,
)


@given(figures)
def test_nothing_differs_from_itself(value: Any) -> None:
    assert list(differences(value, value)) == []


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=2), st.integers(0, 3), max_size=5))
def test_applying_the_differences_to_the_one_gives_the_other(after: dict[str, int]) -> None:
    before = {"x": 1, "y": 2, "zz": 3}
    patched: dict[str, Any] = dict(before)
    for difference in differences(before, after):
        [key] = difference.path
        assert patched.get(key) == difference.before
        patched[key] = difference.after
    assert {key: value for key, value in patched.items() if value is not None} == after


@given(figures, figures)
def test_there_and_back_are_mirrors(before: Any, after: Any) -> None:
    forth = {(each.path, repr(each.before), repr(each.after)) for each in differences(before, after)}
    back = {(each.path, repr(each.after), repr(each.before)) for each in differences(after, before)}
    assert forth == back


def test_a_list_differs_by_what_joined_and_what_left_it() -> None:
    assert list(differences({"heads": ["a", "b"]}, {"heads": ["b", "c"]})) == [
        Difference(("heads",), "a", None),
        Difference(("heads",), None, "c"),
    ]


def test_a_difference_names_the_unit_and_the_kind_that_its_place_names() -> None:
    [difference] = differences({"by_unit": {"QN": {"mem": {"HTNV": 4}}}}, {"by_unit": {"QN": {"mem": {"HTNV": 5}}}})
    assert told(difference) == {"path": "by_unit/QN/mem/HTNV", "unit": "QN", "kind": "mem", "before": 4, "after": 5}
    assert told(Difference(("prompts", "issued"), 1, 2))["unit"] is None
