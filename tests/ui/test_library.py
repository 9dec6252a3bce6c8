import pytest

from rag import ArticleInfo, IndexProgress, IndexReport, NoDocuments
from ui.library import Library, matching
from ui.testing import Scripted, Unreadable, two_articles

FIRST, SECOND = two_articles()
QUOTE = "It opened on Monday."


@pytest.fixture
def library(tmp_path):
    return Library(Scripted([FIRST, SECOND], {}, data=tmp_path))


def test_an_article_opens_marked_at_its_quotation(library):
    start = FIRST.body.index(QUOTE)

    shown = library.open(
        {
            "document": "bridge.txt",
            "start": str(start),
            "quote": QUOTE,
            "label": "1",
            "others": [{"quote": "The bridge cost 12 million euros.", "start": 25, "label": "2"}],
        }
    )

    assert f'class="exact" data-start="{start}" data-label="1">{QUOTE}</mark>' in shown
    assert shown.count('class="cited"') == 1


def test_a_quotation_that_has_moved_is_marked_where_it_is_now(library):
    shown = library.open({"document": "bridge.txt", "start": 0, "quote": QUOTE})

    assert f">{QUOTE}</mark>" in shown


def test_a_quotation_that_is_gone_is_told(library):
    shown = library.open({"document": "bridge.txt", "start": 0, "quote": "It never opened."})

    assert "has changed since it was cited" in shown
    assert "<mark" not in shown


def test_an_article_that_was_removed_is_told_with_what_was_cited(library):
    shown = library.open({"document": "ferry.txt", "start": 0, "quote": "It sank."})

    assert "ferry.txt is not here any more. When it was cited it said: “It sank.”" in shown


@pytest.mark.parametrize("document", ["gone.txt", "../../etc/passwd", "", None])
def test_only_articles_of_the_index_can_be_opened(library, document):
    shown = library.open({"document": document, "start": 0, "quote": "root"})

    assert "not here any more" in shown


@pytest.mark.parametrize(
    "data", [{"start": "x"}, {"start": None, "quote": QUOTE}, {"others": [3, None, {"quote": 5}]}]
)
def test_nonsense_from_a_browser_opens_the_article_all_the_same(library, data):
    assert "The bridge cost" in library.open({"document": "bridge.txt", **data})


def test_every_word_must_be_found_somewhere_in_the_row():
    articles = [
        ArticleInfo("a.txt", "Bridge opens", publisher="The Courier"),
        ArticleInfo("b.txt", "Bridge closes", publisher="Evening Post"),
    ]

    assert [info.document for info in matching(articles, "bridge COURIER")] == ["a.txt"]
    assert len(matching(articles, " ")) == 2


def test_a_long_list_shows_its_beginning_and_says_how_much_is_left(tmp_path):
    many = [type(FIRST)(f"{n}.txt", f"Text {n}.") for n in range(130)]
    library = Library(Scripted(many, {}, data=tmp_path))

    assert library.list().count("<li ") == 100
    assert "30 more" in library.list()
    assert library.list("Text 12").count("<li ") == 12  # 12, 112, 120 to 129
    assert "No article matches" in library.list("nothing like it")


def test_a_list_that_cannot_be_read_says_so_in_its_place(tmp_path):
    assert "cannot be read; run" in Library(Unreadable(data=tmp_path)).list()


def test_files_are_taken_in_and_the_bad_ones_named(library, tmp_path):
    good, bad = tmp_path / "new.txt", tmp_path / "run.exe"
    good.write_text("A new article.")
    bad.write_text("no")

    *_, told = library.add([good, bad])

    assert "1 added" in told
    assert "run.exe" in told
    assert "new.txt" in library.list()


def test_too_many_or_too_large_files_are_refused_before_anything_is_read(tmp_path):
    scripted = Scripted([FIRST], {}, data=tmp_path)
    library = Library(scripted)
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 21_000_000)

    [many] = library.add([tmp_path / "large.txt"] * 51)
    [told] = library.add([large])

    assert "add at most 50" in many
    assert "larger than 20 MB" in told
    assert [info.document for info in scripted.articles()] == ["bridge.txt"]


def test_of_two_files_of_one_name_the_one_that_is_not_too_large_is_taken_in(library, tmp_path):
    for folder, text in (("a", "x" * 21_000_000), ("b", "A ferry sank.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(text)

    *_, told = library.add([tmp_path / "a" / "same.txt", tmp_path / "b" / "same.txt"])

    assert "1 added" in told
    assert "same.txt: it is larger than 20 MB" in told
    assert "A ferry sank." in library.open({"document": "same.txt"})


def test_reading_the_folder_again_shows_how_far_it_has_come(library):
    progress, report = library.reindex()

    assert "Reading 1 of 2" in progress
    assert "Nothing has changed" in report


def test_removing_says_where_the_file_went_and_the_last_one_is_told(library):
    assert "Removed bridge.txt" in library.remove("bridge.txt")
    assert "not indexed" in library.remove("bridge.txt")
    assert "last article" in library.remove("audit.txt")


def test_of_an_article_whose_file_is_gone_nothing_is_said_to_be_kept(tmp_path):
    class Gone(Scripted):
        def remove(self, document: str) -> None:
            super().remove(document)

    kept = Library(Scripted([FIRST, SECOND], {}, data=tmp_path)).remove("bridge.txt")
    gone = Library(Gone([FIRST, SECOND], {}, data=tmp_path)).remove("bridge.txt")

    assert f"Its file is kept in {tmp_path}/removed." in kept
    assert "Its file was not there any more." in gone


def test_an_index_that_fails_is_told_in_a_sentence(tmp_path):
    class Empty(Scripted):
        def index(self, **_: object) -> IndexReport:
            raise NoDocuments("'articles' holds nothing that can be read.")

    class Broken(Scripted):
        def index(self, *, progress, **_: object) -> IndexReport:
            progress(IndexProgress(1, 9, "a", 1.0, 8.0))
            raise RuntimeError("secret detail")

    [told] = Library(Empty([], {}, data=tmp_path)).reindex()
    *_, ours = Library(Broken([], {}, data=tmp_path)).reindex()

    assert "holds nothing that can be read" in told
    assert "made a mistake" in ours
    assert "secret" not in ours
