"""What one side claims and the other denies: who was behind it is disputed.

"Norland claims that the shots came from Lund. Lund has denied any part in it." Whoever asks who
fired is shown both: a report that gives the two takes no side. What Lund denies must be what
Norland claims. Only questions after a doer, or whether somebody did it, are held to this; what was
done may be told in the same breath and be denied by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.reader.disputes.agreement import common, share_in_common
from rag.reader.say import Said
from rag.text import BE, HAVE, names, names_in, same_power, told_roots
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question
    from rag.types import Passage

LOOKED_AT = 8  # sentences, best first, in whose passages the two are looked for
# Share of the question's words that such a passage holds, near ones in part. Two of the 599
# development cases come to it, and from 0 to .8 are answered the same; with .2 a quarrel over
# another matter in the same village is told (tests/test_reader_contested.py).
ON_MATTER = 0.5
# The same, where each side's claims are asked for; 0 and .1 change no answer, .3 loses one case.
ASKED_FOR = 0.2
# Likeness to the question of a claim of a part in what is asked about: .52 and .54 in the two such
# development questions; what is not among the likeliest sentences has .2.
LIKE = 0.5
# What passages of two articles that tell of one event have in common: words, and their share. Two
# reports of one raid: 19 and .37; on other matters of the same countries 11 and .22 at most.
IN_COMMON = 12
ONE_EVENT = 0.3

_EVENT = (
    r"(?:attack|raid|strike|assault|bombing|shelling|shooting|explosion|blast|fire|incursion|"
    r"invasion|hack|leak|murder|killing|poisoning|theft|robbery|sabotage|arson|incident|crash)s?"
)
_AFTER_THE_DOER = re.compile(  # "who was shot" asks after another
    rf"^who\b(?! (?:else )?(?:{BE}|has been|have been|had been|got|gets) (?:\w+ly )?"
    r"(?:\w+ed|shot|hit|struck)\b)"
    r".*\b(?:behind|responsible|to blame|guilty|at fault|did it|carried out|set off|sank|"
    r"staged|launched|organi[sz]ed|conducted|committed|attacked|fired|started|planned|destroyed|"
    r"bombed|killed|raided|stormed|mounted|perpetrated|ordered|orchestrated|masterminded|caused|"
    r"shelled|blew up|poisoned|hacked|leaked|shot|invaded|made the (?:attack|raid))\b|"
    rf"^who (?:{BE}|has been|have been) (?:being )?(?:blamed|accused|held responsible) "
    rf"(?:for|of)\b.*\b{_EVENT}\b|^(?:to whom|who) (?:{BE}|has|have) .*\b{_EVENT}\b.* "
    r"(?:attributed|ascribed|blamed on)\b",
    re.IGNORECASE,
)
_WHOM = (
    r"(?P<{}>(?:the\s)?(?!(?:by|in|at|to|of|from|on)\b)[\w’'.-]+"
    r"(?:\s(?!(?:by|in|at|to|of|from|on)\b)[\w’'.-]+){{0,3}}?)"
)
_ACCUSES = re.compile(
    rf"^(?:(?:{BE}|{HAVE})\s{_WHOM.format('who')}\s(?:\w+ly\s|been\s)*"
    r"(?:behind|to blame|guilty|at fault|"
    r"(?:responsible for|involved in) (?:the|this|that|an?|any) )|"
    rf"(?:did|does|do)\s{_WHOM.format('doer')}\s(?:\w+ly\s)*"
    r"(?:(?:carry out|stage|launch|organi[sz]e|conduct|commit|start|mount|perpetrate|order|"
    rf"orchestrate) (?:[\w’'-]+ ){{0,4}}?{_EVENT}\b|"
    r"(?:attack|raid|bomb|shell|invade|poison|hack|storm) (?:the|this|that|an?|(?-i:[A-Z]))|"
    r"(?:have (?:a hand|a part|anything to do)|take part) (?:in|with)|do (?:it|this|that)\b))",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:claim(?:s|ed)?|alleg(?:es|ed)|accus(?:es|ed)|blam(?:es|ed)|insist(?:s|ed)?|"
    r"maintain(?:s|ed)?|assert(?:s|ed)?|say|says|said)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)|dismiss(?:es|ed))\b", re.IGNORECASE)
_DENIES = re.compile("den", re.IGNORECASE)
_OF_IT = re.compile(  # what is denied, where its own words do not tell
    r"(?: (?:any|all|both|having|the|this|that|these|those|such|its|his|her|their|[\w’']+['’]s?))*"
    r" (?:(?:part|role|hand|involvement|responsibility|blame|guilt|wrongdoing|version|account|"
    r"(?:claim|accusation|allegation|charge|report|suggestion)s?)\b(?! (?:that|of)\b)|"
    r"(?:it|this|that|doing so)\b(?! \w))",
    re.IGNORECASE,
)
_PART = re.compile(
    r"['’]s? (?:\w+ )?(?:part|role|hand|involvement|responsibility|blame|guilt)\b|"
    r"\b(?:(?:was|were|is|are|being) (?:behind|involved in|responsible for|to blame)|"
    r"(?:has|have|had) (?:a|its|their) hand in)\b"
)
_SETS_AGAINST = re.compile(
    r"(?:but )?(?:while|although|though|even as|whereas|despite)\b", re.IGNORECASE
)
_FOUND = re.compile(
    r"\b(?:report|f[io]und|finding|show|claim|accus|alleg|confirm|prove|sa(?:y|id)\b)",
    re.IGNORECASE,
)
_BELONGS = re.compile(  # "Norlandian army", but not "Lund on Friday"
    r"(?P<noun>(?: (?!(?:in|on|at|of|to|from|by|has|had|have|also|later|then)\b)[a-z-]+){1,2}) "
)
_GOES_ON = re.compile(r"^(?:They|He|She|It)\b")


def after_the_doer(question: str) -> bool:
    """Whether `question` asks who did a thing that somebody may deny.

    >>> after_the_doer("Who was behind the raid?"), after_the_doer("Who won the raid?")
    (True, False)
    >>> after_the_doer("Who is blamed for the raid?"), after_the_doer("Who was blamed for it?")
    (True, False)
    """
    return _AFTER_THE_DOER.search(question) is not None


def accused(question: str) -> str:
    """Whom a yes-or-no question takes for the doer of what somebody may deny; "" for nobody.

    >>> accused("Was Lund behind the raid?"), accused("Did Lund attack the ship?")
    ('Lund', 'Lund')
    >>> accused("Was Lund hit by the raid?"), accused("Did the Lund raid begin at noon?")
    ('', '')
    """
    found = _ACCUSES.match(question)
    return (found["who"] or found["doer"]) if found else ""


def contested(
    question: Question, found: Sequence[Candidate], *, on_matter: float = ON_MATTER
) -> tuple[Said, ...]:
    """Who claims and who denies, each with the sentences that say so; () where nobody denies.

    `found` is sorted, best first; their passages hold `on_matter` of the question's words, or are
    another article's on the event that the best one tells of. A claimant whom another article on
    it quotes too, on who denies it, is heard there: that says more than what is denied.
    """
    for passage in _on_matter(question, found, on_matter):
        for claimed, denied in _claimed_and_denied(passage):
            heard = (
                Said(_called(c.text), (c.evidence,))
                for c in found[:LOOKED_AT]
                if same_power(_who(c.text, _CLAIM) or "-", claimed.words)
                and any(same_power(name, denied.words) for name in names_in(c.text))
                and _is_one_event(question, c.evidence.passage, passage)
            )
            return next(heard, claimed), denied
    return ()


def _on_matter(question: Question, found: Sequence[Candidate], least: float) -> list[Passage]:
    """The passages with `least` of the question's words, or on the event of the best sentence's
    article: its own first, then those on the event.
    """
    every = dict.fromkeys(c.evidence.passage for c in found)
    near = found[:LOOKED_AT]
    best = near[0].evidence.passage if near else None
    worded = {c.evidence.passage for c in near if c.signals["near_context"] >= least}
    beside = {c.evidence.passage for c in near}
    linked = {
        here
        for here in every
        for there in beside
        if best
        and best.document in (here.document, there.document)
        and _is_one_event(question, here, there)
    }
    chosen = [passage for passage in every if passage in worded or passage in linked]
    return sorted(chosen, key=lambda passage: (passage != best, passage not in linked))


def _is_one_event(question: Question, here: Passage, there: Passage) -> bool:
    """Whether passages of two articles tell of one event."""
    return (
        here.witness != there.witness
        and len(common(question, here.text, there.text)) >= IN_COMMON
        and share_in_common(question, here.text, there.text) >= ONE_EVENT
    )


def claimed_against(doer: str, denial: Candidate, found: Sequence[Candidate]) -> tuple[Said, ...]:
    """Who claims that `doer` had a part in something, and who denies it in `denial`; () where
    nobody claims it.
    """
    denier = next(iter(names_in(denial.text)), "")
    return next(
        (
            (Said(claimant, (c.evidence,)), Said(denier, (denial.evidence,)))
            for c in found
            if c.signals["likeness"] >= LIKE
            and (verb := _CLAIM.search(c.text))
            and (part := _PART.search(c.text, verb.end()))
            and any(same_power(doer, name) for name in names_in(c.text[: part.start()]))
            and denier
            and (claimant := _called(c.text))
            and not any(same_power(claimant, other) for other in (doer, denier))
        ),
        (),
    )


def denied_and_found(text: str) -> bool:
    """Whether a sentence tells both that something is denied and what speaks for it.

    >>> denied_and_found("While Norland denied sending arms, Lund's troops reported finding some.")
    True
    >>> denied_and_found("Norland denied sending arms, and Lund's troops reported nothing.")
    False
    """
    against = _SETS_AGAINST.match(text)
    denied = against and _DENIAL.search(text, against.end())
    clause_ends = text.find(", ", denied.end()) if denied else -1
    return clause_ends >= 0 and _FOUND.search(text, clause_ends) is not None


def answers(claim: str, denial: str) -> bool:
    """Whether what one sentence denies is what the one before it claims: "any part in it", or what
    shares a word with it. A call that is rejected is no claim.

    >>> claim = "Norland said that Lund had fired."
    >>> answers(claim, "Lund denied having fired."), answers(claim, "Lund denied a sale.")
    (True, False)
    >>> answers("Poe said a shorter line is enough.", "Roe rejected the idea of a shorter line.")
    False
    """
    told = _DENIAL.search(denial)
    if told is None:
        return False
    denied = denial[told.end() :]
    shared = _DENIES.match(told.group()) and told_roots(claim) & told_roots(denied)
    return bool(_OF_IT.match(denied) or shared)


def _claimed_and_denied(passage: Passage) -> Iterator[tuple[Said, Said]]:
    for number, (claim, denial) in enumerate(pairwise(passage.sentences)):
        one, other = _who(claim.text, _CLAIM), _who(denial.text, _DENIAL)
        if not one or not other or same_power(one, other) or not answers(claim.text, denial.text):
            continue
        denied = [denial]
        then = passage.sentences[number + 2 : number + 3]
        if then and _GOES_ON.match(then[0].text) and _CLAIM.search(then[0].text):
            denied += then
        yield (
            Said(one, (Evidence(passage, claim),)),
            Said(other, tuple(Evidence(passage, sentence) for sentence in denied)),
        )


def _called(text: str) -> str:
    """Who claims something, with what belongs to the name: "Norlandian army"."""
    found = _CLAIM.search(text)
    told = [name for name in names(text) if found and name.end <= found.start()]
    if not found or not told:
        return ""
    after = _BELONGS.fullmatch(text, told[-1].end, found.start())
    return f"{told[-1].text}{after['noun']}" if after else told[-1].text


def _who(text: str, verb: re.Pattern[str]) -> str:
    """The last name before such a verb: who claims or denies; "" where none does."""
    found = verb.search(text)
    before = [name.text for name in names(text) if found and name.end <= found.start()]
    return before[-1] if before else ""
