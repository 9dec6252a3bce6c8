"""What is said around a question and asks nothing: greetings, pleases, where to look it up.

"Hello! According to the articles, could you please tell me who won?" asks "who won?". Rules that
read a question begin at its first word, so these words would be taken for part of it.
"""

from __future__ import annotations

import re

from rag.text.grammar import AUXILIARY, BE, DETERMINER, HAVE, QUESTION_WORD
from rag.text.names import names

MOST_LEADS = 6  # courtesies before a question
LONGEST_TAIL = 200  # characters behind it

_ASKS = (
    r"(?:(?:in|on|at|to|from|by|for|of|with|about|near|since|until|during|under) )?"
    rf"(?:{QUESTION_WORD})\b"
)
_WHETHER = r"(?:whether|if)\b"
_THESE = r"(?:the|these|those|this|that|your|my|our|all|all the|all of the)"
_BY = r"(?:according to|based (?:only |solely )?on|going by|judging (?:by|from)|as per|per)"
_SOURCES = (
    rf"{_THESE} (?:(?:given|provided|uploaded|attached|indexed|above|news|source) )*"
    r"(?:articles?|texts?|documents?|sources?|reports?|(?:news)?papers?|stor(?:y|ies)|files?|news|"
    r"collection|folder|library|passages?|context|coverage|information|material|data)"
    r"(?: (?:(?:that )?(?:you|i|we)(?:['’]ve| have| were)? (?:have|read|got|gave|given|provided|"
    r"uploaded|indexed)(?: you)?|provided|given|above|here|available))?"
)
_GREETING = (
    r"(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)|"
    r"dear (?:\w+ )?(?:sirs?|madam|all|team|assistant|pullquote|friends?|everybody|everyone))"
    r"(?: there| again| all| everyone| everybody| team| pullquote)?"
)
_THANKS = r"(?:thanks? you|thanks|thx|cheers)(?: (?:so|very) much| a lot| in advance| again)?"
_ME = r"(?: (?:to )?(?:me|us))?"
# What is asked, after words that only lead up to it.
_THEN = rf",?\s+(?={_ASKS}|{_WHETHER}|(?:{AUXILIARY})\b)"
_PAUSE = r"(?![–-]\w)\s*[,.!;:–—-]+\s*(?=\w)"  # no hyphen: "Right-wing parties won how much?"
_TASKS = (
    r"(?:tell|explain|list|name|summari[sz]e|sum|give|show|describe|compare|find|remind|let|help|"
    r"provide|outline|supply|state|specify|identify)"
)
_MUSING = r"(?:(?:i(?:['’]m| am)|i was) )?(?:just )?(?:curious|wondering|asking|interested in)"
_LEADS = tuple(
    re.compile(f"^{lead}", re.IGNORECASE)
    for lead in (
        rf"{_GREETING}(?:{_PAUSE}| (?={_ASKS}|(?:{AUXILIARY})\b))",
        rf"(?:{_THANKS}|ok(?:ay)?|alright|right|well|great|sure|interesting|i see|by the way|"
        rf"one more thing|{_MUSING}){_PAUSE}",
        r"(?:just |a |one |another |more |next |my |quick |short |simple |small )*question"
        rf"(?: is| for you)?{_PAUSE}",
        r"my question is,? (?=\w)",
        r"for (?:the|my|our|an?) (?:[\w’'-]+ ){0,4}[\w’'-]+\s*[:–—]\s*"
        rf"(?={_ASKS}|(?:{AUXILIARY})\b)",
        r"(?:please|pls|plz|kindly)\s*,?\s+(?=\w)",
        r"(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody) "
        rf"(?:please |kindly |maybe |perhaps |possibly )?(?={_TASKS}\b|say (?!that\b))",
        rf"(?:tell|remind|inform|enlighten) (?:me|us)(?: again| please)?(?: about| of)?{_THEN}",
        r"(?:say|explain|clarify|describe|let me know|show me|find out|help me (?:understand|find "
        rf"out|see)){_ME}{_THEN}",
        r"do(?:es)? (?:you|anyone|anybody|the articles?)(?: happen to| by any chance)? "
        rf"(?:know|say|tell){_ME}{_THEN}",
        r"i(?:['’]d| would)? (?:really )?(?:like|love|want|need|wish|wanted) to (?:know|ask|learn|"
        rf"understand|find out|hear)(?: you)?{_THEN}",
        rf"(?:{_MUSING}(?: (?:about|to know|in knowing))?|i wonder){_THEN}",
        rf"(?:any|have you(?: any)?) (?:idea|clue)s?(?: about| of| on)?{_THEN}",
        rf"(?:{_BY}|from|in|within|using|looking at|as (?:stated|reported|told|described) in) "
        rf"{_SOURCES}\s*[,:]\s*(?=\w)",
        rf"{_BY} {_SOURCES}\s+(?={_ASKS}|(?:{AUXILIARY})\b)",
        r"what do (?:the|these) (?:articles?|texts?|documents?|reports?) say[:,]\s*(?=\w)",
        # Disputes are told unasked; `without_aside` for what follows a question.
        rf"do {_SOURCES}(?: all)? (?:agree|disagree|differ|say the same|contradict (?:each other|"
        rf"one another)) (?:on|about|over|as to|regarding){_THEN}",
    )
)
# What joins a question to something before it, or says that it is on something new.
_JOINS = re.compile(
    r"^(?:[\w ]{0,20}(?:topic|subject|question)\b[^:]{0,12}:\s*|"
    r"(?:and|so|but|ok(?:ay)?|well|also|then)\b(?![–-]\w)[,\s]*)+",
    re.IGNORECASE,
)
_PARTS = r"(?:[\s,;.!?–—]|(?<=\s)-)+"  # what parts the words behind a question from it
_CLOSING = (
    # In capitals within a sentence it is a name: "Who sang Please Please?"
    r"(?:(?-i:please|pls|plz)|(?<=[,;.!?] )please|if (?:you|i) (?:know|can|could|may|please)|"
    r"if (?:that['’]s|it['’]s) (?:ok|okay|possible)|(?<!how )do you know|can you tell me|any idea|"
    rf"{_BY} {_SOURCES})"
)
# Thanks need a mark before them: "Who won three cheers?"
_TAIL = re.compile(
    rf"(?:(?:^|{_PARTS}){_CLOSING}|(?:^|(?=\s*[^\s\w]){_PARTS}){_THANKS})"
    rf"(?:{_PARTS}(?:{_CLOSING}|{_THANKS}))*[\s?.!]*$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\s*[?!]{2,}$")
