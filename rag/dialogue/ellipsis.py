"""Follow-ups that say only what is new: "When?", "and in 2023?", "Who says so?", "Anything else?".

What they leave out is taken from the last question, which stands alone, and from its answer.

Elsewhere: how a few words take their place in the last question (fragments.py), what "one" stands
for (ones.py), whom pronouns stand for (referents.py), questions in other words (phrasing.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.dialogue.again import again, is_order
from rag.dialogue.antecedents import means_its_own, names_something
from rag.dialogue.deeds import EVENTS, deed
from rag.dialogue.fragments import (
    HAPPENED,
    THE_ARTICLES_SAY,
    asks_deed,
    is_fragment,
    substituted,
    without_time,
)
from rag.dialogue.ones import ONE, with_noun, without_owner
from rag.dialogue.people import answering, asks_person, people, person
from rag.dialogue.phrasing import (
    negated,
    plain,
    predicate,
    statement,
    what_is_counted,
    what_was_done,
    with_question_word,
)
from rag.dialogue.referents import (
    OBJECT_PRONOUN,
    REMARKS,
    SUBJECT_PRONOUN,
    THING_PRONOUN,
    pronouns,
    replaced,
)
from rag.dialogue.subjects import ASKS_SOURCE, matter, noun_phrase, thing, told_about, topic
from rag.dialogue.turns import Turn, meant
from rag.text import (
    AUXILIARY,
    BE,
    DO,
    HAVE,
    MODAL,
    PREPOSITION,
    ROLE,
    STOP_WORDS,
    names,
    names_in,
    numbers,
    word_set,
    words,
)

_WHO_DID_IT = re.compile(
    r"^who (?:did|carried out|caused|started|is behind|was behind|is responsible for|"
    r"was responsible for) (?:it|this|that)\s*\??$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:and |but |so )?(?:who|whom|whose|when|where|why(?: not)?|how(?: come)?|"
    r"how (?:many|much)(?: of (?:it|them|that|those|these))?|how (?:long|old|often|\w+ly)|"
    r"(?:what|which) (?!now\b)\w+|how so|what for|"
    rf"(?:{PREPOSITION}|about|over|since|until) (?:whom|what|when|(?:what|which) \w+|"
    r"how (?:(?:many|much) \w+|\w+)))"
    rf"(?: exactly| precisely)?(?: (?:{BE}|{DO}) (?:that|this|it|so))?\s*\??$",
    re.IGNORECASE,
)
_TOLD = (
    r"says|said|reported|reports|claims|claimed|announced|confirmed|revealed|disclosed|reckons|"
    r"reckoned|calculated|estimates|estimated|computed|counted|established|put"
)
_ASKS_SOURCE = re.compile(
    rf"^(?:where (?:{DO}|is|was) (?:that|this|it|those|(?:the|that|this|those) (?:number|"
    r"figure|claim|estimate|count|data|information|quote|story|news)s?) (?:come|from|taken)\b.*|"
    rf"(?:who|which \w+) (?:{_TOLD})(?: (?:that|this|it|so))?|"
    rf"by whom (?:is|was) (?:that|this) (?:{_TOLD})|"
    r"who (?:(?:found|worked|works|figured) (?:that|this|it) out|found (?:that|out)(?: that)?|"
    r"(?:came|comes|come) up with (?:that|this|it))|"
    r"says who|according to (?:whom|who|what)|how do (?:you|they|we) know(?: that| this)?|"
    r"(?:and )?(?:the |your |any )?sources?|(?:on )?whose (?:figure|number|claim|estimate)s? .*|"
    r"what(?:['’]s| is| are) (?:the |your )?sources?(?: (?:of|for) .*)?|"
    r"(?:any |is there (?:any |an? )?)(?:source|evidence)(?: for .*)?)\s*\??$",
    re.IGNORECASE,
)
_WHICH_ONES = re.compile(r"^which(?: (?:ones?|are (?:they|those)))?\s*\??$", re.IGNORECASE)
_HOW_MANY = re.compile(r"^how many (?=[a-z])", re.IGNORECASE)
_WAS_IT = re.compile(r"^(whose |how \w+ )?.*\b(?:is|was) it\s*\??$", re.IGNORECASE)
_ASKS_MORE = re.compile(
    r"^(?:more(?: please)?|continue|elaborate|"
    r"(?:is there |was there )?(?:anything|something) (?:else|more)|what else|who else|"
    r"where else|(?:can you |please )?(?:tell|say) (?:me )?more(?: about (?:it|that|this|them))?|"
    r"go on|more details?|(?:any|some) (?:other |more )?(?:details?|news))\s*[?.]*$",
    re.IGNORECASE,
)
_ASKS_FOR_ANY = re.compile(
    r"^(?:any|anything|anyone|something|some|so|no|not|but|why|how|which)\b|"
    r".*\b(?:what|how many|how much)\W*$",
    re.IGNORECASE,
)
_ASKS_NEXT = re.compile(
    r"^(?:what (?:happened|came|follow(?:ed|s)|happens) (?:next|then|after(?:wards?)?|"
    r"after (?:that|this|it))|what follow(?:ed|s)|(?:and )?then what|(?:and )?what now)\s*\??$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    rf"^(?:(?:{BE}|did|does|has|have)\s+)?(?:that|this|those|these)\b(?!\s+\w+\s+of)|"
    r"\b(?:this|these|those|the same)\b"
    r"(?! (?:year|month|week|morning|summer|winter|articles?|documents?|texts?|files?)\b)|"
    rf"\b(?:about|after|before|of|to|on|at|in|during|from|for|with|by|{DO}|is|was|say|said)"
    r"\s+that\b|\bthat\s*\??$|\b(?:other|else)\b",
    re.IGNORECASE,
)
# No clause follows, nor a noun: "How much will that cost the firm?", "What does Poe put that to?"
_BARE_THAT = re.compile(
    r"\bthat(?= (?:down|up|out|to|for|on|happen|cost|mean|take|help|work|change|affect|include)\b)|"
    r"(?<!called) that\s*\??$",
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
_ACCORDING = ASKS_SOURCE[0]
# What is told of a person in a word: "Ann Lund, what did she say?" "Her title?"
_ATTRIBUTE = re.compile(
    r"^(?:(?:his|her|their|the|full|exact) )*(?P<what>title|job|role|position|post|office|rank|age|"
    r"nationality|party|profession|occupation)\s*\??$",
    re.IGNORECASE,
)
# And of a thing: "How long is the bridge?" "And the cost?"
_ITS_OWN = re.compile(
    r"^(?:the|its) (?P<what>cost|price|length|height|width|depth|weight|size|age|speed|budget|"
    r"capacity|owner|builder|designer|founder)\s*\??$",
    re.IGNORECASE,
)
_ARTICLES = word_set(
    "article articles documents texts sources papers stories files reports collection"
)
# What there is to read is no matter of the conversation: "And how many articles are there?"
_WHAT_IS_HELD = re.compile(
    r"^(?:how many|what|which) (?:articles|documents|files|texts) "
    r"(?:are there|are indexed|(?:do|can|have) (?:you|we)(?: have| got| read| see)?)"
    r"(?: in (?:total|all)| altogether| here| now| so far)?\s*\??$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\bthe ([a-z-]{3,})(?= [a-z]|\s*\??$)(?! of\b)")
_OF_ANOTHER = re.compile(
    rf"^(?i:{BE}|{DO}|{MODAL}) (?:(?i:he|she|it|they)|"
    r"(?:[A-Z][\w’'-]*(?: |\W*$)){1,3}|the [a-z]+)\W*$"
)
_FRONTED = re.compile(
    r"^(?P<front>[^,?]{2,40}),\s+(?P<asks>(?:who|what|when|where|why|how|which|"
    rf"{AUXILIARY})\b.+)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"^(?:when|before|after|while|once|if) (?!(?:{AUXILIARY})\b)\w+ \w+",
    re.IGNORECASE,
)
_LAST_CIRCUMSTANCE = re.compile(
    r"\s(?:in|on|at|during|before|after|by|until) (?:the |that |an? )?(?:[a-z-]+ ){0,3}[a-z-]+$"
)
_ASKS_WHOM = re.compile(rf"^whom?\s+(?:(?:{DO}|{MODAL})\b|(?:{BE}) .*[a-z]ing\W*$)", re.IGNORECASE)
_ASKS_WHY = re.compile(r"why\b|how (?:come|so)$|what for$", re.IGNORECASE)
_TELL_ABOUT = re.compile(
    r"(?:tell (?:me|us) about|describe) (?P<what>.*?\w)[\s?.!]*$", re.IGNORECASE
)
# With few words besides: what happened before is asked about, and no word is explained.
_ASKS_SHORTLY = re.compile(
    r"^(?!(?:what|who) (?:is|are) (?!the\b)|what (?:is|are|was|were) the \w+ \w+\W*$|"
    r".*\b(?:articles|documents|you|your)\b)"
    rf"(?:who|what|when|where|why|how|which|{HAVE}|was|were|did|will)\b",
    re.IGNORECASE,
)
FEW_WORDS = 2
# Whoever is asked for is no setting for another question, as an event or a place would be.
_ASKS_WHO_IS = re.compile(
    r"^(?i:who (?:is|was|are|were)) "
    rf"(?:[A-Z][^()]*|[^()]*\b(?i:{ROLE})s?(?: (?:of|in|at|for)\b[^()]*)?)\W*$"
)


def completed(question: str, said: Sequence[Turn], *, continues: bool) -> str:
    """`question` with what it leaves out, or "" if it is no such follow-up.

    `continues` tells that it came with "and" or "what about", which `question` no longer has.
    """
    last = said[-1]
    before = (
        again(question, last)
        or _attribute(question, said)
        or _the_same_of(question, said)
        or _which_ones(question, last)
        or _compared(question, last)
    )
    if found := before or _of_the_turn_before(question, said):
        return found
    if continues and (found := _continued(question, said)):
        return found
    if not _BARE.match(question) or asks_deed(question) or ONE.search(question):
        return ""
    if (asks_it := _WAS_IT.search(question)) and (asks_it[1] or meant(last).get("it")):
        return ""
    asked_anew = _asked_of_the_told if is_order(last.question) else _asked_anew
    return asked_anew(_bare(question), last)


def leaning(question: str, said: Sequence[Turn], *, continues: bool) -> str:
    """`question` with the matter of the turns before if it leans on them, which one with names
    does only where it compares ("Is that more than in Poe?") or asks who admits it.
    """
    if _BARE.match(question) and is_order(said[-1].question):
        return question  # "Summarise it." "Why?"
    if _WHAT_IS_HELD.match(question):
        return question
    if names_something(question, said):
        leans = _COMPARES.match(question) or REMARKS.search(question)
        return _about(question, said) if leans else question
    if is_fragment(question) and not _ASKS_FOR_ANY.match(question):
        return substituted(question, said[-1].question)
    if continues or is_fragment(question):
        return _about(question, said)
    return _about(question, said[-1:]) if _leans_on(question, said[-1]) else question


def pointed(question: str, said: Sequence[Turn]) -> str:
    """`question`, whose pronouns are named, with what its "that" points at behind it."""
    if not _BARE_THAT.search(question):
        return question
    about = what_was_done(said[-1].question) or noun_phrase(said[-1].question)
    return f"{plain(question)} ({about})?" if about and about not in question else question


def _leans_on(question: str, last: Turn) -> bool:
    """Whether a question without a name means the turn before: by "that", or a thing told there."""
    told = {word.text for word in words(f"{last.question} {last.answer}")}
    definite = [noun for noun in _DEFINITE.findall(question.lower()) if noun not in _ARTICLES]
    if any(noun in EVENTS and noun not in told for noun in definite):
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
    verb = rf" (?:{BE}|{DO}) (?:that|this|it|so)$|(?<=much|many) of \w+$"
    return re.sub(verb, "", plain(question), flags=re.IGNORECASE)


def _compared(question: str, last: Turn) -> str:
    """The last question, compared with what `question` says and no more; or ""."""
    found = re.match(r"compared (?:with|to) .+", question, re.IGNORECASE)
    asked = found and is_fragment(question[1:])
    return f"{plain(last.question)} {question[:1].lower()}{question[1:]}" if asked else ""


def _which_ones(question: str, last: Turn) -> str:
    """Which of the things that the last question counts or is about are meant; or ""."""
    if not _WHICH_ONES.match(question):
        return ""
    if last.question.startswith(THE_ARTICLES_SAY):
        return f"Which {without_owner(told_about(last.question))}?"
    return _HOW_MANY.sub("Which ", last.question) if _HOW_MANY.match(last.question) else ""


def _asked_of_the_told(word: str, last: Turn) -> str:
    """A circumstance of what the last turn is an order to tell about; or ""."""
    about = _TELL_ABOUT.match(last.question)
    told = about and not _ASKS_WHY.match(word)
    return f"{word[:1].upper()}{word[1:]} was {about['what']}?" if about and told else ""


def _asked_anew(word: str, last: Turn) -> str:
    """The last question with `word`; why what it asks is so, or why it is not."""
    last = replace(last, question=re.sub(rf"^{_ACCORDING}", "", last.question))
    who = answering(last) if last.head else ""
    who = who or _met(last)
    if not _ASKS_WHY.match(word):
        return with_question_word(word, last.question, who)
    asked = with_question_word("Why", last.question, who)
    told = re.match(r"(?:yes|no)\b", last.head, re.IGNORECASE)
    denied = told[0].lower() == "no" if told else word.lower() == "why not"
    yes_or_no = re.match(rf"(?:{AUXILIARY})\b", last.question, re.IGNORECASE)
    return negated(asked) if denied and yes_or_no else asked


def _met(last: Turn) -> str:
    """Whom the answer names alone in bold, where the question asks to whom something was done."""
    named = people(f"x {last.head}") if _ASKS_WHOM.match(last.question) else ()
    return named[0] if len(named) == 1 else ""


def _attribute(question: str, said: Sequence[Turn]) -> str:
    """What is asked in a word of the person or the thing that the last turn was about; or ""."""
    last = said[-1]
    asked, who = _ATTRIBUTE.match(question), person([last])
    about = who and (who in last.question or asks_person(last.question))
    if asked and about:
        return f"What is {who}'s {asked['what'].lower()}?"
    its = _ITS_OWN.match(question)
    what = thing(said, "it") if its else ""
    return f"What is the {its['what'].lower()} of {what}?" if its and what else ""


def _the_same_of(question: str, said: Sequence[Turn]) -> str:
    """What the last question asks, asked of another: "Did Lund?" after "Did Velm agree?"; or ""."""
    asked = _OF_ANOTHER.match(question)
    same = predicate(said[-1].question) if asked else ""
    return pronouns(f"{plain(question)} {same}?", said) if same else ""


def _of_the_turn_before(question: str, said: Sequence[Turn]) -> str:
    """`question` with the last turn's matter, where it asks for its source, or for more; or ""."""
    last = said[-1]
    if _ASKS_SOURCE.match(question):
        return _asks_source(last)
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
    if HAPPENED.match(last):
        return plain(f"{last[:1].lower()}{last[1:]}")
    phrase = noun_phrase(last)
    event = phrase if EVENTS & _content(phrase) else deed(last)
    return told_about(last) or event or topic(said)


