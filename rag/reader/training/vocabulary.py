"""The words that corrupt.py changes: opposites, near synonyms, numbers, calendars, verb forms."""

NOT_NAMES = frozenset(
    """The A An In On At By For From With Of To And But Or Nor So Yet As If When While Where Who
    What Which Why How That This These Those It Its He She They We You I His Her Their Our Your My
    There Here After Before During Since Until Although Though Because However Also Then Thus
    Therefore Many Most Some Several All Both Each Every Other Another One Two Three Four Five Six
    Seven Eight Nine Ten First Second Third Last Next No Not Only Under Over Between Among Through
    Despite According Following Unlike Like Is Are Was Were Be Been Do Does Did Has Have Had Can
    Could Will Would May Might Must Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
    February March April June July August September October November December Mr Mrs Ms
    Dr""".split()
)
"""Words with a capital that do not begin a name."""

FIRST_NAMES = frozenset(
    """Aaron Adam Alan Albert Alex Alexander Alfred Alice Amy Andrea Andrew Angela Anna Anne Anthony
    Arthur Barack Barbara Ben Benjamin Bernard Bill Bob Brian Bruce Carl Carlos Catherine Charles
    Charlotte Chris Christian Christine Christopher Claire Daniel David Deborah Dennis Diana Donald
    Dorothy Douglas Edward Eleanor Elizabeth Ellen Emily Emma Eric Ernest Eva Fernando Francis Frank
    Franz Fred Frederick Friedrich Gary George Gerald Gordon Graham Grace Harold Harry Heinrich
    Helen Henri Henry Herbert Hugh Ian Isaac Jack Jacob James Jan Jane Janet Jason Jean Jennifer
    Jeremy Jessica Jim Joan Joe Johann John Jonathan Jose Joseph Juan Julia Julian Karen Karl Kate
    Katherine Keith Kenneth Kevin Larry Laura Lawrence Leo Leonard Lewis Linda Lisa Louis Louise
    Lucy Luis Marcus Margaret Maria Marie Mark Martha Martin Mary Matthew Max Michael Michelle Mike
    Neil Nicholas Nicolas Oliver Oscar Otto Pablo Patricia Patrick Paul Peter Philip Pierre Rachel
    Ralph Ray Rebecca Richard Robert Roger Ronald Rose Roy Russell Ruth Ryan Sam Samuel Sandra Sarah
    Scott Sean Sharon Simon Sophie Stephen Steve Steven Stuart Susan Ted Theodore Thomas Tim Timothy
    Tom Tony Victor Victoria Vincent Vladimir Walter Wayne William Winston""".split()
)

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = """January February March April May June July August September October November
    December""".split()

_TO_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
WORD_OF_NUMBER = dict(enumerate(_TO_TWENTY)) | dict(zip(range(30, 91, 10), _TENS, strict=True))
NUMBER_OF_WORD = {word: number for number, word in WORD_OF_NUMBER.items()}

_PAIRS = """rose/fell increased/decreased increase/decrease won/lost win/lose before/after
    more/fewer higher/lower largest/smallest oldest/youngest highest/lowest first/last
    approved/rejected accepted/refused arrested/released supported/opposed support/oppose
    northern/southern eastern/western north/south east/west son/daughter brother/sister
    father/mother husband/wife born/buried began/ended begin/end opened/closed open/close
    always/never many/few major/minor bought/sold joined/left arrived/departed gained/lost
    allowed/banned allow/forbid included/excluded above/below inside/outside earlier/later
    early/late public/private strong/weak rich/poor majority/minority success/failure
    successful/unsuccessful legal/illegal guilty/innocent confirmed/denied agreed/refused
    attacked/defended built/demolished created/destroyed improved/worsened raised/lowered
    strengthened/weakened upper/lower male/female man/woman men/women boy/girl king/queen
    married/divorced hot/cold warm/cool wet/dry long/short tall/short large/small old/new
    ancient/modern common/rare popular/unpopular similar/different same/opposite true/false
    winner/loser victory/defeat domestic/foreign internal/external maximum/minimum best/worst
    positive/negative expanded/shrank entered/left praised/criticised hired/fired
    appeared/vanished winter/summer spring/autumn morning/evening president/treasurer
    minister/spokesman director/secretary founder/opponent actor/lawyer singer/painter"""


def _both_ways() -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in _PAIRS.split():
        left, right = pair.split("/")
        found.setdefault(left, right)
        found.setdefault(right, left)
    return found


OPPOSITE = _both_ways()
"""A word, and one that makes a sentence false: an opposite or another role."""

SAME = {
    "said": "stated", "about": "around", "approximately": "about", "purchased": "bought",
    "began": "started", "started": "began", "however": "though", "because": "since",
    "percent": "per cent", "United States": "US", "U.S.": "United States",
    "nearly": "almost", "almost": "nearly", "huge": "very large", "located": "situated",
    "several": "a number of", "primarily": "mainly", "mainly": "mostly", "often": "frequently",
    "usually": "normally", "although": "though", "large": "big", "help": "assist",
    "helped": "assisted", "show": "demonstrate", "received": "got", "obtained": "got",
    "United Kingdom": "UK", "attempted": "tried", "died": "passed away", "children": "kids",
    "require": "need", "requires": "needs", "create": "make", "created": "made",
    "former": "one-time", "currently": "at present", "subsequently": "later",
    "in order to": "to", "due to": "because of", "known as": "called", "film": "movie",
    "was founded": "was established", "was established": "was founded",
}  # fmt: skip
"""A word or phrase, and one that may stand in its place."""

HELPERS = frozenset("is are was were has have had can could will would may might must".split())
PAST = {
    "win": "won", "begin": "began", "become": "became", "take": "took", "leave": "left",
    "go": "went", "make": "made", "get": "got", "come": "came", "give": "gave", "find": "found",
    "build": "built", "write": "wrote", "sell": "sold", "buy": "bought", "lose": "lost",
    "say": "said", "have": "had", "meet": "met", "hold": "held", "lead": "led", "grow": "grew",
    "fall": "fell", "rise": "rose", "see": "saw", "know": "knew", "run": "ran", "send": "sent",
    "speak": "spoke", "do": "did", "move": "moved", "die": "died", "play": "played",
    "study": "studied", "live": "lived", "start": "started", "join": "joined",
    "release": "released",
}  # fmt: skip
