"""What the pages may be asked with. Their filters are plain forms, which also send what was left empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, pre_load, validate

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import KINDS
from services.reporting.evidence.schemas import EvidenceQuery
from services.reporting.following.schemas import PlansQuery, RemediesQuery
from services.reporting.roster.schemas import MAYBE, CapGroupsQuery, PromptsQuery, SubjectsQuery
from services.reporting.schemas import PageLanguage
from shared.web import PageQuery

RELATIVE = r"/(?![/\\])[^\\\x00-\x20\x7f]*"
"""A path on this host: neither a scheme nor another host can hide in it."""


class InLanguage(PageLanguage):
    """What every page may be asked with."""

    @pre_load
    def leave_out_what_is_empty(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value != ""}


class UnitsPageQuery(InLanguage, PageQuery):
    kind = fields.String(load_default="mem", validate=validate.OneOf(KINDS))


class ListPageQuery(InLanguage, PageQuery):
    """A list without filters."""


class SubjectsPageQuery(InLanguage, SubjectsQuery):
    """See SubjectsQuery."""


class PromptsPageQuery(InLanguage, PromptsQuery):
    """See PromptsQuery."""


class EvidencePageQuery(InLanguage, EvidenceQuery):
    """See EvidenceQuery."""


class PlansPageQuery(InLanguage, PlansQuery):
    """See PlansQuery."""


class HelpPageQuery(InLanguage, RemediesQuery):
    """See RemediesQuery."""


class CapsPageQuery(InLanguage, CapGroupsQuery):
    """See CapGroupsQuery; here of members, unless another kind is asked for."""

    kind = fields.String(load_default="mem", validate=validate.OneOf(KINDS))


class ComparisonPageQuery(InLanguage):
    level = fields.String(load_default=LEVELS[0], validate=validate.OneOf(LEVELS))


class BetweenPageQuery(InLanguage):
    """Two sides: a campaign each, and all that is seen of it or one unit. By default both are this campaign."""

    left = fields.String(**MAYBE)
    left_unit = fields.String(**MAYBE)
    right = fields.String(**MAYBE)
    right_unit = fields.String(**MAYBE)


class ChangesPageQuery(InLanguage, PageQuery):
    """From when on; up to when says `as_of`. Without a beginning the page only asks for one."""

    since = fields.String(**MAYBE)


class YearsPageQuery(InLanguage):
    """The campaign beside this one, and the level whose shares are shown."""

    other = fields.String(data_key="with", **MAYBE)
    level = fields.String(load_default=LEVELS[0], validate=validate.OneOf(LEVELS))


class _Next(InLanguage):
    next = fields.String(
        load_default=None,
        validate=validate.Regexp(f"^{RELATIVE}$", error="Only a path on this host."),
    )


class SignInQuery(_Next):
    """Where to go on after signing in."""


class SignInForm(_Next):
    token = fields.String(required=True)


class SignOutForm(InLanguage):
    """Nothing but the language."""
