"""Questions about the collection, answered from the index and cited."""

import pytest

from rag import Scope

LINE = "The keeper of well {0} sold {0} barrels of cider on Tuesday, more than ever before.\n"
ARTICLES = {
    **{f"{day}.txt": f"Cider {day}\n\n{day} May 2024\n\n{LINE.format(day)}" for day in (3, 9, 17)},
    "undated.txt": LINE.format("four"),
}


def test_how_many_articles_there_are_and_which(assistant):
    answer = assistant.answer("How many articles are there?")

    assert answer.text.startswith("Five articles are indexed.")
    assert {c.document for c in answer.citations} == {a.document for a in assistant.articles()}


def test_articles_that_mention_something_are_listed_with_the_sentence_that_does(assistant):
    answer = assistant.answer("Which articles mention Belarus?")

    assert answer.text.startswith("One article mentions Belarus.")
    assert ["Belarus" in citation.quote for citation in answer.citations] == [True]


@pytest.mark.parametrize(
    "question",
    ["How many pieces are there in the library altogether?", "How many articles are there here?"],
)
def test_the_collection_is_counted_by_any_name(assistant, question):
    assert assistant.answer(question).text.startswith("Five articles are indexed.")


def test_bringing_something_up_is_mentioning_it(assistant):
    answer = assistant.answer("Which of the articles bring up Belarus?")

    assert answer.text.startswith("One article mentions Belarus.")


def test_what_no_article_mentions_is_said_so_without_citations(assistant):
    answer = assistant.answer("Which articles mention penguins?")

    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.text == "No article mentions penguins."


def test_the_day_of_publication_is_cited_from_the_line_that_states_it(assistant):
    answer = assistant.answer(
        "When was the article about pressure from the West strengthening ties published?"
    )

    assert "24 May 2023" in answer.text
    assert "24 May 2023" in answer.citations[0].quote


def test_articles_since_a_day_leave_out_those_before_and_name_the_undated(assistant):
    since = assistant.answer("Which articles were published since May 2023?")
    later = assistant.answer("Which articles were published after June 2023?")

    assert [c.published.isoformat() for c in since.citations] == ["2023-05-24"]
    assert "Four articles give no date of publication." in since.text
    assert later.status == "not_found"


@pytest.mark.parametrize(
    ("question", "which"),
    [
        ("Which article is the newest?", "newest"),
        ("What is the latest article?", "newest"),
        ("Which article was published first?", "oldest"),
    ],
)
def test_the_newest_and_the_oldest_article_are_those_of_the_last_and_first_day(
    own_assistant, question, which
):
    answer = own_assistant.answer(question)

    assert answer.text.startswith(f"The {which} with a date is:")
    wanted = "17.txt" if which == "newest" else "3.txt"
    assert [citation.document for citation in answer.citations] == [wanted]
    assert "One article gives no date of publication." in answer.text


def test_a_question_about_the_collection_keeps_to_its_scope(assistant):
    one = assistant.articles()[0].document

    answer = assistant.answer("How many articles are there?", scope=Scope(documents=(one,)))

    assert answer.text.startswith("One article is indexed.")


@pytest.mark.parametrize(
    "question",
    [
        "When was Li Shangfu elected?",
        "Who wrote the peace plan?",
        "How many reports of abuse came in?",
        "What is new in Moscow?",
        "When was the raid?",
        "Since when have they met on 29 February?",
    ],
)
def test_an_ordinary_question_is_not_taken_for_one(assistant, question):
    assert "collection" not in assistant.answer(question).timings
