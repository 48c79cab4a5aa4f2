"""Which year and which period a number speaks of, by the time words before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from reportmine.extraction.prose.stretches import YEARS, StretchReader
from reportmine.extraction.prose.tokens import BOUNDARIES, DATE, FAR, FILLER, NEAR, PART_YEAR, VALUE, Token, tokenizer
from reportmine.extraction.quantities import NumberParser
from reportmine.model import Period
from reportmine.rulebook import Rulebook

if TYPE_CHECKING:
    from reportmine.extraction.prose.state import Sentence


class Time(NamedTuple):
    """``part``: only a part of a year, so no figure of it."""

    year: int | None = None
    offset: int = 0
    period: Period = Period.YEAR
    part: bool = False


TIME_WORDS: Final = frozenset({"this_year", "part_year", "last_year", "two_years_ago", "cumulative", "since"})
YEAR: Final = Time()  # the report's year, as long as nothing else is said


class TimeReader:
    """Reads time words."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._numbers = NumberParser(rulebook.prose.numbers)
        self._zero = next(iter(rulebook.prose.numbers.digits))
        self._digits = rulebook.prose.numbers.digits
        self._ranges = rulebook.prose.times.ranges
        self._closing = re.compile(rulebook.prose.times.closing)
        self._attributive = rulebook.prose.times.attributive
        self._ever_since = re.compile(rulebook.prose.times.ever_since)
        self._summing = rulebook.prose.times.summing
        self._held = frozenset(rulebook.prose.times.held)
        self._early = re.compile(rulebook.prose.times.early)
        self._founded = re.compile(rulebook.prose.times.founded)
        self._stretches = StretchReader(rulebook.prose.times)
        # What may change the time in force: few tokens do, and every number asks for all before it.
        words = tokenizer(rulebook).signs.having(*TIME_WORDS)
        self._telling = re.compile(f"[{VALUE}{DATE}{PART_YEAR}{re.escape(words)}]")

    def year(self, text: str, token: Token) -> int | None:
        """The year a date token names; None for a range of years."""
        printed = text[token.start : token.end]
        years = YEARS.findall(printed)
        if len(set(years)) == 1:
            return int(years[0])
        if years:
            return None
        digits = "".join(str(self._digits.get(char, char)) for char in printed[:4])
        return int(digits) if digits.isdigit() and 1990 < int(digits) < 2100 else None

    def _ends_range(self, text: str, token: Token, previous: Token | None) -> bool:
        """Whether a month closes a stretch of the year that is not all of it: 2014年1-6月, 自1月1日至6月30日."""
        printed = text[token.start : token.end]
        ranged = any(word in printed for word in self._ranges)
        after = (
            previous is not None
            and "until" not in previous.concepts
            and text[previous.start : previous.end].endswith(self._ranges)
        )
        return (ranged or after) and self._closing.search(printed) is None

    def _is_part(self, text: str, token: Token, previous: Token | None, since: bool) -> bool:
        """Whether months are a part of the year, and do not just end a date (2014年12月) or a stretch that began."""
        tied = previous is not None and (previous.mark == DATE or "until" in previous.concepts)
        return self._ends_range(text, token, previous) or not (tied or since or self._is_whole_year(text, token))

    def _is_whole_year(self, text: str, token: Token) -> bool:
        """Whether a stretch of months is the year: 1-12月."""
        printed = text[token.start : token.end]
        return any(word in printed for word in self._ranges) and self._closing.search(printed) is not None

    def _is_cut_short(self, text: str, token: Token, previous: Token | None) -> bool:
        """Whether a date says that a count reaches no further than to a month early in the year: 截至2017年7月."""
        until = previous is not None and "until" in previous.concepts and token.mark in (DATE, PART_YEAR)
        return until and self._early.search(text[token.start : token.end]) is not None

    def named(self, text: str, before: Sequence[Token]) -> Time | None:
        """The year named directly before a number: 较2012年的2870件, 比上年的12件."""
        for token in reversed(before):
            if token.mark == DATE:
                year = self.year(text, token)
                return Time(year=year) if year is not None else None
            if token.concepts & {"last_year", "compare_last"}:
                return Time(offset=-1)
        return None

    def read(self, sentence: Sentence, end: int, start: Time) -> Time:
        """The time in force at a token of a sentence.

        ``start``: the time the sentence takes over from the one before it.
        """
        text, before = sentence.text, sentence.tokens[:end]
        time, since, whole = start, False, False
        remarks = _remarks(before) if ")" in sentence.signs[:end] else ()
        passing: Time | None = None  # the time before a sum given in passing: 12件,历年累计41件
        for found in self._telling.finditer(sentence.signs, 0, end):
            index = found.start()
            token = before[index]
            if any(low < index < high for low, high in remarks):
                continue  # 财务预决算3篇(含2019年预算、2018年决算)、规范性文件4篇
            if token.mark == VALUE:
                if passing is not None:
                    time, passing = passing, None
                continue
            previous = before[index - 1] if index else None
            if token.mark == DATE and self._ever_since.match(text, token.end):
                time = Time(year=self.year(text, token), period=Period.CUMULATIVE)
            elif token.mark == DATE and (stretch := self._stretches.closes(text, before, index)) is not None:
                summed = stretch.year is None and self._sums_up(text[token.end : before[-1].end])
                period = Period.CUMULATIVE if summed else Period.YEAR
                time = Time(year=stretch.year, period=period, part=stretch.year is None and not summed)
            elif token.mark == DATE and time.period is Period.CUMULATIVE and _is_end_of(before, index):
                continue  # 2012年起公开,截至2015年底共公开860条; 自《条例》施行以来,截至2015年底
            elif token.mark == DATE and _tells_time(sentence.tokens, before, index):
                year = self.year(text, token)
                if year is not None and not (since and whole):
                    time = Time(year=year)
                    whole = True
                elif self._stretches.is_of_years(text, token):
                    time = Time(part=True)  # 2019-2021年共收到20件: not one year's
            elif token.mark == PART_YEAR:
                if self._is_part(text, token, previous, since):
                    time = Time(year=time.year, offset=time.offset, part=True)
            elif "this_year" in token.concepts:
                kept = not time.offset and time.period is Period.YEAR
                time = Time(year=time.year if kept else None)
            elif "part_year" in token.concepts:
                time = Time(year=time.year, offset=time.offset, part=True)
            elif "last_year" in token.concepts:
                time = self._of_last_year(text, before, index) or time
            elif "two_years_ago" in token.concepts and _is_adverb(before, index):
                time = Time(offset=-2)
            elif "cumulative" in token.concepts and _is_tied_to_year(sentence, before, index, time):
                continue
            elif "cumulative" in token.concepts:
                passing = time if _is_in_passing(before, index) else None
                time = Time(year=None, period=Period.CUMULATIVE)
            since = since or "since" in token.concepts
            if self._is_cut_short(text, token, previous):
                time = Time(year=time.year, part=True)
        several = self._stretches.counts_years(sentence, before)
        return self._of_its_own(text, before) or (Time(part=True) if several else time)

    def _of_last_year(self, text: str, before: Sequence[Token], index: int) -> Time | None:
        """The time that a word for the year before tells; None where what follows has another (上年无结转,办结6件)."""
        if self._ever_since.match(text, before[index].end):
            return Time(part=True)  # more than a year
        return Time(offset=-1) if _is_adverb(before, index) and not _is_passed_over(before, index) else None

    def of_state(self, sentence: Sentence, end: int, indicator: str | None, time: Time) -> Time:
        """The time of what is held rather than counted: 2008年起…,配备工作人员2名 says who is there now.

        ``time``: that in force. Another indicator's stays as it is.
        """
        if indicator not in self._held:
            return time
        if time.period is Period.CUMULATIVE:
            return YEAR
        dated = [index for index in range(end) if sentence.tokens[index].mark == DATE]
        if time.year is None or not dated:
            return time
        clause = range(dated[-1] + 1, end)
        stop = next((index for index in clause if sentence.tokens[index].mark in BOUNDARIES), None)
        if stop is None:
            return time
        behind = sentence.text[sentence.tokens[dated[-1]].end : sentence.tokens[stop].start]
        return YEAR if self._founded.search(behind) else time

    def _sums_up(self, words: str) -> bool:
        return any(word in words for word in self._summing)

    def _of_its_own(self, text: str, before: Sequence[Token]) -> Time | None:
        """The year that stands right before the number, wherever that is: 由2018年的128条增加到2019年的187条."""
        place = len(before) - 1
        if place > 0 and text[before[place].start : before[place].end] == self._attributive:
            place -= 1
        if _is_handed_over(before, place):
            year = self.year(text, before[place - 2])
            return Time(year=year) if year is not None else None
        if place < 1 or before[place - 1].concepts & {"until", *TRANSFER}:
            return None
        if before[place].mark == DATE and (year := self.year(text, before[place])) is not None:
            return Time(year=year)
        return Time(offset=-1) if "last_year" in before[place].concepts and place < len(before) - 1 else None


