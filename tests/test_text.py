"""Words, numbers, dates and names: what counts as the same, and where it stands."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text import (
    STOP_WORDS,
    Quantity,
    akin,
    dates,
    land,
    names,
    normalised,
    numbers,
    power,
    same_name,
    same_power,
    same_quantity,
    stem,
    stems,
    without_courtesies,
    words,
)

# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China’s U.S.-made trucks", "china us made trucks"),
        ("the U.S. and the US", "the us and the us"),
        ("15-month-old two-day", "15 month old two day"),
        ("1,500 3.5m $190 90% 29th", "1500 3.5m 190 90 29th"),
        ("don’t wasn't O'Neill's", "don't wasn't o'neill"),
        ("Türkiye STRASSE straße Łódź café cafe\u0301", "turkiye strasse strasse lodz cafe cafe"),
        ("co\u00adoperation", "cooperation"),
        ("中国人 met", "中 国 人 met"),
        ("workers’ “rights”", "workers rights"),
    ],
)
def test_words_are_compared_without_dress(text, expected):
    assert [w.text for w in words(text)] == expected.split()


def test_stems_leave_out_stop_words_and_endings():
    assert stems("The nations were trading") == stems("a nation trades") == ("nation", "trade")
    assert "us" not in STOP_WORDS  # it is also "U.S."
    assert stem("don't") == "don't"


def test_words_stemmed_in_several_threads_at_once_have_their_own_stems():
    roots = ("strength", "light", "hard", "weak", "short", "wide", "deep", "bright")
    each = ["".join(parts) + end for parts in product(roots, roots) for end in ("ening", "eners")]
    stem.cache_clear()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(stem, each))
    finally:
        sys.setswitchinterval(interval)
    stem.cache_clear()

    assert together == [stem(word) for word in each]


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "value", "unit"),
    [
        (["$190 billion", "190bn dollars", "US$190bn", "190 billion US dollars"], 190e9, "dollar"),
        (["USD 190 billion", "a record $190,000 million"], 190e9, "dollar"),
        (["70", "seventy", "more than 70", "70.0"], 70, ""),
        (["90%", "90 per cent", "ninety percent", "90 pct", "90-percent"], 90, "%"),
        (["29th", "twenty-ninth"], 29, "th"),
        (["10-point plan", "ten points"], 10, "point"),
        (["15-month-old", "fifteen months"], 15, "month"),
        (["two-day visit", "2 days"], 2, "day"),
        (["three", "3"], 3, ""),
        (["a dozen", "12", "twelve"], 12, ""),
        (["1,500", "1500", "one thousand five hundred", "1.5k", "1\u202f500"], 1500, ""),
        (["3.5m", "3.5 million", "3,500,000"], 3.5e6, ""),
        (["half a million", "500,000", "five hundred thousand"], 5e5, ""),
        (["two-thirds"], 2 / 3, ""),
        (["two and a half million", "2.5 million"], 2.5e6, ""),
        (["one and a half years", "one-and-a-half years"], 1.5, "year"),
        (["17:30", "5:30 p.m.", "5:30pm"], 17.5, "o'clock"),
        (["-3.5%", "−3.5 percent"], -3.5, "%"),
        (["5 billion rubles", "5bn roubles", "RUB 5 billion"], 5e9, "ruble"),
        (["the 1990s"], 1990, "decade"),
        (["one million", "a million"], 1e6, ""),
        (["40 km", "forty kilometers"], 40, "kilometre"),
        (["25°C", "25 °C", "25C", "25 degrees", "25°"], 25, "degree"),
        (["-5C", "-5°C", "−5 degrees"], -5, "degree"),
        (["100mph", "100 miles per hour"], 100, "mile"),
        (["90km/h", "90 kilometres an hour"], 90, "kilometre"),
        (["300MW", "300 megawatts"], 300, "megawatt"),
        (["10ft", "10 feet"], 10, "foot"),
        (["500ml", "500 millilitres"], 500, "millilitre"),
        (["500g", "500 grams"], 500, "gram"),
        (["7.30pm", "7:30 p.m.", "19:30"], 19.5, "o'clock"),
        (["1.8m tall", "1.8 metres"], 1.8, "metre"),
        (["the 100m final", "100 metres"], 100, "metre"),
        (["2,000m peak", "2,000 metres"], 2000, "metre"),
        (["Rs 10 crore", "₹1,000 lakh", "100 million rupees"], 1e8, "rupee"),
        (["2 lakh crore"], 2e12, ""),
        (["6 MİN", "ſix mınutes"], 6, "minute"),
        (["5 MİLLİON LİRA"], 5e6, "lira"),
    ],
)
def test_numbers_that_mean_the_same_are_equal(texts, value, unit):
    for text in texts:
        assert numbers(text) == (Quantity(pytest.approx(value), unit),), text


@pytest.mark.parametrize(
    "text",
    ["F-16", "COVID-19", "the G7", "5G", "dozens", "one of them", "No one", "v2.0.1", "T-72s"],
)
def test_parts_of_names_and_vague_words_are_no_numbers(text):
    assert numbers(text) == ()


def test_ranges_and_dates_give_each_of_their_numbers():
    assert [q.value for q in numbers("10–15 or 52-48 on 24 May 2023")] == [10, 15, 52, 48, 24, 2023]


def test_units_that_contradict_are_not_the_same_quantity():
    ten_days, ten_points, ten = numbers("10 days, 10 points, 10")
    assert not same_quantity(ten_days, ten_points)
    assert same_quantity(ten_days, ten)
    assert not same_quantity(ten, numbers("11")[0])


def test_a_bare_m_is_of_metres_or_of_millions():
    swum, sold, priced = numbers("swam 400m, sold 400 million, paid $400m")

    assert same_quantity(swum, numbers("400 metres")[0])
    assert same_quantity(swum, sold)
    assert not same_quantity(priced, numbers("400 metres")[0])


# --- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 May 2023 - 23:25", [(2023, 5, 24)]),
        ("On May 24, 2023, he left", [(2023, 5, 24)]),
        ("the 24th of May", [(None, 5, 24)]),
        ("2023-05-24 and 24.05.2023 and 5/24/2023", [(2023, 5, 24)] * 3),
        ("2023/05/24 and 24-05-2023 and 2023.05.24", [(2023, 5, 24)] * 3),
        ("5/4/2023 or 5-4-2023", [(2023, None, None)] * 2),
        ("the 1939-1945 war", [(1939, None, None), (1945, None, None)]),
        ("the 2023-24 season", [(2023, None, None)]),
        ("Jan. 5", [(None, 1, 5)]),
        ("He said so in May.", [(None, 5, None)]),
        ("since February 2022, when", [(2022, 2, None)]),
        ("In May Putin visited", [(None, 5, None)]),
        ("in 2023, some 90%", [(2023, None, None)]),
        ("mid-2022", [(2022, None, None)]),
        ("31 February 2023", [(2023, 2, None)]),
        ("between 1990 and 1995", [(1990, None, None), (1995, None, None)]),
    ],
)
def test_dates_are_read_as_far_as_they_are_given(text, expected):
    assert [(m.year, m.month, m.day) for m in dates(text)] == expected


def test_days_of_the_week_count_from_monday():
    assert [m.weekday for m in dates("on Wednesday and Mondays")] == [2, 0]


@pytest.mark.parametrize(
    "text",
    ["He may 5", "May Putin win?", "2000 soldiers", "$2000", "1,500", "March on Rome", "2000s"],
)
def test_other_words_and_numbers_are_no_dates(text):
    assert dates(text) == ()


# --- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On May 29, U.S. Deputy Secretary of State Kurt Campbell spoke to NATO in Brussels.",
            ["U.S.", "Kurt Campbell", "NATO", "Brussels"],
        ),
        ("met with Gen. Li Shangfu on Sunday", ["Li Shangfu"]),
        (
            "State councilor Li Shangfu at the Great Hall of the People",
            ["Li Shangfu", "Great Hall of the People"],
        ),
        (
            "China's Foreign Ministry spokesman Wang Wenbin",
            ["China", "Foreign Ministry", "Wang Wenbin"],
        ),
        ("How much was China-Russia trade worth?", ["China", "Russia"]),
        (
            "Alexandria Ocasio-Cortez and Bashar al-Assad",
            ["Alexandria Ocasio-Cortez", "Bashar al-Assad"],
        ),
        ("J. K. Rowling met Ursula von der Leyen", ["J. K. Rowling", "Ursula von der Leyen"]),
        (
            "Theresa May and Stephen King met King Charles III",
            ["Theresa May", "Stephen King", "Charles III"],
        ),
        ("Putin spoke with Xi on Monday May 5", ["Putin", "Xi"]),
        ("US-made Humvee trucks, an F-16", ["US", "Humvee", "F-16"]),
        ("Officially, it ended. Footage showed that.", []),
        ("Vehicles burnt. The vehicles were old.", []),
        ("the Bank of England’s Andrew Bailey", ["Bank of England", "Andrew Bailey"]),
        (
            "the National People’s Congress and China’s Foreign Ministry",
            ["National People’s Congress", "China", "Foreign Ministry"],
        ),
        ("who is putin", []),
    ],
)
def test_names_are_found_without_offices(text, expected):
    assert [n.text for n in names(text)] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Zelenskyy"),
        ("Zelenskiy", "President Volodymyr Zelensky"),
        ("Volodymyr Zelensky", "Vladimir Zelenskyy"),
        ("Kiev", "Kyiv"),
        ("U.S.", "the United States"),
        ("US", "America"),
        ("UK", "Britain"),
        ("EU", "European Union"),
        ("People's Republic of China", "China"),
        ("Türkiye", "Turkey"),
        ("Xi", "Xi Jinping"),
        ("Mishustin", "Russian Prime Minister Mikhail Mishustin"),
        ("Gen. Li Shangfu", "Li Shangfu"),
        ("V. Putin", "Vladimir Putin"),
        ("Vladimir V. Putin", "Vladimir Putin"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("Müller", "Mueller"),
        ("Sergei Shoigu", "Sergey Shoygu"),
        ("Putin’s", "Putin"),
        ("U.S. State Department", "State Department"),
        ("Campbell", "Kim Campbell"),
        ("Kim", "Kim Jong Un"),
        ("Oswald", "Lee Harvey Oswald"),
        ("Lee Oswald", "Lee Harvey Oswald"),
        ("Miranda", "Lin-Manuel Miranda"),
    ],
)
def test_spellings_forms_and_exonyms_are_the_same_name(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


def test_a_country_is_known_by_all_of_its_names_and_by_its_seat():
    assert land("USA") == land("the U.S.A.") == power("Washington") == "united states"
    assert land("Holland") == power("The Hague") == "netherlands"
    assert land("Türkiye") == land("Turkish") == "turkey"
    assert land("Sino") == land("Chinese") == "china"
    assert same_power("Great Britain", "London")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Belgorod", "Belgrade"),
        ("Li Qiang", "Li Shangfu"),
        ("Qiang", "Li Qiang"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Lee Anderson", "Lee Adair"),
        ("Vladimir", "Vladimir Putin"),
        ("Vladimir Putin", "Vladimir Zelensky"),
        ("Korea", "South Korea"),
        ("York", "New York"),
        ("States", "United States"),
        ("China", "Bank of China"),
        ("Foreign Ministry", "Defense Ministry"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("Niger", "Nigeria"),
        ("Wang Yi", "Wang Wenbin"),
        ("Putin", "Pushilin"),
        ("", "Putin"),
    ],
)
def test_like_names_of_others_are_not_the_same(one, other):
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other", "related"),
    [
        ("Paris", "Parisian", True),
        ("Central Asia", "Central Asian", True),
        ("China", "Chinese Premier", True),
        ("Ukraine", "Ukrainians", True),
        ("Russia", "Russian-backed", True),
        ("Florence", "Florentine", True),
        ("Catalonia", "Catalan", True),
        ("Johnson", "Johnston", False),
        ("Martin", "Martinez", False),
        ("Montana", "Montreal", False),
        ("Manchester", "Manchuria", False),
        ("Bergen", "Berger", False),
        ("Stockholm", "Stockton", False),
        ("Chile", "China", False),
        ("Niger", "Nigeria", False),
        ("Berlin", "Berlusconi", False),
        ("San Juan", "San José", False),
        ("Joan Pell", "Joanna Pell", False),
        ("Ruth Abney", "Ruth Adair", False),
        ("Port Hay Post", "Port Hay Echo", False),
    ],
)
def test_a_place_and_its_people_are_akin_and_like_names_are_not(one, other, related):
    assert akin(one, other) == akin(other, one) == related


# --- all of them -------------------------------------------------------------------------------

PIECES = """U.S. Gen. Li Xi’s May 24 2023 $ 190 billion 1,500 - – % p.m. one hundred and of the bn
    Secretary State al-Assad F-16 é ʼ 中 ß Þ ’s \u202e \u00ad \x00 23:25 5/4/2023 third"""
NEWS = st.tuples(
    st.lists(st.sampled_from(PIECES.split()), max_size=40), st.sampled_from(["", " "])
).map(lambda drawn: drawn[1].join(drawn[0]))


@settings(deadline=None)  # other work on the machine is no failure
@given(st.text(max_size=200) | NEWS)
def test_whatever_is_found_stands_where_it_says(text):
    for found in (numbers(text), dates(text), names(text)):
        end = 0
        for each in found:
            assert text[each.start : each.end] == each.text != ""
            assert each.start >= end
            end = each.end
    end = 0
    for word in words(text):
        assert word.text
        assert word.start >= end
        assert words(text[word.start : word.end])[0].text == word.text
        end = word.end
    assert same_name(text, text) in (True, False)
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize("find", [words, numbers, dates, names])
@pytest.mark.parametrize(
    "piece", ["A ", "Deputy ", "five hundred ", "1,", "of the ", "U.S. ", "a'", "1", "a.", "a-"]
)
def test_hostile_repetition_takes_time_in_proportion(find, piece):
    begun = time.thread_time()
    find(piece * (200_000 // len(piece)))
    assert time.thread_time() - begun < 10  # 0.5 s where measured; a square would take minutes


def test_a_word_of_many_possessives_is_read_in_one_go():
    assert len(words("a" + "'s" * 300_000 + "'t")) == 1


def test_importing_loads_no_third_party():
    code = "import sys, rag.text; print('snowballstemmer' in sys.modules, 'numpy' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("defence", "defense"),
        ("organisation", "organization"),
        ("criticised", "criticized"),
        ("theatres", "theaters"),
        ("favourite", "favorite"),
        ("analyse", "analyze"),
    ],
)
def test_british_and_american_spellings_have_one_stem(british, american):
    assert stem(british) == stem(american)


@pytest.mark.parametrize("word", ["four", "hour", "journal", "more", "are", "fire", "wise"])
def test_words_that_only_look_british_keep_their_stems(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("put", "asked"),
    [
        ("Hi! Who met Ann?", "Who met Ann?"),
        ("hey who met ann", "who met ann?"),
        ("Dear team, who met Ann? Please.", "Who met Ann?"),
        ("OK - who met Ann?", "Who met Ann?"),
        ("WHO MET ANN?", "who met ann?"),
        ("By the way, did Ann win?", "Did Ann win?"),
        ("Interesting. Did Ann win?", "Did Ann win?"),
        ("I see. One more question: did Ann win?", "Did Ann win?"),
        ("Next question - who met Ann?", "Who met Ann?"),
        ("Who met Ann, please? Thanks!", "Who met Ann?"),
        ("Who met Ann - please, thank you very much", "Who met Ann?"),
        ("Who met Ann?! Please thanks.", "Who met Ann?"),
        ("Based on the provided articles, how many died?", "How many died?"),
        ("Is Ann neutral according to the articles?", "Is Ann neutral?"),
        ("Could you please explain why Ann went?", "Why Ann went?"),
        ("Can you summarise the article on the raid?", "Summarise the article on the raid"),
        ("I'd like to know what the premier's name is.", "What is the premier's name?"),
        ("I was wondering how many articles there are.", "How many articles there are?"),
        ("Do you know whether Ann won?", "Is it true that Ann won?"),
        ("Tell me did Ann win.", "Did Ann win?"),
        ("Ann is neutral, isn't she?", "Is it true that Ann is neutral?"),
        ("So the mayor was in Lund?", "Was the mayor in Lund?"),
        ("Velm's mayor has resigned?", "Has Velm's mayor resigned?"),
        ("Near which town did they train", "Near which town did they train?"),
        ("who was behind it???", "who was behind it?"),
        ("How do you know?", "How do you know?"),
        ("Do the articles agree on where the fire was?", "Where was the fire?"),
    ],
)
def test_a_question_is_left_without_what_asks_nothing(put: str, asked: str) -> None:
    assert without_courtesies(put) == asked


@pytest.mark.parametrize(
    "question",
    [
        "According to Ann, what is it?",
        "In the article on the raid, who denied it?",
        "Tell me about the raid",
        "Explain the 10-point plan",
        "Which sources are named in the articles?",
        "If Ann withdraws, what will Lund do?",
        "Did Ann meet Lund, or did Poe?",
        "What do you know about Velm?",
        "and there?",
        "so who was it?",
        "In what way was Ann right?",
        "Whose claim was right?",
        "NATO?",
        "The man who was hurt?",
        "And those she will visit?",
        "The fire was where?",
        "The name Velm had in the war?",
        "The amount trade had reached by May?",
        "The team Poe was dismissed by?",
        "Soldiers have fled to Velm?",
        "Ann Poe said Velm will help?",
        "After Ann Poe had left the room?",
        "Right-wing parties won how many seats?",
        "Great-grandson of whom is Poe?",
        "Hi-tech exports of whom rose?",
        "Whom did Lee thank?",
        "Whom did Lee, if asked, thank?",
        "Who won three cheers?",
        "Who sang Please Please?",
        "Dear Evan Hansen, who wrote it?",
        "Whom did the ruling displease?",
        f"Who said{' please' * 30} x?",
        "Thanks!",
        "Please",
    ],
)
def test_what_asks_something_stays(question: str) -> None:
    assert without_courtesies(question) == question
