"""The order of our keys is that of ICU's Vietnamese collation, asked through a real PostgreSQL."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import psycopg2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from services.reporting.domain.vietnamese import name_key, sort_key
from tests.samples import CLEAN
from tests.servers.postgres import Postgres
from tests.unit.reporting.folder import Folder

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
ONSETS = ["", "b", "c", "ch", "d", "đ", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "s", "t", "x"]
VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "oa", "oe", "uê", "uyê", "ươ", "iê", "ai", "ui"]
CODAS = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]

SYLLABLES = st.builds(
    lambda onset, vowel, tone, coda: unicodedata.normalize("NFC", f"{onset}{vowel}{tone}{coda}"),
    *map(st.sampled_from, (ONSETS, VOWELS, TONES, CODAS)),
)
"""The tone always stands over the last vowel: of the two habits of placing it ICU makes two words, we make one."""

NAMES = st.lists(SYLLABLES.map(str.capitalize), min_size=1, max_size=4).map(" ".join)
SIGNED = st.lists(SYLLABLES | st.integers(0, 120).map(str) | st.sampled_from("_-,;:!?.()/&"), min_size=1).map(" ".join)


@pytest.fixture(scope="module")
def collation(postgres_server: Postgres) -> Iterator[Collation]:
    with postgres_server.database() as url:
        connection = psycopg2.connect(make_url(url).set(drivername="postgresql").render_as_string())
        connection.autocommit = True
        yield Collation(connection.cursor())
        connection.close()


class Collation:
    """Vietnamese as ICU has it; and the same with numbers by value."""

    def __init__(self, cursor: psycopg2.extensions.cursor) -> None:
        self._cursor = cursor
        cursor.execute("CREATE COLLATION vi_numbers (provider = icu, locale = 'vi-u-kn-true')")

    def sorted(self, texts: Sequence[str], by: str = "vi-x-icu") -> list[str]:
        # Capitals decide nothing in our order, and in ICU's only between texts that are otherwise the same.
        query = f'SELECT text FROM unnest(%s) AS text ORDER BY lower(text) COLLATE "{by}", text COLLATE "C"'
        return self._rows(query, texts)

    def people(self, names: Sequence[str]) -> list[str]:
        """By the last word, then by what stands before it."""
        given, rest = "substring(lower(text) from '[^ ]+$')", "coalesce(substring(lower(text) from '^(.*) '), '')"
        order = ", ".join(f'{part} COLLATE "vi-x-icu"' for part in (given, rest))
        return self._rows(f'SELECT text FROM unnest(%s) AS text ORDER BY {order}, text COLLATE "C"', names)

    def _rows(self, query: str, texts: Sequence[str]) -> list[str]:
        self._cursor.execute(query, (list(texts),))
        return [text for (text,) in self._cursor.fetchall()]


def test_letters_tones_and_signs_are_in_icus_order(collation: Collation) -> None:
    vowels = [unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in TONES]
    signs = [chr(number) for number in range(0x20, 0x7F)]
    texts = sorted({*vowels, *map(str.upper, vowels), *ALPHABET, *(f"a{sign}b" for sign in signs), *signs} - {" "})
    assert sorted(texts, key=lambda text: (sort_key(text), text)) == collation.sorted(texts, "vi_numbers")


def test_the_people_of_a_whole_province_are_sorted_as_icu_sorts_them(collation: Collation) -> None:
    names = [row["full_name"] for row in Folder(CLEAN.name).rows("people")]
    assert sorted(names, key=lambda name: (name_key(name), name)) == collation.people(names)


def test_organizations_and_collectives_are_sorted_as_icu_sorts_them(collation: Collation) -> None:
    names = [row["name"] for table in ("organizations", "collectives") for row in Folder(CLEAN.name).rows(table)]
    assert sorted(names, key=lambda name: (sort_key(name), name)) == collation.sorted(names, "vi_numbers")


@settings(max_examples=40)
@given(st.lists(NAMES, min_size=40, max_size=80))
def test_any_names_are_sorted_as_icu_sorts_them(collation: Collation, names: list[str]) -> None:
    assert sorted(names, key=lambda name: (sort_key(name), name)) == collation.sorted(names)
    assert sorted(names, key=lambda name: (name_key(name), name)) == collation.people(names)


@settings(max_examples=40)
@given(st.lists(SIGNED, min_size=40, max_size=80))
def test_any_texts_with_signs_and_numbers_are_sorted_as_icu_sorts_them(collation: Collation, texts: list[str]) -> None:
    assert sorted(texts, key=lambda text: (sort_key(text), text)) == collation.sorted(texts, "vi_numbers")


def test_postgres_itself_sorts_the_keys_by_their_bytes(collation: Collation) -> None:
    keys = sorted(name_key(row["full_name"]) for row in Folder(CLEAN.name).rows("people"))
    assert all(one <= other for one, other in pairwise(keys))
    assert collation.sorted(keys, "C") == keys
