"""One wrong cell, located: the only failing row and the only failing column miss by the same amount and cross in it."""

from __future__ import annotations

from collections.abc import Sequence

from reportmine.checking.case import Case
from reportmine.checking.ranges import number
from reportmine.checking.relations import Instance
from reportmine.checking.statements import Column, Slot
from reportmine.checking.words import Fields
from reportmine.model import Applicant, Figure, Finding, Outcome
from reportmine.rulebook.checks import Check, SuspectRule


def locate(
    case: Case, check: Check, rule: SuspectRule, instances: Sequence[Instance]
) -> tuple[list[Finding], list[Instance]]:
    """Findings for located cells, and the failing instances that are left unexplained."""
    findings: list[Finding] = []
    left = list(instances)
    for column in {instance.column for instance in instances}:
        failing = [each for each in instances if each.column == column and _fails(each, rule)]
        found = _located(case, check, rule, column, failing)
        if found is not None:
            findings.append(found)
            left = [each for each in left if each not in failing]
    return findings, left


def _fails(instance: Instance, rule: SuspectRule) -> bool:
    judgement = instance.judgement
    exact = judgement.left.exact and judgement.right.exact
    return judgement.outcome is Outcome.FAIL and exact and instance.check.code in {rule.row, *rule.columns}


def _located(
    case: Case, check: Check, rule: SuspectRule, column: Column, failing: Sequence[Instance]
) -> Finding | None:
    rows = [each for each in failing if each.check.code == rule.row]
    columns = [each for each in failing if each.check.code in rule.columns]
    applicants = {each.slots[0][1].applicant for each in columns}
    if len(rows) != 1 or len(applicants) != 1:
        return None
    slot = _crossing(rows[0], next(iter(applicants)))
    if slot is None:
        return None
    errors = {_error(each, slot) for each in (rows[0], *columns)}
    if len(errors) != 1 or None in errors:
        return None
    error = errors.pop()
    figures = case.statements.tables[column][slot]
    return _finding(case, check, figures[0], error or 0.0, lines=[rows[0], *columns])


def _crossing(row: Instance, applicant: Applicant) -> Slot | None:
    found = [slot for _, slot in row.slots if slot.applicant is applicant]
    return found[0] if len(found) == 1 else None


def _error(instance: Instance, slot: Slot) -> float | None:
    """By how much the cell must be wrong for this relation to fail as it does; None when it has no part in it."""
    sign = next((sign for sign, each in instance.slots if each == slot), None)
    return None if sign is None else round(sign * instance.judgement.difference, 6)


def _finding(case: Case, check: Check, figure: Figure, error: float, *, lines: Sequence[Instance]) -> Finding | None:
    should = float(figure.value or 0) - error
    if should < 0 or figure.value is None:
        return None
    words = case.speaker.book.words
    fields: Fields = {
        "label": case.speaker.label(figure.indicator),
        "column": words.applicants[figure.applicant.value],
        "difference": number(abs(error)),
    }
    related = [each for instance in lines for each in instance.figures if each is not figure]
    return case.speaker.finding(
        check,
        Outcome.FAIL,
        [figure, *_distinct(related)],
        fields,
        expected=number(should),
        observed=number(float(figure.value)),
    )


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    return list({id(figure): figure for figure in figures}.values())
