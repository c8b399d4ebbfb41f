"""Whom a campaign's rulebook leaves out of the review or of the rating."""

from __future__ import annotations

import json

from alembic import op
from sqlalchemy import JSON, Column

revision = "0004"
down_revision = "0002"

_SO_FAR = [
    {
        "id": "EX-EXEMPT",
        "reason_code": "MIEN_SINH_HOAT",
        "applies_to": ["member", "leader"],
        "when": {"member_status": "exempt"},
        "reviewed": False,
        "rated": False,
    },
    {
        "id": "EX-SUSPENDED",
        "reason_code": "DINH_CHI_SINH_HOAT",
        "applies_to": ["member", "leader"],
        "when": {"member_status": "suspended"},
        "reviewed": False,
        "rated": False,
    },
    {
        "id": "EX-NEW",
        "reason_code": "MOI_KET_NAP_DUOI_6_THANG",
        "applies_to": ["member", "leader"],
        "when": {"months_since_start_lt": 6},
        "reviewed": True,
        "rated": False,
    },
]
"""What this service took for every rulebook's exclusions. Of those heard before nothing else is known here."""


def upgrade() -> None:
    op.add_column("rulebooks", Column("exclusions", JSON, nullable=False, server_default=json.dumps(_SO_FAR)))
