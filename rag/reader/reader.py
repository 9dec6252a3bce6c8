"""The embedded reader: answers in the articles' own sentences, or says that they do not.

Said first are the answer's own words, in bold, where they are sure; then the whole sentence that
holds them. As many sentences as the question needs and no more: one for a fact, one for each item
of a list or side of a comparison, a handful for a summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.collection.listing import articles_in
from rag.compose import assemble, escape
from rag.reader.compound.alternatives import alternatives, leaves_one
from rag.reader.compound.comparison import Comparison, Respect, comparison, measured, of_subjects
from rag.reader.compound.lists import best_apart, listed
from rag.reader.compound.parts import parts
from rag.reader.compound.side_by_side import (
    each_occasion,
    one_each,
    set_apart,
    spread_over,
    told_at_once,
)
from rag.reader.disputes.agreement import elsewhere_too
from rag.reader.disputes.another_answer import another_answer, by_figures, by_names
from rag.reader.disputes.contested import (
    ASKED_FOR,
    accused,
    after_the_doer,
    contested,
)
from rag.reader.evidence import Candidate, weigh
from rag.reader.fitting import that_fit
from rag.reader.in_passing import told_in_passing
from rag.reader.measures import counted_things, listed_with
from rag.reader.naming import looked_up
from rag.reader.people.everybody import ARTICLES_LOOKED_AT, asks_who_is_named, everybody
from rag.reader.people.introductions import asked_about, asks_post, bearers_of, whose
from rag.reader.people.offices import Office, holders, implied_holder
from rag.reader.people.quotes import Asked, as_quoted, utterances_on
from rag.reader.people.sides import asks_each_side, of_each_side
from rag.reader.premises.doubted import doubted
from rag.reader.premises.left_open import is_silent, leaves_open
from rag.reader.premises.no_word_of import no_word_of
from rag.reader.premises.objection import objection
from rag.reader.premises.opinion import opinion
from rag.reader.question import Question
from rag.reader.reading import Reading
from rag.reader.refusal import chance, missing_names
from rag.reader.say import as_written, behind, headed, is_sure
from rag.reader.summary import ARTICLES, of_everything, openings, summary
from rag.reader.told import (
    Told,
    by_choice,
    by_two_sentences,
    by_yes_or_no,
    confidence_of,
    disputed,
    introduced,
    leaves_out_one,
    named_people,
    none_in_another,
    unless_belied,
)
from rag.reader.topic import on_topic, published_on, topic
from rag.text import country, same_power, without_aside
from rag.types import EVERYWHERE, Answer, Draft, Hit, Scope, Status

if TYPE_CHECKING:
    from rag.index import Index

NOT_HERE = "The articles do not say."
PARTS = 6  # questions in one that are read, a twentieth of a second each
TOO_MANY_PARTS = f"Only the first {PARTS} questions were read; put the others by themselves."
OTHERWISE = "The articles say otherwise."

BEARERS_IN = 12  # passages in which those are looked for who bear a name
YES_OR_NO = 3  # sentences told where none is surely a yes or a no
# How many of the 599 development cases of both folders pass, each of the four moved by itself.
# Score of the sentence that is told where the event itself is not: from 0 to .6 as many, with none
# told one fewer.
UNTOLD_NEAREST = 0.5
# Worth from which an utterance answers: with any and with 1.5 as many, with 3 two fewer.
QUOTE = 1.0
# The same, where it must surely answer: with 9 two fewer, with 7 one fewer, with 5 one more, with 3
# and 4 two more; with 1 two more and four fewer, which were refused rightly.
QUOTE_SURE = 6.0
# Chance of an answer from which no utterance, or clause behind a date, is looked for instead. Of
# utterances: with .5 two fewer, with .7 and with none as many, for more reading.
READ_SURE = 0.6
LENIENCE = 0.5  # of the threshold: lists and comparisons are spread over sentences


class Reader:
    """Reads answers out of passages of one index; safe to use from many threads."""

    def __init__(self, index: Index) -> None:
        self._everywhere = Reading.of(index)

    def read(self, question: str, hits: Sequence[Hit], *, scope: Scope = EVERYWHERE) -> Answer:
        """Return the answer that `hits` hold, in their own sentences, or a refusal.

        A question of several parts looks up each part by itself, in `scope`.
        """
        reading = replace(self._everywhere, scope=scope)
        question = without_aside(question)
        asked, pieces = Question(question), _pieces(question)
        told = (
            _by_sides(asked, hits, reading)
            or _by_comparison(asked, hits, reading)
            or _by_measure(asked, hits, reading)
            or _by_parts(asked, pieces, hits, reading)
            or _as_one(asked, Question(pieces[0]), hits, reading)
        )
        return _laid_out(question, hits, told, reading)


def _by_sides(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What each side says on a matter, where that is asked and more than one is heard."""
    matter = asks_each_side(asked.text)
    heard = _each_side(matter, _passages(hits), reading) if matter else None
    return [heard] if heard else []


