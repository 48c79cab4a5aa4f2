"""The text as the grammar sees it: half-width punctuation, no blanks inside words, and the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

# Punctuation of equal meaning, one character for one. Codes, not letters: this is typography, not vocabulary.
_SAME: Final = tuple(
    zip(
        "\uff0c\uff1b\uff1a\uff08\uff09\uff01\uff1f\uff05\uff0e\uff5e\uff0f\u2015\uff0d\u2018\u2019\uff0b\uff20\u00a0\u3000",
        ",;:()!?%.~/\u2014-\u201c\u201d+@  ",
        strict=True,
    )
)
# Blanks, and the question marks that a broken page prints for them around a number: 共?134条?,
# It begins with a set of signs, which is looked for much faster than alternatives are tried at every place.
_BLANKS: Final = re.compile(
    r"[\s?](?:(?<=\n)\s*|(?<![\n?])[^\S\n]*"
    r"|(?<=[?])(?=\d[\d.]*[\u4e00-\u9fff]{1,2}[?])|(?<=\d[\u4e00-\u9fff][?])(?=[,;:)\u3001\u3002]))"
)
_STRAIGHT: Final = re.compile(r'"([^"\n]{1,40})"')  # straight quotation marks, which do not say where they open
STOP: Final = "\n"


class View:
    """``text`` without blanks and soft line breaks; ``origin`` leads back to the document's text.

    A line break stays as one ``\\n`` where a paragraph ends; a blank between two digits stays as a space.
    """

    def __init__(
        self,
        text: str,
        breaks: Sequence[int] = (),
        skip: Sequence[tuple[int, int]] = (),
        runs_on: tuple[str, ...] = (),
    ) -> None:
        """``breaks``: offsets at which a new block starts. ``skip``: stretches that are read as one paragraph end.

        ``runs_on``: what a line begins with that goes on with the sentence before it.
        """
        self._starts: list[int] = []
        self._shifts: list[int] = []
        pieces: list[str] = []
        length = 0
        plain = _half_width(text)
        for start, end, joint in _pieces(plain, sorted(breaks), sorted(skip), runs_on):
            self._starts.append(length)
            self._shifts.append(start - length)
            pieces += plain[start:end], joint
            length += end - start + len(joint)
        self.text = "".join(pieces)

    def origin(self, offset: int) -> int:
        """The document offset of the character at ``offset`` of the view."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        return offset + self._shifts[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The document span of ``text[start:end]`` of the view."""
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)


def _half_width(text: str) -> str:
    for printed, same in _SAME:  # a few searches in C: str.translate looks every character up
        text = text.replace(printed, same)
    return _STRAIGHT.sub("\u201c\\1\u201d", text) if '"' in text else text


def _pieces(
    text: str, breaks: Sequence[int], skip: Sequence[tuple[int, int]], runs_on: tuple[str, ...]
) -> list[tuple[int, int, str]]:
    """(start, end, joint): the runs of text that stay, each with what stands between it and the next."""
    found: list[tuple[int, int, str]] = []
    edges = set(breaks)
    at = 0
    for low, high in [*skip, (len(text), len(text))]:
        if low < at:
            at = max(at, high)
            continue
        begin = at
        for blank in _BLANKS.finditer(text, at, low):
            goes_on = _goes_on_below(text, blank, runs_on)
            found.append((begin, blank.start(), "" if goes_on else _joint(text, blank, edges)))
            begin = blank.end()
        found.append((begin, low, STOP if high > low else ""))
        at = high
    return found


def _goes_on_below(text: str, blank: re.Match[str], runs_on: tuple[str, ...]) -> bool:
    """Whether a line goes on with the sentence that ended the one above."""
    return text.startswith(runs_on, blank.end()) and text.endswith(_FULL_STOP, 0, blank.start())


