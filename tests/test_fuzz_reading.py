"""Whatever stands in a file, its article keeps its contract or the file is refused in a sentence.

`make test` runs a fixed choice of inputs; `pytest --hypothesis-profile long tests/test_fuzz_*`
looks for new ones. Elsewhere: inputs guided by what code they reach (tests/fuzz/).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.clean import SUFFIXES, clean, clean_markdown, clean_page, clean_text
from rag.clean.dates import date_in, only_a_date
from rag.clean.repair import in_order, repair
from rag.errors import BadDocument
from rag.split import LONGEST, passages, sentences
from rag.types import Article


def listed(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.split())


SHARP = listed("""
    . ! ? … “ ” ‘ ’ " ' ( ) [ ] { } < > & ; : , - — – * _ # ` | / @ © § $ € % 0 1 9 2023 24 May By
    Photo: Share U.S. Gen. Li said that He the council A a é ß Ж 中 م ❤ 👩‍👧 ā â€™ Ã© --- === ``` ![
    ]( [^1]: title: :-- &amp; &#0; &#x202e; &#133; <!-- --> <p> </p> <b> <table> <tr> <td> <script>
    </script> <h1> <title> <meta <br> <div <a href= <![CDATA[ <?php
    """)
UNSEEN = st.sampled_from(
    "\n \t \r \xa0 \ufffd \xad \u200b \u202e \u0301 \u0315 \u0f73 \u2028 \x00 \x0b \x1b \x85 \ufeff"
)
PIECES = st.lists(SHARP | UNSEEN | st.just("\n\n") | st.text(max_size=4), max_size=30)
TEXTS = st.builds(str.join, st.sampled_from(["", " ", "\n"]), PIECES)
ENCODINGS = listed("utf-8-sig utf-16 utf-32 cp1252 cp1251 utf-16-le shift_jis")
WORDS = st.lists(
    listed("the Council met on Friday 12 km Łódź café it’s 中文 news"), min_size=1
).map(" ".join)
SOME = settings(max_examples=settings.default.max_examples // 3)  # each takes some 20 ms


def cleaned(raw: bytes, document: str) -> Article | None:
    """The article, or None where its file is refused in one sentence that names it."""
    try:
        return clean(raw, document=document)
    except BadDocument as error:
        told = str(error)
    assert told.startswith(repr(document))
    assert "\n" not in told
    return None


def keeps_its_contract(article: Article) -> None:
    body = article.body
    assert body == body.strip() != ""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e\ud800-\udfff]", body)
    assert all(part.strip() for part in body.split("\n\n"))
    for line in (article.title, article.publisher, article.author):
        assert line == " ".join(line.split())
    for omission in article.omissions:
        assert omission.reason
    offsets_are_exact(article)


def offsets_are_exact(article: Article) -> None:
    """Each sentence stands where it says, in one passage, and none is lost or there twice."""
    found = sentences(article.body)
    end = 0
    for sentence in found:
        assert sentence.text == article.body[sentence.start : sentence.end] != ""
        assert not article.body[end : sentence.start].strip()
        assert len(sentence.text) <= LONGEST
        end = sentence.end
    assert not article.body[end:].strip()
    cut = passages(article)
    assert tuple(s for passage in cut for s in passage.sentences) == found
    for passage in cut:
        assert passage.text == article.body[passage.start : passage.end]


@SOME
@given(
    st.binary(max_size=400) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(SUFFIXES),
)
def test_any_bytes_are_an_article_or_are_refused_in_a_sentence(raw: bytes, suffix: str) -> None:
    if article := cleaned(raw, f"a{suffix}"):
        keeps_its_contract(article)


@SOME
@given(TEXTS, ENCODINGS)
def test_any_encoding_of_any_text_is_read_or_refused(text: str, encoding: str) -> None:
    raw = text.encode(encoding, "replace")
    for page in (raw, b"<html><meta charset=" + encoding.encode() + b">" + raw):
        if article := cleaned(page, "a.html"):
            keeps_its_contract(article)


@given(TEXTS)
@example("\x8d\xc0\xa7")  # mojibake only once the control before it has gone
@example("\xa0\x8e\xaf")  # and only once a space is one
@example("&#x202e;0")
def test_repair_is_final_and_cleaning_adds_nothing(text: str) -> None:
    once = repair(text)
    assert repair(once) == once
    for article in (clean_text(text), clean_markdown(text)):
        if article.body:
            keeps_its_contract(article)


@given(st.text(alphabet="a\u0315\u0300\u0f73\u0f71\u0f72\u0344 \u0e38\u0e48é", max_size=300))
def test_accents_put_in_order_are_the_same_text(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert unicodedata.normalize(form, in_order(text)) == unicodedata.normalize(form, text)


TAGS = listed("p div li h2 blockquote section span b td figure aside footer nav article main label")
NESTED = st.recursive(
    WORDS,
    lambda inside: st.builds(lambda tag, parts: (tag, parts), TAGS, st.lists(inside, max_size=4)),
    max_leaves=25,
)


def markup(tree: object) -> str:
    if isinstance(tree, str):
        return f" {tree} "
    tag, parts = tree
    return f"<{tag}>{''.join(map(markup, parts))}</{tag}>"


def words_of(tree: object) -> str:
    return tree if isinstance(tree, str) else " ".join(map(words_of, tree[1]))


@SOME
@given(st.lists(NESTED, max_size=8))
def test_every_word_of_a_page_is_in_its_body_or_in_an_omission(trees: list[object]) -> None:
    page = f"<html><body>{''.join(map(markup, trees))}</body></html>"
    article = clean_page(page)
    there = article.body + "\n" + "\n".join(omission.text for omission in article.omissions)
    said = Counter(" ".join(map(words_of, trees)).split())
    assert not said - Counter(there.split())


@SOME
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.dates().map(str),
        lambda inside: (
            st.lists(inside, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "@graph", "author", "publisher", "name", "headline", "datePublished"]
                ),
                inside | st.just("NewsArticle"),
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_any_data_in_a_pages_head_is_taken_or_left(data: object) -> None:
    linked = json.dumps(data).replace("<", "\\u003c")
    page = f'<html><head><script type="application/ld+json">{linked}</script></head><body><p>'
    keeps_its_contract(clean_page(f"{page}The council met on Friday and voted.</p></body></html>"))


@given(st.text(alphabet="0123456789 -/.,:MaytJune€$ thnd٣²Ⅳ", max_size=40) | TEXTS)
def test_a_date_is_found_or_not_and_no_text_is_an_error(text: str) -> None:
    for found in (date_in(text), only_a_date(text)):
        assert found is None or 1900 <= found.year <= 2099
