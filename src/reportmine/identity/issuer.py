"""Who issued a report: where the text names its issuer, which of these names to trust, and what place it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from reportmine.identity.case import Case
from reportmine.identity.names import BodyName
from reportmine.identity.naming import body_identifier, full_name
from reportmine.identity.resolve import Resolver, Settled
from reportmine.identity.self_words import SelfLevel, guess_body, self_level
from reportmine.identity.titles import Title
from reportmine.identity.traces import Trace, gather
from reportmine.model import BodyKind, IdentityEvidence, Issuer, Level

TITLE_SOURCES = ("title", "page_title", "manifest")
GOVERNING = (BodyKind.GOVERNMENT, BodyKind.SUBDISTRICT_OFFICE)
TITLED_UNIT = 0.8  # confidence in a department that a title names
LONGEST_SIGNATURE = 40
FIRST_IDEOGRAPH = 0x4E00


class Named(NamedTuple):
    """A place of the text that names the issuer."""

    source: str
    body: BodyName
    start: int | None = None
    end: int | None = None


def find_issuer(case: Case, titles: Sequence[Title], year: int | None) -> Issuer:
    """The issuer with its evidence. The division stays None where the evidence does not settle it."""
    traces = gather(case.flat, case.places, case.rules.evidence, year, case.said)
    named = list(_named(case, titles))
    level = self_level(case.flat, case.rules.bodies)
    chosen = _choose(named, level, case.rules.evidence.issuer_trust)
    given = tuple(_given(case))
    if chosen is None:
        guess = guess_body(case, level, traces, year)
        if guess is None:
            return Issuer()
        chosen, given = Named("mentions", guess.body), (*given, *guess.traces)
    body = _fuller(case, chosen, named)
    settled = Resolver(case, traces, year).settle(body, given)
    return _issuer(case, body, settled, year).model_copy(
        update={
            "evidence": (*(_evidence(name, case) for name in named), *settled.evidence),
            "confidence": _confidence(chosen, body, settled),
        }
    )


def _named(case: Case, titles: Sequence[Title]) -> Iterator[Named]:
    parse = case.parser.parse
    if case.manifest.issuer and (body := parse(case.manifest.issuer)):
        yield Named("manifest", body)
    for title in titles:
        if title.issuer and (body := parse(title.issuer)):
            yield Named(title.source, body, title.start, title.end)
        elif not title.issuer and title.end is not None:
            yield from _behind(title.end, case)
    for field in ("issuer", "source"):
        printed = case.field(field)
        if printed and (body := parse(printed, contact=True)) and body.path:
            yield Named("metadata" if field == "issuer" else field, body)
    yield from _in_text(case)
    yield from _signed(case)


def _behind(end: int, case: Case) -> Iterator[Named]:
    """The body that stands behind a title which names none."""
    match = case.rules.titles.behind.match(case.document.text, end)
    body = case.parser.parse(match.group("org")) if match else None
    if match and body is not None and body.path and body.path[0].listed:
        yield Named("subtitle", body, *match.span("org"))


def _in_text(case: Case) -> Iterator[Named]:
    flat = case.flat
    size = len(flat.text)
    for place in case.rules.bodies.places:
        start, end = (0, place.reach) if place.reach > 0 else (max(size + place.reach, 0), size)
        for match in place.pattern.finditer(flat.text, start, end):
            body = case.parser.parse(match.group("org"), contact=place.contact)
            if body is not None and body.path:
                yield Named(place.kind, body, *flat.span(*match.span("org")))


def _signed(case: Case) -> Iterator[Named]:
    flat, rules = case.flat, case.rules.bodies
    for match in rules.signature.finditer(flat.text, max(len(flat.text) - rules.signature_reach, 0)):
        start, end = flat.span(*match.span("org"))
        line = "".join(flat.original[flat.original.rfind("\n", 0, end) + 1 : end].split())
        body = case.parser.parse(line) if len(line) <= LONGEST_SIGNATURE else None
        if body is not None and body.path:
            yield Named("signature", body, start, end)


def _choose(named: Sequence[Named], level: SelfLevel | None, trust: dict[str, float]) -> Named | None:
    """The most trusted naming; agreeing ones add up. Outside titles a name of another level than "we" is no issuer."""
    scores: dict[tuple[str, str], float] = {}
    first: dict[tuple[str, str], Named] = {}
    counted: set[tuple[str, tuple[str, str]]] = set()
    for name in named:
        leaf = name.body.leaf
        if name.source not in TITLE_SOURCES and (leaf is None or (level is not None and not level.fits(name.body))):
            continue
        key = (leaf.name if leaf else "", name.body.unit)
        first.setdefault(key, name)
        if (name.source, key) not in counted:
            counted.add((name.source, key))
            scores[key] = scores.get(key, 0.0) + trust.get(name.source, 0.0)
    titled = [key for key, name in first.items() if name.source in TITLE_SOURCES]
    best = max(titled or scores, key=lambda key: scores[key], default=None)
    return first[best] if best is not None else None


def _fuller(case: Case, chosen: Named, named: Sequence[Named]) -> BodyName:
    """The chosen name, or what an agreeing name says more: a path for its place, a place for its unit."""
    body = chosen.body
    vague = body.leaf is None or (len(body.path) == 1 and case.parser.is_zone(body.leaf.name))
    for other in named:
        if vague and other.body.path and _means(other.body, body):
            return other.body
        if len(body.path) == 1 and other.body.leaf == body.leaf and len(other.body.path) > 1:
            return body._replace(path=other.body.path)
    return body


def _means(full: BodyName, vague: BodyName) -> bool:
    """Whether a full name is that of a body named without its place: by its end, or as a government's office."""
    if vague.leaf is None and vague.kind is BodyKind.OFFICE:
        return full.kind is BodyKind.OFFICE
    return full != vague and full.printed.endswith(vague.printed)


