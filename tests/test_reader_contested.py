"""Who did it, where one side claims and the other denies."""

from __future__ import annotations

import pytest

from rag.compose import DISAGREE, MORE_THAN_ONE_SIDE
from rag.reader.disputes.contested import accused, after_the_doer, answers, denied_and_found
from rag.text import without_aside

ARTICLES = {
    "shots.txt": (
        "Shots at the lake\n\nPublished 4 March 2024\n\n"
        "Four shots were fired at a Norland patrol boat on Lake Orr on Monday. "
        "Norland claims that the attack on its boat came from Sudholm. "
        "Sudholm has denied any part in it. "
        "They say that smugglers were behind the attack on the boat.\n"
    ),
    "depot-1.txt": (
        "Depot burns at Marn\n\nPublished 3 June 2024\n\n"
        "The Norland army said on Tuesday that Sudholm gunmen had stormed its fuel depot at Marn "
        "on the river border the day before, setting four tankers alight and wounding nine "
        "soldiers. "
        "Pictures of the burnt tankers were shown on Norland television. "
        "The river crossing at Marn is closed until Friday.\n"
    ),
    "depot-2.txt": (
        "Four tankers lost\n\nPublished 4 June 2024\n\n"
        "Four tankers burnt at the fuel depot of Marn on the river border, and nine soldiers were "
        "wounded, Norland television reported on Tuesday. "
        "Norland claims that the gunmen crossed from Sudholm. "
        "Sudholm has denied any involvement in the incident at the crossing. "
        "They claim that deserters of the army were behind it.\n"
    ),
    "timber.txt": (
        "Timber over the lake\n\nPublished 6 May 2024\n\n"
        "Sudholm's forest minister said that no timber had been sold to Norland. "
        "While Sudholm has repeatedly denied selling timber to Norland, foresters in Hay reported "
        "finding Norland lorries loaded with Sudholm timber.\n"
    ),
    "fair.txt": (
        "Fair at the lake\n\nPublished 9 March 2024\n\n"
        "The fair on Lake Orr was organised by the fishermen of Hay. "
        "Norland said that it had sent a band. "
        "Sudholm sent two cooks.\n"
    ),
    "dam.txt": (
        "The Kahl dam breaks\n\nPublished 4 July 2024\n\n"
        "The Kahl dam in Sudholm was blown up on Monday night, and the valley was flooded. "
        "A group of farmers blew up the dam with dynamite, the miller Odd Ray said. "
        "The power station of Kahl was not harmed.\n"
    ),
    "trout.txt": (
        "Fish die at Kahl\n\nPublished 9 July 2024\n\n"
        "Dead trout lie on the banks below Kahl. "
        "Norland claims that the poison came from Sudholm. "
        "Sudholm has denied any part in it. The fishermen want money.\n"
    ),
    "cup.txt": (
        "Hay win the Brook Cup\n\nPublished 2 August 2024\n\n"
        "Hay coach Ann Poe said that Eva Berg started in goal in the Brook Cup final. "
        "Referee Jon Ray dismissed Nils Ek after half-time. "
        "The Brook Cup final was played in the rain.\n"
    ),
    "phone.txt": (
        "A telephone from Orrin\n\nPublished 5 August 2024\n\n"
        "The director Odd Fell said that Orrin Works launched the folding telephone on Friday. "
        "Varn Motors dismissed talk of a takeover.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("Who was behind the attack on the boat?", True),
        ("Who fired the shots?", True),
        ("Who won the race?", False),
        ("Who condemned the attack?", False),
        ("Why was the boat attacked?", False),
        ("Who was shot in Lund?", False),
        ("Who was hacked?", False),
        ("Who struck a deal with Lund?", False),
        ("Who shot the watchman?", True),
    ],
)
def test_questions_after_the_doer(question: str, is_one: bool) -> None:
    assert after_the_doer(question) == is_one


