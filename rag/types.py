"""The values that travel through Pullquote: articles, passages, citations, answers.

All are frozen and check themselves, so that a wrong one cannot be passed on. Offsets count
characters of an article's body, `start` inclusive and `end` exclusive, as Python slices do.

Elsewhere: how each is made (read, clean, split, index, retrieve, reader, verify).
Nothing here imports a third party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from rag.errors import BadAnswer, BadQuestion

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Status = Literal["answered", "not_found", "disputed"]

_FINISHED = frozenset(".!?”\"’'")  # what a sentence ends with and a heading does not
# What tells something by itself: "- Founder: Ann Poe", and within an article "Rent: £54 a year".
_ITEM = re.compile(r"[-*•·▪] \S|[^:\d]{2,60}: .*\d|[^|]*\d[^|]* \| ")
MARKER = re.compile(r"(?<!\\)\[(\d+)\]")  # "\\[3]" is a bracket of the article's own


class Message(TypedDict):
    """One turn of a conversation, in the OpenAI and Gradio convention."""

    role: Literal["user", "assistant", "system"]
    content: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of proof: `text == body[start:end]` of its article."""

    text: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or self.start < 0:
            raise ValueError(f"offsets [{self.start}, {self.end}) do not fit {self.text!r}")

    @property
    def is_heading(self) -> bool:
        """Whether it ends as no sentence does: a headline, a byline, a caption; no list's item."""
        item = self.start > 0 and _ITEM.match(self.text)
        return self.text[-1:] not in _FINISHED and not item

    @property
    def is_question(self) -> bool:
        """Whether it asks: the question of an interview or of a list of them, which proves nothing.

        One that is quoted is somebody's words: “Who pays?”
        """
        return self.text.endswith("?")


@dataclass(frozen=True, slots=True)
class Omission:
    """Text of a document that its article leaves out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document read and cleaned.

    `body` is the text that a reader sees and that citations quote. A headline, a dateline and
    a byline are part of it, each a paragraph of its own; paragraphs are parted by a blank line.
    `title`, `publisher` and `author` are empty and `published` is None where the text does not
    give them.
    """

    document: str
    body: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None
    omissions: tuple[Omission, ...] = ()
    copies: tuple[str, ...] = ()  # documents that print the same text, nearly word for word

    @property
    def name(self) -> str:
        """What to call the article on a screen: its title, or its first words."""
        if self.title:
            return self.title
        opening = " ".join(self.body.split()[:12])
        return f"{opening}…" if len(opening) < len(" ".join(self.body.split())) else opening


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """An article as a list shows it, without its body."""

    document: str
    name: str  # the title, or the first words
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not indexed, and why, in words for the person who put it there."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """How far indexing has come; `rate` is documents a second, `left_s` an estimate."""

    done: int
    total: int
    document: str
    rate: float
    left_s: float


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one run of indexing did, in documents."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    passages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What the index holds, where, and how it stands against the folder of documents."""

    documents: str
    data: str
    fingerprint: str
    embedder: str
    articles: int
    passages: int
    keyword_engine: str
    new: tuple[str, ...] = ()  # files that are not indexed yet
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()  # files that were read in vain, or are none to be read
    problem: str = ""  # why there is nothing in the folder, in a sentence; empty if there is
    collection: str = ""  # the index's name in Chroma
    server: str = ""  # the Chroma server's address; empty where the index lies under `data`
    outdated: str = ""  # why it should be made anew, in a sentence; empty if it need not
    indexed_from: str = ""  # the real path of the folder that was indexed last


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: `text == body[start:end]`."""

    document: str
    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    title: str = ""
    publisher: str = ""
    published: date | None = None
    voice: str = ""  # the same for near-copies of one text, which count as one witness

    @property
    def key(self) -> tuple[str, int, int]:
        """Document and range: what makes this passage the one that it is."""
        return (self.document, self.start, self.end)

    @property
    def whole(self) -> str:
        """The passage behind its article's title."""
        return f"{self.title}. {self.text}"

    @property
    def in_a_line(self) -> str:
        """The text without its article's title and without breaks: a dot parts a heading or an
        item from what follows it."""
        parts = [" ".join(part.split()) for part in self.text.split("\n\n")]
        line, *others = parts[1:] if parts[1:] and parts[0] == self.title else parts
        for part in others:
            line += f" {part}" if line[-1:] in _FINISHED or line[-1:] == ":" else f" · {part}"
        return line

    @property
    def witness(self) -> str:
        """Whose word it is: its document, or what its near-copies have in common."""
        return self.voice or self.document


