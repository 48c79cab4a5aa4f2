"""How files are read (``rules/reading/``): limits, characters, numbering, page furniture, metadata, web pages."""

from __future__ import annotations

import re
from functools import cached_property

from reportmine.model import Value
from reportmine.rulebook.files import RuleFiles
from reportmine.rulebook.patterns import Pattern


class Limits(Value):
    """Beyond these a file goes to the quarantine."""

    bytes: int
    characters: int
    page_characters: int
    archive_bytes: int
    archive_ratio: float
    archive_members: int


class Characters(Value):
    radicals: dict[str, str]
    traditional: str
    simplified: str
    common: str
    phrases: dict[str, str]

    @cached_property
    def common_signs(self) -> frozenset[str]:
        return frozenset(self.common)

    @cached_property
    def only_in_one_script(self) -> tuple[frozenset[str], frozenset[str]]:
        """Signs that only the traditional script has, and signs that only the simplified one has."""
        old, new = frozenset(self.traditional), frozenset(self.simplified)
        return old - new, new - old

    @cached_property
    def traditional_pattern(self) -> re.Pattern[str]:
        """Finds a sign that only the traditional script has."""
        return re.compile(f"[{re.escape(''.join(sorted(self.only_in_one_script[0])))}]")

    @cached_property
    def phrase_pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((old, new) for old, new in self.phrases.items() if old != new and len(old) == len(new))


class Containers(Value):
    """Which files of folders and archives are read."""

    endings: frozenset[str]
    not_reports: tuple[str, ...]
    archive_depth: int


class HtmlRules(Value):
    """What of a web page is the report."""

    furniture_tags: frozenset[str]
    furniture_names: tuple[str, ...]
    content_names: tuple[str, ...]
    unfolding_names: tuple[str, ...]
    meta_names: dict[str, str]
    attachments: frozenset[str]
    decorations: Pattern
    text_length: int
    cell_length: int
    report_length: int

    @cached_property
    def decoration_pattern(self) -> re.Pattern[str]:
        return re.compile(self.decorations, re.IGNORECASE)

    @cached_property
    def furniture_pattern(self) -> re.Pattern[str]:
        """Finds a word of ``furniture_names`` as a part of a class or id."""
        words = "|".join(re.escape(name) for name in sorted(self.furniture_names, key=len, reverse=True))
        return re.compile(rf"(?:^|[\s_\-\d])(?:{words})(?:$|[\s_\-\d])", re.IGNORECASE)

    @cached_property
    def unfolding_pattern(self) -> re.Pattern[str]:
        """Finds a word of ``unfolding_names`` as a part of a name in a selector."""
        words = "|".join(re.escape(name) for name in self.unfolding_names)
        return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)

    @cached_property
    def content_pattern(self) -> re.Pattern[str]:
        words = "|".join(re.escape(name) for name in sorted(self.content_names, key=len, reverse=True))
        return re.compile(rf"(?:^|[\s_\-])(?:{words})", re.IGNORECASE)


class MetadataRules(Value):
    """Labels of what a page says about itself."""

    labels: dict[str, tuple[str, ...]]
    dropped: frozenset[str]
    counts: Pattern
    separator: Pattern
    head_notes: tuple[Pattern, ...]

    @cached_property
    def keys(self) -> dict[str, str]:
        """Label to key."""
        return {label: key for key, labels in self.labels.items() for label in labels}

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """A label and its colon; blanks may stand inside the label."""
        labels = sorted(self.keys, key=len, reverse=True)
        spaced = "|".join(r"\s*".join(re.escape(char) for char in label) for label in labels)
        return re.compile(rf"[\[【]?({spaced})\s*[\]】]?\s*[:：]")

    @cached_property
    def count_pattern(self) -> re.Pattern[str]:
        return re.compile(self.counts)

    @cached_property
    def separator_pattern(self) -> re.Pattern[str]:
        return re.compile(self.separator)

    @cached_property
    def note_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self.head_notes))


