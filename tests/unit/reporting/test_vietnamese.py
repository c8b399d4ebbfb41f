"""Vietnamese order and search. That the order is ICU's is tested in tests/integration/test_vietnamese_order.py."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.vietnamese import (
    LONGEST_KEY,
    LONGEST_SEARCH_TEXT,
    folded,
    name_key,
    search_text,
    search_words,
    sort_key,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def finds(asked: str, *texts: str) -> bool:
    return all(word in search_text(*texts) for word in search_words(asked))


def are_in_order(texts: Iterable[str]) -> bool:
    return all(sort_key(one) < sort_key(other) for one, other in pairwise(texts))


def test_letters_with_hats_are_letters_of_their_own_and_come_after_the_bare_ones() -> None:
    words = ["Az", "Ăn", "Ân", "Bà", "Cao", "Dũng", "Dy", "Đào", "Đy", "Ez", "Êm", "Oz", "Ông", "Ơn", "Uz", "Ưng", "Vy"]
    assert are_in_order(words)


def test_tones_decide_in_their_order_and_only_between_what_is_otherwise_the_same() -> None:
    assert are_in_order(["ma", "mà", "mả", "mã", "má", "mạ", "man", "màn", "mán"])
    assert sort_key("Mạnh An") < sort_key("Manh Bình")


def test_numbers_sort_by_value_and_capitals_decide_nothing() -> None:
    cells = ["Chi bộ", "Chi bộ 1", "Chi bộ 2", "Chi bộ 10", "Chi bộ 02a"]
    assert sorted(cells, key=sort_key) == ["Chi bộ", "Chi bộ 1", "Chi bộ 2", "Chi bộ 02a", "Chi bộ 10"]
    assert sort_key("NguyễN QuốC TháI") == sort_key("Nguyễn Quốc Thái")


def test_people_are_sorted_by_the_given_name_first() -> None:
    people = ["Trần Thị Ánh", "Lê Văn Anh", "Bùi Đức", "Phạm An", "Đỗ An", "Lê An", "Nguyễn Văn Dũng", "An"]
    assert sorted(people, key=name_key) == [
        "An",
        "Đỗ An",
        "Lê An",
        "Phạm An",
        "Lê Văn Anh",
        "Trần Thị Ánh",
        "Nguyễn Văn Dũng",
        "Bùi Đức",
    ]


@pytest.mark.parametrize(("one", "other"), [("Hòa", "Hoà"), ("Ủy", "Uỷ"), ("Thúy", "Thuý"), ("Loè", "Lòe")])
def test_the_two_habits_of_placing_a_tone_are_one_name(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)
    assert finds(one, other) and finds(other, one)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("nguyen duc", True),
        ("NGUYEN DUC", True),
        ("duc nguyen", True),
        ("ng du", True),
        ("nguyễn", True),
        ("Đức", True),
        ("nguyễ", True),
        ("DV0001", True),
        ("mem:dv000123", True),
        ("", True),
        ("nguyên", False),
        ("Dức", False),
        ("đuc", False),
        ("uyen", False),
        ("nguyen anh", False),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_person_is_found_by_the_beginnings_of_words(asked: str, found: bool, form: str) -> None:
    texts = [unicodedata.normalize(form, text) for text in ("Nguyễn Minh Đức", "mem:DV000123 DV000123")]  # type: ignore[arg-type]
    for spelled in ("NFC", "NFD"):
        assert finds(unicodedata.normalize(spelled, asked), *texts) is found  # type: ignore[arg-type]


def test_words_in_brackets_and_after_signs_are_found_too() -> None:
    assert finds("quy nhon", "Chi bộ 2 (Quy Nhơn)") and finds("dang uy", "Văn phòng/Đảng ủy")


def test_folding_takes_away_every_mark() -> None:
    assert folded("ĐẶNG Thị Ưởng – Ê-đê") == "dang thi uong – e-de"


@given(TEXT)
def test_any_text_has_a_short_printable_key_and_finds_itself(text: str) -> None:
    for key in (sort_key(text), name_key(text)):
        assert key.isascii() and len(key) <= LONGEST_KEY and key.replace("\t", "").isprintable()
    assert finds(text, text) or len(search_text(text)) == LONGEST_SEARCH_TEXT


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_composed_and_decomposed_text_sort_alike(texts: list[str]) -> None:
    decomposed = sorted(texts, key=lambda text: sort_key(unicodedata.normalize("NFD", text)))
    composed = sorted(texts, key=lambda text: sort_key(unicodedata.normalize("NFC", text)))
    assert decomposed == composed


@given(st.text("aăâbdđeêghioôơuưy ", max_size=12), st.text("aăâbdđeêghioôơuưy ", min_size=1, max_size=6))
def test_a_beginning_comes_before_what_goes_on(beginning: str, more: str) -> None:
    assert not beginning.strip() or sort_key(beginning) <= sort_key(f"{beginning.rstrip()}{more.strip()}")


def test_the_whole_alphabet_is_in_order_and_words_stay_with_their_first_letter() -> None:
    alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    assert are_in_order(alphabet)
    assert all(sort_key(f"{one}z") < sort_key(other) for one, other in pairwise(alphabet))
