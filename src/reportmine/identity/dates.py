"""Years, dates and periods as printed: digits, numerals, and dates that conversion has damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from reportmine.rulebook.identity import YearRules

FIRST_YEAR, LAST_YEAR = 2003, 2049
LEAST_DAYS = 100  # a shorter span is no reporting period
# What is left of 1 January and of 31 December when marks between digits are lost.
_STARTS = {"0101": (1, 1), "11": (1, 1), "101": (1, 1), "011": (1, 1), "111": (1, 1), "51": (5, 1), "0501": (5, 1)}
_ENDS = {"1231": (12, 31), "1230": (12, 30)}


class Period(NamedTuple):
    first: date
    last: date
    start: int  # offsets into the text that was searched
    end: int
    damaged: bool

    @property
    def possible(self) -> bool:
        return self.first < self.last

    @property
    def year(self) -> int | None:
        """The one year it lies in; None for several, and for a period that ends before it starts."""
        return self.last.year if self.possible and self.first.year == self.last.year else None


def read_year(printed: str, rules: YearRules) -> int | None:
    """A year in digits or numerals, with round zeros of any kind; None outside the years such reports exist for."""
    digits = "".join(str(rules.digits.get(character, character)) for character in printed)
    year = int(digits) if re.fullmatch(r"\d{4}", digits) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def read_number(printed: str, rules: YearRules) -> int | None:
    """A day or a month in digits or numerals (十二); None where it is neither."""
    if printed.isdigit():
        return int(printed)
    if printed in rules.month_words:
        return rules.month_words[printed]
    tens, ten, units = printed.partition(rules.ten)
    values = [rules.digits.get(character) for character in tens + units]
    if not printed or None in values or len(tens) > 1 or len(units) > 1:
        return None
    left = rules.digits[tens] if tens else 1
    right = rules.digits[units] if units else 0
    return left * 10 + right if ten else rules.digits[printed]


def read_date(match: re.Match[str], rules: YearRules) -> date | None:
    year = read_year(match.group("year"), rules)
    month, day = read_number(match.group("month"), rules), read_number(match.group("day"), rules)
    return _date(year, month, day)


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_periods(text: str, rules: YearRules) -> Iterator[Period]:
    """Stated periods of a text without blanks. A damaged one is taken only as a whole year (2008: from 1 May)."""
    for match in rules.period.finditer(text):
        around = text[max(match.start() - rules.period_reach, 0) : match.end() + rules.period_reach // 2]
        if not rules.period_words.search(around):
            continue
        first, whole_start = _start(match.group("start"), rules)
        last, whole_end = _end(match.group("end"), first.year if first else None, rules)
        if first is not None and last is not None and ((last - first).days > LEAST_DAYS or last < first):
            yield Period(first, last, match.start(), match.end(), not (whole_start and whole_end))


def _start(printed: str, rules: YearRules) -> tuple[date | None, bool]:
    if whole := rules.date.match(printed):
        return read_date(whole, rules), True
    digits = re.sub(r"\D", "", printed)
    year = read_year(digits[:4], rules)
    month, day = _STARTS.get(digits[4:], (None, None))
    return _date(year, month, day), False


def _end(printed: str, year: int | None, rules: YearRules) -> tuple[date | None, bool]:
    if whole := rules.date.match(printed):
        return read_date(whole, rules), True
    if year is not None and (short := rules.month_day.match(printed)):
        month, day = read_number(short.group("month"), rules), read_number(short.group("day"), rules)
        if (found := _date(year, month, day)) is not None:
            return found, True
    digits = re.sub(r"\D", "", printed)
    own = read_year(digits[:4], rules)
    rest = digits[4:] if own is not None else digits
    month, day = _ENDS.get(rest, (None, None))
    return _date(own if own is not None else year, month, day), False
