"""Whether two names can mean the same person, place or body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from rag.text.countries import COUNTRY_NAMES, land, power
from rag.text.names import BODIES, OFFICE
from rag.text.words import word_set, words

# What transliterations of one name differ in, in the order in which it is taken out.
_HEARD = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"(?:iy|yy|ij|yj|ii|ey|ei|y|i)\Z", "i"),
        (r"\A[yj]e", "e"),
        (r"[yj]", "i"),
        (r"w", "v"),
        (r"ks", "x"),
        (r"ph", "f"),
        (r"(?<=[auo])e(?=[^aeiou])", ""),  # Mueller, Müller
        (r"(.)\1+", r"\1"),
    )
)


def _heard(word: str) -> str:
    for written, heard in _HEARD:
        word = written.sub(heard, word)
    return word


def _heard_set(text: str) -> frozenset[str]:
    return frozenset(_heard(word) for word in text.split())


# Exonyms and short forms that every newspaper uses, beside those of countries; the first of each
# line stands for all. General knowledge, not taken from the seeds.
_EXONYMS = [
    [name.strip() for name in line.split(",")]
    for line in """
        united nations, un
        kyiv, kiev
        beijing, peking
        mumbai, bombay
        kolkata, calcutta
        chennai, madras
        ivory coast, cote d'ivoire
        eswatini, swaziland
        cape verde, cabo verde
        east timor, timor leste
        odesa, odessa
        kharkiv, kharkov
        lviv, lvov
        chernobyl, chornobyl
        dnipro, dnepr
        ho chi minh city, saigon
        nato, north atlantic treaty organization, north atlantic treaty organisation
    """.strip().splitlines()
]
_ALIASES = {
    " ".join(word.text for word in words(name)): called[0]
    for called in (*COUNTRY_NAMES, *_EXONYMS)
    for name in called
}
# One forename in several languages and spellings.
_FORENAMES = {
    form: line.split()[0]
    for line in """
        vladimir volodymyr wladimir
        sergei sergey serhiy serhii
        nikolai nikolay mykola
        alexander aleksandr alexandr oleksandr
        dmitry dmitri dmitrii dmytro
        mikhail mykhailo michail
        yevgeny evgeny evgeni yevhen yevgeni
        alexei aleksei alexey oleksii oleksiy
        yuri yury iurii yurii
        mohammed muhammad mohamed mohammad mehmed muhammed
        andrei andrey andriy andrii
    """.strip().splitlines()
    for form in line.split()
}
# Surnames that come first, in Chinese, Korean and Vietnamese names.
_FAMILY_FIRST = _heard_set(
    "li xi wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng "
    "liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye "
    "cheng wei su lu ding ren lv yao shen zhong cui tan fan jin shi liao jia xia fu fang zou geng "
    "xiong bai meng qin qiu hou mao wen kim lee park choi moon yoon nguyen tran pham ho"
)
# Of these, what begins other people's names as often: "Lee Harvey Oswald".
_FORENAMES_TOO = _heard_set("kim lee han lin fan")
_LONGEST_FAMILY_FIRST = 3  # "Kim Jong Un"
# First words that make another place or body of the same last word: "South Korea", "New York".
_SET_APART = _heard_set(
    "north south east west northern southern eastern western central new old upper lower great "
    "greater little san santa saint st los las el sri inner outer anti pro ex non former"
)
_BODIES = frozenset(_heard(word) for word in BODIES)
_CANONICAL = frozenset(
    " ".join(_heard(word) for word in name.split()) for name in _ALIASES.values()
)
_LINKS = word_set("of the de del della der den van von bin ibn bint du da dos and jr sr")


# Letters that a people and its town begin with, in all and as a share of the shorter, and by how
# many one may be longer: "Paris", "Parisian".
_LEAST_AKIN, _AKIN, _LONGEST_ENDING = 4, 0.55, 3
_DEMONYM = re.compile(r"an$")  # American, America
_OF_A_TOWN = re.compile(r"(?:ian|ean|(?<!m)an|ese|ish|ite|ine)s?$")  # Catalan, Florentine
_ENDING = re.compile(r"(?:i?an|ean|n|ese|ish|i|er)?s?(?:-\w+)*")  # "Russian-backed"


def same_name(one: str, other: str) -> bool:
    """Whether two names can mean the same, whatever their spelling, titles and length.

    A surname alone can mean anyone who bears it; a forename alone means nobody.

    >>> same_name("Tchaikovsky", "Professor Piotr Tchaikovskiy"), same_name("Peking", "Beijing")
    (True, True)
    >>> same_name("Li Bai", "Li Na"), same_name("Springfield", "Springdale")
    (False, False)
    """
    short, long = sorted((_parts(one), _parts(other)), key=len)
    if not short or short == long:
        return bool(short)
    if len(short) == 1:
        return _is_surname_of(short[0], long)
    if {short[0], long[0]} & (_FAMILY_FIRST - _FORENAMES_TOO):
        return False  # "Li Bai" in full is nobody else
    return short[-1] == long[-1] and _fit(short[:-1], long[:-1])


def akin(name: str, other: str) -> bool:
    """Whether two names are of one place and its people, or forms of one name.

    >>> akin("Norway", "Norwegian"), akin("Russia", "Russian Railways"), akin("Kharkiv", "Kharkov")
    (True, True, True)
    >>> akin("Austria", "Australia"), akin("Georgia", "George"), akin("Poe Hill", "Poe Hall")
    (False, False, False)
    """
    if same_name(name, other) or same_name(_DEMONYM.sub("a", name), other):
        return True
    short, long = sorted((name.split(), other.split()), key=len)
    if len(short) > 1:
        return all(map(_is_a_form, short, long))
    return bool(short) and (_is_a_form(short[0], long[0]) or _is_like(short[0], long[0]))


def _is_a_form(word: str, other: str) -> bool:
    """Whether two words name one country or people, or differ by an ending: "Asia", "Asian"."""
    if word.casefold() == other.casefold() or (land(word) and land(word) == land(other)):
        return True
    short, long = sorted((word.casefold(), other.casefold()), key=len)
    return long.startswith(short) and bool(_ENDING.fullmatch(long, len(short)))


def _is_like(word: str, other: str) -> bool:
    """Whether two words begin alike, and one of them ends as those for a town's people do.

    Countries that do are not one: Austria, Australia. Nor are two towns or two families.
    """
    ends = [bool(_OF_A_TOWN.search(each)) for each in (word, other)]
    if land(word) or land(other) or ends[0] == ends[1]:
        return False
    pairs = zip(word.casefold(), other.casefold(), strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    low, high = sorted((len(word), len(other)))
    return shared >= max(_LEAST_AKIN, _AKIN * low) and high - low <= _LONGEST_ENDING


def same_power(name: str, other: str) -> bool:
    """Whether two names can mean one government, or are forms of one name.

    >>> same_power("Washington", "American"), same_power("Beijing", "Russia")
    (True, False)
    """
    return akin(name, other) or bool(power(name) and power(name) == power(other))


def is_another(name: str, held: str, article: Sequence[str]) -> bool:
    """Whether a bare surname is another person's, whom the names of its article give in full."""
    if " " in held or " " not in name:
        return False
    bearers = [full for full in article if " " in full and same_name(full, held)]
    return bool(bearers) and not any(same_name(full, name) for full in bearers)


def _is_surname_of(name: str, full: tuple[str, ...]) -> bool:
    if len(full) == 1 or name in _BODIES or any(word in _BODIES for word in full):
        return False
    if full[0] in _SET_APART or " ".join(full) in _CANONICAL:
        return False
    if full[0] in _FAMILY_FIRST and len(full) <= _LONGEST_FAMILY_FIRST:
        return name == full[0] or (full[0] in _FORENAMES_TOO and name == full[-1])
    return name == full[-1]


def _fit(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the forenames of one can be the other's: some left out, or as initials."""
    rest = iter(long)
    return all(any(a == b or a == b[0] or b == a[0] for b in rest) for a in short)


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name that tell whose it is, in a spelling that transliterations share."""
    said = [word.text for word in words(name)]
    if " ".join(said) not in _ALIASES:
        said = [word.text for word in words(OFFICE.sub(" ", name))] or said
    said = _ALIASES.get(" ".join(said), " ".join(said)).split()
    said = [word for word in said if word not in _LINKS] or said
    return tuple(_heard(_FORENAMES.get(word, word)) for word in said)
