"""A question said in other forms: as a statement, or with another question word.

English word order only, by rule: "Where did Ann Poe meet Jon Ray?" says "Ann Poe met Jon Ray".
A question whose parts cannot be told apart gives "", and the caller says it in another way.
Elsewhere: the claim that the encoder reads, its verb left as it is (rag/reader/premises/claim.py).
"""

from __future__ import annotations

import re

from rag.text import (
    AUXILIARY,
    BE,
    DO,
    HAVE,
    MODAL,
    NOUNS_TOO,
    PAST_OF,
    PREPOSITION,
    VERBS,
    names,
    past,
    third_person,
)

_AUX = rf"(?:{AUXILIARY})(?:n['’]t)?"
_WH = (
    r"(?:(?:and|but|so) )?(?:(?:in|on|at|by|to|for|with|from|since|until) )?"
    r"(?:who|whom|what|when|where|why|how(?: (?!many\b|much\b)[a-z]+)?|"
    r"(?:what|which) (?:year|month|date|day|time|place|reason)s?|"
    r"(?<=for )how (?:much|long)|(?<=by )how (?:much|many \w+))"
)
_WHAT = re.compile(rf"^what ({_AUX}) (.+)$", re.IGNORECASE)
_INVERTED = re.compile(rf"^(?:{_WH} )?({_AUX})\s+(.+)$", re.IGNORECASE)
_WHO_IS = re.compile(  # "Who was hurt by it?", not "Who is Ann Poe?"
    rf"^who ({BE}|{HAVE}) "
    r"((?:not |being |been )?(?:[a-z]+(?:ed|ing|en)|against|behind|for|in|on|at|to|with)\b.*)$",
    re.IGNORECASE,
)
_SOME = re.compile(  # "Were any sailors hurt?"
    rf"^({_AUX}) (?:any |some )?([a-z]+(?<!s)s|people|children) (.+)$", re.IGNORECASE
)
_SUBJECT_WHO = re.compile(r"^who(?:se)?\s+(?:else\s+)?(.+)$", re.IGNORECASE)
_COUNTED = re.compile(
    rf"^(?:how (?:many|much)|which|what)\s+(?!{_AUX}\b)(.+?)\s+({_AUX})\s+(.+)$",
    re.IGNORECASE,
)
_STARTS_AUX = re.compile(rf"^{_AUX}\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"^((?:the |a |an |[A-Z]).+?) ((?:\w+ed|built|held|made|sold|sent)\b.*)$|"
    r"^([A-Z]\S*(?: [A-Z]\S*)*) ([a-z]{2,}ing\b.*)$"  # "Poe leaving"
)
# A verb that is not in the lists stands last, or before the first preposition.
_LIKE_A_VERB = re.compile(
    r"^((?:(?:the|an?|its|their|his|her) )?\S+(?: .+?)??) "
    r"([a-z]{3,}(?<!s)(?: (?:in|on|at|to|for|from|with|by|about|after|before|off|out|up) .+"
    r"| (?:in|on|at|to|for|from|with|by|about|off|out|up)|))$"
)
_DETERMINED = re.compile(r"^(?:the|a|an|this|that|these|those|its|their|his|her)\s", re.IGNORECASE)
_BEFORE_PLACE = re.compile(
    r"\s(?:in|on|at|for|after|against|before|during|from|with|near|last|this|according)\s",
    re.IGNORECASE,
)
_COUNTED_DOING = re.compile(
    rf"^(?:how many|which|what) (?!{_AUX}\b)((?:[\w.-]+ )?[a-z-]+) "
    rf"((?:\w+ed|{'|'.join(sorted(set(PAST_OF.values())))}) .+)$",
    re.IGNORECASE,
)
_COUNTED_WHO_DO = re.compile(  # "Which shops sell the stamps?"
    rf"^(?i:how many|which|what) ((?:[a-z-]+ )?[a-z-]+(?<!s)s|people) "
    rf"((?!{_AUX}\b)[a-z]+(?<!s) (?:(?:the|an?|their|in|on|at|to|for|from) |[A-Z]).*)$"
)


def plain(question: str) -> str:
    """`question` without the marks at its end."""
    return re.sub(r"[\s?.!]+$", "", question)


