"""The one writer: a batch is one transaction, and the warehouse is closed again after it.

DuckDB lets either one writer or many readers have the file. Between batches nobody has it, so that others read while
workers read files; while a batch is written they wait a moment, and this writer waits for them.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from reportmine.jobs import logs
from reportmine.jobs.ledger import Ledger, last_versions, read_ledger, rule_files
from reportmine.jobs.packing import unpack
from reportmine.jobs.values import Refusal, Request, Settled, Summary, Versions
from reportmine.jobs.versions import rule_hashes
from reportmine.jobs.work import reason_of
from reportmine.model import DocumentKind, Finding, Outcome, WarehouseError
from reportmine.model.base import without_collector
from reportmine.rulebook import Rulebook
from reportmine.warehouse import LoadResult, Warehouse, open_warehouse
from reportmine.warehouse.checks import refresh_findings
from reportmine.warehouse.columns import TakenApart
from reportmine.warehouse.parameters import light

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Result = TypeVar("Result")

# How much memory DuckDB may take, so that a run's does not grow with the warehouse: beyond it DuckDB works on disk.
# Where one is too little for that, the next is tried; None is DuckDB's own, most of the machine's.
_FOR_A_BATCH = ("128MB", "512MB", None)
_FOR_ALL_REPORTS = ("256MB", "1GB", None)


@dataclass(frozen=True)
class Opening:
    """What the warehouse knew when the run began."""

    run_id: int
    ledger: Ledger
    versions: Versions | None  # what most of its files were read with
    rule_files: Mapping[str, str]
    cut_off: int  # runs before this one that were killed
    settled: bool  # the run before came to its end: findings across reports are up to date


@dataclass(frozen=True)
class Written:
    """What a batch came to."""

    load: LoadResult = field(default_factory=LoadResult)
    quarantined: Mapping[str, Refusal] = field(default_factory=dict)
    findings: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Writer:
    def __init__(self, request: Request, rulebook: Rulebook, versions: Versions) -> None:
        self.request = request
        self.rulebook = rulebook
        self.versions = versions
        self.run_id = 0
        self._batch = 0

    @light  # a run with nothing new has no other use for pandas
    def begin(self) -> Opening:
        """Opens the run in the log. Raises WarehouseError when the warehouse cannot be written."""
        opening = self._transact(lambda _, connection: self._begin(connection))
        self.run_id = opening.run_id
        return opening

    def write(self, batch: Sequence[Settled], gone: Sequence[str] = ()) -> Written:
        """Loads a batch and writes down what became of its files. Raises WarehouseError; then nothing of it is in."""
        started = time.perf_counter()
        with without_collector():  # it would walk all that is unpacked so far again and again
            reports = {
                one.step.source.label: unpack(one.reading.report)
                for one in batch
                if one.reading is not None and one.reading.report is not None
            }
        refused = {one.step.source.label: one.reading.refusal for one in batch if one.reading and one.reading.refusal}
        try:
            result = self._write(batch, gone, reports, refused, started)
        except _data_errors():
            unloadable = self._unloadable(reports)
            if not unloadable or len(unloadable) == len(reports) > 1:
                raise  # the fault of no single report
            refused |= unloadable
            reports = {label: report for label, report in reports.items() if label not in refused}
            result = self._write(batch, gone, reports, refused, started)
        failing = _failing(finding for one in reports.values() for finding in one.report.findings)
        return Written(result, refused, failing, time.perf_counter() - started)

    def check_across(self) -> Counter[str]:
        """Finds anew what reports say against each other; how many findings fail, by severity."""
        return self._opened(lambda warehouse: _failing(refresh_findings(warehouse, self.rulebook)), _FOR_ALL_REPORTS)

    @light
    def finish(self, summary: Summary) -> None:
        """Closes the run in the log."""
        counts = {
            name: value
            for name, value in asdict(summary).items()
            if name not in ("run_id", "outcome", "seconds", "elapsed")
        }
        values = [
            summary.outcome,
            json.dumps(counts, ensure_ascii=False),
            json.dumps({**summary.seconds, "elapsed": summary.elapsed}),
            self.run_id,
        ]
        self._transact(
            lambda _, connection: connection.execute(
                "UPDATE runs SET ended_at = now()::TIMESTAMP, outcome = ?, counts = ?::JSON, seconds = ?::JSON "
                "WHERE run_id = ?",
                values,
            )
        )

    def _begin(self, connection: DuckDBPyConnection) -> Opening:
        cut_off = logs.close_cut_off(connection)
        settled = logs.is_settled(connection)
        run_id = logs.open_run(connection, self.request.command, _arguments(self.request), self.versions)
        self._keep_rule_files(connection)
        before = last_versions(connection)
        files = rule_files(connection, before.rules) if before else {}
        return Opening(run_id, read_ledger(connection), before, files, cut_off, settled)

    def _write(
        self,
        batch: Sequence[Settled],
        gone: Sequence[str],
        reports: Mapping[str, TakenApart],
        refused: Mapping[str, Refusal],
        started: float,
    ) -> LoadResult:
        number = self._batch + 1

        def load(warehouse: Warehouse, connection: DuckDBPyConnection) -> LoadResult:
            logs.mark_gone(connection, gone, self.run_id)
            result = warehouse.load(reports.values(), self.run_id) if reports else LoadResult()
            logs.move_names(connection, batch)
            logs.write_files(connection, batch, refused, self.run_id)
            logs.write_quarantine(connection, batch, refused, self.run_id)
            logs.withdraw(connection, _withdrawn(batch, refused))
            seconds = time.perf_counter() - started
            line = logs.BatchLine(number, len(reports), len(refused), result.figures, seconds)
            logs.write_batch(connection, self.run_id, batch, line)
            return result

        result = self._transact(load)
        self._batch = number
        return result

    def _unloadable(self, reports: Mapping[str, TakenApart]) -> dict[str, Refusal]:
        """Which reports the warehouse will not take, found by trying each alone."""
        found = {}
        for label, report in reports.items():
            try:
                self._transact(partial(_try_out, report, self.run_id))
            except _TriedOutError:
                continue
            except _data_errors() as error:
                found[label] = Refusal("not_loadable", _first_line(error), "Report it, with the file")
        return found

    def _transact(self, action: Callable[[Warehouse, DuckDBPyConnection], Result]) -> Result:
        """Opens the warehouse for one transaction and closes it. Raises as :meth:`_opened` does."""

        def within(warehouse: Warehouse) -> Result:
            with warehouse.transaction() as connection:
                return action(warehouse, connection)

        return self._opened(within, _FOR_A_BATCH)

    def _opened(self, action: Callable[[Warehouse], Result], rooms: Sequence[str | None]) -> Result:
        """Opens the warehouse, with more room each time the one before was too small, and closes it.

        Raises WarehouseError for what the disk refuses, and what a report's content causes as it is.
        """
        import duckdb

        path = self.request.warehouse
        memory, *larger = rooms
        try:
            with open_warehouse(
                path, write=True, wait=self.request.wait, memory=memory, rulebook=self.rulebook
            ) as warehouse:
                return action(warehouse)
        except _data_errors():
            raise
        except duckdb.Error as error:
            if larger and isinstance(error, duckdb.OutOfMemoryException):
                return self._opened(action, larger)
            cause = _cause(error)
            raise WarehouseError(str(path), f"cannot be written: {_first_line(cause)}", _advice(str(cause))) from error

    def _keep_rule_files(self, connection: DuckDBPyConnection) -> None:
        known = connection.execute("SELECT 1 FROM rule_files WHERE fingerprint = ? LIMIT 1", [self.versions.rules])
        if known.fetchone():
            return
        hashes = rule_hashes(self.rulebook)
        connection.execute(
            "INSERT INTO rule_files SELECT ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [self.versions.rules, list(hashes), list(hashes.values())],
        )


class _TriedOutError(Exception):
    """Takes a trial load back."""


def _try_out(report: TakenApart, run_id: int, warehouse: Warehouse, _: DuckDBPyConnection) -> None:
    warehouse.load([report], run_id)
    raise _TriedOutError


def _data_errors() -> tuple[type[Exception], ...]:
    """What a report's own content can cause. Everything else is the warehouse's or the disk's."""
    import duckdb

    return (
        duckdb.DataError, duckdb.NotSupportedError, duckdb.InvalidInputException, duckdb.IntegrityError,
        UnicodeError, OverflowError, ValueError, TypeError,
    )  # fmt: skip


