"""What text says in small: its words, numbers, dates and names, each with its place.

Retrieval, the reader and verification use the same helpers, so that a word, a number or a name
is the same wherever it is compared. All are pure, light, and take time in proportion to the text.

    words.py       words as they are compared, their stems, and which of them tell something
    grammar.py     question words, auxiliaries, weekdays and the like, as parts of patterns
    verbs.py       the forms of verbs, and which of them are one deed
    numbers.py     numbers, and what they measure
    dates.py       dates, and whether two can be one
    countries.py   countries, their peoples and their seats of government
    names.py       proper names, and offices, which are none
    aliases.py     which names can mean the same
    persons.py     which names can be a person's
    courtesies.py  what is said around a question and asks nothing

Elsewhere: sentences (rag/split.py), meaning (rag/embed.py).
Not promised: other languages than English.
"""

from rag.text.aliases import akin, is_another, same_name, same_power
from rag.text.countries import OF_A_PEOPLE, capital_cities, country, is_people, land, power
from rag.text.courtesies import asks, without_aside, without_courtesies, without_lead_in
from rag.text.dates import Mention, dates, in_words, tells_its_day, undated_numbers
from rag.text.grammar import (
    ABOUT,
    AUXILIARY,
    BE,
    DETERMINER,
    DO,
    HAVE,
    MODAL,
    MONTH,
    PREPOSITION,
    QUESTION_WORD,
    SMALL_NUMBER,
    WEEKDAY,
)
from rag.text.names import OFFICE, Name, names, names_in, telling_words
from rag.text.numbers import LENGTHS, MONEY, TIME_SPANS, WEIGHTS, Quantity, numbers, same_quantity
from rag.text.persons import (
    ROLE,
    TITLES_IN_FULL,
    can_be_person,
    can_be_surname,
    is_person,
    is_role,
    people_in,
)
from rag.text.verbs import (
    CONTRACTED,
    IRREGULAR,
    NOUNS_TOO,
    PASSIVE,
    PAST_FORMS,
    PAST_OF,
    VERBS,
    deed,
    either_way,
    is_past,
    past,
    root,
    third_person,
    told_roots,
)
from rag.text.words import (
    OWNS,
    STOP_WORDS,
    Word,
    edits,
    normalised,
    stem,
    stems,
    telling,
    verb_in_full,
    word_set,
    words,
)

__all__ = [
    "ABOUT",
    "AUXILIARY",
    "BE",
    "CONTRACTED",
    "DETERMINER",
    "DO",
    "HAVE",
    "IRREGULAR",
    "LENGTHS",
    "MODAL",
    "MONEY",
    "MONTH",
    "NOUNS_TOO",
    "OFFICE",
    "OF_A_PEOPLE",
    "OWNS",
    "PASSIVE",
    "PAST_FORMS",
    "PAST_OF",
    "PREPOSITION",
    "QUESTION_WORD",
    "ROLE",
    "SMALL_NUMBER",
    "STOP_WORDS",
    "TIME_SPANS",
    "TITLES_IN_FULL",
    "VERBS",
    "WEEKDAY",
    "WEIGHTS",
    "Mention",
    "Name",
    "Quantity",
    "Word",
    "akin",
    "asks",
    "can_be_person",
    "can_be_surname",
    "capital_cities",
    "country",
    "dates",
    "deed",
    "edits",
    "either_way",
    "in_words",
    "is_another",
    "is_past",
    "is_people",
    "is_person",
    "is_role",
    "land",
    "names",
    "names_in",
    "normalised",
    "numbers",
    "past",
    "people_in",
    "power",
    "root",
    "same_name",
    "same_power",
    "same_quantity",
    "stem",
    "stems",
    "telling",
    "telling_words",
    "tells_its_day",
    "third_person",
    "told_roots",
    "undated_numbers",
    "verb_in_full",
    "without_aside",
    "without_courtesies",
    "without_lead_in",
    "word_set",
    "words",
]
