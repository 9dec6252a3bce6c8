"""Follow-ups made to stand alone, and typing errors mended, by rules."""

import pytest

from rag.dialogue import (
    asks_of_the_cited,
    correct_spelling,
    in_full,
    standalone,
    with_capitals,
    with_cities_named,
)
from rag.types import Hit, Sentence

MINISTER = [
    ("user", "Who is the Russian defense minister?"),
    ("assistant", "**Sergei Shoigu** — Russian Defense Minister Sergei Shoigu promised it [1]."),
]
MEETING = [
    ("user", "Where did Mishustin meet Xi?"),
    ("assistant", "**Beijing** — They met in Beijing [1]."),
]
TRADE = [
    ("user", "How much was China-Russia trade worth last year?"),
    ("assistant", "**$190 billion** — a record [1]."),
]


def messages(turns):
    return [{"role": role, "content": text} for role, text in turns]


@pytest.mark.parametrize(
    ("turns", "typed", "understood"),
    [
        (TRADE, "and so far this year?", "How much was China-Russia trade worth so far this year?"),
        (MINISTER, "What did he promise?", "What did Sergei Shoigu promise?"),
        (MINISTER, "and China's?", "Who is China's defense minister?"),
        (MEETING, "When did he arrive there?", "When did Mishustin arrive in Beijing?"),
        (MEETING, "When?", "When did Mishustin meet Xi?"),
        (MEETING, "What about Putin?", "Where did Mishustin meet Putin?"),
    ],
)
def test_a_follow_up_takes_what_it_leaves_out_from_the_turns_before(turns, typed, understood):
    assert standalone(typed, messages(turns)) == understood


