"""Words for things of one sort: who asks for the posts that were cut is told of jobs."""

from __future__ import annotations

from collections.abc import Iterable

from rag.text import stem, telling

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


def in_words_of(question: str, texts: Iterable[str]) -> str:
    """`question` with the other word that some texts have for things of a sort; "" where they have
    none, or several for one.

    >>> in_words_of("How many posts will go?", ["The yard is to cut 340 jobs."])
    'How many jobs will go?'
    >>> in_words_of("How many posts will go?", ["The yard is to cut 340 posts."])
    ''
    """
    held = {stem(word.text): word.text for text in texts for word in telling(text)}
    other = question
    for word in reversed(telling(question)):
        own = stem(word.text)
        theirs = [held[each] for each in of_one_sort(word.text) - {own} if each in held]
        if len(theirs) == 1:
            other = f"{other[: word.start]}{theirs[0]}{other[word.end :]}"
    return other if other != question else ""
