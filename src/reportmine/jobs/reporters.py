"""Tells how a run goes: a bar on a terminal, plain lines elsewhere, JSON for machines."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO

from reportmine.jobs.values import Settled, Step, Summary
from reportmine.jobs.writer import Written


@dataclass(frozen=True, slots=True)
class Started:
    run_id: int
    files: int
    cut_off: int  # runs before this one that were killed


@dataclass(frozen=True, slots=True)
class Note:
    text: str


@dataclass(frozen=True, slots=True)
class Planned:
    """Only in a dry run."""

    step: Step


@dataclass(frozen=True, slots=True)
class Unchanged:
    files: int = 1


@dataclass(frozen=True, slots=True)
class Filed:
    """A file is read, refused, or only written down. Not yet in the warehouse."""

    settled: Settled


@dataclass(frozen=True, slots=True)
class BatchWritten:
    files: int
    written: Written


@dataclass(frozen=True, slots=True)
class Finished:
    summary: Summary


Event = Started | Note | Planned | Unchanged | Filed | BatchWritten | Finished
Reporter = Callable[[Event], None]


def silent(_: Event) -> None:
    """Says nothing."""


def both(*reporters: Reporter) -> Reporter:
    def tell(event: Event) -> None:
        for reporter in reporters:
            reporter(event)

    return tell


class Lines:
    """Plain lines: one for each batch and each file that went to the quarantine."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.files = self.done = self.unchanged = 0
        self.began = time.monotonic()

    def __call__(self, event: Event) -> None:
        match event:
            case Started():
                self.files, self.began = event.files, time.monotonic()
                self.say(f"run {event.run_id}: {event.files:,} files")
                if event.cut_off:
                    self.say(_CUT_OFF)
            case Note(text):
                self.say(text)
            case Planned(step):
                self.say(_plan_line(step))
            case Unchanged(files):
                self.unchanged += files
            case Filed(settled):
                if line := _refusal_line(settled):
                    self.say(line)
            case BatchWritten(files):
                self.done += files
                rate = self.done / max(time.monotonic() - self.began, 1e-9)
                self.say(f"{self.done + self.unchanged:,} of {self.files:,} files, {rate:.1f} a second")


class Bar:
    """A bar that moves, for somebody who looks on; quarantined files are named above it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.console = Console(stderr=True, highlight=False, markup=False)
        self.progress = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("quarantined {task.fields[refused]}"),
            console=self.console,
            transient=True,
        )
        self.refused = 0
        self.task = self.progress.add_task("reading", total=None, refused=0)

    def __call__(self, event: Event) -> None:
        match event:
            case Started():
                if event.cut_off:
                    self._say(_CUT_OFF)
                self.progress.update(self.task, total=event.files)
                self.progress.start()
            case Note(text):
                self._say(text)
            case Planned(step):
                self._say(_plan_line(step))
            case Unchanged(files):
                self.progress.advance(self.task, files)
            case Filed(settled):
                if line := _refusal_line(settled):
                    self.refused += 1
                    self._say(line)
                self.progress.update(self.task, advance=1, refused=self.refused)
            case Finished():
                self.close()

    def close(self) -> None:
        """Gives the terminal back, however the run ended."""
        self.progress.stop()

    def _say(self, text: str) -> None:
        self.console.print(text, soft_wrap=True)


class JsonLog:
    """One JSON object a line, flushed at once: for whoever collects logs."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out

    def __call__(self, event: Event) -> None:
        match event:
            case Started(run_id, files, cut_off):
                self._write("started", run=run_id, files=files, cut_off_runs=cut_off)
            case Note(text):
                self._write("note", text=text)
            case Planned(step):
                self._write("planned", path=step.source.label, why=step.why.value)
            case Filed(settled):
                refused = settled.reading is not None and settled.reading.refusal is not None
                self._write("quarantined" if refused else "file", **_file_fields(settled))
            case BatchWritten(files, written):
                load = written.load
                self._write("batch", files=files, reports=load.reports, figures=load.figures, seconds=written.seconds)
            case Finished(summary):
                self._write("finished", **asdict(summary), exit_code=summary.exit_code)

    def _write(self, event: str, **fields: object) -> None:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.out.write(json.dumps({"at": stamp, "event": event, **fields}, ensure_ascii=False) + "\n")
        self.out.flush()


_CUT_OFF = "the run before was cut off; this one goes on where it stopped"


def _plan_line(step: Step) -> str:
    return f"{step.why.value:10} {step.source.label}" + (f" (as {step.of})" if step.of else "")


def _refusal_line(settled: Settled) -> str:
    refusal = settled.reading.refusal if settled.reading else None
    return f"quarantined {settled.step.source.label}: {refusal.reason}: {refusal.what}" if refusal else ""


def _file_fields(settled: Settled) -> dict[str, object]:
    step, reading = settled.step, settled.reading
    fields: dict[str, object] = {"path": step.source.label, "why": step.why.value}
    if step.of:
        fields["same_as"] = step.of
    if reading is not None:
        fields |= {"figures": reading.figures, "seconds": dict(reading.seconds)}
        fields |= asdict(reading.refusal) if reading.refusal else {}
        fields |= {"trace": reading.trace} if reading.trace else {}
    return fields
