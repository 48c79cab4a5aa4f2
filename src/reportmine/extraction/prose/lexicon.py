"""Words of the domain found on the text: the longest word wins at every place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

_NONE: Final[frozenset[str]] = frozenset()
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)")


def expand(word: str) -> list[str]:
    """The words a pattern stands for: ``[a|b]c`` is c, ac, bc; ``(a|b)c`` is ac, bc."""
    parts: list[list[str]] = []
    at = 0
    for match in _OPTIONAL.finditer(word):
        parts.append([word[at : match.start()]])
        if match.group(1) is not None:
            parts.append(["", *match.group(1).split("|")])
        elif "|" in match.group(2):
            parts.append(match.group(2).split("|"))
        else:
            parts.append([match.group()])
        at = match.end()
    parts.append([word[at:]])
    return ["".join(pieces) for pieces in product(*parts)]


class Lexicon:
    """Maps words to sets of concepts and finds them in text."""

    def __init__(self, concepts: Mapping[str, Iterable[str]], marks: str = "") -> None:
        """``marks``: signs that are no words, and stand alone where no word holds them."""
        words: dict[str, set[str]] = {}
        for concept, patterns in concepts.items():
            for pattern in patterns:
                for word in expand(pattern):
                    words.setdefault(word, set()).add(concept)
        self.words: dict[str, frozenset[str]] = {word: frozenset(names) for word, names in words.items() if word}
        lone = [mark for mark in marks if mark not in self.words]
        self._concepts = (*self.words.values(), *[_NONE] * len(lone))
        self._automaton = AhoCorasick([*self.words, *lone], matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, frozenset[str]]]:
        """(start, end, concepts) of every word between two offsets, left to right; a mark has no concepts."""
        concepts = self._concepts
        found = self._automaton.find_matches_as_indexes(text[start:end])
        return [(start + low, start + high, concepts[word]) for word, low, high in found]