@pytest.mark.parametrize(
    "question",
    [
        "Who was behind the attack on the patrol boat on Lake Orr?",
        "Who attacked the patrol boat: what does each side claim?",
    ],
)
def test_what_one_side_claims_and_the_other_denies_are_both_told(own_assistant, question):
    answer = own_assistant.answer(question)

    assert answer.status == "disputed"
    assert "came from Sudholm" in answer.text
    assert "denied any part" in answer.text
    assert "smugglers were behind" in answer.text
    assert answer.text.startswith("The article tells more than one side.")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Who was behind the attack on the patrol boat on Lake Orr?", MORE_THAN_ONE_SIDE),
        ("Who stormed the fuel depot at Marn?", DISAGREE),
    ],
)
def test_which_side_is_right_is_answered_by_both_again(own_assistant, question, opening):
    first = own_assistant.answer(question)
    said = [{"role": "user", "content": question}, {"role": "assistant", "content": first.text}]

    again = own_assistant.answer("Which one is right?", said)

    assert first.text.startswith(opening)
    assert (again.question, again.text) == (question, first.text)


@pytest.mark.parametrize(
    "question",
    [
        "Who stormed the fuel depot at Marn?",
        "Who was behind the attack on the depot?",
        "Was Sudholm behind the fire at the fuel depot of Marn?",
        "Did Sudholm carry out the attack at Marn?",
    ],
)
def test_one_articles_claim_is_told_with_the_denial_in_another_on_the_same_event(
    own_assistant, question
):
    answer = own_assistant.answer(question)

    assert answer.status == "disputed"
    assert "**Norland army** (*Depot burns at Marn*" in answer.text
    assert "Sudholm gunmen had stormed" in answer.text
    assert "**Sudholm** (*Four tankers lost*" in answer.text
    assert "deserters of the army were behind it" in answer.text


def test_whoever_denies_nothing_is_not_accused(own_assistant):
    assert own_assistant.answer("Did Norland carry out the attack at Marn?").status != "disputed"


def test_what_nobody_denies_is_no_dispute(own_assistant):
    assert own_assistant.answer("Who organised the fair on Lake Orr?").status == "answered"


def test_a_claim_and_a_denial_on_another_matter_are_not_told(own_assistant):
    answer = own_assistant.answer("Who was behind the explosion at the Kahl dam in Sudholm?")

    assert [citation.document for citation in answer.citations] == ["dam.txt"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who started in goal in the Brook Cup final?", "Berg"),
        ("Who launched the folding telephone?", "Orrin"),
    ],
)
def test_what_the_next_sentence_dismisses_must_be_what_is_claimed(own_assistant, question, name):
    answer = own_assistant.answer(question)

    assert answer.status == "answered"
    assert name in answer.text


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Was Sudholm behind it?", "Sudholm"),
        ("Did the army of Lund carry out the attack?", ""),
        ("Did Sudholm really stage the raid?", "Sudholm"),
        ("Did Sudholm take part in the raid?", "Sudholm"),
        ("Was the Norlandian attack on Hay repelled?", ""),
        ("Did Norlandian fire hit the school?", ""),
        ("Did Norland launch a satellite?", ""),
        ("Is Norland responsible for gas?", ""),
    ],
)
def test_who_is_taken_for_the_doer(question: str, who: str) -> None:
    assert accused(question) == who


@pytest.mark.parametrize(
    ("denied", "is_the_claim"),
    [
        ("Lund has denied involvement.", True),
        ("Lund rejected Norland's claims.", True),
        ("Lund dismissed the accusation as a joke.", True),
        ("Lund denied it.", True),
        ("Lund denied that its boats had fired.", True),
        ("Lund denied that any talks had taken place.", False),
        ("Lund denied it had sold timber.", False),
        ("Lund rejected the penalty.", False),
    ],
)
def test_a_denial_is_of_the_claim_before_it(denied, is_the_claim):
    assert answers("Norland said that boats from Lund fired the shots.", denied) == is_the_claim


def test_what_is_denied_and_belied_in_one_sentence_is_neither_yes_nor_no(own_assistant):
    answer = own_assistant.answer("Did Sudholm sell timber to Norland?")

    assert "**" not in answer.text
    assert "lorries loaded" in answer.text


def test_a_sentence_of_many_denials_is_read_in_linear_time():
    assert not denied_and_found("While " + "deny, " * 20_000)


def test_whether_the_sources_agree_need_not_be_asked(own_assistant):
    asked = "Who was behind the attack on the patrol boat on Lake Orr?"

    plain = own_assistant.answer(asked)
    again = own_assistant.answer(f"{asked} Do the articles agree on that?")

    assert again.text == plain.text


@pytest.mark.parametrize(
    "question",
    ["Do the U.S. and Russian reports differ?", f"Who won{'; sources agree' * 600}. By how much?"],
)
def test_what_is_no_aside_stays(question):
    assert without_aside(question) == question
