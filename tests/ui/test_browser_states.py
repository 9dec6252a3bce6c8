"""States that the seeds do not bring about: disputes, stops, failures, hostile words."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rag import Article, ModelProblem, Settings
from ui.conversation import MAX_TURNS
from ui.screens import SIZES, SWITCHES, ask, find_chromium, served
from ui.testing import Scripted, Unreadable, cite, claim, hit, refusal, said, two_articles

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
FIRST, SECOND = two_articles()
COST = "The bridge cost 12 million euros."
FOUND = "The bridge cost 15 million euros, the auditors found."
OPENED = said(("It opened on Monday", cite(FIRST, "It opened on Monday.", 1)))
DISPUTE = said(
    claim(
        "“It cost 12 million”",
        cite(FIRST, COST, 1),
        opening="**12 million** (bridge.txt): ",
        side="12 million",
    ),
    claim(
        "“It cost 15 million”",
        cite(SECOND, FOUND, 2),
        opening="**15 million** (audit.txt): ",
        side="15 million",
    ),
    lead="The articles disagree.",
)
HOSTILE = (
    "<img src=x onerror=\"window.hacked='img'\"><script>window.hacked='script'</script>"
    "<svg onload=\"window.hacked='svg'\"> [x](javascript:window.hacked='md') "
    '![y](http://evil.example/y.png) "><b onmouseover=window.hacked=1>${window.hacked=2} {{this}} '
    "' \\ `${1+1}` </textarea><style>*{display:none}</style>"
)


KEEP = """kept => { for (const each of kept)
localStorage.setItem('pullquote:conversation:' + each.id, JSON.stringify(each)); }"""


class Slow(Scripted):
    """Works out no questions to offer before the test lets it."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.let = threading.Event()

    def answer(self, *args, **options):
        self.let.wait(60)
        return super().answer(*args, **options)


@pytest.fixture
def slow(tmp_path):
    """Articles that answer one question each, and a page on which none is offered yet."""
    people = ("Jens Bro", "Eva Lund", "Ole Dam")
    texts = [f"{who} promised a plan for Ferry Lines. Ferry Lines wait." for who in people]
    articles = [Article(f"{text[:4]}.txt", text) for text in texts]
    answers = {
        f"What did {who} say about Ferry Lines?": said(
            ("So it was", cite(article, article.body.split(". ")[0] + ".", 1))
        )
        for who, article in zip(people, articles, strict=True)
    }
    scripted = Slow(articles, answers, data=tmp_path)
    with served(scripted) as scripted.url:
        yield scripted
        scripted.let.set()


@pytest.fixture
def show(visit):
    """Serve a scripted assistant and open its page; everything is closed at the end."""
    with ExitStack() as closing:

        def scripted(*articles, replies, **options):
            url = closing.enter_context(served(Scripted(articles, replies, **options)))
            page = visit(url)
            closing.callback(page.context.close)  # before the server that it listens to
            return page

        yield scripted


def test_a_dispute_is_two_sides_next_to_each_other_with_their_articles(show):
    page = show(FIRST, SECOND, replies={"cost?": DISPUTE})
    ask(page, "cost?")

    sides = page.locator(".side")
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    assert "The Courier · 1 May 2023" in sides.nth(0).inner_text()
    assert "Evening Post · 3 June 2023" in sides.nth(1).inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    assert sides.nth(0).bounding_box()["x"] == sides.nth(1).bounding_box()["x"]


def test_a_stop_keeps_what_was_proved_and_the_chat_goes_on(show):
    page = show(FIRST, replies={"slow?": [OPENED, 30.0], "next?": OPENED})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector(".cite")

    page.click(".stop")
    page.locator(".note", has_text="Stopped.").wait_for()

    assert page.locator("#live .cite").count() == 1
    ask(page, "next?")
    assert page.locator(".turn").count() == 2
    page.reload()
    page.locator(".note", has_text="Stopped.").wait_for()


def test_enter_while_an_answer_grows_keeps_the_next_question_and_offers_to_stop(show):
    page = show(FIRST, replies={"slow?": [OPENED, 30.0], "next?": OPENED})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector(".cite")

    page.fill("#question", "next?")
    page.press("#question", "Enter")

    page.get_by_text("still being written").wait_for()
    assert page.input_value("#question") == "next?"
    page.get_by_role("button", name="Stop it and ask").click()
    page.locator(".note", has_text="Stopped.").wait_for()
    page.locator("#live .cite").wait_for()
    assert page.locator(".question").all_inner_texts() == ["slow?", "next?"]
    assert page.input_value("#question") == ""


def test_the_page_says_what_it_waits_for_and_keeps_the_question_over_a_reload(show):
    page = show(FIRST, replies={"slow?": ["Reading 8 passages", 30.0]})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.get_by_text("Reading 8 passages").wait_for()

    page.reload()

    page.get_by_text("Interrupted.").wait_for()
    assert page.locator(".question").inner_text() == "slow?"


