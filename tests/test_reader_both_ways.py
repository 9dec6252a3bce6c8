"""Yes in one article and no in another, and offices that their holders give up."""

from __future__ import annotations

import pytest

ARTICLES = {
    "mill-1.txt": (
        "Corrie Mill burns\n\nHarbour Gazette, 3 May 2022\n\n"
        "The Corrie Mill in Osterby that burned down on Monday was insured, its owner Ann Poe"
        " said. It held grain and timber.\n"
    ),
    "mill-2.txt": (
        "Bank fears for its loan\n\nTelmouth Courier, 4 May 2022\n\n"
        "The Corrie Mill in Osterby that burned down on Monday was not insured, the bank said. It"
        " had lent two million crowns.\n"
    ),
    "tram-1.txt": (
        "Tram off the rails\n\nHarbour Gazette, 7 June 2022\n\n"
        "A tram derailed at the market in Telmouth on Monday and four passengers were injured, the"
        " hospital said.\n"
    ),
    "tram-2.txt": (
        "Market shut after derailment\n\nTelmouth Courier, 7 June 2022\n\n"
        "A tram derailed at the market in Telmouth on Monday. Nobody was injured, the tram company"
        " said.\n"
    ),
    "talks-1.txt": (
        "Drivers wait\n\nHarbour Gazette, 3 August 2022\n\n"
        "Governor Lena Moss of Velm has not met the drivers yet, her office said. The buses have"
        " stood still for a week.\n"
    ),
    "talks-2.txt": (
        "Talks at last\n\nTelmouth Courier, 6 August 2022\n\n"
        "Governor Lena Moss of Velm met the drivers on Thursday, the union said. The buses have"
        " stood still for ten days.\n"
    ),
    "raid-1.txt": (
        "Raid on Sudholm\n\nHarbour Gazette, 3 October 2022\n\n"
        "Armed men raided a depot in the border region of Sudholm on Sunday. The Norland League"
        " says it has neither armed nor paid the raiders in Sudholm.\n"
    ),
    "raid-2.txt": (
        "Depot burns\n\nTelmouth Courier, 4 October 2022\n\n"
        "Armed men raided a depot in the border region of Sudholm on Sunday. The Sudholm army said"
        " on Monday that rifles found after the raid were proof of the Norland League’s growing"
        " involvement in the attacks.\n"
    ),
    "visit-1.txt": (
        "Poe back from Velm\n\nHarbour Gazette, 3 November 2022\n\n"
        "Premier Ann Poe held a three-day state visit to Velm, her office said. She met King Ole"
        " and saw the harbour of Velm.\n"
    ),
    "visit-2.txt": (
        "Ray in Velm\n\nTelmouth Courier, 5 November 2022\n\n"
        "Foreign Minister Jon Ray was in Velm too. During his two-day visit he met King Ole and"
        " saw the harbour of Velm.\n"
    ),
    "mayor.txt": (
        "Change in Hay\n\nHarbour Gazette, 3 March 2023\n\n"
        "The mayor of Hay, Eva Lund, resigned last week. Her deputy, Olaf Berg, has taken over.\n"
    ),
    "minister.txt": (
        "Reshuffle in Norland\n\nHarbour Gazette, 3 April 2023\n\n"
        "Norland's outgoing Defence Minister Ida Holm visited the troops on Sunday. Norland's new"
        " Defence Minister Olga Falk takes office on Monday.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Was the Corrie Mill insured?", {"mill-1.txt", "mill-2.txt"}),
        (
            "Was anybody injured when the tram derailed in Telmouth?",
            {"tram-1.txt", "tram-2.txt"},
        ),
    ],
)
def test_a_yes_in_one_article_and_a_no_in_another_are_both_told(own_assistant, question, documents):
    answer = own_assistant.answer(question)

    assert answer.status == "disputed"
    assert {claim.side for claim in answer.sentences} == {"Yes", "No"}
    assert {citation.document for citation in answer.citations} == documents


def test_what_was_not_yet_done_is_no_dispute_once_it_is_done(own_assistant):
    answer = own_assistant.answer("Did Governor Lena Moss meet the drivers?")

    assert answer.status == "answered"
    assert answer.text.startswith("**Yes**")


def test_who_denies_a_part_of_their_own_is_told_beside_who_claims_it(own_assistant):
    answer = own_assistant.answer("Does the Norland League have a hand in the raid in Sudholm?")

    assert answer.status == "disputed"
    assert [claim.side for claim in answer.sentences] == ["Sudholm army", "Norland League"]


def test_a_denial_of_ones_own_is_no_plain_no(own_assistant):
    answer = own_assistant.answer("Did the Norland League pay the raiders in Sudholm?")

    assert "neither armed nor paid" in answer.text
    assert "**No**" not in answer.text


def test_a_visit_of_his_is_not_held_against_hers(own_assistant):
    answer = own_assistant.answer("How long was Ann Poe's visit to Velm?")

    assert answer.status == "answered"
    assert answer.text.startswith("**three-day")


def test_who_has_resigned_is_not_told_as_the_holder(own_assistant):
    now = own_assistant.answer("Who is the mayor of Hay?")
    then = own_assistant.answer("Who was the mayor of Hay?")

    assert "**" not in now.text
    assert "Eva Lund, resigned" in now.text
    assert "Olaf Berg, has taken over" in now.text
    assert then.text.startswith("**Eva Lund**")


def test_who_comes_in_is_named_before_who_goes(own_assistant):
    first, second = own_assistant.answer("Who is the defence minister of Norland?").sentences

    assert first.text.startswith("**Olga Falk**")
    assert "outgoing Defence Minister Ida Holm" in second.text
    assert "**" not in second.text
