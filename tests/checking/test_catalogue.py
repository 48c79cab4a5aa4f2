"""Every check is what the catalogue says: complete, firing on its example, silent on its counter-example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reportmine.checking import assess_report, check_warehouse
from reportmine.checking.examples import build_example
from reportmine.model import Finding, Outcome
from reportmine.rulebook import Rulebook
from reportmine.rulebook.checks import Check, ExampleReport

CHECKS = Rulebook().checks
BY_CODE = [pytest.param(check, id=check.code) for check in CHECKS.checks]


def failures(rulebook: Rulebook, emptied: Any, check: Check, reports: tuple[ExampleReport, ...]) -> Iterator[Finding]:
    """What the check says of the reports, each by itself or all together in a warehouse."""
    if check.across_reports:
        yield from (
            finding for _, finding in warehouse_findings(rulebook, emptied, reports) if finding.code == check.code
        )
        return
    for short in reports:
        report, document = build_example(short, rulebook.checks.settings)
        yield from (f for f in assess_report(report, document, rulebook).findings if f.code == check.code)


def warehouse_findings(
    rulebook: Rulebook, emptied: Any, reports: tuple[ExampleReport, ...]
) -> list[tuple[int, Finding]]:
    loaded = []
    for short in reports:
        report, document = build_example(short, rulebook.checks.settings)
        findings = assess_report(report, document, rulebook).findings
        loaded.append(report.model_copy(update={"findings": findings}))
    warehouse = emptied()
    for report in loaded:  # one after the other: a later version of a report is its next revision
        warehouse.load([report])
    return check_warehouse(warehouse.connection, rulebook)


@pytest.mark.parametrize("check", BY_CODE)
def test_fires(rulebook: Rulebook, emptied: Any, check: Check) -> None:
    if check.across_reports:
        assert [f for f in failures(rulebook, emptied, check, check.fires) if f.outcome is Outcome.FAIL]
        return
    for short in check.fires:
        found = [
            f for f in failures(rulebook, emptied, check, (short,)) if f.outcome in (Outcome.FAIL, Outcome.EXPLAINED)
        ]
        assert found, short
        assert all(f.severity == check.severity for f in found)


@pytest.mark.parametrize("check", BY_CODE)
def test_silent(rulebook: Rulebook, emptied: Any, check: Check) -> None:
    found = [f for f in failures(rulebook, emptied, check, check.silent) if f.outcome is Outcome.FAIL]
    assert not found


@pytest.mark.parametrize("check", BY_CODE)
def test_messages_are_whole(rulebook: Rulebook, emptied: Any, check: Check) -> None:
    """No field of a template is left unfilled, in either language."""
    for finding in failures(rulebook, emptied, check, check.fires):
        for message in (finding.message_zh, finding.message_en):
            assert message.strip()
            assert "{" not in message, message
