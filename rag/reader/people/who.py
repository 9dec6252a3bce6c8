"""Who somebody is, as an answer: people with the sentences that introduce them.

Elsewhere: how those sentences are found (introductions.py, everybody.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.collection.listing import articles_in
from rag.compose import escape
from rag.reader.people.everybody import ARTICLES_LOOKED_AT, MOST, asks_who_is_named, everybody
from rag.reader.people.introductions import asked_about, bearers_of
from rag.reader.people.offices import Office, holders, implied_holder, leaves
from rag.reader.say import as_written, behind
from rag.reader.told import Told

if TYPE_CHECKING:
    from rag.reader.people.offices import Person
    from rag.reader.question import Question
    from rag.reader.reading import Reading
    from rag.types import Hit

_WAS = re.compile(r"who (?:was|were)\b|.{0,20}\bwas the\b", re.IGNORECASE)
BEARERS_IN = 12  # passages in which those are looked for who bear a name


def who_it_is(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told | None:
    """The sentences that say who somebody is, where that is asked; None where none does.

    In this order: all who bear the name that is asked about, everybody whom the articles name, who
    holds an office by one sentence, or by two.
    """
    documents = [hit.document for hit in hits]
    if name := asked_about(asked.plain):
        near = reading.look_up(name, k=BEARERS_IN)
        found = bearers_of(name, [*documents, *(hit.document for hit in near)], reading.index)
        if found:
            return _by_introduction(
                found, lead=f"More than one person here is called {escape(name)}."
            )
    if asks_who_is_named(asked.plain):
        listed = [info.document for info in articles_in(reading.index, reading.scope)]
        found = everybody(listed[:ARTICLES_LOOKED_AT], reading.index)
        return _named_people(found, left_out=max(0, len(listed) - ARTICLES_LOOKED_AT))
    if office := Office.asked(asked.plain):
        if found := holders(office, documents, reading.index):
            return _holding(found, then=bool(_WAS.match(asked.plain)))
        if implied := implied_holder(office, documents, reading.index):
            return _by_two_sentences(implied)
    return None


def _holding(found: Sequence[Person], *, then: bool) -> Told:
    """Each holder of an office by name, `then` or now; behind those who hold it now, without a name
    of ours, what is said of one who gives it up.
    """
    left = [] if then else [person for person in found if leaves(person)]
    holding = [person for person in found if person not in left]
    said = _by_introduction(holding, by_name=True).drafts if holding else ()
    gone = (as_written(evidence) for person in left for evidence in leaves(person))
    return Told((*said, *gone), "answered")


def _by_introduction(found: Sequence[Person], *, lead: str = "", by_name: bool = False) -> Told:
    """Each of the people in the sentence that says who it is: by role who is asked about, by name
    who holds an office, and where there are several.
    """
    if len(found) == 1 and not by_name:
        role = found[0].role
        said = behind(found[0].evidence, head=role) if role else as_written(found[0].evidence)
        return Told((said,), "answered")
    drafts = tuple(behind(person.evidence, head=person.name) for person in found)
    return Told(drafts, "answered", lead=lead if len(found) > 1 else "")


def _named_people(found: Sequence[Person], *, left_out: int) -> Told:
    """The first people of the articles, each in the sentence that says who it is; `left_out` is the
    number of articles that were not looked through.
    """
    by_sentence: dict[tuple[str, int, int], list[Person]] = {}
    for person in found[:MOST]:
        by_sentence.setdefault(person.evidence.key, []).append(person)
    drafts = tuple(
        behind(group[0].evidence, head=", ".join(person.name for person in group))
        for group in by_sentence.values()
    )
    unread = f"{left_out} more articles were not looked through." if left_out else ""
    if not drafts:
        return Told(missing=f"{unread} No sentence says who anybody is.".lstrip())
    more = max(0, len(found) - MOST)
    unnamed = f"{more} more are named; ask about one article for its own." if more else ""
    return Told(drafts, "answered", remark=f"{unnamed} {unread}".strip())


def _by_two_sentences(person: Person) -> Told:
    """The sentence that has the office, and the next, that has the name; no word of ours on it."""
    both = [each for each in (person.office, person.evidence) if each]
    return Told(tuple(as_written(evidence) for evidence in both), "answered")
