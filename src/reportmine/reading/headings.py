"""Numbering marks, and which numbered lines are headings."""

from __future__ import annotations

import re
from typing import NamedTuple

from reportmine.rulebook.reading import HeadingRules

_DIGITS = "一二三四五六七八九"
_CHINESE = "[一二三四五六七八九十]{1,3}"

# Level by kind of mark: 一、 (一) 1. (1) ①. A digit after the point makes it a decimal, not a mark.
_MARK = re.compile(
    rf"(?P<l1>(?<![第零〇百千])(?P<n1>{_CHINESE})\s*[、．.]|第(?P<n1b>{_CHINESE})(?:部分|章)\s*[、:：]?)"
    rf"|(?P<l2>(?<!第)(?<![条款])[（(]\s*(?P<n2>{_CHINESE})\s*[)）]、?|(?P<n2b>[㈠-㈩])、?)"
    r"|(?P<l3>(?<![\d.．,，年月第])(?P<n3>\d{1,2})\s*(?:[、．]|\.(?!\d)))"
    r"|(?P<l4>[（(]\s*(?P<n4>\d{1,2})\s*[)）]、?|(?P<n4b>[⑴-⒇])、?)"
    r"|(?P<l5>(?P<n5>[①-⑳])、?)"
)


class Mark(NamedTuple):
    """A numbering mark in a text."""

    start: int
    end: int
    level: int
    number: int


def marks(text: str) -> list[Mark]:
    """All numbering marks of a text, headings or not."""
    return [_mark(found) for found in _MARK.finditer(text)]


def leading_mark(text: str) -> Mark | None:
    """The mark a line begins with."""
    found = _MARK.match(text, len(text) - len(text.lstrip()))
    return _mark(found) if found else None


def _mark(found: re.Match[str]) -> Mark:
    level = next(n for n in range(1, 6) if found[f"l{n}"])
    printed = found[f"n{level}"] or (found[f"n{level}b"] if level in (1, 2, 4) else "")
    return Mark(found.start(), found.end(), level, _number(printed))


def _number(printed: str) -> int:
    if printed.isascii() and printed.isdigit():
        return int(printed)
    for first in "①⑴㈠":
        if first <= printed <= chr(ord(first) + 19):
            return ord(printed) - ord(first) + 1
    tens, _, ones = printed.rpartition("十")
    if "十" not in printed:
        return _DIGITS.find(printed) + 1
    return (_DIGITS.find(tens) + 1 if tens else 1) * 10 + (_DIGITS.find(ones) + 1 if ones else 0)


def heading_level(line: str, rules: HeadingRules) -> int | None:
    """The level of a line that is a heading as a whole; None for any other line.

    A numbered line is none when it is long, goes on after a colon, states a figure or a negation, or is a form's row.
    """
    line = line.strip()
    if rules.unnumbered_pattern.match(line):
        return 1
    mark = leading_mark(line)
    if mark is None or len(line) - mark.end > rules.longest:
        return None
    words = line[mark.end :].strip()
    body = words.rstrip("。:： ")
    if not body or rules.row_pattern.match(body) or rules.statement_pattern.search(body):
        return None
    if re.search(r"[。；：;:]", body) or words[-1:] in "，；,;、":
        return None
    is_sentence = words.endswith("。") and (len(body) > 26 or bool(re.search("[，,]", body)))
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
    if re.search(r"\d|\S\s+\S", words) or rules.statement_pattern.search(words) or rules.row_pattern.match(words):
        return None
    return stop + 1


def title_end(text: str, start: int, rules: HeadingRules) -> int | None:
    """Where the title ends that begins at ``start`` and runs straight into its text: by a closing word.

    None when no closing word stands before the first break, or the title would be too long.
    """
    stop = rules.break_pattern.search(text, start)
    limit = min(stop.start() if stop else len(text), start + rules.longest_run_in)
    gap = re.compile(r"\S(?=\s|$)").search(text, start)
    for found in rules.closing_pattern.finditer(text, start, min(limit + 8, len(text))):
        if found.end() <= limit and found.end() - start >= 2:
            return found.end() + (text[found.end() : found.end() + 1] in ("：", ":"))
    if gap and gap.end() <= limit and gap.end() - start >= 2:
        return gap.end()
    return None