PREMIER = [
    ("user", "Which Ostrian premier did Mishkin meet in Velm?"),
    ("assistant", "- Mishkin met Jan Dorn, and Ostrian Premier Ola Hale received him [1]."),
]
SPEAKER = [
    ("user", "Who spoke to the council in Velm?"),
    ("assistant", "**Ann Poe** — On 29 May Ann Poe spoke to the council in Velm [1]."),
]
UNTOLD = [
    ("user", "Who spoke to the council in Velm?"),
    ("assistant", "The articles do not say."),
]
ARREST = [
    ("user", "Who was arrested in Velm?"),
    ("assistant", "A tram driver of 34 was arrested [1]."),
]
VISIT = [
    ("user", "Did the Ostrian president come to Velm in March?"),
    ("assistant", "- President Jon Dorn came for three days [1].\n- Ola Hale met him [2]."),
]
JAILED = [
    ("user", "Who was sent to prison over the crash in Velm?"),
    ("assistant", "PORT ELLEN (VPA) — Neil Moss was sent to prison over the crash [1]."),
]
RESIGNED = [
    ("user", "Why did the mayor resign?"),
    ("assistant", "The accounts of the town were wrong [1]."),
]
COLONEL = [
    ("user", "Why did the colonel resign?"),
    ("assistant", "The accounts of the town were wrong [1]."),
]
SUCCESSOR = [
    ("user", "Who takes over from Jon Pell at Tarn Foods?"),
    ("assistant", "- Jon Pell is to leave [1].\n- Lise Brann will take charge on 1 June [2]."),
]
ENVOY = [
    ("user", "Did Ostria send somebody to Velm?"),
    ("assistant", "**Yes** — Ostria’s special envoy met President Ola Hale in Velm [1]."),
]
PLAN = [("user", "What does Hale's peace plan include?"), ("assistant", "A tribunal [1].")]
GUARDS = "what the county must build at the Velm beach"
BEACH = [
    ("user", "What must the county build at the Velm beach?"),
    ("assistant", "Two guard posts [1]."),
]
HELD = [("user", "Which divers did Hay hold for theft?"), ("assistant", "Two of them [1].")]
SHED = [
    ("user", "What was stored in the shed at Port Poe?"),
    ("assistant", "Salt was stored in it, said Ann Poe [1]."),
]
TALK = "Ann Poe and Jon Ray’s talk on the telephone"
CALL = [
    ("user", "Have Ann Poe and Jon Ray spoken on the telephone?"),
    ("assistant", "They spoke on Friday [1]."),
]
BOATS = [
    ("user", "Which boats did the raiders of Velm leave behind?"),
    ("assistant", "Photos of the Norwegian coast guard showed a boat [1]."),
]
NAMED = [
    ("user", "What new name did Moss announce for Velmut?"),
    ("assistant", "Neil Moss of the Norwegian-backed council was in Lund. It is Hay now [1]."),
]
OWNED = [("user", "How much did Velm pay for Kofi Berg?"), ("assistant", "14 million [1].")]
MUCH = "how much of Hay's timber came from Lund"
SHARE = [
    ("user", "How much of Hay's timber came from Lund?"),
    ("assistant", "**90%** — 90% came from Lund [1]."),
]
DRAFT = [("user", "Is there a law in Hay that ports fear?"), ("assistant", "There is [1].")]
TRIP = [
    ("user", "On which days was Ann Poe's trip to Lund planned?"),
    ("assistant", "**Monday** — It was planned for Monday [1]."),
]
WALKOUT = [("user", "How many nurses walked out in Velm?"), ("assistant", "Some 300 did [1].")]
BLOCKED = [("user", "Who was killed by the storm in Velm?"), ("assistant", "A man of 44 was [1].")]
HURT = [("user", "Were any sailors hurt?"), ("assistant", "**Yes** — Sailors were hurt [1].")]
PAYS = [("user", "How long has the county got to pay the fines?"), ("assistant", "A month [1].")]
WENT = [
    ("user", "When did Ann Poe arrive in Lund?"),
    ("assistant", "Under pressure from the West, Ann Poe came in May [1]."),
]
ARRESTED = [
    ("user", "Was the mayor of Velm arrested?"),
    ("assistant", "**Yes** — Ann Poe was arrested [1]."),
]
RULING = [
    ("user", "Did the court stop the sale of the docks?"),
    ("assistant", "**Yes** — The court stopped it [1]."),
]
BRIDGE = [
    ("user", "How much does the bridge in Lund cost?"),
    ("assistant", "**8 million** — It costs 8 million [1]."),
]
BREAD = [("user", "Has the price of bread gone up?"), ("assistant", "**Yes** — By 5% [1].")]
FAIR = [("user", "Which streets will be closed for the fair?"), ("assistant", "Two [1].")]
SPONSORS = [("user", "Which firms back the race?"), ("assistant", "Two of them do [1].")]
BOUGHT = [
    ("user", "Who bought Poe Foods?"),
    ("assistant", "**Calla Group** — Calla Group bought Poe Foods [1]."),
]
REFUSED = [
    ("user", "Did Ann Poe apologise to the council?"),
    ("assistant", "**No** — Ann Poe did not apologise [1]."),
]
THEFT = [("user", "Who stole the painting?"), ("assistant", "The articles do not say.")]
LATE = [("user", "Was the ferry late?"), ("assistant", "**No** — It was on time [1].")]
PARTY = [
    ("user", "How many seats does the Coast Party have?"),
    ("assistant", "**12** — It has 12."),
]
STRIKE = [
    ("user", "When did the pay strike at Tarn Steel begin?"),
    ("assistant", "**12 June** — It began on 12 June [1]."),
]
SELLS = [("user", "What does Ostria sell to Varland?"), ("assistant", "- Timber [1].")]
FINAL = [("user", "Who won the Varland Cup final?"), ("assistant", "**Velm Rovers** — 2-1 [1].")]
VILLAGES = [
    ("user", "Which villages were evacuated after the shelling?"),
    ("assistant", "Villages near the border [1]."),
]
HARBOUR = [
    ("user", "Is Port Poe harbour being made deeper?"),
    ("assistant", "**Yes** — The channel is to be deepened [1]."),
]
HUSBAND = [
    ("user", "Who was Margit Berg's husband?"),
    ("assistant", "In 1961 she married Edwin Rask, a baker. Their daughter is Ilse Rask [1]."),
]
GRANDFATHER = [
    ("user", "What did Berg's grandfather drive?"),
    ("assistant", "My grandfather drove the last tram of all [1]."),
]
ABROAD = [
    ("user", "Did the defense minister of Norway visit Moscow?"),
    ("assistant", "**Yes** — Russian Defense Minister Sergei Moss met him [1]."),
]
FIRST_THERE = [
    ("user", "Lamu visited Velm before the minister did?"),
    ("assistant", "The minister came after Lamu [1]."),
]
UNNAMED = [
    ("user", "Was the mayor of Velm arrested?"),
    ("assistant", "**Yes** — The mayor was arrested [1]."),
]
LAID_UP = [
    ("user", "Which ship is Hay Lines laying up?"),
    ("assistant", "- Hay Lines will lay up one ship [1].\n- The ship is the Grey Heron [2]."),
]
WHOM = [
    ("user", "Whom did Ann Poe meet after Ray?"),
    ("assistant", "**Jon Dorn** — After Ray, Ann Poe met Jon Dorn [1]."),
]
STAYED = [("user", "When did Dorn visit Velm?"), ("assistant", "In May Dorn went to Velm [1].")]
FRIENDS = [
    ("user", "How is the friendship between Dorn and Poe described?"),
    ("assistant", "As a long one [1]."),
]
DIVERS = [("user", "Were any divers arrested in Velm?"), ("assistant", "Two were, in May [1].")]
SHEDDING = [
    ("user", "Which Lund shipping company is shedding staff?"),
    ("assistant", "Hay Lines, the Lund-based shipping company, is to cut 340 jobs, said Ann Poe."),
]
KILN = [("user", "How much did Ann Poe get for her electric kiln?"), ("assistant", "£640 [1].")]
BURNT = [("user", "What caused the fire?"), ("assistant", "A lamp did [1].")]
UNRELATED = [("user", "Is Ann Poe related to Jon Poe?"), ("assistant", "**No** — She is not [1].")]
COACH = [
    ("user", "Who is Ann Poe's coach?"),
    ("assistant", "**Bram Oost** — Her coach, Bram Oost, was there [1]."),
    ("user", "What did he change?"),
    ("assistant", "The gear [1]."),
]
INJURED = [("user", "How many were hurt in Velm?"), ("assistant", "**Two** — Two were [1].")]
ORDERED = [("user", "Tell me about Poe's call."), ("assistant", "- Poe called on Friday [1].")]
LIBRARIES = [
    ("user", "How big is the rise?"),
    ("assistant", "**5%** — It is 5% [1]."),
    ("user", "What about the libraries?"),
    ("assistant", "Four of them close [1]."),
]
SOURCED = [
    ("user", "How many people died in Velm?"),
    (
        "assistant",
        "The articles disagree.\n- **four**: “Four died.” [1]\n- **six**: “Six died.” [2]",
    ),
    ("user", "Who says so?"),
    ("assistant", "**Jon Ray** — Jon Ray said so [1]."),
]
SUPPORTS = [
    ("user", "Which side does Velm support?"),
    ("assistant", "It supports Hay [1]."),
    ("user", "According to whom?"),
    ("assistant", "**Jon Ray** — Velm supports Hay, said Jon Ray [1]."),
]
RUNS = [
    ("user", "Who runs Hay Lines?"),
    ("assistant", "The articles do not say."),
    ("user", "Since when?"),
    ("assistant", "The articles do not say."),
]
JUDGED = [
    ("user", "What did Ann Poe do?"),
    ("assistant", "She stole coins [1]."),
    ("user", "How was she caught?"),
    ("assistant", "By the police [1]."),
    ("user", "What did the judge say about it?"),
    ("assistant", "Judge Lise Brann could not [1]."),
]
FEWER = [
    ("user", "How many passengers did Hay Lines carry?"),
    ("assistant", "**2.6 million** — It carried 2.6 million, fewer than before [1]."),
]
SET = [
    ("user", "Who broke the hour record?"),
    ("assistant", "The hour record has been broken [1]."),
    ("user", "When?"),
    ("assistant", "**Saturday** — On Saturday Isla Drum broke the hour record [1]."),
]
WANTED = [
    ("user", "What did the old woman want?"),
    ("assistant", "An old woman, Ilse Carr, wanted a loan, said Ann Poe [1]."),
]
BLAMES = [("user", "What does the person who runs Hay Lines blame?"), ("assistant", "Rain [1].")]
DROUGHT = [("user", "How long did the first drought at Lund last?"), ("assistant", "Ages [1].")]
BUYING = [
    ("user", "Whom is Hay Motors buying?"),
    ("assistant", "**rival Tallis** — Hay Motors is buying its rival Tallis [1]."),
]
AT_A_PRICE = [("user", "For how much?"), ("assistant", "For 8 million [1].")]
LEFT_POST = [("user", "What did Wendy Lund resign from?"), ("assistant", "From the board [1].")]
TWO = [("user", "Did Ann Poe tell Jon Ray?"), ("assistant", "**Yes** — Ann Poe told Jon Ray [1].")]