def _is_end_of(before: Sequence[Token], index: int) -> bool:
    """Whether a date only says how far what is counted since a year reaches: nothing was counted since between."""
    if index < 1 or "until" not in before[index - 1].concepts:
        return False
    marks = (
        token for token in reversed(before[:index]) if token.mark in DATE + VALUE or "cumulative" in token.concepts
    )
    return next((token.mark != VALUE for token in marks), False)


def _remarks(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The token indexes of closed brackets that say more than when: what they name is of another time, or of none."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.mark == "(":
            opened.append(place)
        elif token.mark == ")" and opened:
            low = opened.pop()
            inside = tokens[low + 1 : place]
            if any(item.mark in (NEAR, FAR) for item in inside) and not any(item.mark == VALUE for item in inside):
                found.append((low, place))
    return found


def _is_tied_to_year(sentence: Sentence, before: Sequence[Token], index: int, time: Time) -> bool:
    """Whether a word for all years speaks of the year before it as well: 2014年度及历年来没有收费, 2024年以来累计."""
    if index and before[index - 1].mark == DATE and time.year is not None and time.period is Period.CUMULATIVE:
        return True  # since that year, and no further back
    if sentence.values or index < 2 or "and" not in before[index - 1].concepts:
        return False
    return before[index - 2].mark == DATE or "this_year" in before[index - 2].concepts


def _is_in_passing(before: Sequence[Token], index: int) -> bool:
    """Whether a word for the sum of all years stands alone between a comma and its number: 12件,历年累计41件."""
    if index < 2 or before[index - 1].mark not in ",(" or before[index - 2].mark != VALUE:
        return False
    after = next((token for token in before[index + 1 :] if token.concepts != FILLER), None)
    return after is None or after.mark == VALUE


HAPPENED: Final = frozenset(
    {"publish", "own_initiative", "receive", "new_receive", "handle", "answer", "closed", "hold", "issue"}
)
NO_LABEL: Final = frozenset({"filler", "this_year", "own", "of_which", "cumulative", "each"})
TRANSFER: Final = frozenset({"carry", "carry_to", "carried_in", "carried_out"})


def _is_of_transfer(before: Sequence[Token], index: int) -> bool:
    """Whether a year only says whence or whither requests are carried: 2020年结转12件, 结转至2022年12件.

    It may say that none are: 2020年无结转.
    """
    denied = before[index + 1 : index + 2] and "negation" in before[index + 1].concepts
    beside = (*before[max(index - 1, 0) : index], *before[index + 1 : index + (3 if denied else 2)])
    return any(token.concepts & TRANSFER for token in beside)


def _is_passed_over(before: Sequence[Token], index: int) -> bool:
    """Whether a year only says whence nothing is carried, in a clause that has ended: 上年无结转,办结6件."""
    stop = next((place for place in range(index, len(before)) if before[place].mark in ",;"), len(before))
    return stop < len(before) and any(token.concepts & TRANSFER for token in before[index:stop])


def _is_handed_over(before: Sequence[Token], place: int) -> bool:
    """Whether one year hands requests over to another: 2022年结转至2023年2件 tells of 2022, whichever year reports."""
    dated = place > 1 and before[place].mark == DATE and before[place - 2].mark == DATE
    return dated and "carry_to" in before[place - 1].concepts


def _tells_time(tokens: Sequence[Token], before: Sequence[Token], index: int) -> bool:
    """Whether a date says when what follows was, and is no part of a name, of a label or of where requests went."""
    return _is_adverb(before, index) and not (_is_of_transfer(before, index) or _is_in_label(tokens, index))


def _is_in_label(tokens: Sequence[Token], index: int) -> bool:
    """Whether a date begins the label of a listed number: 其中,政策文件10条,2024年度工作报告1条,财务预算1条."""
    before = tokens[:index]
    if not any("of_which" in token.concepts for token in before):
        return False
    follows = len(before) > 1 and before[-1].mark in ",\u3001" and before[-2].mark == VALUE
    first = before[-1].mark == ":" and "of_which" in before[-2].concepts  # 其中:2019年决算1条,领导信息8条
    if not (follows or first):
        return False
    behind = tokens[index + 1 :]
    stop = next((place for place, token in enumerate(behind) if token.mark in BOUNDARIES + VALUE), len(behind))
    words = behind[:stop]
    counted = stop < len(behind) and behind[stop].mark == VALUE
    named = any(token.mark in (NEAR, FAR) or token.concepts - NO_LABEL for token in words)
    return counted and named and not any(token.concepts & HAPPENED for token in words)


def _is_adverb(before: Sequence[Token], index: int) -> bool:
    """Whether a date opens its clause (2016年，… / 截至2016年底…) rather than standing inside a name."""
    while index > 0:
        previous = before[index - 1]
        if previous.mark in ",;:(":
            return True
        if not ({"filler", "of_which", "until", "since", "via", "own", "and"} & previous.concepts):
            return previous.mark == DATE
        index -= 1
    return True


@lru_cache(maxsize=4)
def time_reader(rulebook: Rulebook) -> TimeReader:
    return TimeReader(rulebook)