def test_leaving_for_a_new_conversation_stops_the_answer_and_loses_nothing(show):
    page = show(FIRST, replies={"slow?": [OPENED, 30.0]})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector(".cite")

    page.click("[data-do=new]")

    page.wait_for_selector(".turn", state="detached")
    page.wait_for_selector("body:not(.busy)")
    page.locator("#conversations .pick").click()
    page.locator(".note", has_text="Stopped.").wait_for()
    assert page.locator(".cite").count() == 1


def test_another_conversation_is_deleted_while_an_answer_grows_on(show):
    page = show(FIRST, replies={"a?": OPENED, "slow?": [OPENED, 30.0]})
    ask(page, "a?")
    page.click("[data-do=new]")
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector(".cite")

    page.locator("#conversations [data-do=menu]").last.click()
    page.get_by_role("menuitem", name="Delete").click()
    page.locator("dialog .go").click()

    expect(page.locator("#conversations .pick")).to_have_text(["slow?"])
    expect(page.locator("body.busy")).to_have_count(1)


def test_the_list_keeps_to_what_was_typed_when_the_folder_is_read_again(show):
    page = show(FIRST, SECOND, replies={})
    page.fill("#find", "audit")
    expect(page.locator("#articles li")).to_have_count(1)

    page.click("[data-do=reindex]")
    page.wait_for_selector("#notice .report")

    expect(page.locator("#articles [data-find=audit] li")).to_have_count(1)


def test_a_model_that_failed_is_told_and_so_is_who_answers(show, tmp_path):
    stepped_in = said(
        ("It opened on Monday", cite(FIRST, "It opened on Monday.", 1)),
        remarks=("http://localhost:11434 does not answer. The embedded reader answered instead.",),
    )
    replies = {"a?": stepped_in, "b?": ModelProblem("The model did not answer within 60 s.")}
    page = show(FIRST, replies=replies, model="qwen2.5", where="localhost:11434")

    sent = "qwen2.5 writes; the conversation and passages go to localhost:11434"
    assert sent in page.inner_text("#head")
    ask(page, "a?")
    assert "The embedded reader answered instead." in page.inner_text("#live .remark")
    ask(page, "b?")
    assert page.inner_text("#live .failed") == "The model did not answer within 60 s."


def test_a_lost_server_is_told_and_its_return_brings_the_page_back(browser, tmp_path):
    scripted = Scripted([FIRST], {"a?": OPENED})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    scripted.settings = Settings(port=port, data=tmp_path)
    page = browser.new_page()
    with served(scripted) as url:
        page.goto(url)
        page.wait_for_selector(".welcome")
        ask(page, "a?")
        page.fill("#question", "half a question")
        page.wait_for_timeout(300)
    page.get_by_text("The connection to Pullquote is lost").wait_for(timeout=15_000)

    with served(scripted):
        expect(page.locator("#lost")).to_be_hidden(timeout=20_000)
        page.wait_for_selector("#live .cite")
        expect(page.locator("#question")).to_have_value("half a question")
        ask(page, "a?")
        assert page.locator(".turn").count() == 2
        page.close()


SERVED = """
import sys, threading
from pathlib import Path
from ui.screens import served
from ui.testing import Scripted, cite, said, two_articles
first, _ = two_articles()
opened = said(("It opened", cite(first, "It opened on Monday.", 1)))
with served(Scripted([first], {"slow?": [opened, 300.0]}, data=Path(sys.argv[1]))) as url:
    print(url, flush=True)
    threading.Event().wait()
"""


