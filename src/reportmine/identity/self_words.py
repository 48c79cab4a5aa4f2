"""How a report speaks of itself (我镇, 我市), and who that may be where nothing names the issuer."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from reportmine.identity.case import Case
from reportmine.identity.flat import Flat
from reportmine.identity.names import BodyName, Step
from reportmine.identity.traces import Trace, Traces
from reportmine.model import BodyKind
from reportmine.rulebook.identity import BodyRules
from reportmine.rulebook.places import Places

LEAST_SELF_WORDS = 2
LEAST_MENTIONS = 2
MENTIONS_ALONE = 4  # of a township in a report that does not say "we"


class SelfLevel(NamedTuple):
    kind: str  # "township", "county", "city", "department"

    def fits(self, body: BodyName) -> bool:
        """Whether a body of this name could say "we" in the way the report does."""
        leaf = body.leaf
        if self.kind == "department":
            return body.kind not in (BodyKind.GOVERNMENT, BodyKind.SUBDISTRICT_OFFICE)
        if body.kind is BodyKind.DEPARTMENT or leaf is None:
            return False
        return (leaf.level == "township") == (self.kind == "township")


class Guess(NamedTuple):
    body: BodyName
    traces: tuple[Trace, ...]


def self_level(flat: Flat, rules: BodyRules) -> SelfLevel | None:
    """The level the report's own words speak of, where one clearly leads."""
    for words in (rules.self_words.own, rules.self_words.about):
        counts = Counter({kind: len(pattern.findall(flat.text)) for kind, pattern in words.items()})
        (kind, most), (_, next_most) = counts.most_common(2)
        if most >= LEAST_SELF_WORDS and most > next_most:
            return SelfLevel(kind)
        if most:
            return None
    return None


def guess_body(case: Case, level: SelfLevel | None, traces: Traces, year: int | None) -> Guess | None:
    """The place that a report without title, address and signature speaks of as its own; None where none leads."""
    if level is not None and level.kind == "department":
        return None
    flat, places, rules = case.flat, case.places, case.rules
    if level is None or level.kind == "township":
        name = _leading(_town_counts(flat.text, places), LEAST_MENTIONS if level else MENTIONS_ALONE)
        body = BodyName(_kind(name, rules.bodies), (Step(name, "township"),), "", name) if name else None
        return Guess(body, ()) if body else None
    counts, why = _division_counts(flat.text, level, traces, places, year)
    name = _leading(counts)
    if name is None:
        return None
    return Guess(BodyName(BodyKind.GOVERNMENT, (Step(name, "division"),), "", name), tuple(why.get(name, ())))


def _kind(name: str, rules: BodyRules) -> BodyKind:
    return BodyKind.SUBDISTRICT_OFFICE if name.endswith(rules.subdistrict_types) else BodyKind.GOVERNMENT


def _leading(counts: Counter[str], least: int = LEAST_MENTIONS) -> str | None:
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _town_counts(text: str, places: Places) -> Counter[str]:
    counts: Counter[str] = Counter()
    ends = re.compile("|".join(places.naming.township_types))
    for match in ends.finditer(text):
        end = match.end()
        sizes = range(12, len(match.group()), -1)
        name = next(
            (text[end - size : end] for size in sizes if places.townships_named(text[max(end - size, 0) : end])), ""
        )
        if name:
            counts[name] += 1
    return counts


def _division_counts(
    text: str, level: SelfLevel, traces: Traces, places: Places, year: int | None
) -> tuple[Counter[str], dict[str, list[Trace]]]:
    """How often each city or county is named, by full name, by short name, and through the counties in it."""
    counts: Counter[str] = Counter()
    why: dict[str, list[Trace]] = {}
    children: dict[str, set[str]] = {}
    for mention in traces.mentions:
        if mention.level != "province" and (level.kind == "county") == (mention.level == "county"):
            counts[mention.name] += 1
        if level.kind == "city" and mention.level == "county" and len(mention.codes) == 1:
            children.setdefault(places.chain(mention.codes[0], year)[1], set()).add(mention.name)
    if level.kind == "city":
        for stem, names in places.short_names.items():
            spans = [span for name in names for span in places.named(name, year) if span.valid(year)]
            if len(spans) == 1 and spans[0].level == "prefecture" and (count := text.count(stem)):
                counts[spans[0].name] = count
        for code, inside in children.items():
            division = places.division(code, year)
            if division is not None and division.level == "prefecture" and len(inside) > 1:
                counts[division.name] += 2 * len(inside)
                why.setdefault(division.name, []).append(
                    Trace("counties_inside", " ".join(sorted(inside)), (division.line,), 0.5 * len(inside))
                )
    return counts, why
