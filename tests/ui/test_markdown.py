import string

import pytest

from evals.text import plain
from rag.compose import escape
from rag.llm.draft import shown
from ui.markdown import to_html, to_plain

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; javascript:alert(1)"


def link(n: int) -> str:
    return f"<a>{n}</a>"


def test_bold_emphasis_and_markers_become_markup():
    assert to_html("**190** *more* [2].", link) == "<strong>190</strong> <em>more</em> <a>2</a>."


def test_escaped_characters_are_shown_as_they_are():
    assert to_html(r"\*a\* \[3\] \$5 \<i> a\_b", link) == "*a* [3] $5 &lt;i&gt; a_b"
    assert to_plain(r"\*a\* \[3\] \$5 \<i> \&lt; a\_b") == "*a* [3] $5 <i> &lt; a_b"


@pytest.mark.parametrize("written", [escape, shown])
@pytest.mark.parametrize(
    "words",
    [
        "https://x.org/?id=1&section=3&region=2",
        "AT&amp;T &#8212; R&D",
        "Write to press@un.org or www.un.org.",
        rf"\a{string.punctuation}b c\ {' '.join(string.punctuation)} \[3]",
        "# a\n> b\n+ c\n| d",
    ],
)
def test_what_was_escaped_is_shown_to_the_character(written, words):
    assert to_plain(written(words)) == words


@pytest.mark.parametrize("words", ["press@un.org", "http://x.org/?a=1&section=3", "AT&amp;T {b}"])
def test_the_evals_read_the_same_characters(words):
    assert plain(shown(words)) == words


def test_nothing_else_becomes_markup():
    shown = to_html(HOSTILE, link)

    assert "<" not in shown.replace("&lt;", "")
    assert to_plain(HOSTILE).startswith("<script>alert(1)</script>")


def test_links_images_and_headings_of_markdown_stay_text():
    text = "# a ![x](http://evil.example/y.png) [l](javascript:alert(1)) <http://evil.example>"

    assert "<a" not in to_html(text, link)
    assert "<img" not in to_html(text, link)


def test_tags_are_closed_in_order_whatever_the_text_does():
    assert to_html("**a *b** c", link) == "<strong>a <em>b c</em></strong>"
    assert to_html("**a", link) == "<strong>a</strong>"


def test_a_marker_keeps_its_number_in_plain_text():
    assert to_plain("so it is [1][12].") == "so it is [1][12]."
