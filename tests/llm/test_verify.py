"""What bears a claim out and what does not: rules to the letter, the judge for the rest."""

from __future__ import annotations

from datetime import date

import pytest

from rag.types import Evidence, Passage, Sentence
from rag.verify import check, prove
from rag.verify.facts import Setting, mismatch, setting

RECORD = (
    "China is Russia’s largest trading partner, with trade between the nations reaching a record "
    "$190 billion last year, according to Chinese customs data."
)
NEUTRAL = "China says it does not and will not provide arms to either side in the Ukraine conflict."
REFUSED = "China has refused to criticize the invasion and blamed the West for provoking Moscow."
VISIT = "During his two-day visit, he held a meeting with Chinese Premier Li Qiang on Wednesday."
ROUTED = (
    "The Russian military said on Tuesday it had routed militants with four armored vehicles, "
    "killing more than 70 of them on 22 May."
)


class Judge:
    """Says the same of every pair and keeps what it was asked."""

    def __init__(self, supported: float) -> None:
        self.supported, self.refuted, self.unknown = supported, 0.0, 1.0 - supported
        self.asked: list[tuple[str, str]] = []

    def support(self, pairs):
        self.asked += pairs
        return [self for _ in pairs]


def passage(*texts: str, title: str = "", published: date | None = None) -> list[Evidence]:
    body, sentences = "", []
    for text in texts:
        start = len(body) + 1 if body else 0
        body = f"{body} {text}".strip()
        sentences.append(Sentence(text, start, start + len(text)))
    whole = Passage("a.txt", body, 0, len(body), tuple(sentences), title, "", published)
    return [Evidence(whole, sentence) for sentence in sentences]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Trade reached a record $190 billion last year.", RECORD),
        ("Trade between Russia and China came to a record 190 billion dollars.", RECORD),
        ("The two countries' trade reached a record $190bn last year.", RECORD),
        ("China does not provide arms to either side in the Ukraine conflict.", NEUTRAL),
        ("China will not provide arms in the Ukrainian conflict.", NEUTRAL),
        (
            "China has not criticized the invasion and blames the West for provoking Moscow.",
            REFUSED,
        ),
        ("The Russian military killed over 70 militants with 4 armored vehicles.", ROUTED),
        ("The military routed the militants on Tuesday, killing more than seventy.", ROUTED),
    ],
)
def test_the_same_in_other_words_stands(claim, sentence):
    assert check(claim, [sentence]).supported


@pytest.mark.parametrize(
    ("claim", "sentence", "reason"),
    [
        ("Trade reached a record $180 billion last year.", RECORD, "the number $180 billion"),
        ("Trade reached a record 190 billion euros last year.", RECORD, "the number 190 billion"),
        ("The military killed more than 80 militants.", ROUTED, "the number 80"),
        ("The militants had five armored vehicles.", ROUTED, "the number five"),
        ("The militants were routed on Monday.", ROUTED, "the date Monday"),
        ("More than 70 militants were killed on 23 May.", ROUTED, "the date 23 May"),
        ("Trade reached a record $190 billion in 2021.", RECORD, "the date 2021"),
        ("Trade with India reached a record $190 billion last year.", RECORD, "the name India"),
        ("China did not reach a record in trade last year.", RECORD, "denies"),
        ("China does provide arms to either side.", NEUTRAL, "deny what it says"),
        ("China has criticized the invasion.", REFUSED, "deny what it says"),
        ("China is Russia’s smallest trading partner.", RECORD, "the opposite"),
        ("The military killed less than 70 militants.", ROUTED, "the opposite"),
        ("The plan was signed before the vote.", "It was signed after the vote.", "the opposite"),
        ("The report.gov.uk page told of the record trade.", RECORD, "the address report.gov.uk"),
        ("See http://evil.example for the record trade of $190 billion.", RECORD, "the address"),
        ("The weather in spring was unusually mild and dry.", RECORD, "do not say this"),
        ("", RECORD, "do not say this"),
        ("It is so.", RECORD, "do not say this"),
    ],
)
def test_what_the_sentence_does_not_say_does_not_stand_and_the_reason_is_named(
    claim, sentence, reason
):
    for judge in (None, Judge(0.5)):
        verdict = check(claim, [sentence], judge=judge)

        assert not verdict.supported
        assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "sentence", "stands"),
    [
        ("The army rules Nigeria.", "The army rules Niger.", False),
        ("The army rules Niger.", "The army rules Nigeria.", False),
        ("Georgia rejected it.", "George rejected it.", False),
        ("Maria won the vote.", "Mario won the vote.", False),
        ("Paula won the vote.", "Paulo won the vote.", False),
        ("The Nigerien army rules.", "The army rules Niger.", True),
        ("Parisians danced on Crimean squares.", "In Paris and Crimea squares danced.", True),
        ("Wal-Mart and the Houthi shops shut.", "Walmart and shops of the Houthis shut.", True),
    ],
)
def test_only_a_land_and_its_people_are_one_name_with_two_endings(claim, sentence, stands):
    assert check(claim, [sentence]).supported is stands


