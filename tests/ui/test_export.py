import json

from ui.conversation import Turn
from ui.export import file_name, to_json, to_markdown
from ui.testing import cite, refusal, said, two_articles

FIRST, SECOND = two_articles()
COST = cite(FIRST, "The bridge cost 12 million euros.", 1)
OPENED = cite(FIRST, "It opened on Monday.", 1)


def test_footnotes_hold_the_quotations_and_are_numbered_through_the_file():
    turns = [
        Turn("What did it cost?", said(("It cost **12 million euros**", COST))),
        Turn("When did it open?", said(("On Monday", OPENED))),
        Turn("And again?", said(("It cost 12 million euros", COST))),
    ]

    text = to_markdown("The bridge", turns, {})

    assert text.startswith(
        "# The bridge\n\n## What did it cost?\n\nIt cost **12 million euros** [^1]."
    )
    assert "On Monday [^2]." in text
    assert text.count("[^1]") == 3  # said twice, noted once
    assert "[^1]: “The bridge cost 12 million euros.” Bridge opens to traffic, 1 May 2023" in text


def test_words_of_people_cannot_become_markdown():
    text = to_markdown("a](b) <i>", [Turn("# *[x](y)* <script>", refusal("q"), note="`n`")], {})

    assert r"# a\](b) &lt;i&gt;" in text
    assert r"## \# \*\[x\](y)\* &lt;script&gt;" in text
    assert r"*\`n\`*" in text


def test_json_holds_everything():
    [turn] = json.loads(to_json("t", [Turn("q", said(("On Monday", OPENED)))]))["turns"]

    assert turn["answer"]["citations"][0]["quote"] == "It opened on Monday."


def test_a_file_name_is_safe_everywhere():
    assert file_name("../../Ä: what?*") == "ä-what"
    assert file_name("///") == "conversation"
