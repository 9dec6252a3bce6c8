"""What the training rows are made of: claims changed by rule, questions turned unanswerable."""

from __future__ import annotations

import importlib.util
import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer import BadParameter

from rag.reader.training import calibrate, corrupt, data, draws, negatives, regression, windows
from rag.reader.training.draws import dice

NEWS = (
    "In May 2019, Angela Merkel met Emmanuel Macron in Berlin to discuss the budget. Seventy "
    "delegates were present, and 14 of them left before the vote. Prices rose by 3.5 percent on "
    "Monday, according to the bank. Merkel (then 64) did not speak to reporters."
)
TEXTS = st.one_of(
    st.sampled_from([NEWS[a:b] for a, b in windows.sentences(NEWS)]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=200),
    st.lists(
        st.sampled_from(
            [*NEWS.split(), "U.S.", "Łódź", "(", ")", "twenty", "1,250", "2.5", "isn't"]
        ),
        max_size=30,
    ).map(" ".join),
)
SEEDS = st.integers(0, 10_000).map(draws.dice)


@given(TEXTS, SEEDS)
def test_a_corrupted_text_always_differs_and_names_its_change(text: str, rng: Random) -> None:
    changed = corrupt.corrupt(text, rng, context=NEWS)

    assert changed is None or (changed[0] != text and changed[1] in corrupt.KINDS)


def test_corruption_changes_what_can_be_changed_and_in_every_way_but_names() -> None:
    texts = [NEWS[a:b] for a, b in windows.sentences(NEWS)]
    changed = [
        corrupt.corrupt(text, dice(seed), context=NEWS) for text in texts for seed in range(20)
    ]

    assert all(changed)
    assert {each[1] for each in changed if each} == {*corrupt.KINDS} - {"name"}


@given(TEXTS, st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_claim(text: str, seed: int) -> None:
    for make in (
        lambda: corrupt.corrupt(text, dice(seed), context=NEWS),
        lambda: corrupt.rephrase(text, dice(seed)),
    ):
        assert make() == make()


@given(TEXTS, SEEDS)
def test_a_rephrased_text_keeps_its_figures(text: str, rng: Random) -> None:
    def figures(said: str) -> set[str]:
        low = said.lower()
        return {
            str(corrupt.NUMBER_OF_WORD.get(word, word))
            for word in re.findall(r"[a-z]+|\d[\d,.]*\d|\d", low)
            if word[0].isdigit() or word in corrupt.NUMBER_OF_WORD
        }

    assert figures(corrupt.rephrase(text, rng)) <= figures(text)


@given(SEEDS)
def test_a_changed_number_is_another_number(rng: Random) -> None:
    changed = corrupt.change_number("It cost $1,250 and 14 men came in 2019.", rng)

    assert changed is not None
    before = ["1,250", "14", "2019"]
    after = re.findall(r"\d[\d,]*", changed)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    assert all(int(a.replace(",", "")) > 0 for a in after)


@pytest.mark.parametrize("seed", range(20))
def test_roles_are_exchanged_whole(seed: int) -> None:
    changed = corrupt.swap_roles("Angela Merkel met Emmanuel Macron.", dice(seed))

    assert changed == "Emmanuel Macron met Angela Merkel."


def test_names_leave_out_the_first_word_of_a_sentence_and_keep_runs() -> None:
    assert corrupt.names(NEWS) == ["Angela Merkel", "Emmanuel Macron", "Berlin", "Merkel"]


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Who wrote it first?", "Ann", "Ann wrote it first."),
        ("What is the capital?", "Oslo", "The capital is Oslo."),
        ("When did he win?", "1998", "He won in 1998."),
        ("How many people died?", "twelve", "Twelve people died."),
        ("Why did he leave?", "age", None),
    ],
)
def test_a_question_and_its_answer_make_a_sentence(
    question: str, answer: str, said: str | None
) -> None:
    assert corrupt.statement(question, answer) == said


@given(TEXTS)
def test_sentences_cover_every_word_in_order(text: str) -> None:
    parts = windows.sentences(text)

    assert re.sub(r"\s", "", "".join(text[a:b] for a, b in parts)) == re.sub(r"\s", "", text)
    assert all(b <= c for (_, b), (c, _) in pairwise(parts))


