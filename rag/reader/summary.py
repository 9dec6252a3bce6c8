"""The course of an article, or of a matter over several, in a few of its own sentences.

Sentences are chosen for being near the question and near the whole, and unlike those already
chosen (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998). Of a matter, each article
that tells of it has its turn before any has a second; of the whole collection, each is told by its
opening. All in the order of the articles' days, and within one in its own order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rag.collection.described import described
from rag.collection.listing import KIND, articles_in, label
from rag.compose import escape
from rag.reader.candidates import names_by_article, names_met
from rag.reader.question import Question
from rag.reader.say import pointed_at
from rag.reader.told import NOT_HERE, Told
from rag.reader.topic import topic
from rag.text import numbers, stems
from rag.types import ArticleInfo, Draft, Evidence, Hit, Passage

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.reading import Reading

SENTENCES = 5
ARTICLES = 8  # told of a whole collection, the newest
PASSAGES = 24  # looked through for the articles that tell of a matter
SHORTEST_WORDS = 8  # headings, bylines and datelines do not sum anything up
_NEAR = 0.4  # of the best hit's score; a matter is told in few passages
_ON_IT = 0.4  # of the weight of the article with most on the matter, for another to be on it
_ABOUT = 0.5  # of the likeness to the question of the sentence most like it
_LENGTH = re.compile(  # behind what is to be summed up
    r"(?<!\s),?\s+(?:in|using) (?:just |only |about |at most |no more than |under )?"
    r"(?P<most>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) "
    r"(?:short |simple |single |brief |quick |bullet )?(?:sentence|line|point|bullet)s?"
    r"(?=\s*(?:[?.!,;]|$|please\b))",
    re.IGNORECASE,
)
_OF_ONE_ARTICLE = re.compile(
    r"\barticle\b|\b(?:the|this|that) (?:\w+ )?(?:report|story|piece|text|document)\b(?! of\b)|"
    rf"\b(?:the|this|that) (?:[\w’'-]+ ){{0,3}}?{KIND}\b",
    re.IGNORECASE,
)
_NOTHING_ELSE = frozenset(
    stems(
        "summary summarise summarize overview sum main key point gist article story text document "
        "piece report paper collection folder news everything all about these this them it each "
        "every give write sentence line word short brief quick separate individual"
    )
)
# Likeness of a sentence to a matter of which no sentence has all words, from which it tells of it.
# For six of seven matters that the seeds hold in other words ("war games") the best sentence has
# .33 to .49; the seventh, "commerce", is refused. For eight that they do not hold: .16 to .27.
_LIKE = 0.3
_NEARNESS = 0.6  # how much nearness to the question counts beside nearness to the whole article
_NEARNESS_OF_MATTER = 0.8  # the same, of a matter: an article may tell of several
_NOVELTY = 0.3  # how much likeness to what is chosen counts against a sentence
_COPY = 0.95  # likeness of two prints of one sentence, and of a sentence to itself
_OPENS = 0.15  # what a sentence is worth for opening its article: news begins with its sum
_HAD_TURN = 1.0  # what a sentence loses where its article has been told and another has not


def summed_up(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told:
    """The course of what a summary is wanted of."""
    course = _summary(asked, hits, reading)
    drafts = tuple(Draft(escape(e.sentence.text), (e,)) for e in course)
    told_of = len({draft.evidence[0].passage.document for draft in drafts})
    more = told_of == ARTICLES and _of_everything(asked)
    remark = f"These are the newest {ARTICLES}; ask for the others by name." if more else ""
    if not drafts:
        return Told(missing=NOT_HERE)
    one = course[0].passage
    of_one = reading.scope.documents == (one.document,)
    lead = (label(one).rstrip() or f"*{escape(one.document)}*:") if of_one else ""
    return Told(drafts, "answered", lead=lead, remark=remark)


def _summary(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Evidence]:
    """Return the sentences that sum up what is `asked` about: up to `SENTENCES` of an article or a
    matter, one for each of up to `ARTICLES` of a collection; no more than the question wants.
    """
    most = sentences_wanted(asked.text)
    if most:
        asked = Question(without_length(asked.text))
    if not _of_everything(asked):
        told = _of_one_article if _OF_ONE_ARTICLE.search(asked.text) else _of_matter
        return told(asked, hits, reading, most=most or SENTENCES)
    index = reading.index
    if len(listed := articles_in(index, reading.scope)) > 1:
        return openings(listed, index, most=most or ARTICLES)
    whole = _sentences(p for info in listed for p in index.passages_of(info.document))
    title = listed[0].title if listed else ""
    return _of_the_article(title, whole, index, most=most or SENTENCES)


def sentences_wanted(question: str) -> int:
    """In how many sentences a summary is wanted; 0 where that is not said.

    >>> sentences_wanted("Sum it up in two sentences."), sentences_wanted("Sum up the two fires.")
    (2, 0)
    """
    found = _LENGTH.search(question)
    told = numbers(found["most"]) if found else ()
    return max(1, int(told[0].value)) if told else int(found is not None)


def without_length(question: str) -> str:
    """`question` without the words that say how long its answer is to be."""
    return _LENGTH.sub("", question)


def _of_one_article(
    asked: Question, hits: Sequence[Hit], reading: Reading, *, most: int
) -> list[Evidence]:
    """The course of the one article that fits what the question says of it, or else is nearest to
    it and has anything like it; [] where none has.
    """
    told_of = " ".join(w for s, w in asked.written.items() if s not in _NOTHING_ELSE)
    index = reading.index
    listed = articles_in(index, reading.scope)
    fitting = described(told_of, index, reading.scope, listed)
    nearest = (reading.look_up(told_of, k=1) or hits)[0].document
    article = index.passages_of(fitting[0].document if fitting else nearest)
    if told_of and not fitting and _is_foreign(told_of, article, index):
        return []
    matter = asked.text if told_of else article[0].title
    return _of_the_article(matter, _sentences(article), index, most=most)


def _of_the_article(
    matter: str, whole: Sequence[Evidence], index: Index, *, most: int
) -> list[Evidence]:
    """The course of an article, near to a matter or to its title, where it has one."""
    nearness = _NEARNESS if matter else 0.0
    return _chosen(matter, whole, index, nearness=nearness, about=0.0, most=most)


def _of_matter(
    asked: Question, hits: Sequence[Hit], reading: Reading, *, most: int
) -> list[Evidence]:
    """The course of a matter over the articles that are on it; [] where none is."""
    index = reading.index
    near: Sequence[Passage] = _without_copies(_on_the_matter(asked, reading), index)
    matter = " ".join(asked.written.values())
    named = set(stems(topic(asked.plain)))
    documents = dict.fromkeys(passage.document for passage in (*near, *hits))
    articles = [told for d in documents if named and (told := index.passages_of(d))]
    naming = _naming(named, articles)
    if naming and not any(_is_about(named, article) for article in articles):
        return _chosen(matter, naming, index, nearness=_NEARNESS_OF_MATTER, about=0.0, most=most)
    if not naming and _is_foreign(matter, near, index):
        return []
    if len({passage.document for passage in near}) == 1:
        near = index.passages_of(near[0].document)
    pool = _sentences(near)
    return _chosen(matter, pool, index, nearness=_NEARNESS_OF_MATTER, about=_ABOUT, most=most)


def _of_everything(asked: Question) -> bool:
    """Whether the whole collection is to be summed up, together or article by article."""
    nothing_else = set(asked.terms) <= _NOTHING_ELSE and "this" not in asked.text.lower()
    return asked.asks_for_news or nothing_else


def _naming(named: set[str], articles: Iterable[Sequence[Passage]]) -> list[Evidence]:
    """The sentences with all words (stems) of a thing's name, and those that point back to them."""
    told: list[Evidence] = []
    for article in articles:
        whole = _sentences(article)
        naming = {e.key for e in whole if named <= set(stems(e.sentence.text))}
        back = {e.key for e in whole if (before := pointed_at(e)) and before.key in naming}
        told += [e for e in whole if e.key in naming | back]
    return told


