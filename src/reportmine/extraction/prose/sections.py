"""What each stretch of the text is about, told by its headings: printed as lines or inside one long line."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import SectionRules

BOTH: Final = frozenset({"published", "requests"})  # the main subjects, which one heading may join
POINT: Final = 6  # the level of points inside a paragraph
_LINE_END: Final = re.compile(r"[。;\n,:]")


class Heading(NamedTuple):
    start: int
    end: int  # of the words looked at
    level: int  # 1 to 5; 6 for points inside a paragraph
    text: str


class Sections:
    """The headings of a text, and the sections in force at any offset."""

    def __init__(self, rulebook: Rulebook, text: str) -> None:
        self._rules = rulebook.prose.sections
        self._finder = heading_finder(rulebook)
        self.headings = self._finder.find(text)
        self._starts = [heading.start for heading in self.headings]
        self._at: dict[int, frozenset[str]] = {}  # by the number of headings before
        self._told: dict[int, frozenset[str]] = {}  # by where a heading starts, of those that were asked for

    def at(self, offset: int) -> frozenset[str]:
        """The sections in force: that of the nearest heading with one, and those above it."""
        number = bisect_right(self._starts, offset)
        if number not in self._at:
            self._at[number] = self._in_force(offset)
        return self._at[number]

    def _in_force(self, offset: int) -> frozenset[str]:
        found: set[str] = set()
        settled = False
        for heading in self.path(offset):
            told = self._told_by(heading)
            if heading.level == 1 or not settled:
                found |= self._left_open(told, found)
            settled = settled or (bool(told) and heading.level < POINT)
        return frozenset(found | {self._rules.within[name] for name in found if name in self._rules.within})

    def _told_by(self, heading: Heading) -> frozenset[str]:
        if heading.start not in self._told:
            self._told[heading.start] = self._finder.sections_of(heading.text)
        return self._told[heading.start]

    def _left_open(self, outer: frozenset[str], nearer: set[str]) -> frozenset[str]:
        """What a heading on both main subjects still says above one that names one of them."""
        named = BOTH & {*nearer, *(self._rules.within.get(name, name) for name in nearer)}
        return outer - (BOTH - named) if named and outer >= BOTH else outer

    def path(self, offset: int) -> list[Heading]:
        """The headings over an offset, nearest first."""
        path: list[Heading] = []
        level = POINT + 1
        for index in range(bisect_right(self._starts, offset) - 1, -1, -1):
            heading = self.headings[index]
            if heading.level < level:
                path.append(heading)
                level = heading.level
                if level == 1:
                    break
        return path


class HeadingFinder:
    """Finds headings by their numbering and tells sections by the headings' words."""

    def __init__(self, rules: SectionRules) -> None:
        marks = (*rules.numbering, rules.points)
        # A heading begins a paragraph, or follows the end of a sentence or of another heading on a flattened page.
        # Looking at one character first spares the alternatives at most places.
        named = "|".join(f"(?P<m{level}>{mark})" for level, mark in enumerate(marks, 1))
        self._pattern = re.compile(rf"(?=[{rules.begins}])(?<![^\n。;!?:,)”\u4e00-\u9fff.])(?:{named})")
        self._levels = {f"m{level}": level for level in range(1, len(marks) + 1)}
        sections = {word: name for name, group in rules.sections.items() for word in group}
        self._words = AhoCorasick(sections)
        self._named = tuple(sections.values())
        self._ignored = re.compile(rules.ignored)
        self._longest = rules.longest

    def find(self, text: str) -> list[Heading]:
        """The headings of a text, in order."""
        found: list[Heading] = []
        for match in self._pattern.finditer(text):
            start = match.start()
            level = self._levels[match.lastgroup or ""]
            before = text[start - 1] if start else "\n"
            if not _may_begin(before, level):
                continue
            words = match.end()
            if text.startswith("\n", words):
                words += 1  # (二) on a line of its own, and what it is about on the next
            stop = _LINE_END.search(text, words, words + self._longest)
            end = stop.start() if stop else min(words + self._longest, len(text))
            found.append(Heading(start, end, level, text[words:end]))
        return found

    def sections_of(self, line: str) -> frozenset[str]:
        """The sections that the words of a heading tell."""
        found = self._words.find_matches_as_indexes(self._ignored.sub("", line), overlapping=True)
        return frozenset([self._named[word] for word, _, _ in found])


def _may_begin(before: str, level: int) -> bool:
    if before in "\n。;!?:" or (level == 5 and before != "\u3001"):
        return True
    if level == POINT:
        return before in ",)"
    return level in (1, 2) and (before in ")”." or "\u4e00" <= before <= "\u9fff") and level == 2


@lru_cache(maxsize=4)
def heading_finder(rulebook: Rulebook) -> HeadingFinder:
    """The heading finder of a rulebook, compiled once."""
    return HeadingFinder(rulebook.prose.sections)
