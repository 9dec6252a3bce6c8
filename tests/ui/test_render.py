import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rag import Article, ArticleInfo, IndexReport, Omission, Scope, Skipped, Usage
from ui import export, render_articles, render_turns
from ui.conversation import Turn
from ui.render_articles import Mark
from ui.testing import cite, claim, hit, refusal, said, two_articles

FIRST, SECOND = two_articles()
SHELF = {article.document: article for article in (FIRST, SECOND)}  # has what a list needs
COST = "The bridge cost 12 million euros."
FOUND = "The bridge cost 15 million euros, the auditors found."
ANSWER = said(("The bridge cost **12 million euros**", cite(FIRST, COST, 1)))
OPENED = said(("It opened on Monday", cite(FIRST, "It opened on Monday.", 1)))
DISPUTE = said(
    claim(
        "“It did",
        cite(FIRST, COST, 1),
        opening="**12 million** (*Bridge opens to traffic*): ",
        side="12 million",
    ),
    claim(
        "“It did", cite(SECOND, FOUND, 2), opening="**15 million** (audit.txt): ", side="15 million"
    ),
    lead="The articles disagree.",
)
HOSTILE = "\"><img src=x onerror=alert(1)><script>alert(1)</script>'&lt;"


class Page(HTMLParser):
    """The elements and texts of some HTML, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [a for _, a in self.elements if name in (a.get("class") or "").split()]


def test_a_marker_says_what_it_proves_and_where_that_is():
    [marker] = Page(render_turns.turn_html(Turn("Cost?", ANSWER), SHELF)).with_class("cite")

    start = FIRST.body.index(COST)
    assert marker["data-quote"] == COST
    assert (marker["data-start"], marker["data-end"]) == (str(start), str(start + len(COST)))
    assert marker["aria-label"] == "Citation 1: Bridge opens to traffic, The Courier · 1 May 2023"


def test_a_marker_follows_the_full_stop_on_the_line_of_the_last_word():
    shown = render_turns.turn_html(Turn("Cost?", ANSWER), SHELF)

    assert re.search(r'<strong>12 million euros</strong><span class="keep">\.<button', shown)
    assert 'class="keep">Monday.<button' in render_turns.answer_html(OPENED, "When?", SHELF)


def test_a_word_longer_than_a_line_is_not_kept_whole_for_its_marker():
    answer = said(("x" * 200, cite(FIRST, COST, 1)))

    assert 'class="keep"' not in render_turns.answer_html(answer, "What?", SHELF)


def test_an_answer_that_names_its_words_has_them_as_a_headline():
    head = {"head": "$190 billion", "opening": r"**\$190 billion** — "}
    answer = said(claim(COST[:-1], cite(FIRST, COST, 1), **head))

    page = Page(render_turns.turn_html(Turn("Cost?", answer), SHELF))

    assert page.with_class("head")
    assert "$190 billion — The bridge cost 12 million euros" in page.text
    assert page.text.count("$190 billion") == 1


def test_of_several_that_name_their_words_none_stands_out():
    """Two people of one name are told alike."""
    answer = said(
        *(
            claim(COST[:-1], cite(FIRST, COST, 1), head=name, opening=f"**{name}** — ")
            for name in ("Ann Lee", "Bo Lee")
        )
    )

    page = Page(render_turns.turn_html(Turn("Who is Lee?", answer), SHELF))

    assert not page.with_class("head")
    assert "Ann Lee — The bridge" in page.text


def test_a_dispute_is_laid_out_as_two_sides_with_their_articles():
    page = Page(render_turns.turn_html(Turn("Cost?", DISPUTE), SHELF))

    assert len(page.with_class("side")) == 2
    assert page.text.count("12 million") == 1  # as the heading
    assert "The articles disagree." in page.text
    assert "Evening Post · 3 June 2023" in page.text


@pytest.mark.parametrize(
    "where", [" (*The “new” bridge*, 1 May 2023)", " (*Bridge (reopened)*)", ""]
)
def test_a_side_is_said_once_whatever_its_article_is_called(where):
    answer = said(
        claim("“So it was”", cite(FIRST, COST, 1), opening=f"**Monday**{where}: ", side="Monday"),
        claim("“So it was”", cite(SECOND, FOUND, 2), opening="**Friday**: ", side="Friday"),
    )

    page = Page(render_turns.turn_html(Turn("When?", answer), SHELF))

    assert (page.text.count("Monday"), page.text.count("Friday")) == (1, 1)
    assert page.text.count("“So it was") == 2


def test_what_speaks_for_no_side_stands_below_the_sides_with_its_article():
    opened = claim(
        "It opened on Monday",
        cite(FIRST, "It opened on Monday.", 3),
        head="May",
        opening="**May** — ",
    )
    answer = said(*DISPUTE.sentences, opened, lead="The articles disagree.")

    shown = render_turns.answer_html(answer, "Cost, and when did it open?", SHELF)
    columns, below = shown.split('<p class="claims">')

    assert len(Page(columns).with_class("side")) == 2
    assert not Page(below).with_class("side")
    assert "May — It opened on Monday" in Page(below).text
    assert "Bridge opens to traffic" in Page(below).text


def test_what_the_program_says_of_its_own_stands_where_the_answer_has_it():
    answer = said((COST[:-1], cite(FIRST, COST, 1)), lead="Otherwise.", remarks=("No more.",))

    texts = [t for t in Page(render_turns.answer_html(answer, "Cost?", SHELF)).texts if t.strip()]

    assert texts.index("Otherwise.") < texts.index("The bridge cost 12 million ")
    assert texts.index("The bridge cost 12 million ") < texts.index("No more.")


def test_claims_are_a_list_on_the_page_where_they_are_one_in_the_answer():
    """Also where the text holds what looks like one."""
    inline = said((f"The bill - {COST[:-1]}", cite(FIRST, COST, 1)))
    listed = replace(inline, text=f"- {inline.text}", bullets=True)

    shown = [render_turns.answer_html(answer, "Cost?", SHELF) for answer in (inline, listed)]

    assert [('<ul class="claims">' in html) for html in shown] == [False, True]


def test_a_refusal_shows_the_nearest_passages_and_what_to_ask_instead():
    turn = Turn("Who won?", refusal("Who won?", [hit(FIRST)]), instead=("What did it cost?",))

    page = Page(render_turns.turn_html(turn, SHELF))

    assert page.with_class("nearest")
    assert page.text.count("Bridge opens to traffic") == 1  # beneath the passage, not before it
    assert {"data-do": "ask", "data-question": "What did it cost?", "type": "button"} in [
        attributes for _, attributes in page.elements
    ]
    assert not page.with_class("cite")


def test_a_settled_turn_carries_itself_and_a_waiting_one_does_not():
    done = Page(render_turns.turn_html(Turn("Cost?", ANSWER), SHELF, run="r1"))
    waiting = Page(render_turns.turn_html(Turn("Cost?", state="waiting"), SHELF, state="Reading"))

    [turn] = done.with_class("turn")
    assert json.loads(turn["data-turn"])["question"] == "Cost?"
    assert turn["data-run"] == "r1"
    assert "data-turn" not in waiting.with_class("turn")[0]
    assert "Reading" in waiting.text


def test_a_limited_search_is_said():
    scope = Scope(("a.txt", "b.txt"), FIRST.published)

    shown = Page(render_turns.turn_html(Turn("Cost?", ANSWER, scope), SHELF)).text

    assert "Searched only 2 articles, published since 1 May 2023" in shown


def test_how_a_follow_up_was_understood_is_said_only_where_it_differs():
    follow_up = replace(ANSWER, question="What did the bridge cost?")

    assert "Understood as" in render_turns.answer_html(follow_up, "And its cost?", SHELF)
    assert "Understood as" not in render_turns.answer_html(follow_up, follow_up.question, SHELF)


def test_a_long_question_is_set_smaller_and_not_said_twice():
    long = "What, by all accounts, did the new bridge over the river cost the town? " * 4
    answer = replace(ANSWER, question=long + "And when?")

    page = Page(render_turns.turn_html(Turn(long, answer), SHELF))

    assert page.with_class("long")
    assert ("details", {"class": "understood"}) in page.elements


def test_what_is_copied_has_its_quotations():
    copied = export.copy_text(Turn("Cost?", ANSWER), {})

    assert copied == (
        "The bridge cost 12 million euros [1].\n\n"
        f"[1] “{COST}” (Bridge opens to traffic, 1 May 2023, bridge.txt)"
    )


def test_what_is_copied_names_an_article_without_a_title_as_the_page_does():
    citation = replace(cite(FIRST, COST, 1), title="")
    turn = Turn("Cost?", said(("It cost 12 million euros", citation)))
    nameless = {FIRST.document: ArticleInfo(FIRST.document, "The bridge cost…")}

    assert "(The bridge cost…, 1 May 2023, bridge.txt)" in export.copy_text(turn, nameless)
    assert "(1 May 2023, bridge.txt)" in export.copy_text(turn, {})
    markdown = export.to_markdown("Bridge", [turn], nameless)
    assert "The bridge cost…, 1 May 2023, bridge.txt" in markdown


def test_hostile_words_never_become_markup_in_a_turn():
    article = Article(HOSTILE, f"{HOSTILE} is here.", title=HOSTILE, publisher=HOSTILE)
    shelf = {article.document: article}
    quote = f"{HOSTILE} is here."
    answer = said(
        (HOSTILE, cite(article, quote, 1)),
        remarks=(HOSTILE,),
        passages=(hit(article),),
        question=HOSTILE,
        answered_by=HOSTILE,
    )
    turns = [
        Turn(HOSTILE, answer, Scope((HOSTILE,)), note=HOSTILE, state="stopped"),
        Turn(HOSTILE, refusal(HOSTILE, [hit(article)]), instead=(HOSTILE,)),
        Turn(HOSTILE, state="failed", note=HOSTILE),
    ]

    page = Page(render_turns.conversation(turns, shelf))

    assert not [tag for tag, _ in page.elements if tag in ("img", "script")]
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert page.with_class("cite")[0]["data-quote"] == quote


@pytest.mark.parametrize("quote", [COST, "It opened on Monday.", FIRST.body[:40]])
def test_the_marked_text_is_the_quotation_to_the_character(quote):
    start = FIRST.body.index(quote)

    shown = render_articles.article_html(
        FIRST, marks=[Mark(start, start + len(quote), "1", exact=True)]
    )

    pieces = re.findall(r'<mark class="exact"[^>]*>([^<]*)</mark>', shown)
    assert "".join(pieces) == quote.replace("\n\n", "")


def test_the_article_is_shown_whole_with_its_headline_once():
    shown = render_articles.article_html(FIRST)
    bar, page = Page(shown[: shown.index('<div class="sheet"')]), Page(shown)

    assert bar.text.startswith("Bridge opens to traffic")  # stays in view where the text is marked
    assert page.text.removeprefix(bar.text).count("Bridge opens to traffic") == 1
    for paragraph in FIRST.body.split("\n\n"):
        assert paragraph in page.text


def test_the_earlier_of_two_marks_wins_where_they_overlap():
    marks = [Mark(30, 40, exact=True), Mark(20, 35)]

    shown = render_articles.article_html(Article("a", "x" * 60), marks=marks)

    assert "".join(re.findall(r'class="exact"[^>]*>(x+)<', shown)) == "x" * 10
    assert "".join(re.findall(r'class="cited"[^>]*>(x+)<', shown)) == "x" * 10


def test_hostile_articles_are_shown_as_their_characters():
    article = Article(
        HOSTILE,
        HOSTILE,
        title=HOSTILE,
        publisher=HOSTILE,
        author=HOSTILE,
        omissions=(Omission(HOSTILE, HOSTILE),),
        copies=(HOSTILE,),
    )
    info = render_articles.list_html([article], total=1, found=1)
    whole = render_articles.article_html(article, marks=[Mark(2, 9, HOSTILE)], note=HOSTILE)
    report = render_articles.report_html(IndexReport(skipped=(Skipped(HOSTILE, HOSTILE),)))

    for html in (info, whole, report, render_articles.problem_html(HOSTILE)):
        page = Page(html)
        assert not [tag for tag, _ in page.elements if tag in ("img", "script")]
        assert HOSTILE in page.text


def test_a_report_names_each_file_left_out_with_its_reason():
    report = IndexReport(added=("a.txt",), skipped=(Skipped("b.exe", "it is not a text."),))

    page = Page(render_articles.report_html(report))

    assert "1 added (a.txt)." in page.text
    many = render_articles.report_html(IndexReport(added=("a.txt", "b.txt", "c.txt", "d.txt")))
    assert "4 added." in Page(many).text
    assert "b.exe: it is not a text." in page.text


@pytest.mark.parametrize(
    ("usage", "told"),
    [
        (None, "mine-7b, held against the articles · 2.0 s"),
        (Usage(1500, 90), "mine-7b, held against the articles · 2.0 s"),
        (Usage(1500, 90, 0.00029), "mine-7b, held against the articles · 2.0 s · cost 0.00029"),
    ],
)
def test_the_small_print_tells_who_answered_how_fast_and_at_what_cost(usage, told):
    answer = replace(ANSWER, answered_by="mine-7b", usage=usage, timings={"total": 2.0})

    assert told in Page(render_turns.turn_html(Turn("q", answer), SHELF)).texts


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (
            {"answered_by": "mine-7b"},
            "mine-7b, held against the articles · conversation and passages sent to",
        ),
        ({"stood_in_for": "mine-7b"}, "Embedded reader · conversation and passages sent to"),
        ({}, "Embedded reader · conversation sent to"),
    ],
)
def test_the_small_print_tells_what_was_sent_where(by, told):
    answer = replace(ANSWER, sent_to="api.example.org", **by)

    page = Page(render_turns.turn_html(Turn("q", answer), SHELF))

    assert f"{told} api.example.org" in page.texts
