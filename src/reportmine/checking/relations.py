"""The relations of the forms, and those declared beside them, over every column and row of a report's tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportmine.checking.case import Case
from reportmine.checking.judge import Judgement, Reading, State, judge, read_term
from reportmine.checking.statements import Column, Slot
from reportmine.checking.words import Speaker
from reportmine.model import Applicant, Figure, Finding, Outcome, Period
from reportmine.rulebook.checks import Check, FormRelations, Operator, RelationRule, Term, Words
from reportmine.rulebook.checks import Relation as OwnRelation
from reportmine.rulebook.forms import FormColumn, FormRow, FormTable
from reportmine.rulebook.forms import Relation as FormRelation

_OPERATORS: dict[str, Operator] = {"equal": "=", "at_most": "<=", "range": "within"}
Terms = list[tuple[int, Slot]]


class Instance(NamedTuple):
    """One relation in one column or row, judged."""

    check: Check
    over: str  # "rows": within one column, "columns": within one row
    name: tuple[str, ...]  # the same relation in another column has the same name
    column: Column
    left: tuple[Reading, ...]
    right: tuple[Reading, ...]
    slots: tuple[tuple[int, Slot], ...]  # of both sides; the sign is the one in left - right
    op: Operator
    judgement: Judgement

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that were known, zeros of long sums left out."""
        terms = [term for term in (*self.left, *self.right) if term.figure is not None]
        whole = [term for term in terms if term in self.left or len(terms) <= 6 or term.range.high > 0]
        return tuple(term.figure for term in whole if term.figure is not None)


def judge_relations(case: Case, check: Check, rule: RelationRule) -> Iterator[Instance]:
    """Every instance of the check's relations, passed or not."""
    for column in case.statements.tables:
        form = case.forms.get(column.form)
        tables = form.tables_of(column.rule) if form else ()
        if rule.form_relations is not None:
            for table in tables:
                for relation in table.relations:
                    if _selected(relation, rule.form_relations):
                        yield from _form_instances(case, check, column, table, relation)
        for own in rule.relations:
            if case.meets(own.when, column.form):
                yield from _own_instances(case, check, column, own)


def _selected(relation: FormRelation, chosen: FormRelations) -> bool:
    if relation.kind != chosen.kind or relation.certainty != chosen.certainty:
        return False
    if chosen.over is not None and relation.over != chosen.over:
        return False
    return chosen.left is None or (len(relation.left) == 1) == (chosen.left == "one")


def _form_instances(
    case: Case, check: Check, column: Column, table: FormTable, relation: FormRelation
) -> Iterator[Instance]:
    op = _OPERATORS[relation.kind]
    if relation.over == "rows":
        rows = {row.key: row for row in table.rows}
        places = [each for each in table.columns if each.figure and (not relation.only or each.id in relation.only)]
        for place in places:
            left = _printed_terms(case, column, table, place, [rows[key] for key in relation.left])
            right = _printed_terms(case, column, table, place, [rows[key] for key in relation.right])
            if left and right:
                yield from _instance(case, check, column, over="rows", name=relation.left, sides=(left, op, right))
        return
    columns = {each.id: each for each in table.columns}
    for row in table.rows:
        if relation.only and row.key not in relation.only:
            continue
        left = [(1, slot) for key in relation.left if (slot := _slot(row, columns[key]))]
        right = [(1, slot) for key in relation.right if (slot := _slot(row, columns[key]))]
        if len(left) == len(relation.left) and len(right) == len(relation.right):
            yield from _instance(case, check, column, over="columns", name=relation.left, sides=(left, op, right))


def _printed_terms(case: Case, column: Column, table: FormTable, place: FormColumn, rows: Sequence[FormRow]) -> Terms:
    """The slots of the rows in one column, all or none; rows that one printed row stands for are that row."""
    slots = [slot for row in rows if (slot := _slot(row, place))]
    if len(slots) < len(rows):
        return []
    printed = case.statements.tables[column]
    for stand_in in (row for row in table.rows if row.instead_of):
        slot = _slot(stand_in, place)
        replaced = {Slot(name, place.applicant, place.period) for name in stand_in.instead_of}
        if slot and slot in printed and replaced <= set(slots) and not replaced & printed.keys():
            slots = [kept for kept in slots if kept not in replaced] + [slot]
    return [(1, slot) for slot in slots]


def _slot(row: FormRow, column: FormColumn) -> Slot | None:
    if row.cells and column.id not in row.cells:
        return None
    indicator = row.cells.get(column.id, row.indicator)
    if indicator is None or not column.figure or column.kind == "code":
        return None
    return Slot(indicator, column.applicant, column.period, row.item)


def _own_instances(case: Case, check: Check, column: Column, relation: OwnRelation) -> Iterator[Instance]:
    printed = case.statements.tables[column]
    places = {(slot.applicant, slot.period) for slot in printed}
    first = relation.left_terms[0].indicator
    for applicant, period in sorted(places):
        if relation.total_only and applicant is not Applicant.TOTAL:
            continue
        left = _own_terms(relation.left_terms, applicant, period)
        right = _own_terms(relation.right_terms, applicant, period)
        if any(slot in printed for _, slot in left):
            yield from _instance(
                case, check, column, over="rows", name=(first,), sides=(left, relation.op, right), limit=relation.limit
            )


def _own_terms(terms: Sequence[Term], applicant: Applicant, period: Period) -> Terms:
    return [
        (term.sign, Slot(term.indicator, applicant, Period.CUMULATIVE if term.cumulative else period)) for term in terms
    ]


