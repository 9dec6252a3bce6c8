"""Change a sentence so that it says the same, or so that it no longer does.

Rules over words, deterministic for a given `random.Random`: claims made here train the support
head, and measure verification on articles that no model has seen. Each function returns None where
it finds nothing to change. In the manner of the synthetic edits of FactCC (Kryscinski et al., 2020,
arXiv:1910.12840) and of the contrastive pairs of VitaminC (Schuster et al., 2021,
arXiv:2103.08541).

Not promised: that every faithful rewrite is elegant, or that a swapped name never happens to fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from rag.reader.training.vocabulary import (
    DAYS,
    FIRST_NAMES,
    HELPERS,
    MONTHS,
    NOT_NAMES,
    NUMBER_OF_WORD,
    OPPOSITE,
    PAST,
    SAME,
    WORD_OF_NUMBER,
)

_NAME = re.compile(
    r"\b[A-Z][\w’'-]*[\w](?:(?:\s+|\s+(?:of|de|van|von|bin|al|el|du|la)\s+)[A-Z][\w’'-]*\w)*"
)
_DIGITS = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
_SPELT = re.compile(r"\b(" + "|".join(w for w in NUMBER_OF_WORD if w != "one") + r")\b", re.I)
_AUX = (
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|does|did|do)\b"
    r"(?!\s+(?:not|no|never)\b)(?!n['’]t)"
)


def names(text: str) -> list[str]:
    """Return the names in `text` in their order, each once.

    A capital at the start of a sentence is taken for a name only in a run of capitals or where the
    word has its capital elsewhere too.
    """
    found: dict[str, int] = {}
    doubtful: list[tuple[str, int]] = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0] in NOT_NAMES:
            words.pop(0)
        name = " ".join(words)
        if len(name) < 2:
            continue
        before = text[: match.start()].rstrip(" \"'“”‘’(")
        starts = not before or before[-1] in ".!?:\n"
        if starts and len(words) == 1 and words[0] == match.group():
            doubtful.append((name, match.start()))
        else:
            found.setdefault(name, match.start())
    for name, start in doubtful:
        inside = any(name in other.split() for other in found)
        if inside or re.search(r"[a-z,] " + re.escape(name) + r"\b", text):
            found.setdefault(name, start)
    return sorted(found, key=lambda name: found[name])


def put(text: str, old: str, new: str, *, every: bool = False) -> str:
    """Return `text` with the whole word or phrase `old` replaced, once or everywhere."""
    pattern = r"(?<!\w)" + re.escape(old) + r"(?!\w)"
    return re.sub(pattern, lambda _: new, text, count=0 if every else 1)


def change_number(text: str, rng: Random, others: Sequence[str] = ()) -> str | None:
    """Replace one number, in digits or spelt, by another, at times by one of `others`."""
    places = [(m.start(), m.end(), m.group()) for m in _DIGITS.finditer(text)]
    places += [(m.start(), m.end(), m.group()) for m in _SPELT.finditer(text)]
    if not places:
        return None
    start, end, old = rng.choice(places)
    near = [o for o in others if o != old and (len(o) == 4) == (len(old) == 4) and o[0].isdigit()]
    if near and old[0].isdigit() and rng.random() < 0.4:
        new = rng.choice(near)
    elif old.lower() in NUMBER_OF_WORD:
        pool = [w for w in NUMBER_OF_WORD if w not in (old.lower(), "zero", "one")]
        value = NUMBER_OF_WORD[old.lower()]
        close = [w for w in pool if abs(NUMBER_OF_WORD[w] - value) <= max(3, value // 2)]
        new = rng.choice(close or pool)
        new = new.capitalize() if old[0].isupper() else new
    else:
        new = _other_figure(old, rng)
    return None if new == old else text[:start] + new + text[end:]


def _other_figure(old: str, rng: Random) -> str:
    plain = old.replace(",", "")
    if "." in plain:
        whole, part = plain.split(".")
        changed = str(max(0, int(whole) + rng.choice((-3, -2, -1, 1, 2, 3, 5)))) + "." + part
        return changed if changed != plain else f"{int(whole) + 4}.{part}"
    value = int(plain)
    if len(plain) == 4 and 1000 <= value <= 2100 and "," not in old:
        return str(value + rng.choice((-50, -20, -11, -10, -5, -3, -2, -1, 1, 2, 3, 5, 8, 10, 20)))
    steps = (1, 2, 3) if value < 10 else (1, 2, 5, 10, value // 2, value, 3 * value)
    new = value + rng.choice((-1, 1)) * max(1, rng.choice(steps))
    new = new if new > 0 and new != value else value + max(1, rng.choice(steps))
    return f"{new:,}" if "," in old else str(new)


def swap_name(text: str, rng: Random, others: Sequence[str]) -> str | None:
    """Replace one name of `text` by one of `others` that `text` does not hold."""
    own = names(text)
    words = set(re.findall(r"\w+", text))
    pool = [name for name in others if not words & set(re.findall(r"\w+", name))]
    if not own or not pool:
        return None
    old = rng.choice(own)
    alike = [name for name in pool if len(name.split()) == len(old.split())]
    return put(text, old, rng.choice(alike or pool))


def swap_roles(text: str, rng: Random) -> str | None:
    """Exchange two names of `text`: who did it, and to whom."""
    own = [name for name in names(text) if text.count(name) == 1]
    pairs = [(a, b) for i, a in enumerate(own) for b in own[i + 1 :] if a not in b and b not in a]
    pairs = [
        (a, b)
        for a, b in pairs
        # "Smith and Jones" says the same the other way round.
        if not re.fullmatch(r"\W*(?:,|and|or)?\W*", text[text.index(a) + len(a) : text.index(b)])
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return put(put(put(text, a, "\0"), b, a), "\0", b) if _bounded(text, a, b) else None


def _bounded(text: str, *parts: str) -> bool:
    return all(re.search(r"(?<!\w)" + re.escape(p) + r"(?!\w)", text) for p in parts)


def flip_polarity(text: str, rng: Random) -> str | None:
    """Say no where `text` says yes, or the reverse."""
    for pattern, new in ((r"\b(?:did|do|does) not\b", "did"), (r"n['’]t\b", ""), (r" not\b", ""),
                         (r"\bnever\b", "always"), (r"\bno longer\b", "still")):  # fmt: skip
        if re.search(pattern, text):
            return re.sub(pattern, new, text, count=1)
    places = list(re.finditer(_AUX, text))
    if not places:
        return None
    place = places[0] if rng.random() < 0.7 else rng.choice(places)
    return f"{text[: place.end()]} {rng.choice(('not', 'not', 'never'))}{text[place.end() :]}"


def change_word(text: str, rng: Random) -> str | None:
    """Replace one word by an opposite or another role: rose/fell, before/after, son/daughter."""
    places = [
        m
        for m in re.finditer(r"[A-Za-z]+", text)
        if m.group().lower() in OPPOSITE and (m.start() == 0 or m.group().islower())
    ]
    if not places:
        return None
    place = rng.choice(places)
    new = OPPOSITE[place.group().lower()]
    new = new.capitalize() if place.group()[0].isupper() else new
    return text[: place.start()] + new + text[place.end() :]


def change_day(text: str, rng: Random) -> str | None:
    """Replace a month or a day of the week by another."""
    for calendar in rng.sample((DAYS, MONTHS), 2):
        places = list(re.finditer(r"\b(" + "|".join(calendar) + r")\b", text))
        if places:
            place = rng.choice(places)
            new = rng.choice([day for day in calendar if day != place.group()])
            return text[: place.start()] + new + text[place.end() :]
    return None


KINDS = ("number", "name", "roles", "polarity", "word", "day")


def corrupt(
    text: str, rng: Random, *, context: str = "", kinds: Sequence[str] = KINDS
) -> tuple[str, str] | None:
    """Return `text` with one fact of it changed and the kind of change, or None.

    Numbers and names of `context` (the passage round `text`) serve as replacements, so that a false
    claim cannot be told by a word that the passage lacks.
    """
    others = names(context) if context else []
    figures = _DIGITS.findall(context)
    tries: dict[str, Callable[[], str | None]] = {
        "number": lambda: change_number(text, rng, figures),
        "name": lambda: swap_name(text, rng, others),
        "roles": lambda: swap_roles(text, rng),
        "polarity": lambda: flip_polarity(text, rng),
        "word": lambda: change_word(text, rng),
        "day": lambda: change_day(text, rng),
    }
    order = [kind for kind in kinds if kind != "polarity"]
    rng.shuffle(order)
    if "polarity" in kinds:  # Almost any sentence can be negated: too often, and "not" means false.
        order.insert(0 if rng.random() < 0.15 or not order else len(order), "polarity")
    for kind in order:
        changed = tries[kind]()
        if changed is not None and changed != text:
            return changed, kind
    return None


def shorten(text: str, rng: Random) -> str | None:
    """Drop an aside, a relative clause at the end, a lead-in or an attribution."""
    cuts = (
        (r"\s*\([^()]*\)", ""),
        (r",\s+(?:which|who|where|whose|including|such as|according to)\b[^,;]*(?=[.!?]?$)", ""),
        (r",\s+(?:which|who|where|whose)\b[^,;]*,", ""),
        (
            r"^(?:However|Moreover|Furthermore|In addition|For example|Also|Today|Thus|Finally), ",
            "",
        ),
        (r"[,;]\s+(?:and|but|while|although|though|because|with)\s[^,;]*(?=[.!?]?$)", ""),
    )
    for pattern, new in rng.sample(cuts, len(cuts)):
        cut = re.sub(pattern, new, text, count=1)
        if cut != text and len(cut.split()) >= 5:
            return _capital(cut)
    return None


def reorder(text: str, rng: Random) -> str | None:
    """Move a lead-in to the end: "In 1998, it closed." becomes "It closed in 1998."."""
    match = re.fullmatch(
        r"((?:In|On|At|By|During|After|Before|Since|From|Under|For) [^,.]{3,50}), ([^;:]+?)([.!?])",
        text,
    )
    if not match or match.group(2).count(",") > 1:
        return None
    lead, rest, stop = match.groups()
    return f"{_capital(rest)} {lead[0].lower()}{lead[1:]}{stop}"


def reword(text: str, rng: Random) -> str | None:
    """Put one word in another that means the same."""
    known = [old for old in SAME if re.search(r"(?<!\w)" + re.escape(old) + r"(?!\w)", text)]
    if not known:
        return None
    old = rng.choice(known)
    return put(text, old, SAME[old])


def respell_number(text: str, rng: Random) -> str | None:
    """Write "seventy" for 70, or 70 for "seventy"."""
    places = list(_SPELT.finditer(text))
    places += [m for m in _DIGITS.finditer(text) if m.group() in map(str, WORD_OF_NUMBER)]
    places = [m for m in places if m.group() not in ("0", "1")]
    if not places:
        return None
    place = rng.choice(places)
    old = place.group()
    new = WORD_OF_NUMBER[int(old)] if old.isdigit() else str(NUMBER_OF_WORD[old.lower()])
    new = _capital(new) if place.start() == 0 else new
    return text[: place.start()] + new + text[place.end() :]


def last_name(text: str, rng: Random) -> str | None:
    """Leave a first name away: "Joe Biden spoke" becomes "Biden spoke"; "New York" stays."""
    full = [
        name
        for name in names(text)
        if re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", name) and name.split()[0] in FIRST_NAMES
    ]
    if not full:
        return None
    name = rng.choice(full)
    return put(text, name, name.split()[1])


FAITHFUL: tuple[Callable[[str, Random], str | None], ...] = (
    shorten, reorder, reword, respell_number, last_name,
)  # fmt: skip


def rephrase(text: str, rng: Random, *, rounds: int = 2) -> str:
    """Return `text` said another way by up to `rounds` rules; `text` itself where none applies."""
    for rule in rng.sample(FAITHFUL, len(FAITHFUL)):
        if rounds <= 0:
            break
        changed = rule(text, rng)
        if changed is not None:
            text, rounds = changed, rounds - 1
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_ASKING = frozenset(("are", "were", "did", "do", "does"))


def statement(question: str, answer: str) -> str | None:
    """Turn a question and its answer into a sentence, for the kinds that rules can do.

    "Who wrote it?", "Ann" gives "Ann wrote it."; "What is the capital?", "Oslo" gives "The capital
    is Oslo."; "When did he win?", "1998" gives "He won in 1998." when the answer carries no
    preposition.
    """
    words = question.strip().rstrip("?").split()
    answer = answer.strip().rstrip(".,;")
    if len(words) < 3 or not answer:
        return None
    head, second = words[0].lower(), words[1].lower()
    said: str | None = None
    if head in ("who", "what"):
        said = _subject(words[1:], answer)
    elif head in ("when", "where") and second == "did":
        said = _past(words[2:], answer, head)
    elif head == "how" and second == "many" and not _ASKING & {word.lower() for word in words}:
        said = f"{answer} {' '.join(words[2:])}"
    return _capital(said) + "." if said else None


def _subject(words: list[str], answer: str) -> str | None:
    """Put the answer in the place of "who" or "what": as subject, or after "is"."""
    verb = words[0].lower()
    if verb in ("is", "was", "are", "were"):
        described = words[1].lower() in ("the", "a", "an")
        if described and words[-1].lower() not in ("in", "for", "of"):
            return f"{' '.join(words[1:])} {verb} {answer}"
        return None
    if verb in HELPERS | {"did", "do", "does", "kind", "type"}:
        return None
    if verb.endswith(("ed", "s")) or verb in PAST.values():
        return f"{answer} {' '.join(words)}"
    return None


def _past(words: list[str], answer: str, head: str) -> str | None:
    """Turn "he win", "1998" and "when" into "he won in 1998"."""
    for place in range(1, min(len(words), 5)):
        past = PAST.get(words[place].lower())
        if past:
            bare = answer[0].isdigit() if head == "when" else answer[0].isupper()
            before = " ".join([*words[:place], past, *words[place + 1 :]])
            return f"{before} {'in ' if bare else ''}{answer}"
    return None
