"""Which year a report is of: every source that speaks is kept, and the most trusted one decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from reportmine.identity.case import Case
from reportmine.identity.dates import Period, find_periods, read_date, read_year
from reportmine.identity.flat import Flat
from reportmine.identity.titles import Title
from reportmine.model import Document, IdentityEvidence
from reportmine.rulebook.identity import YearRules

NO_ONE_YEAR = "no one year"
LEAST_MENTIONS = 3


class Years(NamedTuple):
    year: int | None
    period: tuple[date, date] | None
    published_on: date | None
    evidence: tuple[IdentityEvidence, ...]


class _Says(NamedTuple):
    kind: str
    text: str
    year: int | None  # None: several years, or a period that cannot be
    start: int | None = None
    end: int | None = None


def find_years(case: Case, titles: Sequence[Title], headers: Sequence[int]) -> Years:
    """``headers``: the years printed in the heads of matched tables."""
    document, flat, rules, manifest = case.document, case.flat, case.rules.years, case.manifest
    periods = [period for period in find_periods(flat.text, rules) if period.start < rules.period_search]
    signed = _signature(flat, rules)
    posted = _posted(document, rules)
    sources = [
        *_from_titles(titles, rules),
        *_from_periods(periods, flat),
        *(_Says("table_header", str(year), year) for year in dict.fromkeys(headers)),
        *_from_opening(flat, rules),
        *([] if signed is None else [_Says("signature", *_year_before(signed[0], rules), *signed[1])]),
        *([] if posted is None else [_Says("published", *_year_before(posted, rules))]),
        *_from_file_name(document.source, rules),
        *([_Says("manifest", str(manifest.year), manifest.year)] if manifest.year else []),
        *_from_mentions(flat, rules),
    ]
    rank = {kind: place for place, kind in enumerate(rules.trust)}
    sources.sort(key=lambda says: rank.get(says.kind, len(rank)))
    year = _decide(sources)
    published = manifest.published_on or (signed[0] if signed else posted)
    return Years(year, _period(periods, year), published, tuple(_evidence(says, rank) for says in sources))


def _decide(sources: Sequence[_Says]) -> int | None:
    """The year of the most trusted source. A title of several years leaves it open: no single one would be true."""
    for says in sources:
        if says.year is not None or says.kind == "title":
            return says.year
    return None


def _evidence(says: _Says, rank: dict[str, int]) -> IdentityEvidence:
    weight = round(1 - rank.get(says.kind, len(rank)) / (len(rank) + 1), 2)
    return IdentityEvidence(
        kind=says.kind, text=says.text, says=str(says.year) if says.year else NO_ONE_YEAR, weight=weight,
        start=says.start, end=says.end,
    )  # fmt: skip


def _period(periods: Sequence[Period], year: int | None) -> tuple[date, date] | None:
    """The stated period that ends in the report's year; the calendar year where none is stated."""
    for period in periods:
        if period.possible and (year is None or period.last.year == year):
            return period.first, period.last
    return (date(year, 1, 1), date(year, 12, 31)) if year is not None else None


def _from_titles(titles: Sequence[Title], rules: YearRules) -> Iterator[_Says]:
    for title in titles:
        kind = "title" if title.source in ("title", "page_title", "first_sentence") else title.source
        if several := rules.range.search(title.text):
            first, last = (read_year(several.group(name), rules) for name in ("first", "last"))
            if first and last and first < last:
                yield _Says(kind, title.text, None, title.start, title.end)
                continue
        if printed := rules.year.search(title.text):
            year = read_year(printed.group("year"), rules)
            if year is not None:
                yield _Says(kind, title.text, year, title.start, title.end)


def _from_periods(periods: Sequence[Period], flat: Flat) -> Iterator[_Says]:
    for period in periods:
        start, end = flat.span(period.start, period.end)
        yield _Says(
            "period" if period.possible else "period_backwards", flat.original[start:end], period.year, start, end
        )


def _from_opening(flat: Flat, rules: YearRules) -> Iterator[_Says]:
    if opening := rules.opening.search(flat.text, 0, rules.opening_reach):
        year = read_year(opening.group("year"), rules)
        if year is not None:
            yield _Says("opening", opening.group(), year, *flat.span(*opening.span()))


def _from_file_name(source: str, rules: YearRules) -> Iterator[_Says]:
    name = PurePath(source).stem
    years = {read_year(found, rules) for found in re.findall(r"(?<!\d)(20\d{2})(?!\d)", name)} - {None}
    if len(years) == 1:
        yield _Says("file_name", name, years.pop())


def _from_mentions(flat: Flat, rules: YearRules) -> Iterator[_Says]:
    """The year the text speaks of most, where it does so much more often than of any other."""
    found = (read_year(match.group("year"), rules) for match in rules.mention.finditer(flat.text))
    counts = Counter(year for year in found if year is not None).most_common(2)
    if counts and counts[0][1] >= LEAST_MENTIONS and (len(counts) == 1 or counts[0][1] > 1.5 * counts[1][1]):
        yield _Says("mentions", str(counts[0][1]), counts[0][0])


def _signature(flat: Flat, rules: YearRules) -> tuple[date, tuple[int, int]] | None:
    """The last whole date near the text's end that closes a line or the text."""
    floor = max(len(flat.text) - rules.signature_reach, 0)
    for match in reversed(list(rules.date.finditer(flat.text, floor))):
        start, end = flat.span(*match.span())
        behind = flat.original[end : end + 12]
        if behind.strip() and not behind.lstrip(" \t　)）】]").startswith("\n"):
            continue
        line = flat.original[flat.original.rfind("\n", 0, start) + 1 : start].strip()
        if (len(line) <= 30 and not rules.sentence.search(line)) and (found := read_date(match, rules)) is not None:
            return found, (start, end)
    return None


def _posted(document: Document, rules: YearRules) -> date | None:
    """The page's own date: from its metadata, or from a labelled line at the text's start."""
    for field in ("published_on", "generated_on"):
        if match := rules.numeric_date.search(document.metadata.get(field, "")):
            return read_date(match, rules)
    match = rules.published.search(document.text, 0, rules.published_reach)
    inner = rules.numeric_date.search(match.group("date")) if match else None
    return read_date(inner, rules) if inner else None


def _year_before(day: date, rules: YearRules) -> tuple[str, int]:
    return day.isoformat(), day.year if day.month in rules.same_year_months else day.year - 1
