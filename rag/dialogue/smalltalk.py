"""What people say to an assistant that asks nothing of the articles, and what is said back."""

from __future__ import annotations

import re

from rag.text import QUESTION_WORD

LONGEST = 80  # characters of what is said in passing
_PAUSE = r"[\s,.!?;:–—-]*"
_GREETING = (
    r"(?:hi+|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
    r"(?: there| again| all| everyone| everybody| pullquote)?|how are you(?: doing)?(?: today)?|"
    r"nice to meet you"
)
_THANKS = (
    r"(?:many )?thanks?(?: you)?"
    r"(?: (?:so|very) much| a lot| for (?:that|this|your help|the help))?|"
    r"thx|ty|cheers|much appreciated"
)
_PLEASED = (
    r"(?:that(?:['’]s| is| was) )?(?:very |really |so )?"
    r"(?:ok(?:ay)?|great|good|nice|perfect|cool|alright|all right|fine|wow|interesting|helpful|"
    r"excellent|amazing|awesome)|i see|got it|understood|well done|good job|"
    r"that(?:['’]s| is) all(?: for (?:now|today))?|no (?:more|further) questions|nothing else"
)
_WORD_OR_TWO = r"(?:ok(?:ay)? )?so|yes|yeah|yep|yup|no|nope|nah|h+m+|um+|huh"
_PARTING = r"(?:good ?)?bye(?:[ -]bye)?|see you(?: later| soon| around)?|have a (?:nice|good) day"
_ASKS_NOTHING = re.compile(
    rf"(?:(?:{_GREETING}|{_THANKS}|{_PLEASED}|{_WORD_OR_TWO}|{_PARTING}){_PAUSE}(?:and |so )?)+",
    re.IGNORECASE,
)
_GREETS = re.compile(rf"(?:{_GREETING})\b", re.IGNORECASE)
_WHAT_TO_ASK = re.compile(
    r"(?:help(?: me)?(?: please)?|what (?:can|could|do|should) (?:you|i) (?:do|ask|say|offer)"
    r"(?: you| here| me| for me| about)?|(?:who|what) are you|what is this(?: thing| page| app)?|"
    r"how (?:can|could) you help(?: me)?|how (?:does|do) (?:this|it|you) work|"
    r"how (?:do|can) i use (?:this|you|it)|what (?:kind|sort)s? of questions? can i ask(?: you)?)"
    rf"{_PAUSE}",
    re.IGNORECASE,
)


_WORD = re.compile(r"[^\W\d_]{2}")
_ANOTHER_TASK = re.compile(
    r"(?:(?:can|could|would|will) you |please )*(?:translate |sing (?:me|us|a)\b|tell me a joke|"
    r"(?:write|compose|draft|make up|invent) (?:(?:me|us) )?(?:an?|some|me|us) (?:[\w-]+ ){0,2}?"
    r"(?:poem|song|story|essay|e-?mail|letter|joke|code|program|script|tweet|headline|speech)\b)"
    rf"(?!.*(?:\b(?:{QUESTION_WORD})\b|:))",
    re.IGNORECASE,
)


def _asks_nothing(said: str) -> bool:
    """Whether `said` is a greeting, thanks or the like, and nothing more.

    >>> _asks_nothing("Great, thank you very much!"), _asks_nothing("Thanks, and who won?")
    (True, False)
    """
    return len(said) <= LONGEST and bool(_ASKS_NOTHING.fullmatch(said.strip()))


def reply(said: str) -> str:
    """Return what to say to small talk, or to a question what there is to ask; "" to any other.

    >>> reply("Hi!"), reply("Who won?"), reply("2 + 2 = ?")[:34]
    ('Hello. Ask anything about the articles.', '', 'Ask anything about the articles: w')
    """
    if _WHAT_TO_ASK.fullmatch(said.strip()) or not _WORD.search(said):
        return (
            "Ask anything about the articles: who, what, when, where, why, how many, who said "
            "what, how two things compare, which articles mention something, what one of them says "
            "of it, who is named, what is new, or for a summary. "
            "Every sentence of an answer carries the words that prove it; where the articles do "
            "not say, you are told so."
        )
    if _ANOTHER_TASK.match(said.strip()):
        return (
            "Every answer here has to be proved by the articles: nothing is translated, written or "
            "made up. Ask what the articles say."
        )
    if not _asks_nothing(said):
        return ""
    if _GREETS.match(said.strip()):
        return "Hello. Ask anything about the articles."
    return "Ask another question whenever you like."