def test_a_server_that_is_killed_ends_the_answer_at_once_and_is_told_in_our_words(
    browser, tmp_path
):
    server = subprocess.Popen(
        [sys.executable, "-c", SERVED, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with ExitStack() as closing:
        closing.enter_context(server)
        closing.callback(server.kill)
        page = closing.enter_context(browser.new_page())
        page.goto(server.stdout.readline().strip())
        page.wait_for_selector(".welcome")
        for question in ("slow?", "next?"):
            page.fill("#question", question)
            page.press("#question", "Enter")
            page.wait_for_selector("#live .cite")
        page.get_by_text("The last answer is still being written.").wait_for()
        server.kill()

        page.locator("#live .failed", has_text="before the answer was complete").wait_for()
        expect(page.locator("#lost")).to_be_visible()
        for gone in (".toast-wrap", "#toast", "#composer .stop"):
            expect(page.locator(gone)).to_be_hidden()
        page.wait_for_function("document.querySelector('#head').getBoundingClientRect().top > 20")
        banner = page.locator("#lost").bounding_box()
        for below in (".wordmark", "#head"):
            assert page.locator(below).bounding_box()["y"] >= banner["height"]
        assert page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
        expect(page.locator("#question")).to_have_value("next?")


def test_a_folder_without_articles_says_what_to_do(show):
    page = show(replies={})

    assert "No articles yet" in page.inner_text("#welcome")
    assert "Drop text" in page.inner_text("#welcome")


def test_an_index_that_cannot_be_read_is_told_and_the_next_question_can_be_typed(visit):
    broken = Unreadable()
    with served(broken) as url:
        page = visit(url)
        assert broken.told in page.inner_text("#welcome")
        assert broken.told in page.inner_text("#articles")

        ask(page, "a?")

        assert page.inner_text("#live .failed") == broken.told
        assert page.locator(".send").is_visible()
        page.context.close()


def test_a_refusal_offers_only_questions_from_the_ticked_articles(show):
    texts = {
        "Jens Bro": "Ferry boss Jens Bro promised a plan for Ferry Lines. Ferry Lines wait.",
        "Eva Lund": "Tram boss Eva Lund promised money for Tram Town. Tram Town waits.",
    }
    articles = [Article(f"{who}.txt", text) for who, text in texts.items()]
    questions = (
        "What did Jens Bro say about Ferry Lines?",
        "What did Eva Lund say about Tram Town?",
    )
    answers = [
        said(("So it was", cite(article, article.body.split(". ")[0] + ".", 1)))
        for article in articles
    ]
    page = show(*articles, replies=dict(zip(questions, answers, strict=True)))
    page.locator("#articles input").last.check()

    ask(page, "no?")

    page.wait_for_selector("#live .questions button")
    assert page.locator("#live .questions button").all_text_contents() == [questions[1]]


def test_articles_come_and_go_while_the_questions_to_begin_with_are_worked_out(
    slow, visit, tmp_path
):
    page = visit(slow.url)
    (tmp_path / "new.txt").write_text("The mill is closed.")

    page.set_input_files("#upload input[type=file]", tmp_path / "new.txt")
    expect(page.locator("#articles li")).to_have_count(4)
    expect(page.locator("#upload .file-preview")).to_have_count(0)
    for left in (3, 2):
        page.locator("#articles li").first.hover()
        page.locator("#articles .remove").first.click()
        page.locator("dialog .go").click()
        expect(page.locator("#articles li")).to_have_count(left)

    slow.let.set()
    expect(page.locator("#welcome .questions button")).to_have_count(1)
    page.context.close()


def test_one_who_comes_while_they_are_worked_out_for_another_waits_for_nothing(slow, visit):
    pages = visit(slow.url), visit(slow.url)

    for page in pages:
        expect(page.locator("#articles li")).to_have_count(3)
    slow.let.set()
    for page in pages:
        expect(page.locator("#welcome .questions button")).to_have_count(3)
        page.context.close()


def test_each_of_two_refusals_at_once_is_offered_its_questions(slow, visit):
    page = visit(slow.url)
    ask(page, "no?")
    ask(page, "nor this?")

    slow.let.set()

    page.wait_for_selector("#live .questions button")
    page.context.close()


def test_hostile_words_stay_words_wherever_they_come_from(show):
    article = Article(
        f"{HOSTILE}.txt", f"{HOSTILE}\n\nIt opened. {HOSTILE}", title=HOSTILE, publisher=HOSTILE
    )
    quote = f"It opened. {HOSTILE}"
    answer = said(
        (HOSTILE.replace("[", r"\["), cite(article, quote, 1)),
        remarks=(HOSTILE.replace("[", r"\["),),
        answered_by=HOSTILE,
        sent_to=HOSTILE,
        question=HOSTILE,
    )
    page = show(
        article,
        replies={HOSTILE: answer, "state?": [HOSTILE, 0.3, refusal(HOSTILE, [hit(article)])]},
        model=HOSTILE,
        where=HOSTILE,
    )
    ask(page, HOSTILE)
    page.locator(".cite").hover()
    page.locator("#peek").wait_for()
    page.locator(".cite").click()
    page.wait_for_selector("mark.exact")
    assert page.locator("mark.exact").inner_text() == quote
    ask(page, "state?")
    page.locator("#articles input").check()
    page.locator("#conversations [data-do=menu]").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.locator("dialog .quiet").click()
    page.reload()
    page.wait_for_selector("#past .cite")

    assert page.evaluate("window.hacked") is None
    assert page.locator("#chat img, #chat svg, #rail li img, #reader img, #layer img").count() == 0
    assert page.locator("h2.question").first.inner_text().startswith("<img src=x")
    assert page.locator("#rail .pick").is_visible()


def test_a_kept_conversation_that_was_tampered_with_is_not_believed(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    page.evaluate(
        """() => { const key = Object.keys(localStorage).find(k => k.includes('conversation'));
        const kept = JSON.parse(localStorage.getItem(key));
        kept.turns[0].answer.citations[0].quote = '<img src=x onerror=alert(1)>';
        localStorage.setItem(key, JSON.stringify(kept)); }"""
    )
    page.reload()

    page.get_by_text("cannot be shown").wait_for()
    ask(page, "b?")
    page.click("#live [data-do=retry]")
    page.wait_for_selector("body:not(.busy)")
    assert page.evaluate(
        """() => { const key = Object.keys(localStorage).find(k => k.includes('conversation'));
        return JSON.parse(localStorage.getItem(key)).turns.map(turn => turn.question); }"""
    ) == ["a?", "b?"]


def test_a_conversation_is_found_by_any_of_its_questions(show):
    turn = {"question": "Why a bridge?", "answer": None}
    kept = [
        {"id": f"{n}", "title": f"Talk {n}", "updated": f"{n}", "turns": [turn]} for n in range(6)
    ]
    kept[3]["turns"] = [turn, {"question": "Who paid the Ferry?", "answer": None}]
    page = show(FIRST, replies={"a?": OPENED})
    assert page.locator("#seek").is_hidden()
    page.evaluate(KEEP, kept)
    page.reload()

    page.fill("#seek", "ferry paid")
    expect(page.locator("#conversations .pick")).to_have_text(["Talk 3"])
    page.fill("#seek", "tram")
    expect(page.locator("#conversations li")).to_have_text(["None matches."])
    page.press("#seek", "Escape")
    expect(page.locator("#conversations .pick")).to_have_count(6)


def test_all_conversations_are_saved_deleted_and_loaded_again(show, tmp_path):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED})
    ask(page, "a?")
    page.click("[data-do=new]")
    page.wait_for_selector(".turn", state="detached")
    ask(page, "b?")
    more = page.get_by_label("More about all conversations")
    file = tmp_path / "saved.json"

    more.click()
    with page.expect_download() as saving:
        page.get_by_role("menuitem", name="Save all").click()
    saving.value.save_as(file)
    more.click()
    page.get_by_role("menuitem", name="Delete all").click()
    page.locator("dialog .go").click()
    expect(page.locator("#conversations .pick")).to_have_count(0)
    page.wait_for_selector(".turn", state="detached")
    other = tmp_path / "other.json"
    other.write_text('[{"turns": [{"question": "c?", "answer": {"citations": [null]}}]}, 7]')
    for chosen, told in (
        (file, "2 conversations loaded."),
        (file, "is here already"),
        (other, "holds no conversations"),
    ):
        more.click()
        with page.expect_file_chooser() as choosing:
            page.get_by_role("menuitem", name="Load").click()
        choosing.value.set_files(chosen)
        page.get_by_text(told).wait_for()

    expect(page.locator("#conversations .pick")).to_have_text(["b?", "a?"])
    page.locator("#conversations .pick").last.click()
    page.locator("#live .cite").wait_for()


def test_an_article_that_changed_since_is_told_when_its_citation_is_opened(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    page.evaluate("document.querySelector('.cite').dataset.quote = 'It never opened.'")

    page.locator(".cite").click()

    page.get_by_text("has changed since it was cited").wait_for()


def test_a_long_question_of_emoji_names_its_conversation_and_is_saved(show):
    page = show(FIRST, replies={})
    ask(page, "x" + "😀" * 100)
    assert page.locator("#conversations .pick").text_content() == "x" + "😀" * 79

    page.locator("#conversations [data-do=menu]").click()
    with page.expect_download() as saving:
        page.get_by_role("menuitem", name="Save as JSON").click()

    assert json.loads(saving.value.path().read_text())["title"] == "x" + "😀" * 79


class Held:
    """Lets requests of the page's quick events pass when the test says so."""

    def __init__(self, page):
        self.page, self.routes = page, []
        page.route("**/gradio_api/run/**", self.hold)

    def hold(self, route):
        self.routes.append(route)

    def wait(self, count):
        while len(self.routes) < count:
            self.page.wait_for_timeout(20)

    def let(self, n):
        self.wait(n + 1)
        route, self.routes[n] = self.routes[n], None
        route.continue_()

    def let_all(self):
        for n in [n for n, route in enumerate(self.routes) if route]:
            self.let(n)
        self.page.unroute("**/gradio_api/run/**")


def test_one_reply_missed_ends_no_answer(show):
    page = show(FIRST, replies={"slow?": [OPENED, 30.0]})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector("#live .cite")
    page.route("**/gradio_api/app_id", lambda route: route.fulfill(body="{"), times=1)
    page.wait_for_selector("#lost", state="visible")
    page.wait_for_selector("#lost", state="hidden")

    page.click(".stop")

    page.locator(".note", has_text="Stopped.").wait_for()
    assert page.locator("#live .cite").count() == 1


def test_what_an_answer_became_is_put_back_and_not_what_it_was(show):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED, "slow?": [OPENED, 30.0]})
    ask(page, "a?")
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector("#live .cite")

    page.locator("[data-do=edit]").first.click()
    page.fill(".rewrite textarea", "b?")
    page.press(".rewrite textarea", "Enter")
    page.get_by_text("Put back").click()

    expect(page.locator("#live .question")).to_have_text("slow?")
    assert page.locator("#live .cite").count() == 1


