"""Measure verification: what share of corrupted claims is caught, and of good ones wrongly dropped.

    python benchmarks/verification.py [--extra FILE …] [--rules] [--misses N]

Good claims: those of verification_claims.yaml, written by hand as a language model would (in other
words, over one or two sentences of the seeds), the articles' own sentences, and both reworded by
rule. Each is
corrupted in five ways: a number changed, a name swapped for another of the same article, negated,
its citation moved to another sentence, and claims from nowhere (of another article, or about
nothing here). A corrupted claim is caught if it is not shown; a moved citation also if it is
mended. Three more ways, harder and beyond the aim, are reported apart: two names exchanged, a word
put into its opposite, and a count that gets the number of another in the same sentence.

Half of the claims (by hash) choose the thresholds, the other half is reported. `--extra` adds
claims from JSON lines {"claim", "evidence": […], "pool": […]}; `--rules` leaves the encoder out.
The corruptions are not those on which the encoder was trained (rag/reader/training/corrupt.py).
"""

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

import yaml

from rag.read import read, sources
from rag.split import passages
from rag.text import dates, names, numbers, same_name, undated_numbers
from rag.types import Evidence, Passage, Sentence
from rag.verify import Judge, embedded_judge, prove
from rag.verify import claim as thresholds
from rag.verify.facts import coverage, mismatch, setting

HARDER = ("number of another", "opposite word", "turned round")
SEEDS = Path(__file__).parents[1] / "seeds"
CLAIMS = yaml.safe_load(Path(__file__).with_name("verification_claims.yaml").read_text("utf-8"))


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
    for prefix, rows in CLAIMS["by_hand"].items():
        for claim, *fragments in rows:
            cited = tuple(_holding(pools[prefix], fragment) for fragment in fragments)
            yield Case("by hand", claim, cited, pools[prefix])
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
        ("number of another", _number_of_another),
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


def _number_of_another(case: Case, _: Random) -> str:
    """A count exchanged for another that the evidence has: "Six ships and two tugs", two ships."""
    rng = Random(case.claim)  # of its own, so that the others stay as they were
    cited = [q for e in case.cited for q in undated_numbers(e.sentence.text)]
    said = [q for q in undated_numbers(case.claim) if q.unit == ""]
    pairs = [
        (one, other)
        for one in said
        for other in cited
        if other.unit == one.unit and other.value != one.value
    ]
    if not pairs:
        return ""
    one, other = rng.choice(pairs)
    return case.claim[: one.start] + other.text + case.claim[one.end :]


def _also_proves(case: Case, other: Evidence) -> bool:
    """Whether another sentence of the article says the same, so that citing it is no error."""
    return coverage(case.claim, [other.sentence.text]) > 0.6


def foreign(cases: Sequence[Case], rng: Random) -> Iterator[Case]:
    """Claims of other articles, and claims of no article, with a citation that exists."""
    by_hand = [c for c in cases if c.kind == "by hand"]
    for case in by_hand:
        for text in (rng.choice(CLAIMS["nowhere"]), rng.choice(by_hand).claim):
            if max(coverage(text, [e.sentence.text]) for e in case.pool) < 0.6:
                cited = (rng.choice(case.pool),)
                yield Case("from nowhere", text, cited, case.pool, good=False, origin=case.claim)


# Measuring


def wrong(case: Case, judge: Judge | None) -> bool:
    """Whether verification errs on `case`."""
    proof = prove(case.claim, case.cited, case.pool, judge=judge)
    if case.good:
        return not proof.verdict.supported
    if case.kind == "citation moved":  # to show it with another sentence is right
        return proof.verdict.supported and set(case.cited) <= set(proof.evidence)
    return proof.verdict.supported


def tune(cases: Sequence[Case], judge: Judge | None) -> dict[str, float]:
    """The thresholds that err least on `cases`, judged by the claim and its own citation alone."""
    rows = []
    for case in cases:
        texts, where = [e.sentence.text for e in case.cited], setting(case.cited)
        if mismatch(case.claim, texts, where):
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


def report(cases: Sequence[Case], judge: Judge | None, *, misses: int) -> None:
    """Print what share of each kind is caught or wrongly dropped, and `misses` errors of each."""
    count = Counter((case.good, case.kind) for case in cases)
    errors: dict[tuple[bool, str], list[Case]] = {}
    for case in cases:
        if wrong(case, judge):
            errors.setdefault((case.good, case.kind), []).append(case)
    for good, name in ((False, "caught"), (True, "wrongly dropped")):
        kinds = sorted((k for k in count if k[0] is good), key=lambda k: (k[1] in HARDER, k))
        for key in kinds:
            _print_share(name, key[1], len(errors.get(key, ())), count[key])
            for case in errors.get(key, [])[:misses]:
                _print_error(case, judge)
        aimed = [key for key in kinds if key[1] not in HARDER]
        failed = sum(len(errors.get(key, ())) for key in aimed)
        _print_share(name, "ALL (without the harder)", failed, sum(count[key] for key in aimed))


def _print_share(name: str, kind: str, failed: int, total: int) -> None:
    hit = total - failed if name == "caught" else failed
    print(f"  {name:16} {kind:26} {hit:4}/{total:<4} {hit / total:6.1%}")


def _print_error(case: Case, judge: Judge | None) -> None:
    proof = prove(case.claim, case.cited, case.pool, judge=judge)
    rests = " | ".join(e.sentence.text for e in (proof.evidence or case.cited))
    print(f"      {case.claim}\n        on: {rests}")
    print(f"        {proof.verdict.score:.2f} {proof.verdict.reason}")


def main() -> None:
    """Print the thresholds that the tuning half chooses, and the other half's figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--extra", type=Path, nargs="*", default=[])
    parser.add_argument("--rules", action="store_true", help="Leave the encoder out.")
    parser.add_argument("--misses", type=int, default=0, help="Errors to show of each kind.")
    chosen = parser.parse_args()
    judge = None if chosen.rules else embedded_judge()
    rng = Random(20230524)
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
    report([case for case in cases if not case.tuning], judge, misses=chosen.misses)


if __name__ == "__main__":
    main()