@given(st.integers(0, len(NEWS) - 1), st.integers(1, 30), SEEDS)
def test_a_window_holds_the_answer_and_whole_sentences(start: int, size: int, rng: Random) -> None:
    span = (start, min(len(NEWS), start + size))

    a, b = windows.window(NEWS, span, rng, least=10, most=30)

    assert a <= span[0]
    assert b >= len(NEWS[: span[1]].rstrip())
    assert a in {x for x, _ in windows.sentences(NEWS)}


def test_the_nearest_other_passage_shares_words_and_lacks_the_answer() -> None:
    passages = [
        "The Chrysler Building is 1,046 feet high and stands in New York.",
        "The Chrysler Building was opened in May 1930 by its architect.",
        "Bees make honey from nectar.",
        "The height of the Chrysler Building, 1,046 feet, was a record.",
    ] + [f"Filler number {word} about rivers." for word in corrupt.NUMBER_OF_WORD]
    near = negatives.Neighbours(passages)

    found = near.without_answer("How high is the Chrysler Building?", passages[:1], ["1,046 feet"])

    assert found[0] == passages[1]
    assert passages[0] not in found
    assert passages[3] not in found


def test_another_report_on_the_same_event_is_not_set_against_it() -> None:
    passages = [
        "The Skara bridge was shut on Monday after a crack was found in a pier.",
        "A crack in a pier has closed the Skara bridge to all traffic.",
        "The Skara bridge was opened by a crooner.",
    ] + [f"Filler number {word} about rivers." for word in corrupt.NUMBER_OF_WORD]
    near = negatives.Neighbours(passages)

    found = near.without_answer("Why was the Skara bridge shut?", passages[:2], ["a crack"])

    assert found[0] == passages[2]
    assert not {*passages[:2]} & {*found}


def test_neighbours_alike_in_score_come_in_the_same_order_in_every_run() -> None:
    told = ["zinc", "yeast", "xenon", "wheat", "vodka", "uranium", "tin", "salt"]
    near = negatives.Neighbours(told)

    found = near.without_answer(f"Which of {' '.join(told[::-1])}?", (), (), k=len(told))

    assert found == told


def test_retellings_are_of_one_story_and_know_each_other() -> None:
    retold = data.retellings()
    story = {raw["text"]: raw.get("story") for raw in data.invented(test=False)}

    assert retold
    for text, texts in retold.items():
        assert text in texts
        assert len({story[each] for each in texts}) == 1
        assert all(retold[each] == texts for each in texts)


def test_a_question_about_another_changes_one_thing_that_the_passage_holds() -> None:
    asked = "Whom did Angela Merkel meet in May 2019?"

    drawn = [
        negatives.about_another(asked, NEWS, dice(seed), ["Jean Dupont"]) for seed in range(30)
    ]

    others = [other for other in drawn if other is not None]
    assert len(others) > 20
    assert all(("Angela Merkel" in other) + ("2019" in other) == 1 for other in others)
    assert {"Angela Merkel" in other for other in others} == {True, False}


@pytest.mark.parametrize("yes", [True, False, None])
@pytest.mark.parametrize("seed", range(40))
def test_a_yes_or_no_is_a_question_with_its_passage_or_a_claim(seed: int, yes: bool | None) -> None:
    row = data.YesNo("is the bridge open?", "The bridge.", yes)

    drawn = draws.yes_or_no(row, ["Another bridge."], dice(seed), negative=0.4)

    assert drawn is not None
    told = yes is not None and drawn.second == row.passage
    if drawn.support is None:
        assert drawn.answerable == told
        return
    right = data.SUPPORTED if yes else data.REFUTED
    assert drawn.support == (right if told else data.UNKNOWN)


def test_what_nearly_answers_stays_in_the_window(tmp_path: Path) -> None:
    filler = " ".join(f"Filler sentence {word} is of rivers and of bees." for word in "abcdefghij")
    passage = f"{filler} The mayor opened the bridge on Monday. {filler}"
    asked = "Why did the mayor open the bridge?"

    near = windows.nearest(asked, passage)

    assert near is not None
    assert passage[slice(*near)] == "The mayor opened the bridge on Monday."


