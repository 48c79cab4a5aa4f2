"""The forms on which figures are printed: rows, columns and the relations between them (``rules/forms/``).

A form consists of tables. A table is rows by columns; what a row holds in a column is a slot: one indicator for one
applicant and period. Relations are typed data, for decoding damaged cells and for checking sound ones alike.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from reportmine.model import Applicant, Period, RulebookError, Value
from reportmine.rulebook.fields import OneOrMany
from reportmine.rulebook.files import RuleFiles

SlotKind = Literal["count", "change", "amount", "code"]


class FormColumn(Value):
    """A column of figures, in the order in which the form prints it."""

    id: str
    labels: tuple[str, ...] = ()  # headers it is known by
    is_year: bool = False  # its header is the year itself
    applicant: Applicant = Applicant.TOTAL
    period: Period = Period.YEAR
    kind: SlotKind = "count"
    unit: str | None = None  # the unit its header prescribes
    figure: bool = True  # False: printed, but no figure of the year


class FormGroup(Value):
    """A heading inside a table that stands over rows and has no figures of its own."""

    id: str
    labels: tuple[str, ...]


class FormRow(Value):
    """A printed row. ``indicator`` holds in every column, or ``cells`` names one for each column it has."""

    labels: tuple[str, ...]
    indicator: str | None = None
    cells: dict[str, str] = Field(default_factory=dict)
    number: int | None = None  # the ordinal printed before its label: 2 in "2.…"
    codes: tuple[str, ...] = ()  # the form's own codes for the row: variants of a form number differently
    item: str | None = None  # for open vocabularies
    unit: str | None = None  # the unit the form prescribes, where it is not that of the indicator
    group: str | None = None
    optional: bool = False  # not on the form as issued, but met on it
    instead_of: tuple[str, ...] = ()  # the indicators this row stands for when they have no rows of their own

    @property
    def key(self) -> str:
        """What relations call the row: its indicator, with the item where the vocabulary is open."""
        name = self.indicator or next(iter(self.cells.values()), self.labels[0])
        return f"{name}#{self.item}" if self.item else name


class Relation(Value):
    """What must hold between printed figures.

    ``over: rows``: terms are indicators, and it holds within every column. ``over: columns``: terms are column
    identifiers, and it holds within every row. ``equal``: sum of left = sum of right. ``at_most``: sum of left <= sum
    of right. ``range``: greatest of right <= left <= sum of right.
    """

    kind: Literal["equal", "at_most", "range"]
    left: OneOrMany
    right: OneOrMany
    over: Literal["rows", "columns"] = "rows"
    certainty: Literal["definition", "usual"] = "definition"  # usual: exceptions can be explained
    only: OneOrMany = ()  # over rows: the columns, over columns: the rows it is confined to

    @property
    def name(self) -> str:
        """The relation as one reads it: ``a + b = c``."""
        sign = {"equal": "=", "at_most": "<=", "range": "within"}[self.kind]
        return f"{' + '.join(self.left)} {sign} {' + '.join(self.right)}"


class Derived(Value):
    """A total that the form does not print: the sum of rows it does print, column by column."""

    indicator: str
    parts: tuple[str, ...]


class Slot(Value):
    """One place for a figure: where it stands in its row, and what it counts there."""

    column: str
    indicator: str | None  # None: printed, but no figure (a code, a quarter)
    applicant: Applicant
    period: Period
    kind: SlotKind
    unit: str | None  # the unit that row or header prescribes


class FormTable(Value):
    """One table of a form."""

    name: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    groups: tuple[FormGroup, ...] = ()
    marks: tuple[str, ...] = ()  # header words that carry no figure
    relations: tuple[Relation, ...] = ()
    derived: tuple[Derived, ...] = ()
    line: bool = False  # printed as one line of numbers under two levels of header
    version: bool = False  # another printing of the form: its relations hold of its own figures only
    settled_by: dict[str, tuple[str, ...]] = Field(
        default_factory=dict
    )  # indicator: the indicators of prose that may decide its reading

    @cached_property
    def slots(self) -> tuple[tuple[Slot, ...], ...]:
        """The slots of each row, in printed order."""
        return tuple(self.slots_of(row) for row in self.rows)

    def slots_of(self, row: FormRow) -> tuple[Slot, ...]:
        """The slots of a row, its own or one that was added to the table."""
        found = []
        for column in self.columns:
            if row.cells and column.id not in row.cells:
                continue
            named = row.cells.get(column.id, row.indicator)
            found.append(
                Slot(
                    column=column.id,
                    indicator=named if column.figure and column.kind != "code" else None,
                    applicant=column.applicant,
                    period=column.period,
                    kind=column.kind,
                    unit=row.unit or column.unit,
                )
            )
        return tuple(found)


class Form(Value):
    """One generation of the form."""

    name: str
    zh: str
    en: str
    years: tuple[int, int]  # the data years it was issued for; reports outside them exist
    tables: tuple[FormTable, ...]

    def table(self, name: str) -> FormTable:
        return next(table for table in self.tables if table.name == name)

    def rule(self, table: FormTable) -> str:
        """What figures of one of its tables name as the rule that found them."""
        return f"forms/{self.name}/{table.name}" if table.version else f"forms/{self.name}"

    def tables_of(self, rule: str) -> tuple[FormTable, ...]:
        """The tables whose figures name ``rule``."""
        return tuple(table for table in self.tables if self.rule(table) == rule)


class _TableFile(Value):
    """A table as written in a file: whole, or as what differs from another form's table of the same name."""

    name: str
    like: str | None = None
    replace: dict[str, tuple[FormRow, ...]] = Field(
        default_factory=dict
    )  # row of the other form: the rows that stand in its place
    columns: tuple[FormColumn, ...] = ()
    rows: tuple[FormRow, ...] = ()
    groups: tuple[FormGroup, ...] = ()
    marks: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    derived: tuple[Derived, ...] = ()
    line: bool = False
    version: bool = False
    settled_by: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class _FormFile(Value):
    name: str
    zh: str
    en: str
    years: tuple[int, int]
    tables: tuple[_TableFile, ...]


