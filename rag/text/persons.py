"""Which names can be a person's, and the words for what a person is.

General English, by rules; capital letters have told already what a name is (names.py).
Not promised: that a name is a person's; a lone word that is no place's or body's can be a surname.
"""

from __future__ import annotations

import re
from functools import cache

from rag.text.countries import land
from rag.text.names import OFFICE, OFFICES, names_in
from rag.text.words import word_set

# "The major fire" and "the justice that was asked for" are nobody.
ROLE = "|".join(sorted(OFFICES - {"major", "justice"}, key=len, reverse=True)) + (
    r"|ministers|author|writer|singer|actor|actress|player|coach|manager|owner|founder|leader|"
    r"head|boss|driver|lawyer|analyst|expert|politician|official|officer|diplomat|journalist|"
    r"person|man|woman|boy|girl|"
    r"member|winner|candidate|suspect|victim"
)
TITLES_IN_FULL = dict(
    pair.split("/")
    for pair in word_set(
        "dr/doctor prof/professor gen/general col/colonel lt/lieutenant maj/major capt/captain "
        "adm/admiral sgt/sergeant sen/senator rep/representative gov/governor skipper/captain"
    )
)
# What a noun says that somebody is, by its ending or as a whole: "analyst", "coach".
_ROLE = re.compile(
    r"(?:[\w’'-]+-)?(?:[a-z]*(?:m[ae]n|persons?|people|ists?|ers?|ors?|ants?|(?<!m)ents?|ysts?|"
    r"cians?)|(?:grand|step|god)?(?:mother|father|brother|sister|son|daughter)s?|[a-z]*wi(?:fe|ves)|"
    r"(?:team|class|school|house|room|ship|first )?mates?|(?:coach|boss|actress|waitress)(?:es)?|"
    r"(?:aide|head|chief|clerk|barmaid|husband|widow|guest|host|chair|victim|guard|diplomat|pilot|"
    r"nurse|chef|athlete|poet|priest|bishop|nun|monk|trainee|refugee)s?|counsel)",
    re.IGNORECASE,
)
_NO_ROLE = word_set(
    "after under over other another former never ever however rather whether either neither for "
    "or nor per later earlier sooner latter further together newer older higher lower number "
    "order offer letter paper newspaper matter manner power tower river water center chapter "
    "quarter corner border summer winter computer theater dinner weather manufacturer carrier "
    "insurer maker retailer regulator supplier employer developer brewer operator september "
    "october november december event incident accident present current recent different percent "
    "extent content ancient continent talent important restaurant significant list exist floor "
    "door error terror minor prior factor sector motor corridor human"
)
# Forenames that end as they do: "Peter Paul Poe" is no peter.
_NO_ROLE |= word_set(
    "alexander christopher peter oliver walter roger werner gunther ester vincent laurent clement "
    "victor hector igor herman norman roman truman"
)
_NO_PERSON = re.compile(
    r"(ministry|agency|university|council|nations|party|news|republic|union|house|office|bank|"
    r"committee|court|army|forces|group|company|corp|inc|department|organi[sz]ation|association|"
    r"institute|school|college|congress|parliament|kremlin|times|post|states|kingdom|federation|"
    r"market|port|harbou?r|street|road|bridge|mutual|cup|bay|island|river|"
    r"mountain|valley|castle|airport|square|station|hotel|museum|hospital|club|league|festival|"
    r"award|prize|fund|trust|holdings|steel|motors|airlines|records?|band|album|tour|"
    r"show|series|magazine|studios?|theat(?:re|er)|war|battle|empire|county|city|town|centre|"
    r"center|works|society|movement|orchestra|institution|television|radio|new|"
    r"united)s?$",
    re.IGNORECASE,
)


def can_be_person(name: str) -> bool:
    """Whether a name can be a person's, in full or a lone word."""
    return is_person(name) or can_be_surname(name)


def people_in(text: str) -> list[str]:
    """The names of a text that can be persons'; those of countries and peoples are none.

    >>> people_in("Poe and Ann Lund met the Norwegians in Norway.")
    ['Poe', 'Ann Lund']
    """
    return [name for name in names_in(text) if can_be_person(name) and not land(name)]


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: two to four words, none of an organisation or place.

    In capitals throughout it is the place before a report: "PORT ELLEN (Reuters) —".
    """
    parts = name.split()
    fits = 2 <= len(parts) <= 4 and not name.isupper()
    return fits and not any(_NO_PERSON.match(part) for part in parts)


def can_be_surname(name: str) -> bool:
    """Whether a lone word can be a surname: no country, no people, no organisation."""
    lower = name.casefold()
    return (
        " " not in name
        and len(name) > 1
        and not name.isupper()  # "US", "UN"
        and not lower.endswith(("ese", "ian", "ish", "ean"))
        and lower not in _territories()
        and not _NO_PERSON.match(name)
    )


def is_role(noun: str) -> bool:
    """Whether a noun says what a person is: "coach", "mayor"; a "government" or a "season" is none.

    >>> is_role("mayor"), is_role("harbour-master"), is_role("barmaid"), is_role("teammate")
    (True, True, True, True)
    >>> is_role("government"), is_role("season"), is_role("climate"), is_role("incident")
    (False, False, False, False)
    """
    office = OFFICE.fullmatch(noun) is not None
    return office or (_ROLE.fullmatch(noun) is not None and noun.lower() not in _NO_ROLE)


@cache
def _territories() -> frozenset[str]:
    from babel import Locale

    return frozenset(name.casefold() for name in Locale("en").territories.values())
