"""Who issued a report: where the text names its issuer, which of these names to trust, and what place it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportmine.identity.flat import Flat
from reportmine.identity.naming import body_identifier, full_name
from reportmine.identity.names import BodyName, NameParser
from reportmine.identity.resolve import Resolver, Settled
from reportmine.identity.self_words import SelfLevel, guess_body, self_level
from reportmine.identity.titles import Title
from reportmine.identity.traces import Trace, gather
from reportmine.model import BodyKind, Document, IdentityEvidence, Issuer, Level, ManifestRow
from reportmine.rulebook.identity import IdentityRules
from reportmine.rulebook.places import Places

TITLE_SOURCES = ("title", "page_title", "manifest")


class Named(NamedTuple):
    """A place of the text that names the issuer."""

    source: str
    body: BodyName
    start: int | None
    end: int | None


def find_issuer(
    document: Document,
    flat: Flat,
    titles: Sequence[Title],
    year: int | None,
    parser: NameParser,
    places: Places,
    rules: IdentityRules,
    manifest: ManifestRow | None,
) -> Issuer:
    """The issuer with its evidence. The division stays None where the evidence does not settle it."""
    url = (manifest.url if manifest else None) or document.metadata.get("url")
    traces = gather(flat, places, rules.evidence, year, url)
    resolver = Resolver(places, rules.evidence, parser, flat, traces)
    named = list(_named(document, flat, titles, parser, rules, manifest))
    level = self_level(flat, rules.bodies)
    chosen = _choose(named, level, rules)
    given = tuple(_given(document, manifest, parser, places, rules))
    if chosen is None:
        guess = guess_body(flat, level, traces, places, rules, year)
        if guess is None:
            return Issuer(candidates=())
        chosen = Named("mentions", guess.body, None, None)
        given = (*given, *guess.traces)
    body = _fuller(chosen, named)
    settled = resolver.settle(body, year, given)
    return _issuer(chosen, body, settled, flat, year, named, places, rules)


def _named(
    document: Document,
    flat: Flat,
    titles: Sequence[Title],
    parser: NameParser,
    rules: IdentityRules,
    manifest: ManifestRow | None,
) -> Iterator[Named]:
    if manifest and manifest.issuer and (body := parser.parse(manifest.issuer)):
        yield Named("manifest", body, None, None)
    for title in titles:
        if title.issuer and (body := parser.parse(title.issuer)):
            yield Named(title.source, body, title.start, title.end)
    if (printed := document.metadata.get("issuer")) and (body := parser.parse("".join(printed.split()), contact=True)):
        yield Named("metadata", body, None, None)
    yield from _in_text(flat, parser, rules)


def _in_text(flat: Flat, parser: NameParser, rules: IdentityRules) -> Iterator[Named]:
    text = flat.text
    for place in rules.bodies.places:
        start, end = (0, place.reach) if place.reach > 0 else (max(len(text) + place.reach, 0), len(text))
        for match in place.pattern.finditer(text, start, end):
            body = parser.parse(match.group("org"), contact=place.contact)
            if body is not None and body.path:
                yield Named(place.kind, body, *flat.span(*match.span("org")))
    floor = max(len(text) - rules.bodies.signature_reach, 0)
    for match in rules.bodies.signature.finditer(text, floor):
        start, end = flat.span(*match.span("org"))
        line = flat.original[flat.original.rfind("\n", 0, end) + 1 : end].strip()
        body = parser.parse("".join(line.split()))
        if body is not None and body.path and len(line) <= 40:
            yield Named("signature", body, start, end)


def _choose(named: Sequence[Named], level: SelfLevel | None, rules: IdentityRules) -> Named | None:
    """The most trusted naming; agreeing ones add up. Outside titles a name of another level than "we" is no issuer."""
    trust = rules.evidence.issuer_trust
    scores: dict[tuple[str, str], float] = {}
    first: dict[tuple[str, str], Named] = {}
    counted: set[tuple[str, tuple[str, str]]] = set()
    for name in named:
        leaf = name.body.leaf
        if name.source not in TITLE_SOURCES and level is not None and not level.fits(name.body):
            continue
        key = (leaf.name if leaf else "", name.body.unit)
        first.setdefault(key, name)
        if (name.source, key) not in counted:
            counted.add((name.source, key))
            scores[key] = scores.get(key, 0.0) + trust.get(name.source, 0.0)
    titled = [key for key, name in first.items() if name.source in TITLE_SOURCES]
    best = max(titled or scores, key=lambda key: scores[key], default=None)
    return first[best] if best is not None else None


def _fuller(chosen: Named, named: Sequence[Named]) -> BodyName:
    """The chosen name with the path of an agreeing name that says more of where the place lies."""
    leaf = chosen.body.leaf
    if leaf is None or len(chosen.body.path) > 1:
        return chosen.body
    for other in named:
        if other.body.leaf == leaf and len(other.body.path) > 1:
            return chosen.body._replace(path=other.body.path)
    return chosen.body


def _given(
    document: Document, manifest: ManifestRow | None, parser: NameParser, places: Places, rules: IdentityRules
) -> Iterator[Trace]:
    """Evidence from outside the text: the manifest's code, the page's field for its publisher, the file's name."""
    weights = rules.evidence.weights
    if manifest and manifest.division:
        yield Trace("manifest", manifest.division, (manifest.division,), weights["manifest"])
    for kind, printed in (("metadata", document.metadata.get("issuer")), ("file_name", _file_words(document.source))):
        body = parser.parse("".join(printed.split()), contact=True) if printed else None
        codes = (
            [code for step in body.path if step.level == "division" for code in parser.county_codes(step.name)]
            if body
            else []
        )
        if codes:
            yield Trace(kind, printed or "", tuple(codes), weights[kind])


