"""Whatever documents and revisions are sent at once: one after the other they are decided, and no cap gives way.

Documents are decided inside the writer's transaction, so what runs at once is some order of them. The model is that
order; tests/integration/test_decision_race.py shows on PostgreSQL that there is nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Document, examine
from services.ratings.domain.decisions.picture import Row
from tests.unit.ratings.small import MEMBER, document, picture, rulebook

CAP = next(cap for cap in rulebook().caps if cap.code == "CAP-MEMBER")
MEMBERS = [replace(MEMBER, code=f"mem:{number:02}", person=str(number)) for number in range(12)]
REASON = "Lý do của cấp có thẩm quyền"


class Table:
    """The tables that every document is decided against, as far as caps go."""

    def __init__(self) -> None:
        self.levels: dict[str, str] = {}

    @property
    def excess(self) -> int:
        """How many more are excellent than allowed; 0 if none."""
        tally = Counter(self.levels.values())
        return max(0, CAP.excellent(tally) - CAP.allowed(tally))

    def take(self, paper: Document) -> bool:
        bodies = dict.fromkeys(self.levels, "QN-01")
        groups = {(CAP.code, "QN-01"): Counter(self.levels.values())}
        known = picture(MEMBERS, levels=dict(self.levels), bodies=bodies, groups=groups)
        accepted = not examine(paper, known).faults
        if accepted:
            self.levels |= {row.subject: row.level for row in paper.rows}
        return accepted


def papers(overrides: st.SearchStrategy[str | None]) -> st.SearchStrategy[list[Document]]:
    """First decisions about everybody, cut anyhow, and revisions of anybody, in any order."""
    rows = st.builds(
        Row,
        subject=st.sampled_from([member.code for member in MEMBERS]),
        level=st.sampled_from(["HTXSNV", "HTTNV", "HTTNV", "HTTNV", "HTNV"]),
        reason=st.just(REASON),
        cap_override=overrides,
    )
    several = st.lists(rows, min_size=1, max_size=3, unique_by=lambda row: row.subject)
    acts = st.sampled_from(Act)
    return st.lists(st.builds(lambda them, act: document(*them, act=act), several, acts), max_size=12)


@settings(max_examples=1000)
@given(papers(st.none()), st.data())
def test_no_order_of_documents_and_revisions_without_overrides_exceeds_a_cap(
    sent: list[Document], data: st.DataObject
) -> None:
    table = Table()
    good = [Row(member.code, "HTTNV") for member in MEMBERS[:6]]
    table.take(document(*good))
    for paper in data.draw(st.permutations(sent)):
        table.take(paper)
        assert table.excess == 0


@settings(max_examples=1000)
@given(papers(st.sampled_from([None, None, None, "88-TB/TU"])))
def test_only_a_document_with_an_override_leads_further_over_a_cap(sent: list[Document]) -> None:
    table = Table()
    for paper in sent:
        before = table.excess
        if table.take(paper) and table.excess > before:
            assert any(row.cap_override for row in paper.rows)


def test_of_two_documents_that_together_exceed_a_cap_the_later_one_is_refused_in_either_order() -> None:
    one, other = (document(Row(member.code, "HTXSNV")) for member in MEMBERS[5:7])
    for sent in ((one, other), (other, one)):
        table = Table()
        table.take(document(*(Row(member.code, "HTTNV") for member in MEMBERS[:5])))
        assert [table.take(paper) for paper in sent] == [True, False]