def _instance(
    case: Case,
    check: Check,
    column: Column,
    *,
    over: str,
    name: Sequence[str],
    sides: tuple[Terms, Operator, Terms],
    limit: float | None = None,
) -> Iterator[Instance]:
    left, op, right = sides
    printed = case.statements.tables[column]
    if not any(slot in printed for _, slot in (*left, *right)):
        return
    read = [
        tuple(read_term(sign, printed.get(slot, []), case.settings) for sign, slot in side) for side in (left, right)
    ]
    judgement = judge(read[0], op, _with_limit(read[1], limit), case.settings)
    slots = (*left, *((-sign, slot) for sign, slot in right))
    yield Instance(check, over, tuple(name), column, read[0], read[1], slots, op, judgement)


def _with_limit(side: tuple[Reading, ...], limit: float | None) -> tuple[Reading, ...]:
    if limit is None:
        return side
    from reportmine.checking.ranges import Range

    return (*side, Reading(1, None, State.KNOWN, Range.point(limit)))


def findings_of(case: Case, instances: Sequence[Instance]) -> list[Finding]:
    """One finding for each relation that fails, however many columns it fails in: the first one in words."""
    groups: dict[tuple[object, ...], list[Instance]] = {}
    above = {each.slots[0][1] for each in instances if each.op == "<=" and each.judgement.outcome is Outcome.FAIL}
    for instance in instances:
        if instance.op == "within" and above & {slot for _, slot in instance.slots}:
            continue  # a part above its whole says it all
        outcome = instance.judgement.outcome
        if outcome in (Outcome.FAIL, Outcome.UNCERTAIN):
            row = instance.slots[0][1].indicator if instance.over == "columns" else ""
            key = (instance.check.code, instance.name, row, instance.column, instance.op, outcome)
            groups.setdefault(key, []).append(instance)
    return [_finding(case, group) for group in groups.values()]


def _finding(case: Case, group: Sequence[Instance]) -> Finding:
    speaker = case.speaker
    first, *others = sorted(group, key=_prominence)
    fields: dict[str, Words | str] = {
        "relation": _in_words(speaker, first),
        "place": _place(speaker, first),
        "left": str(first.judgement.left),
        "right": str(first.judgement.right),
        "more": "",
    }
    if others:
        places = speaker.joined(
            Words(zh=f"{_place(speaker, o).zh} {_miss(o)}", en=f"{_place(speaker, o).en} {_miss(o)}") for o in others
        )
        fields["more"] = speaker.fill(speaker.book.words.more, {"places": places})
    figures = list(dict.fromkeys(id(f) for each in (first, *others) for f in each.figures))
    by_id = {id(f): f for each in (first, *others) for f in each.figures}
    return speaker.finding(
        first.check,
        first.judgement.outcome,
        [by_id[key] for key in figures],
        fields,
        expected=str(first.judgement.right),
        observed=str(first.judgement.left),
    )


def _prominence(instance: Instance) -> tuple[bool, bool]:
    slot = instance.slots[0][1]
    return (slot.applicant is not Applicant.TOTAL, slot.period is not Period.YEAR)


def _miss(instance: Instance) -> str:
    return f"{instance.judgement.left}/{instance.judgement.right}"


def _place(speaker: Speaker, instance: Instance) -> Words:
    if instance.over == "columns":
        return speaker.label(instance.slots[0][1].indicator)
    figure = next((term.figure for term in instance.left if term.figure), None)
    return speaker.place(figure) if figure else speaker.book.words.unknown


def _in_words(speaker: Speaker, instance: Instance) -> Words:
    """``Requests received 3 ≠ in person 1 + online 1``."""
    left, right = (_side(speaker, instance, side) for side in (instance.left, instance.right))
    if not instance.right:
        number = str(instance.judgement.right)
        right = Words(zh=number, en=number)
    op = speaker.book.words.operators[instance.op]
    return Words(zh=f"{left.zh} {op.zh} {right.zh}", en=f"{left.en} {op.en} {right.en}")


def _side(speaker: Speaker, instance: Instance, side: Sequence[Reading]) -> Words:
    shown = [term for term in side if term.figure is not None]
    blanks = 0
    if len(shown) > 6:
        blanks = sum(term.state is not State.KNOWN for term in shown)
        shown = [term for term in shown if term.range.high > 0]
    parts = [_term(speaker, instance, term) for term in shown]
    if blanks:
        blank = speaker.book.words.blank
        parts.append(Words(zh=f"{blank.zh}×{blanks}", en=f"{blank.en}×{blanks}"))
    plus = Words(zh=" + ", en=" + ")
    return speaker.joined(parts, plus)


def _term(speaker: Speaker, instance: Instance, term: Reading) -> Words:
    figure = term.figure
    if figure is None:
        return speaker.book.words.unknown
    said = speaker.figure(figure)
    name = _column_name(speaker, instance, figure)
    if name is not None:
        value = speaker.value(figure)
        said = Words(zh=f"{name.zh} {value.zh}", en=f"{name.en} {value.en}")
    sign = "−" if term.sign < 0 else ""
    return Words(zh=sign + said.zh, en=sign + said.en)


def _column_name(speaker: Speaker, instance: Instance, figure: Figure) -> Words | None:
    """Terms that are one indicator in several columns go by their columns, other terms by their indicators."""
    slots = [slot for _, slot in instance.slots]
    if len({slot.indicator for slot in slots}) > 1:
        return None
    if len({slot.period for slot in slots}) > 1:
        return speaker.book.words.periods[figure.period.value]
    return speaker.book.words.applicants[figure.applicant.value]
