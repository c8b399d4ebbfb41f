"""Which document stands behind a refusal, by the campaign's own rulebook. Pure, like shared.domain.

A refusal names the document of the year for which it was written. Under another rulebook that may say the same in
another document, or nothing that anybody has found: then the rulebook's legal basis is named, as uncertain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain import Refusal

UNCERTAIN = "low"
"""How certain it is that a rulebook's legal basis as a whole says what a refusal says."""


@dataclass(frozen=True, slots=True)
class Citation:
    rule: str
    certainty: str | None


@dataclass(frozen=True, slots=True)
class Citations:
    """What a rulebook says of its documents: `stated` by the code of a refusal, all that are `known`, the `basis`."""

    stated: Mapping[str, Citation]
    known: frozenset[str]
    basis: str

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Citations:
        """Read them out of a rulebook's content."""
        documents = {source["code"]: source.get("document") for source in content["sources"]}
        basis = [entry["code"] for entry in content["pack"]["basis"]]
        stated = {
            entry["refusal"]: Citation(documents[entry["src"]], entry.get("conf"))
            for entry in content.get("citations", ())
            if documents[entry["src"]]
        }
        return cls(stated, frozenset(basis), "; ".join(basis))

    def cite(self, refusal: Refusal) -> None:
        """Let a refusal, and every fault that it holds, name the document of this rulebook."""
        for fault in (refusal, *getattr(refusal, "faults", ())):
            if fault.rule is not None and not fault.lasting_rule:
                cited = self._of(fault.code, fault.rule)
                fault.rule, fault.rule_certainty = cited.rule, cited.certainty

    def _of(self, code: str, rule: str) -> Citation:
        """`rule` names a document and perhaps its item: "04-CV/TU, 7"."""
        if code in self.stated:
            return self.stated[code]
        if rule.partition(",")[0] in self.known:
            return Citation(rule, None)
        return Citation(self.basis, UNCERTAIN)
