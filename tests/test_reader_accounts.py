"""What is answered where articles give different figures, days or names for one matter."""

from __future__ import annotations

import pytest

from rag.reader.disputes.newer import asks_of_then, change
from rag.reader.disputes.rivals import miswritten
from rag.text import numbers
from rag.types import Scope

ARTICLES = {
    "concert.txt": (
        "A concert in Lund park\n\nTelmouth Courier, 19 June 2022\n\n"
        "The police counted 4,000 listeners at the concert in Lund park on Friday. The organisers"
        " said that 3,200 sausages were eaten, while the hospital treated 12 people, it said.\n"
    ),
    "ferry.txt": (
        "Ferry aground off Poe\n\nTelmouth Courier, 19 May 2022\n\n"
        "The company said that 210 passengers had been on the ferry Tern. The coastguard said later"
        " that 260 had been aboard.\n"
    ),
    "heat.txt": (
        "March in the heat\n\nOsterby Post, 9 July 2022\n\n"
        "People marched through Corrie to save its brook. The police counted 2,000 marchers, while"
        " the hospital said that 12 were treated for the heat.\n"
    ),
    "march.txt": (
        "Thousands march for Hobday Wood\n\nOsterby Post, 9 September 2024\n\n"
        "People marched through Osterby on Sunday to save Hobday Wood from the motorway. The police"
        " counted 2,000 marchers, the organisers 5,500. The union wanted a rise of 6 per cent for"
        " foresters, and the company has offered 3 per cent.\n"
    ),
    "yard-1.txt": (
        "Welders walk out at Tamsin Yard\n\nHarbour Gazette, 4 March 2024\n\n"
        "TELMOUTH - A strike began at Tamsin Yard in Telmouth on Monday morning, when 1,200 workers"
        " stayed away from the slipways, the Shipbuilders' Union said.\n\nThe union wants shorter"
        " shifts. The yard's director, Olga Brandt, said that orders would go abroad.\n"
    ),
    "yard-2.txt": (
        "Quiet slipways\n\nTelmouth Courier, 5 March 2024\n\n"
        "Some 850 workers are on strike at Tamsin Yard in Telmouth, its director Olga Brandt said"
        " on Monday. She said that most of the welders of the Shipbuilders' Union had stayed away"
        " and that the slipways were empty.\n"
    ),
    "yard-3.txt": (
        "Second strike at Tamsin Yard\n\nHarbour Gazette, 21 October 2024\n\n"
        "About 400 workers went on strike at Tamsin Yard in Telmouth on Monday over the canteen,"
        " the Shipbuilders' Union said. The strike in March was about shifts. Director Olga Brandt"
        " regretted it.\n"
    ),
    "tram-1.txt": (
        "Tram runs into market hall\n\nHarbour Gazette, 3 May 2024\n\n"
        "Fourteen people were injured on Friday when a tram ran into the Linden Market in Osterby,"
        " the fire brigade said. The tram had come down Chapel Hill. Its driver, a woman of 40, was"
        " unhurt.\n"
    ),
    "tram-2.txt": (
        "Brakes blamed for Linden Market crash\n\nHarbour Gazette, 24 May 2024\n\n"
        "Worn brakes sent a tram into the Linden Market in Osterby three weeks ago, inspectors"
        " said.\n\nThe number of people known to have been injured in the crash has meanwhile gone"
        " up from 14 to 19, as some saw a doctor only later. The driver had come down Chapel Hill"
        " as usual.\n"
    ),
    "bridge-1.txt": (
        "Swan Bridge shut for the winter\n\nTelmouth Courier, 8 January 2024\n\n"
        "The Swan Bridge in Telmouth was closed to all traffic on Monday for repairs to its piers."
        " The bridge will reopen on 10 June, county engineer Marit Lund said. The repairs will cost"
        " 12 million crowns.\n"
    ),
    "bridge-2.txt": (
        "Motorists must wait for the Swan Bridge\n\nTelmouth Courier, 14 May 2024\n\n"
        "The Swan Bridge in Telmouth will now reopen on 2 September, three months later than"
        " planned, county engineer Marit Lund said on Tuesday. Divers have found holes under two"
        " piers of the bridge. The repairs will now cost 17 million crowns, she said.\n"
    ),
    "ferry-1.txt": (
        "Ferry sinks off Osterby\n\nHarbour Gazette, 4 March 2024\n\n"
        "The ferry Alva sank off Osterby on Monday morning in a storm. After the ferry sinking 23"
        " people were missing, the coastguard said. Divers searched the wreck until dusk.\n"
    ),
    "ferry-2.txt": (
        "All found after ferry sinking\n\nTelmouth Courier, 7 March 2024\n\n"
        "The search for those on board the ferry Alva off Osterby has ended. The number of people"
        " missing after the ferry sinking fell from 23 to 0 on Thursday, the coastguard said."
        " Divers left the wreck in the evening.\n"
    ),
    "school-1.txt": (
        "New roof for Hobday School\n\nOsterby Post, 4 September 2022\n\n"
        "Hobday School in Osterby has 310 pupils and since Monday a new roof. The headmistress,"
        " Lena Moss, thanked the roofers. In the storm of January 2022 the roof had been torn off"
        " and 45 windows were broken.\n"
    ),
    "school-2.txt": (
        "Hobday School turns fifty\n\nHarbour Gazette, 12 June 2024\n\n"
        "Hobday School in Osterby, which has 350 pupils, turns fifty on Friday. Its headmistress,"
        " Lena Moss, recalled the storm of January 2022, when the roof was torn off and 38 windows"
        " were broken.\n"
    ),
    "store-1.txt": (
        "Fire at Brandt store\n\nHarbour Gazette, 3 May 2022\n\n"
        "HAY, May 3, 2022 — A fire at the Brandt grain store in Hay killed three people on Monday"
        " night, the fire brigade said. The blaze broke out in the loading bay.\n"
    ),
    "store-2.txt": (
        "Dead in grain store\n\nTelmouth Courier, 3 May 2022\n\n"
        "TELMOUTH, May 3, 2022 — A fire at the Brandt grain store in Hay killed five people on"
        " Monday night, the police said. The blaze broke out in the loading bay.\n"
    ),
    "dog-1.txt": (
        "Night porter saves dog from mill fire\n\nHarbour Gazette, 7 November 2024\n\n"
        "A night porter was burned on both hands when he fetched a dog out of the burning Corrie"
        " Mill in Osterby on Wednesday. The porter, Jonah Telford, 52, said that the dog would have"
        " done the same for him.\n"
    ),
    "dog-2.txt": (
        "Hero of Corrie Mill\n\nTelmouth Courier, 8 November 2024\n\n"
        "The night porter who went back into the burning Corrie Mill in Osterby for a dog on"
        " Wednesday is Jonas Telford, 52. He was burned on both hands, and the dog is well.\n"
    ),
    "dog-3.txt": (
        "Corrie Mill was insured\n\nOsterby Post, 12 November 2024\n\n"
        "The owners of the Corrie Mill in Osterby, which burned down last week, said that they were"
        " insured for 52 million crowns and would pay the 70 mill hands until Christmas.\n"
    ),
}


