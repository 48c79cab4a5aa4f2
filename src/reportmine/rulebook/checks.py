"""What is checked (``rules/checks/``): a catalogue of checks as data, each with its words, its basis and its examples.

A check names one mechanism (``rule.kind``) and gives it parameters; no check is code. Terms of relations are written
``indicator``, ``-indicator`` (subtracted), with ``@cumulative`` for that column and ``@-1`` for the year before.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from reportmine.model import Level, RulebookError, Severity, Value
from reportmine.rulebook.fields import OneOrMany
from reportmine.rulebook.files import RuleFiles

_TERM = re.compile(r"(?P<sign>[-+]?)(?P<indicator>[a-z_.*]+)(?P<cumulative>@cumulative)?(?P<before>@-1)?")
Operator = Literal["=", "<=", ">=", "within", "zero_implies"]


class Words(Value):
    """One text in the two languages of the findings."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Term(Value):
    """One figure of a relation, with its sign."""

    indicator: str
    sign: Literal[1, -1] = 1
    cumulative: bool = False
    before: bool = False  # of the year before

    @classmethod
    def parse(cls, text: str) -> Term:
        """Raises ValueError for what is no term."""
        match = _TERM.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is no term: write indicator, -indicator, indicator@cumulative or indicator@-1")
        return cls(
            indicator=match["indicator"],
            sign=-1 if match["sign"] == "-" else 1,
            cumulative=bool(match["cumulative"]),
            before=bool(match["before"]),
        )


class Condition(Value):
    """When a check applies. What is left out sets no condition."""

    forms: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    scopes: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None


class Relation(Value):
    """``left op right`` over figures of one table column (one applicant, one period, one year).

    ``within``: the left lies between the largest and the sum of the right. ``zero_implies``: left 0, then each right 0.
    """

    left: OneOrMany
    op: Operator
    right: OneOrMany = ()  # empty: nothing, so zero
    limit: float | None = None  # instead of ``right``: a number
    total_only: bool = False  # only for all applicants together
    when: Condition = Condition()

    @model_validator(mode="after")
    def _parsed(self) -> Relation:
        for text in (*self.left, *self.right):
            Term.parse(text)
        return self

    @cached_property
    def left_terms(self) -> tuple[Term, ...]:
        return tuple(Term.parse(text) for text in self.left)

    @cached_property
    def right_terms(self) -> tuple[Term, ...]:
        return tuple(Term.parse(text) for text in self.right)


class FormRelations(Value):
    """Which of the relations that ``rules/forms`` declares. What is left out takes all."""

    kind: Literal["equal", "at_most", "range"]
    over: Literal["rows", "columns"] | None = None
    certainty: Literal["definition", "usual"] = "definition"
    left: Literal["one", "many"] | None = None  # a sum has one term on its left, an identity several


class RelationRule(Value):
    """Relations over the tables of one report: of its form, and declared here."""

    kind: Literal["relation"]
    form_relations: FormRelations | None = None
    relations: tuple[Relation, ...] = ()


class SuspectRule(Value):
    """One wrong cell: the only failing row and the only failing column miss by the same amount and cross in it."""

    kind: Literal["suspect"]
    row: str  # the code of the check over rows
    columns: tuple[str, ...]  # the codes of the checks over columns


class NaturalReading(Value):
    """A sum or difference of table figures that prose may mean by an indicator's everyday name."""

    indicators: tuple[str, ...]
    terms: tuple[str, ...]
    name: Words

    @cached_property
    def parsed(self) -> tuple[Term, ...]:
        return tuple(Term.parse(text) for text in self.terms)


class StatementsRule(Value):
    """The same indicator printed with different values: in prose and table, or twice in one of them."""

    kind: Literal["statements"]
    sides: Literal["prose_table", "prose_prose", "table_table"]
    skip: tuple[str, ...] = ()  # identifiers, or prefixes ending in "."
    lenient: tuple[str, ...] = ()  # one agreeing statement is enough; the others may speak of a part
    readings: tuple[NaturalReading, ...] = ()


