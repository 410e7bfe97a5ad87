"""The command line of paycalc."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from paycalc.answers import prose
from paycalc.batch_files import batch_file
from paycalc.main import create_app
from paycalc.rulebook.pay_table_files import PayTableFileError
from paycalc.settings import Settings
from plumbing import serving
from scheme_files.library import (
    FileMistake,
    SchemeLibraryError,
    load,
    publish,
    published_mistakes,
    scheme_paths,
)

app = typer.Typer(
    help="What a published progression scheme gives, from when, and why.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8001,
) -> None:
    """Serve the API until stopped."""
    console = Console(stderr=True)
    try:
        service = create_app(Settings())
    except (SchemeLibraryError, PayTableFileError) as error:
        console.print(str(error), style="red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    serving.serve(service, host=host, port=port)


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Scheme files, or folders of them.", metavar="FILE...")
    ],
    *,
    published: Annotated[
        bool, typer.Option(help="Hold the files of a folder to what was once published.")
    ] = False,
) -> None:
    """Check scheme files, and name file, line and mend of every mistake."""
    files = [file for path in paths for file in (scheme_paths(path) if path.is_dir() else [path])]
    mistakes: list[FileMistake] = []
    try:
        texts = load(files)
    except SchemeLibraryError as error:
        texts, mistakes = (), list(error.mistakes)
    if published:
        mistakes += [found for path in paths for found in published_mistakes(path)]
    for mistake in mistakes:
        typer.echo(str(mistake))
    if mistakes:
        typer.echo(f"{len(mistakes)} to mend.", err=True)
        raise typer.Exit(1)
    for text in texts:
        ways = len(text.scheme.pathways)
        typer.echo(f"{text.path}: {text.scheme.title}, {ways} pathways: nothing to mend.")


@app.command(name="publish")
def publish_files(
    folder: Annotated[Path, typer.Argument(help="A folder of scheme files.")],
) -> None:
    """Register new scheme files as published: from then on they never change."""
    try:
        for name in publish(folder):
            typer.echo(f"{name} is published.")
    except SchemeLibraryError as error:
        typer.echo(str(error))
        raise typer.Exit(1) from None


@app.command()
def batch(
    file: Annotated[Path, typer.Argument(help="Requests, one JSON document a line.")],
    output: Annotated[
        Path | None, typer.Option(help="Where to write the answers; standard output by default.")
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="How many to run at once; one a core by default.")
    ] = None,
) -> None:
    """Determine a file of any size on all cores: one answer a line, in the order of the file."""
    if output is not None and output.resolve() == file.resolve():
        typer.echo("The answers cannot go into the file of the requests: name another.", err=True)
        raise typer.Exit(1)
    settings = Settings()
    with contextlib.ExitStack() as stack:
        try:
            source = stack.enter_context(file.open("rb"))
            target = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        except OSError as error:
            typer.echo(f"{error.filename} cannot be opened: {error.strerror}.", err=True)
            raise typer.Exit(1) from None
        lines = batch_file(source, target, file.stat().st_size, settings, processes)
    typer.echo(f"{lines:,} lines answered.", err=True)


@app.command()
def explain(
    file: Annotated[
        Path | None, typer.Argument(help="An answer as JSON; standard input when left out.")
    ] = None,
) -> None:
    """Say an answer of `POST /v1/determinations` in words that could be read out."""
    try:
        words = prose.explain(json.loads(file.read_bytes() if file else sys.stdin.buffer.read()))
    except (OSError, ValueError, KeyError, TypeError):
        typer.echo("This is no answer of POST /v1/determinations: give its JSON.", err=True)
        raise typer.Exit(1) from None
    typer.echo(words)


def main() -> None:
    """Run the command line."""
    app()
