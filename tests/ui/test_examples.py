from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from rag import Article, Scope
from ui.events import Events
from ui.examples import Examples
from ui.testing import Scripted, Unreadable, cite, refusal, said

BODY = (
    "Danish Prime Minister Anna Holm said in a speech on Ferry Lines that they must stay. "
    "Ferry Lines carry many people. Ferry boss Jens Bro promised a plan for Ferry Lines."
)
ARTICLE = Article("ferry.txt", BODY)
HOLM_SPEAKS, CARRY, BRO_SPEAKS = (f"{sentence.strip('.')}." for sentence in BODY.split(". "))
SAID = said(("There is a plan", cite(ARTICLE, BRO_SPEAKS, 1)))
WHO = "Who is the Danish prime minister?"
BRO = "What did Jens Bro say about Ferry Lines?"


def test_only_questions_that_the_articles_answer_are_offered():
    examples = Examples(Scripted([ARTICLE], {BRO: SAID, WHO: refusal(WHO)}))

    assert examples.get() == (BRO,)
    assert examples.near(["ferry.txt"]) == (BRO,)


@pytest.mark.parametrize(
    ("cited", "offered"),
    [
        ([BRO_SPEAKS], True),
        ([HOLM_SPEAKS, BRO_SPEAKS], True),
        (["At night Bro has warned of delays to Ferry Lines."], True),
        ([HOLM_SPEAKS], False),
        ([CARRY], False),
        (["Jens Bro was there when Anna Holm said so."], False),
        (["Kurt Bro said Ferry Lines would close."], False),
    ],
)
def test_what_somebody_said_is_offered_only_where_that_person_speaks_in_what_is_cited(
    cited, offered
):
    elsewhere = Article("b.txt", " ".join(cited))
    answer = said(*(("So", cite(elsewhere, quote, n)) for n, quote in enumerate(cited, start=1)))

    found = Examples(Scripted([ARTICLE], {BRO: answer})).get()

    assert found == ((BRO,) if offered else ())


def test_they_are_worked_out_again_only_when_the_articles_change():
    scripted = Scripted([ARTICLE], {BRO: SAID})
    tried: list[str] = []
    answer = scripted.answer
    scripted.answer = lambda question, **more: (tried.append(question), answer(question, **more))[1]
    examples = Examples(scripted)

    examples.get()
    first = len(tried)
    examples.get()

    assert first == 2
    assert len(tried) == first


def test_an_article_that_is_written_anew_gives_new_questions(tmp_path):
    scripted = Scripted([ARTICLE], REPLIES)
    examples = Examples(scripted)
    before = examples.get()

    (tmp_path / ARTICLE.document).write_text(TRAM.body, encoding="utf-8")
    scripted.add([tmp_path / ARTICLE.document])

    assert (before, examples.get()) == ((BRO,), (LUND,))


def test_a_document_that_is_gone_gives_no_questions():
    assert Examples(Scripted([ARTICLE], {BRO: SAID})).near(["gone.txt"]) == (BRO,)


TRAM = Article(
    "tram.txt",
    "Tram boss Eva Lund promised money for Tram Town. Tram Town waits.",
    published=date(2023, 6, 1),
)
LUND = "What did Eva Lund say about Tram Town?"
DATED = replace(ARTICLE, published=date(2023, 5, 1))
REPLIES = {BRO: SAID, LUND: said(("There is money", cite(TRAM, TRAM.body.split(". ")[0] + ".", 1)))}


@pytest.mark.parametrize(
    ("scope", "offered"),
    [
        ({}, (BRO, LUND)),
        ({"documents": ["tram.txt"]}, (LUND,)),
        ({"documents": ["ferry.txt"]}, (BRO,)),
        ({"from": "2023-05-15"}, (LUND,)),
        ({"to": "2023-05-15"}, (BRO,)),
        ({"to": "2023-04-01"}, ()),
        ({"documents": ["tram.txt"], "to": "2023-05-15"}, ()),
    ],
)
@pytest.mark.parametrize("passages", [[], ["ferry.txt", "tram.txt"]])
def test_after_a_refusal_only_questions_from_where_it_was_searched_are_offered(
    scope, offered, passages
):
    events = Events(Scripted([DATED, TRAM], REPLIES))
    sent = {"documents": passages, "scope": scope, "key": "k"}

    post = events.instead(SimpleNamespace(_data=sent))

    assert (post["questions"], post["key"]) == (offered, "k")


def test_the_reader_must_find_the_answer_inside_the_scope():
    scripted = Scripted([DATED, TRAM], REPLIES)
    scopes = []
    answer = scripted.answer
    scripted.answer = lambda question, **more: (
        scopes.append(more["scope"]),
        answer(question, **more),
    )[1]
    scope = Scope(documents=("tram.txt",))

    Examples(scripted).near([], scope)

    assert scopes == [scope]


def test_nothing_is_offered_while_the_index_cannot_be_read():
    assert Examples(Unreadable()).near(["ferry.txt"]) == ()
    assert Examples(Unreadable()).get() == ()
