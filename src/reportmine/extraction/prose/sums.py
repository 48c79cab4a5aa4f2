"""Sums of all years printed beside the figure of one year, told by what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.clauses import Surroundings, concepts_of
from reportmine.extraction.prose.state import Bound, Context
from reportmine.extraction.prose.tokens import DATE, Token
from reportmine.model import Period, Status
from reportmine.rulebook import Rulebook


class SumReader:
    """Recognises sums of all years that no word calls so."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = rulebook.prose.times
        self._totals = frozenset(rulebook.prose.open_lists.totals)
        self._year = re.compile(self._rules.own_year)
        self._day = re.compile(self._rules.last_day)

    def adds(self, text: str, words: list[Token]) -> bool:
        """Whether ``words`` say that a number is this year's part of the sum before it: 2012年新增."""
        added = [word for word in words if text[word.start : word.end] in self._rules.adding]
        rest = [word for word in words if word not in added]
        return len(added) == 1 and all(word.mark == DATE or word.concepts & TIMES for word in rest)

    def settle(self, text: str, around: Surroundings, found: Bound, context: Context) -> None:
        """Gives ``found``, or the figure before it, the period that the two together show."""
        if found.indicator is None or found.time.period is not Period.YEAR or found.status is not Status.REPORTED:
            return
        self._settle_other(text, around, found, context)
        before = next((each for each in reversed(context.bound) if _is_same(each, found)), None)
        last = _last_count(context, found.start)
        if before is None and last is not None and is_years_part(around.own) and self._is_whole_of(text, last, found):
            before = last  # 累计公开846条,其中本年度在网站公开214条
        if before is None or before.time.period is not Period.YEAR or before.status is not Status.REPORTED:
            return
        sums_up = self._is_sum(text, around.own, found.start) or self._adds_up(text, before, found)
        if before.value < found.value and sums_up:
            found.time = found.time._replace(year=None, period=Period.CUMULATIVE)
        elif (
            before is _last_count(context, found.start)
            and before.value > found.value
            and not self._is_of_another_year(text, before, found, context)
        ):
            listed = _listed_year(around.left)
            added = self._says_added(text, around, found.start) or listed
            summed = self.is_sum(text, before)
            ends = self.is_up_to_day(text, before, found.start) or self._reaches_end(text, before)
            told = found.item is not None or ((_names_year(around) or listed) and ends)
            own = self._is_years_own(text, before, found) or _is_told_beside(around, before)
            if (summed and (added or own)) or (added and told):
                before.time = before.time._replace(year=None, period=Period.CUMULATIVE)
                _sum_parts(text, before, found.start, context)

    def _is_of_another_year(self, text: str, before: Bound, found: Bound, context: Context) -> bool:
        """Whether a year's count stands before that of another one: 2022年,累计公开460条(2021年312条)."""
        led, year = _led(text, before.start), found.time.year
        if year is None or self._year.search(led) is None or any(word in led for word in self._rules.up_to):
            return False
        return str(year) not in context.head if before.time.year is None else year != before.time.year

    def _adds_up(self, text: str, before: Bound, found: Bound) -> bool:
        """Whether a year's addition comes before all there is at its end: 新增196条。截止年底,公开总数1025条."""
        led = _led(text, found.start)
        added = any(word in text[before.clause[0] : before.start] for word in self._rules.adding)
        return added and any(word in led for word in self._rules.up_to)

    def _is_whole_of(self, text: str, last: Bound, found: Bound) -> bool:
        """Whether the count before is of items as well, in the same sentence."""
        return last.unit == found.unit and STOP not in text[last.end : found.start]

    def _settle_other(self, text: str, around: Surroundings, found: Bound, context: Context) -> None:
        """Tells a sum of all years by what the year added, told as another total: 网站累计4002条。2019年新增362条.

        Or by a count that holds nearly all of the year's: 截至2011年底累计1847条。2011年公开全文电子化信息309条.
        """
        of_year = found.indicator in self._rules.of_all and found.item is None
        if found.indicator not in self._totals and not of_year:
            return
        last = _last_count(context, found.start)
        if last is None or last.indicator == found.indicator or last.indicator not in self._totals:
            return
        year = last.time.period is Period.YEAR and last.status is Status.REPORTED
        added = (self._says_added(text, around, found.start) and _names_year(around)) or (
            of_year and self._is_years_own(text, last, found)  # all of the year's are in full text, and fewer
        )
        summed = self.is_sum(text, last) or self._reaches_end(text, last)
        if year and added and last.value > found.value and summed:
            last.time = last.time._replace(year=None, period=Period.CUMULATIVE)

    def _is_sum(self, text: str, own: list[Token], end: int) -> bool:
        """Whether a clause sums up to a day, rather than over one year."""
        start = own[0].start if own else end
        if not self._sums(text[start:end]) or "this_year" in concepts_of(own):
            return False
        dates = [text[word.start : word.end] for word in own if word.mark == DATE]
        return all(date.endswith(self._rules.year_ends) for date in dates) or "until" in concepts_of(own)

    def _is_years_own(self, text: str, before: Bound, found: Bound) -> bool:
        """Whether a sentence gives a year's figure after a sum up to a day: 截止2010年底,累计公开7条。2010年公开4条."""
        between = text[before.end : found.start]
        opens = between.rpartition(STOP)[2].strip()
        return STOP in between and self._ends(_led(text, before.start)) and self._year.match(opens) is not None

    def is_added(self, text: str, around: Surroundings, context: Context, end: int) -> bool:
        """Whether a number is this year's part of the sum before it, though it is listed: 其中本年度新增…53条."""
        before = _last_count(context, end)
        if before is None:
            return False
        listed = _listed_year(around.left)
        if listed and self.is_up_to_day(text, before, end, listed):
            return True
        added = listed or (self._says_added(text, around, end) and _names_year(around))
        return added and self.is_sum(text, before)

    def is_up_to_day(self, text: str, before: Bound, end: int, listed: bool = False) -> bool:
        """Whether a sentence counts up to a day, and then what the year added: 截至年底共615条,今年新增94条.

        ``listed``: that is a part of the sum (其中2017年94条), which may be told in a sentence of its own.
        """
        apart = STOP in text[before.end : end] and not listed
        return not apart and any(word in _led(text, before.start) for word in self._rules.up_to)

    def _reaches_end(self, text: str, figure: Bound) -> bool:
        """Whether a figure counts up to a year's end: 截至2009年底共公开268条. 其中2009年新增86条."""
        led = _led(text, figure.start)
        return self._ends(led) and any(word in led for word in self._rules.up_to)

    def _ends(self, words: str) -> bool:
        return any(word in words for word in self._rules.year_ends) or self._day.search(words) is not None

    def _says_added(self, text: str, around: Surroundings, end: int) -> bool:
        start = around.own[0].start if around.own else end
        said = any(word in text[start:end] for word in self._rules.adding)
        return said or is_years_part(around.own) or is_years_bracket(around)

    def is_sum(self, text: str, figure: Bound) -> bool:
        """Whether a figure's clause says that it sums up."""
        return figure.time.period is Period.CUMULATIVE or self._sums(text[figure.clause[0] : figure.start])

    def is_total(self, figure: Bound) -> bool:
        """Whether a figure is a count of what was published, which 历年累计公开 sums up."""
        return figure.indicator in self._totals

    def _sums(self, words: str) -> bool:
        return any(word in words for word in self._rules.summing)


