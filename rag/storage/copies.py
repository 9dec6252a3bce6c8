"""Near-copies: the same text in two files speaks with one voice.

Two articles are copies when most of the shorter one's wording stands in the other: agency text
with another headline, a longer tail or a changed sentence, not two articles that share a quotation
or two paragraphs. Candidates are the articles with the nearest passages; their words decide.

The label of a group, its voice, lies in each article's row in Chroma; an article without copies
is its own voice. Not promised: copies that were translated or rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rag.storage.edition import Edition

if TYPE_CHECKING:
    from rag.storage.search import Vectors

# Measured on 50 texts cut and mixed from the seeds, held against each of them. Of 55 pairs that
# share most of one's wording, 51 have a passage of the two looked for and one of the other article
# with a cosine of .76 to 1.0, whichever comes first; the four where an article is cut to a fifth,
# only if the short one comes later. Other pairs reach .96 (a shared paragraph is alike too), so
# vectors only propose. By words those 55 hold .62 to 1.0 of the shorter text's runs of five;
# articles that share two paragraphs at most .43, other pairs of seeds at most .08.
NEIGHBOURS = 16  # passages near each that is looked for, the article's own among them
LIKELY = 0.75
SHINGLE = 5
SHARED = 0.6

_WORD = re.compile(
    r"\w+"
)  # simpler than rag.text.words and ten times as fast: only equality counts


def shingles(body: str) -> frozenset[int]:
    """The runs of five words in a text, hashed; of all its words if they are fewer."""
    found = _WORD.findall(body.casefold())
    size = min(SHINGLE, len(found))
    runs = range(len(found) - size + 1) if size else ()
    return frozenset(hash(tuple(found[i : i + size])) for i in runs)


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that the other holds; 0 if either is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def settle(
    edition: Edition,
    arrived: Iterable[str],
    *,
    left: Iterable[str] = (),
    vectors: Mapping[str, Sequence[Vectors]] | None = None,
) -> list[str]:
    """Give the right voice to the articles that arrived, and to all that this touches.

    Returns the documents whose voice is another now.

    `arrived` are documents whose rows are written; `left` are voices that lost an article, whose
    remaining articles are looked at anew. `vectors` are those of the articles' passages that are at
    hand; the others are read.
    """
    broken = [row.document for voice in dict.fromkeys(left) for row in edition.voice(voice)]
    touched = edition.rows(list(dict.fromkeys([*arrived, *broken])))
    fresh = [document for document, row in touched.items() if not row.reason]
    known = {document: vectors[document] for document in fresh if vectors and document in vectors}
    pairs = _likely(edition, known | edition.vectors([d for d in fresh if d not in known]))
    bodies = edition.bodies(sorted({document for pair in pairs for document in pair}))
    held = {document: shingles(body) for document, body in bodies.items()}
    groups = {document: {document} for document in fresh}
    rows = edition.rows(sorted({*fresh, *held}))
    for one, other in sorted(pairs):
        if {one, other} <= held.keys() and containment(held[one], held[other]) >= SHARED:
            for document in (one, other):
                if document not in groups:  # an older article brings its whole group along
                    members = {row.document for row in edition.voice(rows[document].voice)}
                    members = {document, *(members - set(fresh))}
                    groups |= dict.fromkeys(members, members)
            joined = groups[one] | groups[other]
            groups |= dict.fromkeys(joined, joined)
    voices = {document: min(members) for document, members in groups.items()}
    rows |= edition.rows([document for document in voices if document not in rows])
    changes = {
        document: {"voice": voice}
        for document, voice in voices.items()
        if document in rows and rows[document].voice != voice
    }
    edition.amend(changes)
    return list(changes)


def _likely(edition: Edition, articles: Mapping[str, Sequence[Vectors]]) -> set[tuple[str, str]]:
    return {
        (min(document, other), max(document, other))
        for document, others in edition.search.like(articles, NEIGHBOURS, cosine=LIKELY).items()
        for other in others
    }
