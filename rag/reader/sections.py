"""What stands under a heading that is what is asked about, or under a question that is the one.

An interview and a page of frequent questions ask for themselves: "Ann Lund: Why did you leave?".
The answer behind it need not repeat a word of the question, so that the encoder seldom finds it.
Nor do the items of a list say under which heading they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from rag.collection.listing import left_out
from rag.compose import escape, with_head
from rag.reader.premises.denials import denies
from rag.reader.question import Question
from rag.reader.say import is_bare_reply, says_yes_or_no
from rag.reader.told import Told
from rag.reader.topic import topic
from rag.text import stems
from rag.types import Draft, Evidence, Hit

if TYPE_CHECKING:
    from rag.reader.reading import Reading

SENTENCES = 3  # of an answer or a section that are told
ITEMS = 12  # of a list
ARTICLES = 3  # the nearest, that are looked through
LONGEST = 8  # words of a heading
_OPENING = 3  # paragraphs that tell with the title whom and what an article is on

_SPEAKER = re.compile(r"(?P<who>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}): (?=\S)")
_NUMBERED = re.compile(r"\d{1,2}[.)]? ")
_BULLET = re.compile(r"[-*•·▪] ")
# Who thinks something of a thing makes something of it.
_OPINION = frozenset(stems("think make made feel opinion view"))

_Paragraph = tuple[Evidence, ...]


def in_section(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told | None:
    """The answer to a question of an article's own, the items under a heading or what is told
    under it, where that is what is `asked`; None where nothing is.
    """
    if asked.kind == "summary":
        return None
    alone = len(reading.scope.documents) == 1
    for document in [*dict.fromkeys(hit.document for hit in hits)][:ARTICLES]:
        article = _paragraphs(document, reading)
        opening = {s for each in article[:_OPENING] for s in stems(_text(each))}
        known = frozenset({*opening, *stems(re.sub(r"\W+|_", " ", document))})
        for place, heading in enumerate(article[1:], start=1):
            told = _under(asked, heading, article[place + 1 :], known, alone=alone)
            if told:
                return told
    return None


def _under(
    asked: Question,
    heading: _Paragraph,
    behind: Sequence[_Paragraph],
    known: frozenset[str],
    *,
    alone: bool,
) -> Told | None:
    """What is told `behind` a paragraph that asks or names what is asked about.

    A matter that is only named may be told of in many articles: one section tells it where the
    question is put to one article `alone`.
    """
    if heading[-1].sentence.text.endswith("?"):
        if behind and _is_the_question(asked, heading, known):
            return _replied(asked, heading[-1], behind[0])
    elif _is_heading(heading):
        wanted = frozenset(stems(_NUMBERED.sub("", _text(heading))))
        if asked.kind == "list" and _is_on(asked, wanted, known):
            return _listed(behind)
        if alone and wanted and wanted == _topic(asked) and behind and not _is_line(behind[0]):
            return _told(behind[0])
    return None


def _is_the_question(asked: Question, paragraph: _Paragraph, known: frozenset[str]) -> bool:
    """Whether a paragraph that ends in a question asks what is asked: it has all its words, but for
    those that the article's top has, and its question no others.
    """
    own = Question(_SPEAKER.sub("", paragraph[-1].sentence.text, count=1))
    words = frozenset(own.terms) - _OPINION
    if (on := _topic(asked)) and words == on:
        return True
    wanted = frozenset(asked.terms) - _OPINION
    here = frozenset(stems(_text(paragraph)))
    same_sort = (own.kind, own.wants) == (asked.kind, asked.wants)
    return bool(words) and same_sort and words <= wanted and wanted - here <= known


def _topic(asked: Question) -> frozenset[str]:
    return frozenset(stems(topic(asked.plain)))


def _is_on(asked: Question, wanted: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a list under a heading of some words is the one that is asked for."""
    terms = frozenset(asked.terms)
    return bool(wanted) and wanted <= terms and terms - wanted <= known


def _replied(asked: Question, question: Evidence, answer: _Paragraph) -> Told:
    """What is told to a question of the article, with that where it is a bare yes or no."""
    own, first = Question(question.sentence.text), answer[0].sentence.text
    told = _told(answer)
    if own.kind != "yes_no" or not is_bare_reply(first):
        return told
    text = f"{escape(question.sentence.text)} {told.drafts[0].text}"
    draft = Draft(text, (question, *told.drafts[0].evidence))
    head = says_yes_or_no(first)
    if head and asked.kind == "yes_no" and denies(own.plain) == denies(asked.plain):
        draft = with_head(head, draft.text, draft.evidence)
    return Told((draft,), "answered")


def _told(answer: _Paragraph) -> Told:
    """The paragraph's first sentences, as one."""
    evidence = answer[:SENTENCES]
    text = " ".join(escape(each.sentence.text) for each in evidence)
    return Told((Draft(text, evidence),), "answered")


def _listed(behind: Sequence[_Paragraph]) -> Told | None:
    """The items at the beginning of some paragraphs, at least two; None where there are none."""
    bulleted = bool(behind) and bool(_BULLET.match(_text(behind[0])))
    is_item = _is_bullet if bulleted else _is_line
    items = [*takewhile(is_item, behind)]
    if not bulleted and len(items) < len(behind):
        items = items[:-1]  # the heading of what follows
    if len(items) < 2:
        return None
    drafts = tuple(Draft(escape(_text(item)), item) for item in items[:ITEMS])
    return Told(drafts, "answered", remark=" ".join(left_out(len(items) - ITEMS)))


def _is_bullet(paragraph: _Paragraph) -> bool:
    return bool(_BULLET.match(_text(paragraph)))


def _is_heading(paragraph: _Paragraph) -> bool:
    return _is_line(paragraph) and len(_text(paragraph).split()) <= LONGEST


def _is_line(paragraph: _Paragraph) -> bool:
    """Whether a paragraph is one line that ends as no sentence does."""
    return len(paragraph) == 1 and paragraph[0].sentence.is_heading


def _text(paragraph: _Paragraph) -> str:
    return " ".join(each.sentence.text for each in paragraph)


def _paragraphs(document: str, reading: Reading) -> list[_Paragraph]:
    """The paragraphs of an article, in order: a sentence apart from the last begins one."""
    found: list[list[Evidence]] = []
    for passage in reading.index.passages_of(document):
        for sentence in passage.sentences:
            if found and sentence.start - found[-1][-1].sentence.end < len("\n\n"):
                found[-1].append(Evidence(passage, sentence))
            else:
                found.append([Evidence(passage, sentence)])
    return [tuple(each) for each in found]
