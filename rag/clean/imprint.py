"""The imprint: short lines about the headline or below the text that name the paper and the day.

"Harbour Post, 3 May 2023", "3 May 2023 | Harbour Post | by Jane Roe", "OSLO, 3 May 2023 (NTB)". A
line is one only where all its parts are names, labels or dates; a paper is known by the word that
papers call themselves by, an agency by its capitals, so no list of papers is needed.

Elsewhere: which lines are asked, and what goes before what (rag/clean/about.py).
Not promised: papers without such a word in their names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rag.clean.dates import is_beside_a_date, only_a_date, written_date
from rag.text import word_set

_LONGEST = 120  # characters; above it a line is a sentence
_LONGEST_PART = 5  # words
_LONGEST_DATELINE = 200  # characters, more than its pattern takes

_CAPITALISED = r"[A-ZÀ-Þ][\w’'&-]*"
_CALLED = word_set(
    "News Times Post Herald Tribune Gazette Journal Ledger Telegraph Chronicle Courier Observer"
    " Standard Press Dispatch Bulletin Mercury Echo Star Mail Express Guardian Independent Examiner"
    " Advertiser Argus Sentinel Inquirer Enquirer Globe Mirror Monitor Broadcaster Broadcasting"
)
# Papers and stations carry these too, but so do headlines: "Shops Move Online".
_CALLED_BESIDE_A_DATE = word_set("Online Today Radio Television TV Weekly Magazine Review Reporter")


def _either_case(names: frozenset[str]) -> str:
    return "|".join(sorted(names | {name.upper() for name in names}, reverse=True))


_ARM = word_set("Agency Network Online Service Today Association Corporation Company")
_NAME = rf"{_CAPITALISED}(?: (?:(?:&|and|of|AND|OF) )?{_CAPITALISED}){{0,3}}"
_PAPER = rf"{_NAME}[ -](?:{_either_case(_CALLED)})(?: (?:{_either_case(_ARM)}))?"
_PAPER_OF = rf"(?:The )?(?:{_either_case(_CALLED)}) of (?:the )?{_CAPITALISED}(?: {_CAPITALISED})?"
_SECTION = (
    "(?: (?:Sports?|Business|Politics|Culture|Opinion|Comment|Obituaries|Books|Travel|Money))?"
)
_NAMED = re.compile(rf"(?P<paper>{_PAPER}|{_PAPER_OF}){_SECTION}")
_NAMED_BESIDE_A_DATE = re.compile(
    rf"(?P<paper>{_NAME} (?:{_either_case(_CALLED_BESIDE_A_DATE)}))(?: {_CAPITALISED})?"
)
_NOT_A_PAPER = re.compile(  # "World News" is a section, "Next Post" a link
    r"(?:(?:world|local|business|sports?|national|international|breaking|latest|top|regional|politics"
    r"|political|uk|us|eu|health|science|tech|technology|entertainment|culture|city|education"
    r"|weather|video|all|more|other|good|bad|fake|recent) )+news"
    r"|(?:blog|guest|previous|next|latest|recent|related|featured|popular|older|newer) post"
    r"|.+ university press"
    r"|(?:follow|read|buy|join|get|about|contact|visit|support|more|from|photo|image|watch"
    r"|search) .+",
    re.IGNORECASE,
)
# "Fans Mourn Pop Star": with so many words before one of these only a date tells it apart.
_A_HEADLINE_TOO = re.compile(
    r"(?!the )(?:\S+ ){3,}(?:star|mail|express|mirror|standard)", re.IGNORECASE
)
# Capitals alone are an agency where they are three or stand in brackets: "OSLO, 3 May" is a place.
_NO_AGENCY = (
    "USA|UAE|NBA|NFL|NHL|MLB|MLS|UFC|WWE|WAR|LAW|ART|OIL|GAS|TAX|LIVE|VIDEO|PHOTO|NEWS|SPORT|US|UK"
)
_NAMED_AGENCY = "AP|PA|Reuters|Xinhua|Bloomberg|TASS|Tass|Sputnik|Interfax|Kyodo|Yonhap|Anadolu"
_BARE_AGENCY = rf"(?!(?:{_NO_AGENCY})\b)(?:[A-Z]{{3}}|{_NAMED_AGENCY})"
_BRACKETED_AGENCY = rf"(?!(?:{_NO_AGENCY})\b)(?:[A-Z]{{2,5}}|{_NAMED_AGENCY}|{_PAPER})"
_AGENCY = re.compile(
    rf"\((?P<inside>{_BRACKETED_AGENCY})\)|\|(?P<bare>{_BARE_AGENCY})(?: [A-Z][a-z]+){{0,2}}\|"
)
# A place in capitals is a dateline's; in small letters one or two words of it are.
_PLACE = re.compile(
    r"(?!(?:By|From|Until|Till|On|In|Since|After|Before|To|For|At)\b)"
    rf"(?:[A-ZÀ-Þ .’'/-]{{3,40}}|{_CAPITALISED}(?: {_CAPITALISED})?)"
)
_PART = re.compile(
    r"(?:\s*(?:[|•·()\[\]]|(?<!\S)[–—-]{1,2}(?!\S)|(?<=\s)/|/(?=\s)|[,;:.](?!\S))\s*|\s{2,})+"
)
_BYLINE = re.compile(r"(?:(?:by|von|par|por)|from(?= our)) .+", re.IGNORECASE)
_SOURCE = re.compile(r"^(?:by|for|from|in)? ?\b(?:the )?(?=[A-ZÀ-Þ])")
_RELEASED = re.compile(
    r"^(?:first )?(?:published|posted|issued)(?: on| at| by)?\b ?", re.IGNORECASE
)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified|edited|aktualisiert)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a line says of the paper and the day; `day` is None where it has no date or one that
    can mean two."""

    paper: str = ""
    agency: str = ""
    day: date | None = None
    is_dated: bool = False
    is_update: bool = False  # the day is that of a change
    is_signed: bool = False  # it has a byline in it


