"""The ways in which the signs of one printed row can fill its slots.

Sound rows have one. Where digits run together or a number was cut in two, every way of cutting is tried that leaves no
number with a leading zero and satisfies the relations inside the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportmine.extraction.tables.solve import Constraint, Option, holds
from reportmine.extraction.tables.values import Token, Value, ValueReader
from reportmine.model import Status
from reportmine.rulebook.forms import Slot

WAYS = 3_000
STEPS = 120_000


@dataclass(frozen=True, slots=True)
class Ways:
    """``options``: the ways found. ``forced``: there is only one, relations or not. ``cut_short``: there are more."""

    options: tuple[Option, ...]
    forced: bool = False
    cut_short: bool = False


def is_direct(tokens: Sequence[Token], slots: Sequence[object]) -> bool:
    """Whether every slot has a printed cell of its own."""
    return len(tokens) == len(slots)


def digits_in(tokens: Sequence[Token]) -> int:
    return sum(sign.isdigit() for token in tokens for sign in token.text)


def ways(
    readings: Sequence[Sequence[Token]],
    slots: Sequence[Slot],
    rules: Sequence[Constraint],
    reader: ValueReader,
    blanks: bool,
) -> Ways:
    """All ways of all ``readings``. ``rules`` relate the slots of the row, which they call variable 0."""
    found: dict[tuple[object, ...], Option] = {}
    cut_short, forced = False, len(readings) == 1
    for reading in readings:
        tokens = _without_surplus_blanks(reading, slots)
        if is_direct(tokens, slots):
            option = tuple(reader.read(token, slot.kind) for token, slot in zip(tokens, slots, strict=True))
            _keep(found, option)
            continue
        forced = forced and _is_forced(tokens, slots) and not blanks
        search = _Cutting(tuple(tokens), tuple(slots), tuple(rules), reader, blanks)
        for option in search.run():
            _keep(found, option)
        cut_short = cut_short or search.cut_short
    return Ways(tuple(found.values()), forced and len(found) == 1, cut_short)


def _keep(found: dict[tuple[object, ...], Option], option: Option) -> None:
    key = tuple(None if value is None else (value.value, value.status, value.start, value.end) for value in option)
    found.setdefault(key, option)


def _without_surplus_blanks(tokens: Sequence[Token], slots: Sequence[Slot]) -> tuple[Token, ...]:
    """Blank cells beyond what the row can hold, which lost spans and trailing separators leave."""
    full = [token for token in tokens if token.text.strip()]
    if len(tokens) > len(slots) and len(full) >= len(slots):
        return tuple(full)
    kept = list(tokens)
    while len(kept) > len(slots) and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept) if len(kept) == len(slots) else tuple(full) if len(tokens) > len(slots) else tuple(tokens)


def _is_forced(tokens: Sequence[Token], slots: Sequence[Slot]) -> bool:
    """One digit for each slot: there is nothing to choose."""
    return len(tokens) == 1 and len(tokens[0].text) == len(slots) and tokens[0].text.isdigit()


@dataclass(slots=True)
class _Cutting:
    """Depth-first over the signs of a row: where does each slot's number end?"""

    tokens: tuple[Token, ...]
    slots: tuple[Slot, ...]
    rules: tuple[Constraint, ...]
    reader: ValueReader
    blanks: bool
    cut_short: bool = False
    steps: int = 0

    def run(self) -> Iterator[Option]:
        merging = len(self.tokens) > len(self.slots)
        due = [[rule for rule in self.rules if _last_slot(rule) == slot] for slot in range(len(self.slots))]
        found = self._merge(0, (), due) if merging else self._cut(0, 0, (), due)
        for count, option in enumerate(found, start=1):
            yield option
            if count >= WAYS:
                self.cut_short = True
                return

    def _cut(self, token: int, offset: int, done: Option, due: list[list[Constraint]]) -> Iterator[Option]:
        slot = len(done)
        if slot == len(self.slots):
            if token == len(self.tokens):
                yield done
            return
        self.steps += 1
        if self.steps > STEPS:
            self.cut_short = True
            return
        if self.blanks and offset == 0:
            place = self.tokens[token].start if token < len(self.tokens) else self.tokens[-1].end
            blank = Value(None, Status.BLANK, place, place)
            yield from self._next(token, offset, (*done, blank), due)
        if token == len(self.tokens):
            return
        text = self.tokens[token].text
        for end in self._ends(text, offset):
            value = self._value(token, offset, end, slot)
            if value is not None:
                following = (token + 1, 0) if end == len(text) else (token, end)
                yield from self._next(*following, (*done, value), due)

    def _next(self, token: int, offset: int, done: Option, due: list[list[Constraint]]) -> Iterator[Option]:
        left = len(self.slots) - len(done)
        remaining = sum(len(t.text) for t in self.tokens[token:]) - offset
        if remaining < left and not self.blanks:
            return
        if all(holds(rule, {0: done}) for rule in due[len(done) - 1]):
            yield from self._cut(token, offset, done, due)

    def _ends(self, text: str, offset: int) -> Iterator[int]:
        body = text[offset:]
        if not body.lstrip("+-").isdigit():
            if offset == 0:
                yield len(text)  # a dash, a word, a decimal: whole or not at all
            return
        first = offset + (body[0] in "+-")
        if text[first] == "0":
            yield first + 1
        else:
            yield from range(first + 1, len(text) + 1)

    def _value(self, token: int, offset: int, end: int, slot: int) -> Value | None:
        source = self.tokens[token]
        text = source.text[offset:end]
        unit = source.unit if end == len(source.text) else None
        part = Token(text, source.start + offset, source.start + end, source.cell, unit)
        if offset and text[0] in "+-":
            return None
        return self.reader.read(part, self.slots[slot].kind)

    def _merge(self, token: int, done: Option, due: list[list[Constraint]]) -> Iterator[Option]:
        """More cells than slots: neighbours belong to one number."""
        slot = len(done)
        if slot == len(self.slots):
            if token == len(self.tokens):
                yield done
            return
        self.steps += 1
        for end in range(token + 1, len(self.tokens) - (len(self.slots) - slot - 1) + 1):
            group = self.tokens[token:end]
            text = "".join(part.text for part in group)
            if len(group) > 1 and (not text.isdigit() or text[0] == "0"):
                break
            whole = Token(text, group[0].start, group[-1].end, group[0].cell, group[-1].unit)
            value = self.reader.read(whole, self.slots[slot].kind)
            if value is None:
                continue
            after = (*done, value)
            if all(holds(rule, {0: after}) for rule in due[slot]):
                yield from self._merge(end, after, due)


def _last_slot(rule: Constraint) -> int:
    return max(slot for _, slot in rule.left + rule.right)
