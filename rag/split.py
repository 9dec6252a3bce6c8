"""Split an article's body into sentences, and sentences into passages.

A sentence is the unit of proof: whatever is here called one can be cited, to the character.
Sentences cover every character that is not white space, never overlap, and never cross a
paragraph break. A passage is a run of whole sentences of a size that suits the embedder.

Time grows with the length of the text alone, whatever it is made of.

Elsewhere: what the body is (rag/clean), the node parser for LlamaIndex (rag/storage/nodes.py).
Not promised: other languages than English. German, French and Chinese news split well enough.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.text import in_words, word_set
from rag.types import Article, Passage, Sentence

SPLITTER = "sentences-3"  # goes into the index's fingerprint: raise it when splits change

# A quotation of several sentences stays with its speaker up to this length, so that a citation
# can be understood alone. A sentence of the seeds has 155 characters, so these are about two.
TOGETHER = 300
# No sentence is longer. The longest real one in the seeds has 446 characters.
LONGEST = 1_200
# Words in a passage. The embedder sees 256 word pieces; passages of the seeds have 1.3 a word, at
# most 1.4, and title and date take 20, so that 150 words still fit; of 110, none passes 180.
WORDS, MOST_WORDS = 110, 150


# Before a name, so never the end: "Gen. He Weidong".
_TITLES = word_set(
    "Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Sgt Cpl Pvt Adm Cmdr Cdr Brig Sen Sens Rep Reps Gov "
    "Govs Pres Rev Hon Msgr Supt Insp Det Amb Atty Messrs MM Mme Mlle Hr Hrn Fr vs v "
    "Cllr Dist Asst Const Sra Rt "
    "cf e.g i.e z.B d.h u.a bzw ca vgl sog ggf Mio Mrd approx incl Ph"
)
_BEFORE_NUMBER = word_set(
    "No Nos no nos Nr p pp Art Arts Sec Fig Figs Vol Ch Abs Rs Jan Feb Mar Apr Jun Jul Aug Sep "
    "Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri c b d r par para est Eq Eqs Tel"
)
# Of these, the full stop ends the sentence only when the next word often begins one.
_INSIDE = word_set(
    "St Ste Ft Mt ed eds trans ft Str Hrsg inkl evtl "
    "Inc Corp Co Cos Ltd LLC Bros Jr Sr Esq Ave Blvd Rd Dept Univ Assn Assoc Intl Natl Govt Gen "
    "etc al usw Jan Feb Aug Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan "
    "Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ont Que"
)
_STARTERS = word_set(
    "The A An He She It We You They I This That These Those His Her Its Their Our My There Here In "
    "On At By For From With Under Over During Since Until After Before As If When While Once "
    "Although Though Because Despite Unlike Among Between Across Without Within About According "
    "But And Or Nor So Yet Then Now Also Still Even Only Just However Meanwhile Instead Moreover "
    "Nevertheless Therefore Thus Later Earlier Last Next Another Both Each Every Some Many Most "
    "Several Few All Not What Who Whom Why How Where Which To Of Asked Is Are Was Were Do Does Did "
    "Der Die Das Ein Eine Er Sie Es Wir Ich Im Am Mit Auf Aber Und Nach Bei Von Il Elle Ils Elles "
    "Le Les Un Une Mais Et Dans En Ce Cette Nous"
)
_ATTRIBUTION = word_set(
    "said says told added asked wrote writes tweeted replied answered explained declared noted "
    "insisted argued warned continued concluded recalled joked stressed remarked shouted yelled "
    "whispered cried exclaimed screamed muttered murmured quipped"
)
_INSTITUTIONS = word_set(
    "State Senate House Congress Department Embassy Army Navy Air Marine Marines President "
    "Secretary Treasury Supreme Capitol Federal Military Defense Central National Ambassador "
    "Rep Sen Gen Attorney Justice Commerce Trade Coast Space Special Vice Geological Census"
)
_GERMAN_MONTHS = word_set(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
)
_GERMAN_ARTICLES = [[w] for w in word_set("am der die das dem den des im zum zur vom beim ab bis")]

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_STOPS = tuple(".!?…,;:")
_STOP = re.compile(
    r"(?P<stop>[.!?…。！？｡؟۔।॥‼⁇⁈⁉]+)"
    r"(?P<close>(?:\[\d{1,3}\]|[\"'”’)\]}」』）]|[ \u00a0\u202f]?[»›](?!\w)|[“‘«‹](?=\s|\Z))*)"
)
_SOLID = re.compile(r"\S")
_WORD_AHEAD = re.compile(r"(?P<lead>[\W_]{0,12})(?P<word>[^\W_][\w’'-]*)")
_ENUMERATOR = re.compile(r"[\W_]{0,6}(?:\d{1,3}|[A-Za-z]|[IVX]{1,5}|[ivx]{1,5})")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+(?:(?:of|the|al|de|van|von|bin)\s+)?){1,6}"
    rf"(?:{'|'.join(sorted(_ATTRIBUTION))})"
    r"(?=[.,;:]|\s*\Z|\s+(?:on|in|at|during|to|as|of|after|before|via|late|early|and|while|with)\b)"
)
_OF_THE_CLOCK = re.compile(r"(?:\S+\s+){1,2}time\b|(?:[A-Z]{2,4}T|GMT|UTC)\b|\w+day\b")
_BREAKS = (re.compile(r"[;:—]\s"), re.compile(r"[,)]\s"), re.compile(r"\s"))
_PAIRS = {"“": "”", "«": "»", "»": "«", "„": "“”", "‘": "’", '"': '"', "(": ")", "[": "]"}
_PAIR_MARK = re.compile(r"[“”«»„‘’\"()\[\]]")


def sentences(body: str) -> tuple[Sentence, ...]:
    """Return the sentences of `body` in order; `body[s.start:s.end] == s.text` for each.

    >>> [s.text for s in sentences("Gen. Li left. He met U.S. envoys.")]
    ['Gen. Li left.', 'He met U.S. envoys.']
    """
    found = []
    for start, end in _paragraphs(body):
        for first, last in _kept_together(body, start, end):
            found += [Sentence(body[a:b], a, b) for a, b in _bounded(body, first, last)]
    return tuple(found)


def passages(article: Article) -> tuple[Passage, ...]:
    """Return the passages of `article`: contiguous runs of sentences that cover all of them.

    They have about 110 words, end with a paragraph where that is near, and do not end with a
    heading unless the article does.
    """
    every = sentences(article.body)
    cuts = _best_cuts(article.body, every)
    return tuple(
        Passage(
            document=article.document,
            text=article.body[run[0].start : run[-1].end],
            start=run[0].start,
            end=run[-1].end,
            sentences=run,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
        )
        for run in (every[a:b] for a, b in pairwise(cuts))
    )


def embedding_text(passage: Passage) -> str:
    """Return what is embedded for `passage`: its article's title and date, then its text."""
    title = "" if passage.text.startswith(passage.title) else passage.title
    head = ", ".join(part for part in (title, in_words(passage.published)) if part)
    return f"{head}\n{passage.text}" if head else passage.text