@pytest.mark.parametrize(
    ("claim", "sentence", "stands"),
    [
        ("China blames NATO for the war.", "China blames NATO for the war.", True),
        ("NATO blames China for the war.", "China blames NATO for the war.", False),
        ("NATO is blamed by China for the war.", "China blames NATO for the war.", True),
        ("China is blamed by NATO for the war.", "China blames NATO for the war.", False),
        ("Iran attacked Israel.", "Israel attacked Iran.", False),
        ("Khan sued Erdogan.", "Erdogan sued Khan.", False),
        ("Pakistani troops fought Iran.", "Iran fought Pakistani troops.", True),
        ("Xi met Putin in Moscow.", "Putin met Xi in Moscow.", True),
        (
            "Tench was sent off.",
            "It was Brill’s goal, and when Tench was sent off it rained.",
            True,
        ),
        (
            "Brill was sent off.",
            "It was Brill’s goal, and when Tench was sent off it rained.",
            False,
        ),
        ("Brill was sent off.", "Brill and Tench were sent off.", True),
        ("Velm was flooded.", "The river at Velm flooded the town; Orrin was flooded later.", True),
        ("Brill was sent off.", "Tench was sent off and so was Brill.", True),
        ("Brill was sent off.", "Tench was sent off along with his brother Brill.", True),
        ("Putin promised Xi support.", "Xi promised Putin support, and Putin promised Xi.", True),
    ],
)
def test_who_does_what_to_whom_is_kept(claim, sentence, stands):
    assert check(claim, [sentence]).supported is stands


STALLS = "The blaze destroyed 31 of the hall’s 64 stalls and left the others without power."
FLEAS = (
    "After ten days, 81 per cent of the modern animals were alive but only 29 per cent of the "
    "ancient ones."
)
LEFT = "Eleven people dropped out, seven of them from the backward group, because it was dull."


@pytest.mark.parametrize(
    ("claim", "sentence", "stands"),
    [
        ("The blaze destroyed 31 stalls.", STALLS, True),
        ("The hall has 64 stalls, of which 31 were destroyed.", STALLS, True),
        ("The blaze destroyed some of the 64 stalls.", STALLS, True),
        ("A good deal of the hall’s 64 stalls were destroyed.", STALLS, True),
        ("The hall has 64 stalls.", STALLS, True),
        ("The blaze destroyed 64 stalls.", STALLS, False),
        ("64 stalls of the hall were destroyed.", STALLS, False),
        ("The blaze destroyed 64 of the hall’s 31 stalls.", STALLS, False),
        ("Eleven people dropped out.", LEFT, True),
        ("Seven people from the backward group dropped out.", LEFT, True),
        ("Eleven people from the backward group dropped out.", LEFT, False),
        ("29 per cent of the ancient animals were alive.", FLEAS, True),
        ("81 per cent of the ancient animals were alive.", FLEAS, False),
        ("The scores in the forward group fell.", "The scores in the backward group fell.", False),
    ],
)
def test_a_number_stays_with_what_it_counts(claim, sentence, stands):
    assert check(claim, [sentence]).supported is stands


