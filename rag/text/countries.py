"""Countries by the names that newspapers give them: China, Chinese, Beijing.

A country, its people's adjective and the seat of its government stand for one another in the
news: "Washington denied it" answers a question about the United States. General knowledge, one
line a country: its names ("="), its people, and its seats after the semicolon. "London"
said of a concert is a city all the same: a seat only tells for which side a sentence speaks.
"""

from __future__ import annotations

import re

from rag.text.words import normalised

_TABLE = """
    afghanistan, afghan; kabul
    albania, albanian; tirana
    algeria, algerian; algiers
    andorra, andorran
    angola, angolan; luanda
    argentina, argentine, argentinian; buenos aires
    armenia, armenian; yerevan
    australia, australian; canberra
    austria, austrian; vienna
    azerbaijan, azerbaijani; baku
    bahamas, bahamian
    bahrain, bahraini; manama
    bangladesh, bangladeshi; dhaka
    barbados, barbadian
    belarus, belarusian; minsk
    belgium, belgian
    belize, belizean; belmopan
    benin, beninese; porto-novo
    bhutan, bhutanese; thimphu
    bolivia, bolivian; la paz
    bosnia = bosnia and herzegovina, bosnian; sarajevo
    botswana, botswanan; gaborone
    brazil, brazilian; brasilia
    brunei, bruneian
    bulgaria, bulgarian; sofia
    burkina faso, burkinabe; ouagadougou
    burundi, burundian
    cambodia, cambodian; phnom penh
    cameroon, cameroonian; yaounde
    canada, canadian; ottawa
    central african republic, central african; bangui
    chad, chadian; n'djamena
    chile, chilean; santiago
    china = prc = people's republic of china, chinese, sino, people's republic; beijing
    colombia, colombian; bogota
    comoros, comorian
    congo = drc = democratic republic of congo, congolese; kinshasa
    costa rica, costa rican
    croatia, croatian, croat; zagreb
    cuba, cuban; havana
    cyprus, cypriot; nicosia
    czechia = czech republic, czech; prague
    denmark, danish, dane; copenhagen
    djibouti, djiboutian
    dominican republic, dominican; santo domingo
    ecuador, ecuadorian; quito
    egypt, egyptian; cairo
    el salvador, salvadoran, salvadorean; san salvador
    equatorial guinea, equatorial guinean
    eritrea, eritrean; asmara
    estonia, estonian; tallinn
    ethiopia, ethiopian; addis ababa
    european union = eu, european; brussels
    fiji, fijian; suva
    finland, finnish; helsinki
    france, french; paris, elysee
    gabon, gabonese; libreville
    gambia, gambian; banjul
    georgia, georgian; tbilisi
    germany, german; berlin
    ghana, ghanaian; accra
    greece, greek; athens
    guatemala, guatemalan; guatemala city
    guinea, guinean; conakry
    guinea-bissau, bissau-guinean
    guyana, guyanese
    haiti, haitian; port-au-prince
    honduras, honduran; tegucigalpa
    hungary, hungarian; budapest
    iceland, icelandic; reykjavik
    india, indian; new delhi, delhi
    indonesia, indonesian; jakarta
    iran = islamic republic of iran, iranian; tehran
    iraq, iraqi; baghdad
    ireland, irish; dublin
    israel, israeli; jerusalem
    italy, italian; rome
    jamaica, jamaican
    japan, japanese; tokyo
    jordan, jordanian; amman
    kazakhstan, kazakh; astana
    kenya, kenyan; nairobi
    kosovo, kosovar; pristina
    kuwait, kuwaiti
    kyrgyzstan, kyrgyz; bishkek
    laos, lao, laotian; vientiane
    latvia, latvian; riga
    lebanon, lebanese; beirut
    lesotho, basotho; maseru
    liberia, liberian; monrovia
    libya, libyan; tripoli
    liechtenstein
    lithuania, lithuanian; vilnius
    luxembourg, luxembourger
    madagascar, malagasy, madagascan; antananarivo
    malawi, malawian; lilongwe
    malaysia, malaysian; kuala lumpur
    maldives, maldivian
    mali, malian; bamako
    malta, maltese; valletta
    mauritania, mauritanian; nouakchott
    mauritius, mauritian
    mexico, mexican; mexico city
    moldova, moldovan; chisinau
    monaco, monegasque
    mongolia, mongolian; ulan bator
    montenegro, montenegrin; podgorica
    morocco, moroccan; rabat
    mozambique, mozambican; maputo
    myanmar = burma, burmese
    namibia, namibian; windhoek
    nepal, nepali, nepalese; kathmandu
    netherlands = holland, dutch; the hague
    new zealand, new zealander; wellington
    nicaragua, nicaraguan; managua
    niger, nigerien; niamey
    nigeria, nigerian; abuja
    north korea = dprk, north korean; pyongyang
    north macedonia = macedonia, macedonian; skopje
    norway, norwegian; oslo
    oman, omani; muscat
    pakistan, pakistani; islamabad
    palestine, palestinian
    panama, panamanian; panama city
    papua new guinea, papua new guinean; port moresby
    paraguay, paraguayan; asuncion
    peru, peruvian; lima
    philippines, philippine, filipino; manila
    poland, polish, pole; warsaw
    portugal, portuguese; lisbon
    qatar, qatari; doha
    romania, romanian; bucharest
    russia = russian federation, russian; moscow, kremlin
    rwanda, rwandan; kigali
    samoa, samoan
    saudi arabia, saudi; riyadh
    senegal, senegalese; dakar
    serbia, serbian, serb; belgrade
    seychelles, seychellois
    sierra leone, sierra leonean; freetown
    singapore, singaporean
    slovakia, slovak; bratislava
    slovenia, slovenian, slovene; ljubljana
    somalia, somali; mogadishu
    south africa, south african; pretoria
    south korea = republic of korea, south korean; seoul
    south sudan, south sudanese; juba
    spain, spanish; madrid
    sri lanka, sri lankan; colombo
    sudan, sudanese; khartoum
    suriname, surinamese; paramaribo
    sweden, swedish, swede; stockholm
    switzerland, swiss; bern
    syria, syrian; damascus
    taiwan, taiwanese; taipei
    tajikistan, tajik; dushanbe
    tanzania, tanzanian
    thailand, thai; bangkok
    togo, togolese
    tonga, tongan
    trinidad and tobago, trinidadian
    tunisia, tunisian; tunis
    turkey = turkiye, turkish, turk; ankara
    turkmenistan, turkmen; ashgabat
    uganda, ugandan; kampala
    ukraine, ukrainian; kyiv, kiev
    united arab emirates = uae, emirati; abu dhabi
    united kingdom = uk = britain = great britain, british, briton; london, downing street
    united states = us = usa = united states of america = america, american; washington, white house
    uruguay, uruguayan; montevideo
    uzbekistan, uzbek; tashkent
    vatican = holy see
    venezuela, venezuelan; caracas
    vietnam, vietnamese; hanoi
    yemen, yemeni; sanaa
    zambia, zambian; lusaka
    zimbabwe, zimbabwean; harare
"""


