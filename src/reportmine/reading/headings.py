"""Numbering marks, and which numbered lines are headings."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reportmine.rulebook.reading import HeadingRules

_BREAK: Final = re.compile(r"[。；：;:]")
_COMMA: Final = re.compile("[，,]")
_NUMBER_OR_GAP: Final = re.compile(r"\d|\S\s+\S")
_LAST_OF_WORDS: Final = re.compile(r"\S(?=\s|$)")


class Mark(NamedTuple):
    """A numbering mark in a text."""

    start: int
    end: int
    level: int
    number: int


def marks(text: str, rules: HeadingRules) -> list[Mark]:
    """All numbering marks of a text, headings or not."""
    found = [
        Mark(match.start(), match.end(), level, _number(match["n"], rules))
        for level, pattern in rules.mark_patterns
        for match in pattern.finditer(text)
    ]
    return sorted(found)


def leading_mark(text: str, rules: HeadingRules) -> Mark | None:
    """The mark a line begins with."""
    found = rules.any_mark_pattern.match(text, len(text) - len(text.lstrip()) if text[:1].isspace() else 0)
    if found is None or found.lastgroup is None:
        return None
    place = found.lastgroup[1:]
    return Mark(found.start(), found.end(), rules.marks[int(place)].level, _number(found[f"n{place}"], rules))


def _number(printed: str, rules: HeadingRules) -> int:
    if printed.isascii() and printed.isdigit():
        return int(printed)
    for first in "①⑴㈠":
        if first <= printed <= chr(ord(first) + 19):
            return ord(printed) - ord(first) + 1
    tens, ten, ones = printed.rpartition(rules.ten)
    if not ten:
        return rules.numerals.find(printed) + 1
    return (rules.numerals.find(tens) + 1 if tens else 1) * 10 + (rules.numerals.find(ones) + 1 if ones else 0)


def heading_level(line: str, rules: HeadingRules) -> int | None:
    """The level of a line that is a heading as a whole; None for any other line.

    A numbered line is none when it is long, goes on after a colon, states a figure or a negation, or is a form's row.
    """
    line = line.strip()
    return level_of(line, leading_mark(line, rules), rules)


def level_of(line: str, mark: Mark | None, rules: HeadingRules) -> int | None:
    """As :func:`heading_level`, of a line without blanks at its ends whose mark is known."""
    if rules.unnumbered_pattern.match(line):
        return 1
    if mark is None or len(line) - mark.end > rules.longest:
        return None
    words = "".join(line[mark.end :].split())
    body = words.rstrip("。:： ")
    if not body or rules.row_pattern.match(body) or rules.statement_pattern.search(body):
        return None
    if _BREAK.search(body) or words[-1:] in "，；,;、":
        return None
    is_sentence = words.endswith("。") and (len(body) > 26 or bool(_COMMA.search(body)))
    return None if is_sentence else mark.level


def run_in_end(text: str, mark: Mark, rules: HeadingRules) -> int | None:
    """Where a heading ends that stands in front of its text: （一）主动公开方面。坚持… None when there is none."""
    stop = text.find("。", mark.end, mark.end + rules.longest_run_in + 1)
    if stop < 0 or mark.level > 2:
        return None
    words = text[mark.end : stop].strip()
    if len(words) < 2 or not text[stop + 1 :].strip() or rules.break_pattern.search(words.replace("，", "", 1)):
        return None
    if "，" in words and len(words) > 24:
        return None
    if _NUMBER_OR_GAP.search(words) or rules.statement_pattern.search(words) or rules.row_pattern.match(words):
        return None
    return stop + 1


def title_end(text: str, start: int, rules: HeadingRules) -> int | None:
    """Where the title ends that begins at ``start`` and runs straight into its text: by a closing word.

    None when no closing word stands before the first break, or the title would be too long.
    """
    stop = rules.break_pattern.search(text, start)
    limit = min(stop.start() if stop else len(text), start + rules.longest_run_in)
    gap = _LAST_OF_WORDS.search(text, start)
    for found in rules.closing_pattern.finditer(text, start, min(limit + 8, len(text))):
        if found.end() <= limit and found.end() - start >= 2:
            return found.end() + (text[found.end() : found.end() + 1] in ("：", ":"))
    if gap and gap.end() <= limit and gap.end() - start >= 2:
        return gap.end()
    return None
