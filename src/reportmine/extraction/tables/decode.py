"""The ways in which the signs of one printed row can fill its slots.

Sound rows have one. Where digits run together or a number was cut in two, every way of cutting is tried that leaves no
number with a leading zero and satisfies the relations inside the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportmine.extraction.tables.cutting import Cutting, Way
from reportmine.extraction.tables.solve import Constraint, Option, holds
from reportmine.extraction.tables.values import Token, Value, ValueReader
from reportmine.model import Status
from reportmine.rulebook.forms import Slot


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
        forced = forced and is_forced(tokens, slots) and not blanks
        if len(tokens) > len(slots):
            options, stopped = _merged(tokens, slots, rules, reader), False
        else:
            search = Cutting(tokens, slots, rules, blanks)
            options, stopped = [_as_option(way, tokens, slots, reader) for way in search.run()], search.stopped
        for option in options:
            if all(holds(rule, {0: option}) for rule in rules):
                _keep(found, option)
        cut_short = cut_short or stopped
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


def is_forced(tokens: Sequence[Token], slots: Sequence[Slot]) -> bool:
    """One digit for each slot: there is nothing to choose."""
    return len(tokens) == 1 and len(tokens[0].text) == len(slots) and tokens[0].text.isdigit()


def _as_option(way: Way, tokens: Sequence[Token], slots: Sequence[Slot], reader: ValueReader) -> Option:
    """A way of cutting as values."""
    values: list[Value | None] = []
    place = tokens[-1].end
    for slot, piece in reversed(list(zip(slots, way, strict=True))):
        if piece is None:
            values.append(Value(None, Status.BLANK, place, place))
            continue
        token, start, end = piece
        source = tokens[token]
        unit = source.unit if end == len(source.text) else None
        part = Token(source.text[start:end], source.start + start, source.start + end, source.cell, unit)
        values.append(reader.read(part, slot.kind))
        place = part.start
    return tuple(reversed(values))


def _merged(
    tokens: Sequence[Token], slots: Sequence[Slot], rules: Sequence[Constraint], reader: ValueReader
) -> list[Option]:
    """More cells than slots: neighbours belong to one number. Every way to join them that the relations allow."""
    found: list[Option] = []

    def join(token: int, done: Option) -> None:
        slot = len(done)
        if slot == len(slots):
            if token == len(tokens):
                found.append(done)
            return
        for end in range(token + 1, len(tokens) - (len(slots) - slot - 1) + 1):
            group = tokens[token:end]
            text = "".join(part.text for part in group)
            if len(group) > 1 and (not text.isdigit() or text[0] == "0"):
                break
            whole = Token(text, group[0].start, group[-1].end, group[0].cell, group[-1].unit)
            value = reader.read(whole, slots[slot].kind)
            if value is None:
                continue
            after = (*done, value)
            if all(holds(rule, {0: after}) for rule in rules if _last_slot(rule) == slot):
                join(end, after)

    if len(tokens) <= 2 * len(slots):
        join(0, ())
    return found


def _last_slot(rule: Constraint) -> int:
    return max(slot for _, slot in rule.left + rule.right)
