"""Lists in prose against their totals, parts against wholes, percentages against counts, growth against last year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportmine.checking.case import Case
from reportmine.checking.ranges import ZERO, Range, is_known, number, range_of
from reportmine.checking.statements import Key, key_of
from reportmine.model import Applicant, Figure, Finding, Outcome, Period, Source
from reportmine.rulebook.checks import (
    Check,
    EmptyTableRule,
    GrowthRule,
    ListTotalRule,
    ProsePartsRule,
    SharesRule,
    Words,
)

_STOPS = "。;；\n"


def after(case: Case, figure: Figure, reach: int) -> str:
    """The text that follows a figure, to the end of its sentence or the next ``reach`` characters."""
    text = case.document.text[figure.evidence.end : figure.evidence.end + reach]
    stop = min((place for mark in _STOPS if (place := text.find(mark)) >= 0), default=len(text))
    return text[:stop]


def find_lists(case: Case, rule: ListTotalRule) -> list[list[Figure]]:
    """Runs of members that stand close to each other and speak of one year."""
    members = sorted(
        (f for f in case.report.figures if f.indicator == rule.list_of and f.source is Source.PROSE and is_known(f)),
        key=lambda figure: figure.evidence.start,
    )
    runs: list[list[Figure]] = [members[:1]] if members else []
    for before, figure in pairwise(members):
        between = case.document.text[before.evidence.end : figure.evidence.start]
        near = len(between) <= rule.gap and "\n" not in between
        if near and (before.year, before.period) == (figure.year, figure.period):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return [run for run in runs if len(run) >= rule.at_least]


def check_list_totals(case: Case, check: Check, rule: ListTotalRule) -> Iterator[Finding]:
    for run in find_lists(case, rule):
        totals = _totals(case, rule, run)
        if totals:
            finding = _against_totals(case, check, rule, run, totals)
            if finding is not None:
                yield finding


def _totals(case: Case, rule: ListTotalRule, run: Sequence[Figure]) -> list[Figure]:
    """What the list may divide, nearest first: what stands before it in the text, then the rest."""
    start = run[0].evidence.start
    found = [
        figure
        for figure in case.report.figures
        if figure.indicator in rule.totals
        and figure.item is None
        and is_known(figure)
        and figure.value
        and (figure.year, figure.period, figure.applicant) == (run[0].year, run[0].period, Applicant.TOTAL)
    ]
    return sorted(
        found, key=lambda f: (f.source is Source.TABLE, f.evidence.start > start, abs(start - f.evidence.start))
    )


def _against_totals(
    case: Case, check: Check, rule: ListTotalRule, run: Sequence[Figure], totals: Sequence[Figure]
) -> Finding | None:
    settings = case.settings
    sums = [_added(case, run), *(_added(case, kept) for kept in _simpler(run))]
    nearest = totals[0]
    if sums[0].meets(range_of(nearest, settings)):
        return None
    fits = next((f for f in totals for s in sums if s.meets(range_of(f, settings))), None)
    fields: dict[str, Words | str] = {
        "sum": str(sums[0]),
        "nearest": case.speaker.figure(nearest),
        "count": str(len(run)),
    }
    expected, observed = str(range_of(nearest, settings)), str(sums[0])
    if fits is not None:
        same = [f for f in totals if f.value == fits.value and f is not nearest][:2]
        figures = [*run, nearest, *same]
        reading = case.speaker.figure(fits)
        return case.speaker.finding(
            check, Outcome.EXPLAINED, figures, fields, expected=expected, observed=observed, explanation=reading
        )
    partial = _partial(case, rule, run, nearest)
    if partial is not None:
        reading = case.speaker.fill(rule.partial, {"percent": partial})
        return case.speaker.finding(
            check,
            Outcome.EXPLAINED,
            [*run, nearest],
            fields,
            expected=expected,
            observed=observed,
            explanation=reading,
        )
    return case.speaker.finding(
        check,
        _unexplained(case, rule, run, nearest, sums[0]),
        [*run, nearest],
        fields,
        expected=expected,
        observed=observed,
    )


def _unexplained(case: Case, rule: ListTotalRule, run: Sequence[Figure], nearest: Figure, total: Range) -> Outcome:
    """A list that is open, far from its total, or read in part accuses nobody of a wrong sum; nor does one that may
    divide a count which stands nearer and is none of the totals.
    """
    text = case.document.text
    start, end = run[0].evidence.start, run[-1].evidence.end
    is_open = re.search(rule.open_after, text[end : end + rule.gap].split("。")[0]) is not None
    between = text[nearest.evidence.end : start]
    apart = nearest.source is Source.TABLE or nearest.evidence.start > start or len(between) > rule.reach
    unsure = any(figure.confidence < case.settings.least_confidence for figure in (*run, nearest))
    too_little = total.high < range_of(nearest, case.settings).low
    read = {figure.evidence.start for figure in run}
    whole_sentence = text[start:end] + after(case, run[-1], rule.reach)
    in_part = any(start + place not in read for place, _ in _counts(rule, whole_sentence))
    divides_another = any(count >= total.low for _, count in _counts(rule, between))
    if apart or unsure or divides_another or (too_little and (is_open or in_part)):
        return Outcome.UNCERTAIN
    return Outcome.FAIL


def _counts(rule: ListTotalRule, text: str) -> Iterator[tuple[int, int]]:
    """Every count printed in a stretch of text, understood or not: where it stands, and what it says."""
    for match in re.finditer(rule.count, text):
        yield match.start("number"), int(match["number"].replace(",", ""))


def _partial(case: Case, rule: ListTotalRule, run: Sequence[Figure], total: Figure) -> str | None:
    """The sum of the shares printed with the members, where each fits and all together are not the whole."""
    matches = [re.match(rule.share, after(case, figure, 36)) for figure in run]
    shares = [float(match["percent"]) for match in matches if match is not None]
    if len(shares) < len(run) or sum(shares) > 98:
        return None
    whole = float(total.value or 0)
    fits = all(
        abs(100 * float(figure.value or 0) / whole - share) <= 1 for figure, share in zip(run, shares, strict=True)
    )
    return number(round(sum(shares), 2)) if fits else None


def _added(case: Case, run: Sequence[Figure]) -> Range:
    total = ZERO
    for figure in run:
        total = total.plus(range_of(figure, case.settings))
    return total


def _simpler(run: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The list without classes that are divided in it, and without members named twice."""
    kept: list[Figure] = []
    index = 0
    while index < len(run):
        kept.append(run[index])
        index += 1 + _inner(run, index)
    if len(kept) < len(run):
        yield kept
    distinct = list({(figure.item, figure.value): figure for figure in run}.values())
    if len(distinct) < len(run):
        yield distinct


