"""Automatic numbers of Word paragraphs as the text they print: 一、 (一) 1. …"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%(\d)")
_CHINESE = {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "ideographTraditional", "chineseLegalSimplified"}  # fmt: skip
_DIGITS = "\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"  # zero to nine
_TEN, _HUNDRED = "\u5341", "\u767e"


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class Numbering:
    """Counts as Word does: each list has a counter per level, and a higher level resets the lower ones."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)  # by list and level
    lists: dict[str, str] = field(default_factory=dict)  # list → its abstract list, which counters belong to
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Any, styles: Any) -> Numbering:
        found = cls()
        if numbering is None:
            return found
        abstract = {item.get(W + "abstractNumId"): item for item in numbering.iter(W + "abstractNum")}
        for item in numbering.iter(W + "num"):
            name = item.get(W + "numId")
            base = item.find(W + "abstractNumId")
            source = abstract.get(base.get(W + "val")) if base is not None else None
            if name is None or source is None:
                continue
            found.lists[name] = base.get(W + "val")
            for level in source.iter(W + "lvl"):
                found.levels[name, int(level.get(W + "ilvl", "0"))] = _level(level)
            for override in item.iter(W + "lvlOverride"):
                found._override(name, override)
        for style in styles.iter(W + "style") if styles is not None else ():
            place = _place(style)
            if place is not None:
                found.styles[style.get(W + "styleId", "")] = place
        return found

    def _override(self, name: str, override: Any) -> None:
        number = int(override.get(W + "ilvl", "0"))
        level = override.find(W + "lvl")
        if level is not None:
            self.levels[name, number] = _level(level)
        start = override.find(W + "startOverride")
        old = self.levels.get((name, number))
        if start is not None and old is not None:
            self.levels[name, number] = Level(int(start.get(W + "val", "1")), old.format, old.text)
            self.lists[name] = f"{name}*"  # it counts for itself

    def mark(self, paragraph: Any) -> str:
        """The number printed before a paragraph; empty where it has none. Call once a paragraph, in order."""
        place = _place(paragraph)
        if place is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            place = self.styles.get(style.get(W + "val", "")) if style is not None else None
        if place is None or place[0] == "0" or place not in self.levels:
            return ""
        name, number = place
        level = self.levels[place]
        if level.format in ("bullet", "none"):
            return ""
        owner = self.lists.get(name, name)
        self.counters[owner, number] = self.counters.get((owner, number), level.start - 1) + 1
        for key in [key for key in self.counters if key[0] == owner and key[1] > number]:
            del self.counters[key]
        return _PLACE.sub(lambda found: self._printed(name, owner, int(found.group(1)) - 1), level.text)

    def _printed(self, name: str, owner: str, number: int) -> str:
        level = self.levels.get((name, number))
        if level is None:
            return ""
        return _in_format(self.counters.get((owner, number), level.start), level.format)


def _level(element: Any) -> Level:
    def value(tag: str, default: str) -> str:
        found = element.find(W + tag)
        return str(found.get(W + "val", default)) if found is not None else default

    return Level(int(value("start", "1")), value("numFmt", "decimal"), value("lvlText", ""))


def _place(element: Any) -> tuple[str, int] | None:
    number = element.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is None:
        return None
    level = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return str(number.get(W + "val", "0")), int(level.get(W + "val", "0")) if level is not None else 0


def _in_format(number: int, form: str) -> str:
    if form in _CHINESE:
        return _chinese(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    """1 to 199 in Chinese numerals; larger ones in digits."""
    if not 0 < number < 200:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _DIGITS[1] + _HUNDRED if hundreds else ""
    if tens:
        text += (_DIGITS[tens] if tens > 1 or hundreds else "") + _TEN
    elif hundreds and ones:
        text += _DIGITS[0]
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, number = divmod(number, value)
        text += sign * count
    return text
