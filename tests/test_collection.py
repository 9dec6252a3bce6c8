"""Questions about the collection, answered from the index and cited."""

import pytest

from rag import Assistant, Scope, Settings
from rag.index import Index

LINE = "The keeper of well {0} sold {0} barrels of cider on Tuesday, more than ever before.\n"
ARTICLES = {
    **{f"{day}.txt": f"Cider {day}\n\n{day} May 2024\n\n{LINE.format(day)}" for day in (3, 9, 17)},
    "undated.txt": LINE.format("four"),
}


def test_how_many_articles_there_are_and_which(assistant):
    answer = assistant.answer("How many articles are there?")

    assert answer.text.startswith("Five articles are indexed.")
    assert {c.document for c in answer.citations} == {a.document for a in assistant.articles()}


def test_articles_that_mention_something_are_listed_with_the_sentence_that_does(assistant):
    answer = assistant.answer("Which articles mention Belarus?")

    assert answer.text.startswith("One article mentions Belarus.")
    assert ["Belarus" in citation.quote for citation in answer.citations] == [True]


@pytest.mark.parametrize(
    "question",
    [
        "How many pieces are there in the library altogether?",
        "How many articles are there here?",
        "How many documents are in the folder?",
        "How many files are indexed so far?",
        "How many reports are there?",
    ],
)
def test_the_collection_is_counted_by_any_name(assistant, question):
    assert assistant.answer(question).text.startswith("Five articles are indexed.")


@pytest.mark.parametrize(
    "question",
    [
        "Which of the articles bring up Belarus?",
        "Do the articles mention Belarus?",
        "Do any of the articles mention Belarus?",
    ],
)
def test_bringing_something_up_is_mentioning_it(assistant, question):
    assert assistant.answer(question).text.startswith("One article mentions Belarus.")


def test_whether_they_mention_how_it_was_asks_how_it_was(assistant):
    answer = assistant.answer("Do the articles mention how much trade was worth last year?")

    assert "$190 billion" in answer.text


def test_what_no_article_mentions_is_said_so_without_citations(assistant):
    answer = assistant.answer("Which articles mention penguins?")

    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.text == "No article mentions penguins."


