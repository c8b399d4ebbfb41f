"""The receipt of a forwarded dossier, as its sender reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

_RULES = {"before": ("trước ngày {day}", "before {day}"), "by": ("chậm nhất ngày {day}", "by {day}")}
_WHOSE = {True: ("hạn đã gia hạn cho đơn vị", "the unit's extended deadline"), False: ("hạn của đợt", "the deadline")}
_TEXTS = (
    "Hồ sơ của {subject} gửi {to} lúc {time} ngày {day} (giờ {zone}), {verdict}; {whose}: {rule}.",
    "The dossier of {subject} was forwarded to {to} at {time} on {day} ({zone}), {verdict}; {whose}: {rule}.",
)
_VERDICTS = {True: ("đúng hạn", "on time"), False: ("quá hạn", "late")}
_OF_A_FORWARDING = (
    "campaign",
    "subject",
    "forwarding",
    "content_sha256",
    "forwarded_at",
    "first_forwarded_at",
    "on_time",
    "deadline",
    "extended",
)


def receipt(facts: Mapping[str, Any], to: str, language: str) -> dict[str, Any]:
    """What is in `facts`, the published data of a DossierReceiptIssued, with local time and in words.

    `to` is the receiving board. The first forwarding is the one that counts as on time or late.
    """
    zone = facts["deadline"]["zone"]
    return {
        **{name: facts[name] for name in _OF_A_FORWARDING},
        "forwarded_at_local": _local(facts["forwarded_at"], zone).isoformat(),
        "to": to,
        "text": _in_words(facts, to, 0 if language == "vi" else 1),
    }


def _in_words(facts: Mapping[str, Any], to: str, language: int) -> str:
    deadline = facts["deadline"]
    counted = _local(facts["first_forwarded_at"], deadline["zone"])
    day = _written(date.fromisoformat(deadline["date"]))
    return _TEXTS[language].format(
        subject=facts["subject"],
        to=to,
        time=f"{counted:%H:%M:%S}",
        day=_written(counted),
        zone=deadline["zone"],
        verdict=_VERDICTS[facts["on_time"]][language],
        whose=_WHOSE[facts["extended"]][language],
        rule=_RULES[deadline["rule"]][language].format(day=day),
    )


def _local(instant: str, zone: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
