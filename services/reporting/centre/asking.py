"""Asking the reporting of one province over its public queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import orjson
import urllib3
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from werkzeug.http import parse_date

from services.reporting.centre.provinces import Province
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import KINDS
from services.reporting.domain.together import SUMS
from services.reporting.policies import SOURCES
from shared.answers import whole
from shared.web.waiting import parse_positions

_TIMEOUT = urllib3.Timeout(connect=2, read=10)
_TIMEOUT_OF_PROBES = urllib3.Timeout(connect=2, read=4)
_WHOLE_SECONDS = 15.0
"""How long an answer may take from its first byte to its last: all who look at the centre wait for it."""


class ReportingAway(Exception):
    """The reporting of a province gives no answer that can be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The sums of a campaign, what they were built from, and when the newest event in them was recorded."""

    figures: Mapping[str, Any]
    positions: Mapping[str, int]
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class Contact:
    """How a reporting hears its province: for how long nothing came from a service of it at the worst, and what grave
    troubles it has, as its readiness tells them."""

    silent_seconds: float
    troubles: tuple[Mapping[str, Any], ...]


class _Lenient(Schema):
    """A newer reporting may say more."""

    class Meta:
        unknown = EXCLUDE


class _Campaign(_Lenient):
    campaign = fields.String(required=True)
    title = fields.String(required=True)
    rulebook = fields.String(required=True)
    year = fields.Integer(required=True, strict=True)
    opened_on = fields.String(required=True)


class _Campaigns(_Lenient):
    items = fields.List(fields.Nested(_Campaign), required=True)
    next = fields.String(required=True, allow_none=True)


_COUNT = fields.Integer(strict=True, required=True)
_COUNTS = fields.Dict(keys=fields.String(), values=_COUNT, required=True)
_BY_NAME = fields.Dict(keys=fields.String(), values=_COUNTS, required=True)
_LEVELS = _Lenient.from_dict(dict.fromkeys((*LEVELS, "not_rated", "total"), _COUNT))
_RATINGS = _Lenient.from_dict({kind: fields.Nested(_LEVELS, required=True) for kind in KINDS})
_FORMS: Mapping[str, fields.Field] = {"reviews": _BY_NAME, "derived": _BY_NAME} | dict.fromkeys(
    ("accepted_documents", "refused_documents", "heads_above", "over_cap"), _COUNT
)
_RATIOS = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
_OVERVIEW = _Lenient.from_dict(
    {
        "ratings": fields.Nested(_RATINGS, required=True),
        "member_ratios": _RATIOS,
        **{name: _FORMS.get(name, _COUNTS) for name in SUMS},
    }
)


class _Reason(_Lenient):
    code = fields.String(required=True)
    part = fields.String(required=True)
    grave = fields.Boolean(required=True)
    vi = fields.String(required=True)
    en = fields.String(required=True)


class _Heard(_Lenient):
    silent_seconds = fields.Float(required=True)


class _Readiness(_Lenient):
    reasons = fields.List(fields.Nested(_Reason), required=True)
    heard = fields.Dict(keys=fields.String(), values=fields.Nested(_Heard), required=True)


class Reporting:
    """The reporting of one province. Every method raises ReportingAway."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self._pool = urllib3.PoolManager(retries=False, maxsize=4)

    def campaigns(self) -> list[dict[str, Any]]:
        """Its campaigns, as they were opened."""
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            _, page = self._ask("/campaigns", _Campaigns, {"cursor": cursor} if cursor else {})
            found += page["items"]
            cursor = page["next"]
        return found

    def overview(self, campaign: str) -> Overview:
        answer, figures = self._ask(f"/campaigns/{quote(campaign, safe='')}/overview", _OVERVIEW)
        told = parse_positions(answer.headers.get("Position", ""))
        positions = {service: told[service] for service in sorted(SOURCES) if told.get(service)}
        return Overview(figures, positions, parse_date(answer.headers.get("Last-Modified")))

    def contact(self) -> Contact:
        _, told = self._ask("/readyz", _Readiness, expected=(200, 503), timeout=_TIMEOUT_OF_PROBES)
        silent = max((heard["silent_seconds"] for heard in told["heard"].values()), default=0.0)
        return Contact(silent, tuple(reason for reason in told["reasons"] if reason["grave"]))

    def _ask(
        self,
        path: str,
        form: type[Schema],
        query: Mapping[str, str] | None = None,
        expected: tuple[int, ...] = (200,),
        timeout: urllib3.Timeout = _TIMEOUT,
    ) -> tuple[urllib3.BaseHTTPResponse, Any]:
        """The answer, and what it says in the expected form."""
        try:
            headers = {"Authorization": f"Bearer {self.province.token()}", "Accept": "application/json"}
            url = f"{self.province.url}/reporting{path}" + (f"?{urlencode(query)}" if query else "")
            answer = self._pool.request(
                "GET", url, headers=headers, timeout=timeout, redirect=False, preload_content=False
            )
            body = whole(answer, _WHOLE_SECONDS)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise ReportingAway(type(error).__name__) from error
        if answer.status not in expected:
            raise ReportingAway(f"HTTP {answer.status}")
        try:
            return answer, form().load(orjson.loads(body))
        except (ValueError, ValidationError) as error:
            raise ReportingAway(f"{path}: {error}") from error
