"""Chroma Cloud, by a stand-in that asks for a key, keeps quotas and searches sparse vectors."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr

import rag.storage.server
import rag.storage.sync
from rag import Assistant
from rag.errors import BadSetting, IndexAway
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import CLOUD_URL, Settings
from rag.storage.limits import cut, runs
from rag.testing_chroma import CloudStandIn
from rag.types import Scope


@pytest.fixture(scope="module")
def cloud(chroma):
    with CloudStandIn(chroma) as cloud:
        yield cloud


@pytest.fixture
def settings(tmp_path, cloud, monkeypatch):
    monkeypatch.setattr(rag.storage.server, "CLOUD_DOMAIN", ".127.0.0.1")
    cloud.broken = None
    cloud.requests.clear()
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "bees.txt").write_text("The beekeepers of Lund harvested 400 kilos of honey.")
    (docs / "rail.txt").write_text("A railway to Kiruna carries iron ore to the port.")
    return Settings(
        documents=docs,
        data=tmp_path / "data",
        chroma_url=cloud.url,
        chroma_api_key=SecretStr(cloud.key),
        busy_wait_s=0.0,
        _env_file=None,
    )


def test_the_key_finds_its_own_tenant_and_database_and_the_index_works(settings, cloud):
    with Assistant(settings) as assistant:
        assert len(assistant.index().added) == 2
        answer = assistant.answer("How much honey did the beekeepers of Lund harvest?")
        assert "400 kilos" in answer.citations[0].quote
    asked = {request.partition(" ")[2] for request in cloud.requests}
    assert any(path.startswith("/tenants/acme/databases/news/collections") for path in asked)


def test_words_are_searched_by_the_server_and_nothing_is_kept_here(settings, cloud):
    with Index.open(settings) as index:
        index.sync()
        assert index.status().keyword_engine == "Chroma"
        hits = retrieve(index, "iron ore", k=2)
        assert hits[0].document == "rail.txt"
        assert hits[0].keyword > 0
        assert any(request.endswith("/search") for request in cloud.requests)
        assert not list(index.folder.glob("keywords-*"))
        assert index.passage_count == 2
        assert index.document_frequency(["honey", "zebra"]) == {"honey": 1, "zebra": 0}
        assert index.mentions("Kiruna railway")
        assert not index.mentions("Kiruna honey")
        only = Scope(documents=("bees.txt",))
        assert {hit.document for hit in retrieve(index, "iron ore", k=5, scope=only)} == {
            "bees.txt"
        }
        assert index.holding("Kiruna railway", scope=Scope()).documents == {"rail.txt"}
        assert not index.holding("Kiruna railway", scope=only).passages


def test_words_of_an_article_that_changed_or_left_are_not_found(settings):
    with Index.open(settings) as index:
        index.sync()
        (settings.documents / "bees.txt").write_text("The beekeepers of Lund lost all to frost.")
        (settings.documents / "rail.txt").unlink()
        index.sync()
        assert index.document_frequency(["honey", "frost", "kiruna"]) == {
            "honey": 0,
            "frost": 1,
            "kiruna": 0,
        }
        assert {hit.document for hit in retrieve(index, "iron ore and honey", k=9)} == {"bees.txt"}


def test_a_server_without_sparse_vectors_leaves_words_to_the_local_index(
    tmp_path, chroma, settings
):
    plain = settings.model_copy(update={"chroma_url": chroma.url, "data": tmp_path / "plain"})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rag.storage.server, "CLOUD_DOMAIN", ".trychroma.com")
        with Index.open(plain) as index:
            index.sync()
            assert index.status().keyword_engine == "tantivy"
            assert retrieve(index, "iron ore", k=1)[0].keyword > 0


def test_long_articles_long_names_and_many_files_keep_to_the_quotas(settings):
    """The stand-in refuses what is over a quota, so that the run would fail."""
    docs = settings.documents
    deep = docs / ("folder " * 10).strip() / ("a very long name of a file " * 7).strip()
    deep.mkdir(parents=True)
    said = [
        f"Line {n} of the chronicle tells of Ærø and of the year {1000 + n}." for n in range(450)
    ]
    (deep / "übung.txt").write_text("\n\n".join(said))
    for number in range(70):
        (docs / f"{number:03} with a name that fills the list of a batch quickly.txt").write_text(
            f"Parish number {number} keeps a bell that was cast in {1500 + number}."
        )
    with Index.open(settings) as index:
        report = index.sync()
        assert report.skipped == ()
        assert len(report.added) == 73
        long = next(info.document for info in index.articles() if "übung" in info.document)
        assert len(long.encode()) > 128
        body = index.article(long).body
        assert len(body.encode()) > 16_384
        assert all(line in body for line in said)
        for passage in index.passages_of(long):
            assert body[passage.start : passage.end] == passage.text
        assert len(index.articles()) == 73
        many = tuple(info.document for info in index.articles())
        assert len(retrieve(index, "bell", k=100, scope=Scope(documents=many))) == 100
        (deep / "übung.txt").write_text("Nothing is left of the chronicle but its cover.")
        index.sync()
        assert index.article(long).body == "Nothing is left of the chronicle but its cover."
        view = index._opened.view
        assert view
        assert view.edition._texts
        assert view.edition._texts.of({"document": {"$in": [long]}}) == []


def test_a_batch_is_no_larger_than_the_server_says(settings, monkeypatch):
    monkeypatch.setattr("chromadb.api.fastapi.FastAPI.get_max_batch_size", lambda _: 2)
    for number in range(7):
        (settings.documents / f"{number}.txt").write_text(f"Parish {number} keeps a bell.")
    sizes = []
    inner = CloudStandIn._over

    def over(self, method, path, body):
        if path.endswith(("/add", "/upsert")):
            sizes.append(len(body["ids"]))
        return inner(self, method, path, body)

    monkeypatch.setattr(CloudStandIn, "_over", over)
    with Index.open(settings) as index:
        assert len(index.sync().added) == 9
    assert max(sizes) == 2


def test_a_server_that_fails_before_the_index_is_open_keeps_no_connection(settings, monkeypatch):
    made = []
    connect = rag.storage.server.Server.connect
    monkeypatch.setattr(
        rag.storage.server.Server, "connect", lambda s: made.append(connect(s)) or made[0]
    )

    def cut(_):
        raise httpx.ReadError("cut")

    monkeypatch.setattr("chromadb.api.fastapi.FastAPI.get_max_batch_size", cut)
    with pytest.raises(IndexAway, match="went away"):
        Index.open(settings)
    assert made[0]._server._session.is_closed


def test_a_wrong_key_is_told_and_never_shown(settings):
    wrong = settings.model_copy(update={"chroma_api_key": SecretStr("ck-wrong")})
    with pytest.raises(IndexAway, match=r"refuses the key.*CHROMA_API_KEY") as told:
        Index.open(wrong)
    shown = [str(told.value), repr(wrong), *(row[1] for row in wrong.variables())]
    assert not any("ck-wrong" in text for text in shown)


def test_no_key_is_told_before_anything_is_sent(settings, cloud):
    with pytest.raises(IndexAway, match="CHROMA_API_KEY"):
        Index.open(settings.model_copy(update={"chroma_api_key": SecretStr("")}))
    assert cloud.requests == []


@pytest.mark.parametrize("what", ["chroma_tenant", "chroma_database"])
def test_a_tenant_or_database_that_is_not_the_keys_is_told(settings, what):
    with pytest.raises(IndexAway, match=r"CHROMA_TENANT.*CHROMA_DATABASE"):
        Index.open(settings.model_copy(update={what: "another"}))


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (429, '{"error": "RateLimitError", "message": "slow down"}', "limit.*Ask again"),
        (500, '{"error": "InternalError", "message": "boom"}', "failed.*try again"),
        (502, "<html>bad gateway</html>", "failed.*try again"),
    ],
)
def test_what_the_cloud_refuses_is_told_and_passes(settings, cloud, status, body, said):
    with Index.open(settings) as index:
        index.sync()
        cloud.broken = (status, body)
        with pytest.raises(IndexAway, match=said):
            index.look()
        with pytest.raises(IndexAway, match=said):
            retrieve(index, "honey", k=1)
        with pytest.raises(IndexAway, match=said):
            index.sync()
        cloud.broken = None
        assert retrieve(index, "honey", k=1)[0].document == "bees.txt"
        assert index.sync().unchanged == 2


def test_a_key_in_the_environment_sends_nothing_anywhere(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMA_API_KEY", "ck-of-another-program")
    assert Settings(data=tmp_path, _env_file=None).chroma_url == ""
    assert Settings(chroma_url="cloud", _env_file=None).chroma_url == CLOUD_URL
    with pytest.raises(BadSetting, match="RAG_CHROMA_URL"):
        Settings(chroma_url="clouds", _env_file=None)


def test_a_text_is_cut_between_characters_and_names_are_grouped_by_size():
    text = "aé€🐝" * 100
    pieces = cut(text, 7)
    assert "".join(pieces) == text
    assert max(len(piece.encode()) for piece in pieces) <= 7
    assert cut("", 7) == [""]
    names = ["é" * 10] * 7
    assert [len(run) for run in runs(names, most=3)] == [3, 3, 1]
    assert [len(run) for run in runs(names, most=5, size=50)] == [2, 2, 2, 1]
