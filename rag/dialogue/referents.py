"""Pronouns replaced by what they stand for in a conversation.

Elsewhere: whom (people.py) and what (subjects.py) they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.dialogue.antecedents import OWNING, is_of_another_clause, means_its_own
from rag.dialogue.people import in_full, people, person
from rag.dialogue.subjects import group, happening, place, thing
from rag.dialogue.turns import Turn, kind
from rag.text import BE, HAVE, can_be_person, names, names_in

_AFTER_OBJECT = (
    "to|in|on|at|by|from|for|of|about|with|and|or|as|that|when|before|after|during|also|again"
)
SUBJECT_PRONOUN = re.compile(
    rf"\b(he|she|his|hers|himself|herself|her(?=\s+(?!(?:{_AFTER_OBJECT})\b)\w))\b",
    re.IGNORECASE,
)
OBJECT_PRONOUN = re.compile(rf"\b(him|her(?=\W*$|\s+(?:{_AFTER_OBJECT})\b))\b", re.IGNORECASE)
_PLACE_PRONOUN = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?! (?:is|are|was|were|be)\b)",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:go|goes|going|gone|went|come|came|travel(?:led)?|fly|flew|flown|sent|send|"
    r"moved?|returned?|taken|brought) $",
    re.IGNORECASE,
)
THING_PRONOUN = re.compile(
    r"\b((?<!say )(?<!says )(?<!said )(?<!do )(?<!doing )(?<!made )it|"  # "when he said it"
    r"its|itself|they(?!.*\b(?:each other|one another)\b)|them|their|theirs|themselves)\b"
    r"(?! (?:true|possible|likely|clear|(?:rain|snow)(?:ed|ing)?|like to|that|been since)\b|"
    r" (?:is|was)(?: not|n['’]t)? about\b|"  # "that it is not about money"
    r" (?:safe|legal|hard|easy|good|better|best|worth|important|necessary|difficult|common|normal) "
    r"(?:to|for|that)\b)",
    re.IGNORECASE,
)
# What is admitted or confirmed is no thing but what was said before.
REMARKS = re.compile(
    r"\b(?:confirm|deny|admit|dispute|acknowledge|reject|accept|believe|comment on|react to|"
    r"respond to|agree (?:with|to)) (?:that|this|it)\s*\??$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r" (?:also )?(?:say|said|admit|admitted|deny|denied|claim|claimed|announce|agree|agreed|refuse|"
    r"refused|promise|promised|demand|demanded|accuse|accused|want|wanted|threaten|threatened|"
    r"appeal|apologi[sz]e|decide|decided|expect|plan|hope|vote|own|employ|earn|sue)\b",
    re.IGNORECASE,
)
# What lasts, or what somebody thinks of or takes part in, is rather what was done than a thing.
_LASTS = re.compile(
    r" (?:last|take|happen|happened|occur|go|went|begin|began|start|started|end|ended|over|about|"
    r"announced|held|planned|arranged|postponed|cancelled|called off|a success)\b",
    re.IGNORECASE,
)
_THOUGHT_OF = re.compile(
    r"\b(?:hand in|part in|behind|blame for|responsible for|involved in|about|(?:know|hear) of|"
    r"(?:think|thought|make|made) of|(?:react(?:ed|ions?)?|respond(?:ed)?) to|find|attend|prevent|"
    r"condemn(?:ed)?|(?:did|does) \w+ call|see)\s+$",
    re.IGNORECASE,
)
_OF_THOSE = re.compile(
    rf"(?<=\bof )(?:them|those|these)(?= (?:{BE}|{HAVE}|did|do|will|can|in|at|from|"
    r"on|under|over|still)\b|\W*$)",
    re.IGNORECASE,
)
_SHORT_VERB = re.compile(r"^['’](re|ve|ll)\b", re.IGNORECASE)  # "they're"
_IN_FULL = {"re": " are", "ve": " have", "ll": " will"}
_OWNER = re.compile(r"((?:[A-Z][\w-]* )*[A-Z][\w-]*)['’]s? (?=[a-z])")
_SHIP = re.compile(
    r"\b(?:ship|ferry|boat|yacht|vessel|liner|trawler|tanker|cruiser|frigate|schooner|freighter|"
    r"lifeboat|tug|barge|submarine)\b(?! [a-z]+er\b)",
    re.IGNORECASE,
)
_LONG = re.compile(r"^the .* (?:that|who|which|what|of|in|at) ")  # behind it stands no "'s"
_OWNED = re.compile(r" \w+(?: (?!(?:in|on|at|of|to|for|is|was|did|has|from)\b)\w+)?(?=\W|$)")


def pronouns(question: str, said: Sequence[Turn]) -> str:
    """`question` with pronouns replaced by the names that they stand for.

    Then its surnames are given in full too; a question without pronouns keeps them as they are.
    """
    apart = [*names_in(question)]
    resolved = question
    found = SUBJECT_PRONOUN.search(question)
    free = found and not means_its_own(question, found) and not _after_a_person(question, found)
    if (
        found
        and free
        and (who := _of_ship(found.group(), said) or person(said, apart, pronoun=found.group()))
    ):
        resolved = replaced(resolved, found, who)
        apart.append(who)
    found = OBJECT_PRONOUN.search(resolved)
    own = found and is_of_another_clause(resolved, found)
    if found and not own and (who := person(said, apart, pronoun=found.group())):
        resolved = replaced(resolved, found, who)
    found = _PLACE_PRONOUN.search(resolved)
    if found and (where := place(said)):
        into = "to" if _MOVES.search(resolved[: found.start()]) else "in"
        resolved = f"{resolved[: found.start()]}{into} {where}{resolved[found.end() :]}"
    found = _OF_THOSE.search(resolved)
    if found and (several := group(said[-1].question)):
        return f"{resolved[: found.start()]}{several}{resolved[found.end() :]}"
    here, remark = THING_PRONOUN.search(question), REMARKS.search(question)
    if (
        here
        and not means_its_own(question, here)
        and not (remark and here.start() > remark.start())
    ):
        resolved = _with_things(resolved, said, subject_found=bool(free))
    return resolved if resolved == question else _with_full_names(resolved, said)


def _of_ship(pronoun: str, said: Sequence[Turn]) -> str:
    """The ship that the last question is about, where `pronoun` can be hers; or ""."""
    hers = kind(pronoun) == "she" and _SHIP.search(said[-1].question)
    return thing(said, "it") if hers else ""


def _with_things(question: str, said: Sequence[Turn], *, subject_found: bool) -> str:
    """`question` with its "it" and its "they" replaced; after "he", "they" is he and others."""
    done: set[str] = set()
    while (found := THING_PRONOUN.search(question)) and kind(found.group()) not in done:
        done.add(kind(found.group()))
        what = _happening(question, found, said)
        if not what:
            speaks = _SPEAKS.match(question, found.end()) is not None
            what = thing(said, found.group(), apart=question, speaks=speaks)
        owner = _OWNER.match(what)
        if owner and owner[1] in question:  # "Who did Ann sell Ann’s boat to?"
            what = f"the {what[owner.end() :]}"
        if not what or (subject_found and found.group().lower() == "they"):
            break
        question = replaced(question, found, what)
    return question


def _happening(question: str, found: re.Match[str], said: Sequence[Turn]) -> str:
    """What was done in the turn before, where "it" is something that happens; or ""."""
    if found.group().lower() != "it":
        return ""
    lasts = _LASTS.match(question, found.end())
    told = _THOUGHT_OF.search(question[: found.start()])
    return happening(said[-1]) if lasts or (told and not said[-1].head) else ""


def _after_a_person(question: str, found: re.Match[str]) -> bool:
    return any(can_be_person(n.text) for n in names(question) if n.start < found.start())


def _with_full_names(question: str, said: Sequence[Turn]) -> str:
    for name in reversed(names(question)):
        full = in_full(name.text, said)
        if name.start and name.text in people(question) and full.lower() not in question.lower():
            question = question[: name.start] + full + question[name.end :]
    return question


def replaced(question: str, found: re.Match[str], name: str) -> str:
    """`question` with the pronoun `found` in it replaced by `name`, which owns what it owned."""
    pronoun = found.group().lower()
    owns = pronoun in OWNING and not OBJECT_PRONOUN.match(question, found.start())
    if owns and _LONG.match(name):
        owned = _OWNED.match(question, found.end())
        if owned:
            return f"{question[: found.start()]}the{owned[0]} of {name}{question[owned.end() :]}"
    mark = ("’" if name.endswith("s") else "’s") if owns else ""
    behind = _SHORT_VERB.sub(lambda short: _IN_FULL[short[1].lower()], question[found.end() :])
    return f"{question[: found.start()]}{name}{mark}{behind}"