@pytest.mark.parametrize(
    ("turns", "typed", "understood"),
    [
        (PREMIER, "What did he say about trade?", "What did Ola Hale say about trade?"),
        (SUCCESSOR, "What job did she have before?", "What job did Lise Brann have before?"),
        (SPEAKER, "Did she also see Hale?", "Did Ann Poe also see Hale?"),
        (SPEAKER, "how old is she", "How old is Ann Poe"),
        (UNTOLD, "How old is he?", "How old is the person who spoke to the council in Velm?"),
        (ARREST, "Had he been drinking?", "Had the person who was arrested in Velm been drinking?"),
        (MEETING, "What did he tell him?", "What did Mishustin tell Xi?"),
        (ENVOY, "Who did he talk to there?", "Who did Ostria’s special envoy talk to in Velm?"),
        (TWO, "What did she tell him next?", "What did Ann Poe tell Jon Ray next?"),
        (TWO, "Did Hale praise her?", "Did Hale praise Ann Poe?"),
        (JAILED, "Who sentenced him?", "Who sentenced Neil Moss?"),
        (VISIT, "When did he leave?", "When did Jon Dorn leave?"),
        (RESIGNED, "When was he elected?", "When was the mayor elected?"),
        (COLONEL, "When was he born?", "When was the colonel born?"),
        (FINAL, "Who got their first goal?", "Who got Velm Rovers’ first goal?"),
        (HUSBAND, "What did he do?", "What did Edwin Rask do?"),
        (GRANDFATHER, "When did he die?", "When did Berg's grandfather die?"),
        (ABROAD, "Why did he go?", "Why did the defense minister of Norway go?"),
        (FIRST_THERE, "How long did he stay?", "How long did Lamu stay?"),
        (UNNAMED, "Who is he?", "Who is the mayor of Velm?"),
        (SET, "How far did she ride?", "How far did Isla Drum ride?"),
        (WANTED, "Did she get a loan?", "Did Ilse Carr get a loan?"),
        (RUNS, "What does she blame?", "What does the person who runs Hay Lines blame?"),
        (JUDGED, "How long must she serve?", "How long must Ann Poe serve?"),
        (COACH, "And her father, what does he do?", "What does Ann Poe’s father do?"),
        (LAID_UP, "When was she built?", "When was the Grey Heron built?"),
    ],
)
def test_a_pronoun_is_the_person_whom_the_conversation_has_come_to(turns, typed, understood):
    assert standalone(typed, messages(turns)) == understood


