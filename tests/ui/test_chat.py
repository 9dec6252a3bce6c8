import json
import logging
import threading
import time
from dataclasses import replace

import pytest

from rag import ModelProblem, NoDocuments
from ui import feedback
from ui.chat import Chat, Stops
from ui.conversation import MAX_TURNS
from ui.testing import Scripted, Unreadable, cite, hit, said, two_articles
from ui.words import OUR_FAULT

FIRST, SECOND = two_articles()
OPENED = said(("It opened on Monday", cite(FIRST, "It opened on Monday.", 1)))
BOTH = said(
    ("It opened on Monday", cite(FIRST, "It opened on Monday.", 1)),
    ("It cost 12 million euros", cite(FIRST, "The bridge cost 12 million euros.", 2)),
    passages=(hit(FIRST),),
)


def assistant(tmp_path, **replies):
    return Scripted([FIRST, SECOND], replies, data=tmp_path)


def kept(html: str):
    """The turn that a settled answer carries for the browser to keep."""
    from html import unescape

    return json.loads(unescape(html.split('data-turn="')[1].split('"', maxsplit=1)[0]))


def test_an_answer_grows_sentence_by_sentence_and_is_then_kept(tmp_path):
    chat = Chat(assistant(tmp_path, q=[OPENED, BOTH]))

    shown = list(chat.ask({"question": "q", "run": "r"}, "session"))

    lives = [step.live for step in shown]
    assert [live.count('class="cite"') for live in lives] == [0, 1, 2, 2]
    assert ["data-turn" in live for live in lives] == [False, False, False, True]
    assert kept(lives[-1])["answer"]["text"] == BOTH.text


def test_earlier_turns_are_sent_once_and_give_the_history(tmp_path):
    scripted = assistant(tmp_path, first=OPENED, second=BOTH)
    chat = Chat(scripted)
    turn = kept(list(chat.ask({"question": "first", "run": "a"}, "s"))[-1].live)

    shown = list(chat.ask({"question": "second", "turns": [turn], "run": "b"}, "s"))

    assert "It opened on Monday" in (shown[0].past or "")
    assert "data-turn" not in (shown[0].past or "")  # the browser has it
    assert [step.past for step in shown[1:]] == [None] * (len(shown) - 1)
    assert [message["content"] for message in scripted.asked[1][1]] == ["first", OPENED.text]


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ({"from": "12023-05-01"}, "this is not a choice of articles."),
        ({"from": "2023-06-03", "to": "2023-05-01"}, "3 June 2023 is later than 1 May 2023"),
    ],
)
def test_a_choice_that_cannot_be_searched_is_told_and_earlier_turns_stay(tmp_path, scope, told):
    scripted = assistant(tmp_path, first=OPENED, second=BOTH)
    chat = Chat(scripted)
    turn = kept(list(chat.ask({"question": "first", "run": "a"}, "s"))[-1].live)

    [shown] = chat.ask({"question": "second", "turns": [turn], "scope": scope, "run": "b"}, "s")

    assert "It opened on Monday" in (shown.past or "")
    assert told in kept(shown.live)["note"]
    assert len(scripted.asked) == 1


def test_the_choice_of_articles_reaches_the_search_and_the_answer_says_so(tmp_path):
    scripted = assistant(tmp_path, q=OPENED)

    *_, last = Chat(scripted).ask({"question": "q", "scope": {"documents": ["bridge.txt"]}}, "s")

    assert scripted.asked[0][2].documents == ("bridge.txt",)
    assert "Searched only 1 article" in last.live


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NoDocuments("There is nothing in 'articles' yet."), "There is nothing in"),
        (
            ModelProblem("http://localhost:1 does not answer."),
            "http://localhost:1 does not answer.",
        ),
        (RuntimeError("secret detail"), OUR_FAULT),
    ],
)
def test_a_failure_is_one_sentence_and_no_trace(tmp_path, caplog, error, told):
    caplog.set_level(logging.CRITICAL)

    *_, last = Chat(assistant(tmp_path, q=error)).ask({"question": "q"}, "s")

    assert told in last.live
    assert "secret detail" not in last.live
    assert kept(last.live)["state"] == "failed"


