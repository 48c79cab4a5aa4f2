"""Every way to cut run-together digits into the numbers of a row.

The search goes from the right, because totals stand last: once the total is chosen, parts that exceed it, or can no
longer reach it, end a branch early. It works on plain integers and stops after a bounded number of steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportmine.extraction.tables.solve import Constraint
from reportmine.extraction.tables.values import Token
from reportmine.rulebook.forms import Slot

Piece = tuple[int, int, int]  # token, start and end in its text
Way = tuple[Piece | None, ...]  # for each slot its piece, None for a blank

WAYS: Final = 2_000
STEPS: Final = 60_000
CODE_DIGITS: Final = 2


@dataclass(slots=True)
class Cutting:
    """One search. ``stopped`` tells that it ended before all ways were seen."""

    tokens: Sequence[Token]
    slots: Sequence[Slot]
    rules: Sequence[Constraint]
    blanks: bool
    stopped: bool = False
    _steps: int = 0
    _numbers: list[int | None] = field(default_factory=list)
    _digits_before: list[int] = field(default_factory=list)
    _of_slot: list[list[tuple[tuple[int, ...], tuple[int, ...], bool]]] = field(default_factory=list)

    def run(self) -> Iterator[Way]:
        self._numbers = [None] * len(self.slots)
        self._digits_before = [0]
        for token in self.tokens:
            self._digits_before.append(self._digits_before[-1] + len(token.text))
        plain = all(slot.kind != "change" for slot in self.slots)
        self._of_slot = [[] for _ in self.slots]
        for rule in self.rules:
            left, right = tuple(slot for _, slot in rule.left), tuple(slot for _, slot in rule.right)
            for slot in left + right if plain else ():
                self._of_slot[slot].append((left, right, rule.equal))
        last = len(self.tokens) - 1
        for count, way in enumerate(self._cut(last, len(self.tokens[last].text), len(self.slots) - 1, ()), start=1):
            yield way
            if count >= WAYS:
                self.stopped = True
                return

    def _cut(self, token: int, end: int, slot: int, done: Way) -> Iterator[Way]:
        """Fill slots ``slot``, ``slot - 1`` … from what stands before ``end`` in ``token``."""
        if slot < 0:
            if token < 0:
                yield done
            return
        self._steps += 1
        if self._steps > STEPS:
            self.stopped = True
            return
        if self.blanks and (token < 0 or end == len(self.tokens[token].text)):
            self._numbers[slot] = None
            yield from self._cut(token, end, slot - 1, (None, *done))
        if token < 0:
            return
        for start, number in self._pieces(token, end, slot):
            before = (token - 1, len(self.tokens[token - 1].text) if token else 0) if start == 0 else (token, start)
            digits = self._digits_before[token] + start
            if (digits < slot and not self.blanks) or before[0] + 1 > slot:
                continue
            self._numbers[slot] = number
            if self._possible(slot, digits):
                yield from self._cut(*before, slot - 1, ((token, start, end), *done))
        self._numbers[slot] = None

    def _pieces(self, token: int, end: int, slot: int) -> Iterator[tuple[int, int | None]]:
        """Where a number that ends at ``end`` can begin, with its value."""
        text = self.tokens[token].text
        signed = text[:1] in ("+", "-")  # a cell may hold blanks alone
        if not (text[1:] if signed else text).isdigit():
            if end == len(text):
                yield 0, None  # a dash, a word, a decimal: whole or not at all
            return
        kind = self.slots[slot].kind
        if kind == "code":
            if end >= CODE_DIGITS:
                yield end - CODE_DIGITS, int(text[end - CODE_DIGITS : end])
            return
        for start in range(end - 1, -1, -1):
            if signed and start == 1 and kind == "change":
                continue  # the sign belongs to it
            first = text[start + 1] if signed and start == 0 and end > 1 else text[start]
            length = end - start - (signed and start == 0)
            if length < 1 or (first == "0" and length > 1):
                continue
            if signed and start == 0 and kind != "change":
                continue
            yield start, int(text[start:end])

    def _possible(self, slot: int, digits: int) -> bool:
        """Whether the relations can still hold, with ``digits`` left for the slots before ``slot``."""
        for left, right, equal in self._of_slot[slot]:
            sides = []
            for side in (left, right):
                numbers = [self._numbers[place] for place in side if place >= slot]
                if None in numbers:
                    break
                sides.append((sum(number or 0 for number in numbers), sum(place < slot for place in side)))
            if len(sides) < 2:
                continue  # a blank leaves the relation open
            (low, open_left), (high, open_right) = sides
            if not open_left and not open_right:
                if low > high or (equal and low != high):
                    return False
            elif not open_left and equal:
                if high > low or (not self.blanks and high + open_right * 10 ** max(1, digits - slot + 1) < low):
                    return False
            elif not open_right and low > high:
                return False
        return True
