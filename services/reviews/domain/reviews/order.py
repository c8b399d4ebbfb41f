"""In which order reviews should be held. Who comes too early is told so, and not stopped (132-QĐ/TW; 21-HD/BTCTW)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from shared.domain import Refusal
from shared.subjects import Kind, Subject


class BeforeCollective(Refusal):
    """A warning."""

    code = "individual_before_collective"
    vi = "{value} kiểm điểm trước tập thể {collective}."
    en = "{value} reviews before the collective {collective}."
    way_out_vi = "Tập thể kiểm điểm trước, cá nhân kiểm điểm sau; ghi rõ lý do nếu làm khác."
    way_out_en = "The collective reviews first, its individuals after it; give the reason if it is done otherwise."
    rule = "21-HD/BTCTW"


class BeforeHead(Refusal):
    """A warning."""

    code = "deputy_before_head"
    vi = "{value} kiểm điểm trước người đứng đầu {head}."
    en = "{value} reviews before the head {head}."
    way_out_vi = "Người đứng đầu kiểm điểm trước, cấp phó và thành viên kiểm điểm sau."
    way_out_en = "The head reviews first, deputies and members after."


def whom_to_wait_for(subject: Subject, heads: Mapping[str, Collection[str]]) -> list[str]:
    """The subjects that should have reviewed before: a leader's collective and its heads (`heads`, by collective)."""
    if subject.kind is not Kind.LEADER or subject.collective is None:
        return []
    before = [] if subject.head else sorted(heads.get(subject.collective, ()))
    return [f"{Kind.COLLECTIVE}:{subject.collective}", *before]


def out_of_order(subject: Subject, missing: Collection[str]) -> Iterator[Refusal]:
    """A warning for each of those that should have reviewed before and have not."""
    for code in missing:
        if code.startswith(f"{Kind.COLLECTIVE}:"):
            yield BeforeCollective(value=subject.code, collective=code)
        else:
            yield BeforeHead(value=subject.code, head=code)