def _is_about(named: set[str], article: Sequence[Passage]) -> bool:
    """Whether an article's title or opening has all words of a thing's name."""
    opening = [e.sentence.text for e in _sentences(article)[:1]]
    return named <= set(stems(" ".join([article[0].title, *opening])))


def _is_foreign(matter: str, near: Sequence[Passage], index: Index) -> bool:
    """Whether nothing in the passages nearest to a matter is like it."""
    told = [e.sentence.text for e in _sentences(near)]
    vectors = index.embedder.embed([matter, *told])
    return not told or float((vectors[1:] @ vectors[0]).max()) < _LIKE


def openings(known: Sequence[ArticleInfo], index: Index, *, most: int = ARTICLES) -> list[Evidence]:
    """The first sentence of each of the `most` newest of some articles."""
    told: dict[str, Evidence] = {}  # copies of one text are told once
    for info in sorted(known, key=lambda info: info.published or date.min, reverse=True):
        for opening in _sentences(index.passages_of(info.document))[:1]:
            told.setdefault(opening.passage.witness, opening)
        if len(told) == most:
            break
    return _in_order(told.values())


def _sentences(passages: Iterable[Passage]) -> list[Evidence]:
    """The sentences of `passages` that can stand in a summary, no headings, bylines, questions."""
    whole = [
        Evidence(passage, sentence)
        for passage in passages
        for sentence in passage.sentences
        if not (sentence.is_heading or sentence.is_question)
    ]
    telling = [e for e in whole if sum(map(str.isalpha, e.sentence.text.split())) >= SHORTEST_WORDS]
    return telling or whole