def told(assistant, question: str) -> tuple[str, str]:
    answer = assistant.answer(question)
    return answer.status, answer.text


def test_two_counts_of_one_crowd_in_the_same_days_are_both_told(own_assistant):
    answer = own_assistant.answer("How many workers stayed away from Tamsin Yard in March?")

    assert answer.status == "disputed"
    assert [claim.side for claim in answer.sentences] == ["1,200", "850"]
    assert "5 March 2024" in answer.text


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("How many workers stayed away from Tamsin Yard in March?", "yard-1.txt"),
        ("How many people were injured by the tram in Osterby?", "tram-1.txt"),
        ("Who went back into the burning Corrie Mill for a dog?", "dog-2.txt"),
    ],
)
def test_who_asks_one_article_hears_no_other(own_assistant, question, document):
    answer = own_assistant.answer(question, scope=Scope((document,)))

    assert answer.status == "answered"
    assert {citation.document for citation in answer.citations} == {document}


def test_the_third_of_a_month_is_no_count_of_three(own_assistant):
    answer = own_assistant.answer("How many people were killed by the fire at the grain store?")

    assert answer.status == "disputed"
    assert {claim.side for claim in answer.sentences} == {"three", "five"}


def test_two_counts_by_two_sources_in_one_sentence_are_both_told(own_assistant):
    answer = own_assistant.answer("How many marchers were there for Hobday Wood in Osterby?")

    assert answer.status == "disputed"
    assert [claim.side for claim in answer.sentences] == ["2,000", "5,500"]


def test_a_count_in_the_next_sentence_is_told_too_where_it_is_of_the_same(own_assistant):
    ferry = own_assistant.answer("How many passengers were on the ferry Tern?")
    concert = own_assistant.answer("How many listeners were at the concert in Lund park?")

    assert [claim.side for claim in ferry.sentences] == ["210", "260"]
    assert concert.status == "answered"