def _given(case: Case) -> Iterator[Trace]:
    """Evidence from outside the text: the manifest's code, the page's field for its publisher, the file's name."""
    weights, parser = case.rules.evidence.weights, case.parser
    if code := case.manifest.division:
        yield Trace("manifest", code, (code,), weights["manifest"])
    name = "".join(letter for letter in PurePath(case.document.source).stem if ord(letter) >= FIRST_IDEOGRAPH)
    said = {"metadata": case.field("issuer"), "source": case.field("source"), "site": case.field("site")}
    for kind, printed in {**said, "file_name": name}.items():
        body = parser.parse(printed, contact=True) if printed else None
        steps = [step for step in body.path if step.level == "division"] if body else []
        if codes := tuple(code for step in steps[-1:] for code in parser.county_codes(step.name)):
            yield Trace(kind, printed, codes, weights[kind])


def _issuer(case: Case, body: BodyName, settled: Settled, year: int | None) -> Issuer:
    division, within = settled.division, settled.within
    governs = body.kind in GOVERNING and body.path[-1].level != "zone"
    if division is not None:
        within = (division.parent or None) if governs else division.code
    zone = next((step.name for step in body.path if step.level == "zone"), "")
    return Issuer(
        name=full_name(body, settled, year, case),
        division=division.code if division is not None and governs else None,
        level=_level(body, settled),
        kind=body.kind,
        body=body_identifier(body, settled, case.places),
        within=case.rules.bodies.zone_within.get(zone) or within or _listed_zone(zone, case),
        candidates=settled.candidates,
        joint_with=tuple(_joint(body, case)),
    )


def _listed_zone(zone: str, case: Case) -> str | None:
    return case.places.named(zone)[0].code if zone in case.places.zones else None


def _evidence(name: Named, case: Case) -> IdentityEvidence:
    leaf = name.body.leaf
    return IdentityEvidence(
        kind=name.source,
        text=name.body.printed,
        says=(leaf.name if leaf else "") + name.body.unit,
        weight=case.rules.evidence.issuer_trust.get(name.source, 0.0),
        start=name.start,
        end=name.end,
    )


def _confidence(chosen: Named, body: BodyName, settled: Settled) -> float:
    """How sure the whole is. A unit that a title names is that unit, whatever place it turns out to lie in."""
    if body.kind not in GOVERNING and chosen.source in TITLE_SOURCES:
        return max(settled.confidence, TITLED_UNIT)
    return settled.confidence


def _level(body: BodyName, settled: Settled) -> Level:
    if settled.division is not None:
        return Level(settled.division.level)
    return Level.TOWNSHIP if body.leaf is not None and body.leaf.level == "township" else Level.UNKNOWN


def _joint(body: BodyName, case: Case) -> Iterator[str]:
    """The other names of a report that several departments issue together."""
    parts = case.rules.bodies.joint.split(body.printed) if body.kind is BodyKind.DEPARTMENT else []
    if len(parts) > 1 and all(len(part) > 2 and case.parser.parse(part) for part in parts):
        yield from parts[1:]