def test_more_articles_than_are_listed_are_counted_all_the_same(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(70):
        head = f"Boats {number}\n\nBy Ann Poe\n\n3 May 2024\n\n"
        text = f"The Norwegian harbour master Lindqvist counted {number} boats.\n"
        (folder / f"{number}.txt").write_text(head + text, "utf-8")
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        by_word = alone.answer("How many articles mention Lindqvist?")
        by_another_form = alone.answer("How many articles mention Norway?")
        dated = alone.answer("When were these articles published?")
        signed = alone.answer("Who wrote the articles?")
        titled = alone.answer("What is the headline of the articles?")

    assert by_word.text.startswith("70 articles mention Lindqvist.")
    assert "… and 20 more." in by_word.text
    assert by_another_form.text.startswith("At least 50 articles mention Norway.")
    for of_all in (dated, signed, titled):
        assert len(of_all.citations) == 50
        assert of_all.text.endswith("… and 20 more.")


def test_a_description_is_found_in_other_forms_of_its_words(assistant):
    minister = assistant.answer("Which articles mention Russia's defence minister?")
    visit = assistant.answer("Which articles are about the visit of the Russian PM to Beijing?")

    assert minister.text.startswith("Three articles mention Russia's defence minister.")
    assert all("Sergei Shoigu" in citation.quote for citation in minister.citations)
    assert visit.text.startswith("Three articles have the words of “the visit of the Russian PM")


def test_initials_stand_for_one_whole_name_and_for_nobody(tmp_path):
    folder = tmp_path / "initials"
    folder.mkdir()
    for number, text in enumerate(
        (
            "Delegates of the United Nations met in Velm on Monday.",
            "Uta Nilsen opened the fair in Velm on Monday.",
            "The Old Unity National Guild of Velm met on Monday.",
        )
    ):
        (folder / f"{number}.txt").write_text(f"Velm {number}\n\n{text}\n", "utf-8")
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        answer = alone.answer("Which articles mention the UN?")

    assert [citation.document for citation in answer.citations] == ["0.txt"]


def test_a_clause_that_describes_further_need_not_be_found(assistant):
    answer = assistant.answer("Which articles speak of the peace plan that Beijing put forward?")

    assert answer.text.startswith("Two articles mention the peace plan.")


@pytest.mark.parametrize(
    "question",
    [
        "Who edited the story on Mishustin accusing the West?",
        "Who is credited with editing the article on Mishustin accusing the West?",
        "Whose name stands as editor under the article on the West containing Russia and China?",
    ],
)
def test_the_editor_is_the_one_whom_a_line_of_the_article_names(assistant, question):
    answer = assistant.answer(question)

    assert answer.text.startswith("**Mike Firn**")
    assert [citation.quote for citation in answer.citations] == ["Edited by Mike Firn."]


def test_a_report_that_is_named_by_its_title_or_file_is_an_article(assistant):
    by_title = assistant.answer("When was the Pressure From West Strengthening Ties published?")
    by_file = assistant.answer("Who edited the report 001_1733c6f7cdd7144f.txt?")

    assert "24 May 2023" in by_title.text
    assert by_file.text.startswith("**Mike Firn**")


def test_a_role_that_no_line_names_is_said_so(assistant):
    answer = assistant.answer("Who translated the story on Mishustin accusing the West?")

    assert answer.status == "not_found"
    assert "names no translator" in answer.text


def test_an_author_whom_only_the_pages_data_name_is_told_as_such(tmp_path):
    folder = tmp_path / "signed"
    folder.mkdir()
    head = "<head><title>Velm fair</title><meta name=author content='Ann Poe'></head>"
    (folder / "fair.html").write_text(
        f"<html>{head}<body><h1>Velm fair</h1><p>{LINE}</p></body>", "utf-8"
    )
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        answer = alone.answer("Who wrote the article?")

    assert answer.text.startswith("**Ann Poe**: “Velm fair”")
    assert "named by its page, not by its text" in answer.text


def test_the_paper_that_published_an_article_is_told_by_its_line(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "fair.txt").write_text(f"Velm fair opens\n\nVelm Gazette, 3 May 2024\n\n{LINE}\n")
    (folder / "boat.txt").write_text(f"A boat is lost\n\n{LINE}\n")
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        published = alone.answer("Who published the article about the Velm fair?")
        unknown = alone.answer("Which paper published the article “A boat is lost”?")

    assert published.text.startswith("**Velm Gazette**")
    assert [cited.quote for cited in published.citations] == ["Velm Gazette, 3 May 2024"]
    assert unknown.text == "“A boat is lost” names no publisher."


def test_a_thing_that_is_published_is_no_article(assistant):
    answer = assistant.answer("When was China's peace plan published?")

    assert "February" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "When was the article about penguins published?",
        "What is the headline of the article about penguins?",
        "Who wrote the article about penguins?",
        "Who edited the story on penguins?",
    ],
)
def test_an_article_that_does_not_exist_is_said_not_to(assistant, question):
    answer = assistant.answer(question)

    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.text == "No article is about penguins."


def test_what_an_article_names_in_passing_it_is_not_about(tmp_path):
    folder = tmp_path / "passing"
    folder.mkdir()
    told = "The Velm rocket did not fly on Monday. The wind was too strong. It waits in its hall. "
    passing = "Children who had come to watch it were shown a film on penguins instead."
    (folder / "rocket.txt").write_text(f"Velm rocket must wait\n\n{told}{passing}\n", "utf-8")
    (folder / "cider.txt").write_text(ARTICLES["3.txt"], "utf-8")
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        penguins = alone.answer("What is the headline of the article about penguins?")
        rocket = alone.answer("What is the headline of the article about the launch of a rocket?")

    assert penguins.status == "not_found"
    assert rocket.text.startswith("**Velm rocket must wait**")


@pytest.mark.parametrize(
    "question",
    [
        "List articles published in May 2024 about well 9",
        "Which articles about well 9 were published in May 2024?",
    ],
)
def test_the_articles_of_a_time_on_something_are_those_of_that_time(own_assistant, question):
    answer = own_assistant.answer(question)

    assert answer.text.startswith("One article mentions well 9.")
    assert [citation.document for citation in answer.citations] == ["9.txt"]
    assert "One article gives no date of publication." in answer.text


def test_an_article_of_another_time_is_not_listed(own_assistant):
    answer = own_assistant.answer("List articles published after 10 May 2024 about well 9")

    assert answer.text.startswith("No article mentions well 9.")


def test_an_article_that_comes_while_it_is_asked_for_is_not_there_yet(tmp_path, monkeypatch):
    folder = tmp_path / "growing"
    folder.mkdir()
    (folder / "cider.txt").write_text(ARTICLES["3.txt"], "utf-8")
    articles = Index.articles

    def before_it_came(index):
        listed = articles(index)
        (folder / "storks.txt").write_text("Storks\n\nThe storks came back to Alsace.\n", "utf-8")
        index.sync()
        return listed

    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        alone.index()
        monkeypatch.setattr(Index, "articles", before_it_came)
        answer = alone.answer("What is the headline of the article about storks in Alsace?")

    assert answer.status == "not_found"


