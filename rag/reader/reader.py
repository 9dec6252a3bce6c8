"""The embedded reader: answers in the articles' own sentences, or says that they do not.

Said first are the answer's own words, in bold, where they are sure; then the whole sentence that
holds them. As many sentences as the question needs and no more: one for a fact, one for each item
of a list or side of a comparison, a handful for a summary.

Here stands in which order answers are tried. Elsewhere: what is told of a comparison
(compound/compared.py), of people (people/who.py), in somebody's words (people/spoken.py), to yes or
no (premises/verdict.py), where articles differ (disputes/another_answer.py), and the answer put
together (told.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.collection.listing import articles_in
from rag.compose import escape
from rag.reader.candidates import Candidate, of_named_articles, weigh
from rag.reader.compound.alternatives import leaves_one
from rag.reader.compound.compared import compared
from rag.reader.compound.comparison import comparison, measured, of_subjects
from rag.reader.compound.lists import best_apart, listed
from rag.reader.compound.parts import parts, with_the_one
from rag.reader.compound.side_by_side import spread_over
from rag.reader.counts import counted_things, listed_with, tells_fate, tells_none
from rag.reader.disputes.agreement import elsewhere_too
from rag.reader.disputes.another_answer import another_answer, by_figures, by_names
from rag.reader.disputes.contested import after_the_doer, contested
from rag.reader.fitting import AWAY_COVERS, that_fit
from rag.reader.in_passing import told_in_passing
from rag.reader.people.introductions import asked_about, asks_post
from rag.reader.people.lives import of_a_life
from rag.reader.people.sides import asks_each_side
from rag.reader.people.spoken import each_side, spoken
from rag.reader.people.who import who_it_is
from rag.reader.premises.verdict import judged_so, taken_amiss, yes_or_no
from rag.reader.question import Question
from rag.reader.reading import Reading
from rag.reader.refusal import chance, missing_names
from rag.reader.say import as_written, headed, is_sure, pointed_at
from rag.reader.sections import in_section
from rag.reader.sorts import in_words_of
from rag.reader.summary import openings, sentences_wanted, summed_up, without_length
from rag.reader.told import NOT_HERE, Told, disputed, laid_out, leaves_out_one
from rag.reader.topic import on_topic, published_on, topic
from rag.text import without_aside
from rag.types import EVERYWHERE, Answer, Hit, Scope

if TYPE_CHECKING:
    from rag.index import Index

PARTS = 6  # questions in one that are read, a twentieth of a second each
TOO_MANY_PARTS = f"Only the first {PARTS} questions were read; put the others by themselves."
# Chance of an answer from which no utterance, or clause behind a date, is looked for instead. Of
# the 599 development cases of both folders, for utterances: with .5 two fewer pass, with .7 and
# with none as many, for more reading.
READ_SURE = 0.6
# Share of the first sentence's score that a second one has which is told beside it. Of 208 second
# sentences (development cases of both folders, 486 fresh questions) 24 held what the first had
# not: this leaves 153, with 21 of the 24; .45 leaves 180 with 22, .65 leaves 113 with 15.
AS_GOOD = 0.55


class Reader:
    """Reads answers out of passages of one index; safe to use from many threads."""

    def __init__(self, index: Index) -> None:
        self._everywhere = Reading.of(index)

    def read(self, question: str, hits: Sequence[Hit], *, scope: Scope = EVERYWHERE) -> Answer:
        """Return the answer that `hits` hold, in their own sentences, or a refusal.

        A question of several parts looks up each part by itself, in `scope`. One for a number
        that is refused is put again in the words that the articles have for things of its sort.
        """
        reading = replace(self._everywhere, scope=scope)
        question = without_aside(question)
        if most := _sentences_wanted(question):
            question = without_length(question)
        told = _all_told(question, hits, reading)
        if Question(question).wants == "number" and not any(part.drafts for part in told):
            other = in_words_of(question, [hit.whole for hit in hits])
            near = reading.look_up(other, k=_passages(hits)) if other else []
            again = _all_told(other, near, reading) if other else []
            told = again if any(part.drafts for part in again) else told
        return laid_out(question, hits, _at_most(most, told) if most else told, reading)


def _sentences_wanted(question: str) -> int:
    """In how many sentences an answer that is no summary is wanted; 0 where that is not said."""
    # "in a line" may be where somebody stands
    told = re.search(r"\bsentences?\W*$", question, re.IGNORECASE)
    return sentences_wanted(question) if told and Question(question).kind != "summary" else 0


def _at_most(most: int, told: Sequence[Told]) -> list[Told]:
    """The first `most` of what is told; of a dispute each side."""
    cut: list[Told] = []
    for part in told:
        left = len(part.drafts) if part.status == "disputed" else most
        cut.append(replace(part, drafts=part.drafts[:left]))
        most = max(0, most - len(cut[-1].drafts))
    return cut


def _all_told(question: str, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What is told to a question, or to each part of it."""
    asked, pieces = Question(question), _pieces(question)
    return (
        _by_sides(asked, hits, reading)
        or _by_comparison(asked, hits, reading)
        or _by_measure(asked, hits, reading)
        or _by_parts(asked, pieces, hits, reading)
        or _as_one(asked, Question(pieces[0]), hits, reading)
    )


