"""``reportmine ingest``: reports into the warehouse, only what is new or changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, ManifestOption, RulesOption, WarehouseOption, state

if TYPE_CHECKING:
    from reportmine.jobs.reporters import Reporter
    from reportmine.jobs.values import Request, Summary

JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0 takes one for each core.")]
WaitOption = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="How long to wait while another program holds the warehouse.")
]
TimeoutOption = Annotated[float, typer.Option(metavar="SECONDS", min=1, help="Time limit for one file.")]
MemoryOption = Annotated[int, typer.Option(metavar="MB", min=256, help="How much memory one file may take.")]
JsonLogOption = Annotated[
    str | None, typer.Option("--json-log", metavar="FILE", help="Append one JSON object for each event; - for stdout.")
]
SchedulerOption = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Read on a Dask cluster, such as tcp://host:8786.")
]
PublishOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="When done, replace this copy of the warehouse, made for readers.")
]


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders and .zip archives.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    manifest: ManifestOption = None,
    jobs: JobsOption = 0,
    force: Annotated[bool, typer.Option("--force", help="Read again what is unchanged.")] = False,
    force_kind: Annotated[
        bool, typer.Option("--force-kind", help="Load what does not look like an annual report all the same.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Only files whose name or path fits: '2017*', '*.pdf'.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only files changed on or after this day.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read and why; write nothing.")] = False,
    wait: WaitOption = 60,
    timeout: TimeoutOption = 60,
    memory: MemoryOption = 2048,
    scheduler: SchedulerOption = None,
    json_log: JsonLogOption = None,
    publish: PublishOption = None,
    rules: RulesOption = None,
) -> None:
    """Read what is new or changed into the warehouse; what cannot be read goes to the quarantine with its reason.

    Exit code 1 when a file was quarantined or a manifest row has no file, 2 when the run could not be completed.
    """
    from reportmine.jobs.values import Limits, Request

    request = Request(
        paths=tuple(paths),
        warehouse=warehouse,
        manifest=manifest,
        rules=tuple(rules or ()),
        jobs=jobs or usable_cores(),
        force=force,
        force_kind=force_kind,
        only=tuple(only or ()),
        since=since.date() if since else None,
        dry_run=dry_run,
        wait=wait,
        limits=Limits(timeout, memory),
        scheduler=scheduler,
        publish=publish,
        debug=state.debug,
    )
    raise typer.Exit(run(request, json_log).exit_code)


def usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(request: Request, json_log: str | None) -> Summary:
    """One run with its progress and its summary printed. With ``--json-log -`` standard output is the log's alone."""
    from reportmine.jobs.engine import ingest as ingest_files
    from reportmine.jobs.summary import summary_lines

    with _reporter(json_log) as reporter:
        summary = ingest_files(request, reporter)
    for line in summary_lines(summary):
        typer.echo(line, err=json_log == "-")
    return summary


@contextmanager
def _reporter(json_log: str | None) -> Iterator[Reporter]:
    from reportmine.jobs.reporters import Bar, JsonLog, Lines, both
    from reportmine.model import ReportmineError

    if json_log == "-":
        yield JsonLog(sys.stdout)
        return
    bar = Bar() if sys.stderr.isatty() else None
    shown: Reporter = bar or Lines(lambda line: typer.echo(line, err=True))
    try:
        if json_log is None:
            yield shown
            return
        try:
            log = Path(json_log).open("a", encoding="utf-8")  # noqa: SIM115 - closed below
        except OSError as error:
            raise ReportmineError(
                json_log, f"cannot be written ({error.strerror})", "Choose another --json-log"
            ) from error
        with log:
            yield both(shown, JsonLog(log))
    finally:
        if bar is not None:
            bar.close()