def test_a_day_that_only_the_page_states_is_not_cited(tmp_path):
    page = (
        "<html><head><title>Bridge opens</title>"
        '<meta property="article:published_time" content="2024-05-03"></head>'
        f"<body><article><h1>Bridge opens</h1><p>{LINE.format('four')}</p></article></body></html>"
    )
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bridge.html").write_text(page, "utf-8")
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:
        answer = alone.answer("When was the article published?")

    assert "Bridge opens (3 May 2024)" in answer.text
    assert "that of the page, not of the text" in answer.text


@pytest.mark.parametrize(
    ("bound", "days"),
    [
        ("before 9 May 2024", ["3"]),
        ("until 9 May 2024", ["3", "9"]),
        ("after 9 May 2024", ["17"]),
        ("since 9 May 2024", ["9", "17"]),
        ("until May 2024", ["3", "9", "17"]),
        ("in May 2024", ["3", "9", "17"]),
        ("after 9999-12-31", []),
        ("before 0001-01-01", []),
    ],
)
def test_before_and_after_leave_the_day_itself_out(own_assistant, bound, days):
    answer = own_assistant.answer(f"Which articles were published {bound}?")

    assert {citation.document for citation in answer.citations} == {f"{day}.txt" for day in days}


def test_what_is_only_pointed_at_is_every_article(own_assistant):
    answer = own_assistant.answer("When were these all published?")

    assert {citation.document for citation in answer.citations} == {"3.txt", "9.txt", "17.txt"}


def test_what_is_new_since_a_day(own_assistant):
    answer = own_assistant.answer("What is new since 10 May 2024?")

    assert [citation.document for citation in answer.citations] == ["17.txt"]


def test_a_files_name_within_anothers_is_not_meant(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("1.txt", "11.txt", "a 1.txt"):
        (folder / name).write_text(f"Cider of {name[:-4]}\n\n{LINE.format(name[:-4])}", "utf-8")
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as alone:

        def headline(name: str) -> list[str]:
            answer = alone.answer(f"What is the headline of the article {name}?")
            return [citation.document for citation in answer.citations]

        for name in ("1.txt", "11.txt", "a 1.txt"):
            assert headline(name) == [name]
        assert headline("files/1.txt") == ["1.txt"]


def test_the_day_of_publication_is_cited_from_the_line_that_states_it(assistant):
    answer = assistant.answer(
        "When was the article about pressure from the West strengthening ties published?"
    )

    assert "24 May 2023" in answer.text
    assert "24 May 2023" in answer.citations[0].quote


def test_articles_since_a_day_leave_out_those_before_and_name_the_undated(assistant):
    since = assistant.answer("Which articles were published since May 2023?")
    later = assistant.answer("Which articles were published after June 2023?")

    assert [c.published.isoformat() for c in since.citations] == ["2023-05-24"]
    assert "Four articles give no date of publication." in since.text
    assert later.status == "not_found"


@pytest.mark.parametrize(
    ("question", "which"),
    [
        ("Which article is the newest?", "newest"),
        ("What is the latest article?", "newest"),
        ("Which article was published first?", "oldest"),
    ],
)
def test_the_newest_and_the_oldest_article_are_those_of_the_last_and_first_day(
    own_assistant, question, which
):
    answer = own_assistant.answer(question)

    assert answer.text.startswith(f"The {which} with a date is:")
    wanted = "17.txt" if which == "newest" else "3.txt"
    assert [citation.document for citation in answer.citations] == [wanted]
    assert "One article gives no date of publication." in answer.text


def test_a_question_about_the_collection_keeps_to_its_scope(assistant):
    one = assistant.articles()[0].document

    answer = assistant.answer("How many articles are there?", scope=Scope(documents=(one,)))

    assert answer.text.startswith("One article is indexed.")


@pytest.mark.parametrize(
    "question",
    [
        "When was Li Shangfu elected?",
        "Who wrote the peace plan?",
        "How many reports of abuse came in?",
        "How many documents are in the leaked archive that Poe published?",
        "When was this peace plan published?",
        "Who wrote the report on the ferry disaster?",
        "Who authored the papers on gravity?",
        "Who translated the texts of Homer?",
        "What is the title of the report on prisons?",
        "Which papers in 2019 reported the scandal?",
        "Which stories from May 2023 quote the mayor?",
        "What reports after the 2015 earthquake described the damage?",
        "When was the report on the ferry disaster published?",
        "What is new in Moscow?",
        "When was the raid?",
        "Since when have they met on 29 February?",
    ],
)
def test_an_ordinary_question_is_not_taken_for_one(assistant, question):
    assert "collection" not in assistant.answer(question).timings
