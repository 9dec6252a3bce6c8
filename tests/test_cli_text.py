"""What the command line prints of an answer."""

from dataclasses import replace
from datetime import date

import pytest

from rag import IndexStatus, Passage, Scope, Sentence, Usage
from rag.cli_text import answer_text, nameless, status_text
from rag.compose import assemble, escape
from rag.types import Draft, Evidence

BODY = r"The file C:\new\_log holds [3] *stars*."


def test_the_answer_loses_its_markdown_escapes_and_the_quotation_nothing():
    sentence = Sentence(BODY, 0, len(BODY))
    evidence = Evidence(Passage("a.txt", BODY, 0, len(BODY), (sentence,)), sentence)

    answer = assemble("answered", [Draft(escape(BODY), (evidence,))], question="Where?")
    printed, quoted = answer_text(answer, embedder_where="").split("\n\n")[:2]

    assert printed == BODY.removesuffix(".") + " [1]."
    assert quoted.startswith(f"[1] “{BODY}”")


def test_an_article_without_a_title_is_named_by_its_first_words_and_its_file_once():
    sentence = Sentence(BODY, 0, len(BODY))
    evidence = Evidence(Passage("a.txt", BODY, 0, len(BODY), (sentence,)), sentence)
    answer = assemble("answered", [Draft("It holds stars.", (evidence,))], question="What?")

    named = answer_text(answer, embedder_where="", names={"a.txt": "The file…"})
    left_since = answer_text(answer, embedder_where="")

    assert nameless(answer)
    assert "\n    The file… (a.txt)\n" in named
    assert "\n    a.txt\n" in left_since


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope(published_from=date(2024, 5, 1)), "articles published since 1 May 2024."),
        (Scope(published_to=date(2024, 5, 1)), "articles published until 1 May 2024."),
        (Scope(("a.txt",)), "1 article."),
        (
            Scope(("a.txt", "b.txt"), date(2024, 5, 1), date(2024, 5, 2)),
            "2 articles, published 1 May 2024 to 2 May 2024.",
        ),
    ],
)
def test_what_the_search_was_limited_to_is_told(scope, told):
    answer = assemble("not_found", [], question="Where?", remarks=["Not here."])
    lines = answer_text(answer, embedder_where="", scope=scope).split("\n")

    assert lines[:3] == ["Not here.", "", f"Searched only {told}"]
    assert "Searched" not in answer_text(answer, embedder_where="")


def test_the_host_of_an_embedder_is_told_with_who_answered_and_in_the_status():
    answer = assemble("not_found", [], question="Where?", remarks=["Not here."])
    state = IndexStatus("articles", ".pullquote", "f", "words-1", 1, 1, "tantivy")
    at = "api.example.org"

    assert "on this machine; articles and question went to api.example.org" in answer_text(
        answer, embedder_where=at
    )
    told = status_text(state, model=None, where="", embedder_where=at)
    assert "words-1 at api.example.org" in told


def test_of_many_files_that_are_new_the_status_names_the_first():
    new = tuple(f"{n:03}.txt" for n in range(150))
    state = IndexStatus("articles", ".pullquote", "f", "words-1", 0, 0, "tantivy", new=new)

    told = status_text(state, model=None, where="", embedder_where="").splitlines()

    (line,) = (line for line in told if line.startswith("New"))
    assert line.endswith(": " + ", ".join(new[:10]) + " and 140 more")


def test_the_last_line_tells_the_cost_where_it_is_known():
    answer = assemble("not_found", [], question="Where?", remarks=["Not here."])
    usage = Usage(1500, 90, 0.00029)
    paid = replace(answer, answered_by="mine-7b", sent_to="api.example.org", usage=usage)

    told = answer_text(paid, embedder_where="")

    assert told.endswith("answered by mine-7b at api.example.org · cost 0.00029")


def test_the_last_line_tells_in_whose_place_the_reader_answered():
    answer = assemble("not_found", [], question="Where?", remarks=["Not here."])
    instead = replace(answer, stood_in_for="mine-7b", sent_to="api.example.org")

    told = answer_text(instead, embedder_where="")

    assert told.endswith(
        "the embedded reader, on this machine, in place of mine-7b at api.example.org"
    )


def test_the_last_line_tells_where_the_conversation_went_also_if_the_reader_answered():
    answer = assemble("not_found", [], question="Where?", remarks=["Not here."])
    sent = replace(answer, sent_to="api.example.org")

    told = answer_text(sent, embedder_where="")

    assert told.endswith(
        "on this machine; the conversation went to api.example.org to be understood"
    )