def test_a_conversation_deleted_in_one_tab_is_not_written_again_by_another(show):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED})
    ask(page, "a?")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#live .cite").wait_for()

    page.locator("#conversations [data-do=menu]").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.locator("dialog .go").click()
    other.wait_for_selector(".turn", state="detached")
    ask(other, "b?")

    expect(page.locator("#conversations .pick")).to_have_text(["b?"])


def test_a_question_offered_while_an_answer_grows_is_asked_when_that_is_stopped(show):
    refused = {"question": "no?", "answer": refusal("no?").to_dict(), "instead": ["a?"]}
    page = show(FIRST, replies={"a?": OPENED, "slow?": [OPENED, 30.0]})
    page.evaluate(
        """turn => localStorage.setItem('pullquote:conversation:one', JSON.stringify(
        {id: 'one', title: 'one', created: '', updated: '2030', turns: [turn]}))""",
        refused,
    )
    page.reload()
    page.wait_for_selector("#live:not([inert]) .questions button")
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector("#live .cite")

    page.locator("#past .questions button").click()
    page.get_by_role("button", name="Stop it and ask").click()

    expect(page.locator(".question")).to_have_text(["no?", "slow?", "a?"])


def test_of_two_articles_opened_at_once_the_last_is_shown_though_its_reply_comes_first(show):
    page = show(FIRST, SECOND, replies={"cost?": DISPUTE})
    ask(page, "cost?")
    held = Held(page)
    page.locator(".cite").first.click()
    page.locator(".cite").last.click()
    held.let(1)
    expect(page.locator("mark.exact")).to_have_text(FOUND)

    with page.expect_request("**/gradio_api/run/**"):  # it is asked for again
        held.let(0)
    held.let(2)

    expect(page.locator("mark.exact")).to_have_text(FOUND)


