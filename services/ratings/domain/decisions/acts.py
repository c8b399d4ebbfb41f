"""What bodies and subjects do with ratings, in the codes of the published language."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What a decision document does: give first levels, or replace levels that stand."""

    DECISION = "decision"
    REVISION = "revision"


class Cause(StrEnum):
    """What a revision answers, or what put a rating in question."""

    CORRECTION = "correction"
    APPEAL = "appeal"
    CIVIL_RATING_CHANGED = "civil_rating_changed"
    FINDING = "finding"


class Outcome(StrEnum):
    """What became of an appeal: the level stands, or is replaced by a revision."""

    UPHELD = "upheld"
    REVISED = "revised"


class Scope(StrEnum):
    """To whom ratings are made known."""

    UNIT = "unit"
    ORGANIZATION = "organization"
    PROVINCE = "province"
    PUBLIC = "public"