def _asks_source(last: Turn) -> str:
    """Where the last answer is from, asked with its figure or its matter."""
    if last.question.startswith(ASKS_SOURCE):
        return last.question
    if numbers(last.head):
        return f"Where does the figure of {last.head} come from: {what_is_counted(last.question)}?"
    denied = re.match(r"no\b", last.head, re.IGNORECASE)
    if denied or last.question.startswith(THE_ARTICLES_SAY):
        return last.question  # of what is denied nobody says that it is so
    if not re.match(rf"what (?:{DO})\b", last.question, re.IGNORECASE) and (
        said := statement(last.question, answering(last))
    ):
        return f"Who says that {said}?"
    return f"{_ACCORDING}{last.question[:1].lower()}{last.question[1:]}"


def _continued(rest: str, said: Sequence[Turn]) -> str:
    """What follows "and" or "what about", put into the last question; or ""."""
    last = said[-1]
    if fronted := _FRONTED.match(rest):
        return _fronted(fronted["front"], fronted["asks"], said)
    if _CLAUSE.match(rest) and "," not in rest:
        base = _LAST_CIRCUMSTANCE.sub("", plain(last.question))
        return f"{base} {plain(pronouns(rest, said))}?"
    if not _BARE.match(rest) and is_fragment(rest):
        phrase = noun_phrase(last.question)
        if phrase and (named := with_noun(rest, said)) != rest:
            noun = re.escape(without_owner(phrase))
            meant = rf"{re.escape(phrase)}|\ban? {noun}"
            return re.sub(meant, lambda _: plain(named), last.question, count=1)
        return substituted(pronouns(rest, said), last.question)
    return ""