def test_nobody_sees_the_conversation_of_another(show):
    page = show(FIRST, replies={"mine?": OPENED})
    ask(page, "mine?")

    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    other.wait_for_selector(".welcome")

    assert other.locator(".turn, .pick").count() == 0
    other.context.close()


def test_a_long_conversation_goes_on_and_is_kept_whole(show):
    turn = {"question": "a?", "answer": OPENED.to_dict(), "state": "done"}
    page = show(FIRST, replies={"a?": OPENED})
    page.evaluate(
        """turns => localStorage.setItem('pullquote:conversation:long', JSON.stringify(
        {id: 'long', title: 'long', created: '', updated: '2030', turns}))""",
        [turn] * (MAX_TURNS - 1),
    )
    page.reload()
    page.wait_for_function(f"document.querySelectorAll('.turn').length == {MAX_TURNS - 1}")

    ask(page, "a?")
    page.fill("#question", "one more?")
    page.press("#question", "Enter")
    page.get_by_text(f"A conversation has {MAX_TURNS} questions at most.").wait_for()

    kept = page.evaluate("localStorage.getItem('pullquote:conversation:long')")
    assert len(json.loads(kept)["turns"]) == MAX_TURNS
    page.locator("#toast button").click()
    page.wait_for_selector(".turn", state="detached")
    assert page.input_value("#question") == "one more?"


def test_an_answer_is_read_from_its_question_on_however_long_it_is(show):
    long = Article("long.txt", "Talks went on. " * 300, title="Talks")
    page = show(FIRST, replies={"a?": OPENED, "no?": refusal("no?", [hit(long)] * 3)})
    page.set_viewport_size({"width": 390, "height": 560})
    ask(page, "a?")

    ask(page, "no?")

    chat = page.locator("#chat").evaluate("chat => [chat.scrollHeight, chat.clientHeight]")
    assert chat[0] > chat[1] + 200
    head, question = (page.locator(p).bounding_box() for p in ("#head", "#live .question"))
    assert 0 <= question["y"] - (head["y"] + head["height"]) < 60


def test_one_who_scrolled_up_is_left_alone_while_an_answer_grows(show):
    page = show(FIRST, replies={"a?": OPENED, "slow?": [OPENED, 30.0]})
    page.set_viewport_size({"width": 390, "height": 400})
    for _ in range(3):
        ask(page, "a?")
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.locator("#live .cite").wait_for()
    page.locator("#chat").evaluate("chat => { chat.scrollTop = 0; }")
    page.wait_for_function("document.querySelector('#chat').scrollTop == 0")

    page.click(".stop")

    page.locator(".note", has_text="Stopped.").wait_for()
    assert page.locator("#chat").evaluate("chat => chat.scrollTop") == 0


def test_the_same_conversation_in_two_tabs_stays_the_same_and_loses_nothing(show):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED, "slow?": [OPENED, 30.0]})
    ask(page, "a?")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#live .cite").wait_for()

    ask(other, "b?")
    page.wait_for_function("document.querySelectorAll('.turn').length == 2")

    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.locator("#live .cite").wait_for()
    ask(other, "b?")
    page.click(".stop")
    page.locator(".note", has_text="Stopped.").wait_for()
    other.wait_for_function("document.querySelectorAll('#conversations .pick').length == 2")
    assert page.locator(".question").all_text_contents() == ["a?", "b?", "slow?"]
    assert other.locator(".question").last.text_content() == "b?"


def test_a_question_that_is_too_long_is_told_so_and_not_cut(show):
    page = show(FIRST, replies={"a?": OPENED})
    page.fill("#question", "x" * 2100)

    page.press("#question", "Enter")

    assert "2,100 characters; a question may have 2,000." in page.inner_text("#over")
    assert len(page.input_value("#question")) == 2100
    assert page.locator(".turn").count() == 0
    page.fill("#question", "a?")
    assert page.locator("#over").is_hidden()
    page.press("#question", "Enter")
    page.wait_for_selector("#live .cite")


def test_an_edited_question_stands_alone_is_not_cut_and_can_be_left(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    page.locator("[data-do=edit]").click()
    field = page.locator(".rewrite textarea")
    assert page.locator("#live .question").is_hidden()
    field.fill("x" * 2100)
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert page.locator("#toast").is_hidden()

    field.press("Enter")

    page.get_by_text("2,100 characters; a question may have 2,000.").wait_for()
    assert len(field.input_value()) == 2100
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-do=edit]")).to_be_focused()
    assert page.locator("#live .question").is_visible()


