"""An index on a Chroma server: whose it is, who sees what, who writes, and what faults mean."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest.mock import Mock

import chromadb
import httpx
import pytest
from chromadb.api.fastapi import FastAPI
from chromadb.errors import InternalError
from pydantic import SecretStr
from typer.testing import CliRunner

import rag.cli
import rag.storage.batches
import rag.storage.lease
import rag.storage.server
from rag import Assistant
from rag.errors import BadSetting, IndexAway, IndexBusy, IndexDamaged, IndexProblem
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.storage.lease import Lease
from rag.storage.server import Server
from rag.testing import free_port
from rag.testing_chroma import ChromaServer


def write(folder: Path, number: int, version: int) -> None:
    (folder / f"{number:02}.txt").write_text(
        f"Village number {number} counted its bees. There were {version + 3} hives.\n\n"
        f"A railway passes village number {number}, said mayor V{version}."
    )


def made(folder: Path, url: str, *, data: str = "data", **values: object) -> Settings:
    """Settings for the articles of `folder`, which is filled if it is not there."""
    docs = folder / "docs"
    if not docs.exists():
        docs.mkdir(parents=True)
        for number in range(4):
            write(docs, number, 0)
    values = {"documents": docs, "busy_wait_s": 0.0, "_env_file": None, **values}
    return Settings(data=folder / data, chroma_url=url, **values)


@pytest.fixture
def settings(tmp_path, chroma):
    return made(tmp_path, chroma.url)


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    with ChromaServer(tmp_path_factory.mktemp("fragile")) as server:
        yield server


@pytest.fixture
def fragile(mortal):
    """A server to be killed, alive again for each test."""
    if not mortal.alive:
        mortal.start()
    return mortal


def client_of(server: ChromaServer):
    return chromadb.HttpClient("127.0.0.1", server.port)


def names(server: ChromaServer, settings: Settings) -> set[str]:
    found = {each.name for each in client_of(server).list_collections(limit=1000)}
    return {name for name in found if name.startswith(settings.index_name)}


# Whose it is


def test_two_folders_on_one_server_keep_apart(tmp_path, chroma):
    one, two = made(tmp_path / "one", chroma.url), made(tmp_path / "two", chroma.url)
    write(two.documents, 9, 0)
    with Index.open(one) as first, Index.open(two) as second:
        first.sync()
        second.sync()
        assert len(first.articles()) == 4
        assert len(second.articles()) == 5
    assert one.index_name != two.index_name
    assert one.index_name.startswith("pullquote-docs-")


def test_the_same_folder_is_one_index_from_any_data_folder(tmp_path, chroma):
    with Index.open(made(tmp_path, chroma.url)) as first:
        first.sync()
    with Index.open(made(tmp_path, chroma.url, data="other")) as second:
        assert len(second.articles()) == 4
        assert second.sync().unchanged == 4


def test_a_folder_has_one_name_however_its_path_is_written(tmp_path):
    plain = made(tmp_path, "http://127.0.0.1:1")
    around = plain.model_copy(update={"documents": tmp_path / "many" / ".." / "docs"})
    assert around.index_name == plain.index_name


def test_a_name_may_be_chosen_and_a_folder_keeps_the_one_it_had(tmp_path, chroma):
    in_a_folder = Settings(data=tmp_path, _env_file=None)
    assert (in_a_folder.index_name, in_a_folder.index_folder) == ("pullquote", tmp_path / "index")
    chosen = made(tmp_path, chroma.url, collection=f"Chosen.{tmp_path.name}")
    with Index.open(chosen) as index:
        index.sync()
    assert f"Chosen.{tmp_path.name}-articles-000001" in names(chroma, chosen)


def test_a_name_in_a_folder_is_an_index_beside_the_other(tmp_path):
    plain = made(tmp_path, "")
    other = plain.model_copy(update={"collection": "other"})
    with Index.open(plain) as one:
        one.sync()
    (plain.documents / "00.txt").unlink()
    with Index.open(other) as two, Index.open(plain) as one:
        two.sync()
        assert (len(one.articles()), len(two.articles())) == (4, 3)


@pytest.mark.parametrize("name", ["ab", "-abc", "abc-", "a b c", "ünï", "a" * 97, "a/b/c"])
def test_a_name_that_chroma_would_refuse_is_refused_at_once(name):
    with pytest.raises(BadSetting, match="RAG_COLLECTION"):
        Settings(collection=name, _env_file=None)


def test_names_of_the_greatest_length_fit_with_what_stands_behind_them(tmp_path, chroma):
    longest = made(tmp_path, chroma.url, collection="n" * 96)
    with Index.open(longest) as index:
        index.sync()
    assert max(map(len, names(chroma, longest))) <= 128


def test_another_index_whose_name_begins_alike_is_left_alone(tmp_path, chroma):
    base = f"twin{tmp_path.name.replace('_', '')}"
    short = made(tmp_path / "one", chroma.url, collection=base)
    longer = made(tmp_path / "two", chroma.url, collection=f"{base}-articles")
    with Index.open(longer) as index:
        index.sync()
    before = names(chroma, longer)
    with Index.open(short) as index:
        index.sync()
        index.sync(rebuild=True)
        assert len(index.articles()) == 4
    assert before <= names(chroma, longer)


def test_a_folder_does_not_replace_all_that_another_one_indexed(tmp_path, chroma):
    ours = made(tmp_path / "ours", chroma.url, collection=f"shared-{tmp_path.name}")
    theirs = made(tmp_path / "theirs", chroma.url, collection=ours.collection)
    shutil.rmtree(theirs.documents)
    theirs.documents.mkdir()
    (theirs.documents / "storks.txt").write_text("Storks came back to the tower in Alsace.")
    with Index.open(ours) as index:
        index.sync()
        with (
            Index.open(theirs) as other,
            pytest.raises(IndexProblem, match=r"RAG_COLLECTION.*--rebuild"),
        ):
            other.sync()
        assert len(index.articles()) == 4
    with Index.open(theirs) as other:
        assert other.sync(rebuild=True).added == ("storks.txt",)


def test_a_thousand_other_collections_do_not_hide_ours(tmp_path, chroma, monkeypatch):
    monkeypatch.setattr("rag.storage.store.LISTED", 2)
    settings = made(tmp_path, chroma.url)
    with Index.open(settings) as index:
        index.sync()
    with Index.open(settings) as index:
        assert len(index.articles()) == 4


# Who sees what

INDEXER = """
import sys
from rag.index import Index
from rag.settings import Settings
for line in sys.stdin:
    documents, data, url, order = line.rstrip("\\n").split("\\t")
    settings = Settings(documents=documents, data=data, chroma_url=url, _env_file=None)
    with Index.open(settings) as index:
        index.sync(rebuild=order == "rebuild")
    print("done", flush=True)
