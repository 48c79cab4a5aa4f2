"""Checks over one report, over a body's years and over its peers."""

from __future__ import annotations

from reportmine.model import Document, Finding, Report
from reportmine.rulebook import Rulebook


def check_report(report: Report, document: Document, rulebook: Rulebook) -> tuple[Finding, ...]:
    """The findings of one report by itself, worst first."""
    return ()


__all__ = ["check_report"]
