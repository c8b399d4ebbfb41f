"""The form of Party documents, as parameters: what the technique guide sets, and the lines that an office fills in.

Sizes, heads and order of parts are those of official samples under HD 36-HD/VPTW (3/4/2018), the guide of the year
2020: the head of the Party at the right, the issuing body and an asterisk at the left, place and date in italics.
The margins are from an older Party handbook; the guide under 399-QĐ/TW (2026) could not be read. Whoever knows it
changes these values, or the .docx template itself, and no code.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """Millimetres and points. `fonts` are tried in this order where a PDF is set.

    Tinos (Debian's fonts-croscore) has the measures of Times New Roman and every Vietnamese letter; Liberation Serif
    lacks most of them. Libertinus Serif comes with typst, so that a PDF is readable on any machine.
    """

    top: int = 25
    bottom: int = 25
    left: int = 35
    right: int = 15
    party_size: int = 15
    head_size: int = 14
    title_size: int = 16
    body_size: int = 14
    annex_size: int = 10
    small_annex_size: int = 8
    fonts: tuple[str, ...] = ("Times New Roman", "Tinos", "Libertinus Serif")


FORM = Form()
