"""Who may appeal against a rating: the subject itself, or its unit for it."""

from __future__ import annotations

from services.ratings.domain.life.errors import NotTheirAppeal
from shared.subjects import Subject


def check_lodger(subject: Subject, lodged_by: str | None) -> None:
    """Raise NotTheirAppeal unless `lodged_by` is where the subject stands: organization, grassroots body or unit.

    None is the person itself; organizations and collectives speak through their unit.
    """
    if lodged_by is None and subject.person is not None:
        return
    units = {subject.organization, subject.grassroots, subject.unit} - {None}
    if lodged_by not in units:
        raise NotTheirAppeal(field="/lodged_by", value=lodged_by, subject=subject.code, units=sorted(map(str, units)))
