"""What the domain knows, loaded from ``rules/`` into typed objects: each part on first use, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from reportmine.rulebook.checks import CheckBook, load_checks
from reportmine.rulebook.comparability import Comparability, load_comparability
from reportmine.rulebook.evaluation import EvaluationRules
from reportmine.rulebook.files import RuleFiles, load_yaml, shipped_folder
from reportmine.rulebook.forms import Form, Forms, load_forms
from reportmine.rulebook.identity import IdentityRules, load_identity
from reportmine.rulebook.indicators import Indicator, load_indicators
from reportmine.rulebook.jobs import JobRules
from reportmine.rulebook.pages import PageRules, load_pages
from reportmine.rulebook.places import Places
from reportmine.rulebook.prose import ProseRules
from reportmine.rulebook.prose_loading import load_prose
from reportmine.rulebook.reading import ReadingRules, load_reading


class Rulebook:
    """The rules in force. Parts are loaded when first asked for: a command pays only for what it uses."""

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        """``overlays``: folders laid out like ``rules/`` that replace or add files. Raises RulebookError."""
        self.files = RuleFiles(overlays)

    def load(self) -> None:
        """Loads all parts now, so that a long run does not stumble over one later. Raises RulebookError."""
        for name, part in vars(Rulebook).items():
            if isinstance(part, cached_property):
                getattr(self, name)

    @cached_property
    def fingerprint(self) -> str:
        return self.files.fingerprint()

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return load_indicators(self.files)

    @cached_property
    def reading(self) -> ReadingRules:
        return load_reading(self.files)

    @cached_property
    def pages(self) -> PageRules:
        return load_pages(self.files)

    @cached_property
    def forms(self) -> Forms:
        return load_forms(self.files, frozenset(self.indicators))

    @cached_property
    def evaluation(self) -> EvaluationRules:
        return self.files.load("evaluation.yaml", EvaluationRules)

    @cached_property
    def jobs(self) -> JobRules:
        return self.files.load("jobs.yaml", JobRules)

    @cached_property
    def checks(self) -> CheckBook:
        return load_checks(self.files)

    @cached_property
    def comparability(self) -> Comparability:
        return load_comparability(self.files, self.indicators)

    @cached_property
    def prose(self) -> ProseRules:
        return load_prose(self.files)

    @cached_property
    def places(self) -> Places:
        return Places(self.files)

    @cached_property
    def identity(self) -> IdentityRules:
        return load_identity(self.files)


__all__ = ["Form", "Forms", "Indicator", "RuleFiles", "Rulebook", "load_yaml", "shipped_folder"]
