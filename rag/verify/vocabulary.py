"""The words by which claims are compared: denials, opposites, peoples, what points back.

General English, not taken from any article. Elsewhere: how they are used (facts.py, days.py), and
the verbs, which the reader needs too (rag/text/verbs.py).
Not promised: that the lists are complete; the encoder's judgement stands behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.text import either_way, root, stem

# Without endings that are English words too: "the sanctions.It said", "in.no", "at.us".
URL = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|info|io|ru|example|gov|edu|mil|int|biz|news|app|"
    r"dev|ai|tv|uk|eu|de|fr|cn|jp|au|ca|nz|ie|nl|se|dk|fi|pl|cz|es|pt|gr|ch|ua|tr|kr|br|mx|za|il)\b\S*",
    re.I,
)
PAIR = re.compile(
    r"\s*(?:(?:neighbou?ring|warring)\s+)?"
    r"(?:countr|nation|side|leader|part(?:y|ies)|state|men\b|neighbou?r|capital|power|government|"
    r"people|of them|articles?\b)",
    re.I,
)
POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|himself|herself|itself|themselves|"
    r"we|our|us|i|my|me|this|these|those|both|there|who|which|"
    r"the (?:\w+ )?(?:two|three|latter|former|pair|duo|sides?|countr\w+|nations?|leaders?|"
    r"minist\w+|president|premier|chairman|spokes\w+|official|envoy|diplomat|governor|general|commander|"
    r"company|group|party|city|region|town|village|country|government|army|military|"
    r"visit|meeting|talks|summit|agreement|deal|plan|attack|raid|incident|statement|war|conflict|"
    r"invasion|trip|man|woman|suspects?))\b",
    re.I,
)
YEARS_AWAY = (
    (re.compile(r"\b(?:last|previous|past) year\b|\ba year (?:ago|earlier)\b", re.I), -1),
    (re.compile(r"\b(?:next|coming|following) year\b", re.I), 1),
)
MONTHS_AWAY = (
    (re.compile(r"\b(?:last|previous|past) month\b", re.I), -1),
    (re.compile(r"\bnext month\b", re.I), 1),
)
DAYS_AWAY = ((re.compile(r"\byesterday\b", re.I), -1), (re.compile(r"\btomorrow\b", re.I), 1))
# What the day of an article proves: that it was published, changed or posted then.
PUBLISHED = re.compile(
    r"\b(?:publi\w+|updat\w+|posted|dated?|appeared|article|report|story|page)\b", re.I
)
NOT_WORDS = "not no never none nobody nothing neither nor without cannot hardly barely unable"
NOT = frozenset(NOT_WORDS.split())
DENYING_WORDS = """deny denies denied denying denial refuse refuses refused refusing refusal reject
    rejects rejected rejecting rejection fail fails failed failing failure lack lacks lacked lacking
    decline declines declined declining dismiss dismisses dismissed dismissing prevent prevents
    prevented preventing avoid avoids avoided avoiding forbid forbids forbidden ban bans banned"""
DENYING = frozenset(DENYING_WORDS.split())
# Other ways of saying no, which let a claim say "not" where its evidence does not.
NAYSAYING = re.compile(
    r"\b(?:only|few|little|rather than|instead|stop\w*|end(?:ed|ing)?|against|oppos\w+|abandon\w*|"
    r"cancel\w*|halt\w*|rul(?:e|ed|ing) out|neutral\w*|exclud\w+|contrary|false\w*|untrue|"
    r"refrain\w*|distanc\w+|disput\w+|disagree\w*|unwilling|unlikely|impossible|inability|absen\w+|missing)\b",
    re.I,
)
REACH = 1  # content words after "not" that it is taken to negate
# Words with which models open sentences or speak of the articles; they state nothing.
OPENING_WORDS = """afterwards afterward additionally furthermore moreover however overall notably
    specifically similarly consequently subsequently previously currently recently earlier later
    meanwhile therefore thus hence finally firstly secondly lastly likewise nonetheless nevertheless
    importantly reportedly article articles"""
OPENERS = frozenset(OPENING_WORDS.split())
# Peoples and where they live, of what is no country; those are in rag/text/countries.py. No rule
# tells them: a Georgian is of Georgia, but George is not, nor is Julian of Julia.
_PEOPLES = """african africa; alaskan alaska; alpine alps; andean andes; asian asia;
    athenian athens; bavarian bavaria; californian california; catalan catalonia; chechen chechnya;
    cornish cornwall; corsican corsica; crimean crimea; english england; european europe;
    flemish flanders; floridian florida; greenlander greenland; greenlandic greenland;
    hawaiian hawaii; kashmiri kashmir; korean korea; kurdish kurdistan; londoner london;
    muscovite moscow; parisian paris; punjabi punjab; saharan sahara; sahelian sahel;
    sardinian sardinia; scandinavian scandinavia; scottish scotland; siberian siberia;
    sicilian sicily; soviet soviet union; tasmanian tasmania; texan texas; tibetan tibet;
    tuscan tuscany; venetian venice; viennese vienna; welsh wales; western west"""
REGIONS = {
    people: place
    for pair in _PEOPLES.split(";")
    for people, _, place in [pair.strip().partition(" ")]
}


OPPOSITE_PAIRS = """rise/fall rise/drop increase/decrease increase/decline grow/shrink
    growth/decline gain/loss gain/lose win/lose victory/defeat high/low higher/lower highest/lowest
    large/small larger/smaller largest/smallest big/small bigger/smaller biggest/smallest
    biggest/least most/least more/less more/fewer many/few strong/weak stronger/weaker
    strengthen/weaken improve/worsen better/worse best/worst accept/reject approve/reject
    accept/refuse agree/refuse support/oppose favour/oppose praise/criticize praise/condemn
    welcome/condemn begin/end start/end start/stop open/close arrive/leave enter/leave before/after
    early/late earlier/later first/last old/new older/newer young/old younger/older north/south
    northern/southern east/west eastern/western arrest/release attack/defend buy/sell import/export
    allow/ban allow/forbid permit/ban include/exclude confirm/deny admit/deny success/failure
    succeed/fail legal/illegal guilty/innocent possible/impossible likely/unlikely able/unable
    willing/unwilling ready/unwilling male/female man/woman husband/wife father/mother son/daughter
    brother/sister major/minor majority/minority maximum/minimum joint/separate public/private
    friend/enemy ally/enemy war/peace advance/retreat capture/lose build/destroy raise/lower
    expand/reduce lengthen/shorten warm/cold hot/cold harsh/mild positive/negative
    forward/backward forwards/backwards modern/ancient urban/rural boy/girl plaintiff/defendant
    treated/untreated"""


OPPOSITE = either_way(OPPOSITE_PAIRS)

# Crimes, and behind the slash other words for them. A claim that speaks of one needs a word of its
# line in what it cites or in what stands about it. Left out: what is as well said of armies.
_GRAVE_WORDS = """arson arsonist/torch deliberate set; murder murderer manslaughter/kill homicide
    slay shoot stab die dead death; fraud fraudster fraudulent swindle swindler scam embezzle
    embezzlement/defraud deceive con cheat; bribe bribery corruption kickback/corrupt graft;
    theft thief robbery burglary burglar/steal rob loot burgle; rape rapist/assault abuse attack;
    terrorism terrorist/terror; treason traitor/betray; perjury perjure/lie oath;
    blackmail extortion/extort; plagiarism plagiarist/plagiarize plagiarise copy"""


def _grave() -> Iterator[tuple[str, frozenset[str]]]:
    for line in _GRAVE_WORDS.split(";"):
        crimes, others = line.split("/")
        known = frozenset(map(root, [*crimes.split(), *others.split()]))
        yield from ((root(crime), known) for crime in crimes.split())


GRAVE = dict(_grave())

# What someone is said to have said: "said that …", "told them it was …".
REPORTED = re.compile(
    r"\b(?:said|says|stated|states|told \w+|confirmed|claimed|admitted|insisted)\s+"
    r"(?:that\s+|(?=(?:it|this|he|she|they|there)\b))([^.!?]*)",
    re.I,
)
_MUTUAL_WORDS = "meet meeting talk talks speak hold summit trade border agree war conflict relation"
MUTUAL = frozenset(stem(word) for word in _MUTUAL_WORDS.split())
