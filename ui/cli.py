"""The command `pullquote chat`: index if needed, serve the page, wait for Ctrl-C."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag import Assistant, IndexProgress, NoDocuments, Settings

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


def chat(
    documents: Annotated[
        Path | None,
        typer.Option("--documents", envvar="RAG_DOCUMENTS", help="The folder of articles."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(envvar="RAG_HOST", help="Address to listen on.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(envvar="RAG_PORT", help="Port; 0 takes a free one.")
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = False,
) -> None:
    """Chat with the articles in a browser. Stop with Ctrl-C."""
    for ours in ("rag", "ui"):  # of the libraries, `pullquote` shows only errors
        logging.getLogger(ours).setLevel(logging.WARNING)
    given = {"documents": documents, "host": host, "port": port}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    with Assistant(settings) as assistant:
        _index(assistant)
        _serve(assistant, settings, open_browser=open_browser)


def _serve(assistant: Assistant, settings: Settings, *, open_browser: bool) -> None:
    from ui.page import chat_page
    from ui.serve import close, serve

    page = chat_page(assistant)
    address = serve(page, settings, open_browser=open_browser)
    try:
        typer.echo(f"Pullquote is at {address} (Ctrl-C stops it)", err=True)
        threading.Event().wait()
    except KeyboardInterrupt:
        typer.echo("", err=True)
    finally:
        close(page)


def _index(assistant: Assistant) -> None:
    """Bring the index up to date; an empty folder is told on the page, not here."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the articles", total=None)
        try:
            report = assistant.index(progress=lambda step: _advance(bar, task, step))
        except NoDocuments as error:
            typer.echo(f"note: {error}", err=True)
            return
    for skipped in report.skipped:
        typer.echo(f"Skipped {skipped.document!r}: {skipped.reason}", err=True)


def _advance(bar: Progress, task: TaskID, step: IndexProgress) -> None:
    bar.update(task, completed=step.done, total=step.total)