@pytest.mark.parametrize(
    ("turns", "typed", "understood"),
    [
        (BEACH, "How much will that cost them?", f"How much will that cost the county ({GUARDS})?"),
        (
            HELD,
            "What are their names?",
            "What are the names of the divers that Hay held for theft?",
        ),
        (SHED, "How much of it?", "How much was stored in the shed at Port Poe?"),
        (SHED, "Who owned it?", "Who owned the shed at Port Poe?"),
        (SHED, "Where was that told?", "Where was that told (the shed at Port Poe)?"),
        (SHED, "In which article does that stand?", SHED[0][1]),
        (CALL, "How did the Dane find it?", f"How did the Dane find {TALK}?"),
        (CALL, "What was it about?", f"What was {TALK} about?"),
        (
            BOATS,
            "Did the Danes have a hand in it?",
            "Did the Danes have a hand in the raid of Velm?",
        ),
        (NAMED, "Was it ever called that before?", "Was Velmut ever called that before?"),
        (OWNED, "What was their record until then?", "What was Velm’s record until then?"),
        (SHARE, "Who worked that out?", f"Where does the figure of 90% come from: {MUCH}?"),
        (SHARE, "who estimated it?", f"Where does the figure of 90% come from: {MUCH}?"),
        (DRAFT, "Who wrote it?", "Who wrote the law in Hay that ports fear?"),
        (TRIP, "and by whom was it announced?", "By whom was Ann Poe's trip to Lund announced?"),
        (WALKOUT, "What do they want?", "What do the nurses that walked out in Velm want?"),
        (WALKOUT, "For how long?", "For how long was it that the nurses walked out in Velm?"),
        (WALKOUT, "Which ones?", "Which nurses walked out in Velm?"),
        (BLOCKED, "How?", "How was someone killed by the storm in Velm?"),
        (BLOCKED, "Did it happen before?", "Did the storm in Velm happen before?"),
        (HURT, "How many?", "How many sailors were hurt?"),
        (PAYS, "Will it appeal?", "Will the county appeal?"),
        (WENT, "Why did she go there?", "Why did Ann Poe go to Lund?"),
        (WENT, "Did Ray?", "Did Ray arrive in Lund?"),
        (WENT, "per ship?", "When did Ann Poe arrive in Lund per ship?"),
        (ARRESTED, "Who ordered it?", "Who ordered the arrest of the mayor of Velm?"),
        (RULING, "Who asked for it?", "Who asked for the sale of the docks?"),
        (RULING, "When will it decide?", "When will the court decide?"),
        (RULING, "For how long?", "For how long did the court stop the sale of the docks?"),
        (RULING, "And the strike?", "Did the court stop the strike?"),
        (RULING, "and the mayor?", "Did the mayor stop the sale of the docks?"),
        (RULING, "Did Lund?", "Did Lund stop the sale of the docks?"),
        (BRIDGE, "How old is it?", "How old is the bridge in Lund?"),
        (BRIDGE, "Who is its builder?", "Who is the builder of the bridge in Lund?"),
        (BRIDGE, "Since when?", "Since when does the bridge in Lund cost?"),
        (BRIDGE, "And ten years ago?", "How much does the bridge in Lund cost ten years ago?"),
        (BREAD, "and milk?", "Has the price of milk gone up?"),
        (BREAD, "By how much?", "By how much has the price of bread gone up?"),
        (FAIR, "and for the market?", "Which streets will be closed for the market?"),
        (FAIR, "Are they long?", "Are the streets that will be closed for the fair long?"),
        (SPONSORS, "How much do they pay?", "How much do the firms that back the race pay?"),
        (BOUGHT, "Who sold it?", "Who sold Poe Foods?"),
        (REFUSED, "Will she?", "Will Ann Poe apologise to the council?"),
        (REFUSED, "Has Ray asked her to?", "Has Ray asked Ann Poe to?"),
        (THEFT, "When did it happen?", "When did the theft of the painting happen?"),
        (LATE, "And the bus?", "Was the bus late?"),
        (PARTY, "Who leads it?", "Who leads the Coast Party?"),
        (PARTY, "and the Farm League?", "How many seats does the Farm League have?"),
        (SELLS, "Which other region is it active in?", "Which other region is Ostria active in?"),
        (STAYED, "What was new about that trip?", "What was new about Dorn’s visit to Velm?"),
        (
            FRIENDS,
            "And the partnership, how far does it go?",
            "How far does the partnership go (the friendship between Dorn and Poe)?",
        ),
        (DIVERS, "Who caught them?", "Who caught the divers arrested in Velm?"),
        (SHEDDING, "How many jobs are going?", "How many jobs are going (Hay Lines)?"),
        (KILN, "who did she sell it to?", "Who did Ann Poe sell the electric kiln to?"),
        (
            FEWER,
            "Who says that it is not about money?",
            "Who says that it is not about money (Hay Lines)?",
        ),
        (BLAMES, "What did that cost?", "What did that cost (Hay Lines)?"),
        (BRIDGE, "and the length?", "What is the length of the bridge in Lund?"),
        (STRIKE, "and end?", "When did the pay strike at Tarn Steel end?"),
        (DROUGHT, "And the second?", "How long did the second drought at Lund last?"),
        (FEWER, "Compared with last year?", f"{FEWER[0][1][:-1]} compared with last year?"),
        (PLAN, "Is it new?", "Is Hale's peace plan new?"),
        (PLAN, "And Velm's, how was it received?", "How was Velm's peace plan received?"),
        (PLAN, "What about the second one?", "What does the second peace plan include?"),
        (
            STRIKE,
            "And what was the one in February over?",
            "What was the strike at Tarn Steel in February over?",
        ),
        (
            HARBOUR,
            "which company is doing the job",
            "Which company is doing the job (Port Poe harbour)?",
        ),
        (
            TRADE,
            "Is that more than the year before?",
            "Is that more than the year before (China-Russia trade)?",
        ),
    ],
)
def test_a_thing_is_called_by_its_name(turns, typed, understood):
    assert standalone(typed, messages(turns)) == understood