def test_a_screen_reader_is_told_each_answer_once_and_nothing_but_the_answer(show):
    replies = {"cost?": DISPUTE, "fails?": ModelProblem("It does not answer.")}
    page = show(FIRST, SECOND, replies=replies)

    ask(page, "cost?")

    told = page.get_by_role("status").get_by_text("The articles disagree").inner_text()
    assert told.startswith("The articles disagree. 12 million “It cost 12 million”. 15 million")
    assert "Retry" not in told
    ask(page, "fails?")
    assert page.locator("#said").inner_text() == "It does not answer."
    assert page.get_by_role("region", name="Questions and answers").is_visible()
    assert page.title() == "cost? · Pullquote"


def test_on_a_phone_the_rail_takes_the_focus_and_gives_it_back(show):
    page = show(FIRST, replies={"a?": OPENED})
    page.set_viewport_size({"width": 390, "height": 844})
    contents = page.get_by_role("button", name="Contents")
    contents.press("Enter")
    expect(page.get_by_label("Close the side panel")).to_be_focused()
    assert page.evaluate("document.querySelector('#chat').inert")

    page.keyboard.press("Escape")

    expect(contents).to_be_focused()
    contents.press("Enter")
    page.locator("#articles .title").press("Enter")
    expect(page.locator(".sheet")).to_be_focused()
    page.keyboard.press("Escape")
    expect(contents).to_be_focused()


def test_the_button_that_asks_and_the_one_that_stops_hand_each_other_the_focus(show):
    page = show(FIRST, replies={"slow?": [OPENED, 30.0]})
    page.fill("#question", "slow?")
    page.locator(".send").press("Enter")
    page.locator("#live .cite").wait_for()
    expect(page.locator(".stop")).to_be_focused()

    page.keyboard.press("Enter")

    page.locator(".note", has_text="Stopped.").wait_for()
    expect(page.locator(".send")).to_be_focused()