_FULL = ("No space left", "File too large")


def _cause(error: BaseException) -> BaseException:
    """A full disk behind the error, when there is one: taking the transaction back may have failed for it too."""
    each: BaseException | None = error
    while each is not None:
        if any(words in str(each) for words in _FULL):
            return each
        each = each.__context__
    return error


def _advice(text: str) -> str:
    if any(words in text for words in _FULL):
        return "The disk is full: make room and run the same command again; what was committed stays"
    if "Out of Memory" in text:
        return "The machine has too little memory for this step; what was committed stays"
    if "ermission" in text or "ead-only" in text or "read only" in text:
        return "Make the file and its folder writable, or choose another --warehouse"
    return "Run the same command again; what was committed stays"


def _first_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")[:300]


def _failing(findings: Iterable[Finding]) -> Counter[str]:
    """How many fail, by severity."""
    return Counter(finding.severity.value for finding in findings if finding.outcome is Outcome.FAIL)


def _withdrawn(batch: Sequence[Settled], refused: Mapping[str, Refusal]) -> list[str]:
    """Contents that are no annual report after all: what an older reading took for its figures must not stay."""
    kinds = {reason_of(kind) for kind in DocumentKind}
    return [
        one.reading.sha256
        for one in batch
        if one.reading and one.reading.sha256 and one.step.source.label in refused
        and refused[one.step.source.label].reason in kinds
    ]  # fmt: skip


def _arguments(request: Request) -> str:
    said = {
        "paths": [str(path) for path in request.paths],
        "manifest": str(request.manifest) if request.manifest else None,
        "rules": [str(path) for path in request.rules],
        "only": list(request.only),
        "since": request.since.isoformat() if request.since else None,
        "force": request.force,
        "force_kind": request.force_kind,
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
