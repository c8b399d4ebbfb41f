"""What a subscriber may hear: `reviews`, or `reviews/personal` for what is about identifiable people as well."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from shared.contracts import contracts_of

PERSONAL = "/personal"


def with_people(service: str) -> str:
    """The grant of everything that a service publishes."""
    return service + PERSONAL


def hears(grants: Collection[str], service: str) -> bool:
    """Whether anything of the service is granted."""
    return service in grants or hears_of_people(grants, service)


def hears_of_people(grants: Collection[str], service: str) -> bool:
    """Whether everything of the service is granted."""
    return with_people(service) in grants


@cache
def impersonal_events(service: str) -> frozenset[str]:
    """The service's events that are about nobody in any version. What is not known here is not among them."""
    contracts = contracts_of(service).items()
    return frozenset(type_ for (type_, _), _ in contracts) - {type_ for (type_, _), it in contracts if it.personal}


def is_granted(grants: Collection[str], service: str, type_: str) -> bool:
    """Whether such an event is granted."""
    return hears_of_people(grants, service) or (service in grants and type_ in impersonal_events(service))


def granted_events(grants: Collection[str], service: str) -> list[str]:
    """The names of the service's events that are granted, sorted."""
    return sorted({type_ for type_, _ in contracts_of(service) if is_granted(grants, service, type_)})
