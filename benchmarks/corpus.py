"""Invented news in any quantity, with facts whose question, answer and document are known.

Article number n of a seed is always the same text, whatever the size of the corpus, so a small
corpus is the beginning of a large one. Towns, people and companies are made of syllables; each town
has one article of each kind (an election, a flood, a trial, …), so that a question that names a
town and a kind has one answer, among articles on the same town and on the same kind elsewhere.
Around the fact stand a dozen sentences drawn from a bank and filled anew each time: two articles
share phrases, as real ones do, and are no copies of each other (rag/storage/copies.py).

    python benchmarks/corpus.py 1000 /tmp/articles
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import typer

SEED = 20230524
PER_FOLDER = 1000  # files in one folder of the corpus

LETTERS = {
    "onset": "b|br|c|d|dr|f|g|gr|h|k|kl|l|m|n|p|pr|r|s|sk|st|t|tr|v|w|z",
    "vowel": "a|e|i|o|u|ai|au|ea|ei|ia|ou",
    "coda": "l|ld|lm|m|n|nd|nt|r|rk|rn|s|st|t|v|x",
    "ending": "burg|dal|field|ford|grad|ham|haven|holm|mar|minster|mouth|ostrov|polis|stad|ton|vik",
    "first": "Ada|Agnes|Albin|Alma|Anders|Anton|Astrid|Bela|Boris|Clara|Dara|Dmitri|Edith|Elena|"
    "Emil|Esther|Felix|Frida|Gita|Greta|Hanna|Hugo|Ida|Igor|Ilse|Ines|Iris|Ivan|Jakob|Jana|Jonas|"
    "Judit|Karin|Klara|Lars|Lena|Leo|Lidia|Magda|Marek|Marta|Mila|Nadia|Nils|Nora|Olga|Oskar|Otto|"
    "Paula|Petra|Rafael|Rosa|Ruth|Sara|Selma|Sigrid|Simon|Sofia|Stefan|Tara|Theo|Tomas|Vera|Wanda",
    "firm": "Works|Brothers|Group|Holdings|Mills|Foundry",
    "publisher": "Northern Courier|Harbour Post|Daily Ledger|Provincial Gazette|Valley Observer|"
    "Coast Telegraph|Free Herald|Morning Chronicle|Border Times|Evening Mail",
}
SLOTS = {
    "crop": "barley|wheat|rye|oats|potatoes|sugar beet|hops|flax|lentils|sunflower seed",
    "product": "battery|furniture|bicycle|glass|paper|textile|cheese|tyre|turbine|lens",
    "find": "bronze helmet|stone altar|silver hoard|wooden ship|clay tablet|gold ring|mosaic",
    "trade": "bus drivers|dock workers|nurses|teachers|bakers|miners|rail workers|postal workers",
    "office": "agriculture|transport|health|culture|labour|finance|energy|education|justice",
    "body": "chamber of commerce|trade union|farmers' league|tenants' association|port authority|"
    "regional court|audit office|weather service|statistics bureau|university|diocese|fire brigade",
    "thing": "harvest|budget|school roof|ring road|water supply|night train|market hall|tram line|"
    "sea wall|power station|archive|orchestra|swimming pool|cattle market|ferry|town wall|library",
    "matter": "rents|fuel prices|fishing quotas|wages|school meals|building permits|land taxes|"
    "shop hours|waste collection|bus fares|pensions|flood insurance|noise|tourism|parking",
    "mood": "relief|anger|caution|surprise|impatience|doubt|satisfaction|weariness|curiosity",
    "verb": "postponed|approved|rejected|reviewed|doubled|halved|defended|criticised|announced|"
    "measured|extended|audited|published|financed",
    "good": "timber|salt|wool|machine parts|fish|copper wire|seed|leather|pottery|cement|medicine",
    "season": "spring|summer|autumn|winter",
    "weather": "heavy rain|early frost|a long drought|strong westerly winds|thick fog|mild days",
    "place": "the town hall|the old harbour|the railway station|the parish school|the fairground|"
    "the lower market|the courthouse|the brewery|the north gate|the riverside park",
    "adjective": "costly|overdue|modest|bold|careless|welcome|uneven|lasting|hasty|necessary",
    "amount": "a third|a quarter|half|two thirds|nearly all|hardly any|one in five|most",
}
CHOICES = {name: values.split("|") for name, values in SLOTS.items()}
NAMES = {name: values.split("|") for name, values in LETTERS.items()}

# Sentences of no consequence. {t} is the article's town, {o} another, {p} and {q} people, {c} a
# company, {n} and {m} numbers, {y} a year; the others are slots above.
BANK = """\
The {body} has asked for a decision on the {thing} since {y} and received {n} letters.
In neighbouring {o} the council {verb} a {adjective} plan on {matter} last {season}.
“Nobody who has stood at {place} on a weekday can call it {adjective},” said {p} of the {body}.
{p}, who has run the {thing} for {n} years, spoke of {mood} among colleagues.
Some {n} tonnes of {good} pass through the district each month, {amount} of it by rail.
The {office} ministry {verb} its forecast in {season} and expects {matter} to weigh on homes.
Shopkeepers near {place} reported {mood}; {amount} of them had closed early because of {weather}.
The {body} found that {amount} of residents worry about {matter} more than about the {thing}.
{q}, a retired engineer, recalled that {weather} had ruined the {thing} in {y} as well.
Trains between {o} and the coast were delayed by {n} minutes after {weather} during the night.
{c}, which trades in {good}, employs {n} people here and has {verb} two contracts since {y}.
“We have waited long enough for the {thing},” {q} told a meeting at {place}, to applause.
The region's budget has {n} crowns a head for {matter}, {amount} of what {o} spends.
According to the {body}, exports of {good} to {o} fell by {n} percent while prices hardly moved.
Critics call it {adjective}, and {p} wants the {office} committee to look at it in {season}.
Older people still remember the {season} of {y}, when {weather} kept {place} shut for {m} weeks.
A delegation from {o} will visit {place} to compare notes on {matter} and the {thing}.
The {body} said that it had neither {verb} the accounts nor spoken with {c}.
Volunteers served {n} meals at {place}, and {amount} of the food came from farms near {o}.
Insurance claims connected with {weather} rose to {n}, the {body} reported on Monday.
“It is a {adjective} step, but a step,” wrote {q} in a letter that the {body} {verb}.
{c} has not said whether its warehouse for {good} will stay in the district after {y}.
Schools were asked to teach about the {thing}, a proposal that {p} first made in {y}.
Prices for {good} at the lower market have risen by {m} percent since the {season}.
The {office} minister, on a visit to {o}, declined to discuss {matter} with reporters.
Fewer than {n} households answered the survey on {matter}, which the {body} called {adjective}.
Guides who show visitors {place} say that {amount} of them ask about the {thing} first.
Two lorries with {good} stood at the border for {m} hours because papers had not been stamped.
{p} and {q}, who disagree on {matter}, both praised how the {body} handled {weather}.
A concert for the {thing} raised {n} crowns, and {c} promised to add {amount} of that sum.
The archive holds {n} photographs of {place}, the oldest from the {season} of {y}.
Bus fares in {o} were {verb} twice, to the {mood} of commuters who travel before dawn.
The {body} keeps {n} records on {good}, and {amount} of them have never been read.
By evening {weather} had passed, and {place} was full of people talking about {matter}.
Unemployment in the district stands at {m} percent, lower than in {o}, according to the {body}.
{q} said that the {thing} was {adjective} when it was built and is {adjective} now.
""".splitlines()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: {a} is the answer; `question` names the town and the kind and no more."""

    headline: str
    fact: str
    question: str
    answer: str


