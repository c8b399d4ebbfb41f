"""The published language: what every public event looks like, by service, type and version."""

from shared.contracts import organizations, ratings, reporting, reviews
from shared.contracts.base import Contract, ContractBroken, check, contract, contracts_of

__all__ = [
    "Contract",
    "ContractBroken",
    "check",
    "contract",
    "contracts_of",
    "organizations",
    "ratings",
    "reporting",
    "reviews",
]