def imprint(text: str) -> Imprint | None:
    """What the line says if it is an imprint, else None."""
    if len(text) > _LONGEST or text.endswith(("!", "?", "…")):
        return None
    line = _Line(text)
    if not line.is_imprint():
        return None
    return Imprint(
        paper=next(iter(line.papers.values()), ""),
        agency=line.agency,
        day=line.written.day if line.written else None,
        is_dated=line.written is not None,
        is_update=line.is_update,
        is_signed=bool(line.signatures),
    )


class _Line:
    """A line taken apart at its commas, bars and dashes."""

    def __init__(self, text: str) -> None:
        self.ends_as_sentence = text.endswith(".")
        self.text = text.rstrip(". ")
        self.written = found = written_date(self.text)
        around = f"{self.text[: found.start]} | {self.text[found.end :]}" if found else self.text
        parts = [part for part in _PART.split(around) if part and not is_beside_a_date(part)]
        updates = [part for part in parts if _UPDATED.match(part)]
        bare = [_RELEASED.sub("", part, count=1) for part in parts if part not in updates]
        self.parts = [part for part in bare if part]
        self.papers = {
            part: name for part in self.parts if (name := _paper(part, dated=found is not None))
        }
        agency = _AGENCY.search(f"{around}|{'||'.join(self.parts)}|")
        self.agency = (agency["inside"] or agency["bare"]) if agency else ""
        self.signatures = [part for part in self.parts if _BYLINE.fullmatch(part)]
        named = [*self.papers, *self.signatures]
        self.others = [part for part in self.parts if part not in named]
        self.is_update = bool(found and updates and _UPDATED.match(_before(self.text, found.start)))

    def is_imprint(self) -> bool:
        if self.written is None:
            starts = bool(self.papers) and (self.parts[0] in self.papers or _named(self.others))
            return starts and not self.ends_as_sentence and all(map(_is_label, self.others))
        if self.papers or self.agency:
            return all(map(_is_label, self.others))
        if self.signatures:
            return _named(self.others)
        return not self.others or _opens_with_a_place(self.text, self.others)


