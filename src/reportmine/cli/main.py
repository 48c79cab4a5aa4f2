"""The command line: one module a command, heavy libraries loaded only inside them, errors as one line."""

from __future__ import annotations

import sys

import typer

from reportmine.cli.options import state

app = typer.Typer(
    name="reportmine",
    help="Reads annual reports on open government information into a DuckDB warehouse that compares bodies and years "
    "and shows where figures contradict each other.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from reportmine import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def common(
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
    version: bool = typer.Option(  # noqa: ARG001 - its callback answers
        False, "--version", help="Print the version and stop.", is_eager=True, callback=_print_version
    ),
) -> None:
    state.debug = debug


def register() -> None:
    """Every command of the program, in the order of its work."""
    from reportmine.cli.check import check
    from reportmine.cli.compare import compare
    from reportmine.cli.correct import correct
    from reportmine.cli.diff import diff
    from reportmine.cli.evaluate import evaluate
    from reportmine.cli.export import export
    from reportmine.cli.extract import extract
    from reportmine.cli.history import history
    from reportmine.cli.ingest import ingest
    from reportmine.cli.retry import retry
    from reportmine.cli.status import status
    from reportmine.cli.waive import waive

    for command in (ingest, extract, check, compare, export, evaluate, status, retry, waive, correct, history, diff):
        app.command()(command)


def run() -> None:
    """Entry point. Exit codes: 0 done · 1 done, and there is something to look at · 2 could not do it."""
    register()
    try:
        app()
    except SystemExit:
        raise
    except _expected_error() as error:
        if state.debug:
            raise
        typer.echo(f"reportmine: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: nothing to say to anyone
        sys.exit(0)


def _expected_error() -> type[Exception]:
    """The root of the errors that are messages. Asked for only once something was raised: the model costs 0.2 s."""
    from reportmine.model.errors import ReportmineError

    return ReportmineError


if __name__ == "__main__":
    run()
