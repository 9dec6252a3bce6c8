"""Comparisons and questions of two deeds: how they are taken apart, and what answers each side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.reader.candidates import Candidate
from rag.reader.compound.comparison import comparison, measured, of_subjects
from rag.reader.compound.coordination import completed, deeds, of_each
from rag.reader.compound.parts import parts
from rag.reader.compound.side_by_side import each_occasion, one_each, set_apart, told_at_once
from rag.text import country, same_power
from rag.types import Evidence, Hit, Sentence

ARTICLES = {
    "north.txt": (
        "Norlund opens its new theatre\n\nPublished 4 March 2024\n\n"
        "The theatre of Norlund opened on Sunday with seats for 900 people. "
        "The architect Ada Brink said that it had cost 40 million crowns. "
        "Norlund's mayor hopes for guests from the whole coast.\n"
    ),
    "south.txt": (
        "A smaller stage for Sudholm\n\nPublished 2 June 2024\n\n"
        "The theatre of Sudholm opened on Friday with seats for 350 people. "
        "Its roof is made of copper from the old brewery. "
        "The painter Olaf Reed has given the town a curtain.\n"
    ),
    "ferry.txt": (
        "The new ferry\n\nPublished 9 May 2024\n\n"
        "The ferry Tern sails from Norlund from today. "
        "The old ferry Gull is to be sold. "
        "The Tern has a wider deck, a lower bridge and a quieter engine than her sister. "
        "Captain Rosa Lind spoke to the crew in Norlund, and the owner Karl Falk opened a bar on "
        "board in Sudholm.\n"
    ),
}


# Two sides


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "Compare the French and the German plans.",
            ("The French plans?", "The German plans?"),
        ),
        (
            "How do the plans of May and June 2024 differ?",
            ("The plans of May 2024?", "The plans of June 2024?"),
        ),
        (
            "How did Ann's June journey differ from the one in August?",
            ("Ann's June journey?", "Ann's journey in August?"),
        ),
        (
            "Was the harvest larger in 2022 or in 2023?",
            ("How large was the harvest in 2022?", "How large was the harvest in 2023?"),
        ),
        (
            "Which trip was longer, Ann's to Hay or Bo's to Mill?",
            ("How long was Ann's trip to Hay?", "How long was Bo's trip to Mill?"),
        ),
        (
            "Did more people hear the concert that was free or the one a day later?",
            (
                "How many people did hear the concert that was free?",
                "How many people did hear the concert a day later?",
            ),
        ),
        (
            "Did the club earn more last year or this year?",
            ("How much did the club earn last year?", "How much did the club earn this year?"),
        ),
        (
            "How did turnout change between the first round and the second?",
            ("Turnout: the first round?", "Turnout: the second?"),
        ),
        (
            "How does the union's account of the strike differ from the company's version?",
            ("The union's account of the strike?", "The company's version of the strike?"),
        ),
        (
            "Compare Ann's and Bo's plans.",
            ("Ann's plans?", "Bo's plans?"),
        ),
        (
            "Compare the first and the second fire.",
            ("The first fire?", "The second fire?"),
        ),
        (
            "Compare the ages of Ann Lee and Bo Ek.",
            ("How old is Ann Lee?", "How old is Bo Ek?"),
        ),
        (
            "Set the ages of Ann Lee beside those of Bo Ek: what is told of each?",
            ("How old is Ann Lee?", "How old is Bo Ek?"),
        ),
        (
            "Who sold more books, Ann or Bo?",
            ("Ann sold how many books?", "Bo sold how many books?"),
        ),
        (
            "Does Hay or Lund have more seats in its theatre?",
            (
                "How many seats does Hay have in its theatre?",
                "How many seats does Lund have in its theatre?",
            ),
        ),
        (
            "Which came first, the flood or the fire?",
            ("When was the flood?", "When was the fire?"),
        ),
        (
            "Did the flood come before or after the fire?",
            ("When did the flood come?", "When was the fire?"),
        ),
        (
            "How do France and Germany differ on tax?",
            ("What does France say about tax?", "What does Germany say about tax?"),
        ),
        ("How does the new law differ from the old one?", ("The new law?", "The old law?")),
        (
            "Where do the French and the German plans disagree?",
            ("Where do the French plans disagree?", "Where do the German plans disagree?"),
        ),
    ],
)
def test_each_side_of_a_comparison_is_a_question_of_its_own(question, each):
    assert comparison(question).respects[0].each == each


@pytest.mark.parametrize(
    ("question", "respects"),
    [
        (
            "How do the May and the June ferries differ in length and in price?",
            2,
        ),
        ("Compare Hay and Mill: how many live in each, and who is the mayor?", 2),
        ("How do Hay and Mill differ?", 1),
    ],
)
def test_each_respect_of_a_comparison_is_looked_up(question, respects):
    found = comparison(question)

    assert len(found.respects) == respects
    assert all(len(respect.each) == len(found.sides) for respect in found.respects)


def test_a_comparison_of_two_occasions_has_no_named_sides():
    found = comparison("Compare the two times the bridge was shut: how long was it each time?")

    assert found.sides == ()
    assert found.respects[0].whole == "How long was it, the bridge was shut?"


def test_what_two_want_who_are_not_named_is_asked_as_a_whole():
    found = comparison("In May: how far apart were the two on the price?")

    assert found.sides == ()
    assert found.respects[0].whole == "In May: what did the two want on the price?"


def test_of_two_forms_that_a_question_has_the_narrower_is_taken():
    """Each has the words of a wider form too: "or", "How do … and …", "Compare … and …"."""
    before, unlike, each = (
        comparison(question)
        for question in (
            "Did more people come to Hay or Mill before or after the fire?",
            "How do Hay and Mill differ from Lund?",
            "Compare Hay and Mill: who is the mayor?",
        )
    )

    assert before.respects[0].each[1] == "When was the fire?"
    assert unlike.sides == ("Hay and Mill", "Lund")
    assert each.respects[0].each == ("Who is the mayor, Hay?", "Who is the mayor, Mill?")


def test_whether_one_thing_exceeds_another_is_asked_of_both():
    assert measured("Was the toll higher in May than in June?").respects[0].each == (
        "How high was the toll in May?",
        "How high was the toll in June?",
    )
    assert measured("Is the tower HİGHER than the mast?").respects[0].each[0] == (
        "How high is the tower?"
    )
    assert measured("Was the turnout higher than in 2019?").respects[0].each == (
        "How high was the turnout?",
        "How high was the turnout in 2019?",
    )
    assert measured("Is Ann's new phone cheaper than the old one?").respects[0].each == (
        "How expensive is Ann's new phone?",
        "How expensive is the old phone?",
    )
    assert measured("Was the bridge longer than a mile?") is None
    assert measured("Was the toll higher than expected?") is None


@pytest.mark.parametrize("question", ["How do the plans differ?", "What does each side want?"])
def test_a_question_that_names_no_two_sides_is_not_taken_apart(question):
    assert comparison(question) is None


# Two deeds


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        (
            "In which cities did Ann speak to the council and Bo address a crowd?",
            (
                "In which city did Ann speak to the council?",
                "In which city did Bo address a crowd?",
            ),
        ),
        (
            "Where did Ann leave the train and meet her brother?",
            ("Where did Ann leave the train?", "Where did Ann meet her brother?"),
        ),
        (
            "How many came in the morning and in the evening?",
            ("How many came in the morning?", "How many came in the evening?"),
        ),
        (
            "How old is she according to the Post and according to the Star?",
            ("How old is she according to the Post?", "How old is she according to the Star?"),
        ),
    ],
)
def test_a_question_of_two_deeds_is_two_questions(question, pieces):
    assert deeds(question) == pieces == parts(question)


@pytest.mark.parametrize(
    "question",
    [
        "Where did Ann and Bo meet?",
        "On what day did the prime ministers of France and Spain meet in Oslo?",
        "When did Ann meet Bo and Cy last year?",
        "When did President Ann Lee and Bo Ek sign the deal?",
        "What did Ann say about the sale and the strike?",
        "Was he in Oslo and in Bergen?",
        "How did Ann explain that Lund and Velm have never been closer?",
    ],
)
def test_what_is_one_deed_stays_one_question(question):
    assert deeds(question) == ()


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("Who is Ann Lee, and where does she live?", "Where does Ann Lee live?"),
        (
            "How old is the man held over the Hay fire and what's he called?",
            "What's the man held over the Hay fire called?",
        ),
        ("Who built Hay's tower, and how high is it?", "How high is Hay's tower?"),
        ("What was stolen, and when was it found?", "When was it found?"),
        (
            "Who manages Arsenal and where was he born?",
            "Where was the person who manages Arsenal born?",
        ),
        ("Who is Hay's coach and where was she born?", "Where was Hay's coach born?"),
        (
            "Which firm bought Hay Motors and how much did it pay?",
            "How much did the firm that bought Hay Motors pay?",
        ),
        (
            "Who runs Hay Motors and what is his salary?",
            "What is the salary of the person who runs Hay Motors?",
        ),
        ("Who runs Hay Motors and what is its turnover?", "What is Hay Motors’ turnover?"),
        ("When did the Tour begin, and where did he start?", "Where did he start?"),
        (
            "What did mending the Halcyon Maid cost, and when did she sail?",
            "When did Halcyon Maid sail?",
        ),
    ],
)
def test_a_pronoun_of_the_second_question_is_what_the_first_is_about(question, second):
    assert parts(question)[1] == second


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("Who will lead Hay?\nand when?", "When will somebody lead Hay?"),
        ("Who built the bridge\nHow high is it", "How high is it?"),
        ("What was kept in the shed, and how much of it?", "How much was kept in the shed?"),
        (
            "Ann Lee and Bo Ek: who of them spoke of oil, and who of coal?",
            "Who spoke of coal, Ann Lee or Bo Ek?",
        ),
    ],
)
def test_a_second_question_that_leaves_words_out_takes_them_from_the_first(question, second):
    assert parts(question)[1] == second


@pytest.mark.parametrize(
    "question",
    [
        "What did the doctor say about how and when to take the drug?",
        "What does the study say about how vaccines work and how long they last?",
        "What is the difference between what he said and what he did?",
    ],
)
def test_questions_that_somebody_speaks_of_are_not_taken_apart(question):
    assert parts(question) == (question,)


def test_what_is_asked_after_a_question_that_somebody_speaks_of_is_a_second_one():
    assert parts("What did Ann say about how it began, and which firm was sued?") == (
        "What did Ann say about how it began?",
        "Which firm was sued?",
    )


def test_a_second_question_takes_from_the_first_what_it_leaves_out():
    assert parts("How many vans were sold in May and how many after the fire?") == (
        "How many vans were sold in May?",
        "How many vans were sold after the fire?",
    )
    assert parts("What did Ann say and what did Bo say about the sale?") == (
        "What did Ann say about the sale?",
        "What did Bo say about the sale?",
    )
    assert completed("who was the first to see it", "Where was it") == "who was the first to see it"


def test_of_two_subjects_each_is_asked_about_unless_they_act_together():
    assert of_each("How many seats do Hay and the Mill have?") == (
        ("Hay", "How many seats does Hay have?"),
        ("the Mill", "How many seats does the Mill have?"),
    )
    assert of_subjects("Where do Ann and Bo live?").sides == ("Ann", "Bo")
    assert of_each("What did Ann and Bo agree?") == ()
    assert of_each("What did Ann and Bo say in a joint letter?") == ()


# Governments


def test_a_country_its_people_and_its_capital_speak_for_one_government():
    assert same_power("Washington", "US")
    assert same_power("Norwegian", "Oslo")
    assert not same_power("Seoul", "Pyongyang")
    assert country("Washington") == "the United States"
    assert country("Sweden") == country("Springfield") == ""


# Which sentences


def candidate(
    text: str, score: float, *, day: date | None = None, name: str = "a.txt"
) -> Candidate:
    sentence = Sentence(text, 0, len(text))
    hit = Hit(
        document=name,
        title="",
        published=day,
        publisher="",
        text=text,
        start=0,
        end=len(text),
        sentences=(sentence,),
        score=1.0,
    )
    return Candidate(Evidence(hit, sentence), "", {"named": 1.0, "heading": 0.0}, score)


def test_a_sentence_that_holds_the_sides_apart_is_the_whole_answer():
    both = candidate("Ann asked for eight years, while Bo offered two.", 0.3)
    one = candidate("Ann asked for eight years.", 0.5)

    assert told_at_once([[one, both], []], ("Ann", "Bo")) is both


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Ann asked for eight years and Bo was silent.", ("Ann", "Bo")),  # nothing holds apart
        ("Ann asked for more than two of the eight.", ("Ann", "Bo")),  # an amount, one name
        ("The show ran from 18 to 20 March, longer than ever.", ("in May", "in June")),  # days
    ],
)
def test_other_sentences_are_no_comparison(text, sides):
    assert told_at_once([[candidate(text, 0.5)]], sides) is None


def test_each_side_has_a_sentence_of_its_own_that_names_it():
    shared = candidate("Ann read Bo the plan.", 0.6)
    hers, his = candidate("Ann wants a park.", 0.4), candidate("Bo wants a road.", 0.5)

    assert one_each([[shared, hers], [shared, his]], ("Ann's plan", "Bo's plan")) == [shared, his]


def test_a_side_without_a_sentence_is_left_out():
    only = candidate("Ann wants a park.", 0.6)
    far = candidate("It rained.", 0.1)

    assert one_each([[only], [only, far], []], ("Ann", "Bo", "Cy")) == [only, None, None]


def test_what_somebody_said_is_told_by_a_sentence_that_names_them():
    hers, nobodys = candidate("Ann said no.", 0.4), candidate("The plan was said to fail.", 0.5)

    assert one_each([[hers], [nobodys]], ("Ann", "Bo"), by_name=True) == [hers, None]
    assert one_each([[hers], [nobodys]], ("Ann", "Bo")) == [hers, nobodys]


def test_of_two_occasions_each_has_the_best_sentence_of_its_time():
    may = candidate("In May 90 came.", 0.8, day=date(2023, 5, 2))
    again = candidate("They were 90.", 0.7, day=date(2023, 5, 9))
    later = candidate("This time 40 came.", 0.5, day=date(2024, 2, 1))

    assert each_occasion([may, again, later]) == [may, later]


def test_a_sentence_made_of_differences_tells_what_is_unlike():
    best = candidate("The ship left on Monday.", 0.5)
    differs = candidate("She has a wider deck and a lower bridge.", 0.01)
    elsewhere = replace(differs, evidence=candidate(differs.text, 0.0, name="b.txt").evidence)

    assert set_apart([best, differs, elsewhere]) == [differs]


# Answers


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Does Norlund or Sudholm have more seats in its theatre?", ["north.txt", "south.txt"]),
        ("How do the theatres of Norlund and Sudholm differ in seats?", ["north.txt", "south.txt"]),
    ],
)
def test_each_side_is_answered_by_one_sentence_with_its_source(own_assistant, question, documents):
    answer = own_assistant.answer(question)

    assert [c.document for c in answer.citations] == documents
    assert "900" in answer.sentences[0].text
    assert "350" in answer.sentences[1].text


def test_of_joined_subjects_each_has_its_sentence(own_assistant):
    answer = own_assistant.answer("How many seats do the theatres of Norlund and Sudholm have?")

    assert {c.document for c in answer.citations} == {"north.txt", "south.txt"}


def test_what_is_unlike_is_told_by_the_sentence_of_differences(own_assistant):
    answer = own_assistant.answer("In what ways is the ferry Tern unlike the ferry Gull?")

    assert ["wider" in citation.quote for citation in answer.citations] == [True]


def test_a_side_that_the_articles_do_not_have_is_named(own_assistant):
    answer = own_assistant.answer("Compare the theatres of Norlund and Osthaven.")

    assert {c.document for c in answer.citations} == {"north.txt"}
    assert "Osthaven" in answer.remarks[-1]
    assert answer.missing == answer.remarks[-1:]


def test_braces_and_long_texts_do_no_harm():
    assert comparison("Was the {0} larger in May or in June?").respects[0].each[0] == (
        "How large was the {0} in May?"
    )
    assert comparison(f"Compare Hay and Mill{' and Hay' * 100}.") is None
    assert deeds(f"How many came in May and in June{' in May and' * 100}?") == ()


def test_what_one_part_tells_is_not_called_untold_for_the_other(own_assistant, monkeypatch):
    """The first part is refused for want of a sure sentence, and the second tells that sentence."""
    asked = "How many seats does the theatre of Norlund have, and when did it open?"
    sure = iter([0.0])
    monkeypatch.setattr("rag.reader.reader.chance", lambda *_: next(sure, 0.9))
    refused = own_assistant.answer("How many seats does the theatre of Norlund have?")
    sure = iter([0.0])

    answer = own_assistant.answer(asked)

    assert refused.status == "not_found"
    assert answer.status == "answered"
    assert "do not say" not in answer.text
