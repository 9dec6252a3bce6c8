"""Answers put together: markers, citations, and values that refuse to contradict themselves."""

import json
from datetime import date

import pytest

from rag import Answer, BadAnswer, Citation, Claim, Hit, Passage, Sentence
from rag.compose import assemble, escape, refusal, with_head
from rag.types import Draft, Evidence, markers

BODY = "Trade reached a record [1] last year. Li said *so* himself."


def evidence(start: int, end: int, document: str = "a.txt") -> Evidence:
    sentence = Sentence(BODY[start:end], start, end)
    passage = Passage(document, BODY, 0, len(BODY), (sentence,), "Trade", "", date(2023, 5, 24))
    return Evidence(passage, sentence)


FIRST, SECOND = evidence(0, 37), evidence(38, len(BODY))


def test_markers_are_numbered_by_first_use_and_a_sentence_keeps_its_number():
    drafts = [
        Draft("Li said so.", (SECOND,)),
        Draft("A record", (FIRST,)),
        Draft("So he did.", (SECOND, FIRST)),
    ]

    answer = assemble("answered", drafts, question="What?")

    assert answer.text == "Li said so [1]. A record [2] So he did [1][2]."
    assert [c.quote for c in answer.citations] == [BODY[38:], BODY[:37]]
    assert answer.sentences[2].citations == (answer.citations[0], answer.citations[1])


def test_the_full_stop_of_an_abbreviation_stays_with_it():
    drafts = [Draft("It went to the U.S.", (FIRST,)), Draft("So did Poe Inc.", (SECOND,))]

    answer = assemble("answered", drafts, question="Where?")

    assert answer.text == "It went to the U.S. [1] So did Poe Inc. [2]"


@pytest.mark.parametrize("dots", ["…", "...", ". …"])
def test_the_dots_for_what_is_left_out_stay_with_it(dots):
    drafts = [Draft(f"It goes on{dots}", (FIRST,)), Draft("Does it?!", (SECOND,))]

    answer = assemble("answered", drafts, question="What?")

    assert answer.text == f"It goes on{dots} [1] Does it [2]?!"


def test_a_sentence_cited_twice_by_one_claim_is_one_citation():
    answer = assemble("answered", [Draft("So.", (FIRST, FIRST))], question="?")

    assert answer.text == "So [1]."


def test_brackets_and_markup_of_an_article_are_not_markers_or_markdown():
    text = escape(FIRST.sentence.text + " <b>x</b>")

    assert markers(text) == set()
    assert assemble("answered", [Draft(text, (FIRST,))], question="?").citations[0].marker == 1
    assert r"\<b>" in text


def test_the_same_words_in_two_documents_are_two_citations():
    drafts = [Draft("So.", (FIRST, evidence(0, 37, "b.txt")))]

    assert [c.document for c in assemble("answered", drafts, question="?").citations] == [
        "a.txt",
        "b.txt",
    ]


def test_a_refusal_has_no_citation_and_keeps_its_question():
    answer = assemble("not_found", [], question="Who won?", remarks=["The articles do not say."])

    assert (answer.status, answer.citations, answer.sentences) == ("not_found", (), ())
    assert answer.text == "The articles do not say."


def test_what_an_answer_is_made_of_can_be_read_from_it():
    remarks = ["Only two were read.", "The articles do not say. (Why?)"]
    drafts = [with_head("$190 bn", "So it was.", (FIRST,)), Draft("He did.", (SECOND,))]

    answer = assemble(
        "answered",
        drafts,
        question="What?",
        lead="Otherwise.",
        remarks=remarks,
        missing=remarks[1:],
        bullets=True,
    )

    assert answer.text == (
        "Otherwise.\n\n- **$190 bn** — So it was [1].\n- He did [2].\n\n"
        "Only two were read.\n\nThe articles do not say. (Why?)"
    )
    assert (answer.lead, answer.bullets, answer.remarks) == ("Otherwise.", True, tuple(remarks))
    assert answer.missing == ("The articles do not say. (Why?)",)
    first, second = answer.sentences
    assert (first.head, first.opening, first.rest) == (
        "$190 bn",
        "**$190 bn** — ",
        "So it was [1].",
    )
    assert (second.head, second.opening, second.rest) == ("", "", "He did [2].")


