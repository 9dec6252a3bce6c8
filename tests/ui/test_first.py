import pytest

from rag import Assistant, Settings
from ui.events import Events
from ui.first import head_html, welcome_html
from ui.page import ASSETS, SCRIPTS, head_tags
from ui.testing import Unreadable


def test_the_page_comes_up_and_says_what_is_wrong_where_the_index_cannot_be_read(tmp_path):
    events = Events(Unreadable(data=tmp_path))
    head, _, articles, welcome = events.hello()

    assert "Embedded reader" in head
    for part in (articles, welcome, events.examples()):
        assert "cannot be read; run `pullquote index --rebuild`" in part
    assert "<h2>The articles cannot be read</h2>" in welcome


def test_a_folder_of_which_nothing_is_read_says_why(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(5):
        (docs / f"<b>{number}.docx").write_text("a", "utf-8")
    with Assistant(Settings(documents=docs, data=tmp_path / "data")) as assistant:
        shown = welcome_html(assistant)

    assert "No articles yet" in shown
    assert shown.count("is of a kind that is not read; convert it to one of .txt") == 3
    assert "&lt;b&gt;0.docx" in shown
    assert "<p>… and 2 more.</p>" in shown


def test_every_script_of_the_page_is_in_it_once():
    head = head_tags()

    assert sorted(SCRIPTS) == sorted(file.name for file in (ASSETS / "js").iterdir())
    assert all(head.count((ASSETS / "js" / name).read_text("utf-8")) == 1 for name in SCRIPTS)


@pytest.mark.parametrize(
    ("embedder", "answerer", "said"),
    [
        ("embedded", "reader", "<b>Embedded reader</b>, on this machine<"),
        ("words-1", "reader", "to be searched, questions and all articles go to 127.0.0.1:9<"),
        (
            "embedded",
            "auto",
            "<b>mine-7b</b> writes; the conversation and passages go to 127.0.0.1:9<",
        ),
        (
            "words-1",
            "auto",
            "<b>mine-7b</b> writes; the conversation and all articles go to 127.0.0.1:9<",
        ),
    ],
)
def test_the_head_says_what_goes_where(tmp_path, embedder, answerer, said):
    url = "http://127.0.0.1:9/v1"
    settings = Settings(
        data=tmp_path, openai_base_url=url, model="mine-7b", embedder=embedder, answerer=answerer
    )
    with Assistant(settings) as assistant:
        assert said in head_html(assistant)


def test_of_a_model_without_a_name_the_head_says_the_host_once(tmp_path):
    settings = Settings(data=tmp_path, openai_base_url="http://127.0.0.1:9/v1")
    with Assistant(settings) as assistant:
        head = head_html(assistant)

    assert "<b>The model</b> writes; the conversation and passages go to 127.0.0.1:9<" in head
