"""A report that stands on one line, cut into its headings, paragraphs and tables by numbering."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reportmine.reading.headings import Mark, marks, run_in_end, title_end
from reportmine.rulebook.reading import HeadingRules

_LONG: Final = 300  # signs of a paragraph that may hold more than one block
_TITLE: Final = 90  # signs in which a title that runs into its text ends
_BLANKS: Final = re.compile(r"\s+")
_SENTENCE_END: Final = "。！？!?"
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_COMMA: Final = re.compile(r"[，；;]|(?<!\d)[、,]")  # but 1、 numbers a row, and 1,024 is a number
_AFTER_SENTENCE: Final = re.compile(r"(?<=[。！？：:])[ \t]+")


class Segment(NamedTuple):
    """A part of a text: a heading of a level, a table's text, or (neither) a paragraph."""

    start: int
    end: int
    level: int | None = None
    tabular: bool = False


def segment(text: str, rules: HeadingRules) -> list[Segment]:
    """The blocks of a paragraph; one when it is an ordinary one."""
    if len(text) < _LONG:
        return [Segment(0, len(text), None, _is_table(text, rules))]
    found = marks(text, rules)
    parts = _parts(text, found, rules)
    if len(parts) < 2 and len(_AFTER_SENTENCE.findall(text)) < 3:
        return [Segment(0, len(text))]
    cuts: list[Segment] = []
    place = 0
    for mark, end in parts:
        cuts.extend(_section(text, place, mark.start, found, rules))
        cuts.append(Segment(mark.start, end, mark.level))
        place = end
    cuts.extend(_section(text, place, len(text), found, rules))
    return [cut for cut in cuts if text[cut.start : cut.end].strip()]


def title_end_of_run(text: str, rules: HeadingRules) -> int:
    """Where the report's title ends at the start of a text that goes on after it; 0 when it does not begin with one."""
    for gap in _BLANKS.finditer(text, 0, _TITLE):
        words = text[: gap.start()]
        if rules.break_pattern.search(words):
            return 0
        if rules.title_pattern.search(words):
            return gap.start()
    run = rules.title_run_pattern.match(text)
    return run.end() if run else 0


def _parts(text: str, found: list[Mark], rules: HeadingRules) -> list[tuple[Mark, int]]:
    """The headings of the report's parts: 一、二、三… in their order, each with a title; form rows left out."""
    parts: list[tuple[Mark, int]] = []
    for mark in found:
        expected = parts[-1][0].number + 1 if parts else 1
        if mark.level != 1 or not expected <= mark.number <= expected + 1:
            continue
        if mark.number > expected and text[: mark.start].rstrip()[-1:] not in tuple(_SENTENCE_END):
            continue  # a number is left out only between sentences, not between the rows of a form
        if rules.row_pattern.match(text, _ink(text, mark.end)):
            continue
        end = title_end(text, _ink(text, mark.end), rules)
        if end is None or rules.statement_pattern.search(text, mark.end, end):
            continue
        parts.append((mark, end))
    return parts


def _section(text: str, start: int, end: int, found: list[Mark], rules: HeadingRules) -> list[Segment]:
    """What stands between two headings: sentences, then the text of a table, or any mixture."""
    cuts: list[Segment] = []
    place = start
    for low, high in _tables(text, start, end, rules):
        cuts.extend(_prose(text, place, low, found, rules))
        cuts.append(Segment(low, high, None, True))
        place = high
    cuts.extend(_prose(text, place, end, found, rules))
    return cuts


def _tables(text: str, start: int, end: int, rules: HeadingRules) -> list[tuple[int, int]]:
    """Stretches without sentences and full of numbers."""
    found: list[tuple[int, int]] = []
    for stretch in re.compile(r"[^。！？]+").finditer(text, start, end):
        low, high = stretch.span()
        header = rules.table_pattern.search(text, low, high)
        low = header.start() if header else low
        figures = _figures(text, low, high, rules)
        if figures >= (2 if header else 6) and _is_dense(text, low, high, rules):
            found.append((low, min(high + 1, end)))  # with the full stop, if one ends it
    return _joined(found, text)


def _is_table(text: str, rules: HeadingRules) -> bool:
    """Whether a whole paragraph is the text of a table."""
    if "。" in text or not rules.table_pattern.match(text, _ink(text, 0)):
        return False
    return _figures(text, 0, len(text), rules) >= 2 and _is_dense(text, 0, len(text), rules)


