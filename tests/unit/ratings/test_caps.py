"""The cap holds after every accepted document, however documents are cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.ratings.domain.decisions.decision import examine
from services.ratings.domain.decisions.picture import Row
from tests.unit.ratings.small import MEMBER, document, picture, rulebook

CAP = next(cap for cap in rulebook().caps if cap.code == "CAP-MEMBER")
MEMBERS = [replace(MEMBER, code=f"mem:{number:02}", person=str(number)) for number in range(40)]
LEVELS = rulebook().levels.codes

rows = st.builds(
    Row,
    subject=st.sampled_from([member.code for member in MEMBERS]),
    level=st.sampled_from(LEVELS),
    cap_override=st.sampled_from([None, None, None, "88-TB/TU"]),
)
documents = st.lists(st.lists(rows, min_size=1, max_size=12, unique_by=lambda row: row.subject), max_size=8)


@given(documents)
def test_the_cap_is_never_exceeded_by_a_rating_without_an_override(drafts: list[list[Row]]) -> None:
    levels: dict[str, str] = {}
    for draft in drafts:
        tally = Counter(levels.values())
        known = picture(MEMBERS, levels=levels, groups={(CAP.code, "QN-01"): tally})
        if not examine(document(*draft), known).faults:
            levels.update({row.subject: row.level for row in draft})
            if any(row.level == CAP.level and not row.cap_override for row in draft):
                assert not CAP.is_exceeded_by(Counter(levels.values()))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_fifth_of_the_good_is_rounded_down_without_fractions(good: int, excellent: int) -> None:
    tally = {"HTXSNV": excellent, "HTTNV": good, "HTNV": 7}
    assert CAP.allowed(tally) * 5 <= good < (CAP.allowed(tally) + 1) * 5
    assert CAP.is_exceeded_by(tally) == (excellent * 5 > good - good % 5)