_IF = re.compile(rf"^{_WHETHER} (?:or not )?(?=\w)", re.IGNORECASE)
_TAG = re.compile(
    rf"^(?!{_ASKS}|(?:and|so|but|{_TASKS}|(?:{AUXILIARY}))\b)(?P<said>[^?]+?)"
    r"(?:,? (?:right|correct)|, (?:true|no|yes)|"
    rf", (?:{AUXILIARY})(?:n['’]t|nt)? (?:it|he|she|they|that))\s*\?+$",
    re.IGNORECASE,
)
# "So the mayor was in Lund?", but not "Ann is who?", "The man who was hurt?", "The name it had?".
_STATED = re.compile(
    r"^(?:(?i:and|so|but|then),? )?+"
    rf"(?!(?i:{_ASKS}|{_TASKS}|(?:{AUXILIARY}|these|those|whether|if|after|before|since|while)\b))"
    rf"(?!.*(?:\b(?i:{QUESTION_WORD}|that)\b|[.!;:,]\s|\b(?:by|to|in|of|at|for|with|on|about)\?))"
    r"(?P<what>(?i:he|she|it|they|there)|"
    rf"(?i:{DETERMINER}) (?!(?:\w+ )?(?:name|time|year|month|day|date|amount|number|sum|share|"
    r"distance|price|person|people|m[ae]n|wom[ae]n|place|reason|way|things?|first|last)\b)"
    r"[a-z-]+(?: [a-z-]+){0,2}|"
    r"[A-Z][\w.-]*(?: [A-Z][\w-]*)+|(?:[A-Z][\w-]* )?\w+['’]s (?:[a-z-]+ ){0,2}[a-z-]+) "
    rf"(?P<be>{BE}|{HAVE}|will|can|could) (?P<rest>[^?]{{3,}})\?+$"
)
_FIRST_OF_ALL = re.compile(r"(\b(?:the|its|their)|['’]s?) (?:no\.? ?|#)1\b", re.IGNORECASE)
# Who hears it says nothing of what is said.
_TELL_ALL = re.compile(r"\btell (?:the )?(?:reporters|journalists|press|media)\b", re.IGNORECASE)
# "Give me the date of the raid" asks what it is; more than one thing is listed.
_WHAT_IT_IS = re.compile(
    r"^(?:(?:give|tell|supply|provide|state|specify)(?: (?:me|us))?(?: with)?) "
    r"(?P<what>the (?:\w+ )?(?:name|date|day|year|time|place|location|number|amount|sum|value|"
    r"price|cost|size|length|age|title|total|figure|share|percentage|reason) "
    r"(?:of|for|on|at|when|where) .+)",
    re.IGNORECASE,
)
_ORDER = re.compile(rf"^{_TASKS}\b", re.IGNORECASE)
_BEGINS_ASKING = re.compile(rf"(?:{_ASKS}|(?:{AUXILIARY})\b) ", re.IGNORECASE)
_BE_AT_END = re.compile(
    r"^(?P<asks>who|what|where|when|how (?:old|big|large|high|long|much|many))"
    r" (?P<what>(?:(?:the|a|an|his|her|their|its)\b|[A-Z])\S*(?: \S+){0,5}?)"
    r" (?P<be>is|was|are|were)\s*[?.]?$",
)
_BEHIND_A_MARK = re.compile(r"(?<=[?.!;:])(?<!\b[A-Z]\.)\s")
_SPOKEN_OF = re.compile(r"\s(?:sources|articles|(?:news)?papers|reports|accounts)\b", re.IGNORECASE)
_AGREE = re.compile(
    r"\b(?:agree|disagree|differ|contradict|say the same|at odds|(?:two|different) \w+)\b",
    re.IGNORECASE,
)