class MeasuresRule(Value):
    """Different measures under one everyday name, printed with different values."""

    kind: Literal["measures"]
    pairs: tuple[tuple[str, str, Literal["exceeds", "differs"]], ...]


class ListTotalRule(Value):
    """A list of an open vocabulary against the totals it may divide, nearest first."""

    kind: Literal["list_total"]
    list_of: str
    totals: tuple[str, ...]
    at_least: int = 2  # items that make a list
    gap: int = 40  # characters between two members at most
    reach: int = 200  # characters between the total and its list at most
    open_after: str = "$^"  # what follows a list that is not complete
    share: str = "$^"  # a percentage after a member, with a group "percent"
    count: str = "$^"  # any count in the text, with a group "number": read or not
    partial: Words  # said where the percentages show that the list is not whole: {percent}


class ProsePartsRule(Value):
    """Parts named in the sentence after their whole do not exceed it; where the list is complete they reach it."""

    kind: Literal["prose_parts"]
    wholes: tuple[str, ...]
    reach: int = 160
    complete: str = "$^"  # words of a list that claims to be complete


class SharesRule(Value):
    """A percentage printed after a count fits the count and its whole."""

    kind: Literal["shares"]
    pattern: str  # with a group "percent"
    reach: int = 24
    wholes: dict[str, tuple[str, ...]] = Field(
        default_factory=dict
    )  # indicator to the wholes it may be a share of; else its parent


class GrowthRule(Value):
    """A growth rate printed after a count fits last year's figure."""

    kind: Literal["growth"]
    up: str  # patterns with a group "percent"
    down: str
    reach: int = 30


class EmptyTableRule(Value):
    """Every cell of a table is zero or blank while the prose counts things."""

    kind: Literal["empty_table"]
    cells: int = 10
    prose: tuple[str, ...]


class Deadline(Value):
    from_year: int
    to_year: int
    month: int
    day: int
    scopes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Part(Value):
    name: Words
    any_of: tuple[str, ...]  # one of these, as a pattern


