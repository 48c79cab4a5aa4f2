"""Lines of a text: their kinds, and the areas they form. Tables are kept apart from running text before any joining."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from reportmine.reading.headings import heading_level, leading_mark, level_of
from reportmine.reading.mapped import Mapped
from reportmine.rulebook.reading import HeadingRules

PIPES: Final = "|¦｜│┃"
_PIPE: Final = re.compile(f"[{PIPES}]")
_TABULAR: Final = re.compile(rf"[{PIPES}\s]")  # without any of these a line is running text
_GAP: Final = re.compile(r"\S(?: {2,}|\t)\s*\S")
_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:%|\s*[\u4e00-\u9fff]{1,2})?|[-—–/]+")
_DASH: Final = re.compile(r"[-—–/]+")
_BARE_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SENTENCE: Final = re.compile(r"[。；！？]")
_FAR: Final = re.compile(r" {8,}\S")
# What no line end may cut.
_UNBROKEN: Final = re.compile(r"[（《“‘(]*(?:[0-9A-Za-z.,%@/:_-]+|.)[，。；：！？、）》”’)]*")
_SHORT: Final = 24  # signs of a line that may be a broken label between the rows of a table
_SHORT_CELL: Final = 16
_MIN_CELLS: Final = 12
_CELL_NUMBERS: Final = 0.35  # the share of numbers among them
_ENDS: Final = "。！？；：!?;:…"


class Kind(Enum):
    """What a run of lines is."""

    PROSE = "prose"
    PIPED = "piped"  # cells between bars or tabs
    SPACED = "spaced"  # cells in columns made of blanks
    CELLS = "cells"  # one cell per line, nothing between them


class Line(NamedTuple):
    """One line without its end. ``text`` is in plain forms and as long as in the file."""

    mapped: Mapped
    text: str

    @staticmethod
    def of(mapped: Mapped) -> Line:
        return _line((mapped, mapped.text))

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


_line: Final = partial(tuple.__new__, Line)  # both fields, without the call in between


@dataclass(frozen=True, slots=True)
class Area:
    kind: Kind
    lines: tuple[Line, ...]


class _Columns(dict[str, int]):
    """What each sign takes, worked out where it is first seen; a dictionary asks faster than a cached function."""

    def __missing__(self, sign: str) -> int:
        self[sign] = columns = 2 if east_asian_width(sign) in "WF" else 1
        return columns


_columns: Final = _Columns()


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese signs take two."""
    return sum(map(_columns.__getitem__, text))


def is_number(text: str) -> bool:
    """Whether a cell holds a number, or the dash that stands for none."""
    return bool(_NUMBER.fullmatch(text.strip()))


def is_dash(text: str) -> bool:
    """Whether a cell holds only the dash that stands for no number, or for none being asked."""
    return bool(_DASH.fullmatch(text.strip()))


def areas(lines: Sequence[Line], rules: HeadingRules) -> list[Area]:
    """The lines in order, each in one area."""
    kinds = [_kind(line, rules) for line in lines]
    _bridge(lines, kinds, Kind.PIPED, 2, rules)
    _bridge(lines, kinds, Kind.SPACED, 6, rules)
    _extend_back(lines, kinds, rules)
    _drop_single(kinds, lines, Kind.SPACED, 2)
    _drop_single(kinds, lines, Kind.PIPED, 2)
    _mark_cells(lines, kinds, rules)
    found: list[Area] = []
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or kinds[place] is not kinds[start]:
            found.append(Area(kinds[start], tuple(lines[start:place])))
            start = place
    return found


def _kind(line: Line, rules: HeadingRules) -> Kind:
    text = line.text
    body = text.strip()
    if _TABULAR.search(text.lstrip()) is None:
        return Kind.PROSE
    if _PIPE.search(text):
        return Kind.PIPED
    if "\t" in text.lstrip() and body:
        return Kind.PIPED
    words = text.split()
    if len(words) < 2:
        return Kind.PROSE
    if _GAP.search(text) and (len(words) > 2 or any(is_number(word) for word in words)):
        return Kind.SPACED
    if len(words) > 1 and _BARE_NUMBER.fullmatch(words[-1]) and not is_number(words[0]) and not _SENTENCE.search(text):
        return Kind.SPACED  # a label and its numbers, with single blanks between
    return Kind.SPACED if " " in body and rules.table_pattern.search(text) and len(text) < 80 else Kind.PROSE


