"""What asks the last question again: doubt ("Are you sure?"), which of two sides is right, or a
wish to have it shorter or summed up.

There is no better answer to doubt than the answer with the words that prove it. Which side of a
dispute is right no article says: both are told again.
"""

from __future__ import annotations

import re

from rag.compose import DISAGREE, MORE_THAN_ONE_SIDE
from rag.dialogue.phrasing import plain
from rag.dialogue.turns import Turn
from rag.text import DO, numbers, word_set

_ARTICLE = r"(?:articles?|texts?|documents?|reports?|(?:news)?papers?|sources?|stor(?:y|ies))"
_ARTICLE_NAMED = re.compile(rf"\b{_ARTICLE}\b", re.IGNORECASE)  # then "it" may be that
_DOUBTS = re.compile(
    r"^(?:(?:but |and )?(?:are|r) (?:you|u) (?:really |quite |very |absolutely )?(?:sure|certain)"
    r"(?: (?:about|of) (?:that|this|it))?|really|seriously|is (?:that|this|it) (?:really )?"
    r"(?:right|true|so|correct|certain)|(?:can you )?(?:prove|show) (?:it|that|me)|prove it|"
    r"(?:show|give) me (?:the |your |some )?(?:proof|evidence|quote)|"
    r"(?:say|repeat)(?: (?:that|it))?(?: again)?|"
    r"i (?:do not|don['’]t) believe (?:you|it|that))\s*[?.!]*$",
    re.IGNORECASE,
)
_WHICH_IS_RIGHT = re.compile(
    r"^(?:(?:and|so|but) )?(?:which|who)(?: (?:one|of (?:them|the two|these)|article|paper|source|"
    r"version|number|figure|name|place))? (?:is|was) (?:right|correct|true|wrong)\s*\??$",
    re.IGNORECASE,
)
# The answer shows it beside its words.
_WHICH_ARTICLE = re.compile(
    rf"^(?:and )?(?:(?:in|from) )?(?:which|what) {_ARTICLE} "
    rf"(?:(?:{DO}|is|was) (?:that|this|it|you) "
    r"(?:stand|say|said|written|told|reported|from|in|come from|mentioned|(?:appear|found)(?: in)?|"
    r"(?:read|find|get|have) (?:that|this|it)(?: (?:in|from))?)|"
    r"(?:says?|said|reports?|reported|mentions?|has|tells?) (?:that|this|it|so))\s*\??$|"
    rf"^(?:and )?(?:in|from) (?:which|what) {_ARTICLE}\s*\??$|"
    r"^(?:and )?where (?:does|is|did) (?:that|this|it|you) (?:stand|written|say so|"
    r"(?:read|find) (?:that|this|it))\s*\??$",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"^(?:(?:make (?:it|that) |can you make (?:it|that) |even )?(?:much |a bit |a little )?"
    r"(?:shorter|briefer)|(?:more )?briefly|in short|too long|tl;?dr)(?:,? please)?\s*[?.!]*$",
    re.IGNORECASE,
)
_IT = r"(?:it|that|this|(?:the|your|that|this) answer)"
_SUMMED_UP = re.compile(
    rf"^(?:(?:summari[sz]e|shorten|condense|sum up|(?:say|put|repeat|give me)(?=.* in )) {_IT}|"
    rf"sum {_IT} up|(?:(?:give|write) (?:me )?)?(?:a|the) (?:short |brief )?summary of {_IT})"
    r"(?P<length>,? (?:in|using) (?:[\w-]+ ){1,4}(?:sentence|line|point|bullet)s?)?"
    r"(?: briefly| again)?(?:,? please)?\s*[?.!]*$",
    re.IGNORECASE,
)
_HOW_MUCH_IT_IS = re.compile(
    r"^(?:(?:and|so|but) )?is "
    r"(?:(?:that|this|it) (?:(?:really|considered) )?(?:a lot|a little|much|many|few)|"
    r"(?:that|this) (?:(?:too|so|very) )?(?:much|many|little|few|big|large|high|small|low|good|bad|"
    r"enough|normal|usual|unusual))\s*\??$",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(
    r"(?:summari[sz]e|sum up|tell me about|describe|explain|outline|"
    r"(?:give me )?(?:an? )?(?:\w+ )?(?:summary|overview))\b",
    re.IGNORECASE,
)
_IN_SENTENCES = re.compile(r",? (?:in|using) (?:[\w-]+ ){1,4}(?:sentence|line|point|bullet)s?$")
ORDERS = word_set("tell give list describe explain name show say summarise summarize compare")


def again(question: str, last: Turn) -> str:
    """The last question, where `question` only asks it again; "" where it asks something else."""
    disputed = last.answer.startswith((DISAGREE, MORE_THAN_ONE_SIDE))
    if _DOUBTS.match(question) or _WHICH_ARTICLE.match(question):
        return last.question
    # What a figure is measured by stands beside it.
    measured = numbers(last.answer) and _HOW_MUCH_IT_IS.match(question)
    if measured or (disputed and _WHICH_IS_RIGHT.match(question)):
        return last.question
    summed = _SUMMED_UP.match(question)
    if summed and _ARTICLE_NAMED.search(last.question) and not _SUMS_UP.match(last.question):
        return ""
    if _SUMS_UP.match(last.question) and (summed or _SHORTER.match(question)):
        length = (summed and summed["length"]) or " in two sentences"
        return f"{_IN_SENTENCES.sub('', plain(last.question))}{length}"
    if not summed or not summed["length"]:
        return last.question if summed else ""
    return f"{plain(last.question)}, {summed['length'].lstrip(' ,')}?"


def without_length(question: str) -> str:
    """`question` without the number of sentences that it wants its answer in; orders keep it."""
    asked = plain(question)
    cut = "" if is_order(question) else _IN_SENTENCES.sub("", asked)
    return f"{cut}?" if cut and cut != asked else question


def is_order(question: str) -> bool:
    """Whether `question` is put as an order: "Summarise it.", "List them all"."""
    return question.partition(" ")[0].lower() in ORDERS
