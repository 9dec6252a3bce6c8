"""Every setting, from arguments, the environment or `.env`, checked when it is read.

`pullquote settings` lists them with their values; the README carries the same table.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from hashlib import blake2b
from inspect import signature
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from rag.errors import BadSetting
from rag.shipped import usable_cores

log = logging.getLogger(__name__)

Answerer = Literal["auto", "reader", "model"]

CLOUD_URL = "https://api.trychroma.com"  # what "cloud" stands for
# Chroma's rule for names, less the room that what stands behind ours takes: "-passages-000001",
# and "-writer" with a number. Chroma Cloud allows 128 bytes, other servers 512.
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,94}[a-zA-Z0-9]")

# difflib's likeness from which one name is meant for another: RAG_CHROMA has .83 to RAG_CHROMA_URL,
# RAG_EMBEDDING_MODEL, which other programs read, .71 to RAG_EMBEDDER.
MISSPELT = 0.8

_KINDS = {  # by the first word of pydantic's name for what is wrong
    "int": "a whole number",
    "float": "a number",
    "bool": "'true' or 'false'",
}
_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
}


class Settings(BaseSettings):
    """What a user can choose. Each field `name` is read from `RAG_NAME` unless it says otherwise.

    A variable that is nearly called as one of them is logged as a warning, and not read; so is a
    model's name without an API.

    Raises:
        BadSetting: a value cannot be used, which the message names with its variable; or an
            argument is called as no field is.
    """

    model_config = SettingsConfigDict(
        env_prefix="RAG_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    documents: Path = Field(Path("seeds"), description="The folder of articles.")
    data: Path = Field(
        Path(".pullquote"), description="Where the index and the chat's own files are kept."
    )
    chroma_url: str = Field(
        "",
        description="A Chroma server to use instead of a folder, or 'cloud' for Chroma Cloud.",
    )
    chroma_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="CHROMA_API_KEY",
        description="Key of Chroma Cloud, or of a server behind a proxy; used with RAG_CHROMA_URL.",
    )
    chroma_tenant: str = Field(
        "",
        validation_alias="CHROMA_TENANT",
        description="Tenant on the Chroma server; empty takes the key's own or the default.",
    )
    chroma_database: str = Field(
        "",
        validation_alias="CHROMA_DATABASE",
        description="Database of the tenant; empty takes the key's own or the default.",
    )
    collection: str = Field(
        "",
        description="Name of the index in Chroma; empty takes 'pullquote', and on a server one "
        "made from the path of the folder of articles.",
    )
    embedder: str = Field(
        "embedded",
        description="'embedded', or the name of an embedding model of the configured API, to "
        "which all articles and questions then go.",
    )
    answerer: Answerer = Field(
        "auto",
        description="Who writes: 'auto' (the model if OPENAI_BASE_URL or OPENAI_API_KEY is set), "
        "'reader' or 'model'.",
    )
    model: str = Field(
        "", description="The language model's name; empty takes the first that the server lists."
    )
    openai_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="OPENAI_API_KEY",
        description="Key of an OpenAI-compatible API.",
    )
    openai_base_url: str = Field(
        "",
        validation_alias="OPENAI_BASE_URL",
        description="Address of an OpenAI-compatible API (Ollama, vLLM, llama.cpp, …).",
    )
    model_timeout_s: float = Field(
        60.0, gt=0, description="Seconds to wait for the model's next words."
    )
    model_retries: int = Field(2, ge=0, le=10, description="How often a failed call is repeated.")
    model_max_tokens: int = Field(700, ge=16, description="Longest answer of the model, in tokens.")
    price_in: float | None = Field(
        None,
        ge=0,
        description="Price of a million tokens sent; with RAG_PRICE_OUT, an answer shows what "
        "writing it cost.",
    )
    price_out: float | None = Field(
        None, ge=0, description="Price of a million tokens received, likewise with RAG_PRICE_IN."
    )
    passages: int = Field(8, ge=1, le=50, description="Passages that an answer is read from.")
    file_limit_mb: float = Field(20.0, gt=0, description="Larger files are skipped.")
    busy_wait_s: float = Field(
        5.0, ge=0, description="How long to wait for another process that holds the index."
    )
    threads: int = Field(
        0, ge=0, description="Processor cores to use; 0 takes those that this process may use."
    )
    host: str = Field("127.0.0.1", description="Address on which the chat listens.")
    port: int = Field(7860, ge=0, le=65535, description="Port of the chat; 0 takes a free one.")
    password: SecretStr = Field(
        SecretStr(""), description="Password of the chat; set one before others can reach it."
    )
    upload_limit_mb: float = Field(
        20.0,
        gt=0,
        description="Largest file that the chat takes, as far as RAG_FILE_LIMIT_MB allows it.",
    )
    upload_limit_files: int = Field(50, ge=1, description="Most files in one upload.")
    mcp: bool = Field(
        False,
        description="Serve the assistant to MCP clients beside the chat; not with RAG_PASSWORD.",
    )

    def __init__(self, **values: object) -> None:
        _refuse_unknown(values)
        try:
            super().__init__(**values)  # type: ignore[arg-type]  # pydantic checks them
        except ValidationError as error:
            raise BadSetting(_first_problem(error)) from error
        except UnicodeError as error:
            raise BadSetting("'.env' is not UTF-8; save it as UTF-8.") from error
        except OSError as error:
            raise BadSetting(
                f"'.env' cannot be read ({error.strerror or error}); mend its rights or remove it."
            ) from error
        if self.model and not self.model_configured:
            _warn_of_no_api(self.model)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As they come: this only looks at the names in the environment and in `.env`."""
        del settings_cls
        for source in (env_settings, dotenv_settings):
            if isinstance(source, EnvSettingsSource):  # both are; the base class has no names
                _warn_of_misspelt(source.env_vars)
        return init_settings, env_settings, dotenv_settings, file_secret_settings

    @field_validator("documents", "data")
    @classmethod
    def _expanded(cls, path: Path) -> Path:
        return path.expanduser()

    @field_validator("chroma_url")
    @classmethod
    def _is_a_server(cls, url: str) -> str:
        if url.strip().lower() == "cloud":
            return CLOUD_URL
        if "@" in url.partition("//")[2]:
            raise ValueError("a password does not belong into it; use CHROMA_API_KEY")
        return url

    @field_validator("collection")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if name and not NAME.fullmatch(name):
            raise ValueError(
                "a name has 3 to 96 of the characters a-z, A-Z, 0-9, '.', '_' and '-', and begins "
                "and ends with a letter or a digit"
            )
        return name

    @field_validator("chroma_url", "openai_base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("it should begin with http:// or https://")
        return url.rstrip("/")

    @property
    def folder(self) -> str:
        """The real path of the folder of documents, as an index notes it."""
        return os.path.realpath(self.documents)

    @property
    def index_name(self) -> str:
        """What the index is called in Chroma.

        A folder of our own holds one index, under a name that never changes. On a server two
        folders of articles must not meet by accident, so the name is made from the folder's path.
        Not from the machine or the data folder: the same path in a new container, or in a second
        one beside it, finds the index that it made. Two folders with one path on two machines do
        meet; rag/storage/sync.py refuses to replace all that another folder indexed. "a/../docs" is
        "docs", and links are not followed: where they lead may be another place in each container.
        """
        if self.collection or not self.chroma_url:
            return self.collection or "pullquote"
        path = Path(os.path.normpath(self.documents.absolute()))
        word = re.sub(r"[^a-z0-9]+", "-", path.name.lower()).strip("-")[:30]
        name = path.as_posix().encode(errors="surrogatepass")
        digest = blake2b(name, digest_size=5).hexdigest()
        return "-".join(part for part in ("pullquote", word.strip("-"), digest) if part)

    @property
    def index_folder(self) -> Path:
        """Where the index, or what is derived from a server's, is kept."""
        plain = not self.chroma_url and self.index_name == "pullquote"
        return self.data / ("index" if plain else f"index-{self.index_name}")

    @property
    def model_configured(self) -> bool:
        """Whether the user has named a language model's server or key."""
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)

    @property
    def cores(self) -> int:
        """Threads for the embedder and the reader."""
        return self.threads or usable_cores()

    def variables(self) -> list[tuple[str, str, str, str]]:
        """(variable, value, default, meaning) of every setting; secrets are masked."""
        return [
            (
                _variable(name),
                _shown(getattr(self, name)),
                _shown(info.default),
                info.description or "",
            )
            for name, info in type(self).model_fields.items()
        ]


