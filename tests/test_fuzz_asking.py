"""Whatever is asked, kept or sent, the answer is proved or the fault is told in a sentence.

As tests/test_fuzz_reading.py; see there how to look for new inputs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evals import text as evals_text
from evals.cases import CaseFile, read_file
from evals.errors import BadCases
from evals.numbers import numbers as evals_numbers
from rag import Assistant, RagError
from rag.asked import LONGEST, MOST_MESSAGES, read_history, read_question
from rag.compose import escape
from rag.dialogue import standalone
from rag.llm.parser import Parser, Statement
from rag.text import dates, names, normalised, numbers, same_name, same_quantity, stems, words
from rag.types import MARKER, Evidence, Passage
from rag.verify import check, prove
from ui import conversation, export, markdown
from ui.api import Endpoints
from ui.chat import Chat
from ui.conversation import Turn, TurnError
from ui.guard import Guard
from ui.testing import cite, claim, hit, refusal, said, two_articles


def listed(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.split())


ALL = settings.default.max_examples
SOME = settings(max_examples=ALL // 2)
FEW = settings(max_examples=ALL // 10)  # each is answered from the seeds

SAYINGS = listed("""
    Li Qiang Putin China Russia Ukraine the Kremlin U.S. Gen. he him it there why and what about
    when who in on 24 May 2023 $190 billion 70 seventy percent not never refused said met was by
    ? . ! , ; : — “ ” ‘ ’ ( ) [ ] [1] [99] 【2†x】 [1-3] (1) * ** _ ` # - > & &lt; < </question> \\
    SIDE: DISPUTED NOT_FOUND <think> </think> http://a.example/ é 中 م 👩‍👧 ß İ ﬁ ² ٣ Ⅳ
    """)
UNSEEN = st.sampled_from("\n\t\x00\x1b\u202e\u200b\u0301\u2028\ud800\ufeff")
PIECES = st.lists(SAYINGS | UNSEEN | st.text(max_size=3), max_size=25)
TEXTS = st.builds(str.join, st.sampled_from(["", " "]), PIECES)
QUESTIONS = TEXTS.filter(str.strip)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(listed("role content text type question answer citations x"), inside)
    ),
    max_leaves=12,
)
ROLES = listed("user assistant system tool developer")
MESSAGES = st.lists(
    st.fixed_dictionaries({"role": ROLES, "content": TEXTS | st.none()}), max_size=8
)


# Words, numbers, dates, names


@given(TEXTS)
@example("DU")  # a name of nothing but a word that links names
@example("9" * 400)
def test_numbers_are_of_this_world_and_nothing_contradicts_itself(text: str) -> None:
    for number in numbers(text):
        assert abs(number.value) < float("inf")
        assert same_quantity(number, number)
    for day in dates(text):
        assert day.month is None or 1 <= day.month <= 12
        assert day.day is None or 1 <= day.day <= 31
    for name in names(text):
        assert name.text == text[name.start : name.end] == name.text.strip()
        assert same_name(name.text, name.text) or not words(name.text)
    assert normalised(normalised(text)) == normalised(text)
    assert all(stems(text))
    evals_numbers(text)
    for find in (evals_text.markers, evals_text.plain, evals_text.words, evals_text.sentences):
        find(text)


@example("\n # Li &lt;")
@given(TEXTS.map(lambda text: text.replace("\ud800", "")))  # no article holds half a character
def test_a_text_shown_as_markdown_reads_as_the_text(text: str) -> None:
    assert markdown.to_plain(escape(text)) == text
    assert not MARKER.search(escape(text))
    is_harmless(markdown.to_html(escape(text), "<i>{}</i>".format))
    is_harmless(markdown.to_html(text, "<i>{}</i>".format))


# What a model says


@given(TEXTS, st.lists(st.integers(1, 9), max_size=30), st.booleans(), st.integers(0, 9))
def test_a_models_words_hold_no_marker_however_they_arrive(
    text: str, sizes: list[int], whole: bool, known: int
) -> None:
    def heard(cuts: list[int]) -> list[Statement]:
        parser, found, at = Parser(known), [], 0
        for size in cuts:
            found += parser.feed(text[at : at + size])
            at += size
        return found + parser.feed(text[at:]) + parser.close(whole=whole)

    sentences = heard(sizes)
    for sentence in sentences:
        assert sentence.text == " ".join(sentence.text.split()) != ""
        assert not MARKER.search(sentence.text)
        assert set(sentence.numbers) <= set(range(1, known + 1))
        assert not set(sentence.unknown) & set(range(1, known + 1))
    if whole:
        assert sentences == heard([])


# What verification says


def evidence(text: str, place: int = 0) -> Evidence:
    from rag.types import Sentence

    sentence = Sentence(text, 0, len(text))
    return Evidence(Passage(f"{place}.txt", text, 0, len(text), (sentence,), title=text), sentence)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_a_verdict_is_a_verdict_and_its_proof_is_from_the_pool(
    claim: str, texts: list[str]
) -> None:
    verdict = check(claim, texts)
    assert 0 <= verdict.score <= 1
    assert bool(verdict.reason) != verdict.supported
    pool = [evidence(text, n) for n, text in enumerate(texts)]
    proof = prove(claim, pool[:1], pool)
    assert set(proof.evidence) <= set(pool)
    assert bool(proof.evidence) == proof.verdict.supported


# Conversations


@given(QUESTIONS, MESSAGES)
def test_a_question_that_stands_alone_is_a_line_made_of_what_was_said(
    question: str, messages: list[Any]
) -> None:
    said_before = read_history(messages)
    asked = read_question(question)
    alone = standalone(asked, said_before)
    alone.encode()
    assert standalone(asked, []) == asked
    assert len(alone) <= len(asked) + sum(len(m["content"]) + 40 for m in said_before)


@given(JSON, JSON)
def test_any_history_is_read_or_refused(asked: object, messages: object) -> None:
    for read, value in ((read_question, asked), (read_history, messages)):
        try:
            found = read(value)
        except RagError as error:
            assert "\n" not in str(error)  # noqa: PT017  # not every value is refused
        else:
            json.dumps(found, ensure_ascii=False).encode()


def test_a_history_in_other_forms_of_the_conventions_is_read() -> None:
    parts = [{"type": "text", "text": "Who"}, {"type": "image_url"}, "is he?"]
    assert read_history(
        [
            {"role": "system", "content": "Obey."},
            {"role": "user", "content": parts},
            {"role": "assistant", "content": None, "tool_calls": []},
            {"role": "tool", "content": "{}"},
        ]
    ) == [{"role": "user", "content": "Who\nis he?"}, {"role": "assistant", "content": ""}]
    long = [{"role": "user", "content": str(n)} for n in range(9_000)]
    assert len(read_history(long)) == MOST_MESSAGES
    with pytest.raises(RagError, match="shorten it"):
        read_question("why " * LONGEST)


@FEW
@given(QUESTIONS, MESSAGES)
def test_any_question_is_answered_with_exact_quotations(
    assistant: Assistant, question: str, messages: list[Any]
) -> None:
    answer = assistant.answer(question, messages)
    for citation in answer.citations:
        body = assistant.article(citation.document).body
        assert citation.quote == body[citation.start : citation.end]
    json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False).encode()


@FEW
@given(JSON, JSON, JSON, JSON)
def test_the_endpoints_answer_any_data_or_tell_what_is_wrong(
    assistant: Assistant, one: Any, two: Any, three: Any, four: Any
) -> None:
    endpoints = Endpoints(assistant)
    calls: list[Callable[[], Any]] = [
        lambda: list(endpoints.answer(one, two, three, four, one)),
        lambda: list(endpoints.answer("Who is Li?", two, three, four, one)),
        lambda: endpoints.search(one, two),
        lambda: endpoints.search("Li", four),
        lambda: endpoints.article(one),
    ]
    for call in calls:
        try:
            found = call()
        except gr.Error as error:
            assert str(error.message)  # noqa: PT017  # not every value is refused
        else:
            json.dumps(found, ensure_ascii=False).encode()


# What the browser keeps and sends

FIRST, SECOND = two_articles()
TURNS = [
    Turn("What did it cost?", said(("It cost", cite(FIRST, "It opened on Monday.", 1)))),
    Turn("Who?", refusal("Who?", [hit(FIRST)]), note="Stopped.", state="stopped"),
    Turn(
        "How much?",
        said(
            claim("12", cite(FIRST, "The bridge cost 12 million euros.", 1), side="12 million"),
            claim("15", cite(SECOND, "Auditors: bridge cost more", 2), side="15 million"),
            lead="They disagree.",
            remarks=("Only two were read.", "No article says why."),
            missing=("No article says why.",),
            timings={"total": 0.2},
        ),
        instead=("Why?",),
        verdict="up",
    ),
]


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*way, key))


@st.composite
def changed_turns(draw: st.DrawFn) -> Any:
    """A kept turn with some of its values put in the place of others, or any value there."""
    turn = json.loads(json.dumps(draw(st.sampled_from(TURNS)).to_dict()))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from([place for place in places(turn) if place]))
        holder = turn
        for key in way:
            holder = holder[key]
        holder[last] = draw(JSON | st.sampled_from([1e999, -1, 10**400, "9" * 5000, "[1]", []]))
    return turn


@given(changed_turns() | JSON)
def test_any_turn_that_is_kept_is_shown_harmless_or_refused(kept: object) -> None:
    try:
        turn = conversation.read_turn(kept)
    except TurnError:
        return
    again = json.dumps(turn.to_dict(), ensure_ascii=False, allow_nan=False)
    again.encode()
    assert conversation.read_turn(json.loads(again)) == turn
    export.to_markdown("title", [turn], {}).encode()
    shown = Chat(Shelf()).show({"turns": [kept], "run": "<&\">'"})
    is_harmless(shown.live)


class Shelf:
    """As much of an assistant as showing a conversation asks for."""

    def articles(self) -> tuple[()]:
        return ()


KNOWN_TAGS = """
    article div h2 h3 p span ul li strong em i button cite footer details summary q section
    """.split()


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN_TAGS, tag
        assert not any(
            name.startswith("on") or name in ("src", "href", "style") for name, _ in attrs
        )
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def is_harmless(html: str) -> None:
    html.encode()
    seen = Seen()
    seen.feed(html)
    seen.close()
    assert seen.open == []


@given(st.binary(max_size=40), st.none() | st.binary(max_size=40), st.booleans())
def test_any_host_and_origin_are_let_in_or_refused(
    host: bytes, origin: bytes | None, loopback: bool
) -> None:
    async def page(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope)

    async def send(message: Any) -> None:
        replies.append(message)

    passed: list[Any] = []
    replies: list[Any] = []
    headers = [(b"host", host), *([(b"origin", origin)] if origin is not None else [])]
    guard = Guard(page, loopback=loopback)
    asyncio.run(guard({"type": "http", "headers": headers}, None, send))
    assert bool(passed) != bool(replies)
    assert all(reply.get("status", 403) == 403 for reply in replies)


# Cases of the evals

GOOD_FILE = """
story: s
documents: {a.txt: 00}
cases:
  - id: one
    kind: who
    question: Who?
    as_of: 2023-05-24
    expect: {type: answer, nuggets: [{text: Li, number: {value: 1}, evidence: []}]}
"""


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD_FILE)), st.integers(0, 9), TEXTS), max_size=3)
    | st.just([(0, 999, "2023-13-45")]),
    listed("utf-8 utf-16 latin-1"),
)
def test_any_file_of_cases_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int, str]], encoding: str
) -> None:
    written = GOOD_FILE
    for at, gone, put in edits:
        written = written[:at] + put + written[at + gone :]
    path = tmp_path_factory.getbasetemp() / "fuzzed.yaml"
    path.write_bytes(written.encode(encoding, "replace"))
    refused_or_read(path)


@pytest.mark.parametrize(
    "written",
    [b"a: 2023-13-45", b"a: " + b"9" * 5000, b"[" * 1200, b"\xff\xfe\xff", b"? [a]\n: b", b"*a"],
)
def test_cases_that_yaml_cannot_read_are_refused_by_name(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(written)
    with pytest.raises(BadCases, match=r"odd\.yaml"):
        read_file(path)


def refused_or_read(path: Path) -> None:
    try:
        assert isinstance(read_file(path), CaseFile)
    except BadCases as error:
        assert path.name in str(error)  # noqa: PT017  # not every file is refused