class Furniture(Value):
    """What stands around a report and is no part of it."""

    lines: tuple[Pattern, ...]
    page_lines: Pattern
    run_starts: Pattern
    run_marks: Pattern
    run_length: int
    tails: Pattern

    @cached_property
    def line_pattern(self) -> re.Pattern[str]:
        return re.compile("(?:" + "|".join(f"(?:{line})" for line in self.lines) + r")\Z", re.IGNORECASE)

    @cached_property
    def page_line_pattern(self) -> re.Pattern[str]:
        return re.compile(self.page_lines)

    @cached_property
    def start_pattern(self) -> re.Pattern[str]:
        return re.compile(self.run_starts)

    @cached_property
    def mark_pattern(self) -> re.Pattern[str]:
        return re.compile(self.run_marks)

    @cached_property
    def tail_pattern(self) -> re.Pattern[str]:
        return re.compile(self.tails)


class MarkRule(Value):
    """One way of numbering."""

    level: int
    pattern: Pattern


class HeadingRules(Value):
    """How parts of a report are told from its running text."""

    marks: tuple[MarkRule, ...]
    numerals: str
    ten: str
    date: Pattern
    date_start: Pattern
    date_part: Pattern
    closings: tuple[str, ...]
    joiners: tuple[str, ...]
    sure_closings: tuple[str, ...]
    openings: tuple[str, ...]
    breaks: Pattern
    statements: Pattern
    longest: int
    longest_run_in: int
    rows: tuple[Pattern, ...]
    table_starts: Pattern
    title: Pattern
    title_continues: Pattern
    title_word: str
    title_run: Pattern
    unnumbered: Pattern

    @cached_property
    def mark_patterns(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        """Level and pattern of each way of numbering."""
        return tuple((mark.level, re.compile(mark.pattern)) for mark in self.marks)

    @cached_property
    def any_mark_pattern(self) -> re.Pattern[str]:
        """Matches where one of ``mark_patterns`` does: one question for the many lines that have no mark.

        The first that matches is the group ``m0``, ``m1`` …, in their order; its number is ``n0``, ``n1`` ….
        """
        return re.compile(
            "|".join(
                f"(?P<m{place}>{mark.pattern.replace('(?P<n>', f'(?P<n{place}>')})"
                for place, mark in enumerate(self.marks)
            )
        )

    @cached_property
    def date_pattern(self) -> re.Pattern[str]:
        return re.compile(self.date)

    @cached_property
    def date_start_pattern(self) -> re.Pattern[str]:
        return re.compile(self.date_start)

    @cached_property
    def date_part_pattern(self) -> re.Pattern[str]:
        return re.compile(self.date_part)

    @cached_property
    def title_continues_pattern(self) -> re.Pattern[str]:
        return re.compile(self.title_continues)

    @cached_property
    def closing_pattern(self) -> re.Pattern[str]:
        """A closing word after which the title does not go on."""
        words = "|".join(re.escape(word) for word in sorted(self.closings, key=len, reverse=True))
        stops = "|".join(re.escape(word) for word in self.joiners)
        return re.compile(rf"(?:{words})(?![\s]*(?:{stops}))")

    @cached_property
    def break_pattern(self) -> re.Pattern[str]:
        return re.compile(self.breaks)

    @cached_property
    def statement_pattern(self) -> re.Pattern[str]:
        return re.compile(self.statements)

    @cached_property
    def row_pattern(self) -> re.Pattern[str]:
        """Matches the words of a numbered row of a form."""
        return re.compile("|".join(f"(?:{row})" for row in self.rows))

    @cached_property
    def table_pattern(self) -> re.Pattern[str]:
        return re.compile(self.table_starts)

    @cached_property
    def title_pattern(self) -> re.Pattern[str]:
        return re.compile(self.title)

    @cached_property
    def title_run_pattern(self) -> re.Pattern[str]:
        return re.compile(self.title_run)

    @cached_property
    def unnumbered_pattern(self) -> re.Pattern[str]:
        return re.compile(self.unnumbered)


class ReadingRules(Value):
    limits: Limits
    headings: HeadingRules
    containers: Containers
    html: HtmlRules
    metadata: MetadataRules
    furniture: Furniture
    characters: Characters


class _General(Value):
    limits: Limits


def load_reading(files: RuleFiles) -> ReadingRules:
    """Raises RulebookError."""
    general = files.load("reading/reading.yaml", _General)
    return ReadingRules(
        limits=general.limits,
        containers=files.load("reading/containers.yaml", Containers),
        headings=files.load("reading/headings.yaml", HeadingRules),
        html=files.load("reading/html.yaml", HtmlRules),
        metadata=files.load("reading/metadata.yaml", MetadataRules),
        furniture=files.load("reading/furniture.yaml", Furniture),
        characters=files.load("reading/characters.yaml", Characters),
    )
