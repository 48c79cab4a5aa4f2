"""Every check is what the catalogue says: complete, firing on its example, silent on its counter-example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportmine.checking import assess_report, check_warehouse
from reportmine.checking.catalogue import page, page_path
from reportmine.checking.examples import build_example
from reportmine.model import Finding, Outcome, RulebookError, Severity
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


def test_the_page_is_current(rulebook: Rulebook) -> None:
    assert page_path().read_text(encoding="utf-8") == page(rulebook.checks), (
        "run python -m reportmine.checking.catalogue --write"
    )


def test_every_check_has_its_entry(rulebook: Rulebook) -> None:
    text = page_path().read_text(encoding="utf-8")
    for check in rulebook.checks.checks:
        assert f"### {check.code}\n" in text
        assert check.meaning.zh in text


def test_a_user_switches_off_changes_and_adds(tmp_path: Path, rulebook: Rulebook) -> None:
    folder = tmp_path / "checks" / "catalogue"
    folder.mkdir(parents=True)
    (tmp_path / "checks" / "overrides.yaml").write_text(
        "disabled: [form.sum]\nseverity: {form.part: warning}\n", encoding="utf-8"
    )
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    book = Rulebook([tmp_path]).checks
    assert "form.sum" not in book.by_code
    assert book.by_code["form.part"].severity is Severity.WARNING
    assert set(book.by_code) == set(rulebook.checks.by_code) - {"form.sum"} | {"own.online"}
    own = book.by_code["own.online"]
    report, document = build_example(own.fires[0], book.settings)
    assert "own.online" in {f.code for f in assess_report(report, document, Rulebook([tmp_path])).findings}


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("overrides.yaml", "disabled: [no.such]\n", "no.such is no check"),
        ("overrides.yaml", "severity: {form.sum: fatal}\n", "line 1"),
        ("catalogue/own.yaml", "checks:\n  - code: own.x\n    severity: error\n", "line 2"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, name: str, text: str, what: str) -> None:
    path = tmp_path / "checks" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError, match=what) as caught:
        _ = Rulebook([tmp_path]).checks
    assert path.name in str(caught.value)


OWN = """
checks:
  - code: own.online
    severity: warning
    title: {zh: 网上申请, en: Online}
    meaning: {zh: 网上申请不多于收到, en: Not above all requests}
    basis: ours
    message: {zh: '{relation}', en: '{relation}'}
    rule:
      kind: relation
      relations: [{left: requests.received.online, op: <=, right: requests.received, when: {forms: [fj2]}}]
    fires: [{form: fj2, year: 2016, figures: {requests.received.online: 3, requests.received: 2}}]
    silent: [{form: fj2, year: 2016, figures: {requests.received.online: 1, requests.received: 2}}]
"""