"""


class Other:
    """Another process with a data folder of its own, as on another machine."""

    def __init__(self, process: subprocess.Popen[str], settings: Settings) -> None:
        self.process = process
        place = (settings.documents, settings.data.with_name("elsewhere"), settings.chroma_url)
        self.place = "\t".join(map(str, place))

    def index(self, order: str = "") -> None:
        assert self.process.stdin
        assert self.process.stdout
        print(f"{self.place}\t{order}", file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "done\n"


@pytest.fixture(scope="module")
def indexer():
    command = [sys.executable, "-c", INDEXER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@pytest.fixture
def other(indexer, settings):
    return Other(indexer, settings)


def test_the_next_question_sees_what_another_process_indexed(settings, other, monkeypatch):
    monkeypatch.setattr("rag.storage.opened.REFRESH_S", float("inf"))  # not because time passed
    other.index()
    with Assistant(settings) as assistant:
        assert {hit.document for hit in assistant.search("bees in village number 3", k=1)} == {
            "03.txt"
        }
        (settings.documents / "storks.txt").write_text("Storks came back to the tower in Alsace.")
        (settings.documents / "03.txt").unlink()
        other.index()
        hits = assistant.search("storks in Alsace", k=1)
        assert hits[0].document == "storks.txt"
        assert hits[0].keyword is not None
        assert hits[0].dense is not None
        assert "tower in Alsace" in assistant.answer("Where did the storks come back to?").text
        assert "03.txt" not in {hit.document for hit in assistant.search("bees", k=20)}
        other.index("rebuild")
        (settings.documents / "storks.txt").unlink()
        other.index()
        assert assistant.search("storks in Alsace", k=1)[0].document != "storks.txt"


def test_keywords_follow_by_batches_and_not_by_reading_everything(settings, other, monkeypatch):
    other.index()
    with Index.open(settings) as index:
        assert retrieve(index, "bees", k=1)[0].keyword is not None
        for version in (1, 2, 3):
            write(settings.documents, version, version)
            other.index()
        monkeypatch.setattr(
            "rag.storage.edition.Edition.all_passages", lambda _: pytest.fail("everything was read")
        )
        index.look()
        assert index.document_frequency(["v1", "v2", "v3", "v0"]) == {
            "v1": 1,
            "v2": 1,
            "v3": 1,
            "v0": 1,
        }
        view = index._opened.view
        assert view
        assert view.keywords
        assert view.keywords.stamp == view.edition.state.revision


def test_keywords_that_missed_too_much_are_made_anew(settings, other, monkeypatch):
    monkeypatch.setattr("rag.storage.edition.KEPT", 1)
    other.index()
    with Index.open(settings) as index:
        for version in (1, 2, 3):
            write(settings.documents, version, version)
            other.index()
        index.look()
        assert index.document_frequency(["v1", "v3", "v0"]) == {"v1": 1, "v3": 1, "v0": 1}


def test_a_batch_that_is_being_written_is_not_taken_for_whole(settings, tmp_path):
    """Another machine looks between a batch's beginning and its end, and again after it."""
    seen = []
    with (
        Index.open(settings) as writer,
        Index.open(made(tmp_path, settings.chroma_url, data="b")) as b,
    ):
        writer.sync()
        b.look()
        assert retrieve(b, "bees", k=1)
        write(settings.documents, 1, 7)
        inner = rag.storage.batches.settle

        def settle(*args, **kwargs):
            b.look()
            view = b._opened.view
            seen.append(view.keywords.stamp == view.edition.state.previous)
            return inner(*args, **kwargs)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(rag.storage.batches, "settle", settle)
            writer.sync()
        b.look()
        assert seen == [True]
        assert b.document_frequency(["v7"]) == {"v7": 1}


