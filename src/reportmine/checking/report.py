"""The checks of one report by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from reportmine.checking.case import Case
from reportmine.checking.contradictions import compare_measures, compare_statements
from reportmine.checking.duties import check_duty, check_patterns
from reportmine.checking.lists import (
    check_empty_table,
    check_growth,
    check_list_totals,
    check_prose_parts,
    check_shares,
)
from reportmine.checking.relations import Instance, findings_of, judge_relations
from reportmine.checking.suspects import locate
from reportmine.model import Document, DocumentKind, Finding, Outcome, Report, Severity
from reportmine.rulebook import Rulebook
from reportmine.rulebook.checks import (
    Check,
    DutyRule,
    EmptyTableRule,
    GrowthRule,
    ListTotalRule,
    MeasuresRule,
    PatternRule,
    ProsePartsRule,
    RelationRule,
    SharesRule,
    StatementsRule,
    SuspectRule,
)

Mechanism = Callable[[Case, Check, Any], Iterator[Finding]]
MECHANISMS: Mapping[type, Mechanism] = {
    StatementsRule: compare_statements,
    MeasuresRule: compare_measures,
    ListTotalRule: check_list_totals,
    ProsePartsRule: check_prose_parts,
    SharesRule: check_shares,
    GrowthRule: check_growth,
    EmptyTableRule: check_empty_table,
    DutyRule: check_duty,
    PatternRule: check_patterns,
}
_SEVERITIES = list(Severity)
_OUTCOMES = [Outcome.FAIL, Outcome.EXPLAINED, Outcome.UNCERTAIN, Outcome.NOT_ASSESSABLE]


class Assessment(NamedTuple):
    """What the checks of one report came to."""

    findings: tuple[Finding, ...]  # worst first; what passed is only counted
    outcomes: Counter[tuple[str, Outcome]]  # how many instances of each check's relations had each outcome


def check_report(report: Report, document: Document, rulebook: Rulebook) -> tuple[Finding, ...]:
    """The findings of one report by itself, worst first: what failed, was explained, or stays uncertain."""
    return assess_report(report, document, rulebook).findings


def assess_report(report: Report, document: Document, rulebook: Rulebook) -> Assessment:
    """The findings of one report, and how often each relation passed or could not be assessed.

    A document that is no annual report is not held to the form of one.
    """
    if report.kind is not DocumentKind.ANNUAL_REPORT:
        return Assessment((), Counter())
    case = Case(report, document, rulebook)
    instances, suspects = _relations(case)
    outcomes = Counter((each.check.code, each.judgement.outcome) for each in instances)
    findings = [*suspects.findings, *findings_of(case, suspects.left)]
    for check in rulebook.checks.checks:
        mechanism = MECHANISMS.get(type(check.rule))
        if mechanism is not None:
            findings += mechanism(case, check, check.rule)
    return Assessment(tuple(sorted(findings, key=_rank)), outcomes)


class _Suspects(NamedTuple):
    findings: list[Finding]
    left: list[Instance]


def _relations(case: Case) -> tuple[list[Instance], _Suspects]:
    instances: list[Instance] = []
    for check in case.rulebook.checks.checks:
        if isinstance(check.rule, RelationRule):
            instances += judge_relations(case, check, check.rule)
    found: list[Finding] = []
    left = instances
    for check in case.rulebook.checks.checks:
        if isinstance(check.rule, SuspectRule):
            located, left = locate(case, check, check.rule, left)
            found += located
    return instances, _Suspects(found, left)


def _rank(finding: Finding) -> tuple[int, int, str, int]:
    place = finding.start if finding.start is not None else min((ref.start or 0 for ref in finding.figures), default=0)
    return (_OUTCOMES.index(finding.outcome), _SEVERITIES.index(finding.severity), finding.code, place)