def _bridge(lines: Sequence[Line], kinds: list[Kind], kind: Kind, reach: int, rules: HeadingRules) -> None:
    """Short lines between two lines of a table belong to it: labels broken over lines, rows of one cell."""
    last: int | None = None
    for place, here in enumerate(kinds):
        if here is not kind:
            continue
        if last is not None:
            between = range(last + 1, place)
            filled = [number for number in between if not lines[number].is_blank]
            if len(filled) <= reach and all(_may_be_cell(lines[number], rules) for number in filled):
                for number in between:
                    kinds[number] = kind
        last = place


def _may_be_cell(line: Line, rules: HeadingRules) -> bool:
    text = line.text.strip()
    if _is_apart(line, rules):
        return True
    mark = leading_mark(text, rules)
    if mark is not None and rules.row_pattern.match("".join(text[mark.end :].split())):
        return "。" not in text
    if mark is not None and mark.level == 1:
        return False
    return len(text) <= _SHORT and "。" not in text


def _is_apart(line: Line, rules: HeadingRules) -> bool:
    """Whether a line is laid out in columns: a gap inside, or far from the margin, or words a table begins with."""
    text = line.text
    if "。" in text or len(text.strip()) > 90:
        return False
    if not _GAP.search(text) and heading_level(text, rules) == 1:
        return False
    return bool(_GAP.search(text) or _FAR.match(text) or rules.table_pattern.match(text.strip()))


def _extend_back(lines: Sequence[Line], kinds: list[Kind], rules: HeadingRules) -> None:
    """The header above the first row with numbers belongs to the table."""
    for place in range(1, len(lines)):
        if kinds[place] is not Kind.SPACED or kinds[place - 1] is Kind.SPACED:
            continue
        above = place - 1
        while above >= 0 and kinds[above] is Kind.PROSE and (lines[above].is_blank or _is_apart(lines[above], rules)):
            above -= 1
        first = next(number for number in range(above + 1, place + 1) if not lines[number].is_blank)
        kinds[first:place] = [Kind.SPACED] * (place - first)


def _drop_single(kinds: list[Kind], lines: Sequence[Line], kind: Kind, least: int) -> None:
    """A lone line with a gap or a bar is no table."""
    start: int | None = None
    for place in range(len(kinds) + 1):
        inside = place < len(kinds) and kinds[place] is kind
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            filled = [number for number in range(start, place) if not lines[number].is_blank]
            if len(filled) < least:
                kinds[start:place] = [Kind.PROSE] * (place - start)
            start = None


def _mark_cells(lines: Sequence[Line], kinds: list[Kind], rules: HeadingRules) -> None:
    """Many short lines in a row, a good part of them numbers: one cell per line."""
    least = _CELL_NUMBERS * _MIN_CELLS
    if sum(kind is Kind.PROSE and is_number(line.text) for line, kind in zip(lines, kinds, strict=True)) < least:
        return
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and kinds[end] is Kind.PROSE and is_cell(lines[end], rules):
            end += 1
        while start < end and (lines[start].is_blank or heading_level(lines[start].text, rules) is not None):
            start += 1
        filled = [line.text for line in lines[start:end] if not line.is_blank]
        numbers = sum(is_number(text) for text in filled)
        if len(filled) >= _MIN_CELLS and numbers >= _CELL_NUMBERS * len(filled):
            kinds[start:end] = [Kind.CELLS] * (end - start)
        start = max(end, start + 1)


