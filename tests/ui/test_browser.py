"""The page in a real browser, over the seeds and the real assistant."""

import json
from pathlib import Path

import pytest

from ui.screens import ask

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent

TRADE = "How much was China-Russia trade worth last year?"
MEETING = "Where did Mishustin and Li Qiang meet?"
UNKNOWN = "Who won the 1998 World Cup?"


def marked(page):
    """The text that is marked strongly in the open article."""
    page.wait_for_selector("mark.exact")
    return "".join(page.locator("mark.exact").all_text_contents())


def turns(page):
    return page.locator(".turn .question").all_text_contents()


def test_a_citation_opens_the_article_marked_at_exactly_its_quotation(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    cite = page.locator(".cite").first

    cite.click()

    quote = cite.get_attribute("data-quote")
    assert marked(page) == quote
    start = int(cite.get_attribute("data-start"))
    body = served.assistant.article(cite.get_attribute("data-document")).body
    assert body[start : start + len(quote)] == quote
    assert page.locator("mark.exact").first.is_visible()
    box = page.locator("mark.exact").first.bounding_box()
    assert 0 < box["y"] < 900 - box["height"]


def test_the_quotation_shows_under_the_pointer_with_its_article_and_date(served, visit):
    page = visit(served.url)
    ask(page, TRADE)

    page.locator(".cite").first.hover()

    peek = page.locator("#peek")
    peek.wait_for()
    assert "record $190 billion last year" in peek.inner_text()
    assert "24 May 2023" in peek.inner_text()
    page.mouse.move(5, 5)
    peek.wait_for(state="hidden")


def test_other_quotations_of_the_article_are_marked_lightly_and_can_be_walked(visit):
    from ui.screens import served as serve
    from ui.testing import Scripted, cite, said, two_articles

    article, _ = two_articles()
    answer = said(
        ("It opened on Monday", cite(article, "It opened on Monday.", 1)),
        ("It cost 12 million euros", cite(article, "The bridge cost 12 million euros.", 2)),
    )
    with serve(Scripted([article], {"bridge?": answer})) as url:
        page = visit(url)
        ask(page, "bridge?")
        page.locator(".cite").first.click()

        assert marked(page) == "It opened on Monday."
        assert page.locator("mark.cited").all_text_contents() == [
            "The bridge cost 12 million euros."
        ]
        assert "Quotation 2 of 2" in page.locator(".steps").inner_text()
        page.get_by_label("Next quotation").click()
        assert "Quotation 1 of 2" in page.locator(".steps").inner_text()
        page.context.close()


def test_a_follow_up_is_understood_in_the_light_of_what_was_said(served, visit):
    page = visit(served.url)
    ask(page, "Who is the Russian defense minister?")
    ask(page, "What did he promise?")

    last = page.locator("#live .turn").inner_text()
    assert "Shoigu" in last
    assert len(turns(page)) == 2


def test_retry_edit_and_undo_change_the_end_of_the_conversation(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    ask(page, UNKNOWN)

    page.click("#live [data-do=retry]")
    page.wait_for_selector("body:not(.busy)")
    assert turns(page) == [TRADE, UNKNOWN]

    page.locator("#live .question").hover()
    page.click("#live [data-do=edit]")
    page.fill(".rewrite textarea", MEETING)
    page.press(".rewrite textarea", "Enter")
    page.wait_for_selector("#live .cite")
    page.wait_for_selector("body:not(.busy)")
    assert turns(page) == [TRADE, MEETING]
    assert "Moscow" in page.locator("#live .answer").inner_text()

    page.click("#live [data-do=undo]")
    page.wait_for_function("document.querySelectorAll('.turn').length == 1")
    assert page.input_value("#question") == MEETING


def test_editing_an_earlier_question_can_be_taken_back(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    ask(page, MEETING)
    ask(page, UNKNOWN)

    page.locator(".question").first.hover()
    page.locator("[data-do=edit]").first.click()
    page.fill(".rewrite textarea", MEETING)
    page.press(".rewrite textarea", "Enter")
    page.get_by_text("2 later answers removed.").wait_for()
    page.wait_for_selector("body:not(.busy)")
    assert turns(page) == [MEETING]

    page.get_by_text("Put back").click()
    page.wait_for_function("document.querySelectorAll('.turn').length == 3")
    assert turns(page) == [TRADE, MEETING, UNKNOWN]


def test_a_reload_keeps_the_conversation_and_its_citations(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    ask(page, MEETING)
    page.reload()
    page.wait_for_selector("#past .turn")

    assert turns(page) == [TRADE, MEETING]
    cite = page.locator("#past .cite").first
    cite.click()
    assert marked(page) == cite.get_attribute("data-quote")
    ask(page, UNKNOWN)
    assert turns(page) == [TRADE, MEETING, UNKNOWN]


def test_conversations_are_begun_renamed_exported_and_deleted(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    page.click("[data-do=new]")
    page.wait_for_selector(".turn", state="detached")
    assert page.locator(".welcome").is_visible()
    ask(page, MEETING)
    assert page.locator("#conversations .pick").all_text_contents() == [MEETING, TRADE]

    page.locator("#conversations [data-do=menu]").first.click()
    page.get_by_role("menuitem", name="Rename").click()
    page.fill("dialog input", "The meeting")
    page.press("dialog input", "Enter")
    page.get_by_role("button", name="The meeting", exact=True).wait_for()

    page.locator("#conversations [data-do=menu]").first.click()
    with page.expect_download() as saving:
        page.get_by_role("menuitem", name="Save as Markdown").click()
    text = saving.value.path().read_text()
    assert saving.value.suggested_filename == "the-meeting.md"
    assert text.startswith("# The meeting\n\n## Where did Mishustin")
    assert "[^1]: “Mishustin made the remarks" in text

    page.locator("#conversations [data-do=menu]").first.click()
    with page.expect_download() as saving:
        page.get_by_role("menuitem", name="Save as JSON").click()
    assert json.loads(saving.value.path().read_text())["turns"][0]["answer"]["citations"]

    page.locator("#conversations .pick").last.click()
    page.locator("#live .answer", has_text="$190 billion").wait_for()
    page.locator("#conversations [data-do=menu]").first.click()
    page.get_by_role("menuitem", name="Delete").click()
    page.locator("dialog .go").click()
    page.wait_for_function("document.querySelectorAll('#conversations .pick').length == 1")
    assert page.locator("#conversations .pick").all_text_contents() == [TRADE]


def test_two_tabs_lose_nothing_of_each_other(served, visit):
    first = visit(served.url)
    second = first.context.new_page()
    second.goto(served.url)
    second.wait_for_selector(".welcome")
    ask(first, TRADE)
    ask(second, MEETING)
    first.reload()
    first.wait_for_selector(".turn")

    assert turns(first) == [TRADE]
    assert set(first.locator("#conversations .pick").all_text_contents()) == {TRADE, MEETING}


def test_a_limited_search_says_so_and_ends_where_it_was_told(served, visit):
    page = visit(served.url)
    page.locator("#articles input").last.check()
    assert "Searching only “Putin meets" in page.locator("#limits").inner_text()

    ask(page, TRADE)

    assert "Searched only 1 article" in page.locator("#live").inner_text()
    assert "$190 billion" not in page.locator("#live .answer").inner_text()
    page.click("[data-do=everywhere]")
    assert page.locator("#limits").is_hidden()
    assert page.locator("#articles input:checked").count() == 0
    page.fill("#from", "2023-05-24")
    page.fill("#to", "2023-05-24")
    page.locator("#to").blur()
    assert "Articles without a date are left out." in page.locator("#limits").inner_text()
    page.fill("#from", "2023-05-25")
    assert "There are none: exchange the dates." in page.locator("#limits").inner_text()
    page.fill("#from", "2023-05-24")
    ask(page, TRADE)
    assert "published 24 May 2023 to 24 May 2023" in page.locator("#live .scope").inner_text()
    assert "$190 billion" in page.locator("#live .answer").inner_text()


def test_a_refusal_shows_nearest_passages_and_offers_what_can_be_asked(served, visit):
    page = visit(served.url)
    ask(page, UNKNOWN)

    page.wait_for_selector("#live .questions button")
    assert page.locator("#live .cite").count() == 0
    page.locator("#live .nearest button").first.click()
    page.wait_for_selector("mark.exact")
    page.keyboard.press("Escape")
    offered = page.locator("#live .questions button").first.inner_text()
    page.reload()
    page.wait_for_selector("#live .questions button")
    page.locator("#live .questions button").first.click()
    page.wait_for_function("document.querySelectorAll('.turn').length == 2")
    page.wait_for_selector("body:not(.busy)")
    assert turns(page) == [UNKNOWN, offered]


def test_beside_an_open_article_a_source_has_the_width_for_its_title(served, visit):
    page = visit(served.url, viewport={"width": 1280, "height": 860})
    ask(page, TRADE)
    page.locator("#live .cite").first.click()
    page.wait_for_selector("mark.exact")

    is_below = """list => list.querySelector(".about").getBoundingClientRect().top
        >= list.querySelector("cite").getBoundingClientRect().bottom - 1"""
    assert page.locator("#live .sources").first.evaluate(is_below)


def test_articles_are_found_read_whole_and_counted(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    assert "cited once" in page.locator("#articles li").first.inner_text()

    page.fill("#find", "defense minister")
    page.wait_for_function("document.querySelectorAll('#articles li').length == 1")
    page.locator("#articles .title").click()
    page.wait_for_selector(".article h1")
    body = served.assistant.article("004_e6d8178a4c78a260.txt").body
    shown = page.locator(".sheet").inner_text()
    assert all(part in shown for part in body.split("\n\n"))


def test_files_are_added_reported_and_removed(serving, visit, tmp_path):
    good, bad, odd = (tmp_path / name for name in ("ferry.txt", "empty.txt", "run.exe"))
    odd.write_bytes(bytes(range(256)))
    good.write_text(
        "Ferry sinks off Lisbon\n\nThe ferry Aurora sank off Lisbon on Tuesday with 40 people on "
        "board. All of them were rescued by fishing boats, the harbour master Rui Costa said.\n"
    )
    bad.write_text("")
    running = serving()
    page = visit(running.url)

    held = []

    def hold(route):
        held.append(route)

    page.route("**/gradio_api/upload?*", hold)
    with page.expect_request("**/gradio_api/upload?*"):
        page.set_input_files("#upload input[type=file]", [good, bad, odd])
    page.wait_for_selector("#upload .uploading", state="attached")
    assert page.locator("#upload > *:visible").count() == 0  # of Gradio's own list nothing shows
    held[0].continue_()

    page.wait_for_selector("#notice .report")
    assert "1 added" in page.locator("#notice").inner_text()
    assert "empty.txt" in page.locator("#notice").inner_text()
    assert "run.exe" in page.locator("#notice").inner_text()
    page.wait_for_function("document.querySelectorAll('#articles li').length == 6")
    ask(page, "How many people were on board the ferry Aurora?")
    assert "40" in page.locator("#live .answer").inner_text()

    row = page.locator("#articles li", has_text="Ferry sinks")
    row.hover()
    row.locator(".remove").click()
    page.locator("dialog .go").click()
    page.wait_for_function("document.querySelectorAll('#articles li').length == 5")
    page.wait_for_function("document.activeElement.closest('#articles')")
    page.locator(".cite").first.click()
    page.get_by_text("not here any more").wait_for()
    page.click("[data-do=new]")
    page.wait_for_selector(".welcome .questions button")


def test_copy_takes_the_quotations_along(served, visit):
    page = visit(served.url, permissions=["clipboard-read", "clipboard-write"])
    ask(page, TRADE)

    page.click("#live [data-do=copy]")
    page.get_by_text("Copied").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert "$190 billion" in copied
    assert "[1] “China is Russia’s largest trading partner" in copied


def test_thumbs_are_kept_with_their_reason(serving, visit):
    running = serving()
    page = visit(running.url)
    ask(page, TRADE)
    page.click("#live [data-verdict=down]")
    page.fill(".why input", "no source named")
    page.press(".why input", "Enter")
    page.get_by_text("Stored, thank you.").wait_for()

    [row] = (running.settings.data / "feedback.jsonl").read_text().splitlines()
    assert json.loads(row)["reason"] == "no source named"
    assert page.locator("[data-verdict=down]").get_attribute("aria-pressed") == "true"
    page.reload()
    page.wait_for_selector("#live [data-verdict=down][aria-pressed=true]")


def test_everything_can_be_done_from_the_keyboard(served, visit):
    page = visit(served.url)
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.type(TRADE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".cite")
    page.wait_for_selector("body:not(.busy)")

    page.locator("#live .edit").focus()
    page.keyboard.press("Tab")
    assert "cite" in page.evaluate("document.activeElement.className")
    page.locator("#peek").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.exact")
    assert "sheet" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Escape")
    page.wait_for_selector("#reader", state="hidden")
    assert "cite" in page.evaluate("document.activeElement.className")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "question"
    page.locator("#live [data-do=retry]").press("Enter")
    page.wait_for_selector("#live .turn[data-state=waiting], #live .turn:not([data-state])")
    assert page.evaluate("document.activeElement.id") == "question"
    page.wait_for_selector("body:not(.busy)")
    page.locator("#conversations .pick").press("Enter")
    page.wait_for_selector("#live .cite")
    assert page.evaluate("document.activeElement.className") == "pick"


def test_an_article_may_be_closed_in_the_instant_it_opens(served, visit):
    page = visit(served.url)
    ask(page, TRADE)
    page.evaluate("""() => new MutationObserver((changes, watch) => {
        if (!document.body.classList.contains("reading")) return;
        watch.disconnect();
        const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
        document.activeElement.dispatchEvent(escape);
        requestAnimationFrame(() => requestAnimationFrame(() => { window.closedAtOnce = true; }));
    }).observe(document.body, { attributes: true })""")
    page.locator(".cite").first.click()
    page.wait_for_function("window.closedAtOnce")
    page.wait_for_selector("#reader", state="hidden")
    assert "cite" in page.evaluate("document.activeElement.className")


@pytest.mark.parametrize("width", [1440, 1100, 900])
def test_on_a_wider_screen_the_article_stands_beside_the_chat(served, visit, width):
    page = visit(served.url, viewport={"width": width, "height": 720})
    ask(page, TRADE)
    page.locator(".cite").first.click()
    assert marked(page)

    chat, article = (page.locator(part).bounding_box() for part in ("#chat", "#reader"))
    assert chat["width"] > 300
    assert chat["x"] + chat["width"] == pytest.approx(article["x"], abs=2)
    assert article["x"] + article["width"] == pytest.approx(width, abs=2)


def test_on_a_phone_the_article_comes_as_a_sheet_and_nothing_is_cut_off(served, visit):
    page = visit(served.url, viewport={"width": 390, "height": 844}, has_touch=True)
    ask(page, TRADE)
    page.locator(".cite").first.tap()

    assert marked(page)
    sheet = page.locator("#reader").bounding_box()
    assert (sheet["x"], round(sheet["width"])) == (0, 390)
    assert 0 < sheet["y"] < 150
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('#chat').inert")
    page.get_by_label("Close the article").tap()
    page.wait_for_selector("#reader", state="hidden")
    page.locator(".cite").first.tap()
    page.wait_for_selector("#reader", state="visible")
    page.touchscreen.tap(200, 20)
    page.wait_for_selector("#reader", state="hidden")
    page.locator("#head [data-do=rail]").tap()
    page.wait_for_selector("body.railed")
    page.locator("#articles .title").first.tap()
    page.wait_for_selector(".article h1")
    assert not page.locator("body.railed").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(served, visit, scheme):
    page = visit(served.url, color_scheme=scheme)
    ask(page, TRADE)
    ask(page, UNKNOWN)
    page.locator(".cite").first.click()
    page.wait_for_selector("mark.exact")

    weak = page.evaluate((HERE / "contrast.js").read_text())

    assert weak == []


def test_dark_is_chosen_once_and_kept(served, visit):
    page = visit(served.url, color_scheme="light")
    page.click("[data-do=theme]")
    assert page.locator("body.dark").count() == 1
    page.reload()
    page.wait_for_selector("body.dark")
