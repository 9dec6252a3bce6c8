import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from gradio_client import Client

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def chat(tmp_path):
    """Start `pullquote chat` over a copy of the seeds; what runs at the end is killed."""
    shutil.copytree(SEEDS, tmp_path / "articles")
    started = []

    def start(*options: str, **variables: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from rag.cli import main; main()", "chat", *options]
        environment = os.environ | {
            "RAG_DOCUMENTS": str(tmp_path / "articles"),
            "RAG_DATA": str(tmp_path / "data"),
            **variables,
        }
        running = subprocess.Popen(
            command,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A job in the background of a shell ignores Ctrl-C, and so would what it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()
        running.communicate()


def test_the_chat_indexes_serves_and_stops_cleanly(chat, tmp_path):
    (tmp_path / "articles" / "a\x1b[31mred.txt").touch()
    running = chat("--port", "0")
    said = ""
    for line in running.stderr:
        said += line
        if "Pullquote is at" in line:
            break
    address = line.split("Pullquote is at ")[1].split()[0]

    assert httpx.get(address).status_code == 200
    running.send_signal(signal.SIGINT)
    out, error = running.communicate(timeout=30)

    assert running.returncode == 0
    assert "Traceback" not in error
    assert out == ""
    assert r"Skipped 'a\x1b[31mred.txt'" in said
    assert "\x1b[31mred" not in said
    assert (tmp_path / "data").is_dir()


def test_a_taken_port_is_one_sentence_and_exit_1(chat):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = chat("--port", str(taken.getsockname()[1]))
        _, error = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "pullquote: Port" in error
    assert "Choose another with --port" in error
    assert "Traceback" not in error


def test_the_terminal_is_warned_of_an_open_address_and_of_what_goes_wrong_later(chat, tmp_path):
    running = chat("--port", "0", RAG_HOST="0.0.0.0")  # noqa: S104
    said = []
    for line in running.stderr:
        said.append(line)
        if "Pullquote is at" in line:
            break
    [table] = (tmp_path / "data").rglob("files-*.db")
    table.write_bytes(b"no table")
    client = Client(line.split("Pullquote is at ")[1].split()[0], verbose=False)
    client.predict(api_name="/articles")
    client.close()
    running.send_signal(signal.SIGINT)
    _, later = running.communicate(timeout=30)

    assert "ANYONE who can reach 0.0.0.0" in "".join(said)
    assert "Set RAG_PASSWORD" in "".join(said)
    assert "the table of files is damaged" in later