def _file_words(source: str) -> str:
    return "".join(character for character in source.replace("\\", "/").rsplit("/", 1)[-1] if ord(character) > 0x2E7F)


def _issuer(
    chosen: Named,
    body: BodyName,
    settled: Settled,
    flat: Flat,
    year: int | None,
    named: Sequence[Named],
    places: Places,
    rules: IdentityRules,
) -> Issuer:
    division = settled.division
    governs = body.kind in (BodyKind.GOVERNMENT, BodyKind.SUBDISTRICT_OFFICE) and body.path[-1].level != "zone"
    within = settled.within
    if division is not None:
        within = division.parent or None if governs else division.code
    if zone := next((step.name for step in body.path if step.level == "zone"), None):
        within = rules.bodies.zone_within.get(zone, within)
    sources = tuple(
        IdentityEvidence(
            kind=name.source, text=name.body.printed, says=name.body.leaf.name if name.body.leaf else name.body.unit,
            weight=rules.evidence.issuer_trust.get(name.source, 0.0), start=name.start, end=name.end,
        )
        for name in named
    )  # fmt: skip
    confidence = settled.confidence
    if not governs and chosen.source in TITLE_SOURCES:
        confidence = max(confidence, 0.8)  # the name is printed in the title, whatever place it stands for
    return Issuer(
        name=full_name(body, settled, flat, year, places, rules.bodies),
        division=division.code if division is not None and governs else None,
        level=_level(body, settled),
        kind=body.kind,
        body=body_identifier(body, settled, within, places),
        within=within,
        confidence=round(confidence, 3),
        evidence=(*sources, *settled.evidence),
        candidates=settled.candidates
        if division is None or not governs or len(settled.candidates) > 1
        else settled.candidates,
        joint_with=tuple(_joint(body, rules)),
    )


def _level(body: BodyName, settled: Settled) -> Level:
    if settled.division is not None:
        return Level(settled.division.level)
    return Level.TOWNSHIP if body.leaf is not None and body.leaf.level == "township" else Level.UNKNOWN


def _joint(body: BodyName, rules: IdentityRules) -> Iterator[str]:
    """The other names of a report that several departments issue together."""
    if body.kind is not BodyKind.DEPARTMENT:
        return
    parts = rules.bodies.joint.split(body.printed)
    if len(parts) > 1 and all(len(part) > 2 for part in parts):
        yield from parts[1:]
