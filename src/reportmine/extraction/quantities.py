"""Numbers in sentences: what they are worth, what they count, and which digits count nothing.

Works on text with half-width punctuation and without blanks. All words are data (``rules/vocabulary``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from reportmine.model import Qualifier
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import NumberRules, ProseRules

COUNT: Final = "count"
BARE: Final = "bare"
APIECE: Final = "apiece"  # counts each of the things before it: 复议、诉讼各1件
_PARTS: Final = ("arabic", "scale", "chinese", "some", "scale2", "some2", "unit", "around")  # groups of a count
_BOXED: Final = "boxed_unit"  # the last group of a count in brackets
_CLOSED: Final = r"(?=[,;。:、()\n]|$)"  # what stands behind a count in brackets: 发布信息(1386)条


class Quantity(NamedTuple):
    """A number with what surrounds it. ``start``/``end`` span the number itself, scale words included.

    ``kind`` is ``count`` (a number with a known unit), ``bare`` (without), or the name under which the digits are set
    apart: ``date``, ``month``, ``document_number``, ``ordinal``, ``rate``, ``apiece``, ``duration``, ``measure`` …
    """

    kind: str
    start: int
    end: int
    whole_start: int  # with qualifiers and unit, and with the word that makes it hold for several
    whole_end: int
    value: float | int | None = None
    unit: str | None = None
    family: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    chinese: bool = False
    small: bool = False  # one Chinese numeral: often no count at all

    @property
    def counts(self) -> bool:
        return self.kind in (COUNT, BARE)

    @property
    def says_count(self) -> bool:
        """Whether the number may say a figure, alone or for each of several."""
        return self.kind in (COUNT, BARE, APIECE)


class NumberParser:
    """Reads one number: ``1.3万``, ``46,106``, ``一百二十三``, ``三千五``, ``二〇一七``, ``100余万``."""

    def __init__(self, rules: NumberRules) -> None:
        self._digits = rules.digits
        self._tens = rules.tens
        self._multipliers = rules.multipliers
        self._big = {word: value for word, value in rules.multipliers.items() if value >= 10000}
        self._scales = {word: _scale(word, rules.multipliers) for word in rules.scales}

    def arabic(self, digits: str, *scales: str | None) -> float | int:
        """``digits`` may hold thousands separators, commas or blanks; every scale word multiplies."""
        plain = digits.replace(",", "").replace(" ", "")
        value = float(plain) if "." in plain else int(plain)
        for scale in scales:
            if scale:
                value = round(value * self._scales[scale], 6)
        return int(value) if value == int(value) else value

    def chinese(self, text: str) -> int | None:
        """The value of a Chinese numeral; None when the characters make no number (``两三``, ``百``)."""
        if not any(char in self._multipliers or char in self._tens for char in text):
            return self._digit_string(text)
        for word, size in sorted(self._big.items(), key=lambda pair: -pair[1]):
            if word in text:
                head, _, tail = text.rpartition(word)
                high = self.chinese(head) if head else None
                low = self._tail(tail, size) if tail else 0
                return None if high is None or low is None else high * size + low
        return self._below_ten_thousand(text)

    def _digit_string(self, text: str) -> int | None:
        values = [self._digits.get(char) for char in text]
        if not text or None in values or (len(text) > 1 and len(text) < 3 and 0 not in values):
            return None  # two bare digits (三五个) are "some"
        return int("".join(str(value) for value in values))

    def _tail(self, text: str, above: int) -> int | None:
        if len(text) == 1 and text in self._digits:  # 三千五 is 3500, 一万二 is 12000
            return self._digits[text] * above // 10
        return self.chinese(text.lstrip("".join(zero for zero, value in self._digits.items() if not value)))

    def _below_ten_thousand(self, text: str) -> int | None:
        total, digit, last, after_zero = 0, None, 10000, False
        for char in text:
            if char in self._tens:
                total, last = total + self._tens[char], 10
            elif char in self._digits:
                if digit is not None and digit != 0:
                    return None
                digit = self._digits[char]
                after_zero = after_zero or digit == 0
            else:
                size = self._multipliers[char]
                if size >= last or (digit is None and size > 10) or (digit == 0 and size > 10):
                    return None
                total += (digit or 1) * size
                digit, last, after_zero = None, size, False
        if digit:
            total += digit * (last // 10 if last > 10 and not after_zero and last < 10000 else 1)
        return total


def _scale(word: str, multipliers: dict[str, int]) -> int:
    value = 1
    for char in word:
        value *= multipliers[char]
    return value


class QuantityGrammar:
    """Finds every number of a text and says what it is."""

    def __init__(self, rules: ProseRules) -> None:
        numbers = rules.numbers
        self.parser = NumberParser(numbers)
        self._units = _unit_families(rules)
        self._before = _qualifier_words(numbers.qualifiers.before)
        self._before_words = tuple(self._before)
        self._after = _qualifier_words(numbers.qualifiers.after)
        self._rates = tuple(sorted(numbers.rates, key=len, reverse=True))
        self._apiece = tuple(sorted(numbers.apiece, key=len, reverse=True))
        self._not_after, self._but_after = numbers.not_after, numbers.but_after
        self._vague, self._multipliers = numbers.vague, frozenset(numbers.multipliers)
        self._pattern = _compile(rules, self._units, self._after)
        self._apart_kinds = {f"apart{index}": kind for index, (kind, _) in enumerate(_apart(rules))}

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
        """All numbers between two offsets of a text, left to right, none inside another."""
        found: list[Quantity] = []
        for match in self._pattern.finditer(text, start, len(text) if end is None else end):
            group = match.lastgroup or ""
            kind = self._apart_kinds.get(group)
            if kind is not None:
                low, high = match.span()
                found.append(Quantity(kind, low, high, low, high))
                continue
            quantity = self._boxed(match) if group == _BOXED else self._count(text, match)
            if quantity is not None:
                found.append(quantity)
        return found

    def _boxed(self, match: re.Match[str]) -> Quantity:
        """A form's blank that was filled in: 共(29)件."""
        (low, high), unit = match.span("boxed"), match.group(_BOXED)
        value = self.parser.arabic(match.group("boxed"))
        return Quantity(COUNT, low, high, match.start(), match.end(), value, unit, self._units[unit])

    def _count(self, text: str, match: re.Match[str]) -> Quantity | None:
        arabic, scale, numeral, some, scale2, some2, printed_unit, around = match.group(*_PARTS)
        first, end = match.span("numeral")
        if numeral is not None:
            value: float | int | None = self.parser.chinese(numeral)
            if value is None or not printed_unit or self._is_in_word(text, first):
                return None
            if numeral in self._multipliers and text.endswith(self._vague, 0, first):
                return None
        else:
            value = self.parser.arabic(arabic, scale, scale2)
        unit = printed_unit
        if unit and scale and self._units[unit] == "money":  # 1万元: the unit is 万元, as forms print it
            end, unit = match.end("arabic"), text[match.start("scale") : match.end("unit")]
        start, qualifier = self._look_back(text, first)
        if some or some2:
            qualifier = Qualifier.AT_LEAST
        if around:
            qualifier = self._after[around]
        family = self._units[printed_unit] if unit else None
        kind = BARE if unit is None else COUNT if family not in ("duration", "measure") else str(family)
        if text.endswith(self._rates, 0, start):
            kind = "rate"
        elif text.endswith(self._apiece, 0, start):
            kind = APIECE
            start -= next(len(word) for word in self._apiece if text.endswith(word, 0, start))
        chinese = numeral is not None
        small = chinese and len(numeral) == 1
        return Quantity(kind, first, end, start, match.end(), value, unit, family, qualifier, chinese, small)

    def _is_in_word(self, text: str, first: int) -> bool:
        """Whether a Chinese numeral is part of a word: 下一年度, but not 计划九十九条."""
        return text.endswith(self._not_after, 0, first) and not text.endswith(self._but_after, 0, first)

    def _look_back(self, text: str, start: int) -> tuple[int, Qualifier]:
        if text.endswith(self._before_words, 0, start):
            for word, qualifier in self._before.items():
                if text.endswith(word, 0, start):
                    return start - len(word), qualifier
        return start, Qualifier.EXACT


