"""An article is named by a part of its file's name as well, where that fits one only."""

from __future__ import annotations

import pytest

from rag import Scope
from rag.collection import within

ARTICLES = {
    "003_a1b2.txt": "Fair in Hay\n\nThe fair in Hay drew 4,000 people on Sunday. It rained.\n",
    "004_c3d4.txt": "Dam in Lund\n\nThe dam in Lund leaked on Monday. Nobody was hurt by it.\n",
    "report-12_e5.txt": "School in Mill\n\nThe school in Mill was shut on Friday for a week.\n",
    "notes_e6.txt": "Roof in Velm\n\nThe roof of the hall in Velm fell in on 12 March 2024.\n",
    "notes_f7.txt": "Wheel in Velm\n\nThe wheel of the fair in Velm is 30 metres high.\n",
}


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Summarise article 003", "003_a1b2.txt"),
        ("Summarise article 3", "003_a1b2.txt"),
        ("Sum up document no. 12 in one sentence.", "report-12_e5.txt"),
        ("Summarise 003_a1b2.txt", "003_a1b2.txt"),
        ("Give me a short summary of 003_a1b2", "003_a1b2.txt"),
        ("What does article 004 say?", "004_c3d4.txt"),
        ("What does 004_c3d4.txt say?", "004_c3d4.txt"),
        ("What is report-12 about?", "report-12_e5.txt"),
        ("What does article 004 say about the dam?", "004_c3d4.txt"),
        ("Who was hurt, according to article 4?", "004_c3d4.txt"),
        ("Summarise article 5", None),
        ("What does Article 4 say about aid?", None),
        ("What does the dam say?", None),
    ],
)
def test_a_part_of_a_files_name_names_it_where_one_only_fits(own_assistant, question, document):
    asked = within(question, own_assistant._index, Scope())

    assert (asked.scope.documents if asked else ()) == ((document,) if document else ())


def test_which_article_was_summed_up_is_said(own_assistant):
    answer = own_assistant.answer("Summarise article 3")

    assert answer.text.startswith("*Fair in Hay*")
    assert {citation.document for citation in answer.citations} == {"003_a1b2.txt"}
