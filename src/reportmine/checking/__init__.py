"""Checks over one report, over a body's years and over its peers."""

from __future__ import annotations

from reportmine.checking.across import check_warehouse
from reportmine.checking.copies import text_signature
from reportmine.checking.report import Assessment, assess_report, check_report

__all__ = ["Assessment", "assess_report", "check_report", "check_warehouse", "text_signature"]