STORY = (
    "The ferry struck the pier on Monday. Two cars slid into each other. The captain, Ada Lund, "
    "blamed a worn valve. A diver looked at the hull. The mayor thanked the crew. Nobody was hurt."
)


def test_an_answer_read_closely_keeps_the_sentences_about_it() -> None:
    start = STORY.index("a worn valve")

    a, b = windows.closely(STORY, (start, start + len("a worn valve")))

    assert STORY[a:b].startswith("Two cars")
    assert STORY[a:b].endswith("at the hull.")


@pytest.mark.parametrize("near", [True, False])
def test_texts_set_beside_an_answer_do_not_hold_it(near: bool) -> None:
    others = ["Another ferry struck a bridge. It sank.", "A train was late.", "Rain fell."]

    found = windows.silent("What broke?", STORY, ["a worn valve"], others, dice(3), near=near)

    assert found
    assert not any("worn valve" in text for text in found)


def test_an_answer_comes_first_of_those_set_beside_it() -> None:
    drawer = object.__new__(draws.Drawer)
    drawer.seed, drawer.synonyms = 1, None
    start = STORY.index("a worn valve")
    told = data.Question("What broke?", STORY, ((start, start + len("a worn valve")),))
    drawer.rows = {"invented": [told, data.Question("Who owns it?", STORY)]}
    others = ["Another ferry struck a bridge. It sank.", "A train that broke was late."]
    retold = "A valve broke, and it had been worn for weeks."
    drawer._near = {"invented": negatives.Neighbours([*others, retold])}
    drawer._retold = {STORY: frozenset({STORY, retold})}
    source = next(source for source in data.SOURCES if source.name == "invented")
    always = replace(source, beside=1.0)

    groups = [drawer.draw(always, 0, turn) for turn in range(20)]

    assert min(map(len, groups)) > 1
    for first, *rest in groups:
        assert first.span is not None
        assert first.second[slice(*first.span)] == "a worn valve"
        assert {(e.first, e.span, e.answerable) for e in rest} <= {(first.first, (-1, -1), 0)}
        assert not any("valve" in e.second for e in rest)
    assert all(len(drawer.draw(always, 1, turn)) == 1 for turn in range(5))


def test_invented_news_is_well_formed_and_no_passage_stands_twice() -> None:
    passages = [*data.invented(test=False), *data.invented(test=True)]

    assert len({raw["text"] for raw in passages}) == len(passages) > 500
    for raw in passages:
        assert set(raw) - {"story", "event", "premise", "differs"} == {
            "title", "date", "text", "answerable", "near", "yesno", "true", "false",
        }  # fmt: skip
        assert all(answer in raw["text"] for _, answer in raw["answerable"])
        assert all(proof in raw["text"] for _, proof in raw.get("premise", ()))
        assert all(answer in raw["text"] for _, answer in raw.get("differs", ()))
        assert {said for _, said in raw["yesno"]} <= {"yes", "no", "unknown"}
        asked = [q for q, _ in raw["answerable"]] + raw["near"]
        assert len(set(asked)) == len(asked)


def test_no_story_is_both_trained_and_tested_on() -> None:
    trained = {raw["story"] for raw in data.invented(test=False) if "story" in raw}
    tested = {raw["story"] for raw in data.invented(test=True) if "story" in raw}

    assert tested
    assert not trained & tested


def test_invented_news_shares_no_run_of_words_with_the_articles_of_the_evals() -> None:
    root = Path(__file__).parent.parent
    evals = [*root.glob("seeds/*.txt"), *root.glob("evals/second/articles/*")]
    unseen = data.Unseen((path.read_text("utf-8", "replace") for path in evals), run=12)

    passages = [*data.invented(test=False), *data.invented(test=True)]

    assert evals
    assert all(unseen(raw["text"]) for raw in passages)


def test_rows_that_share_a_run_of_words_with_a_test_are_known() -> None:
    unseen = data.Unseen([NEWS])

    assert not unseen("He said: Angela Merkel met Emmanuel Macron in Berlin to discuss the budget.")
    assert unseen("Angela Merkel met Emmanuel Macron in Paris, as the papers wrote next day.")


