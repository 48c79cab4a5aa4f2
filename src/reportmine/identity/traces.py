"""What a text shows of where it comes from: places named, telephone and postal codes, hosts, document numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from reportmine.identity.flat import Flat
from reportmine.rulebook.identity import EvidenceRules
from reportmine.rulebook.places import Places

LONGEST_NAME = 15


class Mention(NamedTuple):
    """A division above a township, named in the text. ``codes``: today's codes of those it may be."""

    name: str
    start: int
    end: int
    level: str
    codes: tuple[str, ...]


class Trace(NamedTuple):
    """One piece of evidence. ``codes``: the divisions it speaks for, each with all that lies in it."""

    kind: str
    text: str
    codes: tuple[str, ...]
    weight: float
    start: int | None = None
    end: int | None = None


class Traces(NamedTuple):
    mentions: tuple[Mention, ...]
    traces: tuple[Trace, ...]
    hosts: tuple[str, ...]
    marks: tuple[str, ...]


def mentions_in(text: str, places: Places, year: int | None) -> Iterator[Mention]:
    """Divisions named in full, longest first; a name that several bear is narrowed by the one before it."""
    ends = re.compile("[" + "".join(sorted({name[-1] for name in places.naming.county_types})) + "]")
    names, known = places.names, places.naming.generic_names
    before: Mention | None = None
    for match in ends.finditer(text):
        end = match.end()
        floor = before.end if before else 0
        for size in range(min(LONGEST_NAME, end - floor), 1, -1):
            name = text[end - size : end]
            if name not in names:
                continue
            behind = before if before is not None and before.end == end - size else None
            if name in known and behind is None and not _governs(name, text, end, places):
                break
            codes, level = _bearers(name, behind, places, year)
            if codes and level == "prefecture" and all(places.townships(code) for code in codes):
                level = "county"  # a city without counties: its townships stand directly under it
            if codes:
                before = Mention(name, end - size, end, level, codes)
                yield before
            break


def _governs(name: str, text: str, end: int, places: Places) -> bool:
    naming = places.naming
    return name not in naming.never_alone and naming.government_words.match(text, end) is not None


def _bearers(name: str, behind: Mention | None, places: Places, year: int | None) -> tuple[tuple[str, ...], str]:
    """Today's codes of those that bear a name, inside the division printed before it where it is, and their level."""
    spans = places.named(name, year)
    codes = tuple(dict.fromkeys(heir for span in spans for heir in places.heirs(span.code, span.valid_from)))
    if behind is not None:
        inside = tuple(code for code in codes if set(places.chain(code)[1:]) & set(behind.codes))
        codes = inside or codes
    return codes, spans[-1].level


def gather(flat: Flat, places: Places, rules: EvidenceRules, year: int | None, said: str = "") -> Traces:
    """All traces of places in a text, whoever its issuer is. ``said``: the page's index number and address."""
    mentions = tuple(mentions_in(flat.text, places, year))
    traces = [
        *_named(mentions, flat, rules),
        *_numbers(flat, places, rules),
        *_index_numbers(said, flat, places, rules),
    ]
    hosts = {match.group("host").split(".")[-1] for match in rules.host.finditer(f"{said} {flat.text}")}
    marks = {match.group("mark")[0] for match in rules.document_mark.finditer(flat.text)}
    return Traces(mentions, tuple(traces), tuple(sorted(hosts)), tuple(sorted(marks)))


def _named(mentions: tuple[Mention, ...], flat: Flat, rules: EvidenceRules) -> Iterator[Trace]:
    weights = rules.weights
    base = {
        "county": ("above", "above_more", "above_most"),
        "prefecture": ("prefecture", "above_more", "prefecture_most"),
        "province": ("province", "above_more", "province_most"),
    }
    counts = Counter((mention.name, mention.codes) for mention in mentions)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for mention in mentions:
        key = (mention.name, mention.codes)
        if key in seen or mention.level not in base:
            continue
        seen.add(key)
        first, more, most = base[mention.level]
        weight = min(weights[first] + weights[more] * (counts[key] - 1), weights[most])
        yield Trace(mention.level, mention.name, mention.codes, weight, *flat.span(mention.start, mention.end))


def _numbers(flat: Flat, places: Places, rules: EvidenceRules) -> Iterator[Trace]:
    weights, seen = rules.weights, set()
    for match in rules.telephone.finditer(flat.text):
        area = match.group("area")
        if area not in seen and (codes := places.telephone.get(area)):
            seen.add(area)
            yield Trace("telephone", area, codes, weights["telephone"], *flat.span(*match.span("area")))
    for match in rules.postal.finditer(flat.text):
        code = match.group("code")
        if code not in seen and (codes := places.postal.get(code[:4])):
            seen.add(code)
            yield Trace("postal", code, codes, weights["postal"], *flat.span(*match.span("code")))


def _index_numbers(said: str, flat: Flat, places: Places, rules: EvidenceRules) -> Iterator[Trace]:
    """Numbers that begin with a division's code, maybe a former one: today's codes are meant."""
    codes = {
        match.group("code")
        for pattern in rules.index_numbers
        for text in (said, flat.text)
        for match in pattern.finditer(text)
    }
    for code in sorted(codes):
        if places.division(code) is not None:
            yield Trace("index_number", code, places.heirs(code), rules.weights["index_number"])
