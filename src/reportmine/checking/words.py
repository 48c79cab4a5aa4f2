"""Messages: figures and relations put into words, in Chinese and in English, from the templates of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from reportmine.checking.ranges import is_known, number
from reportmine.model import Figure, Finding, Outcome, Severity
from reportmine.model.report import FigureRef
from reportmine.rulebook import Indicator
from reportmine.rulebook.checks import Check, CheckBook, Words

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
Fields = dict[str, Words | str]


_REMARK = re.compile(r"\s*[((][^()()]*[))]")


def _plain(label: str) -> str:
    """A label without remarks in brackets and without what other forms call it."""
    return _REMARK.sub("", label).split(" / ")[0].strip() or label


def word(words: Words | str, language: Language) -> str:
    if isinstance(words, str):
        return words
    return words.zh if language == "zh" else words.en


class Speaker:
    """Speaks of figures in the words of the rulebook."""

    def __init__(self, book: CheckBook, indicators: dict[str, Indicator]) -> None:
        self.book = book
        self._indicators = indicators

    def label(self, indicator: str, item: str | None = None) -> Words:
        """What an indicator is called; of an open vocabulary, what the report itself calls it."""
        if item:
            return Words(zh=item, en=item)
        known = self._indicators.get(indicator)
        if known is None:
            return Words(zh=indicator, en=indicator)
        return Words(zh=_plain(known.zh), en=_plain(known.en))

    def value(self, figure: Figure | None) -> Words:
        if figure is None:
            return self.book.words.unknown
        if not is_known(figure):
            return self.book.words.blank
        text = figure.printed if figure.qualifier != "exact" and figure.printed else number(float(figure.value or 0))
        return Words(zh=text, en=text)

    def figure(self, figure: Figure, year: int | None = None) -> Words:
        """A figure with its value; ``year``: that of the report, to name another one."""
        label, value = self.label(figure.indicator, figure.item), self.value(figure)
        said = Words(zh=f"{label.zh} {value.zh}", en=f"{label.en} {value.en}")
        if year is None or figure.year in (None, year):
            return said
        return self.fill(self.book.words.year_of, {"label": said, "year": str(figure.year)})

    def place(self, figure: Figure) -> Words:
        """Which column a figure stands in: for whom, and over which period."""
        applicant = self.book.words.applicants[figure.applicant.value]
        period = self.book.words.periods[figure.period.value]
        if figure.period == "cumulative":
            return period
        return applicant

    def joined(self, parts: Iterable[Words], between: Words | None = None) -> Words:
        found = list(parts)
        glue = between or self.book.words.comma
        return Words(zh=glue.zh.join(p.zh for p in found) or "0", en=glue.en.join(p.en for p in found) or "0")

    def fill(self, template: Words, fields: Fields) -> Words:
        return Words(zh=template.zh.format_map(_Fields(fields, "zh")), en=template.en.format_map(_Fields(fields, "en")))

    def finding(
        self,
        check: Check,
        outcome: Outcome,
        figures: Sequence[Figure],
        fields: Fields,
        *,
        expected: str = "",
        observed: str = "",
        explanation: Words | None = None,
        place: tuple[int, int] | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding in words. What a natural reading explains is information, whatever the check's severity."""
        message = self.fill(check.message, {**fields, "expected": expected, "observed": observed})
        if explanation is not None:
            tail = self.fill(self.book.words.reading, {"reading": explanation})
            message = Words(zh=message.zh + tail.zh, en=message.en + tail.en)
        explained = outcome is Outcome.EXPLAINED
        return Finding(
            code=check.code,
            severity=severity or (Severity.INFO if explained else check.severity),
            outcome=outcome,
            message_zh=message.zh,
            message_en=message.en,
            expected=expected,
            observed=observed,
            explanation=explanation.en if explanation else "",
            figures=tuple(FigureRef.of(figure) for figure in figures),
            start=place[0] if place else None,
            end=place[1] if place else None,
        )


class _Fields(dict[str, str]):
    """Template fields in one language; a field that a template names and nothing fills stays visible."""

    def __init__(self, fields: Fields, language: Language) -> None:
        super().__init__({name: word(value, language) for name, value in fields.items()})

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
