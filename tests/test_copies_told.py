"""Copies of one text are told once, whatever is asked."""

STORY = (
    "Fire in Hay\n\n3 May 2024\n\n"
    "A fire burned down the old mill in Hay on Friday night, and nobody was hurt. "
    "“We saw the smoke from the bridge at nine,” fire chief Ann Poe said. "
    "The mill had stood empty since the flood of 2019.\n"
)
ARTICLES = {"a.txt": STORY, "b.txt": STORY, "c.txt": "Rain fell on Velm for nine days in a row.\n"}


def test_what_somebody_said_is_told_from_one_copy(own_assistant):
    answer = own_assistant.answer("What did Ann Poe say?")

    assert [citation.document for citation in answer.citations] == ["a.txt"]


def test_a_summary_of_everything_opens_each_text_once(own_assistant):
    answer = own_assistant.answer("Summarise all articles")

    assert [citation.document for citation in answer.citations] == ["a.txt", "c.txt"]
