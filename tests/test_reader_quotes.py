"""What somebody said, and who said something."""

from __future__ import annotations

import pytest

from rag.reader.people.asked_of import SPEAKS_FOR, Saying, said_on
from rag.reader.people.attribution import Speaker, speakers
from rag.reader.question import Question

ARTICLES = {
    "sale.txt": (
        "Striker leaves Hay United\n\n"
        "Emil Lund signed for Poe Athletic on Monday night for 3.8 million crowns.\n\n"
        "Coach Ruth Dell said she had learned of the sale by telephone. "
        "“I was asked for my opinion and then I was told the result,” she said. "
        "She denied that she was thinking of resigning.\n\n"
        "Chairman Vic Pell said the money would pay for a new stand.\n"
    ),
    "before.txt": (
        "Dell: Lund is not for sale\n\n"
        "Ruth Dell has told Poe Athletic to look elsewhere for a striker. "
        "The Hay United coach said on Wednesday that Emil Lund was not for sale at any price.\n"
    ),
    "raid.txt": (
        "Villages shelled near the border\n\n"
        "Moscow said on Tuesday that the raid on the Russian villages had been beaten back. "
        "Ukraine's allies did not comment on the raid. "
        "A Ukrainian official, Olha Marko, denied that Kyiv had a part in the raid.\n"
    ),
    "bond.txt": (
        "Hay and Lund sign a bond\n\n"
        "Mayor Ann Poe and her guest Ole Berg showed a bond that has been described as having "
        "“no upper limits.” Poe called the talks “hard-earned.” "
        "“Nobody can undo it. It will hold,” said Ole Berg.\n"
    ),
    "libel.txt": (
        "Minister drops claim\n\n"
        "The fisheries minister, Garrick Moyne, gave up his action against the Poe Post on "
        "Thursday. A photograph had been found by the Post's reporter Sophie Lark.\n\n"
        "“I'd like my weekends back,” Ms Lark said.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "who", "about"),
    [
        ("What did the coach say about the sale?", "the coach", "about the sale"),
        ("How did Ann Poe react to the fine?", "Ann Poe", "to the fine"),
        ("What reason did the bank give for the closure?", "the bank", "for the closure"),
        ("What was the mayor's comment on the vote?", "the mayor", "on the vote"),
        ("What was Ann Poe's position?", "Ann Poe", ""),
        ("What did Poe write about Hay?", "Poe", "about Hay"),
        ("What does Ann Poe call the law?", "Ann Poe", "the law"),
        ("Who said that the bridge was safe?", "", "that the bridge was safe"),
    ],
)
def test_what_is_asked_of_what_was_said(question, who, about):
    assert Saying.of(question) == Saying(who, about)


@pytest.mark.parametrize(
    "question",
    [
        "How many villages did the minister say were shelled?",
        "When did the minister say so?",
        "What did the State Department build?",
        "Who won the race?",
        "Which book did Poe write?",
        "What song did Poe write for the film?",
        "What did Lund add to its squad?",
        "Which players did the coach call up?",
        "What was the company's response time?",
        "What is the team's position in the league?",
    ],
)
def test_what_asks_for_no_words_is_left(question):
    assert Saying.of(question) is None


@pytest.mark.parametrize(
    "verb",
    ["say", "suggest", "confirm", "predict", "urge", "insist", "remark", "advise", "add on that"],
)
def test_whose_words_are_asked_for_is_told_by_one_list_of_verbs(verb):
    question = f"What did Poe {verb}?"

    assert Question(question).asks_what_is_said
    assert Saying.of(question) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "Poe suggested a ferry.",
        "Poe confirmed the sale.",
        "Poe predicted rain.",
        "Poe thanked the crew.",
        "Poe reiterated the offer.",
    ],
)
def test_a_sentence_with_a_verb_of_saying_suits_what_asks_for_words(sentence):
    assert Question("What did Poe confirm?").suits(sentence)
    assert not Question("What did Poe confirm?").suits("Poe sold the ferry.")


def test_what_is_to_be_described_or_compared_asks_for_nobodys_words():
    assert not Question("Describe the ferry.").asks_what_is_said
    assert not Question("Compare the two ferries.").asks_what_is_said


def test_a_verb_that_says_more_than_to_say_belongs_to_what_was_said():
    assert Saying.of("Who praised the firefighter?") == Saying("", "praised the firefighter")


