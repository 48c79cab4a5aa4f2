"""Takes a body's printed name apart: the places it leads with, and what kind of body stands behind them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reportmine.model import BodyKind
from reportmine.rulebook.identity import BodyRules
from reportmine.rulebook.places import Places

LONGEST_NAME = 15
LONGEST_TOWN = 24
MOST_SKIPPED = 12  # characters before a name that are no part of its places


class Step(NamedTuple):
    """One place of a path. ``level`` is "township", "zone" or "division" (any level above a township)."""

    name: str
    level: str
    listed: bool = True


class BodyName(NamedTuple):
    kind: BodyKind
    path: tuple[Step, ...]
    unit: str  # what stands behind the places: the name of a department, empty for a government
    printed: str

    @property
    def leaf(self) -> Step | None:
        return self.path[-1] if self.path else None


@lru_cache(maxsize=64)
def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


class NameParser:
    """Reads printed names with the division list at hand: the longest listed name wins at every place."""

    def __init__(self, places: Places, rules: BodyRules) -> None:
        self.places = places
        self._rules = rules

    def parse(self, printed: str, contact: bool = False) -> BodyName | None:
        """A body's name, or None where the text is no such name. ``contact``: take the answering office off."""
        text = printed
        if contact:
            text = self._without_office(text)
        plain = self._rules.lead_noise.sub("", text)
        if plain != text and not self._starts_with_place(text):
            text = plain
        found = self._parse_at(text, text)
        if found is not None and found.path and found.path[0].listed:
            return found
        for start in range(1, min(len(text) - 2, MOST_SKIPPED)):
            later = self._parse_at(text[start:], text)
            if later is not None and later.path and later.path[0].listed and len(later.path[0].name) > 2:
                return later
        return found

    def _starts_with_place(self, text: str) -> bool:
        return bool(self._longest_division(text) or self._longest_town(text, None))

    def names_listed(self, words: str) -> bool:
        """Whether words are the name of a body in a place that the list has, from their first character."""
        path, rest = self.path(words)
        return bool(path) and path[0].listed and self._kind(rest, path[-1]) is not None

    def is_zone(self, name: str) -> bool:
        """Whether a name is that of a zone, such as every city may have (工业园区)."""
        return self._rules.zone_name.search(name) is not None

    def _without_office(self, text: str) -> str:
        for _ in range(3):
            shorter = self._rules.contact_tails.sub("", text)
            if shorter == text or len(shorter) < 2:
                return text
            text = shorter
        return text

    def _parse_at(self, text: str, printed: str) -> BodyName | None:
        path, rest = self.path(text)
        if not path and (board := self._rules.unlisted_board.match(text)):
            return BodyName(BodyKind.COMMITTEE, (Step(board.group("zone"), "zone", listed=False),), "", printed)
        kind = self._kind(rest, path[-1] if path else None)
        if kind is None:
            return None
        unit = rest if kind in (BodyKind.DEPARTMENT, BodyKind.OFFICE) else ""
        return BodyName(kind, path, unit, printed)

    def path(self, text: str) -> tuple[tuple[Step, ...], str]:
        """The places a text leads with, largest first as printed, and the rest."""
        steps: list[Step] = []
        while text:
            step = self._step(text, steps)
            if step is None:
                break
            steps.append(step)
            text = text[len(step.name) :]
            if step.level == "division" and text.startswith(self._rules.government_name):
                behind = text.removeprefix(self._rules.government_name)
                text = behind if self._longest_town(behind, step) else text
        return tuple(steps), text

    def _step(self, text: str, before: list[Step]) -> Step | None:
        last = before[-1] if before else None
        if last is not None and last.level == "township":
            return None
        town, division = self._longest_town(text, last), self._longest_division(text)
        if division and len(division) >= len(town) and (last is None or last.level == "division"):
            return Step(division, "zone" if division in self.places.zones else "division")
        if town:
            return Step(town, "township")
        if last is not None and last.level == "zone":
            return None
        if zone := self._rules.zone.match(text):
            return Step(zone.group(), "zone")
        if last is None and (short := self._short(text)):
            return Step(short, "division")
        unlisted = self._rules.unlisted_township.match(text)
        return Step(unlisted.group(), "township", listed=False) if unlisted else None

    def _longest_division(self, text: str) -> str:
        names = self.places.names
        for size in range(min(LONGEST_NAME, len(text)), 1, -1):
            if text[:size] in names:
                return text[:size]
        return ""

    def _longest_town(self, text: str, last: Step | None) -> str:
        """The longest listed township: of the county before it, or of any where none is named."""
        sizes = range(min(LONGEST_TOWN, len(text)), 1, -1)
        if last is not None:
            for code in self.county_codes(last.name):
                towns = self.places.townships(code)
                for size in sizes:
                    if text[:size] in towns:
                        return text[:size]
        return next((text[:size] for size in sizes if self.places.townships_named(text[:size])), "")

    def county_codes(self, name: str, year: int | None = None) -> list[str]:
        """Today's codes of the divisions that bore a name."""
        codes: dict[str, None] = {}
        for span in self.places.named(name, year):
            for heir in self.places.heirs(span.code, span.valid_from):
                codes[heir] = None
        return list(codes)

    def _short(self, text: str) -> str:
        """A province or prefecture without its type, directly before another listed place."""
        for size in (3, 2):
            stem, rest = text[:size], text[size:]
            if stem in self.places.short_names and (self._longest_division(rest) or self._longest_town(rest, None)):
                return stem
        return ""

    def _kind(self, rest: str, leaf: Step | None) -> BodyKind | None:
        tails = self._rules.tails
        if leaf is None:
            if _whole(tails.nameless_office).match(rest):
                return BodyKind.OFFICE
            return BodyKind.DEPARTMENT if len(rest) > 2 and self._is_unit(rest) else None
        if leaf.level == "zone":
            if not rest or _whole(tails.committee).match(rest):
                return BodyKind.COMMITTEE
        elif _whole(tails.committee).match(rest):
            return BodyKind.COMMITTEE
        if not rest or _whole(tails.government).match(rest) or _whole(tails.party).match(rest):
            return self._government(leaf)
        if rest in self.places.naming.township_types or rest in self.places.naming.county_types:
            return self._government(leaf)
        if _whole(tails.subdistrict).match(rest):
            return BodyKind.SUBDISTRICT_OFFICE if leaf.level == "township" else None
        if _whole(tails.office).match(rest):
            return self._government(leaf) if leaf.level == "township" else BodyKind.OFFICE
        return BodyKind.DEPARTMENT if self._is_unit(rest) else None

    def _is_unit(self, rest: str) -> bool:
        return bool(_whole(self._rules.tails.department).match(rest)) and not self._rules.not_in_units.search(rest)

    def _government(self, leaf: Step) -> BodyKind:
        if leaf.level == "township" and leaf.name.endswith(self._rules.subdistrict_types):
            return BodyKind.SUBDISTRICT_OFFICE
        return BodyKind.GOVERNMENT