def test_the_menu_of_a_conversation_is_left_by_its_button_and_by_tab(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    more = page.locator("#conversations [data-do=menu]")
    for leave in (more.click, lambda: page.keyboard.press("Shift+Tab")):
        more.click()
        page.locator("#menu").wait_for()

        leave()

        page.locator("#menu").wait_for(state="hidden")
    expect(page.locator("#conversations .pick")).to_be_focused()


def test_a_verdict_without_a_reason_can_be_left(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    thumb = page.locator("#live [data-verdict=down]")
    for leave in (
        page.get_by_role("button", name="Cancel").click,
        lambda: page.keyboard.press("Escape"),
    ):
        thumb.click()
        leave()
        expect(page.locator(".why")).to_have_count(0)
        expect(thumb).to_be_focused()
    assert thumb.get_attribute("aria-pressed") == "false"


def test_without_a_clipboard_the_page_copies_in_the_old_way_or_says_that_it_cannot(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    copy = page.locator("#live [data-do=copy]")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    copy.press("Enter")
    page.get_by_text("Copied, with its quotations.").wait_for()
    expect(copy).to_be_focused()

    page.evaluate("document.execCommand = () => false")
    copy.press("Enter")

    page.get_by_text("does not let the page copy").wait_for()


def test_a_refusal_is_copied_without_a_word_on_quotations(show):
    page = show(FIRST, replies={})
    ask(page, "no?")

    page.locator("#live [data-do=copy]").click()

    expect(page.locator("#toast")).to_have_text(re.compile("Copied.|does not let"))
    assert "quotations" not in page.locator("#toast").inner_text()


def test_what_was_pressed_in_passing_gives_the_focus_to_the_question(show):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED})
    for question in ("a?", "b?"):
        ask(page, question)
    page.locator("[data-do=edit]").first.click()
    page.press(".rewrite textarea", "Enter")

    page.get_by_role("button", name="Put back").press("Enter")

    expect(page.locator("#live:not([inert]) .question")).to_have_text("b?")
    expect(page.locator("#question")).to_be_focused()


def test_what_is_typed_into_is_never_beneath_the_question(show):
    page = show(FIRST, replies={"a?": OPENED})
    page.set_viewport_size({"width": 1280, "height": 420})
    for _ in range(3):
        ask(page, "a?")
    page.fill("#from", "2023-05-01")
    page.locator("#limits").wait_for()

    page.locator("#live [data-verdict=down]").click()

    field, composer = (page.locator(p).bounding_box() for p in (".why input", "#composer .box"))
    assert field["y"] + field["height"] <= composer["y"]


def test_marks_show_where_the_system_sets_all_colours(browser):
    with served(Scripted([FIRST], {"a?": OPENED})) as url:
        page = browser.new_page(forced_colors="active")
        page.goto(url)
        page.wait_for_selector(".welcome")
        ask(page, "a?")
        page.locator(".cite").click()
        page.wait_for_selector("mark.exact")

        colour = "e => getComputedStyle(e).backgroundColor"
        mark, sheet = (page.locator(p).evaluate(colour) for p in ("mark.exact", ".sheet"))
        page.close()

    assert mark not in (sheet, "rgba(0, 0, 0, 0)")


def test_where_the_browser_keeps_nothing_the_page_says_so_and_works(show):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED})
    page.context.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name,
        { get() { throw new DOMException('denied', 'SecurityError'); } });"""
    )
    page.reload()

    page.locator("#toast", has_text="conversations end with it").wait_for()
    page.locator("#articles input").check()
    ask(page, "a?")
    page.click("[data-do=new]")
    page.wait_for_selector(".turn", state="detached")
    ask(page, "b?")
    page.locator("#conversations .pick").last.click()

    expect(page.locator("#live .question")).to_have_text("a?")
    expect(page.locator("#conversations .pick")).to_have_text(["b?", "a?"])


def test_the_article_that_the_search_is_limited_to_is_named_after_a_reload_too(show):
    page = show(FIRST, SECOND, replies={})
    page.locator("#articles input").first.check()

    page.reload()

    page.get_by_text("Searching only “Bridge opens to traffic”.").wait_for()
    assert page.locator("#articles input").first.is_checked()


def test_a_screen_reader_is_told_the_page_its_dialogs_and_what_is_open(show):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")
    expect(page.get_by_role("heading", name="Pullquote", level=1)).to_have_count(1)
    more = page.get_by_role("button", name="More about a?")
    expect(more).to_have_attribute("aria-expanded", "false")

    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog", name="Delete “a?”? It is kept nowhere else.").wait_for()
    page.keyboard.press("Escape")
    expect(more).to_have_attribute("aria-expanded", "false")

    page.set_viewport_size({"width": 390, "height": 844})
    contents = page.get_by_role("button", name="Contents")
    contents.click()
    expect(page.locator("#head [data-do=rail]")).to_have_attribute("aria-expanded", "true")
    page.get_by_label("More about all conversations").click()
    page.get_by_role("menuitem", name="Load").click(trial=True)  # nothing covers it
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(contents).to_have_attribute("aria-expanded", "false")


def test_escape_stops_no_answer_where_it_means_something_else(show):
    page = show(FIRST, SECOND, replies={"slow?": [OPENED, 30.0]})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.wait_for_selector("#live .cite")
    page.fill("#find", "audit")
    expect(page.locator("#articles li")).to_have_count(1)

    page.press("#find", "Escape")
    expect(page.locator("#articles li")).to_have_count(2)
    for own in ({"isComposing": True}, {"keyCode": 229}):
        page.dispatch_event("#question", "keydown", {"key": "Escape", **own, "bubbles": True})
    page.wait_for_timeout(300)

    assert page.input_value("#find") == ""
    assert page.locator("body.busy").count() == 1
    page.press("#find", "Escape")
    page.locator(".note", has_text="Stopped.").wait_for()


def test_a_slash_leads_to_the_question_unless_it_is_a_shortcut_of_the_browsers(show):
    page = show(FIRST, replies={})

    taken = page.evaluate(
        """() => ['ctrlKey', 'metaKey', 'altKey', ''].map(held => {
        document.activeElement.blur();
        const how = { key: '/', bubbles: true, cancelable: true, [held]: true };
        const pressed = new KeyboardEvent('keydown', how);
        document.body.dispatchEvent(pressed);
        return [pressed.defaultPrevented, document.activeElement.id]; })"""
    )

    assert taken == [[False, ""]] * 3 + [[True, "question"]]


@pytest.fixture
def files(tmp_path):
    """A file that may be added, one that is too large, and a folder."""
    (tmp_path / "ok.txt").write_text("The mill is closed.")
    (tmp_path / "large.txt").write_bytes(b"x" * 20_000_001)
    (tmp_path / "folder").mkdir()
    return tmp_path


def drop(page, selector, *paths):
    """Let go of files that were dragged over a part of the page from elsewhere."""
    box = page.locator(selector).bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    pointer = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        if kind == "drop":
            page.wait_for_selector("body.dropping")
        pointer.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
    page.wait_for_selector("body:not(.dropping)")


@pytest.mark.parametrize("place", ["#composer", "#live", "#upload"])
def test_articles_are_dropped_anywhere_and_one_that_is_too_large_is_named(show, files, place):
    page = show(FIRST, replies={"a?": OPENED})
    ask(page, "a?")

    drop(page, place, files / "large.txt", files / "ok.txt")

    page.get_by_text("large.txt has more than 20 MB, the most that the chat takes.").wait_for()
    page.locator("#notice", has_text="1 added").wait_for()
    expect(page.locator("#articles li")).to_have_count(2)
    assert page.locator("#live .cite").is_visible()


def test_a_folder_that_is_dropped_is_told_and_the_page_stays(show, files):
    page = show(FIRST, replies={})

    drop(page, "#composer", files / "folder")

    page.get_by_text("A folder cannot be dropped here").wait_for()
    assert page.locator("#articles li").count() == 1


def test_of_chosen_files_the_one_that_is_too_large_is_named_and_the_other_added(show, files):
    page = show(FIRST, replies={})
    box = "#upload input[type=file]"

    page.set_input_files(box, [files / "large.txt", files / "ok.txt"])
    page.get_by_text("large.txt has more than 20 MB").wait_for()
    page.locator("#notice", has_text="1 added").wait_for()
    expect(page.locator("#upload .file-preview")).to_have_count(0)
    page.set_input_files(box, files / "large.txt")
    page.get_by_text("large.txt has more than 20 MB").wait_for()

    expect(page.locator("#articles li")).to_have_count(2)
    assert page.locator("#upload").get_by_text("Error").count() == 0


def test_the_window_itself_never_scrolls(show, browser):
    page = show(FIRST, replies={"a?": OPENED})
    desk = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=SWITCHES,
        ignore_default_args=["--hide-scrollbars"],  # as on a desk they take room
    )
    for size in SIZES.values():
        desktop = desk.new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
        desktop.goto(page.url)
        desktop.wait_for_selector(".welcome")
        for question in ("", "a?"):
            if question:
                ask(desktop, question)

            beyond = desktop.evaluate(
                """() => { const { scrollWidth, scrollHeight } = document.documentElement;
                return [scrollWidth - innerWidth, scrollHeight - innerHeight]; }"""
            )

            assert beyond == [0, 0], (size, question)
        desktop.close()
    desk.close()


def test_a_stop_that_does_not_arrive_frees_the_page_all_the_same(show):
    page = show(FIRST, replies={"slow?": ["Reading 8 passages", 30.0], "a?": OPENED})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.get_by_text("Reading 8 passages").wait_for()
    held = Held(page)

    page.click("[data-do=new]")
    page.wait_for_selector("body:not(.asked)")
    held.let_all()
    page.wait_for_selector(".welcome")  # the new conversation, not a moment between two states
    page.wait_for_selector(".turn", state="detached")
    ask(page, "a?")

    expect(page.locator("#conversations .pick")).to_have_text(["a?", "slow?"])
    page.locator("#conversations .pick").last.click()
    page.locator(".note", has_text="Stopped.").wait_for()


def test_a_question_that_was_not_taken_is_told_and_the_next_can_be_asked(visit, tmp_path):
    class Breaking(Scripted):
        broken = False
        read = threading.Event()  # by the first screen, for examples: nothing else follows

        def articles(self):
            if self.broken:
                self.broken = False
                raise RuntimeError
            return super().articles()

        def article(self, document):
            self.read.set()
            return super().article(document)

    scripted = Breaking([FIRST], {"a?": OPENED}, data=tmp_path)
    with served(scripted) as url:
        page = visit(url)
        assert scripted.read.wait(30)
        scripted.broken = True
        ask(page, "a?")
        page.locator("#live .failed", has_text="not taken").wait_for()

        page.click("#live [data-do=retry]")
        page.wait_for_selector("#live .cite")
        page.context.close()


def test_replies_for_conversations_that_cross_end_with_the_last_one(show):
    page = show(FIRST, SECOND, replies={"a?": OPENED, "cost?": DISPUTE})
    ask(page, "a?")
    page.click("[data-do=new]")
    page.wait_for_selector(".turn", state="detached")
    ask(page, "cost?")
    last, first = page.locator("#conversations .pick").all()
    held = Held(page)
    first.click()
    last.click()

    assert page.evaluate("document.querySelector('#live').inert")  # nothing there is to be pressed
    for n in (1, 0):
        with page.expect_response("**/gradio_api/run/**"):
            held.let(n)
    held.let(2)
    expect(page.locator("#live:not([inert]) .question")).to_have_text("cost?")
    page.wait_for_timeout(300)  # Gradio tells of a part a moment after it has changed
    assert len(held.routes) == 3


def test_an_earlier_conversation_that_comes_while_an_answer_grows_does_not_stay(show):
    page = show(FIRST, replies={"a?": OPENED, "b?": OPENED, "slow?": [OPENED, 30.0]})
    for question in ("a?", "b?"):
        ask(page, question)
    held = Held(page)
    page.locator("#conversations .pick").click()
    held.wait(1)
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.locator("#live .question", has_text="slow?").wait_for()
    page.locator("#live .cite").wait_for()

    held.let(0)
    page.locator("#live .question", has_text="b?").wait_for()
    page.click(".stop")
    held.wait(2)
    held.let_all()

    page.locator(".note", has_text="Stopped.").wait_for()
    expect(page.locator(".question")).to_have_text(["a?", "b?", "slow?"])


def test_an_answer_cut_off_by_a_lost_connection_says_so_and_can_be_asked_again(show):
    page = show(FIRST, replies={"slow?": ["Reading 8 passages", 30.0]})
    page.fill("#question", "slow?")
    page.press("#question", "Enter")
    page.get_by_text("Reading 8 passages").wait_for()
    page.route("**/gradio_api/app_id", lambda route: route.fulfill(body="{"))  # no reply of ours

    page.get_by_text("The connection was lost before the answer was complete.").wait_for(
        timeout=20_000
    )

    page.unroute("**/gradio_api/app_id")
    page.locator("#live [data-do=retry]").wait_for(timeout=20_000)
    assert "Interrupted." in page.inner_text("#live")
