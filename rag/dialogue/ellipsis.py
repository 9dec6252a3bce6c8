"""Follow-ups that say only what is new: "When?", "and in 2023?", "Who says so?", "Anything else?".

What they leave out is taken from the last question, which stands alone, and from its answer.

Elsewhere: whom pronouns stand for (referents.py), questions in other words (phrasing.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.dialogue.again import ORDERS, again, is_order
from rag.dialogue.antecedents import means_its_own, names_something
from rag.dialogue.people import AT_A_PLACE, answering, asks_person, person
from rag.dialogue.phrasing import plain, statement, what_is_counted, with_question_word
from rag.dialogue.referents import (
    OBJECT_PRONOUN,
    REMARKS,
    SUBJECT_PRONOUN,
    THING_PRONOUN,
    pronouns,
    replaced,
)
from rag.dialogue.subjects import matter, noun_phrase, thing, told_about, topic
from rag.dialogue.turns import Turn
from rag.text import ROLE, STOP_WORDS, dates, names, numbers, word_set, words

_WHO_DID_IT = re.compile(
    r"^who (?:did|carried out|caused|started|is behind|was behind|is responsible for|"
    r"was responsible for) (?:it|this|that)\s*\??$",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"^what (?:has |had )?happened(?! to\b)", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:and |but |so )?(?:who|whom|whose|when|where|why(?: not)?|how|"
    r"how (?:many|much|long|old|often|\w+ly)|"
    r"(?:in |on |at )?(?:what|which) \w+|by whom|with whom|to whom|since when|how so|what for)"
    r"(?: (?:was|is|were|are|did|does|do) (?:that|this|it|so))?\s*\??$",
    re.IGNORECASE,
)
_ASKS_SOURCE = re.compile(
    r"^(?:where (?:does|did|do|is|was) (?:(?:that|this|it|those)(?: \w+)?|the (?:number|figure|"
    r"figures|claim|estimate|count|data|information|quote|story|news)) (?:come|from|taken)\b.*|"
    r"(?:who|which \w+) (?:says|said|reported|reports|claims|claimed)(?: (?:that|this|it|so))?|"
    r"says who|according to (?:whom|who|what)|how do (?:you|they|we) know(?: that| this)?|"
    r"(?:and )?(?:the |your |any )?sources?|(?:on )?whose (?:figure|number|claim|estimate)s? .*|"
    r"what(?:['’]s| is| are) (?:the |your )?sources?(?: (?:of|for) .*)?|"
    r"(?:any |is there (?:any |an? )?)(?:source|evidence)(?: for .*)?)\s*\??$",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"^(?:more(?: please)?|continue|elaborate|"
    r"(?:is there |was there )?(?:anything|something) (?:else|more)|what else|who else|"
    r"where else|(?:can you |please )?(?:tell|say) (?:me )?more(?: about (?:it|that|this|them))?|"
    r"go on|more details?|(?:any|some) (?:other |more )?(?:details?|news))\s*[?.]*$",
    re.IGNORECASE,
)
_ASKS_FOR_ANY = re.compile(
    r"^(?:any|anything|anyone|something|some|so|no|not|but)\b|.*\bwhat\W*$", re.IGNORECASE
)
_ASKS_NEXT = re.compile(
    r"^(?:what (?:happened|came|follow(?:ed|s)|happens) ?(?:next|then|after(?:wards?)?|"
    r"after (?:that|this|it))?|(?:and )?then what)\s*\??$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"^(?:(?:was|is|were|are|did|does|has|have)\s+)?(?:that|this|those|these)\b(?!\s+\w+\s+of)|"
    r"\b(?:this|these|those|the same)\b"
    r"(?! (?:year|month|week|morning|summer|winter|articles?|documents?|texts?|files?)\b)|"
    r"\b(?:about|after|before|of|to|on|at|in|during|from|for|with|by|is|was|do|did|does|say|said)"
    r"\s+that\b|\bthat\s*\??$|\b(?:other|else)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"^(?:is|was|are|were) (?:that|this|it|those|they)\b.* than\b", re.IGNORECASE
)
# Nouns that, with "the" and nothing behind them, mean the matter of the turn before.
_THE_MATTER = re.compile(
    r"\bthe (?:job|work|deal|plan|project|price|cost|figure|number|amount|case|incident|attack|"
    r"accident|crash|fire|decision|ruling|verdict|vote|result|meeting|visit|trip|talks|summit|"
    r"strike|protest|agreement|contract|proposal|offer|report|statement|announcement|investigation|"
    r"inquiry|trial|sentence|fine|reason|cause|outcome|reaction|response|company|firm|builder|"
    r"owner|club|team|town|council|union|band|album|film|book|song)"
    r"(?: (?:now|then|so far|today|yet|really|exactly))?\s*\??$",
    re.IGNORECASE,
)
# What is told of a person in a word: "Ann Lund, what did she say?" "Her title?"
_ATTRIBUTE = re.compile(
    r"^(?:(?:his|her|their|the|full|exact) )*(?P<what>title|job|role|position|post|office|rank|age|"
    r"nationality|party|profession|occupation)\s*\??$",
    re.IGNORECASE,
)
_EVENTS = word_set(
    "accident arrest assault attack ballot battle blast bombing ceasefire clash collapse crash "
    "conference drought earthquake eclipse election explosion famine final fire flood game hearing "
    "incident incursion invasion launch march match meeting merger murder offensive operation "
    "outbreak protest raid rally referendum rescue robbery shooting siege strike storm summit "
    "takeover talks theft tournament treaty trial trip visit vote war wedding"
)
_ARTICLES = word_set("articles documents texts sources papers stories files reports collection")
_DEFINITE = re.compile(r"\bthe ([a-z-]{3,})(?= [a-z]|\s*\??$)(?! of\b)")
_CIRCUMSTANCE = re.compile(
    r"(?:before|after|during|since|until|without|against|according)\b", re.IGNORECASE
)
_PLACED = re.compile(r"(?:in|at|to|from)\s+", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|on|at|to|from|near|for|with|by|of)\b", re.IGNORECASE)
_SOMEBODY = re.compile(rf"^(?:the|a|an) (?:[a-z-]+ ){{0,2}}(?:{ROLE})s?$", re.IGNORECASE)
_SAYS = re.compile(
    r"^(.*?\b(?:did|does|do|has|have|will) )(.+?)( (?:say|said|think|thought|tell|told|want|wanted|"
    r"promise|promised|do|done)\b.*)$",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(the|that|this|which|another|an?|any)((?: [a-z]+)?) ones?\b(?! of\b)", re.IGNORECASE
)
_WHICH_OF_THEM = re.compile(
    r" (?:first|second|third|last|next|other|new|old|same|latest|previous|earlier|later|only)$",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"^(?P<front>[^,?]{2,40}),\s+(?P<asks>(?:who|what|when|where|why|how|which|"
    r"did|does|do|is|are|was|were|has|have|had|can|will|would)\b.+)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:when|before|after|while|once|if) (?!(?:is|are|was|were|do|does|did|has|have|had|can|"
    r"could|will|would|should)\b)\w+ \w+",
    re.IGNORECASE,
)
_LAST_CIRCUMSTANCE = re.compile(
    r"\s(?:in|on|at|during|before|after|by|until) (?:the |that |an? )?(?:[a-z-]+ ){0,3}[a-z-]+$"
)
_OWNER = re.compile(
    r"^(?:(?:the|an?|this|that|these|those)|(?:[\w-]+ ){0,3}[\w-]+['’]s?) ", re.IGNORECASE
)
_TIME_PHRASE = re.compile(
    r"\b(?:(?:so far\s+)?(?:last|this|next|the (?:previous|following|same))\s+"
    r"(?:week|month|year|day|spring|summer|autumn|fall|winter|decade|century)|so far|"
    r"(?:in|on|since|before|after|by|until|during)\s+(?:(?:early|late|mid)\s+)?(?:\d{4}|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:\s+\d{1,4})?|"
    r"the (?:year|month|week|day) (?:before|after)|"
    r"(?:a|two|three) (?:year|month|week|day)s? (?:ago|earlier|later)|"
    r"today|yesterday|tomorrow|now)\b",
    re.IGNORECASE,
)
# With few words besides: what happened before is asked about, and no word is explained.
_ASKS_SHORTLY = re.compile(
    r"^(?!(?:what|who) (?:is|are) (?!the\b)|what (?:is|are|was|were) the \w+ \w+\W*$|"
    r".*\b(?:articles|documents|you|your)\b)"
    r"(?:who|what|when|where|why|how|which|was|were|did|has|have|had|will)\b",
    re.IGNORECASE,
)
_ASKS = word_set("who what when where why how which whose whom")
_VERBS = word_set("is are was were did do does has have had will can")
FEW_WORDS = 2
LONGEST_FRAGMENT = 7  # words; a longer one is a question of its own


def completed(question: str, said: Sequence[Turn], *, continues: bool) -> str:
    """`question` with what it leaves out, or "" if it is no such follow-up.

    `continues` tells that it came with "and" or "what about", which `question` no longer has.
    """
    last = said[-1]
    before = again(question, last) or _attribute(question, last)
    if found := before or _of_the_turn_before(question, said):
        return found
    if continues and (found := _continued(question, said)):
        return found
    if _BARE.match(question) and not _ONE.search(question) and not is_order(last.question):
        return with_question_word(_bare(question), last.question, answering(last))
    return ""


def leaning(question: str, said: Sequence[Turn], *, continues: bool) -> str:
    """`question` with the matter of the turns before if it leans on them, which one with names
    does only where it compares ("Is that more than in Poe?") or asks who admits it.
    """
    if _BARE.match(question) and is_order(said[-1].question):
        return question  # "Summarise it." "Why?"
    if names_something(question, said):
        leans = _COMPARES.match(question) or REMARKS.search(question)
        return _about(question, said) if leans else question
    if _is_fragment(question) and not _ASKS_FOR_ANY.match(question):
        return _substituted(question, said[-1].question)
    if continues or _is_fragment(question):
        return _about(question, said)
    return _about(question, said[-1:]) if _leans_on(question, said[-1]) else question


def _leans_on(question: str, last: Turn) -> bool:
    """Whether a question without a name means the turn before: by "that", or a thing told there."""
    told = {word.text for word in words(f"{last.question} {last.answer}")}
    definite = [noun for noun in _DEFINITE.findall(question.lower()) if noun not in _ARTICLES]
    if any(noun in _EVENTS and noun not in told for noun in definite):
        return False  # "the raid" after talk of trade is one that the articles tell of
    if _POINTS_BACK.search(question) or _THE_MATTER.search(question):
        return True
    pronoun = THING_PRONOUN.search(question)
    if pronoun and not means_its_own(question, pronoun):
        return True
    if _ASKS_SHORTLY.match(question) and len(_content(question)) <= FEW_WORDS:
        return True
    return any(noun in told for noun in definite)


def _content(text: str) -> set[str]:
    return {word.text for word in words(text)} - STOP_WORDS


def _bare(question: str) -> str:
    """The question word alone: "When" of "When was that?"."""
    verb = r" (?:was|is|were|are|did|does|do) (?:that|this|it|so)$|(?<=why) not$"
    return re.sub(verb, "", plain(question), flags=re.IGNORECASE)


def _attribute(question: str, last: Turn) -> str:
    """What is asked in a word of the person whom the last turn was about; or ""."""
    asked, who = _ATTRIBUTE.match(question), person([last])
    about = who and (who in last.question or asks_person(last.question))
    return f"What is {who}'s {asked['what'].lower()}?" if asked and about else ""


def _of_the_turn_before(question: str, said: Sequence[Turn]) -> str:
    """`question` with the last turn's matter, where it asks for its source, or for more; or ""."""
    last = said[-1]
    if _ASKS_SOURCE.match(question):
        return _source(last)
    if _WHO_DID_IT.match(question) and (before := _happening(said)):
        return f"Who was behind {before}?"
    if _ASKS_NEXT.match(question) and (before := matter(last)):
        return f"What happened after {before}?"
    if _ASKS_MORE.match(question):
        asks = re.match(r"(what|who|where)\b(?! else)", last.question, re.IGNORECASE)
        if asks and not re.match(
            r"(?:tell|say|go|more|continue|elaborate)", question, re.IGNORECASE
        ):
            return f"{asks[1]} else{last.question[asks.end() :]}"
        pointed = THING_PRONOUN.search(question)
        about = (pointed and thing(said, pointed.group())) or topic(said)
        if about := about or noun_phrase(last.question) or what_is_counted(last.question):
            return f"What else is there about {about}?"
    return ""