def _compared(name: str) -> str:
    return normalised(name).replace(".", "").removeprefix("the ")


_LINES = [
    [[form.strip() for form in re.split("[,=]", half)] for half in f"{line};".split(";")[:2]]
    for line in _TABLE.strip().splitlines()
]
_LANDS = {form: land[0] for land, _ in _LINES for form in land}
_HOUSES = {"kremlin", "white house", "downing street", "elysee"}
_CITIES = {land[0]: tuple(s for s in seats if s and s not in _HOUSES) for land, seats in _LINES}
_WITH_THE = ("United", "Netherlands", "Philippines", "Central", "Dominican", "Gambia")
_RULED_FROM_ELSEWHERE = {"netherlands", "bolivia", "south africa", "european union", "israel"}
"""Whose seat of government is not the capital, or not the one city that everybody calls so."""
_SEATS = {_compared(seat): land[0] for land, seats in _LINES for seat in seats if seat}
COUNTRY_NAMES = [
    [name.strip() for name in re.split("[,;]", line)[0].split("=")]
    for line in _TABLE.strip().splitlines()
    if "=" in line
]
"""The names of each country that has several, in small letters; the first stands for all."""
_OWN_NAMES = {land[0] for land, _ in _LINES} | {
    _compared(name) for one in COUNTRY_NAMES for name in one
}
OF_A_PEOPLE = re.compile(r"(?:an|ans|ese|ish|ch|[qnl]i)\Z")  # "Chinese Premier Li": often left out


def land(name: str) -> str:
    """The country that `name` names, or whose people, in small letters; "" where it is none.

    >>> land("Norwegians"), land("the U.S."), land("Washington")
    ('norway', 'united states', '')
    """
    plain = _compared(name)
    return _LANDS.get(plain) or _LANDS.get(plain.removesuffix("s"), "")


def is_people(name: str) -> bool:
    """Whether `name` is a people's and not its country's own.

    >>> is_people("Norwegians"), is_people("Iran"), is_people("U.S.")
    (True, False, False)
    """
    return bool(land(name)) and _compared(name) not in _OWN_NAMES


def power(name: str) -> str:
    """The country whose government `name` stands for, in small letters; "" where it is none.

    >>> power("Washington"), power("Norwegians"), power("Lund")
    ('united states', 'norway', '')
    """
    return land(name) or _SEATS.get(_compared(name), "")


def country(seat: str) -> str:
    """The country that a seat of government stands for; "" where `seat` is none.

    >>> country("Washington"), country("Kremlin"), country("Norway")
    ('the United States', 'Russia', '')
    """
    found = _SEATS.get(_compared(seat), "")
    called = " ".join(word.capitalize() for word in found.split())
    return f"the {called}" if called.startswith(_WITH_THE) else called


def capital_cities(name: str) -> tuple[str, ...]:
    """The names of the capital of a country or people; none where that is no country's.

    >>> capital_cities("Ukrainian"), capital_cities("France"), capital_cities("Dutch")
    (('Kyiv', 'Kiev'), ('Paris',), ())
    """
    own = land(name)
    seats = () if own in _RULED_FROM_ELSEWHERE else _CITIES.get(own, ())
    return tuple(seat.title() for seat in seats)
