import json
from dataclasses import replace
from datetime import date

import pytest

from rag import Scope, Usage
from ui import conversation
from ui.conversation import Turn, TurnError, history, read_scope, read_title, read_turn
from ui.testing import cite, claim, hit, refusal, said, two_articles

FIRST, SECOND = two_articles()
ANSWER = said(
    ("The bridge cost **12 million euros**", cite(FIRST, "The bridge cost 12 million euros.", 1)),
    question="What did the bridge cost?",
    usage=Usage(1500, 90, 0.00029),
    sent_to="api.example.org",
    confidence=0.83,
    timings={"total": 0.2},
)
TURN = Turn(
    "What did it cost?",
    ANSWER,
    Scope((FIRST.document,), date(2023, 1, 1)),
    instead=("Who?",),
    asked="2023-05-02T10:00:00+00:00",
    verdict="up",
)


def through_the_browser(turn: Turn) -> Turn:
    return read_turn(json.loads(json.dumps(turn.to_dict())))


def test_a_turn_comes_back_from_the_browser_as_it_went():
    assert through_the_browser(TURN) == TURN


def test_a_dispute_and_a_refusal_come_back_too():
    found = cite(SECOND, "The bridge cost 15 million euros, the auditors found.", 2)
    dispute = said(
        claim(
            "So it was",
            cite(FIRST, "The bridge cost 12 million euros.", 1),
            opening="**12 million**: ",
            side="12 million",
        ),
        claim("15 million", found, side="15"),
        claim("it cost more", found, opening="**No** — ", head="No"),
        lead="The articles disagree.",
        remarks=("The articles do not say. (Who paid?)",),
        missing=("The articles do not say. (Who paid?)",),
    )
    for answer in (dispute, refusal("Who?", [hit(FIRST)])):
        turn = Turn("Who?", answer)
        assert through_the_browser(turn) == turn


def test_passages_are_kept_only_where_they_are_shown_after_a_refusal():
    looked_at = (replace(hit(FIRST), dense=0.7, keyword=3.2, voice="v"), hit(SECOND))

    answered = through_the_browser(replace(TURN, answer=replace(ANSWER, passages=looked_at)))
    refused = through_the_browser(Turn("Who?", refusal("Who?", looked_at)))

    assert answered == TURN
    assert refused.answer
    assert refused.answer.passages == looked_at


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "text",
        {},
        {"question": 7},
        {"question": "q", "state": "won"},
        {"question": "q", "answer": {"text": "a [1].", "status": "answered"}},
        {"question": "q", "scope": {"from": "yesterday"}},
    ],
)
def test_what_is_not_a_turn_is_refused(broken):
    with pytest.raises(TurnError):
        read_turn(broken)


def test_an_answer_whose_quotation_was_changed_is_refused():
    data = TURN.to_dict()
    data["answer"]["citations"][0]["quote"] = "It cost nothing."

    with pytest.raises(TurnError):
        read_turn(data)


def test_the_history_is_what_was_asked_and_answered_oldest_first():
    unanswered = replace(TURN, answer=None)

    assert history([TURN, unanswered]) == [
        {"role": "user", "content": TURN.question},
        {"role": "assistant", "content": ANSWER.text},
    ]
    assert len(history([TURN] * 50)) == 2 * conversation.HISTORY_TURNS


def test_a_scope_comes_from_the_browser_and_nonsense_does_not():
    assert read_scope(None) == Scope()
    assert read_scope({"documents": ["a.txt"], "from": "2023-05-01", "to": None}) == Scope(
        ("a.txt",), date(2023, 5, 1)
    )
    with pytest.raises(TurnError):
        read_scope({"documents": [3]})
    with pytest.raises(TurnError):
        read_scope("all")


def test_a_kept_turn_whose_days_were_refused_spoils_no_conversation():
    exchanged = {"documents": [], "from": "2023-06-03", "to": "2023-05-01"}
    data = replace(TURN, answer=None, scope=Scope(), state="stopped").to_dict()

    assert read_turn({**data, "scope": exchanged}) == read_turn(data)
    with pytest.raises(TurnError, match="3 June 2023 is later than 1 May 2023"):
        read_scope(exchanged)


def test_a_title_cut_inside_an_emoji_can_be_sent_back():
    assert read_title("Why \ud83d").encode() == b"Why ?"
    assert read_title(None) == read_title("") == "Conversation"
