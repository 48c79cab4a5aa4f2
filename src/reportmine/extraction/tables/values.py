"""The text of a cell as a value, and running text as a row of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from reportmine.model import Status
from reportmine.rulebook import Rulebook
from reportmine.rulebook.forms import SlotKind, ValueRules

Number = int | float


class Token(NamedTuple):
    """One printed cell, or what stands for one in running text. ``cell`` and ``box`` where it was read from a grid."""

    text: str
    start: int
    end: int
    cell: tuple[int, int] | None = None
    unit: str | None = None  # printed beside the number


class Value(NamedTuple):
    """What one slot holds. ``value`` in the printed unit."""

    value: Number | None
    status: Status
    start: int
    end: int
    unit: str | None = None
    cell: tuple[int, int] | None = None


class ValueReader:
    """Reads cells by the words and signs of ``rules/forms/common/values.yaml``."""

    def __init__(self, rules: ValueRules) -> None:
        self.rules = rules
        self._unit = _either(rules.units)
        own_unit = rf"(?:[(\uff08](?P<bracketed>{self._unit})[)\uff09]|(?P<unit>{self._unit}))"  # in brackets or not
        self.units = re.compile(rf"[(\uff08]?\s*(?:{self._unit})\s*[)\uff09]?")  # one alone
        self.between = re.compile(rules.separators + "+")
        self._number = _number(rules, own_unit)
        self.token = _token(rules, own_unit)  # one cell of running text

    @lru_cache(maxsize=8192)  # noqa: B019  (a reader lives as long as its rulebook; most cells say what others say)
    def is_unit(self, text: str) -> bool:
        return self.units.fullmatch(text.strip()) is not None

    def unit_in(self, text: str) -> str | None:
        """The unit that a unit cell or a header in brackets names."""
        match = re.search(rf"(?<!\d)(?:{self._unit})", text)
        return match.group() if match else None

    @lru_cache(maxsize=8192)  # noqa: B019
    def is_valuelike(self, text: str) -> bool:
        """Whether a cell holds what can be a value: a number with or without unit, a dash, a word for zero."""
        text = text.strip()
        return text != "" and (
            self._number.fullmatch(text) is not None
            or text in self.rules.dashes
            or text in self.rules.zero_words
            or text in self.rules.unchanged_words
        )

    def read(self, token: Token, kind: SlotKind) -> Value | None:
        """The value of a cell, None when it holds something else. Blank, dash and words for zero are told apart."""
        text = token.text.strip()
        said = self._said(text, kind == "change")
        if said is None:
            return None
        number, status, unit = said
        start = token.start + len(token.text) - len(token.text.lstrip())
        return Value(number, status, start, start + len(text), unit or token.unit, token.cell)

    @lru_cache(maxsize=8192)  # noqa: B019
    def _said(self, text: str, change: bool) -> tuple[Number | None, Status, str | None] | None:
        """Number, status and unit of a cell's text. ``change``: it tells how much more or less there is."""
        if not text:
            return None, Status.BLANK, None
        if text in self.rules.dashes:
            return None, Status.DASH, None
        if text in self.rules.zero_words or (change and text in self.rules.unchanged_words):
            return 0, Status.STATED_ZERO, None
        match = self._number.fullmatch(text)
        if match is None or (not change and match["sign"] not in (None, "+", "-")):
            return None  # words for more and less belong to changes
        number = as_number("".join(sign for sign in match["digits"] if sign.isdigit() or sign == "."))
        return -number if match["minus"] else number, Status.REPORTED, match["unit"] or match["bracketed"]

    def factor(self, printed: str | None, canonical: str) -> float | None:
        """What one printed unit is in the canonical one; None when the one cannot be the other."""
        if printed is None or printed == canonical:
            return 1
        known = self.rules.units.get(printed, {})
        if known:
            return known.get(canonical)
        return None if self.rules.units.get(canonical) else 1


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _number(rules: ValueRules, own_unit: str) -> re.Pattern[str]:
    comma = "".join(map(re.escape, rules.thousands))
    return re.compile(
        rf"(?P<sign>[+]|(?P<minus>[-—–]|{_either(rules.decrease_words)})|{_either(rules.increase_words)})?\s*"
        rf"(?P<digits>\d{{1,3}}(?:[{comma} ]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)\s*{own_unit}?"
    )


def _token(rules: ValueRules, own_unit: str) -> re.Pattern[str]:
    comma = "".join(map(re.escape, rules.thousands))
    more_or_less = "|".join(map(re.escape, (*rules.decrease_words, *rules.increase_words)))
    # Units that change a number are the number's own even where a blank stands between.
    scale = _either([unit for unit, known in rules.units.items() if known])
    return re.compile(
        rf"(?P<number>(?:[-+]|{more_or_less})?\d{{1,3}}(?:[{comma}]\d{{3}})++(?![{comma}]?\d)(?:\.\d++)?"
        rf"|(?:[-+]|{more_or_less})?\d++(?:\.\d++)?)"
        rf"(?:{own_unit}|[ \u3000]{{1,2}}(?P<apart>{scale})(?![\u4e00-\u9fff]))?"
        rf"(?!{rules.hanging})"
        rf"|(?P<word>{_either((*rules.zero_words, *rules.unchanged_words))})|(?P<dash>{_either(rules.dashes)})"
    )


def as_number(digits: str) -> Number:
    if "." not in digits:
        return int(digits)
    number = float(digits)
    return int(number) if number.is_integer() else number


@lru_cache(maxsize=8)
def value_reader(rulebook: Rulebook) -> ValueReader:
    return ValueReader(rulebook.forms.values)


def tokenised(
    text: str, start: int, end: int, reader: ValueReader, cell: tuple[int, int] | None = None
) -> tuple[list[Token], int]:
    """The cells that stand at the head of ``text[start:end]``, separators between them, and where they end."""
    tokens: list[Token] = []
    place = last = start
    while place < end:
        gap = reader.between.match(text, place, end)
        if gap:
            place = gap.end()
            continue
        match = reader.token.match(text, place, end)
        if match is None:
            break
        unit = match["unit"] or match["bracketed"] or match["apart"]
        tokens.append(Token(match.group(), match.start(), match.end(), cell, unit))
        place = last = match.end()
    return tokens, last
