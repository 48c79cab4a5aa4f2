"""What may be compared with what (``rules/comparability/``): measures over forms, rates, and what codes mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import Field

from reportmine.model import RulebookError, Value
from reportmine.rulebook.files import RuleFiles
from reportmine.rulebook.indicators import Indicator

Verdict = Literal["approximate", "break"]


class Label(Value):
    zh: str
    en: str


class Between(Label):
    """What to think of a step from one basis to another, in either direction."""

    from_: tuple[str, ...] = Field(alias="from")
    to: tuple[str, ...]
    verdict: Verdict


class Measure(Value):
    indicators: tuple[str, ...]
    continues: tuple[tuple[str, ...], ...]  # bases among which the measure goes on unbroken
    between: tuple[Between, ...] = ()


class Apart(Label):
    """Measures that everyday speech takes for one."""

    indicators: tuple[str, str]


class Crosswalk(Value):
    measures: tuple[Measure, ...]
    apart: tuple[Apart, ...] = ()


class Rate(Label):
    """A share: the sum of ``part`` over that of ``whole``. Members are indicators, with ``:applicant`` if not all."""

    part: tuple[str, ...]
    whole: tuple[str, ...]
    optional: tuple[str, ...] = ()


class Rates(Value):
    rates: dict[str, Rate]


class Codes(Value):
    fields: dict[str, dict[str, Label]]


class Words(Value):
    words: dict[str, Label]


class Step(NamedTuple):
    """From one basis to another, for one indicator; ``verdict`` is ``same`` where the measure goes on unbroken."""

    indicator: str
    from_basis: str
    to_basis: str
    verdict: str
    zh: str | None
    en: str | None


class Comparability(Value):
    crosswalk: Crosswalk
    rates: dict[str, Rate]
    codes: dict[str, dict[str, Label]]
    words: dict[str, Label]  # of the codebook

    def steps(self) -> list[Step]:
        """Every step the crosswalk speaks of, in both directions; of two entries for one step the first counts."""
        found: dict[tuple[str, str, str], Step] = {}
        for measure in self.crosswalk.measures:
            for indicator in measure.indicators:
                for step in _steps(indicator, measure):
                    found.setdefault(step[:3], step)
        return list(found.values())


def _steps(indicator: str, measure: Measure) -> Iterator[Step]:
    for run in measure.continues:
        for one in run:
            for other in run:
                yield Step(indicator, one, other, "same", None, None)
    for entry in measure.between:
        for one in entry.from_:
            for other in entry.to:
                if one != other:
                    yield Step(indicator, one, other, entry.verdict, entry.zh, entry.en)
                    yield Step(indicator, other, one, entry.verdict, entry.zh, entry.en)


def load_comparability(files: RuleFiles, indicators: dict[str, Indicator]) -> Comparability:
    """Raises RulebookError for an entry that names no indicator."""
    crosswalk = files.load("comparability/crosswalk.yaml", Crosswalk)
    rates = files.load("comparability/rates.yaml", Rates).rates
    _check(files, "comparability/crosswalk.yaml", _named(crosswalk), indicators)
    members = {name.split(":")[0] for rate in rates.values() for name in (*rate.part, *rate.whole, *rate.optional)}
    _check(files, "comparability/rates.yaml", members, indicators)
    return Comparability(
        crosswalk=crosswalk,
        rates=rates,
        codes=files.load("comparability/codes.yaml", Codes).fields,
        words=files.load("comparability/codebook.yaml", Words).words,
    )


def _named(crosswalk: Crosswalk) -> set[str]:
    measured = {name for measure in crosswalk.measures for name in measure.indicators}
    return measured | {name for pair in crosswalk.apart for name in pair.indicators}


def _check(files: RuleFiles, relative: str, named: set[str], indicators: dict[str, Indicator]) -> None:
    unknown = sorted(named - set(indicators))
    if unknown:
        raise RulebookError(
            str(files.path(relative)), f"unknown indicators: {', '.join(unknown)}", "rules/indicators.csv lists them"
        )
