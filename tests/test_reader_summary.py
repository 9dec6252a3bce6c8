"""Summaries: of a matter by each article that tells of it, of the collection by each opening."""

from __future__ import annotations

from rag import Assistant, Settings
from rag.reader.summary import ARTICLES as ARTICLES_TOLD

ARTICLES = {
    "c.txt": (
        "Bridge open again\n\nPublished 9 June 2024\n\n"
        "The Mill bridge in Hay opened again on Sunday after three months of repairs. "
        "Children were the first to walk over the bridge, with a brass band behind them. "
        "The repairs cost the county two million crowns.\n"
    ),
    "a.txt": (
        "Bridge shut\n\nPublished 4 March 2024\n\n"
        "The Mill bridge in Hay was shut on Monday after divers found cracks in two of its piers. "
        "Buses will go round by the motorway while the bridge is shut. "
        "An engineer said that the piers of the bridge would have to be rebuilt.\n"
    ),
    "b.txt": (
        "Potatoes\n\nPublished 2 May 2024\n\n"
        "Potato growers expect the best harvest in ten years, their union said on Thursday. "
        "The dry spring has kept the blight away from the fields of the north.\n"
    ),
}


def test_a_matter_is_told_by_each_article_on_it_in_the_order_of_their_days(own_assistant):
    answer = own_assistant.answer("Sum up what happened to the Mill bridge in Hay.")

    told = [citation.document for citation in answer.citations]
    assert told == sorted(told)
    assert set(told) == {"a.txt", "c.txt"}


def test_a_text_printed_twice_is_told_in_its_own_order(tmp_path):
    told = [
        "Hay Dairy has recalled 8,400 wheels of its soft cheese after a check found listeria.",
        "The cheeses of Hay Dairy that were recalled weigh 250 grams each.",
        "Hard cheeses from Hay Dairy are safe to eat, the food office said on Tuesday.",
        "Nobody who ate the recalled cheese is known to have fallen ill, it said.",
        "The dairy in Hay found the listeria itself and told the office of it within an hour.",
        "The recalled cheese was sold in 212 shops, nearly all of them near Hay.",
        "The dairy makes a third of all soft cheese that is eaten between Hay and Velm.",
        "Its owner said that a drain in the room where cheeses ripen had cracked in the frost.",
        "In 2019 the dairy took back 600 jars of yoghurt in which there were pieces of a lid.",
        "Doctors advise women who expect a child to ring them if they get a fever in a month.",
    ]
    prints = (("a.txt", "Look into your fridge", 6, told[:8]), ("b.txt", "Dairy recall", 5, told))
    for name, title, day, text in prints:
        body = "\n\n".join([title, f"Published {day} May 2025", *text])
        (tmp_path / name).write_text(f"{body}\n", "utf-8")
    with Assistant(Settings(documents=tmp_path, data=tmp_path / "data")) as alone:
        answer = alone.answer("Summarise the cheese recall")

    places = [told.index(citation.quote) for citation in answer.citations]
    assert places == sorted(places)
    assert {citation.document for citation in answer.citations} == {"b.txt"}


def test_a_collection_is_told_by_the_opening_of_each_article(own_assistant):
    answer = own_assistant.answer("Summarise the articles")

    assert [c.document for c in answer.citations] == ["a.txt", "b.txt", "c.txt"]
    assert [c.quote.split()[0] for c in answer.citations] == ["The", "Potato", "The"]


def test_no_heading_stands_in_a_summary(own_assistant):
    answer = own_assistant.answer("Sum up what happened to the Mill bridge in Hay.")

    assert not {"Bridge shut", "Bridge open again"} & {c.quote for c in answer.citations}


def test_an_article_that_is_told_by_what_it_is_on_is_summed_up_alone(own_assistant):
    answer = own_assistant.answer("Sum up the report on what the potato growers of the bridge say.")

    assert {citation.document for citation in answer.citations} == {"b.txt"}


def test_an_article_that_does_not_exist_is_not_summed_up(own_assistant):
    answer = own_assistant.answer("Summarise the article about the measles vaccine.")

    assert (answer.status, answer.citations) == ("not_found", ())


def test_an_article_of_short_sentences_is_told_by_them(tmp_path):
    (tmp_path / "rain.txt").write_text("Rain fell. Ann left. Bo won.\n", "utf-8")
    with Assistant(Settings(documents=tmp_path, data=tmp_path / "data")) as alone:
        answer = alone.answer("Summarise the article about the rain.")

    assert [citation.quote for citation in answer.citations] == [
        "Rain fell.",
        "Ann left.",
        "Bo won.",
    ]


def test_each_article_is_told_where_each_is_asked_for(own_assistant):
    answer = own_assistant.answer("Give me a one sentence summary of each article")

    assert [c.document for c in answer.citations] == ["a.txt", "b.txt", "c.txt"]


def test_of_a_large_collection_it_is_said_that_the_newest_are_told(tmp_path):
    for day in range(1, ARTICLES_TOLD + 2):
        text = f"Day {day}\n\n{day} May 2024\n\nThe ferry to Hay sailed {day} times on that day.\n"
        (tmp_path / f"{day}.txt").write_text(text, "utf-8")
    with Assistant(Settings(documents=tmp_path, data=tmp_path / "data")) as alone:
        answer = alone.answer("Summarise everything")

    assert len(answer.citations) == ARTICLES_TOLD
    assert "These are the newest 8" in answer.text
