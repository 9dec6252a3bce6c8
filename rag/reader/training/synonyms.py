"""Other words for the same, from WordNet: what a question says, and the article says otherwise.

Read from the database files of WordNet 3.0 (Fellbaum, 1998; Debian: `wordnet-base`; free to use
under the WordNet licence, with notice). A word is exchanged only where its commonest sense is most
of what it means, by the counts of the sense-tagged texts that WordNet ships, and only for words
whose own commonest sense is that one. Wrong now and then all the same: "run" in a stocking.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

SURE = 0.5  # of a word's tagged uses, as any part of speech, those of the sense
SEEN = 1  # times that a word was tagged with the sense, at least
PARTS = {"noun": "1", "verb": "2", "adj": "3"}  # as in sense keys
LEFT_ALONE = frozenset(
    """one two three four five six seven eight nine many much more most less least other same such
    only very also first second third last next year month week day time hour minute number kind
    type sort name have been being does were will would could should must might shall made make take
    give get go come percent cent""".split()
)

_Counts = dict[str, dict[tuple[str, int], int]]
"""Of a word, how often it was tagged with (part of speech, number of the sense)."""

_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")


class Synonyms:
    """Puts single words of a text in other words.

    Args:
        folder: holds index.*, data.*, *.exc and cntlist.rev of WordNet.

    Raises:
        FileNotFoundError: one of these files is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._same: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._irregular = {
            line.split()[1] for part in ("noun", "verb") for line in _lines(folder / f"{part}.exc")
        }
        counts = _counts(folder / "cntlist.rev")
        for part, number in PARTS.items():
            self._read(folder, part, number, counts)

    def _read(self, folder: Path, part: str, number: str, counts: _Counts) -> None:
        senses: dict[str, list[str]] = {}  # of each word, the synsets by how common they are
        for line in _lines(folder / f"index.{part}"):
            fields = line.split()
            senses[fields[0]] = fields[-int(fields[2]) :]
        words: dict[str, list[str]] = {}
        for line in _lines(folder / f"data.{part}"):
            fields = line.split()
            found = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            words[fields[0]] = [re.sub(r"\(.*\)$", "", word) for word in found]

        def usual(word: str) -> str:
            """The synset that `word` nearly always means, or nothing."""
            times = counts.get(word, {}).get((number, 1), 0)
            enough = times >= max(SEEN, SURE * sum(counts.get(word, {}).values()))
            return senses[word][0] if enough and word in senses else ""

        for word in counts:
            own = "" if word in LEFT_ALONE else usual(word)
            others = [o for o in words.get(own, ()) if o != word and usual(o) == own]
            plain = tuple(o.replace("_", " ") for o in others if len(o) > 3 and not o.endswith("s"))
            if plain:
                self._same[word].append((part, *plain))

    def of(self, word: str) -> list[str]:
        """Return the words that mean the same as `word`, in its form; most words have none."""
        found: list[str] = []
        for base, ending in _forms(word):
            for part, *others in self._same.get(base, ()):
                fits = {"": True, "s": part != "adj", "ed": part == "verb", "ing": part == "verb"}
                if fits[ending]:
                    found += [form for o in others if (form := self._inflected(o, ending))]
        return found

    def _inflected(self, phrase: str, ending: str) -> str | None:
        head, *rest = phrase.split()
        if ending and (head in self._irregular or (rest and ending == "s")):
            return None
        if ending == "s":
            head += "es" if re.search(r"(?:s|x|z|ch|sh)$", head) else "s"
            head = re.sub(r"([^aeiou])ys$", r"\1ies", head)
        elif ending:
            head = re.sub(r"e$", "", head) + ending
            head = re.sub(r"([^aeiou])yed$", r"\1ied", head)
        return " ".join([head, *rest])

    def put(self, text: str, rng: Random) -> str | None:
        """Return `text` with one word in another that means the same; None where none is known."""
        places = list(_WORD.finditer(text))
        rng.shuffle(places)
        for place in places:
            if others := self.of(place.group()):
                return text[: place.start()] + rng.choice(others) + text[place.end() :]
        return None


def _forms(word: str) -> Iterator[tuple[str, str]]:
    """Yield what `word` may be a form of, with the ending that makes it that."""
    yield word, ""
    for ending in ("s", "ed", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield stem, ending
            if ending != "s":
                yield stem + "e", ending
            elif stem.endswith("e"):
                yield re.sub(r"ie$", "y", stem), ending


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="ascii") as lines:
        yield from (line for line in lines if not line.startswith(" "))


def _counts(path: Path) -> _Counts:
    """Return, by word, how often each of its senses was tagged."""
    found: defaultdict[str, dict[tuple[str, int], int]] = defaultdict(dict)
    for line in _lines(path):
        key, number, times = line.split()
        word, _, rest = key.partition("%")
        part = {"5": "3"}.get(rest[0], rest[0])  # satellites are adjectives
        found[word][part, int(number)] = int(times)
    return dict(found)