def quotes(assistant, question):
    return [citation.quote for citation in assistant.answer(question).citations]


def test_the_words_of_the_one_asked_about_are_told_in_the_articles_order(own_assistant):
    found = quotes(own_assistant, "What did Ruth Dell say about learning of the sale?")

    learned = "Coach Ruth Dell said she had learned of the sale by telephone."
    told = "“I was asked for my opinion and then I was told the result,” she said."
    assert found.index(told) == found.index(learned) + 1


def test_a_role_is_enough_and_others_words_are_not_told(own_assistant):
    found = quotes(
        own_assistant, "How did the reporter react when the minister gave up his action?"
    )

    assert found[-1] == "“I'd like my weekends back,” Ms Lark said."


def test_the_speaker_of_a_quotation_is_named_and_proved(own_assistant):
    answer = own_assistant.answer(
        "Who said that she was asked for her opinion and told the result?"
    )

    assert answer.text.startswith("**Ruth Dell**")
    assert any("Coach Ruth Dell" in citation.quote for citation in answer.citations)


def test_nobody_is_named_for_what_is_hardly_what_was_said(own_assistant):
    assert "**" not in own_assistant.answer("Who said that the stand had fallen down?").text


@pytest.mark.parametrize(
    "question",
    [
        "Who described the bond as having no upper limits?",
        "Who said that the bond has “no upper limits”?",
        "Who spoke of “no lower limits”?",
        "What does “no upper limits” mean and who said it?",
    ],
)
def test_nobody_is_named_for_words_that_the_article_gives_nobody(own_assistant, question):
    answer = own_assistant.answer(question)

    assert "**" not in answer.text
    assert all("upper limits" in citation.quote for citation in answer.citations[:1])


@pytest.mark.parametrize("words", ["hard-earned", "Nobody can undo it", "It will hold"])
def test_who_said_a_quotation_is_told_of_a_sentence_that_has_it(own_assistant, words):
    answer = own_assistant.answer(f"Who said “{words}”?")

    assert words in answer.text
    assert not answer.text.startswith("**Ruth")


def test_whose_lawyer_is_meant_must_be_spoken_of():
    speaker = Speaker("Eva Graf", frozenset({"Eva", "Graf", "lawyer"}), frozenset({"lawyer"}), 0)
    saying = Saying("the lawyer of Ann Poe", "about her")

    assert saying.fit(speaker, frozenset({"poe", "trial"})) > 0
    assert saying.fit(speaker, frozenset({"trial"})) == 0


@pytest.mark.parametrize("body", ["the O’Brien Group", "the O'Brien Group"])
def test_who_speaks_for_a_body_whose_name_has_an_apostrophe(body):
    told = speakers(("“No,” said Eva Graf, the spokeswoman of the O’Brien Group.",))

    saying = Saying.of(f"What did {body} say?")

    assert saying is not None
    assert saying.fit(told[0][0], frozenset()) == SPEAKS_FOR


def test_an_official_speaks_for_a_country_and_its_allies_do_not(own_assistant):
    found = quotes(own_assistant, "What does Ukraine say about the raid?")

    assert found == ["A Ukrainian official, Olha Marko, denied that Kyiv had a part in the raid."]


def test_a_capital_stands_for_its_government(own_assistant):
    found = quotes(own_assistant, "What did Russia say about the raid on its villages?")

    assert found[0].startswith("Moscow said on Tuesday")


def test_what_a_reference_work_would_tell_is_refused_where_no_sentence_tells_it(own_assistant):
    assert own_assistant.answer("What is the currency of Ukraine?").status == "not_found"


def test_nothing_is_said_on_what_the_article_of_the_speaker_never_names(assistant):
    assert assistant.answer("What did Geng Shuang say about Ukraine?").sentences
    assert assistant.answer("What did Geng Shuang say about Belgorod?").status == "not_found"


@pytest.mark.parametrize(
    ("question", "on"),
    [
        ("What did the mayor of Hay say about Lund?", ["Lund"]),
        ("What did Ann Poe think of Hay?", []),
        ("What did Ann Poe say?", []),
        ("Who spoke about Lund?", []),
    ],
)
def test_the_names_on_which_somebody_is_asked_for_words(question, on):
    assert said_on(question) == on
