"""Text as the system keeps it: Unicode NFC, without what no database can hold."""

from __future__ import annotations

import unicodedata


class UnstorableText(ValueError):
    """The text holds a NUL or half of a surrogate pair."""


def nfc(text: str) -> str:
    """`text` in NFC. Raises UnstorableText for NUL and for lone surrogates."""
    if "\x00" in text:
        raise UnstorableText("NUL character")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UnstorableText("lone surrogate") from None
        text = unicodedata.normalize("NFC", text)
    return text
