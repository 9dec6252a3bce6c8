"""What other articles make of the best sentence's answer: a newer one, another one, or nothing.

Every way in which they may differ is tried in turn, the surest first. Each is told in a module of
its own: figures (accounts.py), days put off (schedule.py), two sources in one article (sources.py),
one place or person under two names (rivals.py), any other answer (agreement.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.reader.disputes.accounts import Account, accounts, newest, rival
from rag.reader.disputes.agreement import relation, witnesses
from rag.reader.disputes.rivals import choice_between, namesakes, rivals
from rag.reader.disputes.schedule import moved
from rag.reader.disputes.sources import two_sources
from rag.reader.say import HELD_SURE, Said, is_sure, newer
from rag.reader.told import Told, disputed

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question
    from rag.reader.reading import Reading

# Logit of a figure from which it is held to other articles': with -14 and with none at all the 599
# development cases are answered the same, with -10 one fewer passes.
FIGURE_SURE = -12.0
FIGURES_ALIKE = 0.7  # chance of a second figure that speaks for the first one too


def another_answer(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told | None:
    """The newer answer of another article, or both sides of a dispute; None where all is one.

    `found` is sorted, best first, and not empty; the first one answers.
    """
    best = found[0]
    is_day = asked.kind == "fact" and asked.wants == "time" and is_sure(best, least=HELD_SURE)
    if is_day and (day := moved(asked, best, found, reading)):
        return Told((newer(day),), "answered")
    others = _figures(asked, found, reading)
    if later := newest(asked, best, others):
        return Told((newer(_said(later)),), "answered")
    sides = _at_odds(asked, found, others, reading)
    return disputed(sides) if sides else None


def by_names(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told | None:
    """Both names of one thing between which a question leaves the choice; None for another one."""
    sides = choice_between(asked, found, reading) if found else None
    return disputed(sides) if sides else None


def by_figures(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told | None:
    """What is told where the figure that is found is no sure answer, but a second one is of the
    same matter: both, or the one that replaces it. `found` is sorted, best first.
    """
    every = _figures(asked, found, reading) if found else ()
    others = [other for other in every if other.chance >= FIGURES_ALIKE]
    if not others:
        return None
    if later := newest(asked, found[0], others):
        if later.change != "replaces":
            return None
        told = Told((newer(_said(later)),), "answered")
        return replace(told, confidence=later.chance)
    if other := rival(asked, found[0], others):
        both = disputed([_said(found[0]), _said(other)])
        return replace(both, confidence=other.chance)
    return None


def _figures(asked: Question, found: Sequence[Candidate], reading: Reading) -> Sequence[Account]:
    """The other figures that articles on the same matter give, where a figure answers."""
    if asked.kind != "fact" or found[0].signals["span"] < FIGURE_SURE:
        return ()
    return accounts(asked, found[0], found, reading)


def _at_odds(
    asked: Question,
    found: Sequence[Candidate],
    others: Sequence[Account],
    reading: Reading,
) -> tuple[Said, Said] | None:
    """Two answers that cannot both be right, the best sentence's first."""
    best = found[0]
    pair = None
    if asked.wants == "place":
        pair = rivals(asked, found, reading)
    elif asked.wants == "person":
        pair = namesakes(asked, found, reading)
    if pair is None and is_sure(best, least=HELD_SURE):
        pair = two_sources(asked, best, encoder=reading.encoder)
    if pair:
        return pair
    if other := rival(asked, best, others):
        return _said(best), _said(other)
    for witness in witnesses(found)[1:]:
        if relation(asked, best, witness) == "disputed":
            return _said(best), _said(witness)
    return None


def _said(answer: Candidate | Account) -> Said:
    return Said(answer.words, (answer.evidence,))
