"""Text in CSV files that a spreadsheet would take for a formula: how it is kept text, and how it is read back.

One apostrophe is put before a text that begins with `=`, `+`, `-`, `@`, tab or carriage return, and before one that
begins with apostrophes followed by such a sign. Reading takes one apostrophe away under the same condition. So every
text comes back as it was, and what needs nothing gets nothing. Only text is treated so, never a number or a date.
"""

from __future__ import annotations

import re

_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def defused(text: str) -> str:
    """The text as it is written into a CSV file.

    >>> defused("=1+1"), defused("-"), defused("'=x"), defused("Tổng"), defused("'quoted'")
    ("'=1+1", "'-", "''=x", 'Tổng', "'quoted'")
    """
    return f"'{text}" if _LOOKS_LIKE_A_FORMULA.match(text) else text


def restored(text: str) -> str:
    """The text as it was before it was written.

    >>> [restored(defused(text)) for text in ("=1+1", "'=x", "''", "'quoted'")]
    ['=1+1', "'=x", "''", "'quoted'"]
    """
    return text[1:] if text.startswith("'") and _LOOKS_LIKE_A_FORMULA.match(text) else text
