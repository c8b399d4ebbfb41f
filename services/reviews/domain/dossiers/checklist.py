"""The checklist of a dossier: each document of the rulebook's list, why it is needed or not, and if it is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.reviews.domain.dossiers.requirements import Requirement, Why


class There(StrEnum):
    """How it is known that a document is there: in the forwarding that stands, named by the asker, or as a review."""

    FORWARDED = "forwarded"
    NAMED = "named"
    HANDED_IN = "handed_in"


@dataclass(frozen=True, slots=True)
class Line:
    requirement: Requirement
    there: There | None

    @property
    def missing(self) -> bool:
        return self.requirement.needed and self.there is None

    def why(self, language: str) -> str:
        """Why the document must, or need not, lie in this dossier."""
        requirement, place = self.requirement, 0 if language == "vi" else 1
        condition = CONDITIONS.get(requirement.condition or "", (requirement.condition,) * 2)[place]
        return WHYS[requirement.why][place].format(condition=condition, inside=requirement.inside)


def checklist(
    requirements: Iterable[Requirement],
    *,
    forwarded: Collection[str] = (),
    named: Collection[str] = (),
    form: str | None = None,
) -> tuple[Line, ...]:
    """`form` is the form of the review that was handed in, such as "02-HD KĐ.ĐG 2019"."""
    number = form and form.partition("-")[0].strip()

    def there(requirement: Requirement) -> There | None:
        if requirement.document in forwarded:
            return There.FORWARDED
        if requirement.document in named:
            return There.NAMED
        return There.HANDED_IN if number in requirement.forms else None

    return tuple(Line(requirement, there(requirement)) for requirement in requirements)


WHYS = {
    Why.ALWAYS: ("Hồ sơ nào cũng phải có.", "Every dossier needs it."),
    Why.CONDITION_HOLDS: ("Phải có, vì đối tượng {condition}.", "Needed, because the subject {condition}."),
    Why.CONDITION_FAILS: ("Chỉ cần khi đối tượng {condition}.", "Only needed when the subject {condition}."),
    Why.INSIDE_ANOTHER: ("Nằm trong {inside}, không tính riêng.", "Part of {inside}, not counted by itself."),
    Why.BY_NUMBER: ("Xét sau theo số lượng, không tính khi gửi.", "Judged later by number, not when it is forwarded."),
    Why.OPTIONAL: ("Không bắt buộc.", "Not needed."),
}
CONDITIONS = {
    "prompted": ("được gợi ý kiểm điểm", "was prompted"),
    "is_cbccvc": ("là cán bộ, công chức, viên chức", "is a cadre, civil servant or public employee"),
    "is_working_member": ("là đảng viên đang công tác", "is a working Party member"),
}
"""The conditions of the shipped rulebooks in words; another one is called by its code."""
