"""Words as they are compared: without case, accents, possessive or kinds of quotation marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `text` is normalised, `start` and `end` are where it stands."""

    text: str
    start: int
    end: int


# Words that say nothing of what a text is about. "us" is left out: it is also "U.S.".
_STOPPED = """
    a an the this that these those such same other another each every either neither both all any
    some no none
    i me my mine myself we our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves one who whom whose which
    what when where why how there here
    am is are was were be been being do does did doing done have has had having will would shall
    should can could may might must ought
    isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't shan't
    shouldn't can't cannot couldn't mustn't i'm i've i'd i'll we're we've we'd we'll you're you've
    you'd you'll he'd he'll she'd she'll it'd it'll they're they've they'd they'll
    and or but nor so yet if then than because while until although though as since unless whether
    of in on at by for from with without about against between among into onto through during
    before after above below to up down out off over under again further once per via upon within
    toward towards across along around behind beside besides beyond despite near not only own too
    very just also even still now ever never however meanwhile more most much many few less least
    several
    s t d ll m re ve
"""
STOP_WORDS = frozenset(_STOPPED.split())

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S., U.S.A
    r"|\d+(?:[.,]\d+)*[^\W\d_]*"  # 1,500  3.5m  29th
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # Japanese and Chinese write no spaces
    r"|(?:[^\W_\u3040-\u30ff\u3400-\u9fff][\u0300-\u036f\u00ad]*)+"
    r"(?:['’ʼ](?:[^\W_][\u0300-\u036f]*)+)*"
)
OWNS = re.compile(r"['’]s\b|['’](?=\s)")  # behind the name of an owner
_POSSESSIVE = re.compile(r"(?<!['’ʼ][sS])(?:['’ʼ][sS])+\Z")
_WHOSE = re.compile(r"(?<=\b(?:to|of|by|in|on|at) )(who)['’]?s\b", re.IGNORECASE)
_SHORTENED = re.compile(
    r"\b(what|who|when|where|how|why)(?:['’]s|s)\b"
    r"(?! (?:been|become|got|gone|happened|changed)\b)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])")
_BRITISH = tuple(
    (re.compile(written), american)
    for written, american in (
        (r"(?<=\w{3})is(?=(?:e|ed|es|ing|ation|ations)\Z)", "iz"),  # organise
        (r"(?<=\w{3}y)s(?=(?:e|ed|es|ing)\Z)", "z"),  # analyse
        (r"(?<=\w{2}[bdlmnv])our(?!n)", "or"),  # favourite, labour, but not journey
        (r"(?<=\w{2}[nt])re(?=s?\Z)", "er"),  # centre, theatre
        (r"\A(def|off|lic|pret)ence(?=s?\Z)", r"\1ense"),
        (r"\A(program)me(?=s?\Z)", r"\1"),
    )
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ‚‛‹›", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"},
        "\u00ad": "",
    }
)


def normalised(text: str) -> str:
    """Return `text` without case, accents, and kinds of quotation marks and dashes.

    >>> normalised("Türkiye’s “Erdoğan” – STRASSE, straße")
    'turkiye\\'s "erdogan" - strasse, strasse'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return bare.casefold().translate(_PLAIN)


def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order. Hyphens part words, dots of an acronym do not.

    >>> [w.text for w in words("China’s U.S.-made 1,500 Café")]
    ['china', 'us', 'made', '1500', 'cafe']
    """
    found = []
    for match in _WORD.finditer(text):
        written = match.group()
        end = match.end()
        if possessive := _POSSESSIVE.search(written):
            end -= len(possessive.group())
            written = written[: possessive.start()]
        if written[0].isdigit():
            shown = normalised(written)
            shown = shown.replace(",", "") if _THOUSANDS.match(shown) else shown
        else:
            shown = normalised(written).replace(".", "")
        if shown:
            found.append(Word(shown, match.start(), end))
    return tuple(found)


@lru_cache(maxsize=8192)
def telling(text: str) -> tuple[Word, ...]:
    """Return the words of `text` that are not stop words, in order, those of names too."""
    return tuple(word for word in words(text) if word.text not in STOP_WORDS)


@lru_cache(maxsize=2048)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of `text` that are not stop words, in order.

    >>> stems("The nations were trading with each other’s allies")
    ('nation', 'trade', 'alli')
    """
    return tuple(stem(word.text) for word in words(text) if word.text not in STOP_WORDS)


@lru_cache(maxsize=100_000)  # stemming a word takes 30 µs, looking it up less than 1
def stem(word: str) -> str:
    """Return the stem of one normalised word, by Snowball's English rules.

    British and American spellings have one stem. A stemmer keeps the word that it works on, so
    each word gets a new one (1 µs): another thread would spoil a shared one's.

    >>> stem("strengthening"), stem("u.s"), stem("defence") == stem("defense")
    ('strengthen', 'u.s', True)
    """
    if not (word.isascii() and word.isalpha()):
        return word
    import snowballstemmer

    stemmed: str = snowballstemmer.stemmer("english").stemWord(_one_spelling(word))
    return stemmed


def _one_spelling(word: str) -> str:
    """The word as Americans write it, as far as rules can tell; what no one writes is no harm."""
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(text.split())


def verb_in_full(question: str) -> str:
    """Return `question` with "is" for the "'s" of its question words, typed with it or without.

    Behind a preposition, "whos" is a slip for "whose".

    >>> verb_in_full("Who's he, and what’s been said?")
    'Who is he, and what’s been said?'
    """
    return _SHORTENED.sub(r"\1 is", _WHOSE.sub(r"\1se", question))


def edits(one: str, other: str) -> int:
    """How many letters must be changed, put in, left out or swapped to make one the other."""
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one):
        before, last, row = last, row, [i + 1]
        for j, b in enumerate(other):
            row.append(min(last[j] + (a != b), last[j + 1] + 1, row[j] + 1))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                row[-1] = min(row[-1], before[j - 1] + 1)
    return row[-1]
