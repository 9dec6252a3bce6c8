"""Make questions that a passage on the right topic does not answer.

Four realistic ways, each of which a reader meets in practice: another passage with the question's
words, the passage without its answering sentence, the question about another name or year, and the
passage about another name. The second and third follow the ways in which people wrote SQuAD 2.0's
unanswerable questions (Rajpurkar et al., 2018, table 2: negation, antonym, entity swap, missing
fact).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random

from rag.reader.training import corrupt

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return [word[:6] for word in _WORD.findall(text.lower())]


class Neighbours:
    """Passages of one source, found by the rare words that they share with a question."""

    def __init__(self, passages: Sequence[str]) -> None:
        self.passages = passages
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(passages):
            for word in set(words(passage)):
                self._holding[word].append(number)
        total = len(passages)
        # A word in more than one passage of thirty says little and costs much.
        self._weight = {
            word: math.log(total / len(where))
            for word, where in self._holding.items()
            if len(where) <= max(20, total // 30)
        }

    def without_answer(
        self, question: str, own: str, answers: Iterable[str], *, k: int = 4
    ) -> list[str]:
        """Return at most `k` passages other than `own` nearest to `question`, none with an answer
        in it.
        """
        score: defaultdict[int, float] = defaultdict(float)
        for word in set(words(question)):
            if weight := self._weight.get(word):
                for number in self._holding[word]:
                    score[number] += weight
        wrong = [answer.lower() for answer in answers]
        chosen: list[str] = []
        for number in sorted(score, key=lambda n: -score[n])[: k + 6]:
            passage = self.passages[number]
            low = passage.lower()
            if passage != own and not any(answer in low for answer in wrong):
                chosen.append(passage)
        return chosen[:k]


def about_another(question: str, passage: str, rng: Random, strangers: Sequence[str]) -> str | None:
    """Return `question` asked of another name, year or the opposite, so that `passage` is silent on
    it.

    The other name comes from `passage` itself half the time: else any name that the passage lacks
    would give the answer away.
    """
    inside = set(_WORD.findall(passage))
    own = [name for name in corrupt.names(question) if inside & set(_WORD.findall(name))]
    years = [year for year in re.findall(r"\b1\d{3}\b|\b20\d\d\b", question) if year in inside]
    ways = ["name"] * 4 * bool(own) + ["year"] * 2 * bool(years) + ["word"]
    way = rng.choice(ways)
    if way == "name":
        asked = set(_WORD.findall(question))
        local = [n for n in corrupt.names(passage) if not asked & set(_WORD.findall(n))]
        pool = local if local and rng.random() < 0.5 else strangers
        return corrupt.put(question, rng.choice(own), rng.choice(pool)) if pool else None
    if way == "year":
        year = rng.choice(years)
        other = str(int(year) + rng.choice((-20, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10)))
        return corrupt.put(question, year, other)
    return corrupt.change_word(question, rng)


def with_another_name(
    question: str, passage: str, answer: str, rng: Random, strangers: Sequence[str]
) -> str | None:
    """Return `passage` with a name that `question` asks about put as a stranger's throughout."""
    asked = [
        name
        for name in corrupt.names(question)
        if name in passage and name.lower() not in answer.lower()
    ]
    if not asked or not strangers:
        return None
    old, new = rng.choice(asked), rng.choice(strangers)
    changed = corrupt.put(passage, old, new, every=True)
    for part in old.split():  # "Marie Curie" must not live on as "Curie".
        if part[0].isupper() and len(part) > 3:
            changed = corrupt.put(changed, part, new.split()[-1], every=True)
    return changed if changed != passage else None
