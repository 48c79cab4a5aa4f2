"""Batches: which files are new, many at once, one writer, nothing lost when killed."""

from __future__ import annotations

from reportmine.jobs.engine import ingest
from reportmine.jobs.values import Limits, Request, Summary

__all__ = ["Limits", "Request", "Summary", "ingest"]
