"""Stretches of time that are longer than a year or lie across two: 2008年5月至2012年12月, 2019-2021年, 近三年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reportmine.extraction.prose.tokens import APART, DATE, NEAR, Token
from reportmine.rulebook.prose import TimeRules

if TYPE_CHECKING:
    from reportmine.extraction.prose.state import Sentence

OWN_TIME: Final = frozenset({"this_year", "last_year"})
LONGEST: Final = 13  # months of a stretch that is still one report's: some report from December to December
_DATE: Final = re.compile(r"(?P<year>(?:19|20)\d{2})\D?(?:(?P<month>\d{1,2})\D)?")
YEARS: Final = re.compile(r"(?:19|20)\d{2}")


class Stretch(NamedTuple):
    """``year``: that of its end, where it is no longer than a year; None for a longer one."""

    year: int | None


class StretchReader:
    """Tells one year from several."""

    def __init__(self, rules: TimeRules) -> None:
        self._rules = rules
        self._several = re.compile(rules.several_years)
        ranges = "|".join(map(re.escape, rules.ranges))
        self._joint = re.compile(f"(?:{rules.begun})?(?:{ranges})")

    def closes(self, text: str, before: Sequence[Token], index: int) -> Stretch | None:
        """The stretch that the date at ``index`` closes, where another year begins it; None where it closes none."""
        if index < 2 or before[index - 2].mark != DATE or before[index - 1].mark != NEAR:
            return None
        if self._joint.fullmatch(text, before[index - 1].start, before[index - 1].end) is None:
            return None
        first = self._month(text, before[index - 2], first=True)
        last = self._month(text, before[index], first=False)
        if first is None or last is None or first // 12 >= last // 12:
            return None
        return Stretch(last // 12 if last - first < LONGEST else None)

    def _month(self, text: str, token: Token, *, first: bool) -> int | None:
        """The months from the year 0 to the month that a date names, or to that with which its year begins or ends."""
        printed = text[token.start : token.end]
        found = _DATE.match(printed)
        if found is None or len(set(YEARS.findall(printed))) > 1:
            return None
        month = int(found["month"]) if found["month"] else 1 if first else 12
        return int(found["year"]) * 12 + month - 1

    def is_of_years(self, text: str, token: Token) -> bool:
        """Whether a date is of whole years, and of more than one: 2019-2021年, but not 2019年12月至2020年11月."""
        printed = text[token.start : token.end]
        return len(set(YEARS.findall(printed))) > 1 and not any(word in printed for word in self._rules.finer)

    def counts_years(self, sentence: Sentence, before: Sequence[Token]) -> bool:
        """Whether several years are counted together (近三年累计560条), and no time of its own named behind them."""
        if not before or APART not in sentence.signs[: len(before)]:
            return False
        found = self._several.search(sentence.text, sentence.start, before[-1].end)
        if found is None:
            return False
        later = (token for token in before if token.start >= found.end())
        return not any(token.mark == DATE or not token.concepts.isdisjoint(OWN_TIME) for token in later)