def test_a_number_of_another_order_is_of_something_else(own_assistant):
    status, _ = told(own_assistant, "How many marchers were there for the brook in Corrie?")

    assert status == "answered"


def test_who_names_the_source_is_told_its_count_alone(own_assistant):
    status, text = told(own_assistant, "How many marchers did the police count for Hobday Wood?")

    assert status == "answered"
    assert "2,000" in text


def test_a_demand_and_an_offer_are_no_two_counts(own_assistant):
    status, _ = told(own_assistant, "How big a rise was wanted for the foresters?")

    assert status == "answered"


def test_the_count_of_another_months_strike_contradicts_nobody(own_assistant):
    status, text = told(own_assistant, "How many workers were on strike over the canteen?")

    assert status == "answered"
    assert "400" in text


def test_a_toll_that_has_risen_is_answered_with_the_latest(own_assistant):
    status, text = told(own_assistant, "How many people were injured by the tram in Osterby?")

    assert status == "answered"
    assert text.startswith("**19**")
    assert "24 May 2024" in text


def test_a_cost_that_is_now_another_is_answered_with_the_latest(own_assistant):
    status, text = told(own_assistant, "How much will the repairs of the Swan Bridge cost?")

    assert status == "answered"
    assert text.startswith("**17 million crowns**")


def test_a_count_that_has_fallen_to_nothing_is_answered_with_the_latest(own_assistant):
    status, text = told(own_assistant, "How many people were missing after the ferry sinking?")

    assert status == "answered"
    assert text.startswith("**0**")


def test_a_day_put_off_is_answered_with_the_latest(own_assistant):
    status, text = told(own_assistant, "When will the Swan Bridge in Telmouth reopen?")

    assert status == "answered"
    assert "2 September" in text.splitlines()[0]


def test_what_is_so_today_is_answered_with_the_later_figure(own_assistant):
    status, text = told(own_assistant, "How many pupils does Hobday School have?")

    assert status == "answered"
    assert text.startswith("**350")


def test_two_figures_of_one_past_event_are_at_odds_however_late_the_second(own_assistant):
    answer = own_assistant.answer("How many windows were broken by the storm at Hobday School?")

    assert answer.status == "disputed"
    assert {claim.side for claim in answer.sentences} == {"45", "38"}


def test_one_person_under_two_names_is_shown_under_both(own_assistant):
    question = "Who was the night porter burned in the Corrie Mill fire?"

    answer = own_assistant.answer(question)

    assert answer.status == "disputed"
    assert {claim.side for claim in answer.sentences} == {"Jonah Telford", "Jonas Telford"}


@pytest.mark.parametrize(
    ("sentence", "figure", "said"),
    [
        ("The bill has gone from 38 million to 46 million crowns.", "46 million", "replaces"),
        ("There will be 62 masts on the hill instead of 38 million.", "62", "replaces"),
        ("It came to 46 million, and not 38 million as first stated.", "46 million", "replaces"),
        ("The bill has gone from 38 million to 46 million crowns.", "38 million", "none"),
        ("In all, seventeen people fell ill.", "seventeen", "newer"),
        ("That brings the total to 310.", "310", "newer"),
        ("The cost was put at 46 million crowns.", "46 million", "none"),
    ],
)
def test_words_of_change_tell_a_newer_figure(sentence, figure, said):
    quantity = next(q for q in numbers(sentence) if q.text.startswith(figure))

    assert change(sentence, quantity, numbers("38 million")[0]) == said


def test_who_asks_for_the_first_offer_is_not_told_the_last():
    assert asks_of_then("What did the club first offer for him?")
    assert asks_of_then("How many homes were originally planned?")
    assert asks_of_then("How many people lived in Hay before the war?")
    assert not asks_of_then("When does the town get its first tram?")


@pytest.mark.parametrize(
    "question",
    [
        "How many people were killed before police came?",
        "When is the early train due?",
        "How much would it cost?",
        "How much did the planned bridge cost?",
    ],
)
def test_who_asks_for_what_is_so_is_told_the_latest(question):
    assert not asks_of_then(question)


def test_a_brother_is_no_misspelling():
    assert miswritten("Jonah Telford", "Jonas Telford")
    assert not miswritten("Jonah Telford", "Edgar Telford")
    assert not miswritten("Jonah Telford", "Jonas Tilbury")


def test_a_toll_already_told_as_risen_is_no_dispute(own_assistant):
    status, text = told(own_assistant, "How many people have meanwhile been injured in the crash?")

    assert status == "answered"
    assert "19" in text