ARRESTED = (
    "The director of one of Velm’s oldest mills and two hydraulic turbine experts were arrested."
)
BURNT = "The blaze destroyed 40 barns and killed twelve horses, and Ann Lee, 34, and Bob Ray, 52."


@pytest.mark.parametrize(
    ("claim", "sentence", "stands"),
    [
        ("Two directors of mills and a turbine expert were arrested.", ARRESTED, False),
        ("Two mill directors were arrested.", ARRESTED, False),
        ("A mill director and two turbine experts were arrested.", ARRESTED, True),
        ("Two experts on turbines were arrested.", ARRESTED, True),
        ("Two mayors were at it.", "Two clerks and the mayor were at it.", False),
        ("Two ships sank.", "Two trawlers sank when the ship behind them turned.", True),
        ("He scored three goals.", "He scored three times, and the first goal was his best.", True),
        ("Two men were arrested.", "A man was arrested.", False),
        ("Two men were arrested.", "A man and his brother were arrested.", True),
        ("The two men were arrested.", "The man whom he named as Bob was arrested.", True),
        ("The blaze killed 40 horses.", BURNT, False),
        ("The blaze destroyed 12 barns.", BURNT, False),
        ("The blaze destroyed forty barns and killed 12 horses.", BURNT, True),
        ("The blaze killed Ann Lee, 52.", BURNT, False),
        ("The blaze killed Bob Ray (52).", BURNT, True),
        ("Some 40 of its 40 clerks left.", "Some 40 of its 74 clerks left.", False),
        ("It lost 40 of 74 clerks; all 40 left.", "It lost 40 of 74 clerks, who left.", True),
        ("Seven people died.", "Seven sailors died and three people were saved.", True),
    ],
)
def test_a_number_goes_with_what_it_counts_in_the_evidence(claim, sentence, stands):
    verdict = check(claim, [sentence], judge=Judge(0.9))

    assert verdict.supported is stands, verdict.reason


def test_the_day_of_an_article_is_not_the_day_of_what_it_tells():
    judge = Judge(1.0)
    line = "Published: 3 May 2024"

    assert not check("The mall opened on 3 May 2024.", [line], judge=judge).supported
    assert check("The article was published on 3 May 2024.", [line], judge=judge).supported
    assert check("It opened on 3 May 2024.", [line, "It opened on 3 May."], judge=judge).supported


SOON = "Fire chief Dennis Calloway said it was far too soon to talk about how it began."


@pytest.mark.parametrize(
    ("claim", "stands"),
    [
        ("The fire chief said it was too soon to talk about how it began.", True),
        ("The fire chief said it was wet.", False),
        ("Fire chief Dennis Calloway said it was far too soon to talk about the arson.", False),
    ],
)
def test_no_one_is_said_to_have_said_what_no_word_bears_out(claim, stands):
    assert check(claim, [SOON]).supported is stands


def test_a_saying_that_denies_may_have_other_words():
    sentence = "Velm police said they could not yet give a cause."

    assert check("Velm police said it was too early to tell a cause.", [sentence]).supported
    assert check("Velm police said it was not known.", [sentence]).supported


def test_a_crime_may_be_told_in_another_word_or_by_what_stands_about_it():
    claim = "Ann Dace stood trial for the murder of Lou Brill."
    told = "Ann Dace stood trial for the {} of Lou Brill."

    assert check(claim, [told.format("killing")]).supported
    assert not check(claim, [told.format("firing")]).supported
    assert check(claim, [told.format("firing")], where=Setting(titles=("Murder",))).supported


def test_a_claim_without_a_citation_does_not_stand():
    assert check("Trade reached $190 billion.", []).reason == "it cites nothing"


