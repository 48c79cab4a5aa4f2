"""What a run has come to so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportmine.jobs.discover import Discovery
from reportmine.jobs.values import Settled, Summary
from reportmine.jobs.writer import Written
from reportmine.warehouse import LoadResult


@dataclass
class Tally:
    by_why: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    load: LoadResult = field(default_factory=LoadResult)
    across: dict[str, int] = field(default_factory=dict)
    still_quarantined: int = 0
    gone: int = 0

    def spend(self, stage: str, seconds: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    def add(self, batch: Sequence[Settled], written: Written) -> None:
        self.load += written.load
        self.findings += written.findings
        self.quarantined += Counter(refusal.reason for refusal in written.quarantined.values())
        self.spend("load", written.seconds)
        for one in batch:
            for stage, spent in one.reading.seconds.items() if one.reading else ():
                self.spend(stage, spent)

    def summary(self, run_id: int, outcome: str, discovery: Discovery) -> Summary:
        return Summary(
            run_id,
            outcome,
            files=len(discovery.chosen),
            by_why=dict(self.by_why),
            loaded=self.load.reports,
            new_reports=self.load.new,
            changed_reports=self.load.changed,
            reread_reports=self.load.reread,
            figures=self.load.figures,
            quarantined=dict(self.quarantined),
            still_quarantined=self.still_quarantined,
            gone=self.gone,
            skipped=discovery.skipped,
            missing=discovery.missing,
            findings=dict(self.findings),
            across=self.across,
            seconds={stage: round(spent, 3) for stage, spent in self.seconds.items()},
        )