def _by_comparison(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """The sides of a comparison, or where none is told what answers it as it stands."""
    compared = comparison(asked.plain) if asked.kind == "compare" else None
    if not compared:
        return []
    return _compared(compared, _passages(hits), reading) or [_part(asked, hits, reading)]


def _by_measure(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What tells each side of "Is A larger than B?", where all are told."""
    compared = measured(asked.plain) if asked.kind == "yes_no" else None
    told = _compared(compared, _passages(hits), reading) if compared else []
    return [] if any(part.remark for part in told) else told


def _by_parts(
    asked: Question, pieces: Sequence[str], hits: Sequence[Hit], reading: Reading
) -> list[Told]:
    """What answers each of several questions in one; [] for a single one.

    A part says less than the whole question: of what it is, and in what words. So where no part
    is answered the whole may be.
    """
    if len(pieces) == 1:
        return []
    told = _each_part(pieces[:PARTS], hits, reading)
    if len(pieces) > PARTS:
        told.append(Told(remark=TOO_MANY_PARTS))
    if any(part.drafts for part in told) or asked.kind == "compare":
        return told
    whole = _part(asked, hits, reading)
    return [whole] if whole.drafts else told


def _as_one(asked: Question, piece: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What answers a single question, `piece` of `asked`, or each of its subjects by itself."""
    told = [_part(piece, hits, reading)]
    joined = of_subjects(asked.plain)
    if not joined or not leaves_out_one(joined.sides, told[0]):
        return told
    each = _compared(joined, _passages(hits), reading)
    if told[0].drafts or not any(part.remark for part in each):
        return each or told  # of what is refused as a whole, both are told or none
    return told


def _each_part(pieces: Sequence[str], hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What is said to each of several questions; beside answers, a refusal names its own.

    What would have been told for one, had it been surer, and is told for another, is no
    refusal.
    """
    k = _passages(hits)
    own = [reading.look_up(piece, k=k) for piece in pieces]
    told = [_part(Question(p), h, reading) for p, h in zip(pieces, own, strict=True)]
    if not any(part.drafts for part in told):
        return told
    said = {each.key for part in told for draft in part.drafts for each in draft.evidence}
    return [
        part if part.drafts else Told(remark=f"{part.remark} ({escape(piece)})")
        for piece, part in zip(pieces, told, strict=True)
        if part.drafts or not part.nearest or part.nearest.key not in said
    ]


def _part(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told:
    """What is said to one question, or to one part of it.

    Who people are is told by the sentences that introduce them, in this order: all who bear the
    name that is asked about, everybody whom the articles name, the holder of an office by one
    sentence or by two. Everything else is weighed.
    """
    documents = [hit.document for hit in hits]
    if name := asked_about(asked.plain):
        near = reading.look_up(name, k=BEARERS_IN)
        found = bearers_of(name, [*documents, *(hit.document for hit in near)], reading.index)
        if found:
            return introduced(found, lead=f"More than one person here is called {escape(name)}.")
    if asks_who_is_named(asked.plain):
        listed = [info.document for info in articles_in(reading.index, reading.scope)]
        found = everybody(listed[:ARTICLES_LOOKED_AT], reading.index)
        return named_people(found, left_out=max(0, len(listed) - ARTICLES_LOOKED_AT))
    if office := Office.asked(asked.plain):
        if found := holders(office, documents, reading.index):
            return introduced(found, by_name=True)
        if implied := implied_holder(office, documents, reading.index):
            return by_two_sentences(implied)
    return _told(asked, hits, reading)


def _laid_out(question: str, hits: Sequence[Hit], told: Sequence[Told], reading: Reading) -> Answer:
    """The answer that says what is told to each part, one below the other.

    A sentence is said once, except for the side of a dispute that it speaks for; one part that
    is disputed makes the whole disputed.
    """
    drafts: list[Draft] = []
    said: set[tuple[str, int, int]] = set()
    for told_draft in none_in_another([draft for part in told for draft in part.drafts]):
        draft = _told_apart(told_draft, question, hits, reading)
        keys = {evidence.key for evidence in draft.evidence}
        if draft.side or not keys <= said:  # two parts may be answered by one sentence
            drafts.append(draft)
            said |= keys
    disputed = any(part.status == "disputed" for part in told)
    remarks = dict.fromkeys(part.remark for part in told if part.remark)
    return assemble(
        "disputed" if disputed else "answered" if drafts else "not_found",
        drafts,
        question=question,
        passages=hits,
        lead=next((part.lead for part in told if part.lead), ""),
        remarks=list(remarks),
        bullets=len(drafts) > 1,
        confidence=confidence_of(told),
    )


def _told_apart(draft: Draft, question: str, hits: Sequence[Hit], reading: Reading) -> Draft:
    """The draft with the full name of a surname that others of `hits` bear too, proved."""
    person = whose(draft.evidence[-1], hits, reading.index)
    if person is None or person.name in question or person.evidence in draft.evidence:
        return draft
    text = f"{draft.text} ({escape(person.name)})"
    return replace(draft, text=text, evidence=(*draft.evidence, person.evidence))


def _told(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told:
    """What the sentences of `hits` tell, or why they tell nothing.

    First what answers, or refuses, before any sentence must be sure: names that no article
    has; a summary; both names that a question leaves to choose from; a thing only named; what
    is taken for granted amiss; a date told in passing. Then the sentence that answers, if it
    is sure enough, or somebody's words where it is not. Last what can be told all the same: a
    yes or a no, two figures.
    """
    if (missing := missing_names(asked, reading.index)) and not leaves_one(asked.plain, missing):
        return Told(remark=f"No article mentions {' or '.join(escape(n) for n in missing)}.")
    if not hits:
        return Told(remark=NOT_HERE)
    if asked.kind == "summary":
        return _summed_up(asked, hits, reading)
    every = weigh(asked, hits, reading)
    found = that_fit(asked, every, reading.encoder)
    sure = chance(found, reading.calibration)
    at_once = (
        by_names(asked, every, reading)
        or _on_topic(asked, every, sure, reading)
        or _amiss(asked, every, sure, reading)
        or _in_passing(asked, hits, sure, reading)
    )
    if at_once:
        return at_once
    needed = reading.calibration.refuse_below
    if asked.kind in {"list", "compare", "yes_no"}:
        needed *= LENIENCE
    refused = not found or sure < needed
    spoken = () if sure >= READ_SURE else _spoken(asked, hits, reading, refused=refused)
    if refused and not spoken:
        nearest = found[0].evidence if found else None
        told = Told(remark=NOT_HERE, confidence=sure, nearest=nearest)
        return _said_all_the_same(asked, every, found, reading) or told
    told = Told(spoken, "answered") if spoken else _answered(asked, found, reading)
    return replace(told, confidence=sure)


def _summed_up(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told:
    """The course of what a summary is wanted of."""
    course = summary(asked, hits, reading)
    drafts = tuple(Draft(escape(e.sentence.text), (e,)) for e in course)
    told_of = len({draft.evidence[0].passage.document for draft in drafts})
    more = told_of == ARTICLES and of_everything(asked)
    remark = f"These are the newest {ARTICLES}; ask for the others by name." if more else ""
    return Told(drafts, "answered", remark=remark) if drafts else Told(remark=NOT_HERE)


def _in_passing(asked: Question, hits: Sequence[Hit], sure: float, reading: Reading) -> Told | None:
    """The date of what a sentence on something else tells to have been then; None where what
    was found is surer.
    """
    if sure >= READ_SURE:
        return None
    documents = [hit.document for hit in hits]
    dated = told_in_passing(asked, documents, reading)
    return Told((behind(dated.evidence, lead=dated.date),), "answered") if dated else None


def _on_topic(
    asked: Question, every: Sequence[Candidate], sure: float, reading: Reading
) -> Told | None:
    """What is told of a thing that is only named; None where more is asked, or nothing told.

    Of a day that no sentence tells of, the articles of that day are told.
    """
    named = topic(asked.plain)
    on_it = [c.evidence for c in on_topic(named, every)] if named else []
    if on_it or not named:
        drafted = tuple(as_written(evidence) for evidence in on_it)
        return Told(drafted, "answered", confidence=sure) if drafted else None
    of_the_day = published_on(named, articles_in(reading.index, reading.scope))
    if of_the_day is None:
        return None
    told = openings(of_the_day, reading.index)
    drafted = tuple(as_written(evidence, source=True) for evidence in told)
    return Told(drafted, "answered") if drafted else Told(remark=NOT_HERE, confidence=sure)


def _said_all_the_same(
    asked: Question,
    every: Sequence[Candidate],
    found: Sequence[Candidate],
    reading: Reading,
) -> Told | None:
    """What is told though the best sentence is no sure answer: a yes or a no, two figures."""
    if asked.kind == "yes_no":
        return _judged(asked, every, reading)
    return by_figures(asked, found, reading)


def _spoken(
    asked: Question, hits: Sequence[Hit], reading: Reading, *, refused: bool
) -> tuple[Draft, ...]:
    """What answers a question for somebody's words, or for whose they are; () for no such.

    It must be worth more where the articles would seem not to answer, and where a speaker is
    to be named: a name is believed.
    """
    saying = Asked.of(asked.plain)
    if saying is None or asked.kind not in {"fact", "list"}:
        return ()
    if saying.who:
        near = reading.look_up(saying.who, k=BEARERS_IN, per_article=1)
        hits = [*hits, *(replace(hit, score=0.0) for hit in near)]
        who = _by_name(saying.who, hits, reading)
        asked = Question(asked.plain.replace(saying.who, who))
        saying = replace(saying, who=who)
    needed = QUOTE_SURE if refused or not saying.who else QUOTE
    found = utterances_on(saying, asked, hits, reading)
    return as_quoted(saying, found) if found and found[0].worth >= needed else ()


def _by_name(who: str, hits: Sequence[Hit], reading: Reading) -> str:
    """Who is asked about, by name where only two sentences together tell who it is."""
    office = Office.asked(f"Who is {who}?")
    documents = [hit.document for hit in hits]
    if office is None or holders(office, documents, reading.index):
        return who
    implied = implied_holder(office, documents, reading.index)
    return implied.name if implied else who


def _each_side(matter: str, k: int, reading: Reading) -> Told | None:
    """What each side says on a matter, looked up in `k` passages; None for only one heard."""
    hits = reading.look_up(matter, k=k)
    about = Question(matter)
    if sides := contested(about, weigh(about, hits, reading), on_matter=ASKED_FOR):
        return disputed(sides)
    heard = of_each_side(matter, hits, reading)
    told = tuple(draft for each in heard for draft in as_quoted(Asked("", matter), [each]))
    return Told(told, "answered") if told else None


def _compared(compared: Comparison, k: int, reading: Reading) -> list[Told]:
    """What tells each side in each respect, looked up in `k` passages; [] if nothing does."""
    told = [_in_respect(compared, respect, k, reading) for respect in compared.respects]
    return told if any(part.drafts for part in told) else []


def _in_respect(compared: Comparison, respect: Respect, k: int, reading: Reading) -> Told:
    """The sentence that tells all sides in one respect, or one for each that has any."""
    whole = _found(respect.whole, k, reading)
    pools = [
        _found_for(side, question, k, reading)
        for side, question in zip(compared.sides, respect.each, strict=False)
    ]
    if compared.is_open and whole and (apart := set_apart(whole)):
        return _of_each(apart, reading)
    if both := told_at_once([*pools, whole], compared.sides):
        return _of_each([both], reading)
    if not pools:
        return _of_each(each_occasion(whole), reading) if whole else Told(remark=NOT_HERE)
    said = Question(respect.each[0]).asks_what_is_said
    chosen = one_each(pools, compared.sides, by_name=said)
    missing = [q for q, found in zip(respect.each, chosen, strict=True) if not found]
    remark = f"{NOT_HERE} ({escape(' '.join(missing))})" if missing else ""
    return replace(_of_each([*filter(None, chosen)], reading), remark=remark)


def _found_for(side: str, question: str, k: int, reading: Reading) -> list[Candidate]:
    """The sentences for one side; those of a country too where its capital stands for it."""
    found = _found(question, k, reading)
    if land := country(side):
        found += _found(question.replace(side, land), k, reading)
    best: dict[tuple[str, int, int], Candidate] = {}
    for candidate in sorted(found, key=lambda c: (c.signals["heading"], -c.score)):
        best.setdefault(candidate.evidence.key, candidate)
    return list(best.values())


def _found(question: str, k: int, reading: Reading) -> list[Candidate]:
    """The sentences for one question of a comparison, best first; none where it is refused."""
    asked = Question(question)
    if missing_names(asked, reading.index):
        return []
    every = weigh(asked, reading.look_up(question, k=k), reading)
    found = that_fit(asked, every, reading.encoder)
    sure = chance(found, reading.calibration)
    return found if sure >= LENIENCE * reading.calibration.refuse_below else []


def _of_each(chosen: Sequence[Candidate], reading: Reading) -> Told:
    if not chosen:
        return Told()
    drafts = tuple(as_written(c.evidence, source=True) for c in chosen)
    return Told(drafts, "answered", confidence=chance(chosen, reading.calibration))


def _amiss(
    asked: Question, every: Sequence[Candidate], sure: float, reading: Reading
) -> Told | None:
    """What is said where a question takes for granted what the articles deny or never tell."""
    if looked_up(asked.plain):
        return None
    if left_open := leaves_open(asked, every, reading.encoder):
        return Told((as_written(left_open.evidence),), "answered", remark=NOT_HERE)
    against = None
    if asked.kind in {"fact", "reason"}:
        against = objection(asked, every, reading.encoder)
        if against is None and not asked.asks_what_is_said:
            against = doubted(asked, every, reading.encoder, sure=sure)
    if against and not is_silent(against.text):
        return Told((as_written(against.evidence),), "answered", lead=OTHERWISE)
    if event := no_word_of(asked, every, reading.index):
        nearest = [as_written(c.evidence) for c in every[:1] if c.score >= UNTOLD_NEAREST]
        status: Status = "answered" if nearest else "not_found"
        return Told(tuple(nearest), status, remark=f"No article on this tells of {event}.")
    return None


def _answered(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told:
    """What the best sentences tell, in the form that the kind of question wants.

    `found` are those that fit, best first, and the best is sure enough.
    """
    match asked.kind:
        case "yes_no":
            return _yes_or_no(asked, found, reading)
        case "list":
            return Told(tuple(as_written(c.evidence) for c in listed(found)), "answered")
        case "compare":
            chosen = spread_over(asked, found)
            return Told(tuple(as_written(c.evidence, source=True) for c in chosen), "answered")
        case _:
            return _fact(asked, found, reading)


def _judged(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told | None:
    """Yes or no, or which of two it is, with its sentence, where one says so."""
    if choices := alternatives(asked.plain):
        held = [opinion(Question(each.question), found, reading.encoder) for each in choices]
        return by_choice(choices, [each.yes for each in held])
    if doer := accused(asked.plain):
        sides = contested(asked, found)
        if sides and same_power(doer, sides[1][0]):  # who denies it
            return disputed(sides)
    judged = opinion(asked, found, reading.encoder)
    if judged.yes and judged.no and judged.yes.voice != judged.no.voice:
        return disputed([("Yes", (judged.yes.evidence,)), ("No", (judged.no.evidence,))])
    return by_yes_or_no(judged)


def _yes_or_no(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told:
    """Yes or no with its sentence, or without a word of ours what the articles say on it."""
    if judged := _judged(asked, found, reading):
        return judged if judged.status == "disputed" else unless_belied(judged, found)
    said = tuple(as_written(c.evidence) for c in best_apart(found)[:YES_OR_NO])
    return unless_belied(Told(said, "answered"), found)


def _fact(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told:
    """The sentence that answers, unless another answer stands beside it.

    First both sides on who did it, where one denies it; then what other articles make of the
    answer; then its words in bold with what others add, where the words are sure; else the
    sentence alone, with a second one that is nearly as good.
    """
    best = found[0]
    if after_the_doer(asked.plain) and (sides := contested(asked, found)):
        return disputed(sides)
    if told := another_answer(asked, found, reading):
        return told
    if asked.kind == "fact" and asked.wants != "other" and is_sure(best):
        if count := listed_with(counted_things(asked.plain), best.words, best.text):
            best = replace(best, words=count)
        others = elsewhere_too(asked, best, found)
        return Told((headed(best), *(as_written(c.evidence) for c in others)), "answered")
    return Told(tuple(as_written(c.evidence) for c in best_apart(found, most=2)), "answered")


def _passages(hits: Sequence[Hit]) -> int:
    """How many passages are looked up for a part of a question: as many as for the whole."""
    return max(1, len(hits))


def _pieces(question: str) -> tuple[str, ...]:
    """The questions in one; whose post it is belongs to "Who is Ann Poe?"."""
    first, *rest = parts(question)
    if asked_about(first):
        rest = [piece for piece in rest if not asks_post(piece)]
    return (first, *rest)