def _inner(run: Sequence[Figure], index: int) -> int:
    """How many of the next members divide this one: at least two that add up to it."""
    total = 0.0
    for count, figure in enumerate(run[index + 1 :], start=1):
        total += float(figure.value or 0)
        if count >= 2 and total == float(run[index].value or 0):
            return count
    return 0


def check_prose_parts(case: Case, check: Check, rule: ProsePartsRule) -> Iterator[Finding]:
    """Parts named after their whole in one sentence: more is wrong, less only where the list claims to be whole."""
    parents = {indicator.id: indicator.parent for indicator in case.rulebook.indicators.values()}
    prose = sorted((f for f in case.report.figures if f.source is Source.PROSE), key=lambda f: f.evidence.start)
    for whole in prose:
        if whole.indicator not in rule.wholes or not is_known(whole) or whole.applicant is not Applicant.TOTAL:
            continue
        end = whole.evidence.end
        sentence = case.document.text[end : end + rule.reach].split("。")[0].split("\n")[0]
        parts = [
            part
            for part in prose
            if parents.get(part.indicator) == whole.indicator
            and end <= part.evidence.start < end + len(sentence)
            and (part.year, part.period, part.applicant) == (whole.year, whole.period, whole.applicant)
            and is_known(part)
        ]
        distinct = list({key_of(part): part for part in parts}.values())
        if len(distinct) >= 2:
            yield from _against_whole(
                case, check, whole, distinct, complete=re.search(rule.complete, sentence) is not None
            )


def _against_whole(
    case: Case, check: Check, whole: Figure, parts: Sequence[Figure], *, complete: bool
) -> Iterator[Finding]:
    total, stated = _added(case, parts), range_of(whole, case.settings)
    if total.meets(stated):
        return
    sure = all(part.confidence >= case.settings.least_confidence for part in (whole, *parts))
    wrong = total.low > stated.high or complete
    yield case.speaker.finding(
        check,
        Outcome.FAIL if wrong and sure else Outcome.UNCERTAIN,
        [whole, *parts],
        {
            "whole": case.speaker.figure(whole),
            "parts": case.speaker.joined((case.speaker.figure(part) for part in parts), Words(zh=" + ", en=" + ")),
            "sum": str(total),
        },
        expected=str(stated),
        observed=str(total),
    )