def _unit_families(rules: ProseRules) -> dict[str, str]:
    units: dict[str, str] = {}
    for family, words in rules.units.families.items():
        for unit in words.units:
            units.setdefault(unit, family)
    return units


def _qualifier_words(words: dict[str, tuple[str, ...]]) -> dict[str, Qualifier]:
    pairs = [(word, Qualifier(name)) for name, group in words.items() for word in group]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _unit_words(rules: ProseRules, units: Iterable[str]) -> str:
    """The units, longest first, each but in front of what takes its last words for its own."""
    behind = {unit: f"(?!{_alternatives(words)})" for unit, words in rules.units.unless_before.items()}
    return "|".join(re.escape(unit) + behind.get(unit, "") for unit in sorted(units, key=len, reverse=True))


def _apart(rules: ProseRules) -> list[tuple[str, str]]:
    """Each kind of digits that count nothing with its patterns; neighbours of one kind together.

    A named group costs at every place where it is tried, an alternative within it much less.
    """
    runs = groupby(rules.apart.kinds, key=attrgetter("kind"))
    return [(kind, "|".join(each.pattern for each in run)) for kind, run in runs]


def _compile(rules: ProseRules, units: dict[str, str], after: dict[str, Qualifier]) -> re.Pattern[str]:
    numbers = rules.numbers
    digits = "".join(numbers.digits)
    numerals = digits + "".join(numbers.tens) + "".join(numbers.multipliers)
    apart = "|".join(f"(?P<apart{index}>{patterns})" for index, (_, patterns) in enumerate(_apart(rules)))
    apart = apart.replace("{d}", digits).replace("{n}", f"[{numerals}]+")
    some = "".join(numbers.qualifiers.inside)
    scale = _alternatives(numbers.scales)
    spaced = rf"(?<=[\u4e00-\u9fff])\d{{1,3}}(?: \d{{3}})+(?={_alternatives(units)})"  # 公开政府信息1 265条
    arabic = rf"(?:{spaced}|(?<![\d.])(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?))"
    count = (
        rf"(?P<numeral>(?:(?P<arabic>{arabic})(?P<scale>{scale})?|(?P<chinese>[{numerals}]+))"
        rf"(?:(?P<some>[{some}])(?P<scale2>{scale})?)?)(?P<some2>[{some}])?"
        rf"(?P<unit>{_unit_words(rules, units)})?(?P<around>{_alternatives(after)})?"
    )
    counted = _alternatives(unit for unit, family in units.items() if family not in ("duration", "measure"))
    boxed = rf"(?<=[\u4e00-\u9fff])\((?P<boxed>{arabic})\)(?P<{_BOXED}>{counted}){_CLOSED}"
    # Looking at one character first spares the alternatives at most places.
    begins = rf"(?=[0-9A-Za-z{numerals}{rules.apart.begins}])"
    return re.compile(f"{begins}(?:{boxed}|(?:{apart})|{count})")


@lru_cache(maxsize=4)
def quantity_grammar(rulebook: Rulebook) -> QuantityGrammar:
    """The number grammar of a rulebook, compiled once."""
    return QuantityGrammar(rulebook.prose)