class DutyRule(Value):
    """A duty that dates, headings or identity decide."""

    kind: Literal["duty"]
    duty: Literal["deadline", "early", "parts", "form_year", "no_table", "noted", "issuer", "year", "period"]
    when: Condition = Condition()
    deadlines: tuple[Deadline, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[str, ...] = ()  # kinds of identity evidence, or notes of reading, that count
    promise: str = ""  # words that promise a table


class PatternRule(Value):
    """Words that should not stand in a finished report."""

    kind: Literal["pattern"]
    patterns: tuple[str, ...]
    when: Condition = Condition()
    most: int = 3  # findings a report at most


class ChainRule(Value):
    """A relation between a body's successive years. ``*`` stands for every indicator in turn."""

    kind: Literal["chain"]
    left: str
    right: tuple[str, ...]
    op: Literal["=", "<=", ">="] = "="
    total_only: bool = False
    same_form: bool = True
    form_pairs: tuple[tuple[str, str], ...] = ()  # besides one form: (earlier, later) the relation also holds between
    when: Condition = Condition()

    @model_validator(mode="after")
    def _parsed(self) -> ChainRule:
        for text in (self.left, *self.right):
            Term.parse(text)
        return self


class SqlRule(Value):
    """A query over the warehouse's views; its columns fill the message. See ``docs/checks.md``."""

    kind: Literal["sql"]
    sql: str
    settings: dict[str, float] = Field(default_factory=dict)  # read in the query as $name


class CopiesRule(Value):
    """Reports whose masked texts are nearly the same."""

    kind: Literal["copies"]
    between: Literal["bodies", "years"]
    similarity: float = 0.9


Rule = Annotated[
    RelationRule | SuspectRule | StatementsRule | MeasuresRule | ListTotalRule
    | ProsePartsRule | SharesRule | GrowthRule | EmptyTableRule | DutyRule | PatternRule | ChainRule | SqlRule
    | CopiesRule,
    Field(discriminator="kind"),
]  # fmt: skip


class ExampleReport(Value):
    """A report in short. ``figures``: ``indicator[item]/applicant@cumulative~prose:year`` to a value.

    A value is a number, ``blank``, ``dash``, or a number after ``~`` (about), ``>`` (at least), ``<`` (at most).
    """

    body: str = "350000001"
    year: int = 2022
    form: str = "n2021"
    level: Level = Level.TOWNSHIP
    scope: str = "own"
    published_on: str | None = None
    evidence: tuple[tuple[str, str, str], ...] = ()  # about ("issuer", "year"), kind, what it says
    period: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    text: str = ""  # figures of prose found in it, in order, get its offsets
    figures: dict[str, str | float | int] = Field(default_factory=dict)
    revision: int = 1


class Check(Value):
    """One entry of the catalogue."""

    code: str = Field(pattern=r"^[a-z][a-z_.]*[a-z]$")
    severity: Severity
    title: Words
    meaning: Words
    basis: str = Field(min_length=1)  # the relation or source it rests on
    message: Words
    rule: Rule
    fires: tuple[ExampleReport, ...] = Field(min_length=1)
    silent: tuple[ExampleReport, ...] = Field(min_length=1)

    @property
    def across_reports(self) -> bool:
        return self.rule.kind in {"chain", "sql", "copies"}


class CheckFile(Value):
    checks: tuple[Check, ...]


class CheckSettings(Value):
    """What the mechanisms share."""

    approximate: float  # share by which an approximate value may be off
    rounding_units: dict[str, float]  # a printed unit to the number it stands for
    more_words: float  # "less than 300": down to so many units of its last significant digit below
    least_confidence: float  # readings below it accuse nobody
    masks: tuple[str, ...]  # patterns that a text is compared without
    shingle: int
    permutations: int
    bands: int
    least_shingles: int


class Overrides(Value):
    """What a user changes in the catalogue without copying it."""

    disabled: tuple[str, ...] = ()
    severity: dict[str, Severity] = Field(default_factory=dict)


class CheckWords(Value):
    """Words that messages are put together from (``rules/messages/checks.yaml``)."""

    applicants: dict[str, Words]
    periods: dict[str, Words]
    sources: dict[str, Words]
    severities: dict[str, Words]
    outcomes: dict[str, Words]
    operators: dict[str, Words]
    blank: Words
    year_of: Words  # a figure of another year: {label} {year}
    reading: Words  # added where a natural reading fits: {reading}
    more: Words  # added where more columns fail: {places}
    more_columns: Words  # the same, counted: {count}
    comma: Words
    unknown: Words


class CheckBook(Value):
    """The checks in force."""

    checks: tuple[Check, ...]
    settings: CheckSettings
    words: CheckWords

    @cached_property
    def by_code(self) -> dict[str, Check]:
        return {check.code: check for check in self.checks}


def load_checks(files: RuleFiles) -> CheckBook:
    """The catalogue under the user's overrides. Raises RulebookError: a broken file, a code given twice or unknown."""
    checks = [check for file in files.load_folder("checks/catalogue", CheckFile) for check in file.checks]
    overrides = files.load("checks/overrides.yaml", Overrides)
    codes = [check.code for check in checks]
    for code in codes:
        if codes.count(code) > 1:
            raise RulebookError(str(files.roots[-1] / "checks"), f"check {code} stands twice", "Codes are unique")
    for code in (*overrides.disabled, *overrides.severity):
        if code not in codes:
            raise RulebookError(
                str(files.path("checks/overrides.yaml")), f"{code} is no check", "docs/checks.md lists the codes"
            )
    in_force = tuple(_overridden(check, overrides) for check in checks if check.code not in overrides.disabled)
    return CheckBook(
        checks=in_force,
        settings=files.load("checks/settings.yaml", CheckSettings),
        words=files.load("messages/checks.yaml", CheckWords),
    )


def _overridden(check: Check, overrides: Overrides) -> Check:
    severity = overrides.severity.get(check.code)
    return check if severity is None else check.model_copy(update={"severity": severity})
