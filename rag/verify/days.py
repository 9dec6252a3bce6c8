"""Which days a sentence gives, once the date of its article is known: "Wednesday", "last month"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rag.text import Mention
from rag.verify.vocabulary import DAYS_AWAY, MONTHS_AWAY, YEARS_AWAY


def days_given(
    text: str, mentions: Sequence[Mention], published: Sequence[date]
) -> tuple[Mention, ...]:
    """The dates that `text` names in `mentions`, as they stand and as a date of publication
    completes them; that date itself, too."""
    found = list(mentions)
    for day in published:
        found.append(Mention.of(day))
        for mention in mentions:
            found += _completed(mention, day)
        found += _away(text, day)
    return tuple(found)


def fits(said: Mention, known: Mention) -> bool:
    """Whether `known` gives all that `said` says."""
    pairs = (
        (said.year, known.year),
        (said.month, known.month),
        (said.day, known.day),
        (said.weekday, _weekday(known)),
    )
    return all(one is None or one == other for one, other in pairs)


def _away(text: str, published: date) -> Iterable[Mention]:
    """What "yesterday", "last month" and the like are."""
    for pattern, days in DAYS_AWAY:
        if pattern.search(text):
            yield Mention.of(published + timedelta(days))
    for pattern, months in MONTHS_AWAY:
        if pattern.search(text):
            year, month = divmod(published.year * 12 + published.month - 1 + months, 12)
            yield Mention(year, month + 1)
    for pattern, years in YEARS_AWAY:
        if pattern.search(text):
            yield Mention(published.year + years)


def _completed(mention: Mention, published: date) -> Iterable[Mention]:
    """A weekday is the one before or after the day of publication, a month without a year of that
    year or the one beside it that is nearer."""
    if mention.weekday is not None and mention.day is None:
        ahead = (mention.weekday - published.weekday()) % 7
        yield Mention.of(published + timedelta(ahead))
        yield Mention.of(published + timedelta(ahead - 7))
    elif mention.month is not None and mention.year is None:
        for year in (
            published.year,
            published.year + (1 if mention.month < published.month else -1),
        ):
            yield Mention(year, mention.month, mention.day)


def _weekday(mention: Mention) -> int | None:
    if mention.weekday is not None or not (mention.year and mention.month and mention.day):
        return mention.weekday
    try:
        return date(mention.year, mention.month, mention.day).weekday()
    except ValueError:  # "31 June 2023"
        return None
