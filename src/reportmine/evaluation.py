"""Extraction against gold: precision and recall, with every miss and every false figure named.

Figures are compared as a set of (indicator, applicant, item, period, year, value), the contract of ``gold.json``.
Qualifier and status are reported apart. Derived figures were never printed and are not compared; neither are values
that are null on either side, though a number read where the gold says ``blank`` is false.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from reportmine.model import Figure, ReportmineError, Status, Value
from reportmine.model import Report as ReportValue
from reportmine.rulebook import Rulebook
from reportmine.rulebook.evaluation import EvaluationRules


class GoldFigure(Value):
    model_config = Value.model_config | {"extra": "ignore"}

    indicator: str
    applicant: str = "total"
    item: str | None = None
    period: str = "year"
    year: int | None = None
    value: float | None = None
    qualifier: str = "exact"
    status: str = "reported"
    source: str = "table"


class Ignored(Value):
    model_config = Value.model_config | {"extra": "ignore"}

    indicator: str  # an identifier, or a prefix that ends in "." or "*"
    value: float | None = None

    def covers(self, indicator: str, value: float | None) -> bool:
        if self.value is not None and self.value != value:
            return False
        if self.indicator.endswith((".", "*")):
            return indicator.startswith(self.indicator.rstrip("*"))
        return indicator == self.indicator


class Unsplittable(Value):
    model_config = Value.model_config | {"extra": "ignore"}

    indicator: str
    applicant: str = "total"
    period: str = "year"
    candidates: tuple[float, ...] = ()


class Gold(Value):
    """One ``gold.json``."""

    model_config = Value.model_config | {"extra": "ignore"}

    issuer: str | None = None
    division: str | None = None
    year: int | None = None
    form: str | None = None
    figures: tuple[GoldFigure, ...]
    complete: bool = False
    ignore: tuple[Ignored, ...] = ()
    unsplittable: tuple[Unsplittable, ...] = ()


class Key(NamedTuple):
    indicator: str
    applicant: str
    item: str | None
    period: str
    year: int | None
    value: float


class Verdict(Value):
    """One figure that was compared: found, missed, or read where there is none."""

    document: str
    form: str
    source: str
    outcome: str  # "right", "missed", "false"
    key: Key
    quote: str = ""


class DocumentScore(Value):
    """One document beside its gold."""

    document: str
    form: str
    verdicts: tuple[Verdict, ...]
    identity: dict[str, tuple[Any, Any]]  # field → (expected, got), only where they differ
    qualifier_differs: tuple[str, ...] = ()
    status_differs: tuple[str, ...] = ()
    failed: str = ""  # why the document could not be read at all


class Tally(Value):
    """Counts of verdicts and what follows from them."""

    right: int = 0
    missed: int = 0
    false: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        return self.right / (self.right + self.missed) if self.right + self.missed else None


def find_gold(folder: Path) -> list[tuple[Path, Path]]:
    """(report, gold) of every folder below ``folder`` that holds both. Raises ReportmineError when there is none."""
    pairs = []
    for gold in sorted(folder.rglob("gold.json")):
        sources = sorted(gold.parent.glob("source.*"))
        pairs += [(sources[0], gold)] if sources else []
    if not pairs:
        raise ReportmineError(str(folder), "holds no gold.json beside a source file", "Give a folder such as corpora/")
    return pairs


def load_gold(path: Path) -> Gold:
    """Raises ReportmineError when the file is not a gold file."""
    try:
        return Gold.model_validate_json(path.read_text(encoding="utf-8"))
    except (ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ReportmineError(
            str(path), f"is not a gold file: {error}", "See the contract in docs/evaluation.md"
        ) from error


def score(name: str, report: ReportValue, gold: Gold, rulebook: Rulebook) -> DocumentScore:
    """One report beside its gold."""
    rules = rulebook.evaluation
    wanted = [(_gold_key(figure, rules), figure) for figure in gold.figures if figure.value is not None]
    read = [(_key(figure, rules), figure) for figure in report.figures if _is_compared(figure)]
    verdicts: list[Verdict] = []
    for source in ("table", "prose"):
        asked = {key: figure for key, figure in wanted if figure.source == source}
        got = {key: figure for key, figure in read if figure.source == source}
        elsewhere = {key for key, figure in wanted if figure.source != source}
        for key in asked:
            if key in got:
                verdicts.append(_verdict(name, gold, source, "right", key, got[key]))
            elif not _is_excused(key, gold):
                verdicts.append(_verdict(name, gold, source, "missed", key, None))
        if gold.complete:
            extra = [key for key in got if key not in asked and key not in elsewhere and not _is_excused(key, gold)]
            verdicts += [_verdict(name, gold, source, "false", key, got[key]) for key in extra]
    return DocumentScore(
        document=name,
        form=gold.form or "none",
        verdicts=tuple(verdicts),
        identity=_identity(report, gold),
        qualifier_differs=tuple(_differences(wanted, read, lambda figure: str(figure.qualifier))),
        status_differs=tuple(_differences(wanted, read, lambda figure: _status(str(figure.status)))),
    )


def _verdict(name: str, gold: Gold, source: str, outcome: str, key: Key, figure: Figure | None) -> Verdict:
    quote = figure.evidence.quote if figure else ""
    return Verdict(document=name, form=gold.form or "none", source=source, outcome=outcome, key=key, quote=quote)


def _is_compared(figure: Figure) -> bool:
    return figure.value is not None and figure.status != Status.DERIVED


def _is_excused(key: Key, gold: Gold) -> bool:
    if any(entry.covers(key.indicator, key.value) for entry in gold.ignore):
        return True
    return any(
        (cell.indicator, cell.applicant, cell.period) == (key.indicator, key.applicant, key.period)
        and (not cell.candidates or key.value in cell.candidates)
        for cell in gold.unsplittable
    )


def _key(figure: Figure, rules: EvaluationRules) -> Key:
    return Key(
        figure.indicator, str(figure.applicant), rules.core(figure.item), str(figure.period), figure.year,
        float(figure.value or 0),
    )  # fmt: skip


def _gold_key(figure: GoldFigure, rules: EvaluationRules) -> Key:
    return Key(
        figure.indicator,
        figure.applicant,
        rules.core(figure.item),
        figure.period,
        figure.year,
        float(figure.value or 0),
    )


def _status(status: str) -> str:
    """A split that definitions alone decide may be called reported or inferred: both are right."""
    return "reported" if status == Status.INFERRED else status


def _differences(
    wanted: Sequence[tuple[Key, GoldFigure]],
    read: Sequence[tuple[Key, Figure]],
    say: Callable[[GoldFigure | Figure], str],
) -> Iterable[str]:
    got = {(key, str(figure.source)): figure for key, figure in read}
    for key, figure in wanted:
        found = got.get((key, figure.source))
        if found is not None and say(found) != say(figure):
            yield f"{key.indicator} {key.value:g}: {say(found)} instead of {say(figure)}"


def _identity(report: ReportValue, gold: Gold) -> dict[str, tuple[Any, Any]]:
    pairs = {
        "issuer": (gold.issuer, report.issuer.name),
        "division": (gold.division, report.issuer.division),
        "year": (gold.year, report.year),
        "form": (gold.form, report.form),
    }
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def tally(verdicts: Iterable[Verdict]) -> Tally:
    counts = Counter(verdict.outcome for verdict in verdicts)
    return Tally(right=counts["right"], missed=counts["missed"], false=counts["false"])


def tally_by(verdicts: Sequence[Verdict], group: Callable[[Verdict], str]) -> dict[str, Tally]:
    """Tallies by what ``group`` says of a verdict, in the order of the names."""
    names = sorted({group(verdict) for verdict in verdicts})
    return {name: tally(verdict for verdict in verdicts if group(verdict) == name) for name in names}
