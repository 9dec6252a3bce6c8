"""Words for things of one sort: who asks for the posts that were cut is told of jobs."""

from __future__ import annotations

from rag.text import stem

# The name of the area may be that of the region; so many booths are so many stalls.
_ONE_SORT = tuple(
    frozenset(map(stem, line.split()))
    for line in (
        "area region district province zone county oblast",
        "town city village settlement",
        "country nation state republic",
        "company firm business",
        "group organisation organization body",
        "paper newspaper daily",
        "ship vessel boat",
        "job post position role",
        "stall stand booth",
        "shop store",
        "home house flat apartment household",
        "car vehicle",
        "plane aircraft jet",
        "soldier troop serviceman",
        "worker employee",
        "pupil student",
        "officer policeman police",
    )
)


def of_one_sort(word: str) -> frozenset[str]:
    """Stems of the words for things of one sort with `word`, its own among them.

    >>> sorted(of_one_sort("booths")), of_one_sort("bridge")
    (['booth', 'stall', 'stand'], frozenset({'bridg'}))
    """
    own = stem(word)
    return next((sort for sort in _ONE_SORT if own in sort), frozenset({own}))
