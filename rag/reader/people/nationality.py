"""Of which country somebody is, where a question asks for one of a country's people.

"Which American official said so?" is not answered by the Kremlin's spokesman, however like the
words are.
"""

from __future__ import annotations

import re

from rag.reader.people.offices import role_before
from rag.text import AUXILIARY, OFFICE, land, names, names_in, power, same_name

_ASKED = re.compile(
    r"\b(?i:which|what|who (?:is|was|are|were) the) (?:of the )?(?P<people>[A-Z][\w.]+) "
    rf"(?:(?!(?:{AUXILIARY})\b)[\w-]+ ){{0,3}}?"
    rf"(?:(?i:{OFFICE.pattern})|officials?|politicians?|diplomats?|leaders?|figures?|experts?|"
    r"analysts?|researchers?|scientists?|(?:spokes|states|business|congress)(?:m[ae]n|women|person)|"
    r"lawmakers?|journalists?|commanders?|people|person|man|woman)\b"
)


def asked_country(question: str) -> str:
    """The country, in small letters, of whose people `question` asks for one; "" for none.

    >>> asked_country("Which Norwegian official spoke?"), asked_country("Which town is Norwegian?")
    ('norway', '')
    >>> asked_country("Which Norwegian town did the minister visit?")
    ''
    """
    found = _ASKED.search(question)
    return land(found["people"]) if found else ""


def is_of_another(country: str, answer: str, text: str) -> bool:
    """Whether `answer` names somebody whom `text` introduces as another country's.

    >>> is_of_another("norway", "Ann Lund", "The talks with Swedish Minister Ann Lund failed.")
    True
    """
    told = names_in(answer)
    roles = [
        role_before(text, name.start)
        for name in names(text)
        if any(same_name(name.text, own) for own in told)
    ]
    countries = {power(re.sub(r"['’]s?$", "", word)) for role in roles for word in role.split()}
    return bool(countries - {""}) and country not in countries