def statement(question: str, who: str = "") -> str:
    """What `question` takes for granted, as a clause: `who` (or someone) stands for its "who"."""
    asked = plain(question)
    if found := _SUBJECT_WHO.match(asked):
        rest = found[1]
        if re.match(r"(?:did|do|does)\b", rest, re.IGNORECASE):
            return _uninverted(*re.split(r"\s+", rest, maxsplit=1))
        return f"{who or 'someone'} {rest}" if " " in rest else ""
    if found := _INVERTED.match(asked):
        return _uninverted(found[1], found[2]) or _being(found[1], found[2])
    return ""


def _being(auxiliary: str, rest: str) -> str:
    """As a clause: "was", "the shop closed" gives "the shop was closed"."""
    found = _PARTICIPLE.match(rest) if auxiliary.lower() in ("is", "are", "was", "were") else None
    return f"{found[1] or found[3]} {auxiliary.lower()} {found[2] or found[4]}" if found else ""


def _uninverted(auxiliary: str, rest: str) -> str:
    """As a clause: "did", "Ann Poe meet Jon" gives "Ann Poe met Jon"; without be and have."""
    subject, predicate = parted(rest)
    if not subject or subject.startswith("be"):
        return ""
    verb, _, after = predicate.partition(" ")
    form = {
        "did": past(verb),
        "does": third_person(verb),
        "do": verb,
        **{modal: f"{modal} {verb}" for modal in MODAL.split("|")},
    }
    said = form.get(auxiliary.lower())
    return f"{subject} {said} {after}".rstrip() if said else ""


def parted(rest: str) -> tuple[str, str]:
    """The subject and the predicate of what follows "did"; ("", "") if they cannot be told.

    The subject is the name that comes first, if a verb follows it; otherwise it ends before the
    first known verb, or before the last of those that can be nouns ("the strike begin").
    """
    first = next(iter(names(f"x {rest}")), None)
    if first and first.start == len("x "):
        end = first.end - first.start
        if re.match(r" [a-z]", rest[end:]) and rest[end:].split(maxsplit=1)[0] in VERBS:
            return rest[:end], rest[end:].strip()
    verbs = [w for w in re.finditer(r"[a-z]+", rest) if w.start() and w.group() in VERBS]
    verbs = [
        w for w in verbs if not _DETERMINED.search(f"{rest[: w.start()].rsplit(maxsplit=1)[-1]} ")
    ]
    sure = [w for w in verbs if w.group() not in NOUNS_TOO]
    for verb in sure or verbs[-1:]:
        return rest[: verb.start()].rstrip(), rest[verb.start() :]
    if unknown := _LIKE_A_VERB.match(rest):
        return unknown[1], unknown[2]
    return "", ""


def what_is_counted(question: str) -> str:
    """What a question of "how many" counts: "the trade that Ann Poe's firm did last year"."""
    asked = plain(question)
    if found := re.match(rf"how much {_AUX} (.+)$", asked, re.IGNORECASE):
        return found[1]
    if found := _COUNTED.match(asked):
        thing = found[1] if _DETERMINED.match(found[1]) else f"the {found[1]}"
        said = _uninverted(found[2], found[3]) or _being(found[2], found[3])
        return f"{thing} that {said or f'{found[2]} {found[3]}'}"
    if found := _COUNTED_DOING.match(asked) or _COUNTED_WHO_DO.match(asked):
        return f"the {found[1]} that {found[2]}"
    return f"{asked[:1].lower()}{asked[1:]}"


def some(question: str) -> str:
    """Those of whom `question` asks whether there are any: "the sailors hurt"; or "".

    >>> some("Were any sailors hurt in Velm?"), some("Was a sailor hurt?")
    ('the sailors hurt in Velm', '')
    """
    found = _SOME.match(plain(question))
    return f"the {found[2]} {found[3]}" if found and found[1].lower() in ("are", "were") else ""


