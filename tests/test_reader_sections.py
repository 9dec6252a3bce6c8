"""What stands under a heading, or behind a question of an article's own, that is what is asked."""

from __future__ import annotations

import pytest

ARTICLES = {
    "talk-lund.md": (
        "# “Tunnels should be dull”: an interview with Ebba Lund\n\n"
        "*Published 4 March 2024. Interview by Kit Poe.*\n\n"
        "Ebba Lund, 58, dug the Sorrel Tunnel and retired in May.\n\n"
        "**Kit Poe: Why did you become a miner?**\n\n"
        "**Ebba Lund:** My mother kept the inn at Hay. She looked at the hill all day.\n\n"
        "**KP: The Sorrel Tunnel got a medal. Are you proud of it?**\n\n"
        "**EL:** Of the drains, yes.\n\n"
        "**KP: What do you make of bridges?**\n\n"
        "**EL:** I was against them until the flood.\n"
    ),
    "faq-brisk.md": (
        "# Brisk kettle: frequently asked questions\n\n"
        "## Do you deliver to Norland?\n\n"
        "Not yet. We deliver to Hay and to Mill.\n\n"
        "## What is the guarantee?\n\n"
        "Three years from the day of purchase.\n"
    ),
    "recipe-stew.txt": (
        "Slow goat with plums\n\n"
        "This is the dish that was made in Hay for every fair.\n\n"
        "Ingredients\n\n1.2 kg goat shoulder, on the bone and without its fat or skin\n\n"
        "4 plums\n\n1 onion\n\nMethod\n\n"
        "1. Heat the oven to 150C.\n\n2. Bake the goat with the plums for three hours.\n"
    ),
    "minutes-fennel.txt": (
        "Fennel Lane Gardens\n\nMinutes of the meeting of 14 January 2025\n\n"
        "1. Bees\n\nWO asked for leave to keep two hives. It was agreed.\n\n"
        "2. Fires\n\nFires are allowed after six only.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (
            "Why did Ebba Lund become a miner?",
            ["Ebba Lund: My mother kept the inn at Hay.", "She looked at the hill all day."],
        ),
        ("What does Ebba Lund think of bridges?", ["EL: I was against them until the flood."]),
        (
            "Is Ebba Lund proud of the Sorrel Tunnel?",
            ["Are you proud of it?", "EL: Of the drains, yes."],
        ),
        (
            "Does Brisk deliver to Norland?",
            ["Do you deliver to Norland?", "Not yet.", "We deliver to Hay and to Mill."],
        ),
        ("What is said about the guarantee?", ["Three years from the day of purchase."]),
    ],
)
def test_an_articles_own_question_is_answered_by_what_stands_behind_it(
    own_assistant, question, quotes
):
    answer = own_assistant.answer(question)

    assert [citation.quote for citation in answer.citations] == quotes


def test_a_question_with_other_words_than_the_articles_own_is_another(own_assistant):
    answer = own_assistant.answer("Does Brisk deliver pianos to Norland?")

    assert [c.quote for c in answer.citations] != ["Not yet.", "We deliver to Hay and to Mill."]


def test_a_list_is_what_stands_under_its_heading_up_to_the_next(own_assistant):
    answer = own_assistant.answer("List the ingredients of the goat with plums.")

    assert [citation.quote for citation in answer.citations] == [
        "1.2 kg goat shoulder, on the bone and without its fat or skin",
        "4 plums",
        "1 onion",
    ]


def test_a_matter_put_to_one_article_is_told_by_its_section(own_assistant):
    answer = own_assistant.answer("What do the minutes say about bees?")

    assert [citation.quote for citation in answer.citations] == [
        "WO asked for leave to keep two hives.",
        "It was agreed.",
    ]
