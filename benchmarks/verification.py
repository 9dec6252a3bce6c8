"""Measure verification: what share of corrupted claims is caught, and of good ones wrongly dropped.

    python benchmarks/verification.py [--extra FILE …] [--rules] [--misses N]

Good claims: those below, written by hand as a language model would (in other words, over one or
two sentences of the seeds), the articles' own sentences, and both reworded by rule. Each is
corrupted in five ways: a number changed, a name swapped for another of the same article, negated,
its citation moved to another sentence, and claims from nowhere (of another article, or about
nothing here). A corrupted claim is caught if it is not shown; a moved citation also if it is mended.
Two more ways, harder and beyond the aim, are reported apart: two names exchanged, and a word put
into its opposite.

Half of the claims (by hash) choose the thresholds, the other half is reported. `--extra` adds
claims from JSON lines {"claim", "evidence": […], "pool": […]}; `--rules` leaves the encoder out.
The corruptions are not those on which the encoder was trained (rag/reader/training/corrupt.py).
"""
# ruff: noqa: E501  # a claim a line reads best

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from rag.read import read, sources
from rag.split import passages
from rag.text import dates, names, numbers, same_name
from rag.types import Evidence, Passage, Sentence
from rag.verify import Judge, embedded_judge, prove
from rag.verify import claim as thresholds
from rag.verify.facts import coverage, objection, setting

HARDER = ("opposite word", "turned round")
SEEDS = Path(__file__).parents[1] / "seeds"
NOWHERE = """
Paris is the capital of France.
The central bank raised interest rates by half a point.
The two leaders signed a free trade agreement.
Trade between the two countries fell sharply.
The minister resigned after the scandal.
The talks lasted three hours.
Both sides agreed to a ceasefire.
The prime minister will visit India next month.
He was accompanied by his wife.
The European Union condemned the visit.
The deal includes the sale of fighter jets.
Ukraine's army has retaken the city.
The visit ended without a joint statement.
China has sent drones to Russia.
The president thanked his guest for the warm welcome.
Oil prices rose after the announcement.
Analysts said that the meeting brought no results.
The sanctions will be lifted next year.
Japan and South Korea protested against the exercises.
The talks also covered climate change.
""".strip().splitlines()

