"""Which phrases can fit a number at all, by its unit and by the words that stand beside it.

A report asks this of some hundred phrases for each of its numbers, so the answer is worked out for all of them at
once: every phrase is one bit of an integer, and every word that a phrase needs has the bits of the phrases it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportmine.extraction.prose.patterns import Pattern, Reading

SLOTS: Final = 3  # needed words of a pattern, rarest first, that are looked up; the pattern itself asks for the rest


class Candidates:
    """The patterns of readings as bits. A lower bit is asked before a higher one."""

    def __init__(self, ways: Sequence[tuple[Reading, Pattern | None, Pattern | None]]) -> None:
        self._by_unit: dict[str | None, int] = {}
        for bit, (reading, _, _) in enumerate(ways):
            for unit in reading.units:
                self._by_unit[unit] = self._by_unit.get(unit, 0) | 1 << bit
        self._left = _Side([before for _, before, _ in ways])
        self._right = _Side([after for _, _, after in ways])

    def find(self, unit: str | None, left: Iterable[str], right: Iterable[str] | None) -> Iterator[int]:
        """Places in ``ways`` that may fit, in their order. ``right``: None where nothing behind the number is its own.

        ``left``, ``right``: the signature characters before the number and behind it.
        """
        bits = self._by_unit.get(unit, 0)
        bits &= self._left.served(left)
        bits &= self._right.served(right) if right is not None else self._right.unasked
        while bits:
            lowest = bits & -bits
            yield lowest.bit_length() - 1
            bits ^= lowest


class _Side:
    """What the patterns on one side of the number need."""

    def __init__(self, patterns: Sequence[Pattern | None]) -> None:
        self.unasked = 0  # those that ask nothing of this side
        free = [0] * SLOTS
        by_sign: dict[str, list[int]] = {}
        for bit, pattern in enumerate(patterns):
            needs = sorted(pattern.needs, key=len)[:SLOTS] if pattern is not None else []
            if not needs:
                self.unasked |= 1 << bit
            for slot in range(len(needs), SLOTS):
                free[slot] |= 1 << bit
            for slot, signs in enumerate(needs):
                for sign in signs:
                    by_sign.setdefault(sign, [0] * SLOTS)[slot] |= 1 << bit
        self._free = tuple(free)
        self._by_sign = {sign: tuple(bits) for sign, bits in by_sign.items()}

    def served(self, present: Iterable[str]) -> int:
        """The patterns whose needs these signature characters serve."""
        one, two, three = self._free
        known = self._by_sign
        for sign in present:
            bits = known.get(sign)
            if bits is not None:
                one |= bits[0]
                two |= bits[1]
                three |= bits[2]
        return one & two & three