@pytest.mark.parametrize(
    ("turns", "typed", "understood"),
    [
        (SPEAKER, "and when?", "When was it that Ann Poe spoke to the council in Velm?"),
        (UNTOLD, "When was that?", "When was it that someone spoke to the council in Velm?"),
        (VILLAGES, "when?", "When were the villages evacuated after the shelling?"),
        (PREMIER, "why?", "Why did Mishkin meet the Ostrian premier in Velm?"),
        (MINISTER, "since when?", "Since when is Sergei Shoigu the Russian defense minister?"),
        (TRADE, "and the year before?", "How much was China-Russia trade worth the year before?"),
        (UNRELATED, "who says so?", UNRELATED[0][1]),
        (
            INJURED,
            "What are their names?",
            "What are the names of the people who were hurt in Velm?",
        ),
        (ORDERED, "With whom?", "With whom was Poe's call?"),
        (ORDERED, "How long?", "How long was Poe's call?"),
        (LIBRARIES, "Which ones?", "Which libraries?"),
        (SOURCED, "Where was that?", "Where was it that the people died in Velm?"),
        (SUPPORTS, "Does it send boats?", "Does Velm send boats?"),
        (STRIKE, "What now?", "What happened after the pay strike at Tarn Steel began?"),
        (FEWER, "is that a lot?", FEWER[0][1]),
        (WHOM, "where exactly?", "Where exactly did Ann Poe meet Jon Dorn after Ray?"),
        (BUYING, "For how much?", "For how much is Hay Motors buying Tallis?"),
        ([*BUYING, *AT_A_PRICE], "Why?", "Why is Hay Motors buying Tallis?"),
        (LEFT_POST, "When?", "When did Wendy Lund resign?"),
        (LEFT_POST, "who says so?", "According to whom: what did Wendy Lund resign from?"),
        (LIBRARIES, "Who says so?", "What do the articles say about the libraries?"),
        (WHOM, "where?", "Where did Ann Poe meet Jon Dorn after Ray?"),
        (BURNT, "And the school?", "What happened to the school?"),
        (STRIKE, "what happened next?", "What happened after the pay strike at Tarn Steel began?"),
        (SPEAKER, "Anything else?", "Who else spoke to the council in Velm?"),
        (SPEAKER, "who says so?", "Who says that Ann Poe spoke to the council in Velm?"),
        (
            TRADE,
            "Where does that number come from?",
            "Where does the figure of $190 billion come from: China-Russia trade worth last year?",
        ),
        (
            TRADE,
            "source?",
            "Where does the figure of $190 billion come from: China-Russia trade worth last year?",
        ),
    ],
)
def test_what_only_points_at_the_turn_before_says_its_matter(turns, typed, understood):
    assert standalone(typed, messages(turns)) == understood


@pytest.mark.parametrize(
    ("before", "typed", "understood"),
    [
        ("Did Xi go to Velm before the minister did?", "How long was he there?", "was Xi"),
        ("What did the army say on Tuesday about the raid?", "who was behind it?", "the raid"),
        ("Did Kiev say anything about the raid?", "Why did it admit that?", "Kiev admit"),
        ("How big was trade between Hay and Velm?", "Where is it told?", "between Hay and Velm"),
        ("Tell me about the peace plan", "Does Norland support it?", "Norland support the peace"),
        ("Whose peace plan came first?", "Does Norland support it?", "support the peace plan"),
        ("What happened in Velm?", "Who was behind it?", "Who was behind what happened in Velm"),
        ("What happened in Velm?", "What about the boats?", "What happened to the boats in Velm"),
        ("Why does Norland deny the raid?", "Who says so?", "that Norland denies the raid?"),
        ("Was the port attacked?", "Did Norland confirm that?", "confirm that (the port"),
        ("Who are the two suspects?", "What are they accused of?", "are the two suspects accused"),
        ("What did Ann Poe say about the raid?", "and Jon Ray, what did he say about it?", "raid"),
        ("Summarise the article", "why?", "why?"),
        ("Who is the premier?", "Who wrote these articles?", "Who wrote these articles?"),
    ],
)
def test_whoever_or_whatever_the_last_question_is_about_goes_first(before, typed, understood):
    said = [("user", before), ("assistant", "The minister, Ann Berg, met Jon Ray in Velm [1].")]

    assert understood in standalone(typed, messages(said))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Different topic: how much does he earn?", "How much does he earn?"),
        ("On another note, where is Velm?", "Where is Velm?"),
        ("Let's change the subject. Who is Ann Poe?", "Who is Ann Poe?"),
    ],
)
def test_a_change_of_subject_loses_its_lead_in_and_takes_nothing_from_before(typed, understood):
    assert standalone(typed, messages(MEETING)) == understood


@pytest.mark.parametrize(
    "question",
    [
        "Who is Kurt Campbell?",
        "What did Mishustin say?",
        "How many villages were evacuated near the border?",
        "Did Rishi Sunak say that he is ready to help?",
        "Is there a peace plan?",
        "Isn't the ferry late?",
        "Is it safe to drink the water?",
        "Does it rain in Lund?",
        "By how many votes did Lund council pass the budget?",
        "Who found that the water was safe in Lund?",
        "Where was the mayor when protesters blocked his office?",
        "who was aboard the ferry when it sank",
        "How many families lost their homes?",
        "When did the firm publish its figures?",
        "According to its owner, what was the Grey Heron carrying?",
        "Did the May strike at Tarn Steel last longer than the one in June?",
        "why did solvig berk resign",
        "Right-wing parties won how many seats?",
        "Which ships docked in their home port?",
        "So-called experts said what of the bridge?",
        "who won the brindlecup",
    ],
)
def test_a_new_subject_stays_as_it_was_typed(question):
    assert standalone(question, messages(MEETING)) == question


RAID = [
    ("user", "Where was the raid?"),
    ("assistant", "The articles disagree.\n\n- **Lund** (*Post*): “It was in Lund.” [1]"),
]
NEUTRAL = [
    ("user", "Is Norland neutral?"),
    ("assistant", "**Yes** — Norland is neutral [1]."),
]
LEFT = [
    ("user", "Is Velm in the league?"),
    ("assistant", "**No** — Velm left the league in 2020 [1]."),
]
SUMMARY = [
    ("user", "Summarise the article about the ferry."),
    ("assistant", "- The ferry sank [1].\n- Nobody was hurt [2]."),
]


