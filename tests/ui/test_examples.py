from rag import Article
from ui.examples import Examples, candidates
from ui.testing import Scripted, cite, refusal, said

BODY = (
    "Danish Prime Minister Anna Holm said in a speech on Ferry Lines that they must stay. "
    "Ferry Lines carry many people. Ferry boss Jens Bro promised a plan for Ferry Lines."
)
ARTICLE = Article("ferry.txt", BODY)
SAID = said(("They must stay", cite(ARTICLE, BODY.split(". ", maxsplit=1)[0] + ".", 1)))
WHO = "Who is the Danish prime minister?"
BRO = "What did Jens Bro say about Ferry Lines?"


def test_questions_come_from_the_articles_own_sentences():
    assert list(candidates([BODY])) == [("Jens Bro", BRO), ("Anna Holm", WHO)]
    assert list(candidates(["it said nothing on Monday."])) == []


def test_only_questions_that_the_articles_answer_are_offered():
    examples = Examples(Scripted([ARTICLE], {BRO: SAID, WHO: refusal(WHO)}))

    assert examples.get() == (BRO,)
    assert examples.near(["ferry.txt"]) == (BRO,)


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


def test_a_document_that_is_gone_gives_no_questions():
    assert Examples(Scripted([ARTICLE], {BRO: SAID})).near(["gone.txt"]) == (BRO,)