class YearWords(Value):
    """Regular expressions for what the page says of the year of a table that it shows for several years."""

    title: str  # the report's title; group 1 is the year
    named: str  # a year in a heading or in a sentence that leads to a table; group 1
    this: str  # words for the report's year
    last: str  # words for the year before
    comma: str  # what makes a line a sentence
    leading: str  # what makes a sentence lead to a table
    compared: str  # what makes it a comparison, which names other years than the table's
    below: str  # how a line begins that speaks of the table above it


class LabelRules(Value):
    """How a printed label is reduced to what tells it apart (``rules/forms/common/labels.yaml``)."""

    noise: tuple[str, ...]  # strings without weight in a label
    spellings: dict[str, str] = Field(default_factory=dict)  # two ways of writing one word, equally long
    ordinals: str  # characters that number rows in words
    numbering: str  # regular expression: the numbering before a label
    ordinal_sign: str  # regular expression: what stands between the number of a row and its label
    opening: tuple[str, ...]  # signs before a label that do not belong to its core
    closing: tuple[str, ...]  # signs after a label that do not belong to its core
    stray: str  # regular expression: the words of a row that no form knows; group 1
    remark: str  # regular expression: a remark in brackets after a label
    caption: str  # regular expression: a caption or title that names the year of what follows; group 1 is the year
    year_words: YearWords
    year_header: str  # regular expression: a header that is a year; group 1 is the year
    date: str  # regular expression: where a date begins, which is no cell
    bracketed: str  # regular expression: a second number in brackets beside the first, in one cell
    furniture: str  # regular expression: a line of page furniture between rows
    unit_cell: str  # regular expression: a unit before the numbers that end a line: it may stand within a broken label
    similarity: float = Field(gt=0.5, le=1.0)  # the share of a label's characters that must agree
    shortest_fuzzy: int  # labels below this many characters must agree fully
    shortest_prefix: int  # a broken label may be known by its first characters, when they are this many


class ValueRules(Value):
    """How a cell's text is read as a value (``rules/forms/common/values.yaml``)."""

    dashes: tuple[str, ...]
    zero_words: tuple[str, ...]
    unchanged_words: tuple[str, ...]  # in a change column
    increase_words: tuple[str, ...]
    decrease_words: tuple[str, ...]
    thousands: tuple[str, ...]
    units: dict[str, dict[str, float]]  # printed unit: canonical unit: factor
    hanging: str  # regular expression: what follows a number that is only a part of what is printed, or a round one
    separators: str  # regular expression: one sign that may stand between two cells in running text
    sentence_marks: str  # regular expression: what follows number and unit in a sentence


