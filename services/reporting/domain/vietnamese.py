"""Vietnamese order and search: keys that plain byte order sorts as a Vietnamese list is sorted, and words to look for.

The order is that of the Unicode collation algorithm as tailored to Vietnamese (ICU `vi`, numbers by value): ă, â, đ, ê,
ô, ơ, ư are letters of their own; tones decide only between texts that are otherwise the same, in the order ngang,
huyền, hỏi, ngã, sắc, nặng. A tone belongs to its whole syllable, so that Hòa and Hoà are one. Capitals decide nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BREVE, _CIRCUMFLEX, _HORN = _HATS = "\u0306\u0302\u031b"
_LETTERS = {
    **{letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"},
    **{f"a{_BREVE}": "a~", f"a{_CIRCUMFLEX}": "a~~", "đ": "d~", f"e{_CIRCUMFLEX}": "e~"},
    **{f"o{_CIRCUMFLEX}": "o~", f"o{_HORN}": "o~~", f"u{_HORN}": "u~"},
}
"""~ comes after every other character of a key, so that all of a… stands before ă, and all of ă… before â."""

_TONES = {mark: str(place) for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
"""Grave, hook above, tilde, acute, dot below."""
_LEVEL, _STRANGE = "0", "6"
"""No mark, and a mark that Vietnamese does not have."""

_SIGNS = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
"""ASCII in the order of the collation algorithm: after the blank, before digits and letters."""

_END = "\t"
"""Comes before every other character of a key, as a shorter text comes before a longer one that begins with it."""

LONGEST_KEY = 250
LONGEST_SEARCH_TEXT = 600
"""What is longer is cut off, so that an index can hold it: texts that begin so long alike sort as one."""

_LETTER = re.compile("[^\\W\\d_][\u0300-\u036f]*")
_PIECE = re.compile(f"(?P<blank>\\s+)|(?P<number>[0-9]+)|(?P<syllable>(?:{_LETTER.pattern})+)|(?P<sign>.)")
_SYLLABLES = 8_192
"""How many are remembered: Vietnamese has some six thousand."""

_BETWEEN_WORDS = re.compile('[\\s()\\[\\]{}/,;"“”]+')


def sort_key(text: str) -> str:
    """A key of ASCII characters that compares as `text` does.

    >>> sorted(["Chi bộ 10", "Chi bộ 2", "Đảng bộ", "Chị", "Cao"], key=sort_key)
    ['Cao', 'Chị', 'Chi bộ 2', 'Chi bộ 10', 'Đảng bộ']
    """
    return _END.join(_levels(text))[:LONGEST_KEY]


def name_key(full_name: str) -> str:
    """The key of a person as lists of people are sorted: by the given name, which comes last, then by the rest.

    >>> sorted(["Trần Văn An", "Bùi Văn Bình", "Lê Thị An"], key=name_key)
    ['Lê Thị An', 'Trần Văn An', 'Bùi Văn Bình']
    """
    rest, _, given = full_name.strip().rpartition(" ")
    return _END.join((*_levels(given), *_levels(rest)))[:LONGEST_KEY]


@lru_cache(_SYLLABLES)
def folded(text: str) -> str:
    """`text` in small letters without any mark, as people write who have no Vietnamese keyboard.

    >>> folded("NGUYỄN Đức")
    'nguyen duc'
    """
    bare = (character for character in _decomposed(text) if not unicodedata.combining(character))
    return "".join(bare).replace("đ", "d")


def search_text(*texts: str) -> str:
    """What `search_words` are looked for in: all words as they are folded, then as they are spelled if with marks."""
    words = [word for text in texts for word in _words(text)]
    searched = [*map(folded, words), *(_spelled(word) for word in words if _has_marks(word))]
    return "".join(f" {word}" for word in searched)[:LONGEST_SEARCH_TEXT]


def search_words(asked: str) -> list[str]:
    """What a `search_text` must hold, each of them, to be found: the beginnings of words.

    A word that is asked for without marks finds every spelling, one with marks its own alone.
    """
    return [f" {_spelled(word) if _has_marks(word) else folded(word)}" for word in _words(asked)]


def _has_marks(word: str) -> bool:
    return folded(word) != _decomposed(word)


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(text) if word]


def _levels(text: str) -> tuple[str, str]:
    """What decides first, letters and signs, and what decides then, the tone of each syllable."""
    weights = [_weight(piece[0], piece.lastgroup) for piece in _PIECE.finditer(_decomposed(text.strip()))]
    return "".join(letters for letters, _ in weights), "".join(tones for _, tones in weights)


@lru_cache(_SYLLABLES)
def _weight(piece: str, kind: str | None) -> tuple[str, str]:
    match kind:
        case "syllable":
            return "".join(map(_weight_of_letter, _LETTER.findall(piece))), _tones(piece)
        case "number":
            value = piece.lstrip("0")
            return f"{len(value):02}{value}", ""
        case "blank":
            return " ", ""
        case _:
            return _weight_of_sign(piece), ""


def _weight_of_letter(letter: str) -> str:
    hatted = "".join(mark for mark in letter if mark not in _marks_of(letter))
    return _LETTERS.get(hatted) or _LETTERS.get(letter[0]) or _weight_of_stranger(letter[0])


def _weight_of_sign(sign: str) -> str:
    place = _SIGNS.find(sign)
    return f"!{place:02}" if place >= 0 else f"!{_weight_of_stranger(sign)}"


def _weight_of_stranger(character: str) -> str:
    """Of what the Vietnamese order does not tell: after all that it tells."""
    return f"{{{ord(character):05x}"


def _tones(syllable: str) -> str:
    return "".join(_TONES.get(mark, _STRANGE) for mark in _marks_of(syllable)) or _LEVEL


def _marks_of(decomposed: str) -> str:
    """The tones, and marks that Vietnamese does not have; without the hats that make letters of their own."""
    return "".join(mark for mark in decomposed if unicodedata.combining(mark) and mark not in _HATS)


@lru_cache(_SYLLABLES)
def _spelled(word: str) -> str:
    """The word with its tone in front: so it does not matter over which vowel the tone was written."""
    letters = _decomposed(word)
    marks = _marks_of(letters)
    toneless = "".join(character for character in letters if character not in marks)
    return f"~{_tones(letters)}{unicodedata.normalize('NFC', toneless)}"


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text.lower())
