"""Who says each sentence of an article."""

from __future__ import annotations

import pytest

from rag.reader.people.attribution import speakers
from rag.reader.people.saying import only_speaks


def said_by(*sentences: str) -> list[str]:
    """The name of the first speaker of each sentence; "" where it has none."""
    return [told[0].name if told else "" for told in speakers(sentences)]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The bridge is safe, engineer Ann Poe said on Monday.", "Ann Poe"),
        ("“It is safe,” said Ann Poe, the engineer.", "Ann Poe"),
        ("“It is safe,” said chief engineer Ann Poe.", "Ann Poe"),
        ("Its engineer, Ann Poe, said that it was safe.", "Ann Poe"),
        ("Ann Poe, who built the bridge for the town of Hay, says that it is safe.", "Ann Poe"),
        ("Outside the court Ann Poe told reporters that it was safe.", "Ann Poe"),
        ("The bridge is safe, according to Ann Poe.", "Ann Poe"),
        ("Jon Ray was told that Ann Poe had left.", ""),
        ("“Ann Poe said so,” the sign reads.", ""),
        ("Ann Poe's lawyer said that it was safe.", ""),
        ("Ann Hawkins’ lawyer said that it was safe.", ""),
        ("A clerk at the bank of Hay told the court that Ann Poe had left.", ""),
        ("“All clear,” Ann Poe was heard to say.", "Ann Poe"),
        ("“All clear,” said Peter Paul Hansen.", "Peter Paul Hansen"),
        ("“All clear,” said Coach Ann Poe.", "Ann Poe"),
    ],
)
def test_the_speaker_stands_beside_the_verb(sentence, name):
    assert said_by(sentence) == [name]


def test_a_pronoun_is_the_person_last_spoken_of():
    assert said_by(
        "Coach Ruth Dell said she had heard of it on the bus.",
        "“I was asked and then told,” she said.",
    ) == ["Ruth Dell", "Ruth Dell"]


def test_a_pronoun_passes_over_names_that_its_own_kind_stands_before():
    assert (
        said_by(
            "Mr Mill is suing the paper.",
            "It wrote that he had stayed in a house of Roald Kent.",
            "“I paid for it,” he said.",
        )[2]
        == "Mill"
    )


def test_titles_tell_he_from_she():
    assert (
        said_by(
            "Ms Lark met Mr Orde on the pier.",
            "“It was cold,” he said.",
        )[1]
        == "Orde"
    )


def test_who_has_the_office_is_meant_by_it():
    told = said_by(
        "The coach, Ruth Dell, spoke to Ann Poe after the match.",
        "Ann Poe laughed.",
        "“We were lucky,” the coach said.",
    )
    assert told[2] == "Ruth Dell"


def test_a_quotation_runs_on_and_begins_before_its_speaker():
    assert said_by(
        "“We asked on Thursday.",
        "They refused on Friday,” Ann Poe said.",
        "“I would have refused too.”",
        "The town has a bridge.",
    ) == ["Ann Poe", "Ann Poe", "Ann Poe", ""]


def test_a_pronoun_for_a_body_is_no_person():
    told = speakers(("The Harbour Board said no to Ann Poe.", "It denied a delay."))

    assert told[1][0].name == "Harbour Board"


def test_a_speaker_is_known_by_what_the_article_calls_it():
    (who,) = speakers(("“No,” said Ann Poe, the managing director of Hay Rail.",))[0]

    assert who.is_a == {"director"}
    assert {"managing", "Hay", "Rail"} <= who.called


def test_a_name_with_an_apostrophe_is_called_in_full():
    (who,) = speakers(("“No,” said Ann Poe, the spokeswoman of the O’Brien Group.",))[0]

    assert "O’Brien" in who.called


def test_the_sentence_that_names_the_speaker_is_told():
    told = speakers(("Coach Ruth Dell was late.", "It rained.", "“I got wet,” she said."))

    assert told[2][0].named == 0


@pytest.mark.parametrize(
    ("sentence", "only"),
    [
        ("The plan is off, Mayor Ann Poe added.", True),
        ("“It is off,” laughed Ann Poe.", True),
        ("Ann Poe claimed on Monday that the plan was off.", True),
        ("Ann Poe said the plan was off and sold.", True),
        ("Ann Poe added a second goal.", False),
        ("Ann Poe claimed the title on Monday.", False),
        ("Lund wanted Ann Poe.", False),
        ("Jon Ray said Ann Poe had sold the yard.", False),
        ("Ann Poe said nothing and sold the yard.", False),
        ("Ann Poe said that she had sold the yard.", False),
    ],
)
def test_who_does_what_is_no_saying_does_not_only_speak(sentence, only):
    assert only_speaks("Poe", sentence) == only
