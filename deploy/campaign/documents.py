"""Decision documents put together from their rows, which may be scattered over the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from deploy.campaign.layout import Row

_OF_A_ROW = ("subject", "level", "reason", "cap_override")


@dataclass(slots=True)
class DecisionDocument:
    """One command: the document, and the Excel rows that it was made of.

    The instant of the decision is that of the document's first row.
    """

    document: str
    decided_by: str
    decided_at: str
    numbers: list[int] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.numbers.append(row.number)
        self.rows.append({name: row.body[name] for name in _OF_A_ROW})

    def body(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "decided_by": self.decided_by,
            "decided_at": self.decided_at,
            "rows": self.rows,
        }


def decision_documents(rows: Iterable[Row]) -> list[DecisionDocument]:
    """The documents in the order of their first rows. Two bodies may use one number: they are two documents."""
    documents: dict[tuple[str, str], DecisionDocument] = {}
    for row in rows:
        identity = row.body["decided_by"], row.body["document"]
        if identity not in documents:
            documents[identity] = DecisionDocument(row.body["document"], row.body["decided_by"], row.body["decided_at"])
        documents[identity].add(row)
    return list(documents.values())