def _joint(text: str, blank: re.Match[str], edges: set[int]) -> str:
    before, breaks = text[max(blank.start() - 1, 0)], blank.group().count("\n")
    if not breaks:
        if blank.end() in edges:
            return STOP
        return " " if before.isdigit() and text[blank.end() : blank.end() + 1].isdigit() else ""
    if before in ENDS or (breaks > 1 and blank.end() in edges):
        return STOP
    if _HEADED.match(text, blank.end()) or (before not in LISTED and _MARKED.match(text, blank.end())):
        return STOP
    if breaks == 1 and before.isdigit() and _COUNTED.match(text, blank.end()):
        return ""
    if breaks == 1 and (_NUMBER_LINE.match(text, blank.end()) or _is_behind_number(text, blank)):
        return ""
    if before in LISTED:
        return ""
    if breaks == 1 and _COUNT_LINE.match(text, blank.end()) and not _is_heading(_line_before(text, blank.start())):
        return ""
    return "" if _goes_on(text, blank.start()) else STOP


def _is_behind_number(text: str, blank: re.Match[str]) -> bool:
    """Whether a line that holds a number alone ends here, and the sentence goes on in the next."""
    start = text.rfind("\n", 0, blank.start()) + 1
    return start > 0 and _NUMBER_LINE.match(text, start) is not None


def _goes_on(text: str, end: int) -> bool:
    """Whether the line that ends at ``end``, inside a sentence, was only wrapped: it is long, and no heading.

    A heading that the reading set apart from the sentence behind it was printed in the same line.
    """
    start, line = text.rfind("\n", 0, end) + 1, _line_before(text, end)
    size = len(line)
    if size < SOFT_LINE and start > 1 and text[start - 2] == _FULL_STOP:
        before = text[text.rfind("\n", 0, start - 1) + 1 : start - 1].strip()
        size += len(before) if _HEADED.match(before) and before.count(_FULL_STOP) == 1 else 0
    return size >= SOFT_LINE and not _is_heading(line) and not _ends_in_part(line)


def _line_before(text: str, end: int) -> str:
    """What the line that ends at ``end`` holds."""
    return text[text.rfind("\n", 0, end) + 1 : end].strip()


def _ends_in_part(line: str) -> bool:
    """Whether the heading of a part stands at the end of a line, behind the sentence before: …等。二、主动公开情况."""
    last = line.rpartition(_FULL_STOP)[2]
    return len(last) < len(line) and _PART.match(last) is not None and _INSIDE.search(last) is None


def _is_heading(line: str) -> bool:
    return _NUMBERED.match(line) is not None and _INSIDE.search(line) is None


SOFT_LINE: Final = 30  # a line at least this long that ends inside a sentence goes on in the next
_FULL_STOP: Final = "\u3002"
ENDS: Final = "\u3002!?:"  # stops in half-width form, and the ideographic full stop
LISTED: Final = frozenset(";\u3001")  # a line that ends so is a part of a list that the next one goes on with
# A number alone on its line, in running text that some converters cut around it: 公开政府信息 | 5928 | 条，其中….
_NUMBER_LINE: Final = re.compile(r"\d[\d.,]*%?[^\S\n]*\n[^\S\n]*[^\s\d][^\n]*[,;\u3002]")
# A count that begins a line and has a clause behind it: the line before was wrapped, however short it is. No date does.
_COUNT_LINE: Final = re.compile(r"\d[\d.,]*[^\S\n]*(?![\u5e74\u6708\u65e5])[\u4e00-\u9fff]{1,2}[,;][^\n]{2}")
# The rest of a number that the line's end cut, with its unit: 公开信息24, and 1条。 in the next line. No date does.
_COUNTED: Final = re.compile(r"\d[\d.,]*(?![\d.,\u5e74\u6708\u65e5])[\u4e00-\u9fff]")
_NUMERALS: Final = r"\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"  # from one to ten
_NUMBERED: Final = re.compile(rf"[(]?[{_NUMERALS}\d]{{1,3}}[\u3001).]")
# A line that begins so is a part of its own, whatever stands at the end of the line before.
_HEADED: Final = re.compile(rf"[(]?[{_NUMERALS}]{{1,3}}(?:[)]|\u3001)")
# A list mark counts nothing, whatever ends the line before: 公开信息698, or (一)公开情况, and 2.依申请公开 in the next.
_MARKED: Final = re.compile(r"\d{1,2}[.\u3001](?!\d)")
_PART: Final = re.compile(rf"[{_NUMERALS}]{{1,3}}\u3001.{{4}}")
_INSIDE: Final = re.compile(r"[,;:\u3002]")
