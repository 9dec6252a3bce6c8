"""Settings from the environment: which variables are read, and what a wrong one is called."""

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
