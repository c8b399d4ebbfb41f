"""Where the things of the reviews service are found: what links in answers say."""

from __future__ import annotations

from urllib.parse import quote


def review_at(campaign: str, subject: str, *parts: object) -> str:
    """The address of a review, or of something that belongs to it."""
    return _address("campaigns", campaign, "reviews", subject, *parts)


def prompt_at(campaign: str, code: str) -> str:
    return _address("campaigns", campaign, "prompts", code)


def dossier_at(campaign: str, subject: str, *parts: str) -> str:
    """The address of a dossier, or of something that belongs to it."""
    return _address("campaigns", campaign, "dossiers", subject, *parts)


def form_at(campaign: str, fingerprint: str) -> str:
    return _address("campaigns", campaign, "forms", fingerprint)


def _address(*parts: object) -> str:
    return "/reviews/" + "/".join(quote(str(part), safe="") for part in parts)
