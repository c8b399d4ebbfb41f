"""Every override of a cap, also those revised since; and whom a campaign's rulebook leaves out."""

from __future__ import annotations

import json

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Text

revision = "0004"
down_revision = "0003"

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
    op.create_table(
        "overrides",
        Column("campaign", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("decided_by", Text, primary_key=True),
        Column("document", Text, primary_key=True),
        Column("level", Text, nullable=False),
        Column("cap_override", Text, nullable=False),
        Column("reason", Text),
        Column("number", BigInteger),
    )
    columns = "campaign, subject, decided_by, document, level, cap_override, reason"
    op.execute(f"INSERT INTO overrides ({columns}) SELECT {columns} FROM ratings WHERE cap_override IS NOT NULL")
