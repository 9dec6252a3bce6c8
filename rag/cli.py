"""The command `pullquote`: parse, call, print.

Results go to stdout, everything else to stderr. Exit codes: 0 done or answered, 1 an error
that the message explains, 2 a wrong call, 3 the articles do not hold the answer, 130 and 143
stopped by Ctrl-C and SIGTERM. `pullquote evals` has codes of its own (docs/evals.md).

Commands of other packages (`chat`, `evals`) are found by the entry points named
`pullquote.commands`, so that `rag` imports none of them.

Elsewhere: answers, articles and reports as text (rag/cli_text.py).
"""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from importlib import import_module
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from rag.asked import scope_text
from rag.cli_text import (
    answer_text,
    article_text,
    changes_text,
    harmless,
    hits_text,
    json_text,
    nameless,
    report_text,
    status_text,
    undated_text,
)
from rag.errors import (
    BadQuestion,
    IndexAway,
    IndexBusy,
    IndexUnwritable,
    ModelProblem,
    NoDocuments,
    RagError,
)
from rag.types import Answer, IndexProgress, IndexReport, Message, Scope, as_plain

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Ask a folder of articles; every answer comes with the words that prove it.",
)

REFUSED = 3
WATCH_EVERY_S = 2.0
_LEAVE = {f"{sign}{word}" for word in ("exit", "quit", "q") for sign in ("", "/", ":")} - {"q"}
_HELP = {"/help", ":help", "/?"}
_HELPS = (
    'Ask in plain words; a question may lean on those before it: "and in May?", "why?".\n'
    "'exit', 'quit' or Ctrl-D ends; 'pullquote ask --help' tells how to limit the search."
)
_PASSING = (IndexAway, IndexBusy, IndexUnwritable, ModelProblem, NoDocuments)

