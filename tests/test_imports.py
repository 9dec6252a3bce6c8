"""What importing costs and what leaves the machine: each checked in a process of its own."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAVY = ("chromadb", "gradio", "llama_index", "numpy", "onnxruntime", "openai", "pydantic")

NO_NETWORK = """
import socket, sys
def refused(*args, **kwargs):
    raise AssertionError(f"a connection was tried: {args!r}")
socket.socket.connect = socket.socket.connect_ex = refused
socket.getaddrinfo = refused
"""


def run(code, *arguments):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_importing_rag_loads_nothing_heavy():
    done = run(f"import sys, rag; print([m for m in {HEAVY!r} if m in sys.modules])")

    assert done.stdout.strip() == "[]", done.stderr


def test_indexing_and_answering_open_no_connection_and_a_cold_process_loads_little(tmp_path):
    assistant = (
        "from rag import Assistant, Settings\n"
        f"a = Assistant(Settings(documents='seeds', data={str(tmp_path)!r}, _env_file=None))\n"
    )
    answer = "a.answer('Who is Li Qiang?').status"

    done = run(f"{NO_NETWORK}{assistant}print(len(a.index().added), {answer})")
    cold = run(
        f"import sys\n{assistant}"
        f"print({answer}, 'llama_index' in sys.modules, 'gradio' in sys.modules)"
    )

    assert done.stdout.split() == ["5", "answered"], done.stderr
    assert cold.stdout.split() == ["answered", "False", "False"], cold.stderr


def test_the_packages_import_one_way():
    offenders = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for room, barred in (("rag", ("ui", "evals")), ("ui", ("evals",)), ("evals", ("ui",)))
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(tuple(f"{w} {b}" for b in barred for w in ("import", "from")))
    ]
    inner = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for room in ("ui", "evals")
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(("from rag.", "import rag."))
    ]

    assert offenders == []
    assert inner == []


def test_no_modules_import_each_other_in_a_circle_not_even_for_types():
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "rag").rglob("*.py")
    }

    def imported(path):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                names = (f"{node.module}.{each.name}" for each in node.names)
                yield from (name if name in files else node.module for name in names)

    graph = {name: files.keys() & {*imported(path)} - {name} for name, path in files.items()}

    assert graph["rag.storage.store"] >= {"rag.storage.edition", "rag.storage.sparse"}
    TopologicalSorter(graph).prepare()  # raises CycleError
