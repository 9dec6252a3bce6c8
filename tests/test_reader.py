"""What the reader makes of a question and of the sentences found for it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rag.reader.candidates import Candidate, as_called, names_met, time_met
from rag.reader.coverage import Coverage
from rag.reader.encoder import Encoder, Support
from rag.reader.premises.opinion import by_reading
from rag.reader.question import Question
from rag.reader.training.calibrate import fit, rank
from rag.types import Evidence, Hit, Passage, Sentence


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


# Questions


@pytest.mark.parametrize(
    "question",
    [
        "How do Norway and Sweden differ on tax?",
        "What did the two papers say, and is the one unlike the other?",
        "Did more people vote in the first round or in the second?",
        "Where did they meet on each of the two occasions?",
        "Was the plan dearer in May or in June?",
        "Is there a difference between Norway and Sweden?",
        "Do the two papers contradict each other?",
    ],
)
def test_a_question_that_holds_two_things_side_by_side_is_a_comparison(question):
    assert Question(question).kind == "compare"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who is the mayor of Oslo?", "fact"),
        ("Did the mayor resign or not?", "yes_no"),
        ("Which minister resigned?", "fact"),
        ("What is Denis Arens's party?", "fact"),
        ("What made the towns of Velm and Hay fall out?", "reason"),
        ("Which arts centres closed?", "list"),
        ("Which arts centre closed?", "fact"),
        ("Which Dallas player scored?", "fact"),
        ("Which virus causes it?", "fact"),
        ("Which species is rarest?", "fact"),
        ("Which minister visited troops?", "fact"),
        ("What happens next?", "fact"),
        ("What causes malaria?", "reason"),
        ("What makes the bridge special?", "reason"),
        ("What drives prices up?", "reason"),
        ("Was the driver drunk or sober?", "yes_no"),
        ("Was there ever snow or ice on the summit?", "yes_no"),
        ("Were more than 70 people killed or injured?", "yes_no"),
        ("Were more people killed or injured?", "yes_no"),
        ("Did the drug make a difference?", "yes_no"),
        ("Is it different from the earlier model?", "yes_no"),
        ("Did the union agree?", "yes_no"),
        ("Explain the raid.", "summary"),
        ("Describe the man who attacked the guard.", "fact"),
        ("Explain the reason why the ferry sank.", "reason"),
        ("Name the director of the institute.", "fact"),
        ("Name the directors of the institutes.", "list"),
        ("How many people attended both meetings?", "fact"),
        ("How many different models were sold?", "fact"),
    ],
)
def test_other_questions_are_none(question, kind):
    assert Question(question).kind == kind


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("Summarise the article about the fire.", True),
        ("Could I have a short summary of the trial?", True),
        ("The main points of the plan, please", True),
        ("What are the main points of the plan?", True),
        ("whats the gist of it?", True),
        ("What was Ann Poe's key point?", True),
        ("Who wrote the executive summary?", False),
        ("And how many key points did Poe drop?", False),
        ("How many main points are in the plan?", False),
        ("What does the summary of the report say?", False),
        ("What happened to Ann Poe?", False),  # a summary would be told of anyone
        ("What happened to Ann Poe", False),
    ],
)
def test_a_summary_is_asked_for_and_not_about(question, is_one):
    assert (Question(question).kind == "summary") == is_one


def test_the_words_asked_about_are_kept_as_written_by_their_stems():
    assert dict(Question("Who accused the ministers of lying?").written) == {
        "accus": "accused",
        "minist": "ministers",
        "lie": "lying",
    }


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("What did the repair cost?", "The repair cost 1.3 million crowns.", "It took 14 days."),
        ("How much did she earn last year?", "She was paid £40,000.", "She worked 40 weeks."),
        ("How tall are the turbines?", "They rise 210 metres.", "84 turbines will be built."),
        ("How tall are the turbines?", "They rise 210 metres.", "They cost 84 million euros."),
        ("What share of Acme does he own?", "He keeps 22 per cent.", "He paid 22 million euros."),
        ("How many people were hurt?", "It injured 23 of them.", "It was the worst since 1987."),
        ("How many people were hurt?", "Twenty-three were hurt.", "It was the third crash."),
        ("How many years did he get?", "He got six years.", "He is one of six brothers, in 2024."),
        ("At what time did it open?", "It opened at 9.30am.", "It opened in November."),
        ("At what time did it open?", "It opened at noon.", "It opened on Monday."),
        ("In what year did it open?", "It opened in May 2021.", "It opened on Monday."),
        ("On what date did it open?", "It opened on 4 May.", "It opened last year."),
        ("On which weekday did it open?", "It opened on Monday.", "It opened on 4 May."),
        ("What day was the call?", "It came on the day after the vote.", "It came last month."),
        ("What day was the call?", "They spoke on Tuesday.", "They spoke in May 2021."),
        ("How many months' wages did he ask?", "He wanted eight months' wages.", "He wanted $8."),
        ("How many tonnes does it hold?", "It holds 9,000 tonnes.", "It holds 9,000 litres."),
        ("When did she hope for wind?", "She hoped for it by the weekend.", "She hoped for it."),
        ("When was the yard weeded?", "It was weeded on the 9th.", "It was the 9th yard."),
        ("When does the shop open?", "It opens at 9am.", "It has 9 rooms."),
        ("When does the shop open?", "It opens at nine.", "It opens at nine sites."),
        ("When does the shop open?", "It opens this evening.", "It opens this door."),
        (
            "When does the shop open?",
            "It opens in two weeks' time.",
            "The first time in two weeks.",
        ),
        ("When does the shop open?", "It opens at 9.40 p.m.", "It pays 4.25 per cent."),
        ("When does the shop open?", "It will open in six weeks.", "It is the first in six years."),
        ("At what time was the vote?", "They voted at ten to six.", "They voted by eleven to two."),
        ("When was it built?", "It is of the 12th century.", "It is the 12th bridge."),
        ("When was it built?", "It rose in the 1920s.", "It cost 1920 crowns."),
        ("When was it built?", "It rose in 987.", "It rose in 987 places."),
        ("When did Poe score?", "Poe scored in the 89th minute.", "It was Poe's 89th match."),
        ("When did Poe die?", "Poe died on Christmas Eve.", "Poe died at 90."),
        ("At what time did it open?", "It opened at half past nine.", "It opened half of it."),
        ("At what time did it open?", "It opened at nine o'clock.", "It is up by nine."),
        ("In what year did it open?", "It opened last year.", "It opened last month."),
        ("In what year did it open?", "It opened in the 1920s.", "It opened at nine."),
        ("How high was her fever?", "She had a fever of 39 degrees.", "She had a high fever."),
        ("How old is the war?", "The 15-month-old war goes on.", "It cost 15 lives."),
        ("How old is the thief?", "A man of 29 was held.", "He stole 29 hens."),
        ("How old is the boy?", "The boy of nine was found.", "A group of 40 islands was sold."),
        ("How old is the boy?", "A boy of ten found it.", "One of ten boys found it in 2021."),
        ("How much was in it?", "It held 38,000 Canadian dollars.", "It was opened in May."),
        ("What did the wall cost?", "It cost 2.9 billion krónur.", "It took 29 weeks."),
        ("Who met Anna Berg?", "Berg met Olaf Lund.", "Anna Berg said so."),
        ("Where did Olaf Lund study?", "He went to Uppsala.", "Olaf Lund studied law."),
    ],
)
def test_only_a_sentence_with_the_sort_of_thing_asked_for_can_answer(question, answers, does_not):
    asked = Question(question)

    assert asked.can_hold(answers)
    assert not asked.can_hold(does_not)


def test_a_when_within_a_question_tells_a_time_and_asks_none() -> None:
    assert Question("Where was the minister when the farmers came?").wants == "place"
    assert Question("What did he say when he left?").wants == "other"
    assert Question("List the fields where they work together").wants == "other"
    assert Question("What did the state department say?").wants == "other"
    assert Question("What is the state called?").wants == "place"
    assert Question("Lund - where was he speaking?").wants == "place"
    assert Question("On what did he mostly spend the money?").wants == "other"
    assert Question("Which official told journalists so?").kind == "fact"
    assert Question("Who won, and when?").wants == "time"
    assert Question("strike begins when?").wants == "time"
    assert Question("How long ago did the bridge fall?").wants == "time"


def test_short_forms_of_question_words_are_read_in_full() -> None:
    assert Question("What's the name of the envoy?").plain == "What is the name of the envoy?"
    assert Question("wheres the raid").wants == "place"
    assert Question("Didn’t Norland deny the raid?").kind == "yes_no"
    assert Question("Couldn't the tug be mended?").kind == "yes_no"
    assert Question("What’s the article about?").kind == "summary"
    assert Question("whos the mayor").plain == "who is the mayor"
    assert Question("according to whos data").plain == "according to whose data"


@pytest.mark.parametrize("lead", ["By the way, ", "Interesting. ", "I see. And ", "So, "])
def test_a_first_question_is_read_without_what_leads_up_to_it(lead):
    assert Question(f"{lead}did Poe win?").kind == "yes_no"
    assert Question(f"{lead}which towns were flooded?").kind == "list"
    assert Question(f"{lead}what did Poe say?").asks_what_is_said


@pytest.mark.parametrize("lead", ["So-called experts", "Then-President Ann Poe", "Well-fed cats"])
def test_the_first_half_of_a_joined_word_is_no_lead_in(lead):
    assert Question(f"{lead} said what?").plain == f"{lead} said what?"


def test_numbers_that_an_article_may_put_otherwise_need_not_stand_in_it() -> None:
    assert [q.value for q in Question("What did the two say at the 30th talks?").quantities] == [30]
    assert [q.value for q in Question("Who led the 1,500 km march of 1934?").quantities] == [1500]
    assert not Question("Who spoke of changes unseen for a hundred years?").quantities
    assert not Question("What was the tally five years earlier?").quantities


def test_the_day_on_which_somebody_spoke_is_not_that_of_the_event():
    before = "The ministry said on "

    assert Question("When did the bridge fall?").is_another_time(before)
    assert not Question("When did the bridge fall?").is_another_time("The bridge fell on ")
    assert not Question("When did the ministry announce it?").is_another_time(before)


def test_a_day_since_which_is_not_the_day_of_the_event():
    before = "She is visiting Oslo for the first time since "
    assert Question("When does she visit Oslo?").is_another_time(before)
    assert not Question("When did she last visit Oslo?").is_another_time(before)


@pytest.mark.parametrize(
    ("question", "times", "fits"),
    [
        ("What happened last year?", "It rose last year.", 1.0),
        ("What happened last year?", "It rose this year.", 0.0),
        ("What happened last year?", "It rose.", 0.5),
        ("What happened in January 2024?", "It rose.", 1.0),
        ("What happened in May 2024?", "It rose.", 0.0),
        ("What happened in May 2024?", "It rose in May.", 1.0),
    ],
)
def test_a_time_in_the_question_is_held_to_the_sentence_and_its_article(question, times, fits):
    held = candidate(times)

    assert time_met(Question(question), times, held.evidence.passage) == fits


# Words that are near


def coverage(encoder: Encoder, question: str, *texts: str) -> Coverage:
    asked = Question(question)
    return Coverage(asked, dict.fromkeys(asked.terms, 1.0), encoder, texts)


def test_a_near_word_counts_in_part_and_a_distant_one_hardly(encoder):
    near, far = "They were charged on Monday.", "They were painted on Monday."
    held = coverage(encoder, "Who was accused?", near, far)

    assert 0.2 < held.near(near) < 1.0
    assert held.near(far) < held.near(near) / 2


def test_the_same_word_in_another_form_counts_whole(encoder):
    text = "The court accuses nobody."
    held = coverage(encoder, "Who was accused?", text)

    assert held.near(text) == 1.0


def test_several_texts_are_held_together(encoder):
    texts = ("The bridge was closed.", "A mayor said so.")
    held = coverage(encoder, "Did the mayor close the bridge?", *texts)

    assert max(held.near(text) for text in texts) < held.near(*texts) == 1.0


def test_a_number_is_near_no_other_number(encoder):
    held = coverage(encoder, "How many came in 2022?", "In 2021.")

    assert held.near("In 2021.") == 0.0


def test_word_vectors_are_units_and_the_same_whatever_stands_beside_them(encoder):
    words = ["bridge", "harbourmaster", "bridge", *(f"w{n}" for n in range(250))]
    vectors = encoder.word_vectors(words)

    assert vectors.shape == (len(words), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[2])
    assert np.allclose(vectors[1], encoder.word_vectors(["harbourmaster"])[0])


# Names


def test_a_bare_surname_is_whoever_its_article_names_in_full():
    asked = Question("What did Anna Berg say?")
    text = "Berg said the bridge would open."

    assert names_met(asked, text) == 1.0
    assert names_met(asked, text, article=["Anna Berg", "Berg"]) == 1.0
    assert names_met(asked, text, article=["Olaf Berg", "Berg"]) == 0.0
    assert names_met(asked, text, article=["Olaf Berg", "Anna Berg"]) == 1.0


class Shelf:
    """An index of one article."""

    def __init__(self, *texts: str) -> None:
        self._passages = [Passage("a.txt", text, 0, len(text), ()) for text in texts]

    def passages_of(self, document):
        return self._passages


@pytest.mark.parametrize(
    ("question", "text", "put"),
    [
        ("What did Ann Poe sell?", "Poe sold a boat.", "What did Poe sell?"),
        ("What did Ann Poe sell?", "Lee sold a boat.", "What did Ann Poe sell?"),
        (
            "What did Washington say of it?",
            "The United States denied it.",
            "What did the United States say of it?",
        ),
        ("What did the U.S. say?", "Washington denied it.", "What did Washington say?"),
        ("What did the US say?", "Washington denied it.", "What did Washington say?"),
        ("What did Russia say?", "Russian ministers denied it.", "What did Russia say?"),
    ],
)
def test_the_encoder_is_asked_by_the_names_that_the_text_has(question, text, put):
    shelf = Shelf("Ann Poe is a sailor.", text)
    assert as_called(Question(question), text, "a.txt", shelf) == put


def test_a_government_is_met_under_its_other_names():
    assert names_met(Question("What did London say?"), "Britain's premier denied it.") == 1.0
    assert names_met(Question("What did London say?"), "France's premier denied it.") == 0.0


# Yes and no


def candidate(text: str) -> Candidate:
    sentence = Sentence(text, 0, len(text))
    hit = Hit(
        document="a.txt",
        title="",
        published=date(2024, 1, 1),
        publisher="",
        text=text,
        start=0,
        end=len(text),
        sentences=(sentence,),
        score=1.0,
    )
    return Candidate(
        Evidence(hit, sentence), "", {"named_near": 1.0, "near": 1.0, "near_before": 1.0}
    )


class Opinion:
    """An encoder of one opinion, which remembers what it was shown."""

    def __init__(self, supported: float, refuted: float) -> None:
        self.said, self.shown = Support(supported, refuted, 1 - supported - refuted), []

    def support(self, pairs):
        self.shown += pairs
        return [self.said for _ in pairs]


@pytest.mark.parametrize(
    ("supported", "refuted", "sentence", "said"),
    [
        (0.9, 0.05, "The talks were hailed by all.", "yes"),
        (0.05, 0.9, "The talks were hailed by all.", "no"),
        (0.4, 0.3, "The talks were hailed by all.", ""),
        (0.9, 0.05, "She praised the talks without naming them.", ""),
        (0.6, 0.15, "The talks were hailed by all.", ""),
        (0.15, 0.6, "The talks were hailed by all.", "no"),
    ],
)
def test_read_in_other_words_a_yes_must_be_clearer_than_a_no(supported, refuted, sentence, said):
    best = candidate(sentence)

    held = by_reading(["She liked it.", "Did she? Yes."], best, Opinion(supported, refuted))

    assert (held.yes is best, held.no is best) == (said == "yes", said == "no")


def test_a_claim_is_judged_with_the_names_as_the_sentence_writes_them():
    encoder = Opinion(0.99, 0.0)

    by_reading(["Sunak support Kyiv."], candidate("Sunak is ready to support Kiev."), encoder)

    assert set(encoder.shown) == {("Sunak support Kiev.", "Sunak is ready to support Kiev.")}


# Calibration


def test_ranking_puts_the_signal_that_tells_before_the_one_that_does_not():
    rng = np.random.default_rng(0)
    rows, labels = [], []
    for _ in range(60):
        right = np.zeros(6)
        right[rng.integers(6)] = 1.0
        rows.append(np.column_stack([right + 0.3 * rng.normal(size=6), rng.normal(size=6)]))
        labels.append(right)

    weights = rank(rows, labels)

    assert weights[0] > 5 * abs(weights[1])
    assert all(
        (row @ weights).argmax() == right.argmax() for row, right in zip(rows, labels, strict=True)
    )


def test_the_regression_finds_constant_and_weight():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(4000, 1))
    chance = 1 / (1 + np.exp(-(0.5 + 2.0 * rows[:, 0])))

    constant, weights = fit(rows, (rng.random(4000) < chance).astype(float))

    assert constant == pytest.approx(0.5, abs=0.2)
    assert weights[0] == pytest.approx(2.0, abs=0.3)
