"""Which files may be evidence, and whether a file is what it says it is."""

from __future__ import annotations

from collections.abc import Mapping

from services.reviews.domain.attachments.errors import AboveCeiling, EmptyFile, NotWhatItSays

GRADES = ("none", "internal", "mat", "toi_mat", "tuyet_mat")
"""Classifications, the lowest first. From the third on they are grades of state secrets."""

BEGINNINGS: Mapping[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"PK\x03\x04",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK\x03\x04",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": b"PK\x03\x04",
}
"""The media types that are taken, and how such a file begins. None of them runs by being opened in a browser."""


def require_admissible(content: bytes, media_type: str, classification: str, ceiling: str) -> None:
    """Raise AboveCeiling, EmptyFile or NotWhatItSays. Asked before the file is kept anywhere."""
    if GRADES.index(classification) > GRADES.index(ceiling):
        raise AboveCeiling(field="?classification", value=classification, ceiling=ceiling)
    if not content:
        raise EmptyFile(field="")
    if not content.startswith(BEGINNINGS[media_type]):
        raise NotWhatItSays(field="", value=media_type)