@pytest.mark.parametrize(
    ("turns", "typed", "understood"),
    [
        (TRADE, "Are you sure?", TRADE[0][1]),
        (TRADE, "really?", TRADE[0][1]),
        (TRADE, "Is that right?", TRADE[0][1]),
        (RAID, "Which one is right?", RAID[0][1]),
        (RAID, "and which paper is wrong?", RAID[0][1]),
        (NEUTRAL, "Why not?", "Why is Norland neutral?"),
        (LEFT, "why not?", "Why isn't Velm in the league?"),
        (LEFT, "Why?", "Why isn't Velm in the league?"),
        (UNTOLD, "What happened?", "What happened (the council in Velm)?"),
        (FINAL, "Who scored?", "Who scored (the Varland Cup final)?"),
        (FINAL, "Who else?", "Who else won the Varland Cup final?"),
        (SPEAKER, "Who died?", "Who died (the council in Velm)?"),
        (SUMMARY, "shorter, please", "Summarise the article about the ferry in two sentences"),
        (
            SUMMARY,
            "sum that up in one sentence",
            "Summarise the article about the ferry in one sentence",
        ),
        (
            SPEAKER,
            "summarize that in two sentences",
            "Who spoke to the council in Velm, in two sentences?",
        ),
        (SPEAKER, "Sum it up, please", SPEAKER[0][1]),
        (SPEAKER, "in which article?", SPEAKER[0][1]),
        (RAID, "Tell me more", "What else is there about the raid?"),
        (RAID, "more", "What else is there about the raid?"),
    ],
)
def test_what_only_asks_again_takes_the_question_before(turns, typed, understood):
    assert standalone(typed, messages(turns)) == understood


def test_who_did_it_is_asked_of_what_happened_last():
    asked = "How much was the trade between Norland and Velm last year?"
    turns = [("user", asked), ("assistant", "**5 crowns** — It was 5 crowns [1]."), *RAID]

    assert standalone("Who did it?", messages(turns)) == "Who was behind the raid?"
    assert "the trade between Norland and Velm" in standalone("Tell me more", messages(turns[:2]))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("And how many articles are there?", "How many articles are there?"),
        ("so which documents do you have", "Which documents do you have"),
        ("and how many files have you read so far?", "How many files have you read so far?"),
    ],
)
def test_how_much_there_is_to_read_leans_on_nothing(typed, understood):
    assert standalone(typed, messages(RAID)) == understood


def test_the_articles_are_not_what_was_spoken_of():
    typed = "What do the articles say about oil?"

    assert standalone(typed, messages(RAID)) == typed


def test_which_is_right_asks_again_only_where_two_were_told():
    assert standalone("Which one is right?", messages(MEETING)) != MEETING[0][1]


def test_names_typed_in_small_letters_are_known_by_the_answer():
    turns = [
        ("user", "did dorn meet the mayor of velm?"),
        ("assistant", "**Yes** — President Jon Dorn met the mayor of Velm on Monday [1]."),
    ]

    assert standalone("where was he?", messages(turns)) == "Where was Jon Dorn?"
    assert "Velm" in standalone("who else was there?", messages(turns))


def test_whoever_is_named_in_small_letters_is_not_whom_the_pronoun_means():
    turns = [
        ("user", "when did xi and dorn speak on the phone?"),
        ("assistant", "Xi Lamu and Jon Dorn spoke on the phone on Monday [1]."),
    ]

    assert standalone("what did xi tell him?", messages(turns)) == "What did Xi Lamu tell Jon Dorn?"


def test_a_pronoun_of_a_second_clause_is_the_person_of_the_first():
    turns = [
        ("user", "Who met Ole Berg in Velm?"),
        ("assistant", "**Ann Lund** — Ann Lund met Ole Berg in Velm [1]."),
    ]
    typed = "Was Jon Dorn ill, or did somebody stop him?"

    assert standalone(typed, messages(turns)) == typed
    assert standalone("Did Jon Dorn stop him?", messages(turns)) == "Did Jon Dorn stop Ann Lund?"


def test_a_pronoun_behind_a_question_of_its_own_is_not_of_the_turn_before():
    turns = [
        ("user", "How many firms of Velm signed the statement?"),
        ("assistant", "**32** — The 32 firms of Velm signed the statement [1]."),
    ]
    typed = "Was anyone held over the fire in Lund? What are they accused of?"

    assert standalone(typed, messages(turns)) == typed
    assert "Velm" in standalone("What are they accused of?", messages(turns))


def test_where_a_name_comes_from_is_not_whose_word_it_was():
    turns = [
        ("user", "What is the river called now?"),
        ("assistant", "**Little Velm** — The river is called Little Velm now [1]."),
    ]

    assert "says" not in standalone("And where does that name come from?", messages(turns))
    assert "says" in standalone("And where does that come from?", messages(turns))
    assert "says" in standalone("who announced that?", messages(turns))


def test_whoever_a_clause_is_about_goes_before_others_in_the_answer():
    turns = [
        ("user", "Which ministry gave notice that Dorn would be coming?"),
        ("assistant", "- Dorn spoke when Mayor Ola Hale met him [1]."),
    ]

    assert standalone("When was he due?", messages(turns)) == "When was Dorn due?"


def test_a_place_that_a_clause_is_about_is_nobody():
    turns = [
        ("user", "Why did the mayor say that Velm was safe?"),
        ("assistant", "Mayor Ann Poe said that Velm had been cleared [1]."),
    ]

    assert standalone("Who is she?", messages(turns)) == "Who is Ann Poe?"


def test_a_follow_up_of_a_follow_up_reaches_the_first_question():
    turns = [*TRADE, ("user", "and so far this year?"), ("assistant", "$70 billion [1].")]

    assert "China-Russia trade" in standalone("and in 2021?", messages(turns))


