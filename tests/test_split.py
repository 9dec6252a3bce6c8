"""Sentences and passages: hard cases of news writing, hostile text, and the seeds."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.split import LONGEST, MOST_WORDS, embedding_text, passages, sentences
from rag.types import Article

SEEDS = Path(__file__).parent.parent / "seeds"

# One case a line; " || " stands where a sentence ends and a single space follows.
ENGLISH = """
Putin met with Gen. Li Shangfu on Sunday. || He had arrived a day before.
Gen. He Weidong spoke. || The visit ended.
Cllr. Anna Berg and Asst. Chief Poe met Dist. Judge Lund. || Sra. Ruiz came with Const. Dale.
“Go!” Smith shouted. || “Is it true?” Anna Berg whispered. || “Never!” Lund cried.
The U.S. State Department said so. || Moscow did not.
He studied in the U.S. || The year was 1999.
They moved to the U.S. || Russia said it was no surprise.
The use of U.S.-made hardware was testament to that. || The Kremlin said so.
China's Deputy Permanent U.N. Representative Geng Shuang spoke on the U.N.’s website. || He left.
Mr. and Mrs. Smith met Dr. No. || They liked him.
On Jan. 5 he flew to St. Petersburg. || It snowed.
He was born in Dec. || It was cold.
WASHINGTON, D.C. — The president spoke. || Nobody listened.
MOSCOW, Dec. 5 (Reuters) — Exports rose. || Imports fell.
J. K. Rowling and George W. Bush met. || Nobody knows why.
John F. Kennedy Jr. died in 1999. || His plane fell.
She takes vitamin C. || The doctor said so.
Room No. 5 is empty. || Is it No. 6 then? || No.
He said no. || They left.
Prices rose 3.5 percent to $1.20. || Version 2.0.1 is out.
See https://example.com/a.b?c=d. || It is free.
Visit example.com or mail a.b@c.org today. || Node.js is fine.
The talks begin at 5 p.m. Wednesday in Kyiv. || They end at 9 a.m. || Nobody sleeps.
At 8 p.m. Moscow time the guns fell silent. || At 3:30 p.m. EST they spoke again.
He left at 5 p.m. || Police said nothing.
Apple Inc. CEO Tim Cook spoke. || Apple Inc. || The firm grew.
Sen. Ron Wyden, D-Ore., and Rep. Matt Gaetz, R-Fla., agreed. || It happens.
He lives in Tampa, Fla. || His wife does not.
Jane Doe, Ph.D., spoke. || She holds a Ph.D. || It is in physics.
Fruit, e.g. apples, and roots, i.e. beets, are cheap. || Meat etc. is dear.
Roe v. Wade was cited; so was Brown vs. Board of Education. || It took hours.
He lives on Wall St. || The rent is high.
Smith et al. found it in Fig. 3 on p. 12. || Others did not.
“China is willing to ... jointly achieve the development,” Xi said in May. || He smiled.
The war ... Russia began it ... goes on. || It is long.
They waited ... . || The train came.
And then... || Nothing happened.
And then… || It was over.
He said . . . nothing. || She left.
“Western countries are trying,” Mishustin said, cited by TASS. || He went on.
Relations “outperform the unions of the Cold War era. They rest on principles, and are stable.”
“We are ready. We will win,” he said. || She was not.
He called ties “rock solid.” || Li said that trade would grow.
“Who knows?” Smith said. || “Not me!” she cried.
“Stop!” he shouted. || Nobody did.
He asked, "Why now?" || The answer came late.
"It is late. Go home," she said. || "Why?"
‘We are ready. We will win,’ he said. || The workers’ rights were not discussed. || It rained.
It rained. || (It often does.) || We left.
The plan (see Fig. 3. It is old.) was dropped. || Nobody cared.
It was war.[1] || The next day was worse.[2][3] || Then peace.
What?! || You cannot mean it! || I do.
Is that so?! he asked. || Yes.
1. Reform the army. || 2. Reform the courts.
A. The first option is peace. || It is cheap.
Great! || 🎉 The party begins.
He won. || — Reuters
The iPhone is old. || iPhone sales fell.
It fell to 24. || May was late.
He said: “I am here.” || “So am I,” said Li.
“It has no limits.” || In May they met again.
Yahoo shares fell 2.5 pct. || Gov. Brown was told at 10 a.m. by Lt. Col. Gray.
Prof. Dr. h.c. Anna Meyer spoke. || We heard her.
He works at Smith & Co. || They make shoes.
Prime Minister Rishi Sunak, M.P., spoke. || He was brief.
The ruble fell to 80.5 vs. the dollar. || Why? || Because of oil.
"""

OTHERS = """
Am 24. Mai traf er Dr. Schulz in Berlin. || Der 3. Tag war ruhig.
Das kostet ca. 5 Mio. Euro, d.h. viel Geld. || Er zahlte z.B. in bar.
„Wir sind bereit“, sagte er. || Die Lage ist ernst.
»Kommt er?« || Er kam.
M. Macron est arrivé. || Il a parlé.
« Nous sommes prêts. » || Il est parti.
Vraiment ? || Oui ! || Mme Dupont le dit.
Le ministre a dit « non ». || Les autres ont dit oui.
"""

WITHOUT_SPACE = [
    ("They imposed sanctions.He said no.", ["They imposed sanctions.", "He said no."]),
    ("他来了。他走了！真的吗？是。", ["他来了。", "他走了！", "真的吗？", "是。"]),
    ("他说：「走。」然后走了。", ["他说：「走。」", "然后走了。"]),
    ("Call System.Out or foo.Bar.", ["Call System.Out or foo.Bar."]),
    ("وصل الوزير. هل بقي؟ نعم.", ["وصل الوزير.", "هل بقي؟", "نعم."]),
    ("Aims:\n\n- peace\n\n- trade", ["Aims:", "- peace", "- trade"]),
    ("Aims:\n\n1. Peace\n\n2. Trade", ["Aims:", "1. Peace", "2. Trade"]),
    ("A line\nbroken by hand. Next.", ["A line\nbroken by hand.", "Next."]),
    ("Focus on China\n\nAs ties grow", ["Focus on China", "As ties grow"]),
    ("“Open.\n\nShut.” He left.", ["“Open.", "Shut.”", "He left."]),
]


def texts(body: str) -> list[str]:
    return [s.text for s in sentences(body)]


@pytest.mark.parametrize("case", [*ENGLISH.strip().splitlines(), *OTHERS.strip().splitlines()])
def test_news_is_split_as_an_editor_would(case):
    assert texts(case.replace(" || ", " ")) == case.split(" || ")


@pytest.mark.parametrize(("body", "expected"), WITHOUT_SPACE)
def test_sentences_end_without_a_space_too(body, expected):
    assert texts(body) == expected


def test_a_long_quotation_is_split_and_a_short_one_stays_with_its_speaker():
    long = "“" + " ".join(f"The {n} point of the plan is that peace must last." for n in "abcdefgh")
    assert len(texts(f"{long}” Li said.")) > 1
    assert texts("Li said “it is late. It is cold” to all. || He left.".replace(" ||", "")) == [
        "Li said “it is late. It is cold” to all.",
        "He left.",
    ]


HOSTILE = st.text(
    st.sampled_from(
        " \n\t\r.!?…。“”\"'‘’«»()[]-•1A9azéЖ中م🎉\u0300\u200b\u202e\x00\x1c\u2028\ufeff"
    ),
    max_size=300,
)
ANYTHING = st.text(max_size=300)
NEWS = st.lists(
    st.sampled_from(
        [
            "U.S.",
            "Gen.",
            "He",
            "said",
            "“We",
            "go.”",
            "...",
            "\n\n",
            "\n",
            "5",
            "p.m.",
            "Li",
            "Why?",
            ".",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(deadline=None)  # other work on the machine is no failure
@given(HOSTILE | ANYTHING | NEWS)
@example("A.\n\n- b")
def test_sentences_are_the_body_to_the_character(body):
    found = sentences(body)

    end = 0
    for s in found:
        assert s.text == body[s.start : s.end] == s.text.strip() != ""
        assert body[end : s.start].strip() == ""  # nothing lost, nothing twice
        assert "\n\n" not in s.text
        assert len(s.text) <= LONGEST
        end = s.end
    assert body[end:].strip() == ""


@settings(deadline=None)
@given(st.lists(HOSTILE | NEWS, max_size=8).map("\n\n".join))
def test_passages_are_runs_of_all_the_sentences(body):
    found = passages(Article("a.txt", body, title="T", publisher="P", published=date(2023, 5, 24)))

    assert tuple(s for p in found for s in p.sentences) == sentences(body)
    for p in found:
        assert p.text == body[p.start : p.end]
        assert (p.start, p.end) == (p.sentences[0].start, p.sentences[-1].end)
        assert (p.document, p.title, p.publisher, p.voice) == ("a.txt", "T", "P", "")
        assert len(p.text.split()) <= MOST_WORDS or len(p.sentences) == 1


@pytest.mark.parametrize(
    "piece",
    [".", '"', "“", "a. b. ", "A. B. ", " .", '."', "x" * 50, "1.\n", "«A. B.» ", "(", "\n"],
)
def test_hostile_repetition_takes_time_in_proportion(piece):
    begun = time.thread_time()
    sentences(piece * (300_000 // len(piece)))
    assert time.thread_time() - begun < 10  # 0.5 s where measured; a square would take minutes


def test_a_long_article_is_cut_at_paragraphs_and_never_after_a_heading():
    sentence = "The ministers met on Monday to speak of grain, gas and the war in the east. "  # 15
    paragraphs = [sentence * 3, "Focus on grain", sentence * 4, "Focus on gas", sentence * 7]
    found = passages(Article("a.txt", "\n\n".join(p.strip() for p in paragraphs * 3)))

    assert all(60 <= len(p.text.split()) <= MOST_WORDS for p in found)
    assert not any(p.text.endswith(("grain", "Focus on gas")) for p in found)
    assert all(p.text.startswith(("The ministers", "Focus")) for p in found)


def test_seed_passages_have_whole_sentences_of_a_size_that_the_embedder_sees():
    for path in sorted(SEEDS.glob("*.txt")):
        body = path.read_text("utf-8").replace("\n", "\n\n")
        found = passages(Article(path.name, body))
        assert len(found) >= 3
        assert all(70 <= len(p.text.split()) <= MOST_WORDS for p in found)


def test_title_and_date_are_embedded_once():
    article = Article("a.txt", "Talks end\n\nThey left.", "Talks end", published=date(2023, 5, 4))
    (first,) = passages(article)
    assert embedding_text(first) == "4 May 2023\nTalks end\n\nThey left."

    (other,) = passages(Article("a.txt", "They left.", "Talks end", published=date(2023, 5, 4)))
    assert embedding_text(other) == "Talks end, 4 May 2023\nThey left."
    assert embedding_text(passages(Article("a.txt", "They left."))[0]) == "They left."


def test_an_empty_body_has_no_sentences_and_no_passages():
    assert sentences(" \n\n ") == ()
    assert passages(Article("a.txt", "")) == ()