def without_courtesies(question: str) -> str:
    """Return `question` without the words around it that ask nothing; as it is if nothing else is.

    What is asked in the order of a subordinate clause, or put as a statement to be confirmed, is
    put as a question. One that lacks its mark gets it: the models of retrieval and of the reader
    make less of a question without.

    >>> without_courtesies("Hi! Could you please tell me who won the race? Thanks a lot!")
    'Who won the race?'
    >>> without_courtesies("According to these articles, do you know who the mayor is?")
    'Who is the mayor?'
    >>> without_courtesies("For the byline check: who wrote it?")
    'Who wrote it?'
    >>> without_courtesies("I wonder if Ann won"), without_courtesies("Ann won the race, right?")
    ('Is it true that Ann won?', 'Is it true that Ann won the race?')
    >>> without_courtesies("So the mayor was in Lund?"), without_courtesies("Ann is who?")
    ('Was the mayor in Lund?', 'Ann is who?')
    >>> without_courtesies("Please give me the date of the race.")
    'What is the date of the race?'
    >>> without_courtesies("What did the mayor tell the press about the race?")
    'What did the mayor say about the race?'
    >>> without_courtesies("Is Lund the no. 1 port?"), without_courtesies("Who runs School No. 1?")
    ('Is Lund the number one port?', 'Who runs School No. 1?')
    >>> without_courtesies("Tell me about the race"), without_courtesies("Hello!")
    ('Tell me about the race', 'Hello!')
    >>> without_courtesies("who won the race"), without_courtesies("WHO WON THE RACE?")
    ('who won the race?', 'who won the race?')
    """
    shouted = question.isupper() and len(question.split()) > 2
    said = question.strip().lower() if shouted else question.strip()
    tail = _TAIL.search(said, max(0, len(said) - LONGEST_TAIL))
    bare = whole = said[: tail.start()] if tail else said
    for _ in range(MOST_LEADS):
        bare = _without_lead(bare)
    led = bare != whole
    bare = _FIRST_OF_ALL.sub(r"\1 number one", _MARKS.sub("?", bare).strip())
    bare = _TELL_ALL.sub("say", bare)
    bare = _in_order(bare, led=led)
    if not re.search(r"\w", bare):
        return question
    if thing := _WHAT_IT_IS.match(bare):
        bare = f"what is {thing['what'].rstrip(' ?.')}?"
    if _ORDER.match(bare):
        bare = bare.rstrip(" ?") if led else bare
    elif "?" in question and not bare.endswith(("?", ".", "!")):
        bare = f"{bare}?"
    if _BEGINS_ASKING.match(bare):
        bare = bare.removesuffix(".") if led else bare
        bare = bare if bare.endswith(("?", ".", "!", ":", "…")) else f"{bare}?"
    return bare[:1].upper() + bare[1:] if question[:1].isupper() and not shouted else bare


