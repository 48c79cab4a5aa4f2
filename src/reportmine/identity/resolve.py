"""Settles which division a name stands for: candidates from the list, weighed by the traces in the text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportmine.identity.case import Case
from reportmine.identity.names import BodyName, Step
from reportmine.identity.traces import Trace, Traces
from reportmine.model import Candidate, IdentityEvidence
from reportmine.rulebook.identity import EvidenceRules
from reportmine.rulebook.places import TOWNSHIP_EDITION, Division, Places

MOST_CANDIDATES = 6
NEAR_EDITION = 4  # years before the list's edition in which few townships changed their type
COUNTY_KINDS = ("county", "path", "path_text", "manifest", "index_number")


class Settled(NamedTuple):
    """What is known of a place: the division, or what it lies in, or neither."""

    division: Division | None = None
    within: str | None = None  # the county of a township that the list does not have
    confidence: float = 0.0
    evidence: tuple[IdentityEvidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()


class _Rival(NamedTuple):
    division: Division
    chain: tuple[str, ...]  # today's codes: its own and those above
    penalty: float
    listed: bool = True


class Resolver:
    """One document's question: which place is meant."""

    def __init__(self, case: Case, traces: Traces, year: int | None) -> None:
        self._places: Places = case.places
        self._rules: EvidenceRules = case.rules.evidence
        self._parser = case.parser
        self._flat = case.flat
        self._traces = traces
        self._year = year

    def settle(self, body: BodyName, given: Sequence[Trace] = ()) -> Settled:
        """The division of the last place a name names. ``given``: evidence from outside the text."""
        path = [step for step in body.path if step.level != "zone"]
        if not path:
            return Settled()
        rivals = self._rivals(path)
        if not rivals:
            return Settled()
        scored = sorted(
            ((self._score(rival, path, rivals, given), rival) for rival in rivals), key=lambda pair: -pair[0][0]
        )
        return self._judge(scored)

    def _judge(self, scored: list[tuple[tuple[float, list[IdentityEvidence]], _Rival]]) -> Settled:
        (score, evidence), best = scored[0]
        margin = score - scored[1][0][0] if len(scored) > 1 else score
        candidates = tuple(
            Candidate(division=rival.division.code, name=self._full_name(rival.division), score=round(points, 2))
            for (points, _), rival in scored[:MOST_CANDIDATES]
            if rival.listed
        )
        if score < self._rules.least_score or margin < self._rules.least_margin:
            return Settled(evidence=tuple(evidence) if len(scored) == 1 else (), candidates=candidates)
        strength = 1 - math.exp(-min(score, 2 * margin) / self._rules.confidence_scale)
        confidence = round(min(strength, 0.99), 3)
        if not best.listed:
            return Settled(None, best.division.parent, confidence, tuple(evidence), candidates)
        return Settled(best.division, None, confidence, tuple(evidence), candidates)

    def _full_name(self, division: Division) -> str:
        above = self._places.division(division.parent, self._year) if division.parent else None
        return (above.name if above else "") + division.name

    def _rivals(self, path: list[Step]) -> list[_Rival]:
        leaf = path[-1]
        if leaf.level == "township":
            return self._town_rivals(leaf.name, path[:-1])
        known = leaf.name in self._places.names
        names = (leaf.name,) if known else self._places.short_names.get(leaf.name, ())
        spans = {span.code: span for name in names for span in self._places.named(name, self._year)}
        return [_Rival(span, self._chain(span), 0.0) for span in spans.values()]

    def _chain(self, span: Division) -> tuple[str, ...]:
        """Today's codes of what a division has become, and of those above."""
        heirs = self._places.heirs(span.code, span.valid_from)
        return tuple(dict.fromkeys(code for heir in heirs for code in self._places.chain(heir)))

    def _town_rivals(self, name: str, above: list[Step]) -> list[_Rival]:
        counties = self._counties_before(name)
        if above:
            counties += self._parser.county_codes(above[-1].name, self._year)
        nearby = {code for mention in self._traces.mentions if mention.level == "county" for code in mention.codes}
        exact = self._places.townships_named(name)
        counties_of_exact = {code[:6] for code in exact}
        stemmed = self._places.townships_stemmed(name, sorted(nearby.union(counties)))
        other = [code for code in stemmed if code[:6] not in counties_of_exact]
        penalties = dict.fromkeys(exact, 0.0) | dict.fromkeys(other, self._rules.weights["other_type"])
        rivals = [
            _Rival(division, self._places.chain(code), penalty)
            for code, penalty in penalties.items()
            if (division := self._places.division(code)) is not None
        ]
        known = {code for rival in rivals for code in rival.chain}
        for county in dict.fromkeys(counties):
            division = self._places.division(county)
            if county not in known and division is not None and self._places.townships(county):
                unlisted = Division("", name, "township", county, 0, 0, "")
                rivals.append(_Rival(unlisted, self._places.chain(county), 0.0, listed=False))
        return rivals

    def _counties_before(self, name: str) -> list[str]:
        """Counties printed directly before a township's name."""
        return [
            code
            for mention in self._traces.mentions
            if mention.level != "province" and self._flat.text.startswith(name, mention.end) and len(mention.codes) == 1
            for code in mention.codes
        ]

    def _score(
        self, rival: _Rival, path: list[Step], rivals: list[_Rival], given: Sequence[Trace]
    ) -> tuple[float, list[IdentityEvidence]]:
        above = set(rival.chain)
        evidence = [
            _as_evidence(trace, rival.division.code or rival.division.parent)
            for trace in (*given, *self._traces.traces, *self._paths(rival, path))
            if above & set(trace.codes)
        ]
        evidence += self._candidate_traces(rival, path, rivals)
        if evidence and rival.penalty:
            evidence.append(self._plain("other_type", rival.division.name, rival))
        evidence += self._against(rival, any(piece.kind in COUNTY_KINDS for piece in evidence))
        return sum(piece.weight for piece in evidence), evidence

    def _paths(self, rival: _Rival, path: list[Step]) -> Iterator[Trace]:
        """The division above, printed directly before the name: in the issuer's name itself, or in the text."""
        weights, name = self._rules.weights, path[-1].name
        for step in path[:-1]:
            codes = tuple(code for code in self._parser.county_codes(step.name) if code in rival.chain)
            if codes:
                yield Trace("path", step.name + name, codes, weights["path"])
        for mention in self._traces.mentions:
            if mention.level == "province" or not self._flat.text.startswith(name, mention.end):
                continue
            codes = tuple(code for code in mention.codes if code in rival.chain and code != rival.division.code)
            if codes:
                place = self._flat.span(mention.start, mention.end + len(name))
                yield Trace("path_text", mention.name + name, codes, weights["path_text"], *place)
                return

    def _candidate_traces(self, rival: _Rival, path: list[Step], rivals: list[_Rival]) -> Iterator[IdentityEvidence]:
        if rival.listed and len(rivals) == 1:
            yield self._plain("unique", path[-1].name, rival)
        elif self._near_edition and not rival.penalty and all(other.penalty for other in rivals if other != rival):
            yield self._plain("unique_as_listed", path[-1].name, rival)
        for code in rival.chain:
            division = self._places.division(code)
            if division is None or division.level in ("province", "township"):
                continue
            for mark in self._traces.marks:
                if mark in division.name[:-1] or code in self._places.marks.get(mark, ()):
                    yield self._plain("document_mark", mark, rival)
            if kind := self._host_kind(division):
                yield self._plain(*kind, rival)

    @property
    def _near_edition(self) -> bool:
        return self._year is not None and self._year >= TOWNSHIP_EDITION - NEAR_EDITION

    def _host_kind(self, division: Division) -> tuple[str, str] | None:
        """How a portal's host names a division, if one does: in full, or by first letters."""
        syllables = division.latin.split()
        above = self._places.division(division.parent)
        initials, above_initials = _initials(syllables), _initials(above.latin.split()) if above else ""
        for host in self._traces.hosts:
            if len(syllables) > 1 and host.endswith("".join(syllables)) and len(host) - len("".join(syllables)) < 3:
                return "host", host
            if len(initials) > 1 and len(above_initials) > 1 and host == above_initials + initials:
                return "host_pair", host
            if len(initials) > 2 and host == initials:
                return "host_end", host
            if len(initials) > 1 and len(host) == len(initials) + 2 and host.endswith(initials):
                return "host_end", host
        return None

    def _against(self, rival: _Rival, county_named: bool) -> Iterator[IdentityEvidence]:
        above = set(rival.chain)
        for kind, weight in (("telephone", "against_telephone"), ("province", "against_province")):
            traces = [trace for trace in self._traces.traces if trace.kind == kind]
            if traces and not any(above & set(trace.codes) for trace in traces):
                yield self._plain(weight, traces[0].text, rival)
        counties = [trace for trace in self._traces.traces if trace.kind == "county"]
        if counties and not county_named and rival.division.level == "township":
            yield self._plain("against_county", counties[0].text, rival)

    def _plain(self, kind: str, text: str, rival: _Rival) -> IdentityEvidence:
        says = rival.division.code or rival.division.parent
        return IdentityEvidence(kind=kind, text=text, says=says, weight=self._rules.weights[kind])


def _as_evidence(trace: Trace, says: str) -> IdentityEvidence:
    return IdentityEvidence(
        kind=trace.kind, text=trace.text, says=says, weight=trace.weight, start=trace.start, end=trace.end
    )


def _initials(syllables: list[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)
