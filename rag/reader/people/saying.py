"""The verbs of saying, and whether a sentence tells that somebody says something, and no more.

Elsewhere: who says each sentence of an article (attribution.py).
"""

from __future__ import annotations

import re

from rag.text import DO, HAVE, IRREGULAR, Name, names, same_name, stem, words

# As a question has them: "What did he say?"
SAY = (
    r"say|tell|think|answer|reply|comment|promise|warn|describe|claim|stress|mention|explain|"
    r"react|respond|announce|state|declare|argue|admit|deny|suggest|predict|insist|compare|feel|"
    r"sum up|put it|justify|accuse|criticise|criticize|praise|thank|ask|urge|joke|reiterate|"
    r"confirm|complain|advise|remark"
)
# What somebody may also do: write a book, add a wing, call up a player.
SAY_OR_DO = r"(?:write|add)(?= (?:about|of|on|that)\b)|call(?! (?:up|off|for|in|on|out)\b)"
# As a sentence has them that may tell what was said.
SAID = re.compile(
    r"[“”\"]|\b(?:sa(?:id|ys?|ying)|told|tells|add(?:ed|s)|promis\w+|vow\w+|pledg\w+|describ\w+|"
    r"call(?:ed|s|ing)|comment\w*|react\w+|respon\w+|repl(?:ied|y)|explain\w*|warn\w*|claim\w*|"
    r"argu\w+|announc\w+|stat(?:ed|es|ing)|stress\w*|accus\w+|admit\w*|den(?:y|ied|ies)|"
    r"thought|thinks|advis\w+|remark\w*|according to|insist\w*|urg(?:ed|es)|wrote|noted|asked|"
    r"spoke|speaks|address(?:ed|es)|talk(?:ed|s)|brief(?:ed|s)|testified|discuss\w+|"
    r"welcom\w+|prais\w+|criticis\w+|criticiz\w+|dismiss\w*|reject\w*|view\w*|believ\w+|"
    r"answer\w*|mention\w*|declar\w+|suggest\w*|predict\w*|compar\w+|liken\w*|felt|feels|"
    r"sum(?:med|s) up|justif\w+|thank\w*|jok(?:ed|es)|reiterat\w+|confirm\w*|complain\w*)\b",
    re.IGNORECASE,
)
_VERBS = (
    r"said|says|told|tells|added|adds|noted|notes|wrote|writes|called|promised|promises|"
    r"vowed|vows|pledged|described|describes|commented|remarked|replied|answered|explained|"
    r"explains|warned|warns|claimed|claims|argued|argues|announced|stated|stressed|stresses|"
    r"insisted|insists|urged|urges|joked|recalled|recalls|admitted|admits|denied|denies|accused|"
    r"accuses|agreed|agrees|asked|asks|thanked|praised|praises|welcomed|welcomes|criticised|"
    r"criticized|criticises|criticizes|dismissed|rejected|reiterated|confirmed|confirms|declared|"
    r"suggested|predicted|conceded|repeated|maintained|grinned|laughed|shouted|concluded|thinks|"
    r"thought|believes|believed|hopes|hoped|wants|wanted|regretted|spoke"
)
SAYS = re.compile(
    rf"\b(?:(?:is|are|was|were) (?:cited|quoted|heard) (?:as saying|to say|saying)|{_VERBS})\b"
)
_SAYS_SO = re.compile(  # "has repeatedly denied"
    rf"(?:\s+(?:{DO}|{HAVE}|also|not|never|often|always|later|again|once|[a-z]+ly))*"
    rf"\s+(?:{_VERBS}|say|deny)\b"
)
_SAID_BY = re.compile(
    rf"\b(?:{_VERBS})(?: (?!that\b|if\b|whether\b)[\w’'-]+){{0,4}}\s+$"
)  # "said Mayor …"
_STEMS = frozenset(stem(verb) for verb in (*_VERBS.split("|"), "say", "tell"))
# Verbs that tell of nothing but words; "added" and "claimed" may tell of a goal and a title.
_ONLY_SAYS = re.compile(
    r"\b(?:said|says?|told|tells|stated|remarked|commented|replied|explained|explains|argued|argues|"
    r"insisted|insists|warned|warns|joked|spoke|thinks|thought|believes|believed|hopes|hoped)$"
)
_REPORTS = re.compile(r"\s*(?:[.,;:“”\"]|$)|(?: [\w’'-]+){0,4} that\b")  # behind a verb of saying
_REPORTED = re.compile(rf"[,“”\"’]\s+(?:{_VERBS})(?: [\w’'-]+){{0,4}}\s+$")  # before a name
# What a speaker does beside: "said nothing and sold the yard", "said that he had sold it".
_DOES = re.compile(
    r"(?: (?!that\b|is\b|are\b|was\b|were\b|ha[sd]\b|have\b|will\b|would\b)[\w’'-]+){0,3}"
    rf" and (?:\w+ly |then |later )?(?!said\b)(?:[a-z]+ed|{'|'.join(IRREGULAR)})\b|"
    r"(?: that)? (?:he|she|they|I|we)\b"
)


def says(text: str) -> bool:
    """Whether `text` has a verb of saying, in any form.

    >>> says("Did Poe deny it?"), says("Is Poe ill?")
    (True, False)
    """
    return any(stem(word.text) in _STEMS for word in words(text))


def only_speaks(name: str, sentence: str) -> bool:
    """Whether all that `sentence` tells of `name` is that it says something of others.

    >>> only_speaks("Poe", "The bridge is safe, said Mayor Ann Poe.")
    True
    >>> only_speaks("Poe", "Ann Poe said that Poe would resign.")
    False
    >>> only_speaks("Poe", "Ann Poe added a second goal.")
    False
    """
    known = [known for known in names(sentence) if same_name(name, known.text)]
    return bool(known) and all(_merely_speaks(sentence, each) for each in known)


def _merely_speaks(sentence: str, name: Name) -> bool:
    said = _SAYS_SO.match(sentence, name.end)
    if not said:
        return _REPORTED.search(sentence[: name.start]) is not None
    reports = _ONLY_SAYS.search(said.group()) or _REPORTS.match(sentence, said.end())
    return bool(reports) and not _DOES.match(sentence, said.end())


def speaks(name: str, sentence: str) -> bool:
    """Whether `sentence` tells that `name` says something.

    >>> speaks("Poe", "Ann Poe has often denied it."), speaks("Poe", "Ann Poe was at the bridge.")
    (True, False)
    """
    return any(_as_speaker(name, sentence))


def _as_speaker(name: str, sentence: str) -> list[bool]:
    """Whether each mention of `name` stands beside a verb of saying."""
    return [
        _SAYS_SO.match(sentence, known.end) is not None
        or _SAID_BY.search(sentence[: known.start]) is not None
        for known in names(sentence)
        if same_name(name, known.text)
    ]
