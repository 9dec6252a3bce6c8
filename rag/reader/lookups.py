"""What only one sort of sentence can tell: an entry of a reference work, one of a numbered series.

"What is the capital of Norway?" is not answered by a sentence that has no word of a capital, nor
"What did Comet-2 weigh?" by one on Comet-1.
"""

from __future__ import annotations

import re

from rag.text import MONTH, stems

# What is looked up about a country, place or person; only a sentence with that word tells it.
_ENTRIES = (
    r"capital|currency|population|(?:official )?(?:language|religion)|flag|anthem|motto|nickname|"
    r"area|climate|altitude|nationality|birthday|birthplace|hobby|address|website|salary|wage|"
    r"(?:political )?party|wife|husband|rank|hometown|profession"
)
_LOOKED_UP = re.compile(
    rf"^what(?:['’]?s| is| are| was) (?:the (?:national |total )?(?P<of>{_ENTRIES})(?: city)? of |"
    # Anything may have its area; "the search area" is none that is looked up.
    rf"(?:[\w’'-]+ ){{1,4}}?(?P<owned>(?!(?<!['’]s )area)(?:{_ENTRIES}))(?: city)?\s*\??$)",
    re.IGNORECASE,
)
_TOLD_AS = {
    "population": "population populated inhabitants residents people",
    "language": "language speak spoken",
    "birthday": "birthday born",
    "birthplace": "birthplace born",
    "salary": "salary pay paid earns wages",
    "wage": "wage wages salary earns",
    "area": "area square sq hectare acre",
    "hometown": "hometown born native",
    "wife": "wife married husband",
    "husband": "husband married wife",
}


def looked_up(question: str) -> frozenset[str]:
    """Stems of the words for the entry of a reference work that `question` looks up, or none.

    A sentence that has none of them tells of something else: "the capital's trams" is not asked
    for by "What is the currency of Norway?".

    >>> looked_up("What is the capital of Norway?"), looked_up("What is the aim of the talks?")
    (frozenset({'capit'}), frozenset())
    """
    found = _LOOKED_UP.search(question)
    if not found:
        return frozenset()
    entry = (found["of"] or found["owned"]).split()[-1].lower()
    return frozenset(stems(_TOLD_AS.get(entry, entry)))


_NUMBERED = re.compile(r"\b([A-Z][\w’']*)[ -]([0-9]{1,3}|[IVX]{1,5})\b(?![.,:]?\d|%)")
_MONTHS = frozenset(MONTH.split("|"))


def names_its_like(question: str, sentence: str) -> bool:
    """Whether `sentence` names another of a numbered series that `question` has one of, not it.

    >>> names_its_like("What did Comet-2 weigh?", "Comet-1 weighed 140 kilograms.")
    True
    >>> names_its_like("What did Comet-2 weigh?", "Comet-2 is heavier than Comet-1.")
    False
    """
    told = _numbered(sentence)
    return any(
        base in told and number not in told[base]
        for base, numbers in _numbered(question).items()
        for number in numbers
    )


def _numbered(text: str) -> dict[str, set[str]]:
    """The numbers that a text puts behind each name: {"Comet": {"1", "2"}}; no days of a month."""
    found: dict[str, set[str]] = {}
    for name, number in _NUMBERED.findall(text):
        if name.lower() not in _MONTHS:
            found.setdefault(name, set()).add(number)
    return found
