"""What somebody said, and who said something: quotations chosen by who speaks them.

"What did the coach say about the sale?" is answered by a sentence that has neither the coach nor
the sale: "“I was asked for my opinion,” she said." So each sentence is looked at with its speaker
(attribution.py): only what is said by the one asked about can answer, the encoder reads it with the
speaker's name before it, and it is told with the sentence that names the speaker.

Elsewhere: what a question asks of what was said, and of whom (asked_of.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.compose import escape, with_head
from rag.reader.calibration import logit
from rag.reader.coverage import Coverage
from rag.reader.people.asked_of import Saying, plain_stem, said_on, speaks_of_any
from rag.reader.people.attribution import Speaker, speakers
from rag.reader.question import Question
from rag.text import names_in, same_name, words
from rag.types import Draft, Evidence, Hit, Passage

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.reading import Reading

# Of the best fit, up to which somebody else is meant: from 0 to .7 the 599 development cases are
# answered the same, with .8 one fewer passes.
LEAST_FIT = 0.5
AROUND = 12  # passages about a hit in which a long article's speakers are looked for
READ = 12  # utterances that the encoder reads
MOST = 3  # utterances that are told
# How much less worth a second one may be: of 599 development cases 1 fewer passes with 0, as many
# with 1, 1 more with 2 and with 4.
NEXT_BEST = 1.5


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence that somebody says, with the sentence that names the speaker."""

    evidence: Evidence
    before: str  # the sentence before it, "" for the first
    speaker: Speaker
    named: Evidence
    after: Evidence | None = None  # the quotation that goes on behind it
    worth: float = 0.0  # how well it answers

    @property
    def text(self) -> str:
        return self.evidence.sentence.text

    def as_named(self) -> str:
        """The speaker's name as the sentence that names it has it."""
        shown = self.named.sentence.text
        if self.speaker.name in shown:
            return self.speaker.name
        same = (n for n in names_in(shown) if same_name(n, self.speaker.name))
        return next(same, "")


def utterances_on(
    saying: Saying, question: Question, hits: Sequence[Hit], reading: Reading
) -> list[Utterance]:
    """What is said in the articles of `hits` by the one asked about, what answers best first.

    For the one who said something, all that anybody says there. Somebody whom no article calls as
    the question does says nothing, nor does anybody on what an article never names.
    """
    spoken = []
    index = reading.index
    on = said_on(question.plain)
    for hit in _best_of_each(hits):
        if on and not speaks_of_any(on, _around(index, hit)):
            continue
        here = list(_utterances(hit, index))
        article = _forms(index, hit) if saying.who else frozenset()
        spoken += [
            (each, saying.fit(each.speaker, article) if saying.who else 1.0) for each in here
        ]
    best = max((fit for _, fit in spoken), default=0.0)
    chosen = {each.evidence.key: each for each, fit in reversed(spoken) if fit > LEAST_FIT * best}
    return _weighed(saying, question, list(chosen.values()), hits, reading)


def _runs_on(one: Evidence, other: Evidence) -> bool:
    """Whether `other` goes on with a quotation in the paragraph of `one`."""
    passage = one.passage
    if other.passage is not passage or other.sentence.text[:1] not in '“"':
        return False
    between = passage.text[one.sentence.end - passage.start : other.sentence.start - passage.start]
    return "\n" not in between


def _forms(index: Index, hit: Hit) -> frozenset[str]:
    """The words of what lies about a hit in its article, as they are compared."""
    told = [word for each in _around(index, hit) for word in words(f"{each.title} {each.text}")]
    return frozenset(plain_stem(word.text) for word in told)


def _around(index: Index, hit: Hit) -> Sequence[Passage]:
    passages = index.passages_of(hit.document)
    place = next((i for i, each in enumerate(passages) if each.start == hit.start), 0)
    return passages[max(0, place - AROUND) : place + AROUND + 1]