@dataclass(frozen=True, slots=True)
class Hit(Passage):
    """A passage with a score: `score` in [0, 1] is the fused one, higher is better.

    `dense` is cosine similarity in [-1, 1]; `keyword` is BM25, from 0 upwards; None where
    that search did not return the passage.
    """

    score: float = 0.0
    dense: float | None = None
    keyword: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that an answer may stand on, in the passage where it was found."""

    passage: Passage
    sentence: Sentence

    @property
    def key(self) -> tuple[str, int, int]:
        """Document and range: what makes this sentence the one that it is."""
        return (self.passage.document, self.sentence.start, self.sentence.end)

    @property
    def before(self) -> Evidence | None:
        """The sentence before it in its passage; None for the first."""
        return self._beside(-1)

    @property
    def after(self) -> Evidence | None:
        """The sentence after it in its passage; None for the last."""
        return self._beside(+1)

    def _beside(self, by: int) -> Evidence | None:
        place = self.passage.sentences.index(self.sentence) + by
        if not 0 <= place < len(self.passage.sentences):
            return None
        return Evidence(self.passage, self.passage.sentences[place])


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence of an answer before its markers are set: Markdown and what it stands on.

    `side`, `head` and `opening` are as in `Claim`.
    """

    text: str
    evidence: tuple[Evidence, ...]
    side: str = ""
    head: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search. Empty means everywhere; dates are inclusive.

    An article without a date is outside every date range. A document named twice counts once.

    Raises:
        BadQuestion: what names no document, is no day, or leaves no time between its days.
    """

    documents: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None

    def __post_init__(self) -> None:
        given = self.documents
        named = tuple(given) if isinstance(given, Iterable) else (given,)
        if isinstance(given, str) or not all(isinstance(document, str) for document in named):
            raise BadQuestion(f"A scope names its documents as in ('a.txt',), not by {given!r}.")
        object.__setattr__(self, "documents", tuple(dict.fromkeys(named)))
        first, last = self.published_from, self.published_to
        for day in (first, last):
            if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
                raise BadQuestion(f"A scope's days are as in date(2023, 5, 24), not {day!r}.")
        if first and last and first > last:
            raise BadQuestion(f"{first} is later than {last}; exchange the two days.")

    def __bool__(self) -> bool:
        return bool(self.documents or self.published_from or self.published_to)

    def in_time(self, published: date | None) -> bool:
        """Whether an article of that date is inside the scope's dates."""
        first, last = self.published_from, self.published_to
        if published is None:
            return not (first or last)
        return (first or date.min) <= published <= (last or date.max)


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker in the answer and the words that it stands for."""

    marker: int  # the n of "[n]" in Answer.text
    document: str  # path relative to the folder of documents
    title: str  # may be empty
    published: date | None
    quote: str  # body[start:end] of the article, to the character
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.marker < 1 or self.start < 0 or self.end - self.start != len(self.quote):
            raise BadAnswer(f"citation [{self.marker}] does not fit its range: {self!r}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, with its markers in place, and the citations that prove it.

    `text` is Markdown. `head` is the short answer that it says first ("Wednesday"), and in a
    dispute `side` the one that it speaks for; both are plain words, empty where there is none.
    `opening` is that part of `text`, from its start, which says the head, or the side and where
    and when it is told ("**Wednesday** — "); empty where `text` is the sentence alone.
    """

    text: str
    citations: tuple[Citation, ...]
    side: str = ""
    head: str = ""
    opening: str = ""

    def __post_init__(self) -> None:
        if not self.citations:
            raise BadAnswer(f"a claim needs a citation: {self.text!r}")
        if markers(self.text) != {c.marker for c in self.citations}:
            raise BadAnswer(f"markers of {self.text!r} do not match {self.citations!r}")
        if not self.text.startswith(self.opening):
            raise BadAnswer(f"{self.text!r} does not open with {self.opening!r}")

    @property
    def rest(self) -> str:
        """Its text behind the opening."""
        return self.text.removeprefix(self.opening)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that a model wrote and that did not stand, kept for people who look."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model's work on an answer cost, in all calls for it.

    Tokens are as its server counted them, of a call that broke off perhaps none; `cost` is None
    unless both prices are configured.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user reads and what it rests on.

    `text` is Markdown: the lead, then the claims, in a list if `bullets`, then the remarks, all
    joined by blank lines. Lead and remarks are the program's own words on the search (that the
    articles disagree, what was limited) and never state what an article says. `missing` are
    those of the remarks that say what is not in the articles: the whole of a refusal, or beside
    an answer the part that is not answered.
    `passages` are those looked at, best first. `timings` are seconds by stage. `confidence` is the
    embedded reader's probability that the articles hold the answer it found, also for a refusal;
    None where it was not asked. `stood_in_for` is the model in whose place the embedded reader
    answered; `failure` is why that model did not answer, and empty where it did and nothing that
    it wrote could be proved. `sent_to` is the model's host if anything was sent there for this
    answer: the conversation, and if a model wrote or `stood_in_for` names one, the passages.
    """

    text: str
    status: Status
    sentences: tuple[Claim, ...] = field(default=(), repr=False)  # the text and citations again
    citations: tuple[Citation, ...] = ()
    passages: tuple[Hit, ...] = field(default=(), repr=False)  # pages of text
    question: str = ""
    answered_by: str = "reader"
    stood_in_for: str = ""
    failure: str = ""
    sent_to: str = ""
    lead: str = ""
    bullets: bool = False
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    usage: Usage | None = None
    confidence: float | None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if markers(self.text) != {c.marker for c in self.citations}:
            raise BadAnswer(f"markers of {self.text!r} do not match {self.citations!r}")
        numbers = [c.marker for c in self.citations]
        if numbers != list(range(1, len(numbers) + 1)):
            raise BadAnswer(f"citations must be numbered from 1 without gaps, not {numbers}")
        said = {c for claim in self.sentences for c in claim.citations}
        if said != set(self.citations):
            raise BadAnswer("the claims do not rest on the answer's citations")
        if (self.status == "not_found") == bool(self.sentences):
            raise BadAnswer(f"status {self.status!r} with {len(self.sentences)} claims")
        if self.status == "disputed" and len({c.side for c in self.sentences if c.side}) < 2:
            raise BadAnswer("a dispute needs two sides")
        if not self.text.startswith(self.lead):
            raise BadAnswer(f"{self.text!r} does not begin with its lead {self.lead!r}")
        if not set(self.missing) <= set(self.remarks):
            raise BadAnswer(
                f"{self.missing!r} is missing, which no remark of {self.remarks!r} says"
            )

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values for JSON; dates as YYYY-MM-DD."""
        return as_plain(self)


def markers(text: str) -> set[int]:
    """The numbers of the citation markers `[n]` in `text`."""
    return {int(n) for n in MARKER.findall(text)}


def as_plain(value: DataclassInstance) -> dict[str, Any]:
    """The fields of a dataclass, and of those in it, as values for JSON; dates as YYYY-MM-DD.

    >>> as_plain(Scope(("a.txt",), date(2023, 5, 24)))
    {'documents': ('a.txt',), 'published_from': '2023-05-24', 'published_to': None}
    """
    return asdict(value, dict_factory=_plain_values)


def _plain_values(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in pairs}