def test_a_refusal_says_only_what_is_missing():
    answer = refusal("Who?", "No such article.", "“A” names no author.")

    assert (answer.status, answer.missing) == ("not_found", answer.remarks)


def test_the_sides_of_a_dispute_are_a_list():
    sides = [Draft("Here.", (FIRST,), side="here"), Draft("There.", (SECOND,), side="there")]

    assert assemble("disputed", sides, question="Where?").bullets


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"lead": "Otherwise."}, "does not begin with its lead"),
        ({"missing": ("No article says why.",)}, "which no remark"),
    ],
)
def test_an_answer_says_what_it_is_made_of(fields, wrong):
    with pytest.raises(BadAnswer, match=wrong):
        Answer("Not here.", "not_found", **fields)


def test_a_claim_opens_with_its_opening():
    with pytest.raises(BadAnswer, match="does not open with"):
        Claim("So [1].", (Citation(1, "a", "", None, "x", 0, 1),), opening="**No** — ")


def test_a_dispute_with_one_side_is_refused():
    with pytest.raises(BadAnswer, match="two sides"):
        assemble("disputed", [Draft("Here.", (FIRST,), side="here")], question="?")


@pytest.mark.parametrize(
    ("text", "claims", "status"),
    [
        ("Unproved.", (), "answered"),
        ("Refused [1].", (), "not_found"),
        ("Said.", (Claim("Said [1].", (Citation(1, "a", "", None, "x", 0, 1),)),), "answered"),
    ],
)
def test_an_answer_that_contradicts_itself_cannot_be_made(text, claims, status):
    with pytest.raises(BadAnswer):
        Answer(text, status, claims)


def test_a_citation_whose_quote_does_not_fit_its_range_cannot_be_made():
    with pytest.raises(BadAnswer, match="range"):
        Citation(1, "a", "", None, "four", 0, 3)


def test_an_answer_turns_into_json_with_its_dates():
    answer = assemble("answered", [Draft("So.", (FIRST,))], question="?", timings={"total": 0.5})

    plain = json.loads(json.dumps(answer.to_dict()))

    assert plain["citations"][0]["published"] == "2023-05-24"
    assert plain["timings"] == {"total": 0.5}
    assert plain["sentences"][0]["citations"][0]["quote"] == BODY[:37]


def test_an_answer_that_is_printed_does_not_print_the_passages():
    hit = Hit("a.txt", BODY, 0, len(BODY), ())
    answer = assemble("answered", [Draft("So.", (FIRST,))], question="?", passages=[hit])

    assert "text='So [1].'" in repr(answer)
    assert BODY not in repr(answer)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Fog\n\nRivers\n\nThey\nflow.\n\nSoon.", "Rivers · They flow. Soon."),
        ("Foggy days.\n\nTo do:\n\nWait\n\nSee", "Foggy days. To do: Wait · See"),
        ("Fog", "Fog"),
    ],
)
def test_a_passage_in_a_line_sets_headings_apart_and_leaves_the_title_out(text, line):
    assert Passage("a.txt", text, 0, len(text), (), title="Fog").in_a_line == line


def test_a_sentence_knows_those_beside_it_and_which_is_a_heading():
    body = "Record trade Li said so. Poe agreed."
    ranges = (0, 12), (13, 24), (25, 36)
    heading, said, agreed = (Sentence(body[a:b], a, b) for a, b in ranges)
    passage = Passage("a.txt", body, 0, len(body), (heading, said, agreed))

    beside = Evidence(passage, said)

    assert (beside.before, beside.after) == (Evidence(passage, heading), Evidence(passage, agreed))
    assert Evidence(passage, heading).before is None
    assert Evidence(passage, agreed).after is None
    assert [each.is_heading for each in passage.sentences] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "start", "is_heading"),
    [
        ("The fair: 12 hurt", 0, True),
        ("2. Bees", 40, True),
        ("What went wrong: the fair", 40, True),
        ("- Founder: Ann Poe", 40, False),
        ("Per helping: 510 kcal, 30 g fat", 40, False),
    ],
)
def test_an_item_of_a_list_is_no_heading(text, start, is_heading):
    assert Sentence(text, start, start + len(text)).is_heading == is_heading
