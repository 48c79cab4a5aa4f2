"""Words of the domain found on the text: the longest word wins at every place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)")


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

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        words: dict[str, set[str]] = {}
        for concept, patterns in concepts.items():
            for pattern in patterns:
                for word in expand(pattern):
                    words.setdefault(word, set()).add(concept)
        self.words: dict[str, frozenset[str]] = {word: frozenset(names) for word, names in words.items() if word}
        # By its first two signs (or its only one): how long a word that begins here may be, longest first.
        single = {word for word in self.words if len(word) == 1}
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {
            first: tuple(sorted(sizes | ({1} if first[0] in single else set()), reverse=True))
            for first, sizes in lengths.items()
        }

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, frozenset[str]]]:
        """(start, end, concepts) of every word between two offsets, left to right."""
        found: list[tuple[int, int, frozenset[str]]] = []
        word, lengths = self.words.get, self._lengths.get
        at = start
        while at < end:
            for size in lengths(text[at : at + 2]) or lengths(text[at]) or ():
                if at + size <= end:
                    names = word(text[at : at + size])
                    if names is not None:
                        found.append((at, at + size, names))
                        at += size
                        break
            else:
                at += 1
        return found
