"""Train, export and measure the reader: `python -m rag.reader.training …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help=__doc__, no_args_is_help=True)

Data = Annotated[Path, typer.Option(help="Folder of the public sets named in data.py.")]
Base = Annotated[Path, typer.Option(help="Folder with model.safetensors and tokenizer.json.")]
Out = Annotated[Path, typer.Option(help="Folder for checkpoints; training goes on from there.")]


def _say(line: str) -> None:
    typer.echo(line, err=True)


@app.callback()
def _root() -> None:
    """Keeps `train` a word of the command line even while it is the only one."""


@app.command("train")
def train_command(
    data: Data,
    base: Base,
    out: Out,
    minutes: Annotated[float, typer.Option(help="Training time; the rate falls to zero in it.")],
    *,
    begin: Annotated[Path | None, typer.Option(help="reader.pt of an earlier training.")] = None,
    wordnet: Annotated[Path | None, typer.Option(help="Folder of WordNet's database.")] = None,
    seed: int = 20,
    threads: int = 2,
) -> None:
    """Train from the original weights, or go on where the last run in --out stopped."""
    from rag.reader.training.train import Plan, train

    train(
        data=data, weights=base / "model.safetensors", tokenizer=base / "tokenizer.json", out=out,
        plan=Plan(minutes=minutes, seed=seed, threads=threads, begin=begin, wordnet=wordnet),
        report=_say,
    )  # fmt: skip


@app.command("average")
def average_command(
    first: Annotated[Path, typer.Argument(help="reader.pt of `train`.")],
    second: Annotated[Path, typer.Argument(help="Another, that went on from it.")],
    out: Annotated[Path, typer.Option(help="File for the mean of their weights.")],
    share: Annotated[float, typer.Option(help="Share of the second.")] = 0.5,
) -> None:
    """Average the weights of two trainings."""
    from rag.reader.training.train import average

    average(first, second, share=share, out=out)


@app.command("export")
def export_command(
    checkpoint: Annotated[Path, typer.Argument(help="reader.pt of `train`.")],
    base: Base,
    out: Annotated[Path, typer.Option(help="Folder for the int8 model and its tokenizer.")],
    whole: Annotated[Path | None, typer.Option(help="Also write the float model here.")] = None,
) -> None:
    """Write the int8 model; print the sha256 of each file, to be named in rag/reader/encoder.py."""
    from rag.reader.training.export import export

    for name, sha256 in export(checkpoint, base / "tokenizer.json", out, whole=whole).items():
        typer.echo(f'"{name}": "{sha256}",')


@app.command("embedder")
def embedder_command(
    base: Base, out: Annotated[Path, typer.Option(help="The int8 file: rag/embed.int8.onnx.")]
) -> None:
    """Write the original weights as the embedder; print its sha256, to be named in rag/embed.py."""
    from rag.reader.training.embedder import export

    typer.echo(export(base, out))


@app.command("evaluate")
def evaluate_command(
    model: Annotated[Path, typer.Argument(help="An ONNX file of `export`.")],
    data: Data,
    base: Base,
    sample: Annotated[int | None, typer.Option(help="Questions of each set; all without.")] = None,
) -> None:
    """Print the figures of the model card for MODEL."""
    from rag.reader.training.evaluate import evaluate, open_model

    for figure in evaluate(open_model(model, base / "tokenizer.json"), data, n=sample):
        typer.echo(str(figure))


if __name__ == "__main__":
    app()