def _in_order(told: Iterable[Evidence]) -> list[Evidence]:
    return sorted(told, key=lambda e: (e.passage.published or date.max, e.key))


def _weights(hits: Sequence[Hit]) -> dict[str, float]:
    weight: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        weight[hit.document] += hit.score
    return weight


def _on_the_matter(asked: Question, reading: Reading) -> Sequence[Passage]:
    """The passages near the question, of the articles that have most of them and its names."""
    hits = reading.look_up(asked.text, k=PASSAGES)
    called = names_by_article(hits)
    named = {
        hit.document
        for hit in hits
        if names_met(asked, hit.title, hit.text, article=called[hit.document]) == 1
    }
    about = [hit for hit in hits if hit.document in named] or hits
    near = [hit for hit in about if hit.score >= _NEAR * about[0].score]
    weight = _weights(near)
    on_it = [name for name in weight if weight[name] >= _ON_IT * max(weight.values())]
    return [hit for hit in near if hit.document in on_it]


def _without_copies(near: Sequence[Passage], index: Index) -> list[Passage]:
    """The passages of the longest print of each text: a course told half by one print and half by
    another would not be in the text's order.
    """
    prints: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for passage in near:
        whole = index.passages_of(passage.document)
        prints[passage.witness][passage.document] = max((p.end for p in whole), default=0)
    longest = {max(lengths, key=lambda d: lengths[d]) for lengths in prints.values()}
    return [passage for passage in near if passage.document in longest]


def _chosen(
    matter: str,
    pool: Sequence[Evidence],
    index: Index,
    *,
    nearness: float,
    about: float,
    most: int,
) -> list[Evidence]:
    """The sentences worth most, at most `most`, in order.

    Nearness to `matter` counts as `nearness`, that to the whole as the rest of 1; none is chosen
    that is less than `about` as near to it as the nearest, or half of that where it opens its
    article.
    """
    import numpy as np

    if not pool:
        return []
    vectors = index.embedder.embed([matter, *(e.sentence.text for e in pool)])
    told = vectors[1:]
    like = told @ vectors[0]
    documents = np.array([e.passage.document for e in pool])
    articles = (_sentences(index.passages_of(d)) for d in dict.fromkeys(documents.tolist()))
    first = {opening.key for whole in articles for opening in whole[:1]}
    opens = np.array([e.key in first for e in pool])
    worth = nearness * like + (1 - nearness) * (told @ told.mean(0)) + _OPENS * opens
    worth[like < about * (1 - 0.5 * opens) * like.max()] = float("-inf")
    chosen: list[int] = []
    while len(chosen) < most:
        had = np.isin(documents, documents[chosen])
        likeness = (told @ told[chosen].T).max(1) if chosen else np.zeros(len(pool))
        value = (1 - _NOVELTY) * worth - _NOVELTY * likeness
        if np.isfinite(worth[~had]).any():
            value = value - _HAD_TURN * had
        value[likeness >= _COPY] = float("-inf")
        if not np.isfinite(value).any():
            break
        chosen.append(int(value.argmax()))
    return _in_order(pool[i] for i in chosen)
