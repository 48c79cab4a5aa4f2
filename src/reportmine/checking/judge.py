"""One relation over given figures: does it hold, and how sure is that?

A blank or a dash is unknown. Where every blank taken as zero makes the relation hold, it has passed in a weaker way;
where a blank may hold what is missing, it is uncertain. What was not read, or read twice differently, cannot be
assessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from reportmine.checking.ranges import ZERO, Range, is_known, range_of
from reportmine.model import Figure, Outcome, Status
from reportmine.rulebook.checks import CheckSettings, Operator

BLANK = frozenset({Status.BLANK, Status.DASH})


class State(StrEnum):
    KNOWN = "known"
    BLANK = "blank"
    MISSING = "missing"


class Reading(NamedTuple):
    """One term of a relation as printed."""

    sign: int
    figure: Figure | None
    state: State
    range: Range


class Judgement(NamedTuple):
    outcome: Outcome
    left: Range
    right: Range

    @property
    def difference(self) -> float:
        return self.left.low - self.right.low


def read_term(sign: int, figures: Sequence[Figure], settings: CheckSettings) -> Reading:
    """The term's value; several different values of one cell are none."""
    known = [figure for figure in figures if is_known(figure)]
    if known and len({figure.value for figure in known}) == 1:
        return Reading(sign, known[0], State.KNOWN, range_of(known[0], settings))
    if figures and all(figure.status in BLANK for figure in figures):
        return Reading(sign, figures[0], State.BLANK, ZERO)
    return Reading(sign, figures[0] if figures else None, State.MISSING, ZERO)


def judge(left: Sequence[Reading], op: Operator, right: Sequence[Reading], settings: CheckSettings) -> Judgement:
    """Whether ``left op right`` holds."""
    sums = _sum(left), _sum(right)
    outcome = _outcome(left, op, right, *sums)
    known = [term.figure for term in (*left, *right) if term.figure is not None and term.state is State.KNOWN]
    if outcome is Outcome.FAIL and any(figure.confidence < settings.least_confidence for figure in known):
        outcome = Outcome.UNCERTAIN
    return Judgement(outcome, *sums)


def _outcome(
    left: Sequence[Reading], op: Operator, right: Sequence[Reading], left_sum: Range, right_sum: Range
) -> Outcome:
    states = {term.state for term in (*left, *right)}
    if State.MISSING in states and not (op == "within" and any(term.state is State.KNOWN for term in right)):
        return Outcome.NOT_ASSESSABLE
    if State.KNOWN not in states:
        return Outcome.NOT_ASSESSABLE
    if any(term.state is State.MISSING for term in left):
        return Outcome.NOT_ASSESSABLE
    if op == "=" and not any(term.state is State.KNOWN for term in left) and right_sum.high > 0:
        return Outcome.NOT_ASSESSABLE  # a total that was not printed contradicts nothing
    if _holds(op, left_sum, right_sum, right):
        return Outcome.PASS_WITH_BLANK_AS_ZERO if State.BLANK in states else Outcome.PASS
    if states == {State.KNOWN}:
        return Outcome.FAIL
    open_left = any(term.state is not State.KNOWN and term.sign > 0 for term in left)
    open_right = any(term.state is not State.KNOWN and term.sign > 0 for term in right)
    may_hold = _may_hold(op, left_sum, right_sum, right, open_sides=(open_left, open_right))
    return Outcome.UNCERTAIN if may_hold else Outcome.FAIL


def _holds(op: Operator, left: Range, right: Range, terms: Sequence[Reading]) -> bool:
    if op == "=":
        return left.meets(right)
    if op == "<=":
        return left.low <= right.high
    if op == ">=":
        return left.high >= right.low
    if op == "zero_implies":
        return left != ZERO or all(term.range.low <= 0 for term in terms)
    return _largest(terms) <= left.high and left.low <= right.high


def _may_hold(
    op: Operator, left: Range, right: Range, terms: Sequence[Reading], *, open_sides: tuple[bool, bool]
) -> bool:
    """Whether some value that is not known, and not negative, could still make it hold."""
    open_left, open_right = open_sides
    if op == "within":
        low_enough = open_left or _largest(terms) <= left.high
        return low_enough and (open_right or left.low <= right.high)
    if op == "zero_implies":
        return open_left
    too_small = left.high < right.low
    return (open_left and op != "<=") if too_small else (open_right and op != ">=")


def _largest(terms: Sequence[Reading]) -> float:
    return max((term.range.low for term in terms), default=0.0)


def _sum(terms: Sequence[Reading]) -> Range:
    total = ZERO
    for term in terms:
        total = total.plus(term.range, term.sign)
    return total