def _happening(said: Sequence[Turn]) -> str:
    """What was asked about, as what somebody can be behind; or ""."""
    last = said[-1].question
    if _HAPPENED.match(last):
        return plain(f"{last[:1].lower()}{last[1:]}")
    phrase = noun_phrase(last)
    return told_about(last) or (phrase if _EVENTS & _content(phrase) else topic(said))


def _source(last: Turn) -> str:
    """Where the last answer is from, asked with its figure or its matter."""
    if numbers(last.head):
        return f"Where does the figure of {last.head} come from: {what_is_counted(last.question)}?"
    if said := statement(last.question, answering(last)):
        return f"Who says that {said}?"
    return f"According to whom: {last.question[:1].lower()}{last.question[1:]}"


def _continued(rest: str, said: Sequence[Turn]) -> str:
    """What follows "and" or "what about", put into the last question; or ""."""
    last = said[-1]
    if fronted := _FRONTED.match(rest):
        return _fronted(fronted["front"], fronted["asks"], said)
    if _CLAUSE.match(rest) and "," not in rest:
        base = _LAST_CIRCUMSTANCE.sub("", plain(last.question))
        return f"{base} {plain(pronouns(rest, said))}?"
    if not _BARE.match(rest) and _is_fragment(rest):
        phrase = noun_phrase(last.question)
        if phrase and (named := with_noun(rest, said)) != rest:
            noun = re.escape(_OWNER.sub("", phrase))
            meant = rf"{re.escape(phrase)}|\ban? {noun}"
            return re.sub(meant, lambda _: plain(named), last.question, count=1)
        return _substituted(pronouns(rest, said), last.question)
    return ""


