"""Relations over printed values: blanks, intervals, and what no relation may say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.checking.judge import judge, read_term
from reportmine.checking.ranges import Range, number, range_of
from reportmine.model import Evidence, Figure, Outcome, Qualifier, Source, Status
from reportmine.rulebook import Rulebook

SETTINGS = Rulebook().checks.settings


def figure(value: float | None, **more: Any) -> Figure:
    return Figure(
        indicator="requests.received", value=value, source=Source.TABLE, rule="forms/made",
        evidence=Evidence(start=0, end=0, quote=""), **{"printed": "" if value is None else f"{value:g}", **more},
    )  # fmt: skip


def term(value: float | str | None, **more: Any) -> Any:
    if value == "blank":
        return read_term(1, [figure(None, status=Status.BLANK)], SETTINGS)
    if value is None:
        return read_term(1, [], SETTINGS)
    return read_term(1, [figure(float(value), **more)], SETTINGS)


def outcome(left: float | str | None, op: Any, *right: float | str | None) -> Outcome:
    return judge([term(left)], op, [term(each) for each in right], SETTINGS).outcome


@pytest.mark.parametrize(
    ("left", "op", "right", "wanted"),
    [
        (3, "=", (1, 2), Outcome.PASS),
        (3, "=", (1, 1), Outcome.FAIL),
        (3, "=", (1, 2, "blank"), Outcome.PASS_WITH_BLANK_AS_ZERO),
        (3, "=", (1, 1, "blank"), Outcome.UNCERTAIN),  # the blank may be the missing one
        (3, "=", (4, "blank"), Outcome.FAIL),  # no blank makes four into three
        ("blank", "=", (4, 1), Outcome.NOT_ASSESSABLE),  # a total that was not printed contradicts nothing
        (3, "=", (1, None), Outcome.NOT_ASSESSABLE),
        ("blank", "=", ("blank", "blank"), Outcome.NOT_ASSESSABLE),
        (3, "<=", (3,), Outcome.PASS),
        (4, "<=", (3,), Outcome.FAIL),
        (4, "<=", ("blank",), Outcome.UNCERTAIN),
        (380, "within", (285, 116, 0), Outcome.PASS),
        (103, "within", (35, 23, 80, 78), Outcome.PASS),
        (52, "within", (120, 6), Outcome.FAIL),  # below its largest channel
        (500, "within", (285, 116), Outcome.FAIL),  # above all channels together
        (500, "within", (285, "blank"), Outcome.UNCERTAIN),
        (0, "zero_implies", (0, 2), Outcome.FAIL),
        (1, "zero_implies", (0, 2), Outcome.PASS),
    ],
)
def test_outcomes(left: Any, op: str, right: Any, wanted: Outcome) -> None:
    assert outcome(left, op, *right) is wanted


def test_two_values_in_one_cell_are_none() -> None:
    twice = read_term(1, [figure(2), figure(3)], SETTINGS)
    assert judge([twice], "=", [term(2)], SETTINGS).outcome is Outcome.NOT_ASSESSABLE


def test_doubtful_readings_accuse_nobody() -> None:
    assert judge([term(3, confidence=0.3)], "=", [term(2)], SETTINGS).outcome is Outcome.UNCERTAIN


@pytest.mark.parametrize(
    ("value", "printed", "qualifier", "inside", "outside"),
    [
        (300, "300", Qualifier.AT_LEAST, [300, 399, 5000], [299]),
        (13000, "1.3万", Qualifier.EXACT, [12500, 13499], [12400, 13600]),
        (180000, "18万", Qualifier.AT_LEAST, [180000, 189999], [179999]),
        (44, "44", Qualifier.APPROXIMATE, [40, 48], [39, 49]),
        (400, "400", Qualifier.AT_MOST, [300, 400], [401, 299]),
        (273, "273", Qualifier.EXACT, [273], [272, 274]),
    ],
)
def test_what_a_printed_value_can_mean(
    value: float, printed: str, qualifier: Qualifier, inside: list[float], outside: list[float]
) -> None:
    meant = range_of(figure(value, printed=printed, qualifier=qualifier), SETTINGS)
    assert all(meant.meets(Range.point(each)) for each in inside), meant
    assert not any(meant.meets(Range.point(each)) for each in outside), meant


counts = st.integers(min_value=0, max_value=10**6)


@given(st.lists(counts, min_size=1, max_size=12), st.integers(min_value=-5, max_value=5))
def test_sums_hold_exactly_when_they_do(parts: list[int], off: int) -> None:
    found = outcome(sum(parts) + off, "=", *parts)
    assert found is (Outcome.PASS if off == 0 else Outcome.FAIL)


@given(st.lists(counts, min_size=1, max_size=8), st.data())
def test_blanks_never_turn_a_true_sum_into_a_failure(parts: list[int], data: st.DataObject) -> None:
    """Whichever cells of a sum that holds are left blank, nobody is accused."""
    blank = data.draw(st.sets(st.integers(0, len(parts) - 1)))
    shown: list[float | str | None] = ["blank" if place in blank else part for place, part in enumerate(parts)]
    assert outcome(sum(parts), "=", *shown) is not Outcome.FAIL


@given(st.lists(counts, min_size=1, max_size=8))
def test_every_reachable_total_lies_within_its_channels(channels: list[int]) -> None:
    for total in (max(channels), sum(channels), (max(channels) + sum(channels)) // 2):
        assert outcome(total, "within", *channels) is Outcome.PASS


@given(st.floats(min_value=0, max_value=1e9, allow_nan=False))
def test_numbers_are_written_without_exponents(value: float) -> None:
    text = number(value)
    assert "e" not in text
    assert abs(float(text) - value) <= 1e-6 * max(1.0, value)
