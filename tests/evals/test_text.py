"""What counts as the same words, and the traps that other suites fell into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.numbers import numbers
from evals.text import fold, locate, markers, plain, says, sentences


def test_yesterday_does_not_say_yes():
    assert not says("He came yesterday.", "yes")
    assert says("Yes, he came.", "yes")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("China’s “normal trade”", 'China\'s "normal trade"'),
        ("Zelenskyy spoke in Kiev", "Zelensky spoke in Kyiv"),
        ("a Defence Minister", "defense minister"),
        ("two Humvees burned", "humvee"),
        ("it reached $190 billion", "$190 billion"),
        ("described as ālong and meaningfulā", "long and meaningful"),
    ],
)
def test_quotes_case_spelling_plurals_and_mojibake_do_not_matter(text, phrase):
    assert says(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("Li Qiang spoke", "Li Shangfu"), ("$19 billion", "$190 billion"), ("text", "")],
)
def test_other_words_are_not_said(text, phrase):
    assert not says(text, phrase)


def test_markers_in_one_bracket_are_several_and_an_escaped_bracket_is_none():
    assert markers(r"So it is [1, 2], and so [3][4], but \[5\] is the article's own.") == [
        1,
        2,
        3,
        4,
    ]


def test_plain_takes_markers_emphasis_and_escapes_away():
    assert plain(r"- **\$190 billion** — a record [1][2].") == "$190 billion — a record."


def test_a_quote_is_found_in_a_text_that_mangled_its_punctuation():
    body = "First. āDuring the visit, it will be discussed,ā Wang said."

    place = locate("“During the visit, it will be discussed,”", body)

    assert place is not None
    assert body[place.start : place.end] == "During the visit, it will be discussed"


def test_of_two_places_the_nearest_after_is_found():
    assert locate("again", "again and again", near=3) == (10, 15)
    assert locate("never", "again and again") is None


@given(st.text(), st.text(min_size=1), st.text())
def test_what_is_located_reads_like_the_quote(before, quote, after):
    body = before + quote + after
    place = locate(quote, body)

    letters, _ = fold(quote)
    assert (place is None) == (not letters)
    if place is not None:
        assert fold(body[place.start : place.end])[0] == letters


def test_sentences_survive_initials_abbreviations_and_quotations():
    text = "He met U.S. officials and Gen. Li. “Yes,” he said [1]. Then it ended…\nNext"

    assert sentences(text) == (
        "He met U.S. officials and Gen. Li.",
        "“Yes,” he said [1].",
        "Then it ended…",
        "Next",
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$190 billion", 190e9, "dollar"),
        ("190 bn dollars", 190e9, "dollar"),
        ("seventy men", 70, "men"),
        ("a 10-point plan", 10, "point"),
        ("some 90% of it", 90, "percent"),
        ("90 per cent", 90, "percent"),
        ("a three-day visit", 3, "day"),
        ("the 29th meeting", 29, "meeting"),
        ("1,225 passages", 1225, "passage"),
        ("twenty-five", 25, ""),
    ],
)
def test_a_number_is_read_for_its_value_in_any_writing(text, value, unit):
    (number,) = numbers(text)

    assert (number.value, number.unit) == (value, unit)


def test_a_number_of_another_unit_is_another_number():
    (number,) = numbers("70 people")

    assert number.is_same(70)
    assert number.is_same(71, tolerance=1)
    assert not number.is_same(70, unit="dollar")
