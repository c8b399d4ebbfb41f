"""Degrees and points: one for each criterion of the frame, or none at all. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from services.ratings.domain.errors import DegreesIncomplete, PointsIncomplete, PointsOutOfRange, WrongMeasure
from services.ratings.domain.events import OpinionGiven
from services.ratings.domain.rules.standards import Criterion


def check_measures(opinion: OpinionGiven, frame: tuple[Criterion, ...]) -> None:
    """Raise a refusal unless the opinion measures the whole frame as its rulebook does, or nothing of it.

    Raises WrongMeasure, DegreesIncomplete, PointsIncomplete, PointsOutOfRange.
    """
    in_points = any(criterion.most is not None for criterion in frame)
    if opinion.degrees and in_points:
        raise WrongMeasure(field="/degrees", value=opinion.subject, measure_vi="điểm", measure_en="points")
    if opinion.points and not in_points:
        raise WrongMeasure(field="/points", value=opinion.subject, measure_vi="cấp độ", measure_en="degrees")
    if differing := _differing(opinion.degrees, frame):
        raise DegreesIncomplete(field="/degrees", value=differing, subject=opinion.subject)
    if differing := _differing(opinion.points, frame):
        raise PointsIncomplete(field="/points", value=differing, subject=opinion.subject)
    _check_range(opinion.points, frame)


def _differing(given: Mapping[str, str], frame: Iterable[Criterion]) -> str:
    """The criteria that are measured and not in the frame, or in the frame and not measured."""
    return ", ".join(sorted(given.keys() ^ {criterion.code for criterion in frame})) if given else ""


def _check_range(points: Mapping[str, str], frame: Iterable[Criterion]) -> None:
    for criterion in frame:
        given = points.get(criterion.code)
        if given is not None and criterion.most is not None and Decimal(given) > criterion.most:
            raise PointsOutOfRange(
                field=f"/points/{criterion.code}", value=given, criterion=criterion.code, most=str(criterion.most)
            )