def _fronted(front: str, asks: str, said: Sequence[Turn]) -> str:
    """What stands in front, as what the pronoun means: "Beijing’s, how was it received?"."""
    meant = front
    if re.search(r"['’]s?$", front) and (phrase := noun_phrase(said[-1].question)):
        meant = f"{front} {_OWNER.sub('', phrase)}"
    if names(meant) and not _CLAUSE.match(front):
        for pronoun in (SUBJECT_PRONOUN, OBJECT_PRONOUN, THING_PRONOUN):
            if found := pronoun.search(asks):
                return pronouns(replaced(asks, found, meant), said)
    vague = not names(front) and THING_PRONOUN.search(asks) and not _CLAUSE.match(front)
    if vague and (before := matter(said[-1])):
        return f"{plain(asks)} {front} ({_without_time(before)})?"
    resolved = pronouns(f"{front}, {asks}", said)
    return resolved if resolved != f"{front}, {asks}" else ""


def _without_time(text: str) -> str:
    return re.sub(r"\s+", " ", _TIME_PHRASE.sub("", text)).strip(" ,")


def _about(question: str, said: Sequence[Turn]) -> str:
    """`question` with what the conversation is about behind it."""
    about = topic(said)
    asked = _content(question)
    held = any(asked >= _content(name.text) for name in names(about))
    if not about or held or about.lower() in question.lower():
        return question
    return f"{plain(question)} ({about})?"


