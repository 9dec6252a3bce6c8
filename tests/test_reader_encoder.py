"""The shipped encoder: offsets, refusal of a damaged file, and that it reads at all."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from rag import Assistant, Settings
from rag.assistant import warm_up
from rag.errors import ModelDamaged
from rag.llm import ModelWriter
from rag.reader.encoder import FOLDER, LONGEST, MOST_WORKERS, SHA256, Encoder
from rag.reader.reading import Reading
from rag.shipped import usable_cores

TRADE = (
    "Trade between China and Russia was worth a record $190 billion last year, up 34 percent, "
    "customs data showed. Premier Li Qiang met Prime Minister Mikhail Mishustin in Beijing on "
    "Wednesday."
)
ZOE = "Le Café Zoé, «the small one», opens at seven. Its owner, Zoë Müller-Łuk, is 41 years old."
STORM = "The storm reached the coast at dawn. Four hundred homes were left without power."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("How much was China-Russia trade worth last year?", TRADE, "$190 billion"),
        ("Where did Li Qiang meet Mishustin?", TRADE, "Beijing"),
        ("How old is the owner of the café?", ZOE, "41"),
        ("When does the café open?", ZOE, "seven"),
        ("How many homes lost power?", STORM, "Four hundred"),
    ],
)
def test_the_best_span_is_the_answer_to_the_character(
    encoder: Encoder, question: str, passage: str, answer: str
) -> None:
    best = encoder.read(question, [passage])[0].best()

    assert best
    assert answer in passage[best.start : best.end]
    assert len(passage[best.start : best.end]) < len(answer) + 12


def test_the_best_span_of_a_part_lies_in_it_on_whole_words(encoder: Encoder) -> None:
    [reading] = encoder.read("Who owns the café?", [ZOE])

    for start in range(0, len(ZOE) - 40, 7):
        span = reading.best(start, start + 40)
        assert span
        assert start <= span.start < span.end <= start + 40
        assert ZOE[span.start : span.end] == ZOE[span.start : span.end].strip()
        assert reading.score(start, start + 40) == span.score


def test_a_passage_that_answers_stands_above_passages_that_do_not(encoder: Encoder) -> None:
    question = "How much was China-Russia trade worth last year?"

    answers, cafe, storm = encoder.read(question, [TRADE, ZOE, STORM])

    assert answers.answerable > 0.5 > max(cafe.answerable, storm.answerable)
    assert answers.score(0, len(TRADE)) > 2 + cafe.score(0, len(ZOE))
    assert answers.score(0, len(TRADE)) > 2 + storm.score(0, len(STORM))


def test_the_sentence_with_the_answer_scores_above_its_neighbour(encoder: Encoder) -> None:
    [reading] = encoder.read("Whom did Li Qiang meet?", [TRADE])
    second = TRADE.index("Premier")

    assert reading.score(second, len(TRADE)) > 2 + reading.score(0, second)
    assert reading.score(0, len(TRADE)) == reading.score(second, len(TRADE))
    assert reading.score(5, 5) == float("-inf")


def test_a_passage_is_read_the_same_alone_and_among_others(encoder: Encoder) -> None:
    question = "Who met in Beijing?"

    together = encoder.read(question, [STORM, TRADE, ZOE * 6, TRADE])
    [alone] = encoder.read(question, [TRADE])

    assert together[1] == together[3]
    assert together[1].answerable == pytest.approx(alone.answerable, abs=1e-5)
    assert together[1].best() == alone.best()


def test_an_answer_far_down_a_long_passage_is_found(encoder: Encoder) -> None:
    dull = "The weather stayed dry and nothing else of note was reported that day. "
    for before in (30, 47, 61):
        passage = dull * before + TRADE + " " + dull * 40
        assert len(passage.split()) > 3 * LONGEST

        [reading] = encoder.read("How much was trade between China and Russia worth?", [passage])

        best = reading.best()
        assert best
        assert "$190 billion" in passage[best.start : best.end]


@pytest.mark.parametrize(
    ("true", "false", "evidence"),
    [
        (
            "Trade between China and Russia was worth $190 billion.",
            "Trade between China and Russia was worth $150 billion.",
            TRADE,
        ),
        ("Zoë Müller-Łuk is 41 years old.", "Zoë Müller-Łuk is 44 years old.", ZOE),
        ("The storm reached the coast at dawn.", "The storm did not reach the coast.", STORM),
    ],
)
def test_a_supported_claim_is_told_from_one_with_a_fact_changed(
    encoder: Encoder, true: str, false: str, evidence: str
) -> None:
    right, wrong = encoder.support([(true, evidence), (false, evidence)])

    assert right.supported > wrong.supported + 0.25
    assert wrong.refuted > wrong.supported
    assert right.supported + right.refuted + right.unknown == pytest.approx(1.0)


def test_nothing_to_read_is_answered_with_nothing(encoder: Encoder) -> None:
    assert encoder.read("Who?", []) == []
    assert encoder.support([]) == []
    [reading] = encoder.read("Who?", ["  \n"])
    assert (reading.answerable, reading.best()) == (0.0, None)
    assert encoder.support([("It rained.", "")])[0].unknown == 1.0


def test_a_damaged_or_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    for name in SHA256:
        shutil.copyfile(FOLDER / name, tmp_path / name)
    model = tmp_path / "reader.int8.onnx"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    with pytest.raises(ModelDamaged, match="not the file that was shipped"):
        Encoder.load(tmp_path)

    model.unlink()
    with pytest.raises(ModelDamaged, match=r"reader\.int8\.onnx"):
        Encoder.load(tmp_path)


def test_the_encoder_is_loaded_once() -> None:
    assert Encoder.load() is Encoder.load()


def test_threads_bound_the_workers_and_not_how_often_the_network_is_loaded() -> None:
    one, all_cores = Encoder.load(threads=1), Encoder.load()

    assert one._pool._max_workers == 1
    assert all_cores._pool._max_workers == min(usable_cores(), MOST_WORKERS)
    assert Encoder.load(threads=1000)._pool._max_workers == MOST_WORKERS
    assert one._session is all_cores._session
    assert one.read("Who met in Beijing?", [TRADE, STORM]) == all_cores.read(
        "Who met in Beijing?", [TRADE, STORM]
    )


def test_the_reader_takes_the_cores_of_the_settings(tmp_path: Path) -> None:
    settings = Settings(documents=tmp_path, data=tmp_path / "data", threads=1)
    with Assistant(settings) as assistant:
        assert Reading.of(assistant._index).encoder._pool._max_workers == 1
        assert assistant._index.embedder.threads == 1


def test_warming_up_and_the_judge_take_the_cores_of_the_settings(monkeypatch) -> None:
    monkeypatch.setattr(Encoder, "_loaded", {})
    settings = Settings(threads=1)

    warm_up(settings)
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join()

    assert list(Encoder._loaded) == [(FOLDER, 1)]
    assert ModelWriter(settings)._judge is Encoder.load(threads=1)


def test_the_model_and_its_tokenizer_stay_below_30_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 30_000_000
