"""What a question asks for, told from its words.

Rules over English question words: who, when, where, how many, why; yes or no; a list, a
comparison, a summary. They steer how an answer is laid out and which words can be one (its numbers
by measures.py, its times by moments.py); whether the articles hold it is judged elsewhere
(rag/reader/candidates.py, rag/reader/refusal.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rag.collection.listing import KIND
from rag.reader.compound.comparison import COMPARATIVES, comparison
from rag.reader.compound.several import asks_for_several
from rag.reader.measures import measures, tells_age, tells_in_words
from rag.reader.moments import can_be_year, is_another_time, spans, tells_time
from rag.reader.people.saying import SAID, SAY, SAY_OR_DO
from rag.text import (
    AUXILIARY,
    BE,
    DO,
    HAVE,
    MODAL,
    OFFICE,
    Mention,
    Quantity,
    dates,
    is_people,
    names,
    names_in,
    numbers,
    same_name,
    stem,
    stems,
    telling,
    verb_in_full,
    without_lead_in,
    words,
)

Kind = Literal["fact", "yes_no", "list", "compare", "summary", "reason"]
Wants = Literal["person", "place", "time", "number", "other"]

_AUXILIARY = rf"(?:(?:{AUXILIARY}|am)(?:n['’]t)?|won['’]t)"
_SUM = r"(?:summar(?:y|i[sz]e|ies)|overview|sum up|main points?|key points?|gist|tell me about)"
# "Explain the raid", but not "Explain why they fled".
_EXPLAIN = re.compile(
    r"^(?:explain|describe|outline)(?: (?:to|for) me)? "
    r"(?!.*\b(?:who|whom|whose|what|which|when|where|why|how|whether|if|that|reason|"
    r"differences?)\b)\w",
    re.IGNORECASE,
)
_NEWS = re.compile(  # of all that is in the folder
    r"^(?:what(?:['’]?s| is| are| was)(?: the)?"
    r"(?: (?:latest|main|big|top|most (?:important|interesting|notable)))? "
    r"(?:new|news|going on|happening|stor(?:y|ies)|headlines?|facts?|things?|point|takeaways?)"
    r"(?: here| today| in (?:the|these|all) (?:articles|news|folder))?|what happened|"
    r"tell me something(?: (?:interesting|new|important))?|"
    r"(?:any|(?:give|tell) me the)(?: latest)? (?:news|highlights|headlines))[\s?.!]*$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(  # asked for, and not asked about: "Who wrote the summary?"
    r"^(?!(?:(?:and|so|but|also|then)\b[,\s]*)*(?:who|whom|whose|when|where|why|how|which|what|whats|"
    rf"{BE}|{HAVE}|did|does)\b).*\b{_SUM}\b|"
    r"\bwhat(?: is| are| was| were|['’]?s) (?:"
    rf"(?:the|an?|its|his|her|their|(?:\S+ ){{0,2}}\S+['’]s?) (?:\w+ )?{_SUM}|"
    rf"(?:the |this |these )?(?:(?:article|story|text|document|piece|report)s?|{KIND})"
    r"(?: .{0,80})?\babout)\b",
    re.IGNORECASE | re.DOTALL,
)
_MORE = rf"\b(?:first|(?:{'|'.join(COMPARATIVES)})(?! than\b))\b"  # not "more than 70"
_COMPARE = re.compile(
    r"\b(compare|comparison|differs?|different(?:ly)?(?= (?:from|to|than)\b|\W*$)|how different|"
    r"differences?(?=.*\b(?:and|two|both)\b)|versus|vs\.?|contrast|"
    r"both (?:articles|accounts|reports)|disagree|agree(?! (?:on|to|with|in|that))|contradict|"
    r"unlike|each side|how far apart|before or after|"
    r"(?:each|(?:on|in|at|during|after|before|from|of|for) both) (?:of )?(?:the )?(?:two )?"
    r"(?:occasions?|times?|visits?|trips?|meetings?)|"
    r"(?:stance|position|view)s? of [\w ]+ and (?:of )?)\b|"
    r"^(?:set|put|hold|place|lay)\b.+\b(?:beside|next to|alongside|against|side by side with)\b|"
    rf"^(?:{BE}|{DO}|which|who)\b.*{_MORE}.*[\w,] or\b|"
    rf"^(?:do|does|did)\b.* or .*{_MORE}",
    re.IGNORECASE,
)
_AT_ODDS = re.compile(r"\b(?:differ|disagree|contradict)\b", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:list\b|name (?:all|three|two|some|every|"
    r"the(?= (?:[\w’'-]+ ){0,4}?(?:[\w-]*[^\Ws]s|people|men|women|children)\b))|enumerate|"
    r"give (?:me )?(?:a list|all|the(?! name of\b))|"
    r"(?:what|which) (?:are|were) (?:the|all|some)\b|who (?:are|were) (?:the|all)\b|"
    r"who all\b|what (?:kinds|sorts|types|areas|fields|topics|examples|reasons) )",
    re.IGNORECASE,
)
# Behind a word for what is asked comes the rest of the question, and no noun of which it tells the
# kind: "what price did it fetch", but not "what is the price cap for".
_THEN = (
    rf"(?=\s*(?:$|[^\w\s-]|-\W|(?-i:[A-Z])|\d|(?:{_AUXILIARY}|[a-z]+ed|of|in|on|at|to|for|from|by|with|"
    r"between|among|per|over|under|after|before|since|until|during|as|if|when|who|that|and|or|the|"
    r"an?|he|she|it|they|we|you|i|this|these|those|his|her|its|their|now|then|today|tomorrow|ever|"
    rf"next|last|so|went|saw|took|came|made|set|paid|won|[a-z]+(?<!s)s(?! {_AUXILIARY}\b))\b))"
)
# "When" asks at an end of a question; within, it tells of a time: "What did he say when he left?".
_TIME = re.compile(
    r"(?:^|[,;:] |\b(?:and|or|since|until|till|by|from|exactly|about|know) |^say )when\b|"
    r"\bwhen[\s?]*$|"
    rf"\b((?:what|which) (?:(?:is|was) the )?(?:exact )?"
    rf"(?:date|day|days|year|month|time|week|weekday){_THEN}|"
    r"how (?:long ago|soon|recently)|since when|until when|on which (?:date|day|days))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(how (?:many|much|long(?! ago)|old|far|often|big|large|high|tall|deep|fast|heavy|wide|"
    rf"expensive)|(?<!\bon )(?<!\bfor )what (?:{DO}|will|would) .{{1,60}}\b(?:cost|weigh|"
    r"earn(?! (?:(?:a|the|his|her|its|their) (?:\w+ )?(?:degree|medal|place|title|name|point)|"
    r".{0,80}\b(?:for|in|from|as|with)\s*\?*$))|"
    r"(?<!the )(?<!a )(?<!s )(?<!of )(?<!on )(?<!about )(?:spend|pay)"
    r"(?!\s*\?*$|.*\b(?:for|on|with)\s*\?*$| (?:attention|tribute|homage|respect|"
    r"visits?|(?:a|the|his|her|its|their|that) (?:visit|tribute|night|day|money|time)))\b)|"
    r"(?:what|which) (?:is |was |were )?(?:the )?(?:\w+ ){0,2}?"
    r"(?:percentage|per ?cent|share|number|amount|figure|sum|price|cost(?! of living)|value|size|"
    rf"total|volume|toll|age|rate|proportion){_THEN}(?! for\s*\?*$)(?!.{{0,80}}\bcalled\b))\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:^|[,;:–-] |\b(?:and|or|but|from|exactly|about|know|tell|say|me) )where(?:abouts)?\b|"
    rf"\bwhere[\s?]*$|\b((?:what|which|name of the) (?:(?!(?:{DO}|{HAVE}|{MODAL})\b)\w+ ){{0,2}}?"
    r"(?:city|country(?! (?:singer|star|music|house|club|road|walk)\b)|"
    r"place(?!.{0,80}\b(?:finish(?:ed)?|come|came)(?: in)?\s*\?*$)|region|town|capital|location|"
    r"venue|village|province|(?<!\bof )state(?! of (?-i:[a-z]))|"
    r"area|building|district|county|island|port|continent|"
    r"(?:part|corner)s? of (?:the )?(?-i:[A-Z]\w+)))\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(who|whom|whose|(?:what|which) (?:person|man|woman|people)|"
    r"which (?:\w+ )?head of (?:state|government)(?!['’]s)|"
    r"names? of)\b|^names?\b|"
    # "Which Norwegian minister", not "which minister's plan" nor "which general election".
    rf"^(?:what|which) (?:(?!{_AUXILIARY}\b)[\w-]+ ){{0,3}}?"
    rf"(?:{OFFICE.pattern}|(?:official|diplomat|politician|lawmaker|leader|adviser|advisor|expert|"
    r"analyst|researcher|historian|author|journalist|coach|player)\b)"
    r"(?!['’-]| (?:elections?|strikes?|languages?|statements?|documents?|reports?|visits?|names?|"
    r"figures?|data|terms?|titles?|posts?|positions?|part(?:y|ies))\b)",
    re.IGNORECASE,
)
_WANTS: tuple[tuple[Wants, re.Pattern[str]], ...] = (
    ("number", _NUMBER),
    ("time", _TIME),
    ("place", _PLACE),
    ("person", _PERSON),
)
_HOW_OLD = re.compile(r"\b(?:how old|what age)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\bhow many (?:(?:[a-z-]+) )??([a-z-]{4,})\b", re.IGNORECASE)
_UNCOUNTED = frozenset({"people", "person", "times", "more", "other", "different", "were", "have"})
_REASON = re.compile(
    r"\b(why|how come|for what reason|what (?:reason|cause[ds]?|le(?:d|ads) to|ma(?:de|kes)|"
    r"dr(?:ove|ives)))\b",
    re.I,
)
_CAUSE = re.compile(
    r"\b(?:because|since (?!.*\b(?:began|started|(?:1\d|20)\d\d)\b)|due to|owing to|thanks to|"
    r"as a result|so that|in order to|reasons?|"
    r"caus\w+|led to|blam\w+|over|after|following|amid|in (?:response|protest|an? attempt|a bid)|"
    r"for fear|so as to|therefore|hence|"
    r"to (?:avoid|keep|make|help|protect|stop|prevent|show|save))\b",
    re.IGNORECASE,
)
# Behind another word: "Describe it" asks for nobody's words.
_SAYING = re.compile(rf"\s(?:{SAY}|{SAY_OR_DO}|said|told|advice|words)\b", re.IGNORECASE)
_ADVERB = re.compile(r"\b(?:he|she|it|they|who|was|were) $", re.IGNORECASE)  # "when he first came"
_AWAY = re.compile(r"\s+(?:earlier|later|ago|before|after|on)\b", re.IGNORECASE)
# Words that ask, and say nothing of what is asked about. "So far this year" keeps its year.
_ASKS = re.compile(
    r"\b(?:how (?:many|much|long|old|far|often|big|large|high|tall|deep|fast|soon|recently|come)|"
    r"(?:what|which) (?:exact |kinds? of |sorts? of |types? of )?(?:dates?|days?|year|month|time|"
    r"week|weekday|city|country|place|region|town|person|people|man|woman|number|amount)|"
    r"who|whom|whose|when|where|what|which|why|how|t(?:ake|akes|ook|aken|aking) place|"
    r"occur(?:red|s)?)\b",
    re.IGNORECASE,
)
_ASKING = frozenset(
    stems(
        "say said says tell told article articles according mention mentioned report reported "
        "reports happen happened exactly name named please list give state describe called call"
    )
)


@dataclass(frozen=True)
class Question:
    """A question that stands alone, and what its words say of the answer."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The question without its lead-in ("Please tell me …") and with its verb in full."""
        return verb_in_full(without_lead_in(self.text))

    @cached_property
    def kind(self) -> Kind:
        """How the answer is to be laid out."""
        plain = self.plain
        wants_sum = _SUMMARY.search(self.text) and not _TIME.match(plain)
        explain = _EXPLAIN.match(plain) and not _COMPARE.search(plain)
        if wants_sum or self.asks_for_news or explain:
            return "summary"
        yes_no = re.match(_AUXILIARY + r"\b", plain, re.IGNORECASE)
        if _COMPARE.search(plain) and (
            not yes_no or _AT_ODDS.search(plain) or comparison(plain)  # else nothing is held apart
        ):
            return "compare"
        if yes_no:
            return "yes_no"
        if _REASON.search(plain):
            return "reason"
        if _LIST.search(plain) or (self.wants in {"other", "person"} and asks_for_several(plain)):
            return "list"
        return "fact"

    @cached_property
    def asks_for_news(self) -> bool:
        """Whether anything of all the articles is wanted: "What's new?"."""
        return _NEWS.match(self.plain) is not None

    @cached_property
    def wants(self) -> Wants:
        """The sort of words that can answer it; "other" where any may."""
        return next((wants for wants, pattern in _WANTS if pattern.search(self.plain)), "other")

    @cached_property
    def written(self) -> Mapping[str, str]:
        """The words that say what is asked about, as written, by their stems, in order."""
        found = {
            stem(word.text): word.text
            for word in reversed(telling(_ASKS.sub(" ", self.plain)))
            if len(word.text) > 1
        }
        about = {s: word for s, word in reversed(found.items()) if s not in _ASKING}
        return about or dict(reversed(found.items()))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Stems of the words that say what is asked about, in order, once each."""
        return tuple(self.written)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Proper names in the question; a lone first word is no sure one."""
        found = [n for n in names(self.plain) if n.start > 0 or " " in n.text]
        return tuple(dict.fromkeys(name.text for name in found))

    @cached_property
    def times(self) -> tuple[Mention, ...]:
        """Days, months and years that the question names."""
        return dates(self.plain)

    @cached_property
    def spans(self) -> tuple[tuple[str, str], ...]:
        """Spans told from a day of speaking: ("last", "year") of "last year"."""
        return spans(self.plain)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers in the question, but for those that an article may well put otherwise.

        A year may be left to its date, "the two" to their names, "five years before" to two
        dates, "a hundred years" be a century, and "when he first came" go without its "first".
        """
        return tuple(
            q
            for q in numbers(self.plain)
            if not can_be_year(q)
            and (q.unit or q.value > 2)
            and not _ADVERB.search(self.plain[: q.start])
            and not (q.unit == "year" and q.value % 10 == 0)
            and not _AWAY.match(self.plain, q.end)
        )

    @cached_property
    def counted(self) -> str:
        """Stem of the things that are to be counted ("how many votes"); "" where none are named."""
        found = _COUNTED.search(self.plain)
        word = found.group(1).lower() if found else ""
        return "" if word in _UNCOUNTED else stem(word)

    @property
    def asks_what_is_said(self) -> bool:
        """Whether somebody's words are wanted: "What did he say?"."""
        return self.wants == "other" and bool(_SAYING.search(self.plain))

    def suits(self, sentence: str) -> bool:
        """Whether a sentence can answer by its words as well: a reason gives one, a saying is said.

        What asks for neither is suited by all that `can_hold` the sort of words that it wants.
        """
        if self.kind == "reason":
            return bool(_CAUSE.search(sentence))
        if self.asks_what_is_said:
            return bool(SAID.search(sentence))
        return self.can_hold(sentence)

    def is_another_time(self, before: str) -> bool:
        """Whether a day after the words `before` is, unasked, that on which somebody spoke, or the
        one since which something has been so.
        """
        wants_time = self.wants == "time" and not _SAYING.search(self.plain)
        return wants_time and is_another_time(self.plain, before)

    def can_hold(self, text: str) -> bool:
        """Whether a text, of one word or many, has anything of the sort that is wanted."""
        match self.wants:
            case "number":
                if _HOW_OLD.search(self.plain):
                    return tells_age(text)
                if tells_in_words(self.plain, text):
                    return True
                return any(measures(self.plain, q, text) for q in numbers(text))
            case "time":
                return tells_time(self.plain, text)
            case "person" | "place":
                return any(not self._gives(name) for name in names_in(text))
            case _:
                return True

    def _gives(self, name: str) -> bool:
        """Whether a name is the question's own, and so no answer; a people's is no place."""
        if self.wants == "place" and is_people(name):
            return True
        own = {word.text for word in words(self.plain)}
        told = {word.text for word in words(name)}
        return told <= own or any(same_name(name, other) for other in self.names)