def test_a_list_of_articles_seen_in_the_middle_of_a_batch_is_not_kept(settings, tmp_path):
    seen = []
    with (
        Index.open(settings) as writer,
        Index.open(made(tmp_path, settings.chroma_url, data="b")) as b,
    ):
        writer.sync()
        write(settings.documents, 4, 0)
        inner = rag.storage.edition.Edition.put

        def put(*args):
            b.look()
            seen.extend(info.document for info in b.articles())
            return inner(*args)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(rag.storage.edition.Edition, "put", put)
            writer.sync()
        b.look()
        assert "00.txt" in seen
        assert "04.txt" not in seen
        assert "04.txt" in {info.document for info in b.articles()}


# Who writes


def lease(server: ChromaServer, index: str, who: str) -> Lease:
    return Lease(Server(server.url), client_of(server), index, who)


def test_a_second_writer_is_told_who_writes(settings, chroma):
    first = lease(chroma, settings.index_name, "first")
    first.acquire(0)
    try:
        with (
            Index.open(settings) as index,
            pytest.raises(IndexBusy, match=r"written by process \d+ on .*hold ends in|its hold"),
        ):
            index.sync()
    finally:
        first.release()
    with Index.open(settings) as index:
        assert len(index.sync().added) == 4
    assert not {name for name in names(chroma, settings) if "-writer" in name}


