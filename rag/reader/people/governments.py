"""Governments by the names that newspapers give them: China, Chinese, Beijing.

A country, its people's adjective and the seat of its government stand for one another in the
news: "Washington denied it" answers a question about the United States. General knowledge, one
line a country, its seats after the semicolon. "London" said of a concert is a city all the same:
these forms only tell for which side of a comparison a sentence speaks.
"""

from __future__ import annotations

from rag.text import akin

_LINES = tuple(
    tuple(tuple(form.strip() for form in half.split(",")) for half in line.split(";"))
    for line in """
        afghanistan, afghan; kabul
        argentina, argentine, argentinian; buenos aires
        australia, australian; canberra
        austria, austrian; vienna
        bangladesh, bangladeshi; dhaka
        belarus, belarusian; minsk
        brazil, brazilian; brasilia
        canada, canadian; ottawa
        chile, chilean; santiago
        china, chinese, people's republic, people's republic of china; beijing
        colombia, colombian; bogota
        cuba, cuban; havana
        czechia, czech; prague
        denmark, danish, dane; copenhagen
        egypt, egyptian; cairo
        ethiopia, ethiopian; addis ababa
        european union, eu, european; brussels
        finland, finnish; helsinki
        france, french; paris, elysee
        germany, german; berlin
        greece, greek; athens
        hungary, hungarian; budapest
        india, indian; new delhi, delhi
        indonesia, indonesian; jakarta
        iran, iranian; tehran
        iraq, iraqi; baghdad
        ireland, irish; dublin
        israel, israeli; jerusalem
        italy, italian; rome
        japan, japanese; tokyo
        kazakhstan, kazakh; astana
        kenya, kenyan; nairobi
        lebanon, lebanese; beirut
        lithuania, lithuanian; vilnius
        mexico, mexican; mexico city
        morocco, moroccan; rabat
        netherlands, dutch; the hague
        nigeria, nigerian; abuja
        north korea, north korean; pyongyang
        norway, norwegian; oslo
        pakistan, pakistani; islamabad
        philippines, philippine, filipino; manila
        poland, polish, pole; warsaw
        portugal, portuguese; lisbon
        qatar, qatari; doha
        romania, romanian; bucharest
        russia, russian; moscow, kremlin
        saudi arabia, saudi; riyadh
        serbia, serbian; belgrade
        south africa, south african; pretoria
        south korea, south korean; seoul
        spain, spanish; madrid
        sweden, swedish, swede; stockholm
        switzerland, swiss; bern
        syria, syrian; damascus
        taiwan, taiwanese; taipei
        thailand, thai; bangkok
        turkey, turkish, turk; ankara
        ukraine, ukrainian; kyiv, kiev
        united kingdom, uk, britain, british, briton; london, downing street
        united states, us, u.s., american, america; washington, white house
        venezuela, venezuelan; caracas
        vietnam, vietnamese; hanoi
        yemen, yemeni; sanaa
    """.strip().splitlines()
)
_POWERS = {form: land[0] for land, seats in _LINES for form in (*land, *seats)}
_SEATS = frozenset(seat for _, seats in _LINES for seat in seats)


def same_power(name: str, other: str) -> bool:
    """Whether two names can mean one government, or are forms of one name.

    >>> same_power("Washington", "American"), same_power("Beijing", "Russia")
    (True, False)
    """
    return akin(name, other) or bool(power(name) and power(name) == power(other))


def power(name: str) -> str:
    """The country whose government `name` stands for, in small letters; "" where it is none.

    >>> power("Washington"), power("Norwegians"), power("Lund")
    ('united states', 'norway', '')
    """
    plain = _plain(name)
    return _POWERS.get(plain) or _POWERS.get(plain.removesuffix("s"), "")


def country(seat: str) -> str:
    """The country that a seat of government stands for; "" where `seat` is none.

    >>> country("Washington"), country("Kremlin"), country("Norway")
    ('the United States', 'Russia', '')
    """
    plain = _plain(seat)
    found = _POWERS.get(plain, "") if plain in _SEATS else ""
    called = " ".join(word.capitalize() for word in found.split())
    return (
        f"the {called}" if called.startswith(("United", "Netherlands", "Philippines")) else called
    )


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'").removeprefix("the ")
