"""What a printed value can stand for: a number, or an interval where it is rounded or qualified."""

from __future__ import annotations

from typing import NamedTuple

from reportmine.model import Figure, Qualifier, Status
from reportmine.rulebook.checks import CheckSettings

KNOWN = frozenset({Status.REPORTED, Status.STATED_ZERO, Status.INFERRED})
_SLACK = 1e-6  # sums of decimal fractions are not exact


class Range(NamedTuple):
    """From ``low`` to ``high``, both included."""

    low: float
    high: float

    @classmethod
    def point(cls, value: float) -> Range:
        return cls(value, value)

    def plus(self, other: Range, sign: int = 1) -> Range:
        if sign > 0:
            return Range(self.low + other.low, self.high + other.high)
        return Range(self.low - other.high, self.high - other.low)

    def meets(self, other: Range) -> bool:
        return self.low <= other.high + _SLACK and other.low <= self.high + _SLACK

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __str__(self) -> str:
        if self.exact:
            return number(self.low)
        return f"≥{number(self.low)}" if self.high == float("inf") else f"{number(self.low)}–{number(self.high)}"


ZERO = Range.point(0.0)


def number(value: float) -> str:
    """A number as one writes it: no exponent, no trailing zeros."""
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0").rstrip(".")


def is_known(figure: Figure) -> bool:
    return figure.value is not None and figure.status in KNOWN


def range_of(figure: Figure, settings: CheckSettings) -> Range:
    """The values that a figure with a value can mean."""
    value = float(figure.value or 0)
    if figure.qualifier is Qualifier.AT_LEAST:
        return Range(value, float("inf"))
    if figure.qualifier is Qualifier.AT_MOST:
        return Range(max(value - settings.more_words * _last_digit(value), 0.0), value)
    half = _half_step(figure, settings)
    if figure.qualifier is Qualifier.APPROXIMATE:
        half = max(half, settings.approximate * abs(value), 0.5 * _last_digit(value))
    return Range(value - half, value + half)


def _half_step(figure: Figure, settings: CheckSettings) -> float:
    """Half of the last printed digit, where the number was printed in a larger unit (1.3万)."""
    for word, size in settings.rounding_units.items():
        digits, found, _ = figure.printed.partition(word)
        if found:
            _, _, decimals = digits.strip().partition(".")
            shown = len(decimals) if decimals.isdigit() else 0
            return float(0.5 * size / 10**shown)
    return 0.0


def _last_digit(value: float) -> float:
    """The size of the last digit that is not zero: 100 for 300, 1 for 273."""
    step, rest = 1.0, int(abs(value))
    while rest and rest % 10 == 0:
        step, rest = step * 10, rest // 10
    return step
