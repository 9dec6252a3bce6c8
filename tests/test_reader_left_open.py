"""A sentence that leaves open what is asked is the proof that it is not told."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.reader.candidates import Candidate
from rag.reader.encoder import Encoder
from rag.reader.premises.left_open import leaves_open, sort_asked, things_left_open
from rag.reader.question import Question
from rag.types import Evidence, Hit, Sentence

ARTICLES = {
    "ferry.txt": "Ferry strikes quay in Hay\n\n4 May 2024\n\n"
    "The ferry Lund Star struck the quay in Hay on Friday. Nobody was hurt. "
    "The Lund Line did not say who had been in command of the ferry. "
    "Divers looked at the bow on Saturday, and the harbour was closed for two hours.\n",
    "fair.txt": "Spring fair draws 4,000\n\n6 May 2024\n\n"
    "The spring fair in Velm drew 4,000 visitors. The mayor opened it with a bell.\n",
}


def told(*sentences: str, near: tuple[float, ...] = (), sure: bool = False) -> list[Candidate]:
    """The sentences of one passage, `near` the question as far as they are."""
    text = " ".join(sentences)
    spans = [(text.index(each), each) for each in sentences]
    whole = tuple(Sentence(each, at, at + len(each)) for at, each in spans)
    hit = Hit("a.txt", text, 0, len(text), whole, score=1.0)
    return [
        Candidate(
            Evidence(hit, each),
            "",
            {"near": share, "near_before": share, "span": 5.0, "span_fits": float(sure)},
        )
        for each, share in zip(whole, near or (0.9,) * len(whole), strict=True)
    ]


def leaving_open(question: str, found: list[Candidate]) -> str:
    candidate = leaves_open(Question(question), found, Encoder.load())
    return candidate.text if candidate else ""


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("Who steered the barge?", "name"),
        ("What is the name of the nurse?", "name"),
        ("When will the bridge reopen?", "time"),
        ("Where will he live?", "place"),
        ("What did the bell cost?", "sum"),
        ("How many jobs will go?", "number"),
        ("Why did the crane fall?", "cause"),
        ("What started the fire?", "cause"),
        ("Which title came close?", "which"),
        ("What did she promise?", ""),
        ("From which yard did the crane come?", "which"),
        ("Did the crane fall?", "whether"),
        ("What did they do for the man who died?", ""),
    ],
)
def test_the_sort_of_thing_that_is_asked(question, sort):
    assert sort_asked(Question(question)) == sort


@pytest.mark.parametrize(
    ("sort", "sentence", "thing"),
    [
        ("name", "The line would not say who steered the barge.", "who steered the barge"),
        ("name", "The nurse, whose name was not given, went home.", "The nurse, whose name"),
        ("name", "The driver has not been named.", "name of The driver"),
        ("time", "A new date has not been fixed.", "A new date"),
        ("time", "She could not give a date for reopening.", "a date for reopening"),
        ("place", "Where he will live is not known.", "Where he will live"),
        ("place", "Where it will stand he did not say.", "Where it will stand he"),
        ("cause", "Why the crane fell could not be established.", "Why the crane fell"),
        ("cause", "They gave no reason.", "reason"),
        ("sum", "The firm declined to put a figure on the loss.", "a figure on the loss"),
        ("number", "It did not say how many.", "how many"),
        ("whether", "He would not be drawn on whether it fell.", "whether it fell"),
    ],
)
def test_what_a_sentence_leaves_open(sort, sentence, thing):
    assert things_left_open(sort, sentence) == [thing]


@pytest.mark.parametrize(
    ("sort", "sentence"),
    [
        ("name", "The line did not say when it would sail."),
        ("name", "The mayor has named the bridge after a poet."),
        ("time", "The company did not say whether it would rebuild."),
        ("cause", "The crane fell because of the wind."),
        ("sum", "The jury did not believe him."),
    ],
)
def test_what_it_does_not_leave_open(sort, sentence):
    assert things_left_open(sort, sentence) == []


def test_the_question_is_left_open_where_its_own_matter_is():
    barge = told("The barge hit the lock.", "The line did not say who steered the barge.")
    teacher = told("The king took lessons.", "She did not reveal who the teacher is.")

    assert leaving_open("Who steered the barge?", barge) == barge[1].text
    assert leaving_open("Who gave the king lessons?", teacher) == teacher[1].text


def test_what_is_left_open_of_something_else_does_not_matter():
    found = told("The bridge was built in 1902.", "She would not give a date for the concert.")
    far = told("The barge sank at noon.", "He was not named.", near=(0.9, 0.4))

    assert leaving_open("When was the bridge built?", found) == ""
    assert leaving_open("Who owned the barge that sank?", far) == ""


def test_a_bare_word_of_it_does_not_outweigh_a_sure_answer():
    sentences = ("One nurse, Ann Lee, broke a wrist.", "Her colleague has not been named.")
    question = "What is the name of the nurse who broke a wrist?"

    assert leaving_open(question, told(*sentences)) == sentences[1]
    assert leaving_open(question, told(*sentences, sure=True)) == ""


def test_what_is_left_open_is_refused_and_the_sentence_that_says_so_is_shown_first(
    own_assistant: Assistant,
) -> None:
    answer = own_assistant.answer("Who was in command of the Lund Star when it struck the quay?")

    nearest = answer.passages[0]
    body = own_assistant.article("ferry.txt").body
    assert answer.status == "not_found"
    assert nearest.text == "The Lund Line did not say who had been in command of the ferry."
    assert nearest.text == body[nearest.start : nearest.end]
