"""The published language: what every public event looks like, by service, type and version."""

from shared.contracts import dossiers, organizations, prompts, ratings, reporting, reviews
from shared.contracts.base import (
    Contract,
    ContractBroken,
    NewerVersion,
    Upcaster,
    check,
    contract,
    contracts_of,
    in_newest_version,
    newest_version,
    upcasters_of,
)

__all__ = [
    "Contract",
    "ContractBroken",
    "NewerVersion",
    "Upcaster",
    "check",
    "contract",
    "contracts_of",
    "dossiers",
    "in_newest_version",
    "newest_version",
    "organizations",
    "prompts",
    "ratings",
    "reporting",
    "reviews",
    "upcasters_of",
]