def masthead(text: str) -> str:
    """The paper's name, if the line is that and nothing else."""
    return _paper_in(text.strip("()–—- "), dated=False)


def _is_label(part: str) -> bool:
    """A name, a section or "front page"; clauses are longer."""
    return part.count(" ") < (_LONGEST_PART if part[0].isupper() else 3)


def _named(parts: list[str]) -> bool:
    return all(re.fullmatch(_NAME, part) for part in parts)


def _opens_with_a_place(text: str, parts: list[str]) -> bool:
    """ "Oslo, 3 May 2023": any other name, or one behind the date, may be what it happened to."""
    place = parts[0]
    return (
        len(parts) == 1
        and _PLACE.fullmatch(place) is not None
        and re.match(r"\s?[,|/(–—-]", text.removeprefix(place)) is not None
        and text.startswith(place)
    )


def _paper(part: str, *, dated: bool) -> str:
    part = _SOURCE.sub("", part, count=1) if part[:1].islower() else part
    part = part.removeprefix("By ").removeprefix("the ")
    return _paper_in(part, dated=dated)


def _paper_in(part: str, *, dated: bool) -> str:
    if _NOT_A_PAPER.fullmatch(part) or (not dated and _A_HEADLINE_TOO.fullmatch(part)):
        return ""
    found = _NAMED.fullmatch(part) or (_NAMED_BESIDE_A_DATE.fullmatch(part) if dated else None)
    return found["paper"] if found else ""


def _before(text: str, start: int) -> str:
    """The part of a line right before its date."""
    return _PART.split(text[:start].strip(" ,:"))[-1]


# Datelines

_PLACE_NAME = r"[A-ZÀ-Þ][A-ZÀ-Þ .’'/\-]{1,39}(?:, [A-Z][\w.]{1,20})?"
# "KYIV, May 24, 2023 (AP) —", "KYIV, Ukraine — May 24, 2023 —"
_DATELINE = re.compile(
    rf"{_PLACE_NAME}(?:,| \(| [—–-]{{1,2}}) ?(?P<date>[^—–()]{{6,40}}?)\)?\s*"
    rf"(?:\((?P<agency>[^)]{{2,30}})\)\s*)?(?:[—–-]{{1,2}} |$|[.:] (?=[A-ZÀ-Þ“\"]))"
)
# "Velm, 24 May 2023 – The dam": in small letters only with a dash, for it may open a sentence
_DATELINE_IN_SMALL = re.compile(
    rf"{_PLACE.pattern}(?:, {_CAPITALISED})?(?:,| [—–-]{{1,2}}) (?P<date>[^—–()-]{{6,30}}?)\s*"
    r"(?:\((?P<agency>[^)]{2,30})\)\s*)?"
    r"(?:—|–|--?) (?=[A-ZÀ-Þ“\"])"
)
# "24 May 2023 - AP - The dam"
_DATE_AND_AGENCY = re.compile(
    rf"(?P<date>[\w ,.]{{6,30}}) [—–-] (?P<agency>{_BARE_AGENCY}) [—–-] (?=[A-ZÀ-Þ“\"])"
)
# "KYIV (AP) —", "(AP) —"
_AGENCY_ALONE = re.compile(
    rf"(?:{_PLACE_NAME} )?\((?P<agency>{_BRACKETED_AGENCY})\)\s*(?:[—–-]{{1,2}} |$)"
)


def dateline(text: str) -> Imprint | None:
    """What a report's first words say of its day and its agency, or None."""
    text = text[:_LONGEST_DATELINE]
    for pattern in (_DATELINE, _DATELINE_IN_SMALL, _DATE_AND_AGENCY):
        match = pattern.match(text)
        if match and (day := only_a_date(match["date"].strip(" ,()"))):
            return Imprint(agency=agency(match["agency"]), day=day, is_dated=True)
    match = _AGENCY_ALONE.match(text)
    return Imprint(agency=match["agency"]) if match else None


def agency(name: str | None) -> str:
    """The name, if it is an agency's and nothing else."""
    return name if name and re.fullmatch(_BRACKETED_AGENCY, name) else ""