def _by_sides(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What each side says on a matter, where that is asked and more than one is heard."""
    matter = asks_each_side(asked.text)
    heard = each_side(matter, _passages(hits), reading) if matter else None
    return [heard] if heard else []


def _by_comparison(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """The sides of a comparison, or where none is told what answers it as it stands."""
    sides = comparison(asked.plain) if asked.kind == "compare" else None
    if not sides:
        return []
    return compared(sides, _passages(hits), reading) or [_part(asked, hits, reading)]


def _by_measure(asked: Question, hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What tells each side of "Is A larger than B?", where all are told."""
    sides = measured(asked.plain) if asked.kind == "yes_no" else None
    told = compared(sides, _passages(hits), reading) if sides else []
    return [] if any(part.missing for part in told) else told


def _by_parts(
    asked: Question, pieces: Sequence[str], hits: Sequence[Hit], reading: Reading
) -> list[Told]:
    """What answers each of several questions in one; [] for a single one.

    A part says less than the whole question: of what it is, and in what words. So where no part is
    answered the whole may be.
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
    each = compared(joined, _passages(hits), reading)
    if told[0].drafts or not any(part.missing for part in each):
        return each or told  # of what is refused as a whole, both are told or none
    return told


def _each_part(pieces: Sequence[str], hits: Sequence[Hit], reading: Reading) -> list[Told]:
    """What is said to each of several questions; beside answers, a refusal names its own.

    What would have been told for one, had it been surer, and is told for another, is no refusal.
    """
    k, first = _passages(hits), pieces[0]
    told = [_part(Question(first), reading.look_up(first, k=k), reading)]
    head = next((draft.head for draft in told[0].drafts[:1]), "")
    pieces = [first, *(with_the_one(piece, first, head) for piece in pieces[1:])]
    told += [_part(Question(piece), reading.look_up(piece, k=k), reading) for piece in pieces[1:]]
    if not any(part.drafts for part in told):
        return told
    said = {each.key for part in told for draft in part.drafts for each in draft.evidence}
    return [
        part if part.drafts else Told(missing=f"{part.missing} ({escape(piece)})")
        for piece, part in zip(pieces, told, strict=True)
        if part.drafts or not part.nearest or part.nearest.key not in said
    ]


def _part(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told:
    """What is said to one question, or to one part of it: who somebody is, what stands under a
    heading that is what is asked, or what the sentences tell.
    """
    return (
        who_it_is(asked, hits, reading)
        or in_section(asked, hits, reading)
        or _by_sentences(asked, hits, reading)
    )


def _by_sentences(asked: Question, hits: Sequence[Hit], reading: Reading) -> Told:
    """What the sentences of `hits` tell, or why they tell nothing.

    First what answers, or refuses, before any sentence must be sure: names that no article has; a
    summary; both names that a question leaves to choose from; a thing only named; that there were
    none; what is taken for granted amiss; the years of a life; a date told in passing. Then the
    sentence that answers, if it is sure enough, or somebody's words where it is not. Last what can
    be told all the same: a yes or a no, or two figures.
    """
    if (missing := missing_names(asked, reading.index)) and not leaves_one(asked.plain, missing):
        return Told(missing=f"No article mentions {' or '.join(escape(n) for n in missing)}.")
    if not hits or (not asked.terms and asked.kind == "fact"):  # "Who?": of what?
        return Told(missing=NOT_HERE)
    if asked.kind == "summary":
        return summed_up(asked, hits, reading)
    every: Sequence[Candidate] = weigh(asked, hits, reading)
    found = that_fit(asked, every, reading.encoder)
    sure, least = chance(found, every, reading.calibration), reading.calibration.refuse_below
    if (of_named := _of_named_articles(asked, every, found, reading)) and sure >= least:
        every, found = of_named, that_fit(asked, of_named, reading.encoder)
        sure = chance(found, every, reading.calibration)
    at_once = (
        by_names(asked, every, reading)
        or _on_topic(asked, every, sure, reading)
        or _none(asked, every, found)
        or taken_amiss(asked, every, sure, reading)
        or of_a_life(asked, every)
        or (told_in_passing(asked, hits, reading) if sure < READ_SURE else None)
    )
    if at_once:
        return at_once
    refused = not found or sure < least
    words = () if sure >= READ_SURE else spoken(asked, hits, reading, refused=refused)
    if refused and not words:
        nearest = found[0].evidence if found else None
        told = Told(missing=NOT_HERE, confidence=sure, nearest=nearest)
        return _said_all_the_same(asked, every, found, reading) or told
    told = Told(words, "answered") if words else _answered(asked, found, reading)
    return replace(told, confidence=sure)


def _of_named_articles(
    asked: Question, every: Sequence[Candidate], found: Sequence[Candidate], reading: Reading
) -> Sequence[Candidate]:
    """`every` without the sentences of articles that name nothing that `asked` does, where the best
    of `found` is one and says little of what is asked; [] where it stands.
    """
    if not found or found[0].signals["near_before"] >= AWAY_COVERS:
        return []
    left = of_named_articles(asked, every, reading.index)
    return [] if any(c.evidence == found[0].evidence for c in left) else left


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
    return Told(drafted, "answered") if drafted else Told(missing=NOT_HERE, confidence=sure)


def _none(asked: Question, every: Sequence[Candidate], found: Sequence[Candidate]) -> Told | None:
    """That nobody met with a fate of which it is asked how many did, in the article that comes
    nearest; None where the best of `found` tells of that fate.
    """
    if any(tells_fate(asked.plain, c.text) for c in found[:1]):
        return None
    nearest = {c.evidence.passage.document for c in every[:1]}
    for candidate in every:
        of_it = candidate.evidence.passage.document in nearest
        if of_it and tells_none(asked.plain, candidate.text):
            return Told((as_written(candidate.evidence),), "answered")
    return None


def _said_all_the_same(
    asked: Question,
    every: Sequence[Candidate],
    found: Sequence[Candidate],
    reading: Reading,
) -> Told | None:
    """What is told though the best sentence is no sure answer: a yes or a no, two figures."""
    if asked.kind == "yes_no":
        return judged_so(asked, every, reading.encoder)
    return by_figures(asked, found, reading)


def _answered(asked: Question, found: Sequence[Candidate], reading: Reading) -> Told:
    """What the best sentences tell, in the form that the kind of question wants.

    `found` are those that fit, best first, and the best is sure enough.
    """
    match asked.kind:
        case "yes_no":
            return yes_or_no(asked, found, reading.encoder)
        case "list":
            return Told(tuple(as_written(c.evidence) for c in listed(found)), "answered")
        case "compare":
            chosen = spread_over(asked, found)
            return Told(tuple(as_written(c.evidence, source=True) for c in chosen), "answered")
        case _:
            return _fact(asked, found, reading)


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
    return Told(tuple(as_written(c.evidence) for c in _with_another(found)), "answered")


def _with_another(found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, and the next that differs if it is nearly as good or goes on from it."""
    best, *others = best_apart(found, most=2)
    least = AS_GOOD * best.score
    return [
        best,
        *(c for c in others if c.score >= least or pointed_at(c.evidence) == best.evidence),
    ]


def _passages(hits: Sequence[Hit]) -> int:
    """How many passages are looked up for a part of a question: as many as for the whole."""
    return max(1, len(hits))


def _pieces(question: str) -> tuple[str, ...]:
    """The questions in one; whose post it is belongs to "Who is Ann Poe?"."""
    first, *rest = parts(question)
    if asked_about(first):
        rest = [piece for piece in rest if not asks_post(piece)]
    return (first, *rest)
