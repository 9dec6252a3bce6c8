"""What the command line prints of an answer."""

from rag import Passage, Sentence
from rag.cli_text import answer_text
from rag.compose import assemble, escape
from rag.types import Draft, Evidence

BODY = r"The file C:\new\_log holds [3] *stars*."


def test_the_answer_loses_its_markdown_escapes_and_the_quotation_nothing():
    sentence = Sentence(BODY, 0, len(BODY))
    evidence = Evidence(Passage("a.txt", BODY, 0, len(BODY), (sentence,)), sentence)

    answer = assemble("answered", [Draft(escape(BODY), (evidence,))], question="Where?")
    printed, quoted = answer_text(answer, where="").split("\n\n")[:2]

    assert printed == BODY.removesuffix(".") + " [1]."
    assert quoted.startswith(f"[1] “{BODY}”")