def test_an_index_that_cannot_be_read_fails_the_answer_with_its_sentence(tmp_path):
    broken = Unreadable(data=tmp_path)
    turn = kept(list(Chat(assistant(tmp_path, q=OPENED)).ask({"question": "q"}, "s"))[-1].live)

    first, *_, last = Chat(broken).ask({"question": "next", "turns": [turn], "run": "r"}, "s")

    assert "It opened on Monday" in (first.past or "")
    assert (kept(last.live)["state"], kept(last.live)["note"]) == ("failed", broken.told)
    assert 'data-run="r"' in last.live
    assert "run `pullquote index --rebuild`" in last.live


def test_a_kept_conversation_is_shown_though_the_index_cannot_be_read(tmp_path):
    turn = kept(list(Chat(assistant(tmp_path, q=OPENED)).ask({"question": "q"}, "s"))[-1].live)

    shown = Chat(Unreadable(data=tmp_path)).show({"turns": [turn], "run": "r"})

    assert 'class="cite"' in shown.live


def test_a_stop_ends_the_answer_with_what_was_proved_until_then(tmp_path):
    chat = Chat(assistant(tmp_path, q=[OPENED, 30.0, BOTH]))
    shown = chat.ask({"question": "q", "run": "r"}, "session")
    next(shown)
    assert "It opened" in next(shown).live

    began = time.monotonic()
    chat.stops.stop("session", "r")
    *_, last = shown

    assert time.monotonic() - began < 1
    assert kept(last.live)["state"] == "stopped"
    assert kept(last.live)["answer"]["text"] == OPENED.text


def test_a_stop_from_another_session_does_nothing(tmp_path):
    chat = Chat(assistant(tmp_path, q=[0.3, OPENED]))
    shown = chat.ask({"question": "q", "run": "r"}, "mine")
    next(shown)

    chat.stops.stop("theirs", "r")

    assert kept(list(shown)[-1].live)["state"] == "done"


def test_a_stop_that_comes_before_its_turn_in_line_still_counts(tmp_path):
    scripted = assistant(tmp_path, q=[30.0, OPENED])
    chat = Chat(scripted)
    chat.stops.stop("s", "r")

    *_, last = chat.ask({"question": "q", "run": "r"}, "s")

    assert kept(last.live)["state"] == "stopped"


def test_a_page_that_is_closed_stops_the_model(tmp_path):
    chat = Chat(assistant(tmp_path, q=[30.0, OPENED]))
    shown = chat.ask({"question": "q", "run": "r"}, "s")
    next(shown)
    switch = chat.stops.switch("s", "r")

    shown.close()

    assert switch.is_set()


def test_stops_forget_what_is_done_and_keep_a_bound():
    stops = Stops()
    for n in range(2000):
        stops.stop("s", str(n))

    assert len(stops._switches) <= 1000
    stops.forget("s", "1999")
    assert not stops.switch("s", "1999").is_set()


def test_what_is_being_waited_for_is_said(tmp_path):
    chat = Chat(assistant(tmp_path, q=["Reading 8 passages", OPENED]))

    lives = [step.live for step in chat.ask({"question": "q"}, "s")]

    assert any("Reading 8 passages" in live for live in lives)


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001])
def test_an_empty_or_endless_question_is_told_and_not_asked(tmp_path, question):
    scripted = assistant(tmp_path)

    *_, last = Chat(scripted).ask({"question": question}, "s")

    assert kept(last.live)["state"] == "failed"
    assert scripted.asked == []


@pytest.mark.parametrize("turns", ["x", [{"question": 3}]])
def test_a_spoilt_conversation_is_told_and_nothing_is_asked(tmp_path, turns):
    scripted = assistant(tmp_path, q=OPENED)

    [shown] = Chat(scripted).ask({"question": "q", "turns": turns}, "s")

    assert "failed" in shown.live
    assert scripted.asked == []


