"""Text against table, text against text: one indicator printed with different values.

Before it is called a contradiction, the sums and differences that the form makes natural are tried: prose may say
"received" of what came in and what was carried over, or "reconsiderations" of the closed ones only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportmine.checking.case import Case
from reportmine.checking.judge import BLANK, State, read_term
from reportmine.checking.ranges import ZERO, Range, is_known, range_of
from reportmine.checking.statements import Key, Slot
from reportmine.model import Figure, Finding, Outcome, Source
from reportmine.rulebook.checks import Check, MeasuresRule, NaturalReading, StatementsRule


def named(indicator: str, names: Sequence[str]) -> bool:
    """Whether an identifier is listed, by itself or under a prefix that ends in a dot."""
    return any(indicator == name or (name.endswith(".") and indicator.startswith(name)) for name in names)


def compare_statements(case: Case, check: Check, rule: StatementsRule) -> Iterator[Finding]:
    statements = case.statements
    if rule.sides == "table_table":
        for key, figures in statements.printed.items():
            yield from _pairs(case, check, rule, key, figures)
        return
    for key, figures in statements.prose.items():
        if named(key.indicator, rule.skip):
            continue
        against = _table_value(case, key)
        if rule.sides == "prose_table" and against is not None:
            yield from _against_table(case, check, rule, key, figures=figures, against=against)
        if rule.sides == "prose_prose" and against is None:
            yield from _pairs(case, check, rule, key, figures)


TableValue = tuple[list[Figure], Range | None]  # the figures it stands on; None: blank


def _table_value(case: Case, key: Key) -> TableValue | None:
    """What the tables say: printed, or the sum of rows that the form prints instead of a total."""
    printed = case.statements.printed.get(key, [])
    known = [figure for figure in printed if is_known(figure)]
    if known:
        return (known, range_of(known[0], case.settings)) if len({f.value for f in known}) == 1 else None
    if printed:
        return (printed, None) if all(figure.status in BLANK for figure in printed) else None
    for column, slots in case.statements.tables.items():
        form = case.forms.get(column.form)
        if form is None or column.year != key.year:
            continue
        for derived in (each for table in form.tables for each in table.derived if each.indicator == key.indicator):
            found = _sum_of(case, slots, derived.parts, key)
            if found is not None:
                return found
    return None


def _sum_of(case: Case, slots: dict[Slot, list[Figure]], parts: Sequence[str], key: Key) -> TableValue | None:
    terms = [read_term(1, slots.get(Slot(part, key.applicant, key.period), []), case.settings) for part in parts]
    if any(term.state is State.MISSING for term in terms):
        return None
    figures = [term.figure for term in terms if term.figure is not None]
    if not any(term.state is State.KNOWN for term in terms):
        return figures, None
    total = ZERO
    for term in terms:
        total = total.plus(term.range)
    return figures, total


def _against_table(
    case: Case,
    check: Check,
    rule: StatementsRule,
    key: Key,
    *,
    figures: Sequence[Figure],
    against: TableValue,
) -> Iterator[Finding]:
    table_figures, table = against
    known = [figure for figure in figures if is_known(figure)]
    if table is None:
        return
    agree = [figure for figure in known if range_of(figure, case.settings).meets(table)]
    by_value: dict[float, list[Figure]] = {}
    for figure in known:
        if figure not in agree:
            by_value.setdefault(float(figure.value or 0), []).append(figure)
    for same in by_value.values():
        reading = _natural(case, rule, key, range_of(same[0], case.settings))
        outcome = Outcome.EXPLAINED if reading else Outcome.FAIL
        if not reading and (_unsure(case, same) or (agree and named(key.indicator, rule.lenient))):
            outcome = Outcome.UNCERTAIN
        shown = [figure for figure in table_figures if figure.value] or table_figures[:1]
        yield case.speaker.finding(
            check,
            outcome,
            [*same, *shown],
            {"label": case.speaker.label(key.indicator), "said": case.speaker.value(same[0])},
            expected=str(table),
            observed=str(range_of(same[0], case.settings)),
            explanation=reading.name if reading else None,
        )


def _unsure(case: Case, figures: Sequence[Figure]) -> bool:
    return all(figure.confidence < case.settings.least_confidence for figure in figures)


def _pairs(case: Case, check: Check, rule: StatementsRule, key: Key, figures: Sequence[Figure]) -> Iterator[Finding]:
    """The first statement against each later one that says something else."""
    known = [figure for figure in figures if is_known(figure)]
    if named(key.indicator, rule.skip) or len(known) < 2:
        return
    first, seen = known[0], {float(known[0].value or 0)}
    for other in known[1:]:
        said, before = range_of(other, case.settings), range_of(first, case.settings)
        if float(other.value or 0) in seen or said.meets(before):
            continue
        seen.add(float(other.value or 0))
        reading = _natural(case, rule, key, said) or _natural(case, rule, key, before)
        outcome = Outcome.EXPLAINED if reading else Outcome.FAIL
        if not reading and (_unsure(case, [first, other]) or named(key.indicator, rule.lenient)):
            outcome = Outcome.UNCERTAIN
        yield case.speaker.finding(
            check,
            outcome,
            [first, other],
            {"label": case.speaker.label(key.indicator), "said": case.speaker.value(other)},
            expected=str(before),
            observed=str(said),
            explanation=reading.name if reading else None,
        )


def _natural(case: Case, rule: StatementsRule, key: Key, said: Range) -> NaturalReading | None:
    """The first natural reading whose value is what was said. One that says nothing but zero explains nothing."""
    for reading in rule.readings:
        if not named(key.indicator, reading.indicators):
            continue
        total = ZERO
        for term in reading.parsed:
            value = _value(case, key._replace(indicator=term.indicator))
            if value is None:
                break
            total = total.plus(value, term.sign)
        else:
            if said.meets(total) and (total.high > 0 or said.high > 0):
                return reading
    return None


def _value(case: Case, key: Key) -> Range | None:
    found = _table_value(case, key)
    if found is not None:
        return found[1]
    said = [figure for figure in case.statements.prose.get(key, []) if is_known(figure)]
    return range_of(said[0], case.settings) if said else None


def compare_measures(case: Case, check: Check, rule: MeasuresRule) -> Iterator[Finding]:
    """Two measures under one everyday name: said once for all of them, because neither is wrong."""
    figures: dict[int, Figure] = {}
    for larger, smaller, how in rule.pairs:
        for one in _exact(case, larger):
            for other in _exact(case, smaller):
                prose = one.source is Source.PROSE
                differ = one.value != other.value if how == "differs" else (one.value or 0) > (other.value or 0)
                if prose and differ and other.value:
                    figures |= {id(one): one, id(other): other}
    if figures:
        chosen = sorted(figures.values(), key=lambda figure: figure.evidence.start)
        said = case.speaker.joined(case.speaker.figure(figure) for figure in _once(chosen))
        yield case.speaker.finding(check, Outcome.EXPLAINED, chosen, {"figures": said})


def _exact(case: Case, indicator: str) -> list[Figure]:
    year = case.report.year
    found = case.statements.of_prose(indicator, year) + case.statements.of_table(indicator, year)
    return [figure for figure in found if is_known(figure)]


def _once(figures: Sequence[Figure]) -> list[Figure]:
    return list({(figure.indicator, figure.value): figure for figure in figures}.values())
