"""Verbs: their forms, which of them are one deed, and what denies or turns round a clause.

Elsewhere: the stems of other words (words.py), and what is asked or told with a verb
(rag/dialogue/phrasing.py, rag/reader).
Not promised: that the lists are complete; a verb that is not in them is taken to be regular.
"""

from __future__ import annotations

import re
from functools import cache

from rag.text.names import telling_words
from rag.text.words import stem, word_set

CONTRACTED = re.compile(r"(?<=[a-z])n['’]t\b", re.I)
PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)\b.{0,60}\bby\b", re.I | re.S)
_FORMS = {
    "say": "said", "meet": "met", "hold": "held", "speak": "spoke spoken", "come": "came",
    "take": "took taken", "give": "gave given", "tell": "told", "make": "made",
    "go": "went gone", "see": "saw seen", "begin": "began begun", "keep": "kept",
    "leave": "left", "find": "found", "send": "sent", "buy": "bought", "sell": "sold",
    "win": "won", "lose": "lost", "lead": "led", "pay": "paid", "stand": "stood",
    "build": "built", "bring": "brought", "think": "thought", "know": "knew known",
    "write": "wrote written", "rise": "rose risen", "fall": "fell fallen",
    "grow": "grew grown", "become": "became", "strike": "struck", "fight": "fought",
    "break": "broke broken", "choose": "chose chosen", "shoot": "shot", "steal": "stole stolen",
    "flee": "fled", "bear": "bore born", "swear": "swore sworn", "seek": "sought",
    "teach": "taught", "catch": "caught", "withdraw": "withdrew withdrawn",
    "draw": "drew drawn", "drive": "drove driven", "throw": "threw thrown", "show": "shown",
    "burn": "burnt",
}  # fmt: skip
IRREGULAR = {form: verb for verb, forms in _FORMS.items() for form in forms.split()}
# Verbs whose past is made, too, but that no form is led back to: many are the same in the present
# ("cut", "read"), and the stem of "stopped" is its verb's.
_MORE_PASTS = """
    be/been do/did get/got have/had hear/heard feel/felt mean/meant beat/beat
    understand/understood burst/burst cost/cost cut/cut hit/hit hurt/hurt put/put quit/quit
    read/read set/set shut/shut spread/spread drink/drank eat/ate fly/flew forbid/forbade
    forget/forgot freeze/froze hide/hid lend/lent ride/rode ring/rang run/ran shake/shook
    show/showed sing/sang sink/sank sleep/slept spend/spent swim/swam tear/tore wake/woke
    wear/wore ban/banned plan/planned stop/stopped drop/dropped admit/admitted refer/referred
    sign/signed"""
PAST_OF = {verb: forms.split()[0] for verb, forms in _FORMS.items()}
PAST_OF |= dict(pair.split("/") for pair in _MORE_PASTS.split())
NOUNS_TOO = word_set(
    "attack bear break burn burst call cause change claim cost cut debut demand design drink drop "
    "end fall fight fire help hit launch lead move offer order plan play promise read record "
    "release report return ride ring rise rule run score shake share show shut sign sleep "
    "spread start stay stop strike study support talk tear tour try turn use visit vote work"
)
_PLAIN_VERBS = word_set(
    "accept accuse achieve agree announce appear appoint arrive ask attack attend believe "
    "belong call carry cause change claim close compete contain continue create criticise "
    "criticize cross debut decide defeat demand demolish deny describe design develop die "
    "direct discover discuss divorce earn elect end expect explain fail feature finish fire "
    "follow found graduate happen help hire host include influence invent invest join kill "
    "last launch learn like live look marry move need occur offer open oppose order own "
    "perform play praise produce promise propose publish receive record reject relate release "
    "remain replace report represent resign respond retire return reveal rule score serve "
    "share start stay study succeed suffer support talk tour travel try turn urge use visit "
    "vote want warn work"
)
VERBS = frozenset(PAST_OF) | _PLAIN_VERBS
PAST_FORMS = frozenset(PAST_OF.values()) - frozenset(PAST_OF) - {"left", "felt", "found"}


def root(word: str) -> str:
    """The stem of a word, of an irregular verb's past too: "came", "come".

    >>> root("came"), root("trading")
    ('come', 'trade')
    """
    return stem(IRREGULAR.get(word, word))


def told_roots(text: str) -> frozenset[str]:
    """The roots of the words of a text that tell something, those of names left out.

    >>> sorted(told_roots("Ann Poe came to sell the docks."))
    ['come', 'dock', 'sell']
    """
    return frozenset(root(word.text) for word in telling_words(text))


# Words for one deed, which word vectors hold apart: one line of each in any handbook of synonyms.
_ONE_DEED = """condemn criticize denounce; close shut; begin start launch; resume restart continue;
    buy purchase acquire; end stop finish complete; die kill perish; injure hurt wound;
    support back encourage; admit acknowledge; approve pass; visit trip journey; hold arrange"""


def deed(word: str) -> str:
    """What stands for all words of one deed: "visit" for "trips"; else the word's own stem."""
    return _deeds().get(root(word), root(word))


@cache  # made when it is first asked for: importing loads no stemmer
def _deeds() -> dict[str, str]:
    return {root(word): line.split()[0] for line in _ONE_DEED.split(";") for word in line.split()}


def is_past(word: str) -> bool:
    """Whether a word can be a past form: "closed", "sent"; not those that are like the present.

    >>> is_past("closed"), is_past("sent"), is_past("cut")
    (True, True, False)
    """
    return word.endswith("ed") or word in IRREGULAR


def past(verb: str) -> str:
    """The simple past of `verb`: "meet" gives "met", "visit" gives "visited"."""
    if verb in PAST_OF:
        return PAST_OF[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{verb}ed"


def third_person(verb: str) -> str:
    """What "he" does: "deny" gives "denies", "have" gives "has"."""
    if verb == "have":
        return "has"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else f"{verb}s"


def either_way(pairs: str) -> dict[str, frozenset[str]]:
    """The stem of each word of `pairs`, "rise/fall rise/drop", with those of its counterparts."""
    found: dict[str, set[str]] = {}
    for pair in pairs.split():
        one, other = map(stem, pair.split("/"))
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in found.items()}
