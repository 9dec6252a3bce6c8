"""The reader of a model's stream: every way of citing, every way of cutting."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.llm.parser import Parser, Statement
from rag.types import MARKER

KNOWN = 9


def read(text: str, cuts: list[int] | None = None, *, whole: bool = True) -> list[Statement]:
    parser, found, at = Parser(KNOWN), [], 0
    for size in cuts or []:
        found += parser.feed(text[at : at + size])
        at += size
    return found + parser.feed(text[at:]) + parser.close(whole=whole)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("Trade rose [1].", (1,)),
        ("Trade rose. [1]", (1,)),
        ("Trade rose.[1]", (1,)),
        ("Trade rose [1]", (1,)),
        ("Trade rose.\n[1]", (1,)),
        ("[1] Trade rose.", (1,)),
        ("Trade [1] rose [2].", (1, 2)),
        ("Trade rose [1, 2].", (1, 2)),
        ("Trade rose [1,2].", (1, 2)),
        ("Trade rose [1; 2].", (1, 2)),
        ("Trade rose [1 and 2].", (1, 2)),
        ("Trade rose [1][2].", (1, 2)),
        ("Trade rose [1] [2].", (1, 2)),
        ("Trade rose. [2] [1]", (2, 1)),
        ("Trade rose [2][2].", (2,)),
        ("Trade rose [1-3].", (1, 2, 3)),
        ("Trade rose [1–3].", (1, 2, 3)),
        ("Trade rose [3-1].", (1, 2, 3)),
        ("Trade rose [1-2, 5].", (1, 2, 5)),
        ("Trade rose 【1】.", (1,)),
        ("Trade rose 【1†source】.", (1,)),
        ("Trade rose [^1].", (1,)),
        ("Trade rose [[1]].", (1,)),
        ("Trade rose [S1].", (1,)),
        ("Trade rose [sentence 1].", (1,)),
        ("Trade rose [Sentences 1 and 2].", (1, 2)),
        ("Trade rose (1).", (1,)),
        ("Trade rose. (1, 2)", (1, 2)),
        ("- Trade rose [1].", (1,)),
        ("* Trade rose [1].", (1,)),
        ("1. Trade rose [1].", (1,)),
        ("2) Trade rose [1].", (1,)),
        ("**Trade** rose [1].", (1,)),
        ("__Trade__ *rose* [1].", (1,)),
        ("> Trade rose [1].", (1,)),
        ("Answer: Trade rose [1].", (1,)),
        ("[Trade](http://example.org/a) rose [1].", (1,)),
        ("`Trade[1]` rose.", (1,)),
    ],
)
def test_each_way_of_citing_gives_numbers_and_clean_words(written, numbers):
    (said,) = read(written)

    assert said.numbers == numbers
    assert said.text.strip("`.") in ("Trade rose", "Trade` rose")
    assert not said.unknown


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("It cost $1.5 billion in 2023 [1].", "It cost $1.5 billion in 2023."),
        ("He turned 30 (in 2023) then [1].", "He turned 30 (in 2023) then."),
        ("It ended (1945) [1].", "It ended (1945)."),
        ("Leaders [of NATO] met [1].", "Leaders [of NATO] met."),
        ("The law of [2023] passed [1].", "The law of [2023] passed."),
        ("He said “no.” [1]", "He said “no.”"),
    ],
)
def test_numbers_and_brackets_of_the_prose_stay(written, text):
    assert [said.text for said in read(written)] == [text]


def test_a_number_that_was_not_shown_is_told_apart_and_not_left_in_the_text():
    (said,) = read("Trade rose in May [1][99].")

    assert said == Statement("Trade rose in May.", (1,), (99,))


def test_sentences_are_parted_where_the_model_ends_them():
    text = (
        "U.S. officials met Mr. Xi [1]. Trade rose 3.5 percent. [2] It fell.\n- Then [3]\n- Now [4]"
    )

    assert [(s.text, s.numbers, s.item) for s in read(text)] == [
        ("U.S. officials met Mr. Xi.", (1,), False),
        ("Trade rose 3.5 percent.", (2,), False),
        ("It fell.", (), False),
        ("Then", (3,), True),
        ("Now", (4,), True),
    ]


def test_a_sentence_is_given_as_soon_as_the_next_begins():
    parser = Parser(KNOWN)

    assert parser.feed("Trade rose [1") == []
    assert parser.feed("]. ") == []
    assert [said.text for said in parser.feed("It")] == ["Trade rose."]


def test_headings_rules_and_lead_ins_are_no_claims():
    assert [s.text for s in read("# Answer\n---\nHere is what I found:\n\nTrade rose [1].")] == [
        "Trade rose."
    ]


def test_the_rows_of_a_table_are_items_and_its_rule_is_no_claim():
    said = read(
        "| Port | Ships | Since |\n|---|:--|---|\n| Hay | 40 [1] | 2020 [2] |\n| Velm [3] |"
    )

    assert [(each.text, each.numbers, each.item) for each in said] == [
        ("Port: Ships, Since", (), True),
        ("Hay: 40, 2020", (1, 2), True),
        ("Velm", (3,), True),
    ]


def test_what_a_model_thinks_aloud_is_not_an_answer():
    assert [s.text for s in read("<think>\nTrade fell [2]. Hm.\n</think>\n\nTrade rose [1].")] == [
        "Trade rose."
    ]
    assert read("<think> and never ends [1].") == []


@pytest.mark.parametrize(
    "text",
    [
        "DISPUTED\nSIDE: Belgorod\nIt hit it [1].\nSIDE: Belgrade\nIt was there [2].",
        "**DISPUTED**\n**SIDE: Belgorod**\nIt hit it [1].\n\n**SIDE:** Belgrade\nIt was there [2].",
        "DISPUTED\nSIDE: Belgorod — It hit it [1].\nSIDE: Belgrade: It was there [2].",
    ],
)
def test_the_layout_of_a_dispute_names_the_side_of_each_sentence(text):
    assert [(s.side, s.text, s.numbers) for s in read(text)] == [
        ("Belgorod", "It hit it.", (1,)),
        ("Belgrade", "It was there.", (2,)),
    ]


def test_an_answer_cut_short_loses_its_unfinished_sentence_only():
    cut = "Trade rose [1]. It reached $190"

    assert [s.text for s in read(cut, whole=False)] == ["Trade rose."]
    assert [s.text for s in read("Trade rose [1].", whole=False)] == ["Trade rose."]
    assert read("Trade rose", whole=False) == []


WORDS = (
    "[ ] [1] [12] [1, 2] [1-3] 【2】 ( ) (3) . ! ? … - * ** ` # > | < a B U.S. Mr. Trade rose "
    "SIDE: DISPUTED NOT_FOUND <think> </think> 3.5 $190 , ; : ” ’ http://x.y _ \\ † and [^1] [[ ]]"
)
pieces = st.sampled_from([*WORDS.split(), " ", "\n", "\n\n", "\t"])
answers = st.lists(pieces, max_size=40).map("".join) | st.lists(pieces, max_size=40).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(answers | st.text(max_size=60), st.lists(st.integers(1, 6), max_size=120), st.booleans())
def test_cutting_the_stream_anywhere_changes_nothing(text, cuts, whole):
    assert read(text, cuts, whole=whole) == read(text, whole=whole)


@settings(max_examples=400, deadline=None)
@given(answers)
def test_no_reference_and_no_number_out_of_range_survives(text):
    for said in read(text):
        assert not MARKER.search(said.text)
        assert set(said.numbers) <= set(range(1, KNOWN + 1))
        assert "\n" not in said.text