KINDS = (
    Kind(
        "{t} chooses a new mayor",
        "Voters in {t} elected {a} mayor on Sunday with {n2} percent of the vote.",
        "Who was elected mayor of {t}?",
        "{p}",
    ),
    Kind(
        "Record harvest around {t}",
        "Farmers around {t} harvested {a} tonnes of {crop} this year, the {body} said.",
        "How many tonnes of {crop} did farmers around {t} harvest?",
        "{n5}",
    ),
    Kind(
        "New bridge for {t}",
        "The new bridge in {t} will cost {a}, and work is to begin in {season}.",
        "How much will the new bridge in {t} cost?",
        "${n2} million",
    ),
    Kind(
        "Fire in the old quarter of {t}",
        "The fire in {t} destroyed {a} houses before rain put it out early on Tuesday.",
        "How many houses did the fire in {t} destroy?",
        "{n3}",
    ),
    Kind(
        "Factory brings jobs to {t}",
        "A new {product} factory in {t} will be built by {a}, which plans to hire {n3} people.",
        "Which company will build the new {product} factory in {t}?",
        "{c}",
    ),
    Kind(
        "{t} strike is over",
        "The strike of {trade} in {t} ended on Friday after {a} days.",
        "After how many days did the strike of {trade} in {t} end?",
        "{n2}",
    ),
    Kind(
        "Rare find near {t}",
        "The {find} was discovered near {t} by {a}, who was looking for a lost dog.",
        "Who discovered the {find} near {t}?",
        "{p}",
    ),
    Kind(
        "River floods streets of {t}",
        "The river in {t} rose to {a} metres on Thursday night, its highest level since {y}.",
        "How many metres did the river in {t} rise to?",
        "{n1}.{n1}",
    ),
    Kind(
        "{t} hospital gets a date",
        "The new hospital in {t} will open on {a}, two years later than planned.",
        "When will the new hospital in {t} open?",
        "{day}",
    ),
    Kind(
        "Court in {t} passes sentence",
        "The court in {t} sentenced {a} to {n1} years in prison for forging shipping papers.",
        "Whom did the court in {t} sentence to prison for forging shipping papers?",
        "{p}",
    ),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One article, and the question that it alone answers."""

    document: str  # path relative to the corpus
    text: str
    question: str
    answer: str
    evidence: str  # the sentence that holds the answer


def planted(number: int, *, seed: int = SEED) -> Planted:
    """Article `number` (from 0) of the corpus of `seed`."""
    town = _town(number // len(KINDS), seed)
    kind = KINDS[number % len(KINDS)]
    random = Random(f"{seed}/{number}")
    one = {name: random.choice(values) for name, values in CHOICES.items()}
    answer = kind.answer.format(**_values(random, town, seed))
    shared = {**_values(random, town, seed), **one, "a": answer}
    evidence = kind.fact.format(**shared)
    sentences = [
        each.format(**_values(random, town, seed))
        for each in random.sample(BANK, random.randint(18, 30))
    ]
    # As in real news, the fact is told early as a rule and further down now and then.
    sentences.insert(random.choice((0, 0, 1, 2, random.randrange(len(sentences)))), evidence)
    when = date(2023, 1, 2) + timedelta(days=random.randrange(900))
    head = [
        kind.headline.format(**shared),
        f"{when:%B} {when.day}, {when.year}\n{random.choice(NAMES['publisher'])}",
    ]
    text = "\n\n".join([*head, *_paragraphs(sentences, random)]) + "\n"
    document = f"{number // PER_FOLDER:04}/{town.lower()}-{number:07}.txt"
    return Planted(document, text, kind.question.format(**shared), answer, evidence)


def write(folder: Path, count: int, *, seed: int = SEED) -> None:
    """Write the first `count` articles under `folder`; those that are there stay untouched."""
    for number in range(count):
        each = planted(number, seed=seed)
        path = folder / each.document
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(each.text, encoding="utf-8")


def questions(count: int, wanted: int, *, seed: int = SEED) -> list[Planted]:
    """`wanted` articles spread over a corpus of `count`, every kind among them."""
    numbers = Random(f"{seed}/questions").sample(range(count), min(wanted, count))
    return [planted(number, seed=seed) for number in sorted(numbers)]


def _values(random: Random, town: str, seed: int) -> dict[str, str]:
    """Fresh values for every slot of a sentence."""
    values = {name: random.choice(choices) for name, choices in CHOICES.items()}
    for digits in range(1, 6):
        values[f"n{digits}"] = str(random.randrange(10 ** (digits - 1), 10**digits))
    day = date(2026, 1, 1) + timedelta(days=random.randrange(1000))
    return values | {
        "t": town,
        "o": _town(random.randrange(1_000_000, 1_000_400), seed),  # towns with no article
        "p": _person(random),
        "q": _person(random),
        "c": f"{_word(random).capitalize()} {random.choice(NAMES['firm'])}",
        "n": str(random.randrange(11, 990)),
        "m": str(random.randrange(2, 11)),
        "y": str(random.randrange(1950, 2022)),
        "day": f"{day.day} {day:%B} {day.year}",
    }


def _town(number: int, seed: int) -> str:
    """A name that no other number has: its last vowels and consonants spell the number."""
    random = Random(f"{seed}/town/{number}")
    spelt, left = "", number
    for part in ("onset", "vowel", "coda", "vowel", "onset"):
        letters = NAMES[part]
        spelt, left = letters[left % len(letters)] + spelt, left // len(letters)
    return (spelt + random.choice(NAMES["ending"])).capitalize()


def _word(random: Random) -> str:
    parts = ("onset", "vowel", "coda", "vowel", "coda")
    return "".join(random.choice(NAMES[part]) for part in parts)


def _person(random: Random) -> str:
    return f"{random.choice(NAMES['first'])} {_word(random).capitalize()}"


def _paragraphs(sentences: Sequence[str], random: Random) -> list[str]:
    paragraphs, rest = [], list(sentences)
    while rest:
        size = random.randint(1, 3)
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return paragraphs


def main(
    count: Annotated[int, typer.Argument(min=1, help="How many articles.")],
    folder: Annotated[Path, typer.Argument(help="Where to write them.")],
    seed: Annotated[int, typer.Option(help="Another seed gives others.")] = SEED,
) -> None:
    """Write a corpus of invented news."""
    write(folder, count, seed=seed)


if __name__ == "__main__":
    typer.run(main)