def _fronted(front: str, asks: str, said: Sequence[Turn]) -> str:
    """What stands in front, as what the pronoun means: "Beijing’s, how was it received?"."""
    owned = SUBJECT_PRONOUN.match(front) is not None  # "her father, what does he do?"
    meant = front = pronouns(front, said) if owned else front
    if re.search(r"['’]s?$", front) and (phrase := noun_phrase(said[-1].question)):
        meant = f"{front} {without_owner(phrase)}"
    if names(meant) and not _CLAUSE.match(front):
        for pronoun in (SUBJECT_PRONOUN, OBJECT_PRONOUN, THING_PRONOUN):
            if found := pronoun.search(asks):
                return pronouns(replaced(asks, found, meant), said)
    vague = THING_PRONOUN.search(asks) if not (names(front) or _CLAUSE.match(front)) else None
    if vague and (before := topic(said[-1:]) or matter(said[-1])):
        if re.match(r"(?:the|its|their|his|her) ", front, re.IGNORECASE):
            of_it = re.sub(r"^\w+", "the", front)
            return f"{plain(replaced(asks, vague, of_it))} ({without_time(before)})?"
        return f"{plain(asks)} {front} ({without_time(before)})?"
    resolved = pronouns(f"{front}, {asks}", said)
    return resolved if resolved != f"{front}, {asks}" else ""


def _about(question: str, said: Sequence[Turn]) -> str:
    """`question` with what the conversation is about behind it."""
    alone = _ASKS_WHO_IS.match(said[-1].question) and not (
        is_fragment(question) or _POINTS_BACK.search(question) or THING_PRONOUN.search(question)
    )
    about = "" if alone else topic(said)
    asked = _content(question)
    held = any(asked >= _content(name) for name in names_in(about))
    nothing = _content(about) <= _ARTICLES  # "the article" alone is no matter
    if nothing or held or about.lower() in question.lower():
        return question
    return f"{plain(question)} ({about})?"
