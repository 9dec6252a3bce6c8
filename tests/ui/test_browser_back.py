"""Back and Forward in a real browser: an open article is an entry of its history."""

import pytest

from ui.screens import ask, served
from ui.testing import Scripted, cite, said, two_articles

pytestmark = pytest.mark.browser

FIRST, SECOND = two_articles()
FOUND = "The bridge cost 15 million euros, the auditors found."
REPLIES = {
    "opened?": said(("It opened on Monday", cite(FIRST, "It opened on Monday.", 1))),
    "cost?": said(("It cost 15 million", cite(SECOND, FOUND, 1))),
}


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A page over two articles, for all tests of the module."""
    data = tmp_path_factory.mktemp("data")
    with served(Scripted([FIRST, SECOND], REPLIES, data=data)) as address:
        yield address


def entered(page, yes):
    """Wait until the browser's history has an entry of an open article, or none."""
    page.wait_for_function(f"Boolean(history.state?.article) === {str(yes).lower()}")


@pytest.mark.parametrize("width", [1440, 390])
def test_back_closes_the_article_and_leaves_only_where_none_is_open(url, visit, width):
    page = visit(url, viewport={"width": width, "height": 844})
    ask(page, "opened?")
    page.locator(".cite").first.click()
    page.wait_for_selector("mark.exact")

    page.go_back()

    page.wait_for_selector("#reader", state="hidden")
    assert page.url == url
    assert "cite" in page.evaluate("document.activeElement.className")
    assert not page.evaluate("document.querySelector('#chat').inert")
    page.go_forward()
    entered(page, False)
    assert page.locator("#reader").is_hidden()
    page.go_back()
    assert page.url == "about:blank"


def test_articles_opened_one_after_another_are_closed_by_one_back(url, visit):
    page = visit(url)
    ask(page, "opened?")
    ask(page, "cost?")
    for n in (0, -1, 0):
        cite = page.locator(".cite").nth(n)
        cite.click()
        page.wait_for_selector(f"mark.exact[data-start='{cite.get_attribute('data-start')}']")

    page.go_back()
    page.wait_for_selector("#reader", state="hidden")
    assert page.url == url
    page.go_back()
    assert page.url == "about:blank"


def test_back_before_the_article_has_come_ends_the_wait_for_it(url, visit):
    page = visit(url)
    ask(page, "opened?")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/gradio_api/**", hold)  # the article is on its way
    page.locator(".cite").first.click()
    page.wait_for_function("document.querySelector('.cite.open')")
    page.go_back()
    page.wait_for_function("!document.querySelector('.cite.open')")
    assert page.url == url
    entered(page, False)
    for route in held:
        route.continue_()
    page.unroute("**/gradio_api/**", hold)
    page.wait_for_selector(".article", state="attached")
    page.wait_for_timeout(300)  # Gradio tells of a part a moment after it has changed

    assert page.locator("#reader").is_hidden()
    page.locator(".cite").first.click()
    page.wait_for_selector("mark.exact")
    page.go_back()
    page.wait_for_selector("#reader", state="hidden")
    page.go_back()
    assert page.url == "about:blank"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("way", ["button", "Escape", "reload"])
def test_an_article_closed_in_another_way_leaves_no_entry_behind(url, visit, width, way):
    page = visit(url, viewport={"width": width, "height": 844})
    ask(page, "opened?")
    page.locator(".cite").first.click()
    page.wait_for_selector("mark.exact")
    entered(page, True)

    if way == "button":
        page.get_by_label("Close the article").click()
    elif way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.reload()
        page.wait_for_selector(".turn")
    page.wait_for_selector("#reader", state="hidden")
    entered(page, False)

    page.go_back()
    assert page.url == "about:blank"


def test_an_article_opened_while_another_is_being_closed_has_its_entry(url, visit):
    page = visit(url)
    ask(page, "opened?")
    for _ in range(3):
        page.locator(".cite").first.click()
        page.wait_for_selector("#reader", state="visible")
        page.evaluate("""() => {
            document.querySelector("#reader [data-do=close]").click();
            document.querySelector(".cite").click();
        }""")
        page.wait_for_selector("#reader", state="visible")
        entered(page, True)

    page.go_back()
    page.wait_for_selector("#reader", state="hidden")
    assert page.url == url
    page.go_back()
    assert page.url == "about:blank"


def test_an_article_that_comes_after_the_one_before_it_was_closed_stays_closed(url, visit):
    page = visit(url)
    ask(page, "opened?")
    page.locator(".cite").first.click()
    page.wait_for_selector("mark.exact")
    first = page.locator(".article").get_attribute("data-key")
    page.evaluate("""() => {
        document.querySelector("#live .sources button").click();
        document.querySelector("#reader [data-do=close]").click();
    }""")
    page.wait_for_function(
        "key => document.querySelector('.article').dataset.key !== key", arg=first
    )
    page.wait_for_timeout(300)  # Gradio tells of a part a moment after it has changed

    assert page.locator("#reader").is_hidden()
    entered(page, False)
