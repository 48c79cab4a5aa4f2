"""Labels reduced to their cores, and the forms' labels arranged to be found by them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, starmap
from typing import Final

from ahocorasick_rs import AhoCorasick

from reportmine.rulebook import Form, Rulebook
from reportmine.rulebook.forms import FormTable, LabelRules

_FILLER: Final = "\0"
BLOT: Final = "\0"  # stands in a core for a sign that is not to be found
_HAN_RUN: Final = re.compile("[\u4e00-\u9fff]+")


def is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


class Places:
    """Where each sign of a core stood. Listed when first asked for: most texts hold no table beside their grids."""

    def __init__(self, text: str) -> None:
        """``text``: what the core was taken from."""
        self._text = text
        self._listed: list[int] | None = None

    def _all(self) -> list[int]:
        if self._listed is None:
            runs = [run.span() for run in _HAN_RUN.finditer(self._text)]
            self._listed = list(chain.from_iterable(starmap(range, runs)))
        return self._listed

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, number: int) -> int:
        return self._all()[number]

    def before(self, offset: int, since: int = 0) -> int:
        """How many signs of the core stand before an offset of the text, and not before ``since``."""
        if self._listed is not None:
            return bisect_left(self._listed, offset) - (bisect_left(self._listed, since) if since else 0)
        return sum(map(len, _HAN_RUN.findall(self._text, since, offset)))


@dataclass(frozen=True, slots=True)
class Core:
    """A text without what tells no label from another, and where each remaining sign stood."""

    text: str
    places: Places


class Reducer:
    """Reduces labels and running text alike."""

    def __init__(self, rules: LabelRules) -> None:
        self.rules = rules
        self._numbering = re.compile(rules.numbering)
        self._unit_cell = re.compile(rules.unit_cell)
        self.remark = re.compile(rules.remark)
        self.ordinal_sign = re.compile(rules.ordinal_sign)
        self.ordinal_before = re.compile(rf"\d{rules.ordinal_sign}$")
        self.stray = re.compile(rules.stray)
        self.furniture = re.compile(rules.furniture)
        self.said = {name: re.compile(words) for name, words in rules.year_words.model_dump().items()}  # by name
        self.bracketed = re.compile(rules.bracketed, re.MULTILINE)
        self.date = re.compile(rules.date)
        self.caption = re.compile(rules.caption)
        self.year = re.compile(rules.year_header)
        alike = [(old, new) for old, new in rules.spellings.items() if len(old) == len(new)]
        self._spellings = (*alike, *((noise, _FILLER * len(noise)) for noise in rules.noise))

    def _squeezed(self, text: str) -> str:
        for old, new in self._spellings:
            if old in text:
                text = text.replace(old, new)
        return text

    def running(self, text: str, closed: Sequence[tuple[int, int]] = ()) -> Core:
        """The core of running text: Han signs only, ordinals included; ``closed`` stretches blotted out."""
        squeezed = self._squeezed(self._unit_cell.sub(lambda unit: _FILLER * len(unit.group()), text))
        parts: list[str] = []
        at = 0
        for start, end in sorted(closed):
            parts += _HAN_RUN.findall(squeezed, at, start)
            parts += [BLOT * len(run) for run in _HAN_RUN.findall(squeezed, max(start, at), end)]
            at = max(at, end)
        return Core("".join([*parts, *_HAN_RUN.findall(squeezed, at)]), Places(squeezed))

    @lru_cache(maxsize=4096)  # noqa: B019  (a reducer lives as long as its rulebook)
    def label(self, text: str) -> str:
        """The core of one label: numbering off, Han signs only."""
        match = self._numbering.match(text)
        body = text[match.end() :] if match else text
        return "".join(_HAN_RUN.findall(self._squeezed(body)))

    @lru_cache(maxsize=4096)  # noqa: B019
    def cores(self, text: str) -> tuple[str, ...]:
        """The core of a label as printed and, where it carries a remark in brackets, without it."""
        whole = self.label(text)
        bare = self.label(self.remark.sub("", text))
        return (whole, bare) if bare and bare != whole else (whole,)

    @lru_cache(maxsize=4096)  # noqa: B019
    def year_in(self, text: str) -> int | None:
        """The year that a cell names as a header does, and nothing else."""
        match = self.year.fullmatch(text.strip())
        return int(match.group(1)) if match else None


class LabelFinder:
    """Finds which of many labels stand in a text, in one pass: forms share most of them."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._labels = tuple(labels)
        self.known = frozenset(self._labels)
        self._automaton = AhoCorasick(self._labels)

    @lru_cache(maxsize=4)  # noqa: B019  (each form asks of the same text)
    def present(self, text: str) -> frozenset[str]:
        """The labels that stand in a core text."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return frozenset([self._labels[label] for label, _, _ in found])


class TableLabels:
    """One table of one form with its labels as cores."""

    def __init__(self, form: Form, table: FormTable, reducer: Reducer) -> None:
        self.form = form
        self.table = table
        self.reducer = reducer
        self.elsewhere: frozenset[str] = frozenset()  # cores of rows that only other tables have: never near misses
        self.finder = LabelFinder(())  # finds the distinctive labels of all tables
        self.rows = tuple(self._all(row.labels) for row in table.rows)  # for each row its cores, longest first
        self.by_core = _rows_by_core(self.rows)
        self.columns = {core: column.id for column in table.columns for core in self._all(column.labels)}  # of headers
        # Cores of what stands in the table and is no row: groups and header words.
        groups = [label for group in table.groups for label in group.labels]
        self.headings = frozenset(self._all((*groups, *table.marks)))
        others = sorted({*self.columns, *self.headings}, key=len, reverse=True)
        self.vocabulary = re.compile("|".join(map(re.escape, others)) or r"(?!)")  # all but rows that may stand in it
        # For each row that is not optional its cores that are long enough to mean something by themselves.
        needed = [cores for row, cores in zip(table.rows, self.rows, strict=True) if not row.optional]
        told = (tuple(core for core in cores if len(core) >= 4) for cores in needed)
        self.distinctive = tuple(cores for cores in told if cores)
        self.required = len(needed)

    def know_others(self, known: frozenset[str], finder: LabelFinder) -> None:
        """Tells the table of all others' rows. ``known``: the cores of all rows of all tables."""
        self.elsewhere = known.difference(self.by_core)
        self.finder = finder

    @lru_cache(maxsize=4096)  # noqa: B019
    def column_of(self, text: str) -> str | None:
        """The column of which a cell is the header."""
        return next((self.columns[core] for core in self.reducer.cores(text) if self.columns.get(core)), None)

    def _all(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        cores = {core for label in labels for core in self.reducer.cores(label) if core}
        return tuple(sorted(cores, key=lambda core: (-len(core), core)))


def _rows_by_core(rows: Sequence[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, cores in enumerate(rows):
        for core in cores:
            found.setdefault(core, []).append(number)
    return {core: tuple(numbers) for core, numbers in found.items()}


@lru_cache(maxsize=8)
def compiled(rulebook: Rulebook) -> tuple[TableLabels, ...]:
    """All tables of all forms. A table that two forms share stands once for each."""
    reducer = Reducer(rulebook.forms.labels)
    tables = tuple(TableLabels(form, table, reducer) for form in rulebook.forms.forms for table in form.tables)
    known = frozenset(core for labels in tables for core in labels.by_core)
    finder = LabelFinder({core for labels in tables for cores in labels.distinctive for core in cores})
    for labels in tables:
        labels.know_others(known, finder)
    return tables


def similarity(left: str, right: str) -> float:
    """1 for equal, 0 for nothing in common: edit distance over the longer length."""
    longest = max(len(left), len(right))
    if not longest or abs(len(left) - len(right)) * 2 > longest:
        return 0.0
    if left == right:
        return 1.0
    signs = set(right)
    if sum(sign in signs for sign in left) * 2 < longest:  # cannot reach any useful likeness
        return 0.0
    return 1.0 - _distance(left, right) / longest


def _distance(left: str, right: str) -> int:
    above = list(range(len(right) + 1))
    for row, sign in enumerate(left, start=1):
        line = [row]
        for column, other in enumerate(right, start=1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (sign != other)))
        above = line
    return above[-1]


@lru_cache(maxsize=16384)
def fuzzy_row(labels: TableLabels, core: str, taken: frozenset[int] = frozenset()) -> int | None:
    """The one row whose label is near ``core``: clearly nearer than any other row's. None when there is none."""
    rules = labels.reducer.rules
    if len(core) < rules.shortest_fuzzy or core in labels.elsewhere:
        return None
    scored = sorted(
        (
            (max((similarity(core, known) for known in cores), default=0.0), row)
            for row, cores in enumerate(labels.rows)
            if row not in taken
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < rules.similarity:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.1:
        return None
    return scored[0][1]


def prefix_row(labels: TableLabels, core: str) -> int | None:
    """The one row whose label begins with ``core``: a label that a line break has cut."""
    if len(core) < labels.reducer.rules.shortest_prefix or core in labels.elsewhere:
        return None
    found = {
        row
        for row, cores in enumerate(labels.rows)
        if any(known.startswith(core) and len(core) * 2 >= len(known) for known in cores)
    }
    return found.pop() if len(found) == 1 else None