def with_noun(question: str, said: Sequence[Turn]) -> str:
    """`question` with its "one" named: "the second one" as "the second strike at Poe Steel"."""
    found = _ONE.search(question)
    phrase = next(filter(None, (noun_phrase(turn.question) for turn in reversed(said))), "")
    own = found and re.search(r"\b(?:the|an?) \w+", question[: found.start()], re.IGNORECASE)
    if not found or not phrase or own or names_something(question[: found.start()]):
        return question
    noun = _noun(phrase)
    if found[2] and not _WHICH_OF_THEM.match(found[2]):  # "a monthly one" is no day ticket
        noun = re.sub(r"^(?:[a-z][\w-]* )+(?=[a-z][\w-]*$)", "", noun)
    if not found[0].lower().endswith("s"):
        noun = re.sub(r"^([a-z -]+[a-z](?<![su]))s(?= |$)", r"\1", noun)
    return f"{question[: found.start()]}{found[1]}{found[2]} {noun}{question[found.end() :]}"


def _noun(phrase: str) -> str:
    """What "one" stands for in `phrase`: "strike at Poe Steel" of "the pay strike at Poe Steel".

    Another strike at Poe Steel need not be over pay; without the place, "peace plan" stays whole.
    """
    noun = _OWNER.sub("", phrase)
    return re.sub(r"^(?:[a-z][\w-]* )+(?=[a-z][\w-]* (?:at|in|on|of|for|near) )", "", noun)


