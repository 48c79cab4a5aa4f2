"""China's divisions (``rules/places/``): codes, names and parents by year, and what places leave in a text.

Provinces, prefectures and counties are known for each year from 1980 on, townships for one edition of the list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from reportmine.model import RulebookError, Value
from reportmine.rulebook.files import RuleFiles

FIRST_YEAR, LAST_YEAR = 1980, 2100
TODAY = 2100
ZONE_DIGIT = "7"  # codes that end in 71 to 79 are the list's own, not those of the state
TOWNSHIP_EDITION = 2022


class Division(NamedTuple):
    """One division under one code and name, for a run of years. ``line`` is the code its body has today."""

    code: str
    name: str
    level: str  # "province", "prefecture", "county", "township"
    parent: str
    valid_from: int
    valid_to: int
    line: str
    latin: str = ""

    def valid(self, year: int | None, slack: int = 0) -> bool:
        return year is None or self.valid_from - slack <= year <= self.valid_to + slack


class Succession(NamedTuple):
    """From ``year`` on, ``new`` is or contains what ``old`` was."""

    old: str
    new: str
    year: int


class Naming(Value):
    township_types: tuple[str, ...]
    county_types: tuple[str, ...]
    peoples: tuple[str, ...]
    peoples_of_regions: tuple[str, ...]
    autonomous: dict[str, str]
    called: dict[str, str]
    generic_names: frozenset[str]
    never_alone: frozenset[str]
    government_words: re.Pattern[str]


class Places:
    """Divisions by code and name. Files are parsed when first asked for."""

    def __init__(self, files: RuleFiles) -> None:
        self._files = files
        self.naming = files.load("places/naming.yaml", Naming)

    @cached_property
    def _spans(self) -> dict[str, list[Division]]:
        """Provinces, prefectures and counties by name."""
        found: dict[str, list[Division]] = {}
        for code, name, level, parent, start, end, line, latin in self._table("places/divisions.csv", 8):
            span = Division(
                code, name, level, parent, int(start or FIRST_YEAR), int(end or LAST_YEAR), line or code, latin
            )
            found.setdefault(name, []).append(span)
        return found

    @cached_property
    def _by_code(self) -> dict[str, list[Division]]:
        found: dict[str, list[Division]] = {}
        for spans in self._spans.values():
            for span in spans:
                found.setdefault(span.code, []).append(span)
        for history in found.values():
            history.sort(key=lambda span: (span.valid_from, span.valid_to))
        return found

    @cached_property
    def _towns(self) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
        """(county → town name → code, town name → codes)."""
        children: dict[str, dict[str, str]] = {}
        named: dict[str, list[str]] = {}
        for line in self._files.path("places/townships.tsv").read_text(encoding="utf-8").splitlines():
            county, *towns = line.split("\t")
            inside = children[county] = {}
            for town in towns:
                name, code = town[3:], county + town[:3]
                inside[name] = code
                if name in named:
                    named[name].append(code)
                else:
                    named[name] = [code]
        return children, named

    @cached_property
    def _heirs(self) -> dict[str, list[Succession]]:
        found: dict[str, list[Succession]] = {}
        for succession in self.successions():
            found.setdefault(succession.old, []).append(succession)
        return found

    @cached_property
    def telephone(self) -> dict[str, tuple[str, ...]]:
        """Area code → divisions it serves, under today's codes."""
        return {area: tuple(codes.split()) for area, codes in self._table("places/telephone.csv", 2)}

    @cached_property
    def postal(self) -> dict[str, tuple[str, ...]]:
        """First four digits of a postal code → counties in the delivery area, under today's codes."""
        return {prefix: tuple(codes.split()) for prefix, codes in self._table("places/postal.csv", 2)}

    @cached_property
    def marks(self) -> dict[str, tuple[str, ...]]:
        """First characters of a document number → divisions that use them."""
        found: dict[str, tuple[str, ...]] = {}
        for mark, code in self._table("places/marks.csv", 2):
            found[mark] = (*found.get(mark, ()), code)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of provinces, prefectures and counties, of any year, those they are commonly called by included."""
        return frozenset(self._spans) | frozenset(self._called)

    @cached_property
    def _called(self) -> dict[str, list[Division]]:
        """Autonomous prefectures and counties by the names they are called by, without their peoples (恩施州)."""
        found: dict[str, list[Division]] = {}
        for name, spans in self._spans.items():
            for end, called in self.naming.autonomous.items():
                if name.endswith(end):
                    stem = self._without_peoples(name.removesuffix(end))
                    found.setdefault(stem + called, []).extend(spans)
        for called, name in self.naming.called.items():
            found.setdefault(called, []).extend(self._spans.get(name, ()))
        return found

    def _without_peoples(self, stem: str) -> str:
        """``stem`` without the peoples it ends with, the longest first; never shorter than two characters."""
        peoples = (*self.naming.peoples, *self.naming.peoples_of_regions)
        while people := max((each for each in peoples if stem.endswith(each)), key=len, default=""):
            if len(stem) - len(people) < 2:
                break
            stem = stem.removesuffix(people)
        return stem

    @cached_property
    def zones(self) -> frozenset[str]:
        """Names of zones and farms that the township list treats like counties: they have no government."""
        return frozenset(
            name for name, spans in self._spans.items() if all(span.code[4] == ZONE_DIGIT for span in spans)
        )

    @cached_property
    def short_names(self) -> dict[str, tuple[str, ...]]:
        """Names of provinces and prefectures without their type → full names."""
        found: dict[str, tuple[str, ...]] = {}
        for name, spans in self._spans.items():
            if any(span.level != "county" for span in spans):
                stem = self.stem(name, self.naming.county_types)
                if len(stem) > 1 and stem != name:
                    found[stem] = (*found.get(stem, ()), name)
        return found

    def named(self, name: str, year: int | None = None, slack: int = 1) -> list[Division]:
        """Provinces, prefectures and counties of that name, in that year (or today), or near it; of any if none."""
        spans = [*self._spans.get(name, ()), *self._called.get(name, ())]
        when = TODAY if year is None else year
        return [span for span in spans if span.valid(when, slack)] or spans

    def division(self, code: str, year: int | None = None) -> Division | None:
        """The division of a code: as it was in a year, or as it is today (codes have been given out again)."""
        if len(code) == 9:
            name = next((name for name, found in self.townships(code[:6]).items() if found == code), None)
            return Division(code, name, "township", code[:6], TOWNSHIP_EDITION, LAST_YEAR, code) if name else None
        spans = self._by_code.get(code, [])
        return next((span for span in reversed(spans) if span.valid(year)), spans[-1] if spans else None)

    def line(self, line: str) -> list[Division]:
        """All codes and names of one body above a township, oldest first."""
        return sorted(self._lines.get(line, []), key=lambda span: span.valid_from)

    @cached_property
    def _lines(self) -> dict[str, list[Division]]:
        found: dict[str, list[Division]] = {}
        for spans in self._spans.values():
            for span in spans:
                found.setdefault(span.line, []).append(span)
        return found

    def townships(self, county: str) -> dict[str, str]:
        """Name → code of the townships listed under a county's code."""
        return self._towns[0].get(county, {})

    def townships_named(self, name: str) -> list[str]:
        return self._towns[1].get(name, [])

    def townships_stemmed(self, name: str, counties: Iterable[str] = ()) -> list[str]:
        """Codes of townships that differ from ``name`` in their type only (a 乡 that became a 镇).

        In ``counties`` those are found too that differ in the people a 民族乡 names.
        """
        stem, named = self.stem(name), self._towns[1]
        codes = {code: None for end in self.naming.township_types for code in named.get(stem + end, ())}
        for county in counties:
            codes |= {code: None for town, code in self.townships(county).items() if self.stem(town) == stem}
        return list(codes)

    def stem(self, name: str, types: tuple[str, ...] | None = None) -> str:
        """A name without its type and without the people a 民族乡 names; never shorter than one character."""
        types = types or self.naming.township_types
        if name.endswith(types):
            end = next(end for end in types if name.endswith(end))
            name = name.removesuffix(end) or name
        while name.endswith(self.naming.peoples):
            people = next(people for people in self.naming.peoples if name.endswith(people))
            if name == people:
                break
            name = name.removesuffix(people)
        return name

    def heirs(self, code: str, year: int | None = None) -> tuple[str, ...]:
        """What a code of ``year`` has become today: mostly one code, several where a county was split."""
        return tuple(dict.fromkeys(self._follow(code, year if year is not None else FIRST_YEAR, 0)))

    def _follow(self, code: str, year: int, depth: int) -> Iterator[str]:
        later = [step for step in self._heirs.get(code, []) if step.year > year]
        if not later or depth > 12:
            yield code
            return
        first = min(step.year for step in later)
        for step in later:
            if step.year == first:
                yield from self._follow(step.new, step.year, depth + 1)

    def chain(self, code: str, year: int | None = None) -> tuple[str, ...]:
        """A code with those above it: township, county, prefecture, province."""
        found = [code]
        current = self.division(code, year)
        while current is not None and current.parent:
            found.append(current.parent)
            current = self.division(current.parent, year)
        return tuple(found)

    def divisions(self) -> Iterator[Division]:
        """All divisions, for a table: provinces, prefectures and counties by years, townships of the one edition."""
        for spans in self._spans.values():
            yield from spans
        for county, towns in self._towns[0].items():
            for name, code in towns.items():
                yield Division(code, name, "township", county, TOWNSHIP_EDITION, LAST_YEAR, code)

    def successions(self) -> Iterator[Succession]:
        for old, new, year in self._table("places/successions.csv", 3):
            yield Succession(old, new, int(year))

    def _table(self, relative: str, width: int) -> Iterator[list[str]]:
        path = self._files.path(relative)
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            next(reader, None)
            for row in reader:
                if len(row) != width:
                    raise RulebookError(
                        str(path), f"line {reader.line_num}: {len(row)} fields, not {width}", "Correct the line"
                    )
                yield row