# (document, claim, words of each sentence that proves it)
BY_HAND: list[tuple[str, str, tuple[str, ...]]] = [
    ("000", "China-Russia trade was worth a record $190 billion last year.", ("record $190",)),
    ("000", "Chinese customs data put last year's trade with Russia at $190 billion.", ("record $190",)),
    ("000", "China is the biggest trade partner of Russia.", ("record $190",)),
    ("000", "So far this year, bilateral trade has reached $70 billion, Li said.", ("Li noted",)),
    ("000", "Trade hit a record $190 billion last year and has already reached $70 billion this year.",
     ("record $190", "Li noted")),
    ("000", "Mishustin said that Western pressure is strengthening Russia's ties with China.",
     ("Pressure from the West is",)),
    ("000", "According to Mishustin, relations are at an unprecedented high level.",
     ("unprecedented high",)),
    ("000", "Mishustin blamed illegitimate sanctions from the collective West.",
     ("unprecedented high",)),
    ("000", "Xi Jinping offered Mishustin Beijing's support on Moscow's core interests.",
     ("Later on",)),
    ("000", "Russia is turning to China for diplomatic and economic support.", ("increasingly turning",)),
    ("000", "Xi promised that the two countries would keep giving each other firm support.",
     ("firm support",)),
    ("000", "A Chinese special envoy held talks with Zelensky in Kyiv this month.", ("special envoy",)),
    ("000", "Beijing published a peace plan in February.", ("peace plan in February",)),
    ("000", "Ukraine's allies mostly rejected the Chinese peace plan.", ("peace plan in February",)),
    ("000", "Zelensky's peace plan has 10 points and includes a war crimes tribunal.",
     ("10-point",)),
    ("000", "The Kremlin said U.S.-made equipment in the raid showed the West's growing involvement.",
     ("U.S.-made military hardware by",)),
    ("000", "The Russian military says it killed more than 70 attackers in the Belgorod region.",
     ("routed militants",)),
    ("000", "The attackers came with armored vehicles and were pushed back into Ukraine.",
     ("routed militants",)),
    ("000", "Footage from the Russian defense ministry showed American-made Humvees.", ("Footage",)),
    ("000", "Shoigu promised a swift and extremely harsh response to further cross-border raids.",
     ("extremely harshly",)),
    ("000", "Peskov said it is no secret that Ukraine is getting more and more equipment.",
     ("no secret",)),
    ("001", "Mishustin accused Western countries of trying to contain Russia and China.",
     ("“containing”",)),
    ("001", "Mishustin and Li Qiang co-chaired the 29th regular meeting of the heads of government.",
     ("29th regular",)),
    ("001", "The meeting between Mishustin and Li took place in Moscow on Wednesday.",
     ("29th regular",)),
    ("001", "Mishustin said the West wants to maintain its global dominance.", ("global dominance",)),
    ("001", "He called for building a multipolar world order.", ("building a multipolar",)),
    ("001", "China is ready for practical cooperation with Russia, Li said.", ("all-round practical",)),
    ("001", "The ties between Russia and China are growing stronger.", ("focusing its attention",)),
    ("001", "Kurt Campbell spoke to NATO representatives in Brussels on May 29.", ("Kurt Campbell",)),
    ("001", "In July, the 32 members of NATO said China had a crucial role in enabling the invasion.",
     ("32 NATO members also",)),
    ("001", "China supports Russia's defense industry, according to NATO.", ("32 NATO members also",)),
    ("001", "Chinese and Russian forces held joint exercises in western Belarus, near Poland.",
     ("western Belarus",)),
    ("001", "Beijing denied that the exercises had anything to do with the summit.",
     ("western Belarus",)),
    ("001", "NATO urged Beijing to stop supporting the invasion of Ukraine.", ("urged Beijing",)),
    ("001", "China denies sending weapons to Russia.", ("repeatedly denied",)),
    ("001", "Ukrainian forces have found more and more Chinese components in Russian weapons.",
     ("repeatedly denied",)),
    ("001", "Li also met Vladimir Putin at the Kremlin.", ("After his meeting",)),
    ("001", "Li said that stable ties also contribute to regional and world peace.",
     ("steady development",)),
    ("001", "China wants to work with Russia on technology and industrial innovation.",
     ("emerging areas",)),
    ("001", "In 2023 about 90% of the high-priority dual-use goods came from China.",
     ("high priority",)),
    ("001", "The analysis of the customs data is by Nathaniel Sher of Carnegie China.",
     ("high priority",)),
    ("001", "Putin visited China in May, his first visit since his new term began.",
     ("first time since beginning",)),
    ("001", "Their partnership has been described as having no upper limits.",
     ("first time since beginning",)),
    ("001", "Xi called the relationship hard-earned.", ("hard-earned",)),
    ("002", "Mishustin called the relationship between Beijing and Moscow unprecedentedly high.",
     ("has commented",)),
    ("002", "He signed several memorandums of understanding with China in Beijing.",
     ("memorandums",)),
    ("002", "The agreement covers investment cooperation and exports of Russian farm products.",
     ("mutual commercial",)),
    ("002", "It is Mishustin's first visit to Beijing since February 2022.", ("since February 2022",)),
    ("002", "During the two-day visit Mishustin met Li Qiang.", ("two-day visit",)),
    ("002", "Afterwards he met President Xi Jinping.", ("After that he met",)),
    ("002", "RIA reported that Moscow and Beijing would work together to roll back Western sanctions.",
     ("roll back sanctions",)),
    ("002", "Xi said that China and Russia will firmly support each other.", ("firmly support",)),
    ("002", "The United States is keeping its distance from the attack.", ("distancing itself",)),
    ("002", "It was one of the largest cross-border attacks since the offensive began.",
     ("biggest cross-border",)),
    ("002", "The United States says that it did not encourage attacks inside Russia.",
     ("neither encouraged",)),
    ("002", "Matthew Miller said that how the war is waged is up to Ukraine.", ("Matthew Miller",)),
    ("002", "Villages near the border were evacuated after shelling.", ("Villages near",)),
    ("002", "RIA counted more than 70 militants, four armored vehicles and five pickups destroyed.",
     ("five pickups",)),
    ("002", "Ukraine denies that it was involved.", ("denied involvement",)),
    ("002", "Two paramilitary groups that oppose Putin are said to be behind the attack.",
     ("two paramilitary",)),
    ("002", "Rishi Sunak is ready to support Kiev throughout the year.", ("Rishi Sunak",)),
    ("002", "Sunak spoke at a defense conference in London.", ("defense conference",)),
    ("002", "Denis Pushilin visited Bakhmut after it fell to Moscow.", ("Denis Pushilin",)),
    ("002", "Bakhmut will be called Artemovsk.", ("Denis Pushilin", "Artemovsk")),
    ("002", "Bakhmut had the same name in Soviet times.", ("Soviet times",)),
    ("002", "A science institute director and two hypersonic missile experts were arrested for treason.",
     ("hypersonic missile",)),
    ("002", "They are accused of leaking classified information to China.", ("leaking classified",)),
    ("003", "Mishustin will travel to Beijing next week, China's Foreign Ministry announced.",
     ("will visit Beijing",)),
    ("003", "The visit is planned for Tuesday and Wednesday.", ("scheduled for",)),
    ("003", "Wang Wenbin said the two sides would exchange views on practical cooperation.",
     ("in-depth exchange",)),
    ("003", "Geng Shuang criticized Western arms sales to Ukraine.", ("Geng Shuang",)),
    ("003", "Geng said weapons would lead to escalation and more civilian casualties.",
     ("Geng Shuang",)),
    ("003", "China says that it does not provide arms to either side.", ("does not and will not",)),
    ("003", "China calls itself neutral but has not criticized the invasion.", ("neutral party",)),
    ("003", "China blames the West for provoking Moscow.", ("neutral party",)),
    ("003", "The conflict is 15 months old.", ("neutral party",)),
    ("003", "China buys Russian oil and sells Russia manufactured goods.", ("senior partner",)),
    ("003", "Beijing hosted a summit of five Central Asian republics this week.",
     ("Central Asian",)),
    ("003", "Zelenskyy and Xi Jinping spoke by phone last month.", ("phone call",)),
    ("003", "Zelenskyy described the call as long and meaningful.", ("phone call",)),
    ("004", "Putin met the Chinese defense minister on Sunday.", ("on Sunday",)),
    ("004", "The defense minister, Li Shangfu, met Putin and Shoigu.", ("Gen. Li Shangfu",)),
    ("004", "Xi Jinping had been in Moscow less than a month earlier for three days.",
     ("Gen. Li Shangfu",)),
    ("004", "China blames the United States and NATO for provoking Russia's actions.",
     ("refused to criticize",)),
    ("004", "China's foreign minister said it would not help Russia with weapons.",
     ("helping Russia with weapons",)),
    ("004", "China is officially neutral in the Ukraine conflict.", ("Officially",)),
    ("004", "China is increasingly the senior partner and gives Russia an economic lifeline.",
     ("Xi’s trip",)),
    ("004", "Putin praised how relations between Russia and China develop.", ("general development",)),
    ("004", "The two militaries exchange information and hold joint exercises.",
     ("joint exercises",)),
    ("004", "Li said the relations are stronger than the military unions of the Cold War.",
     ("outperform",)),
    ("004", "Li Shangfu was sworn in on March 12, 2023.", ("swears an oath",)),
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A claim with its citation; `good` says whether it may be shown with it."""

    kind: str
    claim: str
    cited: tuple[Evidence, ...]
    pool: tuple[Evidence, ...]
    good: bool = True
    origin: str = ""  # the claim from which it was made, by which the halves are parted

    @property
    def tuning(self) -> bool:
        """Whether it belongs to the half that chooses the thresholds."""
        return hashlib.sha256((self.origin or self.claim).encode()).digest()[0] % 2 == 0


# Good claims


def seeds() -> Iterator[Case]:
    """The claims by hand, and each sentence of the articles as its own claim."""
    pools = {}
    for source in sources(SEEDS):
        article = read(source)
        pools[source.document[:3]] = tuple(
            Evidence(passage, sentence)
            for passage in passages(article)
            for sentence in passage.sentences
        )
    for prefix, claim, fragments in BY_HAND:
        pool = pools[prefix]
        cited = tuple(_holding(pool, fragment) for fragment in fragments)
        yield Case("by hand", claim, cited, pool)
    for pool in pools.values():
        for one in pool:
            if 6 <= len(one.sentence.text.split()) <= 60:
                yield Case("own sentence", one.sentence.text, (one,), pool)


def _holding(pool: Sequence[Evidence], fragment: str) -> Evidence:
    plain = fragment.replace("’", "'")
    return next(e for e in pool if plain in e.sentence.text.replace("’", "'"))


def extra(path: Path) -> Iterator[Case]:
    """Claims from JSON lines; their sentences stand in a passage of their own."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        body, sentences = "", []
        for text in row["pool"]:
            start = len(body) + (1 if body else 0)
            body = f"{body} {text}" if body else text
            sentences.append(Sentence(text, start, start + len(text)))
        passage = Passage(
            f"{path.stem}-{number}", body, 0, len(body), tuple(sentences), row.get("title", "")
        )
        pool = tuple(Evidence(passage, sentence) for sentence in sentences)
        cited = tuple(e for e in pool if e.sentence.text in row["evidence"])
        if cited:
            yield Case(path.stem, row["claim"], cited, pool)


_REWORDINGS: list[tuple[str, str]] = [
    (r"\bsaid\b", "stated"),
    (r"\bbiggest\b", "largest"),
    (r"\blargest\b", "biggest"),
    (r"\balso\b", "as well"),
    (r"\bmore than\b", "over"),
    (r"\baccording to\b", "as reported by"),
    (r"\bAccording to ([A-Z]\w+), (\w)", r"\1 said that \2"),
    (r"\btwo countries\b", "two nations"),
    (r"\bshowed\b", "revealed"),
    (r"\bnear\b", "close to"),
    (r"\bstop\b", "cease"),
    (r"\bincreasingly\b", "more and more"),
    (r"\bmilitary\b", "armed forces"),
    (r"\battack\b", "assault"),
    (r"\btalks\b", "discussions"),
    (r"\bvisited\b", "travelled to"),
    (r"\breached\b", "came to"),
    (r"\$(\d+) billion", r"\1 billion dollars"),
    (r"\bten\b", "10"),
    (r"\bfour\b", "4"),
    (r"\bfive\b", "5"),
    (r"(\d+)%", r"\1 percent"),
    (r"\bUnited States\b", "US"),
]


def reworded(case: Case) -> Iterator[Case]:
    """The claim in other words by rule: every second rewording that fits, and another opening."""
    text = case.claim
    for pattern, other in _REWORDINGS:
        text = re.sub(pattern, other, text, count=1)
    if text != case.claim:
        yield replace(case, kind=f"{case.kind}, reworded", claim=text, origin=case.claim)
    if case.kind == "own sentence" and (shorter := _first_clause(case.claim)):
        yield replace(case, kind="own sentence, shortened", claim=shorter, origin=case.claim)


def _first_clause(text: str) -> str:
    """The sentence up to a clause behind its eighth word, if it has no quotation."""
    first, comma, _ = text.partition(", ")
    cut = comma and len(first.split()) >= 8 and not re.search('[“”"]', first)
    return f"{first}." if cut else ""


# Corrupted claims


def corrupted(case: Case, rng: Random) -> Iterator[Case]:
    """The same claim made wrong, once in each way that it allows."""
    ways: list[tuple[str, Callable[[Case, Random], str]]] = [
        ("number changed", _other_number),
        ("name swapped", _other_name),
        ("negated", _negated),
        ("turned round", _turned_round),
        ("opposite word", _opposite),
    ]
    made = replace(case, good=False, origin=case.claim)
    for kind, change in ways:
        if text := change(case, rng):
            yield replace(made, kind=kind, claim=text)
    far = [e for e in case.pool if e not in case.cited and not _also_proves(case, e)]
    if far:
        yield replace(made, kind="citation moved", cited=(rng.choice(far),))


def _other_number(case: Case, rng: Random) -> str:
    said = [q for q in numbers(case.claim) if q.text.strip() not in ("one", "first")]
    days = [d for d in dates(case.claim) if d.weekday is not None and d.day is None]
    if days and (not said or rng.random() < 0.4):
        day = rng.choice(days)
        others = [d for d in ("Monday", "Thursday", "Saturday") if d != day.text]
        return case.claim[: day.start] + rng.choice(others) + case.claim[day.end :]
    if not said:
        return ""
    quantity = rng.choice(said)
    written = re.search(r"\d[\d,.]*\d|\d", quantity.text)
    words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    if written:
        value = float(written[0].replace(",", ""))
        new = f"{value + rng.choice((-1, 1, 2, 5, 10)) if value > 12 else value + 1:g}"
        text = quantity.text.replace(written[0], new, 1)
    else:
        old = next((w for w in words if w in quantity.text.lower()), "")
        if not old:
            return ""
        text = quantity.text.lower().replace(old, rng.choice([w for w in words if w != old]), 1)
    return case.claim[: quantity.start] + text + case.claim[quantity.end :]


def _other_name(case: Case, rng: Random) -> str:
    said = names(case.claim)
    own = [n.text for n in said]
    cited = " ".join(e.sentence.text for e in case.cited)
    there = {n.text for e in case.pool for n in names(e.sentence.text)}
    others = sorted(
        n
        for n in there
        if not any(same_name(n, o) or n in o or o in n for o in own)
        and not n.endswith(("n", "ese"))  # "Russian" for "Li" is no sentence
        and n not in cited
    )
    if not said or not others:
        return ""
    name = rng.choice(said)
    return case.claim[: name.start] + rng.choice(others) + case.claim[name.end :]


_VERBS = r"\b(is|are|was|were|has|have|had|will|would|can|could)\b(?! not)(?!n['’]t)"
_PAST = {
    "said": "say", "reached": "reach", "met": "meet", "killed": "kill", "showed": "show",
    "offered": "offer", "promised": "promise", "accused": "accuse", "urged": "urge",
    "visited": "visit", "denied": "deny", "called": "call", "praised": "praise", "spoke": "speak",
    "signed": "sign", "hosted": "host", "released": "release", "published": "publish",
    "criticized": "criticize", "blamed": "blame", "described": "describe", "held": "hold",
    "rejected": "reject", "came": "come", "took": "take",
}  # fmt: skip
_PRESENT = {
    "says": "say", "calls": "call", "blames": "blame", "denies": "deny", "covers": "cover",
    "wants": "want", "supports": "support", "buys": "buy", "includes": "include",
}  # fmt: skip


def _negated(case: Case, rng: Random) -> str:
    if re.search(r"\b(?:not|no|never|neither|nor|without)\b|n['’]t\b", case.claim):
        turned = re.sub(r"\b(does|did|do) not (\w+)", r"\1 \2", case.claim, count=1)
        turned = turned if turned != case.claim else re.sub(r" not\b", "", case.claim, count=1)
        return turned if turned != case.claim else ""
    ways = []
    if found := re.search(_VERBS, case.claim):
        ways.append(case.claim[: found.end()] + " not" + case.claim[found.end() :])
    for forms, auxiliary in ((_PAST, "did not"), (_PRESENT, "does not")):
        if found := re.search(rf"\b({'|'.join(forms)})\b", case.claim):
            verb = f"{auxiliary} {forms[found[1]]}"
            ways.append(case.claim[: found.start()] + verb + case.claim[found.end() :])
    return rng.choice(ways) if ways else ""


def _turned_round(case: Case, _: Random) -> str:
    """The first two names exchanged: "Xi offered Mishustin", "Mishustin offered Xi"."""
    said = [n for n in names(case.claim) if not n.text.endswith(("n", "ese", "ish"))]
    if len(said) < 2 or same_name(said[0].text, said[1].text):
        return ""
    one, other = said[:2]
    between = case.claim[one.end : other.start]
    if re.fullmatch(r"\W*(?:and|or|,|-)?\W*", between):
        return ""
    return case.claim[: one.start] + other.text + between + one.text + case.claim[other.end :]


_PAIRS = (
    "strengthening/weakening biggest/smallest largest/smallest record/low support/opposition "
    "more/less increasingly/decreasingly joint/separate before/after western/eastern "
    "high/low growing/shrinking praised/criticized criticized/praised accused/thanked "
    "willing/unwilling ready/unwilling stop/continue stronger/weaker rejected/accepted "
    "older/younger first/last began/ended early/late north/south increase/decrease "
    "major/minor allowed/forbidden won/lost opened/closed success/failure most/fewest "
    "offered/refused buys/sells exports/imports harsh/mild evacuated/reopened"
)
_OPPOSITES = dict(pair.split("/") for pair in _PAIRS.split())


def _opposite(case: Case, rng: Random) -> str:
    found = [w for w in re.findall(r"[a-z]+", case.claim) if w in _OPPOSITES]
    word = rng.choice(found) if found else ""
    return re.sub(rf"\b{word}\b", _OPPOSITES[word], case.claim, count=1) if word else ""


def _also_proves(case: Case, other: Evidence) -> bool:
    """Whether another sentence of the article says the same, so that citing it is no error."""
    return coverage(case.claim, [other.sentence.text]) > 0.6


def foreign(cases: Sequence[Case], rng: Random) -> Iterator[Case]:
    """Claims of other articles, and claims of no article, with a citation that exists."""
    by_hand = [c for c in cases if c.kind == "by hand"]
    for case in by_hand:
        for text in (rng.choice(NOWHERE), rng.choice(by_hand).claim):
            if max(coverage(text, [e.sentence.text]) for e in case.pool) < 0.6:
                cited = (rng.choice(case.pool),)
                yield Case("from nowhere", text, cited, case.pool, good=False, origin=case.claim)


# Measuring


def wrong(case: Case, judge: Judge | None) -> bool:
    """Whether verification errs on `case`."""
    proof = prove(case.claim, case.cited, case.pool, judge=judge)
    if case.good:
        return not proof.verdict.supported
    if (
        case.kind == "citation moved"
    ):  # shown with another sentence is right; with this one it is not
        return proof.verdict.supported and set(case.cited) <= set(proof.evidence)
    return proof.verdict.supported


def tune(cases: Sequence[Case], judge: Judge | None) -> dict[str, float]:
    """The thresholds that err least on `cases`, judged by the claim and its own citation alone."""
    rows = []
    for case in cases:
        texts, where = [e.sentence.text for e in case.cited], setting(case.cited)
        if objection(case.claim, texts, where):
            continue
        share = coverage(case.claim, texts, where)
        support = judge.support([(case.claim, " ".join(texts))])[0] if judge else None
        rows.append((case.good, share, support))
    if not any(not good for good, *_ in rows):
        return {}
    good_total = sum(case.good for case in cases)
    best: tuple[float, dict[str, float]] = (-1.0, {})
    weights = [w / 10 for w in range(11)] if judge else [0.0]
    for weight in weights:
        scores = [
            (good, weight * (s.supported if s else 0.0) + (1 - weight) * share)
            for good, share, s in rows
        ]
        for step in range(20, 90):
            bar = step / 100
            dropped = sum(good and score < bar for good, score in scores) / good_total
            passed = sum(not good and score >= bar for good, score in scores)
            caught = 1 - passed / max(1, sum(not case.good for case in cases))
            value = caught - 2.0 * max(0.0, dropped - 0.04) - 0.5 * dropped
            if value > best[0]:
                best = (value, {"weight": weight, "bar": bar, "caught": caught, "dropped": dropped})
    return best[1]


def main() -> None:
    """Print the thresholds that the tuning half chooses, and the other half's figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--extra", type=Path, nargs="*", default=[])
    parser.add_argument("--rules", action="store_true", help="Leave the encoder out.")
    parser.add_argument("--misses", type=int, default=0, help="Errors to show of each kind.")
    chosen = parser.parse_args()
    judge = None if chosen.rules else embedded_judge()
    rng = Random(20230524)  # noqa: S311  # the same corruptions every time
    good = list(seeds())
    for path in chosen.extra:
        good += extra(path)
    cases = [*good, *(r for case in good for r in reworded(case))]
    cases += [bad for case in good for bad in corrupted(case, rng)]
    cases += foreign(good, rng)
    print(f"judge: {'encoder' if judge else 'rules alone'}; {len(cases)} claims")
    print("chosen by the tuning half:", tune([c for c in cases if c.tuning], judge))
    used = (thresholds.WEIGHT, thresholds.STANDS, thresholds.COVERED)
    print("in use (weight, bar, bar without a judge):", used)
    count: Counter[tuple[bool, str]] = Counter()
    errors: dict[tuple[bool, str], list[Case]] = {}
    for case in cases:
        if not case.tuning:
            key = (case.good, case.kind)
            count[key] += 1
            if wrong(case, judge):
                errors.setdefault(key, []).append(case)
    for sign, name in ((False, "caught"), (True, "wrongly dropped")):
        kinds = sorted((k for k in count if k[0] is sign), key=lambda k: (k[1] in HARDER, k))
        for key in kinds:
            failed = len(errors.get(key, ()))
            hit = failed if sign else count[key] - failed
            print(f"  {name:16} {key[1]:26} {hit:4}/{count[key]:<4} {hit / count[key]:6.1%}")
            for case in errors.get(key, [])[: chosen.misses]:
                proof = prove(case.claim, case.cited, case.pool, judge=judge)
                rests = " | ".join(e.sentence.text for e in (proof.evidence or case.cited))
                print(f"      {case.claim}\n        on: {rests}")
                print(f"        {proof.verdict.score:.2f} {proof.verdict.reason}")
        aimed = [key for key in kinds if key[1] not in HARDER]
        failed = sum(len(errors.get(key, ())) for key in aimed)
        total = sum(count[key] for key in aimed)
        hit = failed if sign else total - failed
        print(f"  {name:16} {'ALL (without the harder)':26} {hit:4}/{total:<4} {hit / total:6.1%}")


if __name__ == "__main__":
    main()
