"""``reportmine retry``: takes quarantined files up again."""

from __future__ import annotations

from typing import Annotated

import typer

from reportmine.cli.ingest import (
    JobsOption,
    JsonLogOption,
    MemoryOption,
    PublishOption,
    SchedulerOption,
    TimeoutOption,
    WaitOption,
    run,
    usable_cores,
)
from reportmine.cli.options import DEFAULT_WAREHOUSE, RulesOption, WarehouseOption, state


def retry(
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[PATTERN]…", help="Files whose name or path fits; all without one.")
    ] = None,
    reason: Annotated[
        list[str] | None, typer.Option("--reason", help="Only files quarantined for this: timeout, memory, empty …")
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    jobs: JobsOption = 0,
    force_kind: Annotated[
        bool, typer.Option("--force-kind", help="Load what does not look like an annual report all the same.")
    ] = False,
    wait: WaitOption = 60,
    timeout: TimeoutOption = 60,
    memory: MemoryOption = 2048,
    scheduler: SchedulerOption = None,
    json_log: JsonLogOption = None,
    publish: PublishOption = None,
    rules: RulesOption = None,
) -> None:
    """Read quarantined files again, with the manifest rows they had: after a repair, an upgrade, or with higher limits.

    Exit code 1 when any of them stays in the quarantine.
    """
    from reportmine.jobs.status import quarantined_sources
    from reportmine.jobs.values import Limits, Request

    sources = quarantined_sources(warehouse, tuple(only or ()), tuple(reason or ()), wait)
    if not sources:
        typer.echo("nothing in the quarantine fits")
        raise typer.Exit(0)
    request = Request(
        paths=(),
        warehouse=warehouse,
        rules=tuple(rules or ()),
        jobs=jobs or usable_cores(),
        force_kind=force_kind,
        only=tuple(only or ()),
        wait=wait,
        limits=Limits(timeout, memory),
        scheduler=scheduler,
        publish=publish,
        retried=sources,
        command="retry",
        debug=state.debug,
    )
    raise typer.Exit(run(request, json_log).exit_code)