def _joined(stretches: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for low, high in stretches:
        if joined and not text[joined[-1][1] : low].strip(" 。"):
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined


def _figures(text: str, start: int, end: int, rules: HeadingRules) -> int:
    dates = sum(len(_NUMBER.findall(date.group())) for date in rules.date_pattern.finditer(text, start, end))
    return len(_NUMBER.findall(text, start, end)) - dates


def _is_dense(text: str, start: int, end: int, rules: HeadingRules) -> bool:
    return 4 * len(_COMMA.findall(text, start, end)) < _figures(text, start, end, rules)


def _prose(text: str, start: int, end: int, found: list[Mark], rules: HeadingRules) -> list[Segment]:
    """Paragraphs and lower headings. A mark begins one after a sentence, after a gap, or after a title."""
    cuts: list[Segment] = []
    place = start
    counts: dict[int, int] = {}
    for mark in found:
        if mark.start < place or mark.end > end or mark.level == 1:
            continue
        if not 1 <= mark.number <= counts.get(mark.level, 0) + 1:
            continue
        if not _may_begin(text, place, mark, rules):
            continue
        counts = {level: number for level, number in counts.items() if level < mark.level} | {mark.level: mark.number}
        cuts.extend(_paragraphs(text, place, mark.start))
        heading = _lower_title(text, mark, end, found, rules)
        if heading is not None:
            cuts.append(Segment(mark.start, heading, mark.level))
        place = mark.start if heading is None else heading
    cuts.extend(_paragraphs(text, place, end))
    return cuts


def _may_begin(text: str, place: int, mark: Mark, rules: HeadingRules) -> bool:
    before = text[place : mark.start]
    if not before.strip() or before.rstrip()[-1] in _SENTENCE_END:
        return True
    if before.rstrip()[-1] in "：:":  # a list of sections, each with its title; any other list stays whole
        return run_in_end(text, mark, rules) is not None
    return before[-1] in " \t" and before.rstrip()[-1] not in "，、；："


def _lower_title(text: str, mark: Mark, end: int, found: list[Mark], rules: HeadingRules) -> int | None:
    """The end of a heading below the parts: by a full stop, a gap, the next mark, or a closing word."""
    if rules.row_pattern.match(text, _ink(text, mark.end)):
        return None
    begin = _ink(text, mark.end)
    stop = run_in_end(text[:end], mark, rules)
    if stop is not None:
        return _sure_end(text, begin, stop, rules) or stop
    following = next((other.start for other in found if other.start > begin and other.level != mark.level), end)
    limit = min(following, begin + rules.longest_run_in, end)
    words = text[begin:limit]
    broken = rules.break_pattern.search(words)
    gap = re.search(r"\s", words)
    if gap and (broken is None or gap.start() < broken.start()) and gap.start() >= 2:
        limit = begin + gap.start()
    elif limit == following and broken is None and following < end and len(words) >= 4:
        limit = following
    elif mark.level == 2:
        closing = title_end(text[:end], begin, rules)
        if closing is None or text[closing - 1] in "：:" or text[closing : closing + 1] in tuple("，,、"):
            return None
        limit = closing
    else:
        return None
    return None if rules.statement_pattern.search(text, begin, limit) else limit


def _sure_end(text: str, begin: int, stop: int, rules: HeadingRules) -> int | None:
    """Where a title ends before its sentence does: 平台建设方面 | 全面推进平台建设。"""
    end = title_end(text[:stop], begin, rules)
    if end is None or end >= stop - 2:
        return None
    is_sure = text[:end].endswith(rules.sure_closings) or text.startswith(rules.openings, end)
    return end if is_sure else None


def _paragraphs(text: str, start: int, end: int) -> list[Segment]:
    """Paragraphs where a blank follows a sentence; what stands after the last sentence is cut at its blanks."""
    cuts: list[Segment] = []
    place = start
    for gap in _AFTER_SENTENCE.finditer(text, start, end):
        cuts.append(Segment(place, gap.start()))
        place = gap.end()
    tail = text[place:end]
    if tail.strip() and len(tail) < 160 and not re.search(r"[。！？；]", tail):
        cuts.extend(Segment(place + word.start(), place + word.end()) for word in re.finditer(r"\S+", tail))
    else:
        cuts.append(Segment(place, end))
    return cuts


def _ink(text: str, start: int) -> int:
    """The first sign at or after ``start`` that is no blank."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start