def is_years_part(words: Sequence[Token]) -> bool:
    """Whether words begin to tell what one year published of a sum: 其中本年度公开, 其中2014年公开."""
    return _is_dated_part(words) and bool(concepts_of(words) & PUBLISHING)


def _listed_year(words: Sequence[Token]) -> bool:
    """Whether what stands before a number begins with one year's part, set apart by a comma: 其中2017年,…138条."""
    first = next((place for place, word in enumerate(words) if "of_which" in word.concepts), None)
    return first is not None and is_years_part(words[first:])


def is_years_bracket(around: Surroundings) -> bool:
    """Whether a bracket gives what one year added to the number before it: 累计公开1025条(2016年196条)."""
    return around.in_brackets and bool(around.own) and all(word.mark == DATE for word in around.own)


def _is_told_beside(around: Surroundings, before: Bound) -> bool:
    """Whether a clause gives its year's figure beside an undated one: 累计公开353492条,2011年度公开109115条."""
    return bool(around.own) and around.own[0].mark == DATE and before.time.year is None


def _is_dated_part(words: Sequence[Token]) -> bool:
    """Whether words begin with a year as the part of a whole: 其中2014年."""
    return bool(words) and "of_which" in words[0].concepts and any(map(_tells_year, words[1:3]))


def is_dated(words: Sequence[Token]) -> bool:
    """Whether words begin with a year, maybe as the part of a whole: 今年, 其中2014年."""
    return bool(words) and (_tells_year(words[0]) or _is_dated_part(words))


def _tells_year(word: Token) -> bool:
    return word.mark == DATE or "this_year" in word.concepts


def _sum_parts(text: str, whole: Bound, end: int, context: Context) -> None:
    """Gives the classes in the sentence of a sum of all years its period: 累计782条,其中机构职能类4条."""
    for each in context.bound:
        inside = whole.end <= each.start < end and each.item is not None
        if inside and each.time.period is Period.YEAR and STOP not in text[whole.end : each.start]:
            each.time = each.time._replace(year=None, period=Period.CUMULATIVE)


STOP: Final = "\u3002"
PUBLISHING: Final = frozenset({"publish", "own_initiative"})
TIMES: Final = frozenset({"this_year", "of_which", "filler", "own"})


def _led(text: str, start: int) -> str:
    """What a sentence says before an offset in it."""
    return text[text.rfind(STOP, 0, start) + 1 : start]


def _names_year(around: Surroundings) -> bool:
    """Whether a year is named in a number's own clause."""
    return any(map(_tells_year, around.own))


def _last_count(context: Context, start: int) -> Bound | None:
    """The last figure before ``start`` that is no rate: 累计5928条,全文电子化率达90.3%,其中本年度新增2110条."""
    return next((each for each in reversed(context.bound) if each.unit != "%" and each.end <= start), None)


def _is_same(one: Bound, other: Bound) -> bool:
    if one.indicator != other.indicator or one.applicant != other.applicant or one.item != other.item:
        return False
    return one.unit == other.unit or (
        one.unit is not None
        and other.unit is not None
        and (one.unit.startswith(other.unit) or other.unit.startswith(one.unit))  # 412条信息, 138条
    )


@lru_cache(maxsize=4)
def sum_reader(rulebook: Rulebook) -> SumReader:
    return SumReader(rulebook)