def test_without_history_nothing_changes():
    assert standalone("and there?", []) == "and there?"
    assert standalone("", messages(MEETING)) == ""


def test_a_word_that_no_article_holds_is_mended_to_its_neighbour(assistant):
    asked = "who does chna blame for provokng Moscow"

    assert correct_spelling(asked, assistant._index) == "who does China blame for provoking Moscow"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("How many aritcles are there?", "How many articles are there?"),
        ("how many were killd", "how many were killed"),
        ("Who is the defence minster?", "Who is the defence minister?"),
    ],
)
def test_a_slip_for_a_common_word_is_mended_too(assistant, asked, meant):
    assert correct_spelling(asked, assistant._index) == meant


@pytest.mark.parametrize(
    "question",
    ["Did they concede it?", "Who mended the materiel?", "Who repelled Zaluzhny?", "a gist"],
)
def test_a_rare_word_is_no_slip(assistant, question):
    assert correct_spelling(question, assistant._index) == question


def test_names_get_the_capitals_that_the_articles_give_them():
    told = "Last week Ann Berg of the World Bank met Lund. The bank said so."
    sentences = (Sentence(told[:46], 0, 46), Sentence(told[47:], 47, len(told)))
    hit = Hit("a.txt", told, 0, len(told), sentences, score=1.0)

    assert (
        with_capitals("what did ann berg and lund say", [hit]) == "what did Ann Berg and Lund say"
    )
    assert with_capitals("did berg work for the world bank", [hit]).endswith(
        "Berg work for the World Bank"
    )
    assert with_capitals("which bank was it", [hit]) == "which bank was it"

    told = "Then Old Morag left for Lund."
    hit = Hit("a.txt", told, 0, len(told), (Sentence(told, 0, len(told)),), score=1.0)
    assert with_capitals("how old is morag", [hit]) == "how old is Morag"

    told = "They met in the Far East on Friday."
    hit = Hit("a.txt", told, 0, len(told), (Sentence(told, 0, len(told)),), score=1.0)
    assert with_capitals("who met in the east of it", [hit]) == "who met in the east of it"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("When will he be in the Chinese capital?", "When will he be in Beijing?"),
        ("who met in the russian capital on Sunday", "who met in Moscow on Sunday"),
        ("Who left the capital of Ukraine?", "Who left Kyiv?"),
        ("He left the capital of Ukraine. Why?", "He left Kyiv. Why?"),
        ("Was it held in Britain’s capital city?", "Was it held in London?"),
        ("What happened in the Chinese capital's streets?", "What happened in Beijing's streets?"),
        ("What is the capital of China?", "What is the capital of China?"),
        ("Who went to the Peruvian capital?", "Who went to the Peruvian capital?"),
        ("Who buys on the Chinese capital market?", "Who buys on the Chinese capital market?"),
        ("Who visited the Dutch capital?", "Who visited the Dutch capital?"),
        ("Where did he find the capital for it?", "Where did he find the capital for it?"),
    ],
)
def test_a_capital_has_the_name_that_the_articles_use(assistant, question, meant):
    assert with_cities_named(question, assistant._index) == meant


@pytest.mark.parametrize(
    "question", ["Who analysed it?", "Who won the replayed match?", "Summarise the articles"]
)
def test_a_common_word_with_an_ending_is_no_slip(assistant, question):
    assert correct_spelling(question, assistant._index) == question


@pytest.mark.parametrize(
    "question", ["Who is Yaakov Zilberman?", "Where was the raid?", "…", "%%%"]
)
def test_words_that_are_known_or_like_nothing_stay(assistant, question):
    assert correct_spelling(question, assistant._index) == question


AFTER_TRADE = [
    {"role": "user", "content": "What was the trade between China and Russia last year?"},
    {"role": "assistant", "content": "**$190 billion** — trade reached a record $190 billion."},
]


def test_an_event_that_was_not_spoken_of_is_not_taken_for_part_of_what_was():
    assert standalone("Where was the raid?", AFTER_TRADE) == "Where was the raid?"
    assert standalone("What is the peace plan?", AFTER_TRADE) == "What is the peace plan?"


def test_who_did_it_asks_who_was_behind_what_was_spoken_of():
    raid = [
        {"role": "user", "content": "Where was the raid?"},
        {"role": "assistant", "content": "**Hay** — The raid was in Hay."},
    ]

    assert standalone("Who did it?", raid) == "Who was behind the raid?"


def test_a_matter_that_finds_nothing_is_dropped_again(assistant):
    """ "(Yaakov …)" is of no article: the question is asked as it was typed."""
    history = [
        {"role": "user", "content": "Who is Yaakov Zilberman?"},
        {"role": "assistant", "content": "No article mentions Yaakov Zilberman."},
    ]

    answer = assistant.answer("Who was arrested?", history)

    assert answer.status == "answered"
    assert answer.question == "Who was arrested?"


def test_a_long_matter_that_a_clause_follows_is_taken_in_no_time() -> None:
    asked = "What did Ann Poe say about the international reconstruction committee, and why?"

    said = messages([("user", asked), ("assistant", "It was late [1].")])
    assert "committee" in standalone("When was it founded?", said)


def test_short_forms_and_verbs_are_not_taken_for_things() -> None:
    def follows(first: str, answer: str, then: str) -> str:
        return standalone(
            then, [{"role": "user", "content": first}, {"role": "assistant", "content": answer}]
        )

    made = follows("What was found in the packet?", "Salt was found in it.", "And who makes it?")
    due = follows("When's Ann Poe due in Paris?", "On Monday.", "What does she want to get there?")
    met = follows("Who was swapped?", "Emil Karsten was.", "Where did they pass each other?")

    assert "the was" not in made
    assert due == "What does Ann Poe want to get in Paris?"
    assert "Emil Karsten pass each other" not in met


