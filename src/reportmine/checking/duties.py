"""Duties that dates, headings and identity decide, and words that no finished report should hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from reportmine.checking.case import Case
from reportmine.checking.words import Fields
from reportmine.model import Finding, IdentityEvidence, Outcome, Scope
from reportmine.rulebook.checks import Check, Deadline, DutyRule, PatternRule


def check_duty(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    if case.meets(rule.when):
        yield from _DUTIES[rule.duty](case, check, rule)


def _say(
    case: Case,
    check: Check,
    fields: Fields,
    expected: str,
    observed: str,
    *,
    outcome: Outcome = Outcome.FAIL,
    place: tuple[int, int] | None = None,
) -> Finding:
    return case.speaker.finding(check, outcome, (), fields, expected=expected, observed=observed, place=place)


def _deadline_of(case: Case, rule: DutyRule) -> date | None:
    report = case.report
    if report.year is None:
        return None
    for deadline in rule.deadlines:
        if deadline.from_year <= report.year <= deadline.to_year and _is_for(case, deadline):
            return date(report.year + 1, deadline.month, deadline.day)
    return None


def _is_for(case: Case, deadline: Deadline) -> bool:
    scope = not deadline.scopes or case.report.scope in deadline.scopes
    return scope and (not deadline.kinds or case.report.issuer.kind in deadline.kinds)


def _deadline(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    """Two things make it uncertain: a date more than a year late is more likely the day a page was moved, and a report
    that may sum up a whole government has longer."""
    due, published, year = _deadline_of(case, rule), case.report.published_on, case.report.year
    if due is None or published is None or year is None or published <= due:
        return
    latest = max(date(year + 1, each.month, each.day) for each in rule.deadlines)
    open_scope = case.report.scope is Scope.UNKNOWN and published <= latest
    moved = (published - due).days > 365
    fields: Fields = {"due": due.isoformat(), "published": published.isoformat(), "days": str((published - due).days)}
    outcome = Outcome.UNCERTAIN if moved or open_scope else Outcome.FAIL
    yield _say(case, check, fields, due.isoformat(), published.isoformat(), outcome=outcome)


def _early(case: Case, check: Check, _: DutyRule) -> Iterator[Finding]:
    published, year = case.report.published_on, case.report.year
    if published is not None and year is not None and published <= date(year, 12, 31):
        fields: Fields = {"published": published.isoformat(), "year": str(year)}
        yield _say(case, check, fields, f"> {year}-12-31", published.isoformat())


def _parts(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    """All missing parts in one finding. A report without any is a fragment or a picture, and nothing is said of it."""
    text = case.document.text
    missing = [part for part in rule.parts if not any(re.search(pattern, text) for pattern in part.any_of)]
    if missing and len(missing) < len(rule.parts):
        names = case.speaker.joined(part.name for part in missing)
        yield _say(case, check, {"parts": names}, str(len(rule.parts)), str(len(rule.parts) - len(missing)))


def _form_year(case: Case, check: Check, _: DutyRule) -> Iterator[Finding]:
    form, year = case.forms.get(case.report.form), case.report.year
    if form is None or year is None or year <= form.years[1]:
        return
    years = f"{form.years[0]}–{form.years[1]}"
    yield _say(
        case, check, {"form": case.speaker.label(form.name), "years": years, "year": str(year)}, years, str(year)
    )


def _no_table(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    """No form was found: it is a picture by the notes of reading, promised by the text, or due by the year."""
    if case.report.form != "none" or case.statements.tables:
        return
    picture = next((note for note in case.document.notes if note in rule.sources), None)
    promise = re.search(rule.promise, case.document.text) if rule.promise else None
    if rule.sources and picture is None:
        return
    if rule.promise and promise is None:
        return
    place = (promise.start(), promise.end()) if promise else None
    yield _say(case, check, {"note": picture or ""}, "", picture or (promise.group() if promise else ""), place=place)


def _noted(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    """Reading noticed that something of the file was not read, whatever was found in the rest."""
    note = next((note for note in case.document.notes if note in rule.sources), None)
    if note is not None:
        yield _say(case, check, {"note": note}, "", note)


def _issuer(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    yield from _disagreement(case, check, rule, case.report.issuer.evidence)


def _year(case: Case, check: Check, rule: DutyRule) -> Iterator[Finding]:
    yield from _disagreement(case, check, rule, case.report.year_evidence)


def _disagreement(
    case: Case, check: Check, rule: DutyRule, evidence: tuple[IdentityEvidence, ...]
) -> Iterator[Finding]:
    """The first two pieces of strong evidence that say different things."""
    strong = [piece for piece in evidence if piece.kind in rule.sources and piece.says]
    if not strong:
        return
    first = strong[0]
    other = next((piece for piece in strong if not _same(first.says, piece.says)), None)
    if other is None:
        return
    fields: Fields = {"first": first.says, "first_text": first.text, "other": other.says, "other_text": other.text}
    place = (other.start, other.end) if other.start is not None and other.end is not None else None
    yield _say(case, check, fields, first.says, other.says, place=place)


def _same(one: str, other: str) -> bool:
    """Names of different completeness and codes of different depth agree."""
    return one in other or other in one


def _period(case: Case, check: Check, _: DutyRule) -> Iterator[Finding]:
    period, year = case.report.period, case.report.year
    if period is None or year is None:
        return
    whole = (date(year, 1, 1), date(year, 12, 31))
    if period != whole:
        said = " – ".join(day.isoformat() for day in period)
        yield _say(case, check, {"period": said, "year": str(year)}, " – ".join(d.isoformat() for d in whole), said)


_DUTIES: dict[str, Callable[[Case, Check, DutyRule], Iterator[Finding]]] = {
    "deadline": _deadline,
    "early": _early,
    "parts": _parts,
    "form_year": _form_year,
    "no_table": _no_table,
    "noted": _noted,
    "issuer": _issuer,
    "year": _year,
    "period": _period,
}


def check_patterns(case: Case, check: Check, rule: PatternRule) -> Iterator[Finding]:
    if not case.meets(rule.when):
        return
    found = [match for pattern in rule.patterns for match in re.finditer(pattern, case.document.text)]
    for match in sorted(found, key=lambda match: match.start())[: rule.most]:
        words = match.group().strip()
        yield _say(case, check, {"words": words}, "", words, place=(match.start(), match.end()))