def _best_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit of each article, in order; copies of one text are one article."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.witness, hit)
    return list(best.values())


def _utterances(hit: Hit, index: Index) -> Iterator[Utterance]:
    """What is said in a hit's article, or in what lies about it in a long one."""
    near = _around(index, hit)
    told = [Evidence(passage, sentence) for passage in near for sentence in passage.sentences]
    found = speakers(tuple(each.sentence.text for each in told))
    for i, (evidence, several) in enumerate(zip(told, found, strict=True)):
        if evidence.sentence.is_heading:
            continue
        before = told[i - 1].sentence.text if i else ""
        goes_on = i + 1 < len(told) and found[i + 1] == several and _runs_on(evidence, told[i + 1])
        rest = told[i + 1] if goes_on else None
        for who in several:
            yield Utterance(evidence, before, who, told[who.named], rest)


def _weighed(
    saying: Saying,
    question: Question,
    spoken: Sequence[Utterance],
    hits: Sequence[Hit],
    reading: Reading,
) -> list[Utterance]:
    """The utterances with their worth, best first; only the `READ` nearest to the question in words
    are read.
    """
    about = Question(saying.about.capitalize() or question.plain)
    texts = [text for each in spoken for text in (each.text, _with_speaker(each))]
    places = {each.evidence.passage for each in spoken}
    around = [text for place in places for text in (place.title, place.text)]
    rarity = reading.index.rarity(about.terms)
    coverage = Coverage(about, rarity, reading.encoder, ["", *around, *texts])
    passages = {hit.key: hit.score for hit in reversed(hits)}
    articles = {hit.document: hit.score for hit in reversed(hits)}

    def near(each: Utterance) -> float:
        passage = each.evidence.passage
        return (
            2 * coverage.near(each.text)
            + coverage.near(passage.title, _with_speaker(each))
            + coverage.near(passage.title, passage.text)
            + passages.get(passage.key, 0.0)
            + 2 * articles.get(passage.document, 0.0)
        )

    likely = sorted(spoken, key=lambda each: (-near(each), each.evidence.key))[:READ]
    closely = reading.encoder.read(question.plain, [_with_speaker(each) for each in likely])
    weighed = [
        replace(each, worth=near(each) + logit(read.answerable) / 2)
        for each, read in zip(likely, closely, strict=True)
    ]
    return sorted(weighed, key=lambda each: -each.worth)


def _with_speaker(each: Utterance) -> str:
    """The sentence as it is read: after the one before it, and with its speaker's name."""
    said_by = f"{each.speaker.name} said: " if each.speaker.name else ""
    return f"{each.before} {said_by}{each.text}".strip()


def as_quoted(saying: Saying, found: Sequence[Utterance]) -> tuple[Draft, ...]:
    """The best utterance, and the next best of the same speaker, in the article's own order.

    The speaker who is asked for goes first by name; the sentence that names a speaker is told where
    the utterance itself does not.
    """
    best = found[0]
    if not saying.who:
        return (_draft(best, lead=True),)
    chosen = [
        each
        for each in found
        if each.worth >= best.worth - NEXT_BEST and each.speaker.name == best.speaker.name
    ][:MOST]
    documents = dict.fromkeys(each.evidence.passage.document for each in chosen)
    return tuple(
        _draft(*(each for each in chosen if each.evidence.passage.document == document))
        for document in documents
    )


def _draft(*spoken: Utterance, lead: bool = False) -> Draft:
    """What is said in one article, in its order, after the sentence that names the speaker."""
    told = {each.evidence.key: each.evidence for each in spoken}
    told |= {each.named.key: each.named for each in spoken}
    told |= {each.after.key: each.after for each in spoken if each.after}
    evidence = tuple(sorted(told.values(), key=lambda each: each.key))
    text = " ".join(escape(each.sentence.text) for each in evidence)
    if lead and (name := spoken[0].as_named()):
        return with_head(name, text, evidence)
    return Draft(text, evidence)