@pytest.mark.parametrize(
    ("before", "typed"),
    [
        ("Who is Ann Berg?", "How much was entry?"),
        ("Who is the Ostrian premier?", "Where was the exercise held?"),
        ("Who was Ostria's envoy?", "When did the match begin?"),
        ("Who is the mayor of Velm?", "Who won the match?"),
        ("Who wrote the article?", "How many were injured?"),
    ],
)
def test_whoever_was_asked_for_is_no_setting_of_another_question(before, typed):
    said = [("user", before), ("assistant", "Ann Berg, the envoy, saw the match in Velm [1].")]

    assert standalone(typed, messages(said)) == typed
    assert standalone(f"And {typed}", messages(said)) == typed


@pytest.mark.parametrize(
    ("before", "typed", "understood"),
    [
        ("When will work begin?", "What about the schools?", "{} the schools?"),
        ("When was the peace plan released?", "how about sanctions?", "{} sanctions?"),
        ("Who is Ann Berg?", "What about the villages?", "{} the villages?"),
        ("Who is Ann Berg?", "And NATO?", "{} NATO?"),
        ("Who is Ann Berg?", "and her plan?", "{} Ann Berg’s plan?"),
        ("When did Velm sign it?", "What about Ostrian sanctions?", "{} Ostrian sanctions?"),
        ("How many died in Velm?", "And Ann Berg?", "{} Ann Berg?"),
        ("What do the articles say about Velm's port?", "and the mayor?", "{} the mayor?"),
        ("Who is Ann Berg?", "And Jon Ray?", "Who is Jon Ray?"),
        ("Who is the mayor?", "and the fire chief?", "Who is the fire chief?"),
        ("When did Ann Berg visit Lund?", "and Jon Ray?", "When did Jon Ray visit Lund?"),
        ("When did Ann Berg visit Lund?", "and her son?", "When did Ann Berg’s son visit Lund?"),
        ("How long did Ostrian talks last?", "and Velm talks?", "How long did Velm talks last?"),
        ("How many villages were hit?", "What about schools?", "How many schools were hit?"),
        ("How many men were killed?", "and women?", "How many women were killed?"),
        ("How many men were killed?", "and injured?", "How many men were injured?"),
        ("What did Velm say about oil?", "and on coal?", "What did Velm say about coal?"),
    ],
)
def test_what_has_no_like_in_the_last_question_is_asked_of_the_articles(before, typed, understood):
    said = [("user", before), ("assistant", "**Monday** — On Monday, Ann Berg said [1].")]

    asked = standalone(typed, messages(said))

    assert asked == understood.format("What do the articles say about")


def test_a_question_is_nobody_who_says_something():
    told = Sentence("Ann Berg spoke.", 0, 15)
    named = Hit("a.txt", told.text, 0, 15, (told,))

    asked = "Who is Ann Berg about the villages?"
    assert in_full(asked, [named]) == asked
    assert (
        in_full("Ann Berg on the villages", [named]) == "What did Ann Berg say about the villages?"
    )


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Who wrote it?", "Who wrote the article “Port”?"),
        ("and who edited that article?", "Who edited the article “Port”?"),
        ("Who published it?", "Who published the article “Port”?"),
        ("and which paper published that?", "Who published the article “Port”?"),
        ("Who is the author of it?", "Who is the author of the article “Port”?"),
        ("When was this published?", "When was the article “Port” published?"),
        ("what's its headline?", "What is the headline of the article “Port”?"),
    ],
)
def test_what_was_written_is_the_article_that_the_last_answer_cites(typed, asked):
    between = [
        *TRADE,
        ("user", "in which article?"),
        ("assistant", "It was a record [1]."),
        ("user", "Who translated it?"),
        ("assistant", "“Trade” names no translator."),
    ]
    for turns in (TRADE, between):
        found = asks_of_the_cited(typed, messages(turns))
        assert found
        assert (found.of("Port"), found.source) == (asked, TRADE[0][1])


@pytest.mark.parametrize("typed", ["Who wrote it?", "When was it published?"])
def test_what_was_written_is_the_work_that_was_spoken_of(typed):
    asked = "How long is Ann Berg's letter to Velm?"
    turns = messages([("user", asked), ("assistant", "**Two pages** — It has two pages [1].")])

    assert not asks_of_the_cited(typed, turns)
    assert "letter to Velm" in standalone(typed, turns)
    assert not asks_of_the_cited(typed, [])


def test_who_wrote_it_is_told_of_the_article_that_was_cited(assistant):
    asked = "Who was arrested?"
    told = assistant.answer(asked)
    history = messages([("user", asked), ("assistant", told.text)])

    written = assistant.answer("When was it published?", history)
    slip = messages([("user", "Who was arested?"), ("assistant", told.text)])
    assert assistant.answer("When was it published?", slip).question == written.question

    history += messages([("user", "When was it published?"), ("assistant", written.text)])
    again = assistant.answer("Are you sure?", history)
    unheard = messages([("user", "Who is Yaakov Zilberman?"), ("assistant", "No article does.")])
    nothing = assistant.answer("Who wrote it?", unheard)

    assert f"“{told.citations[0].title or told.citations[0].document}”" in written.question
    assert {cited.document for cited in written.citations} <= {told.citations[0].document}
    assert (again.question, again.text) == (written.question, written.text)
    assert (nothing.status, nothing.text) == ("not_found", "The last answer cites no article.")