# --- sentences ---------------------------------------------------------------------------------


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """Ranges that no sentence crosses: paragraphs (an item of a list is one), trimmed."""
    start = 0
    ends = [m.span() for m in _PARAGRAPH.finditer(body)]
    for end, after in [*ends, (len(body), len(body))]:
        first, last = _trimmed(body, start, end)
        if first < last:
            yield first, last
        start = after


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    text = body[start:end]
    return end - len(text.lstrip()), start + len(text.rstrip())


def _kept_together(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of sentences, short quotations and brackets of several sentences left whole."""
    ranges = list(_split(body, start, end))
    spans = _enclosed(body, start, end)
    opens = [span[0] for span in spans]
    i = 0
    while i < len(ranges):
        first = ranges[i][0]
        j = i + 1
        while j < len(ranges):
            at = bisect_left(opens, ranges[j][0]) - 1
            if at < 0 or spans[at][1] < ranges[j][0]:
                break  # this sentence does not begin inside a quotation or bracket
            j += 1
        if ranges[j - 1][1] - first <= TOGETHER:
            yield first, ranges[j - 1][1]
        else:
            yield from ranges[i:j]
        i = j


def _enclosed(body: str, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges from an opening mark to its closing one, outermost only, in order."""
    spans = []
    opened, closer = -1, ""
    for match in _PAIR_MARK.finditer(body, start, end):
        mark, at = match.group(), match.start()
        before = body[at - 1] if at > start else " "
        after = body[at + 1] if at + 1 < end else " "
        if opened >= 0:
            inside_word = mark in "’" and after.isalnum()
            if mark in closer and not inside_word:
                spans.append((opened, at))
                opened = -1
        elif mark in _PAIRS and (mark not in '‘"' or not before.isalnum()):
            opened, closer = at, _PAIRS[mark]
    return spans


def _split(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of grammatical sentences between `start` and `end`."""
    for match in _STOP.finditer(body, start, end):
        onward = _SOLID.search(body, match.end(), end)
        if onward is None:
            break
        if _ends_sentence(_Stop.read(body, start, match, onward.start(), end)):
            yield start, match.end()
            start = onward.start()
    yield start, end


@dataclass(frozen=True, slots=True)
class _Stop:
    """A mark that may end a sentence, and what stands on both sides of it."""

    mark: str  # ".", "?!", "..."
    close: str  # quotation marks and brackets that close with it
    before: str  # at most 24 characters of the sentence so far
    short: bool  # whether that is all of it
    quoted: bool  # whether the sentence begins with a quotation mark
    spaced: bool  # whether white space follows
    ahead: str  # at most 120 characters from the next that is not white space
    lead: str  # of these, the marks before the first word
    next_word: str  # the first word, or "" where only marks follow
    after: str  # the character after that word

    @classmethod
    def read(cls, body: str, start: int, match: re.Match[str], onward: int, end: int) -> _Stop:
        before = body[max(start, match.start() - 24) : match.start()]
        ahead = body[onward : min(end, onward + 120)]
        word = _WORD_AHEAD.match(ahead)
        return cls(
            mark=match["stop"],
            close=match["close"],
            before=before,
            short=match.start() - start == len(before),
            quoted=body[start] in "“\"‘«„'",
            spaced=onward > match.end(),
            ahead=ahead,
            lead=word["lead"] if word else "",
            next_word=word["word"] if word else "",
            after=ahead[word.end() : word.end() + 1] if word else "",
        )

    @property
    def word(self) -> str:
        """The word before the mark, without what opens a quotation or joins it to another."""
        return re.split(r"[\s(\[“\"‘«„—–/-]", self.before)[-1].lstrip("'")

    @property
    def starter(self) -> bool:
        """Whether the next word is one that begins sentences, and no initial or dateline."""
        return (
            self.next_word in _STARTERS
            and self.after != "."
            and not self.lead.startswith(("—", "–"))
        )


def _ends_sentence(s: _Stop) -> bool:
    if any(mark in "。！？｡۔।॥" for mark in s.mark):
        return True
    if not s.next_word or _is_lower(s.next_word) or s.lead[:1] in _STOPS:
        return False
    if not s.spaced and not _forgotten_space(s):
        return False
    if s.quoted and s.close and not s.lead and _SPEAKER.match(s.ahead):
        return False  # “Who knows?” Smith said.
    if s.mark in ("...", "…") or (s.mark == "." and s.before.rstrip().endswith((".", "…"))):
        # "willing to ... Moscow" leaves words out; "and then... Moscow" and "then ... . He" end
        return s.mark == "." or not s.before[-1:].isspace() or s.starter
    return s.mark != "." or s.close.strip("'") != "" or not _belongs_to_word(s)


def _is_lower(word: str) -> bool:
    return word[0].islower() and not word[1:2].isupper()  # "iPhone" may begin a sentence


def _forgotten_space(s: _Stop) -> bool:
    """Whether "sanctions.He said" is meant, and not an address, a version or a file's name."""
    capitalised = s.next_word[0].isupper() and (s.next_word[1:].islower() or s.starter)
    if s.close or not capitalised:
        return capitalised
    before = s.before.split()[-1:] if not s.before[-1:].isspace() else []
    plain = bool(before) and before[0].isalpha() and len(before[0]) > 2
    return plain and s.after not in (".", "/", "@", "(", "_") and (before[0].islower() or s.starter)


def _belongs_to_word(s: _Stop) -> bool:
    """Whether the full stop is part of an abbreviation, an initial or a number."""
    word, next_word = s.word, s.next_word
    if s.short and _ENUMERATOR.fullmatch(s.before):
        return True  # "1. Reform" is one sentence
    if word in _TITLES or (word in _BEFORE_NUMBER and next_word[0].isdigit()):
        return True
    if word.isdigit():
        return len(word) <= 2 and _german_ordinal(s.before, next_word)
    if word in ("a.m", "p.m"):
        return _OF_THE_CLOCK.match(s.ahead) is not None
    initial = len(word) == 1 and word.isalpha()
    if initial or word in _INSIDE or _DOTTED.fullmatch(word):
        return not s.starter and not _new_subject(s)
    return False


def _german_ordinal(before: str, next_word: str) -> bool:
    """Whether "am 24. Mai" or "der 3. Tag" is meant."""
    return next_word in _GERMAN_MONTHS or before.lower().split()[-2:-1] in _GERMAN_ARTICLES


def _new_subject(s: _Stop) -> bool:
    """Whether "in the U.S. Russia said" is meant, and not "the U.S. Senate said"."""
    where = re.search(r"\b(?:in|to|from|with|by|than|against) the U\.S$", s.before)
    verb = re.match(r"\w+ (?:said|says|has|had|is|was|will|would|did|also|and)\b", s.ahead)
    return bool(where and verb) and s.next_word not in _INSTITUTIONS


def _bounded(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of at most LONGEST characters, cut where a reader would take breath."""
    while end - start > LONGEST:
        cut = start + LONGEST
        for pause in _BREAKS:
            ends = [m.end() for m in pause.finditer(body, start + LONGEST // 2, start + LONGEST)]
            if ends:
                cut = ends[-1]
                break
        yield _trimmed(body, start, cut)
        onward = _SOLID.search(body, cut, end)
        start = onward.start() if onward else end
    yield start, end


# --- passages ----------------------------------------------------------------------------------


def _best_cuts(body: str, every: Sequence[Sentence]) -> list[int]:
    """Where passages begin and end, as indexes of sentences, at the least total cost."""
    n = len(every)
    size = [max(len(s.text.split()), len(s.text) // 8) for s in every]  # Chinese has no spaces
    closing = [_closing_cost(body, every, i) for i in range(n)]
    best, back = [0.0] * (n + 1), [0] * (n + 1)
    for j in range(1, n + 1):
        best[j], words = float("inf"), 0
        for i in range(j - 1, max(-1, j - 41), -1):  # at most 40 sentences, however short
            words += size[i]
            if words > MOST_WORDS and i < j - 1:
                break
            cost = best[i] + ((words - WORDS) / 20) ** 2 + closing[j - 1]
            if cost < best[j]:
                best[j], back[j] = cost, i
    cuts = [n]
    while cuts[-1] > 0:
        cuts.append(back[cuts[-1]])
    return cuts[::-1] if n else []


def _closing_cost(body: str, every: Sequence[Sentence], i: int) -> float:
    """What it costs to end a passage after sentence `i`: 1 is a passage 20 words off."""
    if i + 1 == len(every):
        return 0
    if not _PARAGRAPH.search(body, every[i].end, every[i + 1].start):
        return 1.5
    begins_paragraph = i == 0 or bool(_PARAGRAPH.search(body, every[i - 1].end, every[i].start))
    heading = begins_paragraph and not every[i].text.endswith(tuple('.!?…。！？”"’»)'))
    return 50 if heading and len(every[i].text) < 120 else 0
