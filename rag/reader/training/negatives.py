"""Make questions that a passage on the right topic does not answer.

Five realistic ways, each of which a reader meets in practice: another passage with the question's
words, the passage without its answering sentence, the question about another name or year, the
passage about another name, and what a reporter left out (why, when, where, how old). The second
and third follow the ways in which people wrote SQuAD 2.0's unanswerable questions (Rajpurkar et
al., 2018, table 2: negation, antonym, entity swap, missing fact).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from random import Random

from rag.reader.training import corrupt
from rag.reader.training.vocabulary import DAYS, FIRST_NAMES, MONTHS

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
        self, question: str, own: Container[str], answers: Iterable[str], *, k: int = 4
    ) -> list[str]:
        """Return at most `k` passages not among `own` nearest to `question`, none with an answer
        in it.
        """
        score: defaultdict[int, float] = defaultdict(float)
        for word in sorted(set(words(question))):  # not in the order of a set, other in each run
            if weight := self._weight.get(word):
                for number in self._holding[word]:
                    score[number] += weight
        wrong = [answer.lower() for answer in answers]
        chosen: list[str] = []
        for number in sorted(score, key=lambda n: (-score[n], n))[: k + 6]:
            passage = self.passages[number]
            low = passage.lower()
            if passage not in own and not any(answer in low for answer in wrong):
                chosen.append(passage)
        return chosen[:k]


def about_another(question: str, passage: str, rng: Random, strangers: Sequence[str]) -> str | None:
    """Return `question` asked of another name, year, number or the opposite, so that `passage` is
    silent on it.

    The other name comes from `passage` itself half the time: else any name that the passage lacks
    would give the answer away.
    """
    inside = set(_WORD.findall(passage))
    own = [name for name in corrupt.names(question) if inside & set(_WORD.findall(name))]
    years = [year for year in re.findall(r"\b1\d{3}\b|\b20\d\d\b", question) if year in inside]
    counted = corrupt.change_number(question, rng, re.findall(r"\d[\d,.]*\d", passage))
    ways = ["name"] * 4 * bool(own) + ["year"] * 2 * bool(years) + ["word"]
    ways += ["number"] * 2 * bool(counted and not years)
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
    return counted if way == "number" else corrupt.change_word(question, rng)


# What a text must not hold for a question of the kind to find no answer in it.
_CUES = {
    "Why": r"because|since|due|owing|reason|caused?|order to|so that|in response|aim|purpose|"
    r"therefore|thus|led|result|for|to|as",
    "When": r"\d+|century|decade|ago|years?|months?|weeks?|days?|today|morning|evening|night|"
    r"after|before|during|when|while|until|since|spring|summer|autumn|winter|last|next|"
    + "|".join(DAYS)
    + "|"
    + "|".join(MONTHS),
    "Where": r"in|at|near|on|from|to",
}
_TURNED = re.compile(
    r"(?:when|where|why|how|what year|(?:in|on) (?:what|which) (?:year|month|day|date|city))"
    r" (did|was|were|is|are|does|do|has|have|had|will|would|can) (.+)",
    re.I | re.S,
)
_OF_PERSONS = (
    ("How old is {}?", r"aged?|old|born|birthday|\d\d"),
    ("Where was {} born?", r"born|native|birthplace|grew|from|raised"),
    ("Where did {} study?", r"stud\w+|universit\w+|college|schools?|degree|graduat\w+|educat\w+"),
    ("Who is {} married to?", r"married|wife|husband|spouse|wed\w*|widow\w*"),
    ("When did {} die?", r"died|dead|death|killed|buried|funeral|murdered|\d{4}"),
    ("Who was in the post before {}?", r"succe\w+|replac\w+|former|previous\w*|predecessor|after"),
    ("How much does {} earn?", r"salary|earn\w*|paid|pay|wages?|income|\$|£|€|million"),
)


def asked_otherwise(question: str, passage: str, answer: str, rng: Random) -> str | None:
    """Return a question on the same matter or a person of `passage` on which `passage` is silent.

    "When did the bridge open?" becomes "Why did the bridge open?" where no reason is given; of a
    person, what newspapers often leave out is asked. Silence is told by words that an answer would
    need: a rule, wrong now and then.
    """
    turned = _TURNED.match(question)
    if turned and rng.random() < 0.6:
        silent = [kind for kind, cue in _CUES.items() if not _holds(passage, cue)]
        # Nearly every text holds "to" and "for": of a reason, the answer's sentence decides.
        told = next((p for p in re.split(r"(?<=[.!?])\s+", passage) if answer in p), passage)
        if not _holds(told, _CUES["Why"]) and "Why" not in silent:
            silent.append("Why")
        silent = [kind for kind in silent if not question.lower().startswith(kind.lower())]
        if silent:
            return f"{rng.choice(silent)} {turned.group(1)} {turned.group(2)}"
    people = [n for n in corrupt.names(passage) if " " in n and n.split()[0] in FIRST_NAMES]
    asked = [form for form, cue in _OF_PERSONS if not _holds(passage, cue)]
    return rng.choice(asked).format(rng.choice(people)) if people and asked else None


def _holds(text: str, cue: str) -> bool:
    return re.search(rf"(?<!\w)(?:{cue})(?!\w)", text, re.I) is not None


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
