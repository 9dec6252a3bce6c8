"""A question is put again in the articles' own words for things of its sort."""

from __future__ import annotations

from rag.reader.sorts import in_words_of

ARTICLES = {
    "ferries.txt": (
        "Velm Ferries to cut 340 jobs as profit slumps\n\nPublished 23 October 2025\n\n"
        "Velm Ferries, the shipping company of Hay, is to cut 340 jobs and lay up one of its ships "
        "after profit in the third quarter, normally its best, fell by almost a third, it said. "
        "In the winter of 2022 the company did away with 210 posts, nearly all in its offices.\n"
    ),
    "fair.txt": "The fair in Hay was a success, and 3,000 people came to see the boats.\n",
}


def test_who_asks_for_the_posts_that_go_is_told_of_jobs(own_assistant):
    answer = own_assistant.answer("How many people will lose their posts at Velm Ferries?")

    assert "340 jobs" in answer.text


def test_of_two_other_words_for_a_thing_neither_is_put_for_it():
    texts = ["Nine stalls and ten stands burned."]

    assert in_words_of("How many booths burned?", texts) == ""
    assert in_words_of("How many booths burned?", texts[:0]) == ""