def paragraphs(lines: Sequence[Line], full: int | None, rules: HeadingRules) -> Iterator[Mapped]:
    """Running text. ``full``: the width of a full line where the text was wrapped; None where each line is a paragraph.

    A full line goes on in the next one, over a page break too, unless a new number begins there after a sentence.
    """
    held: list[Mapped] = []
    for line in lines:
        if line.is_blank:
            continue
        if held and not _goes_on(held[-1].text, line.text, full, rules):
            yield _joined(held)
            held = []
        held.append(line.mapped)
    if held:
        yield _joined(held)


def is_cell(line: Line, rules: HeadingRules) -> bool:
    text = line.text.strip()
    mark = leading_mark(text, rules)
    if mark is not None and rules.row_pattern.match("".join(text[mark.end :].split())):
        return "。" not in text
    is_short = len(text) <= _SHORT_CELL or bool(rules.table_pattern.match(text) and "。" not in text)
    return is_short and level_of(text, mark, rules) != 1


def whole_dates(lines: Sequence[Line], rules: HeadingRules) -> list[Line]:
    """Dates whose numbers and words stand on lines of their own become one line with what is around them."""
    done: list[Line] = []
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and rules.date_part_pattern.fullmatch(lines[end].text.strip()):
            end += 1
        if end == place:
            done.append(lines[place])
            place += 1
            continue
        run = "".join(line.text.strip() for line in lines[place:end])
        if end - place < 3 or not rules.date_start_pattern.search(run):
            done.extend(lines[place:end])
            place = end
            continue
        parts = [line.mapped.strip() for line in lines[place:end]]
        if done and not done[-1].is_blank and done[-1].text.rstrip()[-1] not in _ENDS:
            parts.insert(0, done.pop().mapped.strip())
        if end < len(lines) and not lines[end].is_blank and leading_mark(lines[end].text, rules) is None:
            parts.append(lines[end].mapped.strip())
            end += 1
        done.append(Line.of(Mapped.join(parts)))
        place = end
    return done


def _goes_on(above: str, line: str, full: int | None, rules: HeadingRules) -> bool:
    if full is None:
        return False
    text = above.rstrip()
    room = full - width(text)
    first = _UNBROKEN.match(line.lstrip())
    was_full = room <= 3 or (first is not None and width(first.group()) > room)
    if text[-1:].isdigit() and leading_mark(line, rules) is not None:
        return False  # 698, and 2.依申请公开情况 in the next line: no 6982
    if text[-1:] in _ENDS:
        return was_full and leading_mark(line, rules) is None and not line[:1].isspace()
    return was_full or (room < 0.25 * full and leading_mark(line, rules) is None)


def _joined(parts: list[Mapped]) -> Mapped:
    """Lines of one paragraph. Between two Latin words or numbers the line end was a blank."""
    if len(parts) == 1:
        return parts[0].strip()
    done: list[Mapped] = []
    for part in parts:
        stripped = part.strip()
        if done and _needs_blank(done[-1].text, stripped.text):
            done.append(Mapped(" "))
        done.append(stripped)
    return Mapped.join(done)


def _needs_blank(left: str, right: str) -> bool:
    return left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()


def wrapped_width(areas_found: Sequence[Area]) -> int | None:
    """The width of full lines of a text wrapped by hand or by a converter; None for one that is not.

    Wrapped: many lines end within a sentence, nearly all of those at one width, and few lines are wider: five titles of
    one length over long paragraphs are no full lines.
    """
    prose = [line.text.rstrip() for area in areas_found if area.kind is Kind.PROSE for line in area.lines]
    filled = [text for text in prose if text]
    open_ = [text for text in filled if text[-1] not in _ENDS]
    if len(open_) < 5 or len(open_) < 0.3 * len(filled):
        return None
    open_ends = [width(text) for text in open_]
    full = sorted(open_ends)[int(len(open_ends) * 0.9)]
    near = sum(full - 5 <= ends <= full + 3 for ends in open_ends)
    if not 30 <= full <= 160 or near < 0.6 * len(open_ends):
        return None
    return full if sum(width(text) > full + 5 for text in filled) <= 0.2 * len(filled) else None