def _is_fragment(text: str) -> bool:
    """Whether `text` is too short, and without a verb of asking, to be a question by itself."""
    tokens = [re.sub(r"(?:['’]s|n['’]t)$", "", w.text) for w in words(text)]
    if not tokens or len(tokens) > LONGEST_FRAGMENT:
        return False
    return not (set(tokens[:1]) & (_ASKS | _VERBS | ORDERS) and len(tokens) > 2) and not (
        set(tokens) & _VERBS and set(tokens) & _ASKS
    )


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _substituted(fragment: str, previous: str) -> str:
    """The last question with `fragment` in the place of what it is a kind of.

    "And in 2023?" takes the place of a time, "and Shoigu?" of a name; what has no place to
    take is added at the end.
    """
    fragment, base = _within(fragment), previous.rstrip(" ?.")
    return (
        _at_another_time(fragment, base)
        or _with_another_name(fragment, base)
        or _by_another(fragment, base)
        or _added(fragment, base)
    )


def _within(fragment: str) -> str:
    """`fragment` as it is written within a question: "in 2023", "Shoigu" for "For Shoigu?"."""
    fragment = re.sub(
        r"^(?:In|On|At|To|From|The|A|An|By|For|Since|Before|After)\b",
        _lower,
        fragment.rstrip(" ?."),
    )
    if names(fragment):
        fragment = re.sub(r"^(?:for|of|with|by)\s+", "", fragment, flags=re.IGNORECASE)
    return re.sub(r"^(?=\d{4}$)", "in ", fragment)


def _at_another_time(fragment: str, base: str) -> str:
    """`base` at the time that a fragment is; "" for a fragment that is none."""
    if not _TIME_PHRASE.search(fragment) and not dates(fragment):
        return ""
    if old := _TIME_PHRASE.search(base):
        return f"{base[: old.start()]}{fragment}{base[old.end() :]}?"
    return f"{base} {fragment}?"


def _with_another_name(fragment: str, base: str) -> str:
    """`base` with a fragment's name for its last one, a place for a place; "" without both."""
    old_names = names(base)
    if not names(fragment) or not old_names or _CIRCUMSTANCE.match(fragment):
        return ""
    last = old_names[-1]
    if _PLACED.match(fragment):
        placed = [n for n in old_names if AT_A_PLACE.search(base[: n.start])]
        last = placed[-1] if placed else last
        fragment = _PLACED.sub("", fragment)
    before, after = base[: last.start], base[last.end :]
    if re.search(r"['’]s?$", fragment):
        before = re.sub(r"\bthe $", "", before)
        after = re.sub(r"^['’]s?\b", "", after)
    return f"{before}{fragment}{after}?"


def _by_another(fragment: str, base: str) -> str:
    """`base` said by whom a fragment is; "" where it is nobody or nothing is said."""
    said_by = _SAYS.match(base) if _SOMEBODY.match(fragment) else None
    return f"{said_by[1]}{fragment}{said_by[3]}?" if said_by else ""


def _added(fragment: str, base: str) -> str:
    """`base` with a fragment that has no place in it to take."""
    if about := re.search(r"\babout\s+(?!.*\b(?:did|do|does|is|was)\b)", base):
        return f"{base[: about.end()]}{fragment}?"
    joined = _PREPOSITION.match(fragment) or _CIRCUMSTANCE.match(fragment)
    if (happened := _HAPPENED.match(base)) and not joined:
        return f"{happened[0]} to {fragment}{base[happened.end() :]}?"
    return f"{base}{'' if joined else ' about'} {fragment}?"
