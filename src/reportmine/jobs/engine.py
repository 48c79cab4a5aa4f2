"""One run from paths to a summary: discover, plan, read in parallel, write in order, close the log.

Results are written in the order of the plan, whatever order they come in: a batch of two workers fills the warehouse as
one does, and a run that was killed goes on as if it had not been.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import FrameType

from reportmine.jobs.discover import discover
from reportmine.jobs.flow import in_order
from reportmine.jobs.ledger import QUARANTINED, Ledger, last_versions, read_ledger, rule_files
from reportmine.jobs.lock import ingest_lock
from reportmine.jobs.plan import Planner
from reportmine.jobs.publish import publish
from reportmine.jobs.reporters import BatchWritten, Filed, Finished, Note, Planned, Reporter, Started, Unchanged, silent
from reportmine.jobs.schedule import Readers, readers
from reportmine.jobs.tally import Tally
from reportmine.jobs.values import Reading, Refusal, Request, Settled, Step, Summary, Versions, Why
from reportmine.jobs.versions import differences, rule_hashes, versions_of
from reportmine.jobs.writer import Opening, Writer
from reportmine.model import ReportmineError
from reportmine.rulebook import Rulebook
from reportmine.warehouse import open_warehouse


def ingest(request: Request, reporter: Reporter | None = None, executor: Executor | None = None) -> Summary:
    """Reads what is new or changed into the warehouse.

    ``executor``: any ``concurrent.futures`` executor to read on instead of local processes.
    Raises ReportmineError (RulebookError, WarehouseError …) when the run cannot go on; what was committed stays.
    """
    told = reporter or silent
    rulebook = Rulebook(request.rules)
    rulebook.load()
    versions = versions_of(rulebook)
    if request.dry_run:
        return _dry_run(request, rulebook, versions, told)
    with ingest_lock(request.warehouse, request.wait):
        run = _Run(request, rulebook, versions, told)
        return run.go(executor)


def _dry_run(request: Request, rulebook: Rulebook, versions: Versions, told: Reporter) -> Summary:
    ledger, because = Ledger({}), ""
    discovery = discover(request, rulebook)
    if request.warehouse.is_file():
        with open_warehouse(request.warehouse, wait=request.wait) as warehouse:
            ledger, before = read_ledger(warehouse.connection), last_versions(warehouse.connection)
            files = rule_files(warehouse.connection, before.rules) if before else {}
        because = _because(before, files, versions, rulebook)
    planner = Planner(discovery, ledger, request, rulebook, versions)
    by_why: Counter[str] = Counter()
    for step in planner.steps():
        by_why[step.why.value] += 1
        if step.why is not Why.UNCHANGED:
            told(Planned(step))
    return Summary(
        None,
        "dry run",
        files=len(discovery.chosen),
        by_why=dict(by_why),
        skipped=discovery.skipped,
        missing=discovery.missing,
        gone=len(planner.gone()),
        reread_because=because if planner.outdated() else "",
    )


class _Run:
    def __init__(self, request: Request, rulebook: Rulebook, versions: Versions, told: Reporter) -> None:
        self.request = request
        self.rulebook = rulebook
        self.versions = versions
        self.told = told
        self.writer = Writer(request, rulebook, versions)
        self.tally = Tally()
        self.batch: list[Settled] = []
        self.gone: list[str] = []
        self.wrote = False
        self.refused: dict[str, Refusal] = {}
        self.last_write = time.monotonic()
        self.stopping = threading.Event()

    def go(self, executor: Executor | None) -> Summary:
        started = time.monotonic()
        discovery = discover(self.request, self.rulebook)
        self.tally.spend("discover", time.monotonic() - started)
        opening = self.writer.begin()
        planner = Planner(discovery, opening.ledger, self.request, self.rulebook, self.versions)
        self.gone = planner.gone()
        self.tally.gone = len(self.gone)
        self.told(Started(opening.run_id, len(discovery.chosen), opening.cut_off))
        because = self._say_why(planner, opening)
        with _stop_signals(self.stopping):
            self._work(planner, executor)
        outcome = "interrupted" if self.stopping.is_set() else "done"
        if outcome == "done" and (self.wrote or not opening.settled):
            self._check_across()
        summary = replace(
            self.tally.summary(opening.run_id, outcome, discovery),
            reread_because=because,
            elapsed=round(time.monotonic() - started, 3),
        )
        self.writer.finish(summary)
        if self.request.publish is not None and outcome == "done":
            publish(self.request.warehouse, self.request.publish, self.request.wait)
        self.told(Finished(summary))
        return summary

    def _check_across(self) -> None:
        started = time.monotonic()
        self.tally.across = dict(self.writer.check_across())
        self.tally.spend("check across", time.monotonic() - started)

    def _say_why(self, planner: Planner, opening: Opening) -> str:
        outdated = planner.outdated()
        because = _because(opening.versions, opening.rule_files, self.versions, self.rulebook) if outdated else ""
        if because:
            self.told(Note(f"{because}: {outdated:,} files are read again, for any figure may rest on it"))
        return because

    def _work(self, planner: Planner, executor: Executor | None) -> None:
        with ExitStack() as stack:
            opened: list[Readers] = []

            def lanes() -> Readers:
                if not opened:
                    opened.append(stack.enter_context(readers(self.request, executor)))
                return opened[0]

            for settled in in_order(self._needed(planner), lanes, self.stopping):
                if settled is not None:
                    self._take(settled, far=bool(opened) and opened[0].far)
                if self._is_due():
                    self._write()
        self._write()

    def _needed(self, planner: Planner) -> Iterator[Step]:
        """Steps that leave a trace; the others are only counted."""
        for step in planner.steps():
            self.tally.by_why[step.why.value] += 1
            if step.why is not Why.UNCHANGED:
                yield step
            else:
                self.tally.still_quarantined += step.stamp.status == QUARANTINED
                self.told(Unchanged())

    def _take(self, settled: Settled, far: bool) -> None:
        reading = settled.reading
        if far and reading is not None and reading.versions not in (None, self.versions):
            raise ReportmineError(
                self.request.scheduler or "",
                "a worker has other rules or another version of the program",
                "Install the same version and the same rules on all workers",
            )
        settled = self._with_its_twin(settled)
        if settled.reading is not None and settled.reading.refusal is not None:
            self.refused[settled.step.source.label] = settled.reading.refusal
        self.batch.append(settled)
        self.told(Filed(settled))

    def _with_its_twin(self, settled: Settled) -> Settled:
        """A copy of what was refused is refused: who looks for it in the quarantine finds it."""
        refusal = self.refused.get(settled.step.of or "")
        if settled.step.why is not Why.DUPLICATE or refusal is None:
            return settled
        return Settled(settled.step, Reading(settled.step.stamp.sha256, None, refusal, {}))

    def _is_due(self) -> bool:
        late = time.monotonic() - self.last_write >= self.request.batch_seconds
        return len(self.batch) >= self.request.batch_files or (late and bool(self.batch))

    def _write(self) -> None:
        if self.batch or self.gone:
            written = self.writer.write(self.batch, self.gone)
            self.wrote = True
            self.tally.add(self.batch, written)
            self.told(BatchWritten(len(self.batch), written))
            self.batch, self.gone = [], []
        self.last_write = time.monotonic()


def _because(before: Versions | None, files: Mapping[str, str], now: Versions, rulebook: Rulebook) -> str:
    """What changed since most files were read, in words; empty when nothing did."""
    if before is None:
        return ""
    causes = []
    if before.rules != now.rules:
        names = differences(files, rule_hashes(rulebook)) if files else []
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        causes.append(f"the rules changed ({shown})" if shown else "the rules changed")
    if before.code != now.code:
        causes.append(f"the program changed ({before.code} to {now.code})")
    return " and ".join(causes)


@contextmanager
def _stop_signals(stopping: threading.Event) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM ends the run in order, with what is read written down; the second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()
        for each, handler in kept.items():
            signal.signal(each, handler)

    for number in kept:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