class Forms(Value):
    """All forms with what is needed to find them."""

    forms: tuple[Form, ...]
    labels: LabelRules
    values: ValueRules
    local_rows: tuple[FormRow, ...] = ()  # rows that bodies add to any form, and that an identifier covers

    def form(self, name: str) -> Form:
        return next(form for form in self.forms if form.name == name)


class _LocalRows(Value):
    rows: tuple[FormRow, ...]


def load_forms(files: RuleFiles, indicators: frozenset[str]) -> Forms:
    """Every form in ``rules/forms/``. Raises RulebookError for a form that names what does not exist."""
    written = {file.name: file for file in files.load_folder("forms", _FormFile)}
    tables: dict[tuple[str, str], FormTable] = {}
    forms = []
    for file in written.values():
        built = tuple(_table(file.name, table.name, written, tables) for table in file.tables)
        form = Form(name=file.name, zh=file.zh, en=file.en, years=file.years, tables=built)
        _check(form, indicators)
        forms.append(form)
    return Forms(
        forms=tuple(forms),
        labels=files.load("forms/common/labels.yaml", LabelRules),
        values=files.load("forms/common/values.yaml", ValueRules),
        local_rows=files.load("forms/common/local_rows.yaml", _LocalRows).rows,
    )


def _table(form: str, name: str, written: dict[str, _FormFile], done: dict[tuple[str, str], FormTable]) -> FormTable:
    if (form, name) in done:
        return done[form, name]
    file = next((table for table in written[form].tables if table.name == name), None) if form in written else None
    if file is None:
        raise RulebookError(f"forms/{form}", f"has no table {name}", "Correct `like`")
    if file.like is None:
        table = FormTable(**file.model_dump(exclude={"like", "replace"}))
    else:
        table = _changed(_table(file.like, name, written, done), file)
    done[form, name] = table
    return table


def _changed(base: FormTable, file: _TableFile) -> FormTable:
    """The other form's table with rows replaced. A replaced row may still be met: it stays, optional."""
    rows: list[FormRow] = []
    names: dict[str, tuple[str, ...]] = {}
    for row in base.rows:
        new = file.replace.get(row.key)
        if new is None:
            rows.append(row)
            continue
        names[row.key] = tuple(part.key for part in new)
        rows += [row.model_copy(update={"optional": True, "instead_of": names[row.key]}), *new]
    relations = tuple(
        relation.model_copy(update={"left": _renamed(relation.left, names), "right": _renamed(relation.right, names)})
        for relation in base.relations
    )
    derived = tuple(part.model_copy(update={"parts": _renamed(part.parts, names)}) for part in base.derived)
    return FormTable(
        name=base.name,
        columns=base.columns,
        rows=tuple(rows),
        groups=base.groups + file.groups,
        marks=base.marks + file.marks,
        relations=relations + file.relations,
        derived=derived + file.derived,
        line=base.line,
        version=base.version,
        settled_by={**base.settled_by, **file.settled_by},
    )


def _renamed(terms: tuple[str, ...], names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(new for term in terms for new in names.get(term, (term,)))


def _check(form: Form, indicators: frozenset[str]) -> None:
    for table in form.tables:
        columns = {column.id for column in table.columns}
        keys = {row.key for row in table.rows} | {slot.indicator for row in table.slots for slot in row}
        for row in table.rows:
            for name in {row.indicator, *row.cells.values()} - {None}:
                _require(name in indicators, form, table, f"row names the indicator {name}, which does not exist")
            _require(set(row.cells) <= columns, form, table, f"row {row.key} names a column that does not exist")
            groups = {group.id for group in table.groups}
            _require(row.group is None or row.group in groups, form, table, f"row {row.key}: no group {row.group}")
        for relation in table.relations:
            known = keys if relation.over == "rows" else columns
            unknown = set(relation.left + relation.right) - known
            _require(not unknown, form, table, f"relation names {', '.join(sorted(map(str, unknown)))}: not there")


def _require(holds: bool, form: Form, table: FormTable, what: str) -> None:
    if not holds:
        raise RulebookError(
            f"forms/{form.name}", f"table {table.name}: {what}", "Correct the file; rules/forms/README.md"
        )