def check_shares(case: Case, check: Check, rule: SharesRule) -> Iterator[Finding]:
    """A percentage after a count fits it with one of the wholes it may be a share of, rounded or cut off."""
    pattern = re.compile(rule.pattern)
    for figure in case.report.figures:
        if figure.source is not Source.PROSE or not is_known(figure) or not figure.value:
            continue
        wholes = [whole for name in _wholes_of(case, rule, figure) for whole in _known(case, name, figure)]
        match = pattern.match(after(case, figure, rule.reach))
        if match is None or not wholes:
            continue
        percent = float(match["percent"])
        step = 10.0 ** -len(match["percent"].partition(".")[2]) if "." in match["percent"] else 1.0
        if any(_fits(case, figure, whole, percent, step) for whole in wholes):
            continue
        whole = wholes[0]
        start = figure.evidence.end + match.start("percent")
        share = 100 * float(figure.value) / float(whole.value or 1)
        yield case.speaker.finding(
            check,
            Outcome.FAIL if whole.source is Source.PROSE or len(wholes) == 1 else Outcome.UNCERTAIN,
            [figure, whole],
            {"part": case.speaker.figure(figure), "whole": case.speaker.figure(whole), "percent": match["percent"]},
            expected=f"{share:.2f}%",
            observed=f"{match['percent']}%",
            place=(start, start + len(match["percent"])),
        )


def _wholes_of(case: Case, rule: SharesRule, figure: Figure) -> Sequence[str]:
    if figure.indicator in rule.wholes:
        return rule.wholes[figure.indicator]
    parent = case.rulebook.indicators[figure.indicator].parent if figure.indicator in case.rulebook.indicators else None
    return (parent,) if parent else ()


def _known(case: Case, indicator: str, like: Figure) -> list[Figure]:
    key = Key(indicator, Applicant.TOTAL, Period.YEAR, like.year)
    found = case.statements.prose.get(key, []) + case.statements.printed.get(key, [])
    return [figure for figure in found if is_known(figure) and figure.value]


def _fits(case: Case, part: Figure, whole: Figure, percent: float, step: float) -> bool:
    count, total = range_of(part, case.settings), range_of(whole, case.settings)
    low = count.low / total.high * 100 if total.high != float("inf") else 0.0
    high = count.high / total.low * 100 if total.low else float("inf")
    return low - step <= percent <= high + step


def check_growth(case: Case, check: Check, rule: GrowthRule) -> Iterator[Finding]:
    """A growth rate after a count: against last year's figure where it is printed, else left to the warehouse."""
    for figure in case.report.figures:
        if figure.source is not Source.PROSE or not is_known(figure) or not figure.value or figure.item:
            continue
        text = after(case, figure, rule.reach)
        for pattern, sign in ((rule.up, 1), (rule.down, -1)):
            match = re.match(pattern, text)
            base = None if match is None else _base(case, figure, match["percent"], sign)
            if match is None or base is None:
                continue
            earlier = _known(case, figure.indicator, figure.model_copy(update={"year": (figure.year or 0) - 1}))
            yield from _against_base(
                case, check, figure, earlier, base=base, percent=("" if sign > 0 else "−") + match["percent"]
            )


def _base(case: Case, figure: Figure, percent: str, sign: int) -> Range | None:
    """Last year's values that the printed rate, rounded or cut off, leaves possible."""
    step = 10.0 ** -len(percent.partition(".")[2]) if "." in percent else 1.0
    slowest, fastest = (
        1 + sign * (float(percent) - sign * step) / 100,
        1 + sign * (float(percent) + sign * step) / 100,
    )
    if slowest <= 0:
        return None
    now = range_of(figure, case.settings)
    return Range(now.low / fastest, now.high / slowest)


def _against_base(
    case: Case, check: Check, figure: Figure, earlier: Sequence[Figure], *, base: Range, percent: str
) -> Iterator[Finding]:
    if any(base.meets(range_of(last, case.settings)) for last in earlier):
        return
    yield case.speaker.finding(
        check,
        Outcome.FAIL if earlier else Outcome.NOT_ASSESSABLE,
        [figure, *earlier[:1]],
        {
            "now": case.speaker.figure(figure),
            "percent": percent,
            "before": case.speaker.value(earlier[0]) if earlier else case.speaker.book.words.unknown,
        },
        expected=f"{number(round(base.low, 3))}–{number(round(base.high, 3))}",
        observed=number(float(earlier[0].value or 0)) if earlier else f"{percent}%",
    )


def check_empty_table(case: Case, check: Check, rule: EmptyTableRule) -> Iterator[Finding]:
    """A table of zeros beside prose that counts."""
    table = [f for f in case.report.figures if f.source is Source.TABLE]
    if len(table) < rule.cells or not any(is_known(f) for f in table) or any(f.value for f in table):
        return
    busy = [
        figure
        for figure in case.report.figures
        if figure.source is Source.PROSE and figure.value and figure.year == case.report.year
        and figure.indicator in rule.prose and is_known(figure)
    ]  # fmt: skip
    if busy:
        yield case.speaker.finding(
            check,
            Outcome.FAIL,
            [*busy[:5], table[0]],
            {"cells": str(len(table)), "busy": case.speaker.joined(case.speaker.figure(f) for f in busy[:3])},
            expected="",
            observed="0",
        )