def test_a_full_conversation_takes_no_more_questions_and_is_shown(tmp_path):
    scripted = assistant(tmp_path, q=OPENED)
    chat = Chat(scripted)
    turns = [{"question": "old"}] * MAX_TURNS

    *_, last = chat.ask({"question": "q", "turns": turns[1:]}, "s")
    *_, refused = chat.ask({"question": "q", "turns": turns}, "s")
    shown = chat.show({"turns": [*turns, kept(refused.live)], "run": "r"})

    assert (kept(last.live)["state"], kept(refused.live)["state"]) == ("done", "failed")
    assert len(scripted.asked) == 1
    assert "start a new one" in shown.live
    assert (shown.past or "").count("<article") == MAX_TURNS


def test_a_kept_conversation_is_shown_with_its_citations_alive(tmp_path):
    chat = Chat(assistant(tmp_path, q=BOTH))
    turn = kept(list(chat.ask({"question": "q"}, "s"))[-1].live)

    shown = chat.show({"turns": [turn, turn], "run": "r"})

    assert (shown.past or "").count('class="cite"') == 2
    assert shown.live.count('class="cite"') == 2
    assert 'data-run="r"' in shown.live
    assert 'data-run="r"' in chat.show({"turns": [], "run": "r"}).live
    assert "cannot be shown" in chat.show({"turns": [{}], "run": "r"}).live


def test_sessions_at_once_each_get_their_own_answer(tmp_path):
    replies = {
        f"q{n}": [0.05, said((f"Answer {n}", cite(FIRST, "It opened on Monday.", 1)))]
        for n in range(50)
    }
    chat = Chat(Scripted([FIRST], replies, data=tmp_path))
    got: dict[int, str] = {}

    def one(n: int) -> None:
        *_, last = chat.ask({"question": f"q{n}", "run": "same"}, f"session {n}")
        got[n] = kept(last.live)["answer"]["text"]

    threads = [threading.Thread(target=one, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == {n: f"Answer {n} [1]." for n in range(50)}


def test_a_thumb_is_stored_with_everything_that_it_judges(tmp_path):
    chat = Chat(assistant(tmp_path, q=BOTH))
    turn = kept(list(chat.ask({"question": "q"}, "s"))[-1].live)

    told = chat.judge({"turn": turn, "verdict": "down", "reason": "too short"})

    [row] = [json.loads(line) for line in (tmp_path / feedback.FILE).read_text().splitlines()]
    assert told == "Stored, thank you."
    assert (row["question"], row["verdict"], row["reason"]) == ("q", "down", "too short")
    assert row["citations"][0]["quote"] == "It opened on Monday."
    assert (row["answered_by"], bool(row["time"])) == ("reader", True)


def test_a_thumb_on_a_follow_up_asks_what_was_understood_and_says_where(tmp_path):
    understood = replace(BOTH, question="What did the bridge cost?")
    chat = Chat(assistant(tmp_path, **{"And its cost?": understood}))
    asked = {"question": "And its cost?", "scope": {"documents": ["bridge.txt"]}}
    turn = kept(list(chat.ask(asked, "s"))[-1].live)

    chat.judge({"turn": turn, "verdict": "up"})

    row = json.loads((tmp_path / feedback.FILE).read_text())
    assert (row["question"], row["asked"]) == ("What did the bridge cost?", "And its cost?")
    assert row["scope"] == {"documents": ["bridge.txt"], "from": None, "to": None}


def test_nonsense_is_not_stored_as_feedback(tmp_path):
    chat = Chat(assistant(tmp_path))

    assert "nothing was stored" in chat.judge({"turn": None, "verdict": "up"})
    assert "no answer" in chat.judge({"turn": {"question": "q"}, "verdict": "up"})
    assert not (tmp_path / feedback.FILE).exists()


def test_a_line_that_a_crash_cut_short_spoils_no_other(tmp_path):
    path = tmp_path / feedback.FILE
    path.write_bytes(b'{"question": "whole"}\n{"question": "cut of')

    feedback.append(path, {"question": "next"})
    feedback.append(path, {"question": "last"})

    lines = path.read_bytes().splitlines()
    assert [json.loads(lines[n])["question"] for n in (0, 2, 3)] == ["whole", "next", "last"]


def test_feedback_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / feedback.FILE).mkdir()
    chat = Chat(assistant(tmp_path, q=BOTH))
    turn = kept(list(chat.ask({"question": "q"}, "s"))[-1].live)

    assert "could not be stored" in chat.judge({"turn": turn, "verdict": "up"})