def test_of_many_writers_one_writes_at_a_time(chroma, tmp_path):
    index, inside, most = f"many-{tmp_path.name}", [], []

    def work(who: int) -> None:
        one = lease(chroma, index, str(who))
        one.acquire(60)
        inside.append(who)
        most.append(len(inside))
        one.check()
        inside.remove(who)
        one.release()

    threads = [threading.Thread(target=work, args=(who,)) for who in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 5


def test_a_writer_that_died_is_followed_and_one_that_was_cut_off_stops(settings, chroma, tmp_path):
    with Index.open(settings) as index:
        index.sync()
        before = {info.document: index.article(info.document).body for info in index.articles()}
        dead = client_of(chroma).create_collection(
            f"{settings.index_name}-writer",
            metadata={"holder": "dead", "who": "process 1 on gone", "beat": 0},
        )
        assert index.sync().unchanged == 4
        assert dead.name not in names(chroma, settings)
        write(settings.documents, 0, 5)
        inner = rag.storage.batches.Batches._begin

        def overtaken(*args, **kwargs):
            taken = client_of(chroma).get_collection(f"{settings.index_name}-writer")
            taken.modify(name=f"{settings.index_name}-writer.aside")
            client_of(chroma).create_collection(f"{settings.index_name}-writer")
            return inner(*args, **kwargs)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(rag.storage.batches.Batches, "_begin", overtaken)
            with pytest.raises(IndexBusy, match=r"took over.*pullquote index"):
                index.sync()
        assert {d: index.article(d).body for d in before} == before
        client_of(chroma).delete_collection(f"{settings.index_name}-writer")
        assert index.sync().changed == ("00.txt",)


def test_a_writer_of_the_same_data_folder_that_died_is_followed_at_once(settings, chroma):
    with Index.open(settings) as index:
        index.sync()
        mine = rag.storage.lease.holder(index.folder, alone=True)
        died = lease(chroma, settings.index_name, mine)
        died.acquire(0)
        died._done.set()  # its heart stops, and nobody lets go
        assert index.sync().unchanged == 4


def test_a_writer_that_died_while_it_let_go_leaves_nothing_behind(settings, chroma):
    left, anothers = "-writer.0123abcd", "-writer.0123abcd-articles-000001"
    for name in (left, anothers):
        client_of(chroma).create_collection(f"{settings.index_name}{name}")
    with Index.open(settings) as index:
        index.sync()
    there = {name.removeprefix(settings.index_name) for name in names(chroma, settings)}
    assert left not in there
    assert {anothers, "-articles-000001"} <= there


def test_the_holder_of_a_copied_data_folder_is_another(tmp_path):
    (tmp_path / "a").mkdir()
    first = rag.storage.lease.holder(tmp_path / "a", alone=True)
    assert rag.storage.lease.holder(tmp_path / "a", alone=True) == first
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert rag.storage.lease.holder(tmp_path / "b", alone=True) != first
    assert rag.storage.lease.holder(tmp_path / "a", alone=False) != first


# Faults


def test_a_server_that_is_not_there_is_told_with_the_next_step(tmp_path):
    away = made(tmp_path, f"http://127.0.0.1:{free_port()}")
    with pytest.raises(
        IndexAway, match=r"No Chroma server .* answers\. .*chroma run.*RAG_CHROMA_URL"
    ):
        Index.open(away)


def test_a_server_that_goes_away_and_comes_back_is_used_again(tmp_path, fragile):
    settings = made(tmp_path, fragile.url)
    with Assistant(settings) as assistant:
        assistant.index()
        told = assistant.answer("How many hives has village number 2?").text
        fragile.kill()
        with pytest.raises(IndexAway, match=r"chroma run"):
            assistant.answer("How many hives has village number 2?")
        with pytest.raises(IndexAway, match=r"the index is as it was"):
            assistant.index()
        fragile.start()
        assert assistant.answer("How many hives has village number 2?").text == told
        assert assistant.index().unchanged == 4


def test_a_server_that_dies_in_the_middle_of_a_question_is_told(tmp_path, fragile, monkeypatch):
    with Assistant(made(tmp_path, fragile.url)) as assistant:
        assistant.index()
        inner = rag.storage.view.View.find

        def find(*args, **kwargs):
            fragile.kill()
            return inner(*args, **kwargs)

        with monkeypatch.context() as patched:
            patched.setattr(rag.storage.view.View, "find", find)
            with pytest.raises(IndexAway, match="chroma run"):
                assistant.answer("How many hives has village number 2?")
        fragile.start()
        assert assistant.answer("How many hives has village number 2?").citations


@pytest.mark.parametrize("what", ["list_collections", "_query", "_get"])
def test_a_connection_that_breaks_once_does_not_break_a_question(settings, monkeypatch, what):
    with Assistant(settings) as assistant:
        assistant.index()
        inner = getattr(FastAPI, what)
        broken = []

        def breaks(*args, **kwargs):
            if not broken:
                broken.append(what)
                raise httpx.ReadError("connection reset by peer")
            return inner(*args, **kwargs)

        monkeypatch.setattr(FastAPI, what, breaks)
        assert assistant.answer("How many hives has village number 2?").citations
        assert broken == [what]


def test_a_collection_that_is_half_deleted_by_another_process_is_left_for_the_new_one(
    settings, other, monkeypatch
):
    monkeypatch.setattr("rag.storage.opened.REFRESH_S", float("inf"))  # not because time passed
    other.index()
    with Assistant(settings) as assistant:
        inner, asked = FastAPI._query, []

        def query(*args, **kwargs):
            asked.append(args)
            if len(asked) == 1:
                other.index("rebuild")
                raise InternalError("Missing field: [Missing metadata segment]")
            return inner(*args, **kwargs)

        monkeypatch.setattr(FastAPI, "_query", query)
        assert assistant.search("bees in village number 3", k=1)[0].document == "03.txt"


def test_a_collection_that_stays_half_gone_is_damage(settings, other, monkeypatch):
    other.index()
    half_gone = InternalError("Missing field: [Missing metadata segment]")
    monkeypatch.setattr(FastAPI, "_query", Mock(side_effect=half_gone))
    with Assistant(settings) as assistant, pytest.raises(IndexDamaged, match="--rebuild"):
        assistant.search("bees in village number 3", k=1)


@pytest.mark.parametrize("at", ["adding", "put", "sweep", "mark"])
def test_a_server_that_dies_while_indexing_loses_nothing(tmp_path, fragile, monkeypatch, at):
    settings = made(tmp_path, fragile.url)
    monkeypatch.setattr(rag.storage.batches, "BATCH_DOCUMENTS", 2)
    with Index.open(settings) as index:
        index.sync()
        for number in (0, 1, 2, 3):
            write(settings.documents, number, 1)
        inner = getattr(rag.storage.edition.Edition, at)
        calls = []

        def dies(*args, **kwargs):
            calls.append(at)
            if len(calls) == 2:  # in the second batch, or at the second mark
                fragile.kill()
            return inner(*args, **kwargs)

        with monkeypatch.context() as patched:
            patched.setattr(rag.storage.edition.Edition, at, dies)
            with pytest.raises(IndexAway, match="the index is as it was"):
                index.sync()
        fragile.start()
        for info in index.articles():
            body = index.article(info.document).body
            assert ("V0" in body) != ("V1" in body)
            for passage in index.passages_of(info.document):
                assert body[passage.start : passage.end] == passage.text
        index.sync()
        assert all("V1" in index.article(info.document).body for info in index.articles())
        hits = retrieve(index, "bees and the railway", k=20)
        assert len(hits) == index.status().passages
        assert all(hit.dense is not None and hit.keyword is not None for hit in hits)


def test_a_server_that_lost_everything_is_filled_again(tmp_path, fragile):
    with Assistant(made(tmp_path, fragile.url)) as assistant:
        assistant.index()
        fragile.kill()
        shutil.rmtree(fragile.folder)
        fragile.start()
        assert "3 hives" in assistant.answer("How many hives has village number 2?").text


def test_a_server_that_hangs_is_not_waited_for_without_end(tmp_path, fragile, monkeypatch):
    monkeypatch.setattr(rag.storage.server, "ANSWER_S", 0.5)
    monkeypatch.setattr(rag.storage.server, "CONNECT_S", 0.5)
    settings = made(tmp_path, fragile.url)
    with Index.open(settings) as index:
        fragile.freeze()
        try:
            with pytest.raises(IndexAway, match="did not answer in time"):
                index.look()
            with pytest.raises(IndexAway, match="did not answer in time"):
                Index.open(settings)
        finally:
            fragile.thaw()


class Odd(BaseHTTPRequestHandler):
    """A server that is no Chroma server."""

    status, body = 200, b"{}"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"<html>hello</html>", r"another program answers.*RAG_CHROMA_URL"),
        (200, b"{}", r"another program answers.*RAG_CHROMA_URL"),
        (404, b"not found", r"404.*older than Chroma 1\.0"),
        (410, b"gone", r"410.*older than Chroma 1\.0"),
        (401, b"no", r"refuses the key.*CHROMA_API_KEY"),
        (403, b"no", r"refuses the key.*CHROMA_API_KEY"),
        (429, b"slow down", r"limit.*Ask again"),
        (500, b"boom", r"failed \(500.*try again"),
        (503, b"later", r"failed \(503.*try again"),
    ],
)
def test_what_else_may_answer_is_told_in_one_sentence(tmp_path, status, body, said):
    handler = type("Handler", (Odd,), {"status": status, "body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_port}"
            with pytest.raises(IndexAway, match=said) as told:
                Index.open(made(tmp_path, url, chroma_api_key=SecretStr("sesame")))
        finally:
            server.shutdown()
            thread.join()
    assert url in str(told.value)
    assert "sesame" not in str(told.value)
    assert "\n" not in str(told.value)


def _hang_up(listener: socket.socket) -> None:
    listener.accept()[0].close()


def test_a_port_that_closes_at_once_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_hang_up, args=(listener,))
        thread.start()
        with pytest.raises(IndexAway, match=r"went away|No Chroma server"):
            Index.open(made(tmp_path, f"http://127.0.0.1:{listener.getsockname()[1]}"))
        thread.join()


def test_a_password_in_the_address_is_refused_and_not_repeated():
    with pytest.raises(BadSetting, match="CHROMA_API_KEY") as told:
        Settings(chroma_url="http://ann:sesame@example.org", _env_file=None)
    assert "sesame" not in str(told.value)


def test_the_command_line_tells_where_the_index_lies(settings):
    environment = {
        "RAG_DOCUMENTS": str(settings.documents),
        "RAG_DATA": str(settings.data),
        "RAG_CHROMA_URL": settings.chroma_url,
        "CHROMA_API_KEY": "sesame",
    }

    def pullquote(*arguments: str) -> str:
        done = CliRunner().invoke(rag.cli.app, arguments, env=environment, catch_exceptions=False)
        assert done.exit_code == 0
        assert "sesame" not in done.output
        return done.stdout

    assert "4 added" in pullquote("index")
    told = pullquote("status")
    assert settings.chroma_url in told
    assert settings.index_name in told
    status = json.loads(pullquote("status", "--json"))
    assert (status["server"], status["collection"]) == (settings.chroma_url, settings.index_name)
    assert "CHROMA_API_KEY=**********" in pullquote("settings")