@pytest.mark.parametrize("claim", ["Li met him on 24 May 2023.", "Li met him in May."])
def test_the_article_s_date_completes_its_weekdays(claim):
    published = Setting(published=(date(2023, 5, 26),))

    assert check(claim, ["Li met him on Wednesday."], where=published).supported
    assert not check(claim, ["Li met him on Wednesday."]).supported


def test_last_year_is_the_year_before_the_article_s():
    where = Setting(published=(date(2023, 5, 24),))

    assert check("Trade reached a record $190 billion in 2022.", [RECORD], where=where).supported
    assert not check(
        "Trade reached a record $190 billion in 2020.", [RECORD], where=where
    ).supported


def test_he_is_named_by_the_sentences_before():
    _, *visit = passage("Mishustin came to Beijing.", VISIT)

    assert check("Mishustin met Li Qiang on his visit.", [VISIT], where=setting(visit)).supported
    assert not check("Putin met Li Qiang on his visit.", [VISIT], where=setting(visit)).supported


def test_a_name_of_the_article_may_not_take_the_place_of_another():
    cited = passage("Putin was in Moscow.", "He said that Xi would visit Beijing.")[1:]

    assert not prove("He said that Putin would visit Beijing.", cited, cited).verdict.supported


def test_two_sentences_prove_together_what_neither_says_alone():
    both = passage(
        "Trade reached a record $190 billion last year.",
        "Bilateral trade has already reached $70 billion this year.",
    )
    claim = "Trade reached a record $190 billion last year and $70 billion so far this year."

    assert prove(claim, both, both).evidence == tuple(both)
    assert not prove(claim, both[:1], both[:1]).verdict.supported


def test_a_cited_sentence_that_gives_nothing_is_left_out():
    right, other = passage("Trade reached a record $190 billion last year.", "Li left in the rain.")

    proof = prove("Trade reached a record $190 billion last year.", [right, other], [right, other])

    assert proof.evidence == (right,)


def test_a_wrong_citation_is_mended_by_the_sentence_that_says_it():
    right, other = passage("Trade reached a record $190 billion last year.", "Li left in the rain.")

    for cited in ([other], []):
        proof = prove("Trade reached a record of $190 billion.", cited, [other, right])

        assert proof.evidence == (right,)


def test_what_no_sentence_says_keeps_the_reason_of_its_own_citation():
    evidence = passage("Trade reached a record $190 billion last year.", "Li left in the rain.")

    proof = prove("Trade reached a record $180 billion last year.", evidence[:1], evidence)

    assert proof.evidence == ()
    assert "$180 billion" in proof.verdict.reason


def test_the_judge_decides_what_words_cannot():
    claim = "China exchanges more goods with Russia than any country does."

    assert not check(claim, [RECORD]).supported
    assert not check(claim, [RECORD], judge=Judge(0.0)).supported
    assert check(claim, [RECORD], judge=Judge(1.0)).supported


def test_what_has_every_word_does_not_stand_where_the_judge_disbelieves_it():
    claim, held = "The fox ate the hound.", "The hound ate the fox."

    assert not check(claim, [held], judge=Judge(0.0)).supported
    assert check(claim, [held], judge=Judge(0.1)).supported


def test_no_judge_overrules_a_wrong_number():
    judge = Judge(1.0)

    assert not check("Trade reached $180 billion.", [RECORD], judge=judge).supported
    assert judge.asked == []


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("He told us that arms were sent to Velm.", False),
        ("The U.S. told them that arms were sent to Velm.", True),
        ("He told us that the US sent arms to Velm.", True),
    ],
)
def test_us_is_a_country_only_as_it_is_written(sentence, stands):
    assert check("The United States sent arms to Velm.", [sentence]).supported is stands


def test_before_and_after_change_places_with_what_stands_behind_them():
    assert not mismatch("The bridge opened after the flood.", ["The flood came before it opened."])


def test_a_cited_sentence_may_name_nobody():
    cited = ["Bob Ray was arrested.", "It rained all day.", "Ann Lee watched."]

    assert "Bob Ray" in mismatch("Ann Lee was arrested.", cited)
