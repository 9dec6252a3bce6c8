"""What somebody said as an answer, and what each side says, where a question asks for words.

Elsewhere: what such a question asks, and which sentences are whose (quotes.py), the sides of a
matter (sides.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.reader.candidates import weigh
from rag.reader.disputes.contested import ASKED_FOR, contested
from rag.reader.people.asked_of import Saying
from rag.reader.people.offices import Office, holders, implied_holder
from rag.reader.people.quotes import as_quoted, utterances_on
from rag.reader.people.sides import of_each_side
from rag.reader.people.who import BEARERS_IN
from rag.reader.question import Question
from rag.reader.told import Told, disputed

if TYPE_CHECKING:
    from rag.reader.reading import Reading
    from rag.types import Draft, Hit

# How many of the 599 development cases of both folders pass, either of the two moved by itself.
# Worth from which an utterance answers: with any and with 1.5 as many, with 3 two fewer.
QUOTE = 1.0
# The same, where it must surely answer: with 9 two fewer, with 7 one fewer, with 5 one more, with 3
# and 4 two more; with 1 two more and four fewer, which were refused rightly.
QUOTE_SURE = 6.0


def spoken(
    asked: Question, hits: Sequence[Hit], reading: Reading, *, refused: bool
) -> tuple[Draft, ...]:
    """What answers a question for somebody's words, or for whose they are; () for no such.

    It must be worth more where the articles would seem not to answer, and where a speaker is to be
    named: a name is believed.
    """
    saying = Saying.of(asked.plain)
    if saying is None or asked.kind not in {"fact", "list"}:
        return ()
    if saying.who:
        near = reading.look_up(saying.who, k=BEARERS_IN, per_article=1)
        hits = [*hits, *(replace(hit, score=0.0) for hit in near)]
        who = _by_name(saying.who, hits, reading)
        asked = Question(asked.plain.replace(saying.who, who))
        saying = replace(saying, who=who)
    needed = QUOTE_SURE if refused or not saying.who else QUOTE
    found = utterances_on(saying, asked, hits, reading)
    if not saying.who:
        found = [each for each in found if saying.is_of(each.text)]
    return as_quoted(saying, found) if found and found[0].worth >= needed else ()


def _by_name(who: str, hits: Sequence[Hit], reading: Reading) -> str:
    """Who is asked about, by name where only two sentences together tell who it is."""
    office = Office.asked(f"Who is {who}?")
    documents = [hit.document for hit in hits]
    if office is None or holders(office, documents, reading.index):
        return who
    implied = implied_holder(office, documents, reading.index)
    return implied.name if implied else who


def each_side(matter: str, k: int, reading: Reading) -> Told | None:
    """What each side says on a matter, looked up in `k` passages; None for only one heard."""
    hits = reading.look_up(matter, k=k)
    about = Question(matter)
    if sides := contested(about, weigh(about, hits, reading), on_matter=ASKED_FOR):
        return disputed(sides)
    heard = of_each_side(matter, hits, reading)
    told = tuple(draft for each in heard for draft in as_quoted(Saying("", matter), [each]))
    return Told(told, "answered") if told else None
