"""Labels reduced to their cores, and the forms' labels arranged to be found by them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, starmap

from ahocorasick_rs import AhoCorasick

from reportmine.rulebook import Form, Rulebook
from reportmine.rulebook.forms import FormTable, LabelRules

_FILLER = "\0"
BLOT = "\0"  # stands in a core for a sign that is not to be found
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")


def is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


class Places:
    """Where each sign of a core stood. Listed when first asked for: most texts hold no table beside their grids."""

    def __init__(self, text: str) -> None:
        """``text``: what the core was taken from."""
        self._text = text

    @cached_property
    def _all(self) -> list[int]:
        return list(chain.from_iterable(starmap(range, [run.span() for run in _HAN_RUN.finditer(self._text)])))

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, number: int) -> int:
        return self._all[number]

    def before(self, offset: int, since: int = 0) -> int:
        """How many signs of the core stand before an offset of the text, and not before ``since``."""
        if "_all" in self.__dict__:
            return bisect_left(self._all, offset) - (bisect_left(self._all, since) if since else 0)
        return sum(map(len, _HAN_RUN.findall(self._text, since, offset)))


@dataclass(frozen=True, slots=True)
class Core:
    """A text without what tells no label from another, and where each remaining sign stood."""

    text: str
    places: Places


@dataclass(frozen=True, eq=False)
class Reducer:
    """Reduces labels and running text alike."""

    rules: LabelRules

    @cached_property
    def _numbering(self) -> re.Pattern[str]:
        return re.compile(self.rules.numbering)

    @cached_property
    def remark(self) -> re.Pattern[str]:
        return re.compile(self.rules.remark)

    @cached_property
    def ordinal_sign(self) -> re.Pattern[str]:
        return re.compile(self.rules.ordinal_sign)

    @cached_property
    def ordinal_before(self) -> re.Pattern[str]:
        return re.compile(rf"\d{self.rules.ordinal_sign}$")

    @cached_property
    def stray(self) -> re.Pattern[str]:
        return re.compile(self.rules.stray)

    @cached_property
    def furniture(self) -> re.Pattern[str]:
        return re.compile(self.rules.furniture)

    @cached_property
    def said(self) -> dict[str, re.Pattern[str]]:
        """The expressions of ``year_words`` by name."""
        return {name: re.compile(words) for name, words in self.rules.year_words.model_dump().items()}

    @cached_property
    def bracketed(self) -> re.Pattern[str]:
        return re.compile(self.rules.bracketed, re.MULTILINE)

    @cached_property
    def date(self) -> re.Pattern[str]:
        return re.compile(self.rules.date)

    @cached_property
    def caption(self) -> re.Pattern[str]:
        return re.compile(self.rules.caption)

    @cached_property
    def year(self) -> re.Pattern[str]:
        return re.compile(self.rules.year_header)

    @cached_property
    def _spellings(self) -> tuple[tuple[str, str], ...]:
        pairs = tuple(self.rules.spellings.items())
        return tuple((old, new) for old, new in pairs if len(old) == len(new)) + tuple(
            (noise, _FILLER * len(noise)) for noise in self.rules.noise
        )

    def _squeezed(self, text: str) -> str:
        for old, new in self._spellings:
            if old in text:
                text = text.replace(old, new)
        return text

    @cached_property
    def _unit_cell(self) -> re.Pattern[str]:
        return re.compile(self.rules.unit_cell)

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
        self._automaton = AhoCorasick(self._labels)

    @lru_cache(maxsize=4)  # noqa: B019  (each form asks of the same text)
    def present(self, text: str) -> frozenset[str]:
        """The labels that stand in a core text."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return frozenset([self._labels[label] for label, _, _ in found])


@dataclass(frozen=True, eq=False)
class TableLabels:
    """One table of one form with its labels as cores."""

    form: Form
    table: FormTable
    reducer: Reducer
    elsewhere: frozenset[str] = frozenset()  # cores of rows that only other tables have: never near misses of these
    finder: LabelFinder = field(default_factory=lambda: LabelFinder(()))  # finds the distinctive labels of all tables

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """For each row its cores, longest first."""
        return tuple(self._all(row.labels) for row in self.table.rows)

    @cached_property
    def by_core(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for number, cores in enumerate(self.rows):
            for core in cores:
                found.setdefault(core, []).append(number)
        return {core: tuple(rows) for core, rows in found.items()}

    @cached_property
    def columns(self) -> dict[str, str]:
        """Core of a header: column."""
        return {core: column.id for column in self.table.columns for core in self._all(column.labels)}

    @lru_cache(maxsize=4096)  # noqa: B019
    def column_of(self, text: str) -> str | None:
        """The column of which a cell is the header."""
        return next((self.columns[core] for core in self.reducer.cores(text) if self.columns.get(core)), None)

    @cached_property
    def headings(self) -> frozenset[str]:
        """Cores of what stands in the table and is no row: groups and header words."""
        groups = [label for group in self.table.groups for label in group.labels]
        return frozenset(self._all((*groups, *self.table.marks)))

    @cached_property
    def vocabulary(self) -> re.Pattern[str]:
        """Everything but rows that may stand in the table."""
        words = sorted({*self.columns, *self.headings}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    @cached_property
    def distinctive(self) -> tuple[tuple[str, ...], ...]:
        """For each row that is not optional its cores that are long enough to mean something by themselves."""
        needed = [cores for row, cores in zip(self.table.rows, self.rows, strict=True) if not row.optional]
        told = (tuple(core for core in cores if len(core) >= 4) for cores in needed)
        return tuple(cores for cores in told if cores)

    @cached_property
    def required(self) -> int:
        return sum(not row.optional for row in self.table.rows)

    def _all(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        cores = {core for label in labels for core in self.reducer.cores(label) if core}
        return tuple(sorted(cores, key=lambda core: (-len(core), core)))


@lru_cache(maxsize=8)
def compiled(rulebook: Rulebook) -> tuple[TableLabels, ...]:
    """All tables of all forms. A table that two forms share stands once for each."""
    reducer = Reducer(rulebook.forms.labels)
    first = [TableLabels(form, table, reducer) for form in rulebook.forms.forms for table in form.tables]
    known = frozenset(core for labels in first for core in labels.by_core)
    finder = LabelFinder({core for labels in first for cores in labels.distinctive for core in cores})
    return tuple(replace(labels, elsewhere=known.difference(labels.by_core), finder=finder) for labels in first)


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
