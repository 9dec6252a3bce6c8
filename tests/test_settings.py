"""Settings from the environment: which variables are read, and what a wrong one is called."""

import logging

import pytest

from rag import BadSetting, Settings


def test_the_model_is_named_by_its_documented_variable_alone(monkeypatch):
    monkeypatch.setenv("MODEL", "of another program")
    monkeypatch.setenv("OPENAI_MODEL", "of another program")
    before = Settings(_env_file=None).model

    monkeypatch.setenv("RAG_MODEL", "llama3.1")

    assert (before, Settings(_env_file=None).model) == ("", "llama3.1")


@pytest.mark.parametrize(
    ("field", "variable"),
    [("openai_base_url", "OPENAI_BASE_URL"), ("chroma_url", "RAG_CHROMA_URL")],
)
def test_a_bad_value_is_told_under_the_name_of_its_variable(monkeypatch, field, variable):
    with pytest.raises(BadSetting, match=rf"^{variable} cannot be 'ftp://here'"):
        Settings(_env_file=None, **{field: "ftp://here"})

    monkeypatch.setenv(variable, "ftp://here")
    with pytest.raises(BadSetting, match=rf"^{variable} cannot be 'ftp://here'"):
        Settings(_env_file=None)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("RAG_PASSAGES", "abc", "a whole number"),
        ("RAG_PASSAGES", "2.5", "a whole number"),
        ("RAG_PASSAGES", "0", "at least 1"),
        ("RAG_PASSAGES", "51", "at most 50"),
        ("RAG_FILE_LIMIT_MB", "much", "a number"),
        ("RAG_FILE_LIMIT_MB", "0", "more than 0"),
        ("RAG_MCP", "perhaps", "'true' or 'false'"),
        ("RAG_ANSWERER", "oracle", "'auto', 'reader' or 'model'"),
    ],
)
def test_what_a_value_should_be_is_told_in_plain_words(monkeypatch, variable, value, told):
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadSetting) as error:
        Settings(_env_file=None)

    assert str(error.value) == (
        f"{variable} cannot be {value!r}: it should be {told}. "
        "Correct it, or unset it for the default."
    )


@pytest.mark.parametrize("password", ["open", "open/sesame", "open@ses/ame:x"])
@pytest.mark.parametrize("field", ["openai_base_url", "chroma_url"])
def test_a_password_in_an_address_is_in_no_error(field, password):
    with pytest.raises(BadSetting, match=r"//…@example\.org") as told:
        Settings(_env_file=None, **{field: f"ftp://annabel:{password}@example.org/v1"})

    assert "annabel" not in str(told.value)
    assert "open" not in str(told.value)


@pytest.mark.parametrize("password", ["open", "open/sesame", "open@ses/ame:x"])
def test_a_password_in_an_address_is_not_listed(password):
    settings = Settings(_env_file=None, openai_base_url=f"http://annabel:{password}@example.org/v1")
    listed = {variable: value for variable, value, *_ in settings.variables()}

    assert listed["OPENAI_BASE_URL"] == "http://…@example.org/v1"
    assert password in settings.openai_base_url  # which is what calls are made with


def test_a_variable_that_is_nearly_a_setting_is_told_once(monkeypatch, caplog, tmp_path):
    monkeypatch.setenv("RAG_PASAGES", "3")
    (tmp_path / ".env").write_text("RAG_ANSWERRER=reader\n", "utf-8")

    with caplog.at_level(logging.WARNING, "rag.settings"):
        made = [Settings(_env_file=tmp_path / ".env") for _ in range(2)]

    assert [one.passages for one in made] == [8, 8]
    assert [record.getMessage() for record in caplog.records] == [
        "RAG_PASAGES is not a setting and is not read; RAG_PASSAGES is one",
        "RAG_ANSWERRER is not a setting and is not read; RAG_ANSWERER is one",
    ]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("docments", "'docments'; 'documents' may be meant"),
        ("pasages", "'pasages'; 'passages' may be meant"),
        ("RAG_PASSAGES", "'RAG_PASSAGES'; 'passages' may be meant"),
        ("_env_flie", "'_env_flie'; "),
        ("zzz", "'zzz'; `pullquote settings` lists what there is"),
    ],
)
def test_an_argument_that_is_no_setting_is_refused(argument, told):
    with pytest.raises(BadSetting, match=f"^No setting is called {told}"):
        Settings(**{argument: 3})


def test_a_setting_is_taken_under_the_name_of_its_variable_too():
    settings = Settings(_env_file=None, OPENAI_API_KEY="sk-here", openai_base_url="http://a")

    assert settings.openai_api_key.get_secret_value() == "sk-here"
    assert settings.openai_base_url == "http://a"


def test_a_model_without_an_api_is_told_once(caplog):
    with caplog.at_level(logging.WARNING, "rag.settings"):
        Settings(model="llama-alone")
        Settings(model="llama-alone")
        Settings(model="llama-served", openai_base_url="http://localhost:1/v1")

    (told,) = (record.getMessage() for record in caplog.records)
    assert "'llama-alone'" in told
    assert "OPENAI_BASE_URL" in told


def test_an_env_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / ".env").write_bytes(b"RAG_MODEL=caf\xe9\n")

    with pytest.raises(BadSetting, match=r"'\.env' is not UTF-8; save it as UTF-8"):
        Settings(_env_file=tmp_path / ".env")


@pytest.mark.parametrize("name", ["RAG_EMBEDDING_MODEL", "RAG_TOP_K", "RAGTIME", "RAG_PASSAGES"])
def test_of_settings_and_of_variables_of_other_programs_nothing_is_said(monkeypatch, caplog, name):
    monkeypatch.setenv(name, "3")

    with caplog.at_level(logging.WARNING, "rag.settings"):
        Settings(_env_file=None)

    assert not caplog.records