Folder = Annotated[
    Path | None,
    typer.Option("--documents", envvar="RAG_DOCUMENTS", help="The folder of articles."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Only = Annotated[
    list[str] | None, typer.Option("--only", help="Search only this document; repeat it for more.")
]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a day; write it as YYYY-MM-DD.") from error


Since = Annotated[
    date | None,
    typer.Option(
        "--since", parser=_day, metavar="YYYY-MM-DD", help="Published on this day or later."
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until", parser=_day, metavar="YYYY-MM-DD", help="Published on this day or earlier."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        _print(f"pullquote {version('pullquote')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


@app.command()
def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(
            help="What you want to know; at a terminal none begins a conversation, elsewhere it is "
            "read from stdin."
        ),
    ] = None,
    documents: Folder = None,
    only: Only = None,
    since: Since = None,
    until: Until = None,
    answerer: Annotated[
        str | None, typer.Option(help="'auto', 'reader' or 'model'; else as configured.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer QUESTION with its sources. Exit 0: answered; 3: the articles do not say.

    Without a question, at a terminal, ask one after the other, each in the light of those before.
    """
    from rag.assistant import Assistant, warm_up

    converses = not question and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    put = " ".join(question or ())
    if not question and not sys.stdin.isatty():
        put = typer.get_text_stream("stdin", errors="replace").read()
    if not converses:
        _refuse_nothing(put, "question")
    _refuse_unknown(answerer)
    scope = _scope(only, since, until)
    settings = _settings(documents, answerer=answerer)
    warm_up(settings)
    with Assistant(settings) as assistant:
        _index_first_time(assistant)
        if converses:
            _converse(assistant, scope)
            return
        answer = _answered(assistant, put, (), scope)
        if as_json:
            _print(answer.to_dict())
        else:
            _print_answer(assistant, answer, scope)
        _note(assistant, scope, found=answer.status != "not_found", changes=not as_json)
    if answer.status == "not_found":
        raise typer.Exit(REFUSED)


@app.command()
def index(
    documents: Folder = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew beside the old one.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and follow the folder's changes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date with the folder; unchanged files are not touched."""
    with _assistant(documents) as assistant:
        report = _sync(assistant, rebuild=rebuild)
        _print(as_plain(report) if as_json else report_text(report))
        told = ""
        while watch:
            time.sleep(WATCH_EVERY_S)
            try:
                state = assistant.status()
                if state.new or state.changed or state.gone:
                    report = _sync(assistant)
                    _print(as_plain(report) if as_json else report_text(report))
                    told = ""
            except _PASSING as error:  # it is looked at again
                if str(error) != told:
                    _print(told := str(error), err=True)


@app.command()
def show(
    document: Annotated[str | None, typer.Argument(help="A document; none lists them all.")] = None,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="Also what was left out of the article, and why.")
    ] = False,
    documents: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Print an article as it was read, or the list of articles."""
    with _assistant(documents) as assistant:
        _index_first_time(assistant)
        if document is None:
            listing = assistant.articles()
            _print(
                [as_plain(info) for info in listing]
                if as_json
                else "\n".join(f"{i.document}\t{i.published or '—'}\t{i.name}" for i in listing)
            )
            return
        article = assistant.article(document)
        _print(as_plain(article) if as_json else article_text(article, left_out=left_out))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many passages.")] = 10,
    only: Only = None,
    since: Since = None,
    until: Until = None,
    documents: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Print the passages that retrieval finds for QUERY, with the scores that ranked them."""
    _refuse_nothing(query, "query")
    scope = _scope(only, since, until)
    with _assistant(documents) as assistant:
        _index_first_time(assistant)
        hits = assistant.search(query, k=k, scope=scope)
        if as_json:
            _print([as_plain(hit) for hit in hits])
        elif hits:
            _print(hits_text(hits))
        else:
            where = f" {scope_text(scope)}." if scope else ""
            _print(f"No passage was found.{where}", err=True)
        _note(assistant, scope, found=bool(hits), changes=not as_json)


@app.command()
def status(documents: Folder = None, as_json: AsJson = False) -> None:
    """Tell what is indexed, with which models, and where the files are."""
    with _assistant(documents) as assistant:
        state = assistant.status()
        model = assistant.model
        hosts = {"where": assistant.where, "embedder_where": assistant.embedder_where}
        about = {**as_plain(state), "model": model, **hosts}
        _print(about if as_json else status_text(state, model=model, **hosts))


@app.command()
def settings(as_json: AsJson = False) -> None:
    """List every setting: its variable, its value now, its default, what it does."""
    from rag.settings import Settings

    rows = Settings().variables()
    if as_json:
        keys = ("variable", "value", "default", "meaning")
        _print([dict(zip(keys, row, strict=True)) for row in rows])
        return
    for variable, value, default, meaning in rows:
        changed = "" if value == default else f"   (default: {default or 'empty'})"
        _print(f"{variable}={value}{changed}\n    {meaning}")


def main() -> None:
    """Run the command line; what a person can mend is told in one sentence."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("rag.settings").setLevel(logging.WARNING)  # a misspelt variable
    for command in entry_points(group="pullquote.commands"):
        if command.name in sys.argv[1:2] or sys.argv[1:2] in ([], ["--help"]):
            _attach(command.name, command.load)
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except RagError as error:
        _print(f"pullquote: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _stop(number: int, _frame: object) -> None:
    """End as Ctrl-C does: what is open is closed. The first process of a container needs this."""
    sys.exit(128 + number)


def _attach(name: str, load: Callable[[], Any]) -> None:
    command = load()
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


@contextmanager
def _assistant(documents: Path | None, **chosen: object) -> Iterator[Assistant]:
    from rag.assistant import Assistant

    with Assistant(_settings(documents, **chosen)) as assistant:
        yield assistant


def _settings(documents: Path | None, **chosen: object) -> Settings:
    from rag.settings import Settings

    values = {"documents": documents, **chosen}
    return Settings(**{k: v for k, v in values.items() if v is not None})


def _converse(assistant: Assistant, scope: Scope) -> None:
    """Answer what is typed until its end is; what goes wrong ends no conversation."""
    with suppress(ImportError):
        import_module("readline")  # with it `input` has arrow keys

    _print("Ask; 'exit' or Ctrl-D ends, '/help' tells more.", err=True)
    history: list[Message] = []
    while True:
        try:
            question = input("\n> ")
        except EOFError:
            _print("")
            return
        typed = question.strip().casefold()
        if typed in _LEAVE:
            return
        if typed in _HELP:
            _print(_HELPS, err=True)
        if not typed or typed in _HELP:
            continue
        try:
            answer = _answered(assistant, question, history, scope)
        except RagError as error:
            _print(f"pullquote: {error}", err=True)
            continue
        _print_answer(assistant, answer, scope)
        _note(assistant, scope, found=answer.status != "not_found", changes=False)
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer.text},
        ]


def _answered(
    assistant: Assistant, question: str, history: Sequence[Message], scope: Scope
) -> Answer:
    """The answer; where a person is looking, stderr tells what is being waited for."""
    if not sys.stderr.isatty():
        return assistant.answer(question, history, scope=scope)
    from rich.console import Console
    from rich.text import Text

    waited_for = f"Asking {assistant.model} …" if assistant.model else "Reading …"
    with Console(stderr=True).status(Text(harmless(waited_for))) as shown:
        *_, last = assistant.stream(
            question,
            history,
            scope=scope,
            on_state=lambda state: shown.update(Text(harmless(state))),
        )
    return last


def _print_answer(assistant: Assistant, answer: Answer, scope: Scope) -> None:
    names = {}
    if nameless(answer):
        names = {info.document: info.name for info in assistant.articles()}
    at, bold = assistant.embedder_where, sys.stdout.isatty()
    typer.echo(answer_text(answer, embedder_where=at, scope=scope, names=names, bold=bold))


def _refuse_nothing(text: str, what: str) -> None:
    if not text.strip():
        raise typer.BadParameter(f"the {what} is empty; put it between quotation marks.")


def _refuse_unknown(answerer: str | None) -> None:
    from rag.settings import Answerer

    if answerer is not None and answerer not in (known := get_args(Answerer)):
        told = f"{answerer!r} is none; choose one of {', '.join(map(repr, known))}."
        raise typer.BadParameter(told, param_hint="'--answerer'")


def _scope(only: list[str] | None, since: date | None, until: date | None) -> Scope:
    try:
        return Scope(documents=tuple(only or ()), published_from=since, published_to=until)
    except BadQuestion as error:
        raise typer.BadParameter(str(error)) from error


def _note(assistant: Assistant, scope: Scope, *, found: bool, changes: bool) -> None:
    """Say on stderr what bears on the result just printed; nothing here takes that back.

    With `changes` the folder is walked, to tell how it differs from the index.
    """
    notes = []
    with suppress(RagError):
        notes.append(assistant.outdated)
        if not found and (scope.published_from or scope.published_to):
            notes.append(undated_text(assistant.articles(), scope))
        if changes:
            notes.append(changes_text(assistant.status()))
    for note in filter(None, notes):
        _print(note, err=True)


def _index_first_time(assistant: Assistant) -> None:
    if not assistant.is_indexed:
        report = _sync(assistant)
        _print(report_text(report), err=True)


def _sync(assistant: Assistant, *, rebuild: bool = False) -> IndexReport:
    """Index with a progress bar on stderr where a person is looking."""
    if not sys.stderr.isatty():
        return assistant.index(rebuild=rebuild)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("Indexing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, pace="")

        def moved(step: IndexProgress) -> None:
            pace = f"{step.rate:.1f} articles/s, {step.left_s:.0f} s left"
            bar.update(task, total=step.total, completed=step.done, pace=pace)

        return assistant.index(progress=moved, rebuild=rebuild)


def _print(value: object, *, err: bool = False) -> None:
    typer.echo(harmless(value) if isinstance(value, str) else json_text(value), err=err)


if __name__ == "__main__":
    main()