def with_question_word(word: str, question: str, who: str) -> str:
    """`question` asked anew with `word`: ("when", "Who met X?") gives "When was it that …"."""
    asked, word = plain(question), word[:1].upper() + word[1:]
    if found := _WHO_IS.match(asked):
        return f"{word} {found[1]} {who or 'someone'} {found[2]}?"
    if word == "How many" and (found := _SOME.match(asked)):
        return f"How many {found[2]} {found[1].lower()} {found[3]}?"
    if re.match(r"who\s+(?:is|was|are|were)\s", asked, re.IGNORECASE) and who:
        verb, rest = asked.split(maxsplit=2)[1:]
        return f"{word} {verb} {who} {rest}?"
    if found := _INVERTED.match(asked):
        done = found[2]
        if who and re.match(rf"whom?\s+(?:{DO}|{MODAL}|{BE})\b", asked, re.IGNORECASE):
            done = _done_to(who, done)
        if re.match(r"what\b", asked, re.IGNORECASE):  # "When did Ann resign from?"
            done = re.sub(r"(?<=[a-z]) (?:from|to|for|with|about|of|on|at|by|in)$", "", done)
        return f"{word} {found[1].lower()} {done}?"
    if found := _COUNTED.match(asked):
        return _counted(word, *found.groups())
    return _it_was_that(word, asked, who)


def _done_to(who: str, done: str) -> str:
    """As done to `who`: "Ann meet in Velm" gives "Ann meet Jon in Velm"; behind what stands last,
    "Ann speak to", too.
    """
    if re.search(r"[a-z]ing$", done):
        return f"{done} {who}"
    subject, does = parted(done)
    verb, space, behind = does.partition(" ")
    if not subject or re.search(rf"\b(?:{PREPOSITION}|about)$", does):
        return f"{done} {who}" if subject else done
    return f"{subject} {verb} {who}{space}{behind}"


def _it_was_that(word: str, asked: str, who: str) -> str:
    """With `word` for a question that has no auxiliary verb: "When was it that Poe met Ray?"."""
    if said := statement(asked, who):
        return f"{word} was it that {said}?"
    if found := _COUNTED_DOING.match(asked):
        return f"{word} was it that the {found[1]} {found[2]}?"
    topic = re.sub(r"^(?:which|what|how (?:many|much))\s+", "", asked, flags=re.IGNORECASE)
    if _STARTS_AUX.match(topic):
        return f"{word} {topic[:1].lower()}{topic[1:]}?"
    return f"{word} was it that {topic}?"


def what_was_done(question: str) -> str:
    """What a question asks for, in its words: "what Poe must build"; "" for other questions."""
    found = _WHAT.match(plain(question))
    said = _uninverted(found[1], found[2]) if found else ""
    return f"what {said}" if said else ""


def predicate(question: str) -> str:
    """What a question asks of its subject: "meet Poe" of "Did Ray meet Poe?"; or ""."""
    found = re.match(rf"(?:(?:how|why|when|where) )?({_AUX}) (.+)$", plain(question), re.IGNORECASE)
    if not found or found[1].lower() in ("has", "have", "had"):
        return ""
    if found[1].lower() in ("is", "are", "was", "were"):
        first = next(iter(names(f"x {found[2]}")), None)
        return found[2][first.end - 2 :].strip() if first and first.start == len("x ") else ""
    return parted(found[2])[1]


def negated(question: str) -> str:
    """A question of "why" with its verb denied; as it is where that has no short form.

    >>> negated("Why is the shop open?"), negated("Why will it end?")
    ("Why isn't the shop open?", "Why won't it end?")
    """
    short = {"will": "wo", "can": "ca"}
    return re.sub(
        rf"^Why ({AUXILIARY})\b(?!.* (?:not|it that)\b)",
        lambda why: f"Why {short.get(why[1], why[1])}n't",
        question,
        count=1,
    )


def _counted(word: str, thing: str, auxiliary: str, rest: str) -> str:
    """With `word` for what was counted: "when" gives "When were the villages evacuated?"."""
    thing = thing if _DETERMINED.match(thing) else f"the {thing}"
    subject, predicate = parted(rest)
    if not subject or auxiliary.lower() not in ("do", "does", "did"):
        return f"{word} {auxiliary} {thing} {rest}?"
    place = _BEFORE_PLACE.search(predicate)
    at = place.start() if place else len(predicate)
    return f"{word} {auxiliary} {subject} {predicate[:at]} {thing}{predicate[at:]}?"
