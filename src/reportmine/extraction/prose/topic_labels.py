"""The labels of counts that divide no total: where they begin and end, and whether they name a theme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.labels import Trimmed
from reportmine.extraction.prose.segment import segmenter
from reportmine.extraction.prose.tokens import LISTING
from reportmine.rulebook import Rulebook

CLAUSE_ENDS: Final = ",;:()"


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    start: int
    end: int


class TopicLabels:
    """Cleans labels and judges them."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules, classes = rulebook.prose.topics, rulebook.prose.open_lists
        self._rulebook, self._rules = rulebook, rules
        self._field = re.compile("|".join(re.escape(word) for group in rules.fields for word in group))
        self._no_field = re.compile("|".join(map(re.escape, rules.no_field)))
        self._papers = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(rules.generic, key=len, reverse=True)))})$")
        self._joints = re.compile("|".join(map(re.escape, rules.joints)))
        self._trimmed = Trimmed(rules.strip_before, rules.strip_after)
        self._closing = frozenset(classes.closing)
        self._never_kinds = frozenset(classes.never) - frozenset(classes.among)
        nothing = {*classes.whole_labels, *rules.says_nothing} - {*rules.kinds}
        self._nothing = nothing | {self._without_end(word) for word in nothing}

    def names_kind(self, label: str) -> bool:
        """Whether a cleaned label says of what kind the information is, and has no number in it."""
        return label not in self._nothing and not any(sign.isdigit() for sign in label)

    def _without_end(self, word: str) -> str:
        return word[: len(word) - self._trimmed.at_end(word, 0, len(word))]

    def clean(self, text: str, start: int, end: int, *, themed: bool = True) -> Label | None:
        """The label between two offsets, without the words around it. ``themed``: None where it names no theme."""
        low, high = start, end
        while size := self._trimmed.at_start(text, low, high):
            low += size
        while size := self._trimmed.at_end(text, low, high):
            high -= size
        label = text[low:high]
        if not 2 <= len(label) <= self._rules.longest or (themed and not self.is_theme(label)):
            return None
        if any(word in text[high:end] for word in self._rules.sums):
            return None
        if label.count(LISTING) >= self._rules.parts or label.startswith(LISTING):
            return None
        if label.startswith(self._rules.never_first) and (themed or label not in self._closing):
            return None
        never = self._rules.never if themed else self._never_kinds
        if any(word in label for word in never) or any(char in label for char in CLAUSE_ENDS):
            return None
        if label.count("\u201c") != label.count("\u201d"):
            return None
        return Label(label, low, high) if self._is_whole(text, start, end, low, high) else None

    def is_theme(self, label: str) -> bool:
        """Whether one of the things a label names lies in a field of government."""
        parts = self._joints.split(self._no_field.sub("", label))
        return any(self._field.search(self._papers.sub("", part)) for part in parts)

    def _is_whole(self, text: str, start: int, end: int, low: int, high: int) -> bool:
        """Whether a label begins and ends between words."""
        edges = segmenter(self._rulebook).boundaries(text[start:end])
        return low - start in edges and high - start in edges


@lru_cache(maxsize=4)
def topic_labels(rulebook: Rulebook) -> TopicLabels:
    """The labels of a rulebook's topics, compiled once."""
    return TopicLabels(rulebook)