@pytest.mark.skipif(
    not importlib.util.find_spec("torch"), reason="the optional group `train` is not installed"
)
def test_an_unsupported_claim_may_be_refuted_or_unknown() -> None:
    import torch

    from rag.reader.training.train import IGNORED, support_loss

    logits = torch.tensor([[0.0, 9.0, 0.0], [0.0, 0.0, 9.0], [9.0, 0.0, 0.0], [1.0, 2.0, 3.0]])
    target = torch.tensor([data.UNSUPPORTED, data.UNSUPPORTED, data.SUPPORTED, IGNORED])

    assert support_loss(logits, target) < 0.01
    assert support_loss(logits, torch.full((4,), data.UNSUPPORTED)) > 2


@pytest.mark.skipif(
    not importlib.util.find_spec("torch"), reason="the optional group `train` is not installed"
)
def test_only_what_a_question_s_passages_say_of_each_other_counts() -> None:
    import torch

    from rag.reader.training.model import Reading
    from rag.reader.training.train import IGNORED, Batch, beside_loss

    types = torch.tensor([[0, 0, 1, 1]] * 3)
    batch = Batch(
        input_ids=torch.zeros_like(types),
        attention_mask=torch.ones_like(types),
        token_type_ids=types,
        start=torch.tensor([2, 0, IGNORED]),
        end=torch.tensor([3, 0, IGNORED]),
        answerable=torch.tensor([1.0, 0.0, -1.0]),
        support=torch.tensor([IGNORED, IGNORED, data.SUPPORTED]),
        group=torch.tensor([0, 0, 1]),
    )

    def loss(right: float, wrong: float, alone: float) -> float:
        start = torch.tensor([[0, 0, right, 0], [0, 0, wrong, wrong], [alone] * 4])
        end = torch.tensor([[0, 0, 0, right], [0, 0, wrong, wrong], [alone] * 4])
        answerable = torch.tensor([right, wrong, alone])
        return float(beside_loss(Reading(start, end, answerable, torch.zeros(3, 3)), batch))

    assert loss(9.0, -9.0, 0.0) < 0.01
    assert loss(-9.0, 9.0, 0.0) > 5
    assert loss(9.0, -9.0, 5.0) == loss(9.0, -9.0, -5.0)


@pytest.mark.skipif(
    not (importlib.util.find_spec("torch") and importlib.util.find_spec("onnx")),
    reason="the optional group `train` is not installed",
)
def test_the_exported_graph_computes_what_the_network_computes(tmp_path: Path) -> None:
    import numpy as np
    import onnxruntime
    import torch

    from rag.reader.training.export import build
    from rag.reader.training.model import Reader, Shape

    shape = Shape(layers=2, width=48, heads=4, inner=96, words=200, positions=64)
    torch.manual_seed(1)
    reader = Reader(shape).eval()
    weights = {name: value.numpy() for name, value in reader.state_dict().items()}
    ids = torch.randint(1, 200, (3, 17))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    types = (torch.arange(17) > 5).long().repeat(3, 1)
    with torch.no_grad():
        wanted = reader(ids, mask, types)

    model = build(weights, small_words=False, shape=shape).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    got = session.run(
        ("start", "end", "answerable", "support"),
        {
            "input_ids": ids.numpy(),
            "attention_mask": mask.numpy(),
            "token_type_ids": types.numpy(),
        },
    )

    for ours, theirs in zip(got, wanted, strict=True):
        real = mask.bool().numpy() if ours.shape == (3, 17) else np.ones_like(ours, dtype=bool)
        np.testing.assert_allclose(ours[real], theirs.numpy()[real], atol=1e-4)


def test_a_folder_of_cases_that_gives_no_question_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")

    with pytest.raises(BadParameter, match="casess"):
        calibrate.folder_seen(f"{tmp_path}:{tmp_path / 'casess'}")


def test_of_equal_values_half_stand_above() -> None:
    assert regression.area_under_roc([0.5, 0.5], [0.5, 0.5, 0.5]) == 0.5
    assert regression.area_under_roc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert math.isnan(regression.area_under_roc([0.5], []))