def _in_order(bare: str, *, led: bool) -> str:
    """What is asked in the order of a clause, or stated to be confirmed, in that of a question;
    `led` tells that something stood before it.
    """
    if led and (whether := _IF.match(bare)):
        return f"is it true that {bare[whether.end() :].rstrip(' ?.')}?"
    if tagged := _TAG.match(bare):
        return f"is it true that {tagged['said']}?"
    if stated := _STATED.match(bare):
        what = stated["what"]
        what = what if names(what) else what[:1].lower() + what[1:]
        return f"{stated['be']} {what} {stated['rest']}?"
    if late := _BE_AT_END.match(bare):
        return f"{late['asks']} {late['be']} {late['what']}?"
    return bare


def asks(text: str) -> bool:
    """Whether `text` is put as a question or a request, with or without its mark.

    >>> asks("Who won"), asks("List the winners."), asks("Ann won the race.")
    (True, True, False)
    """
    marked = text.rstrip(" \"'”").endswith(("?", "？", "؟"))
    return marked or bool(_ORDER.match(text) or _BEGINS_ASKING.match(text))


def without_lead_in(question: str) -> str:
    """`question` without courtesies, and by itself: no "and", "so" or "New topic:" before it.

    >>> without_lead_in("And by the way, who won?"), without_lead_in("New topic: who won?")
    ('who won?', 'who won?')
    """
    bare = without_courtesies(question)
    return without_courtesies(_JOINS.sub("", bare)) or bare


def without_aside(question: str) -> str:
    """`question` without what follows it on whether the articles agree: disputes are told unasked.

    >>> without_aside("How many came? Do the sources agree on that?")
    'How many came?'
    >>> without_aside("Do the sources agree on how many came?")
    'Do the sources agree on how many came?'
    """
    asked = question.strip()
    last = max(asked.rfind(mark, 0, len(asked) - 1) for mark in "?.!")
    aside = _BEHIND_A_MARK.search(asked, max(last, 0))
    if aside is None:
        return asked
    told = _SPOKEN_OF.search(asked, aside.start())
    agree = told and _AGREE.search(asked, told.end())
    return asked[: aside.start()] if agree else asked


def _without_lead(question: str) -> str:
    for lead in _LEADS:
        if found := lead.match(question):
            return question[found.end() :]
    return question