def _variable(name: str) -> str:
    """What the environment calls a field."""
    return str(Settings.model_fields[name].validation_alias or f"RAG_{name.upper()}")


def _refuse_unknown(arguments: Iterable[str]) -> None:
    """Of what `Settings` itself is handed; variables may be those of other programs."""
    of_pydantic = signature(BaseSettings.__init__).parameters  # `_env_file` and the like
    for name in arguments:
        field = name.lower()  # as pydantic takes it
        if field in Settings.model_fields or name in of_pydantic:
            continue
        meant = get_close_matches(field.removeprefix("rag_"), Settings.model_fields, n=1)
        told = f"{meant[0]!r} may be meant" if meant else "`pullquote settings` lists what there is"
        raise BadSetting(f"No setting is called {name!r}; {told}.")


def _warn_of_misspelt(variables: Iterable[str]) -> None:
    """Of those that nobody reads: other programs have variables with our prefix too."""
    ours = [_variable(name) for name in Settings.model_fields]
    for name in map(str.upper, variables):
        if name.startswith("RAG_") and name not in ours:
            for meant in get_close_matches(name, ours, n=1, cutoff=MISSPELT):
                _warn_of(name, meant)


@cache
def _warn_of(name: str, meant: str) -> None:
    """Once for each."""
    log.warning("%s is not a setting and is not read; %s is one", name, meant)


@cache
def _warn_of_no_api(model: str) -> None:
    """Once for each."""
    log.warning(
        "RAG_MODEL is %r, but no API is configured and it is not asked; "
        "set OPENAI_BASE_URL or OPENAI_API_KEY",
        model,
    )


def _shown(value: object) -> str:
    return _masked(str(value)) if value is not None else ""


def _masked(text: str) -> str:
    """`text` without the password of an address in it, which may hold any sign but a space."""
    return re.sub(r"//\S*@", "//…@", text)


def _reason(problem: ErrorDetails) -> str:
    """Why a value is refused, in our words where pydantic's are of its own types."""
    kind, bounds = problem["type"], problem.get("ctx", {})
    if (first := kind.partition("_")[0]) in _KINDS:
        return f"it should be {_KINDS[first]}"
    if kind in _BOUNDS:
        bound, said = _BOUNDS[kind]
        return f"it should be {said} {bounds[bound]:g}"
    if kind == "literal_error":
        return f"it should be {bounds['expected']}"
    return problem["msg"].removeprefix("Value error, ")


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    name = str(problem["loc"][0])
    variable = name if name.isupper() else _variable(name)
    given, reason = _masked(repr(problem["input"])), _reason(problem)
    return f"{variable} cannot be {given}: {reason}. Correct it, or unset it for the default."
