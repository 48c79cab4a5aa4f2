"""How files are read (``rules/reading/``): limits, characters, numbering, page furniture, metadata, web pages."""

from __future__ import annotations

from functools import cached_property

from reportmine.model import Value
from reportmine.rulebook.files import RuleFiles


class Limits(Value):
    """Beyond these a file goes to the quarantine."""

    bytes: int
    characters: int
    archive_bytes: int
    archive_ratio: float
    archive_members: int


class Characters(Value):
    radicals: dict[str, str]
    traditional: str
    simplified: str
    phrases: dict[str, str]

    @cached_property
    def phrase_pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((old, new) for old, new in self.phrases.items() if old != new and len(old) == len(new))


class Containers(Value):
    """Which files of folders and archives are read."""

    endings: frozenset[str]
    not_reports: tuple[str, ...]
    archive_depth: int


class ReadingRules(Value):
    limits: Limits
    containers: Containers
    characters: Characters


class _General(Value):
    limits: Limits


def load_reading(files: RuleFiles) -> ReadingRules:
    """Raises RulebookError."""
    general = files.load("reading/reading.yaml", _General)
    return ReadingRules(
        limits=general.limits,
        containers=files.load("reading/containers.yaml", Containers),
        characters=files.load("reading/characters.yaml", Characters),
    )
