"""What a wheel holds: all that runs, and nothing that only a checkout needs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_OUT = re.compile(
    r"\b(?:rag\.testing|rag\.reader\.training|ui\.screens|(?:ui|evals)\.testing)\b"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What `pip wheel` packs, in a folder."""
    out = tmp_path_factory.mktemp("wheel")
    base = tmp_path_factory.mktemp("base")
    command = f"setup.py -q egg_info --egg-base {base} build_py --build-lib {out}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return out


def test_a_wheel_holds_what_runs(built):
    for wanted in (
        "rag/embed.int8.onnx",
        "rag/prompts/write.md",
        "rag/reader/model/reader.int8.onnx",
        "rag/py.typed",
        "ui/assets/pullquote.css",
        "ui/assets/js/acts.js",
        "evals/cases/trade.yaml",
        "evals/assets/report.js",
    ):
        assert (built / wanted).is_file(), wanted
    here = {path.relative_to(ROOT) for top in ("rag", "ui", "evals") for path in code(ROOT / top)}
    there = {path.relative_to(built) for path in code(built)}
    assert there < here
    assert {path.as_posix() for path in here - there if "training" not in path.parts} == {
        "rag/testing.py",
        "rag/testing_chroma.py",
        "ui/screens.py",
        "ui/testing.py",
        "evals/testing.py",
    }


def test_a_wheel_holds_nothing_of_the_held_out_cases_or_the_training(built):
    files = [path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()]

    assert len(files) > 100
    assert not [name for name in files if "held_out" in name or "training" in name]


def test_nothing_in_a_wheel_imports_what_is_left_out(built):
    imports = re.compile(r"^\s*(?:from|import) (.+)$", re.MULTILINE)

    for path in code(built):
        for line in imports.findall(path.read_text("utf-8")):
            assert not LEFT_OUT.search(line), f"{path}: {line}"


def code(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if "__pycache__" not in path.parts]
