"""How printed pages are put together (``rules/reading/pages.yaml``): limits, page numbers, where a row begins."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import field_validator

from reportmine.model import Value
from reportmine.rulebook.files import RuleFiles


class PageLimits(Value):
    """Beyond these a file goes to the quarantine; pages beyond ``scanned_pages`` stay unread."""

    pages: int
    seconds: float
    scanned_pages: int


class PageRules(Value):
    """Patterns are matched on text without blanks."""

    limits: PageLimits
    page_numbers: tuple[str, ...]
    row_start: str
    continued: str

    @field_validator("page_numbers")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            _checked(pattern)
        return patterns

    @field_validator("row_start", "continued")
    @classmethod
    def _compile_one(cls, pattern: str) -> str:
        return _checked(pattern)

    @cached_property
    def _numbers(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.page_numbers))

    @cached_property
    def _row(self) -> re.Pattern[str]:
        return re.compile(self.row_start)

    @cached_property
    def _continued(self) -> re.Pattern[str]:
        return re.compile(self.continued)

    def is_page_number(self, text: str) -> bool:
        return self._numbers.fullmatch(text) is not None

    def begins_row(self, text: str) -> bool:
        return self._row.match(text) is not None

    def is_continued(self, text: str) -> bool:
        return self._continued.fullmatch(text) is not None


def _checked(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


def load_pages(files: RuleFiles) -> PageRules:
    """Raises RulebookError."""
    return files.load("reading/pages.yaml", PageRules)
