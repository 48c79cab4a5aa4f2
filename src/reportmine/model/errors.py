"""What can go wrong, as an interface: one root, a branch for each thing a caller may do about it."""

from __future__ import annotations


class ReportmineError(Exception):
    """Something the user can act on. ``what`` is wrong with ``where``; ``advice`` says what to do."""

    def __init__(self, where: str, what: str, advice: str = "") -> None:
        self.where = where
        self.what = what
        self.advice = advice
        super().__init__(": ".join(part for part in (where, what) if part) + (f". {advice}" if advice else ""))


class RulebookError(ReportmineError):
    """A rule file cannot be used. Names the file, the line and the field."""


class ReadingError(ReportmineError):
    """A file cannot be read: it goes to the quarantine with ``reason``, and the batch goes on."""

    def __init__(self, where: str, reason: str, what: str, advice: str = "") -> None:
        self.reason = reason  # a stable code: "empty", "binary", "too_large", "encrypted", "not_a_report" …
        super().__init__(where, what, advice)


class MissingExtraError(ReadingError):
    """A file needs an optional part that is not installed. ``advice`` is the command that installs it."""


class WarehouseError(ReportmineError):
    """The warehouse cannot be opened, is newer than this program, or is locked."""
