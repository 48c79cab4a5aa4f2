"""One report under examination: what every mechanism is given."""

from __future__ import annotations

from functools import cached_property

from reportmine.checking.statements import Statements
from reportmine.checking.words import Speaker
from reportmine.model import Document, Report
from reportmine.rulebook import Form, Rulebook
from reportmine.rulebook.checks import CheckSettings, Condition


class Case:
    """A report, its document and the rules."""

    def __init__(self, report: Report, document: Document, rulebook: Rulebook) -> None:
        self.report = report
        self.document = document
        self.rulebook = rulebook
        self.statements = Statements(report.figures)
        self.speaker = Speaker(rulebook.checks, rulebook.indicators)

    @property
    def settings(self) -> CheckSettings:
        return self.rulebook.checks.settings

    @cached_property
    def forms(self) -> dict[str, Form]:
        return {form.name: form for form in self.rulebook.forms.forms}

    def meets(self, condition: Condition, form: str | None = None) -> bool:
        """Whether a check applies; what is not known meets no condition on it."""
        report = self.report
        if condition.forms and (form or report.form) not in condition.forms:
            return False
        if condition.levels and report.issuer.level not in condition.levels:
            return False
        if condition.scopes and report.scope not in condition.scopes:
            return False
        if condition.from_year is not None and (report.year is None or report.year < condition.from_year):
            return False
        return condition.to_year is None or (report.year is not None and report.year <= condition.to_year)
