"""Whether a report's figures are its body's own, or sum those of bodies below it."""

from __future__ import annotations

from reportmine.identity.flat import Flat
from reportmine.model import IdentityEvidence, Issuer, Scope
from reportmine.rulebook.identity import ScopeRules


def find_scope(flat: Flat, issuer: Issuer, rules: ScopeRules) -> tuple[Scope, IdentityEvidence | None]:
    """Aggregate where the text says that it sums; own where it says so or where no body reports to the issuer.

    The evidence is the words that say so; None where the kind of body alone decides, or nothing does.
    """
    for scope, patterns in ((Scope.OWN, rules.own), (Scope.AGGREGATE, rules.aggregate)):
        for pattern in patterns:
            if said := pattern.search(flat.text, 0, rules.reach):
                start, end = flat.span(*said.span())
                words = flat.original[start:end]
                return scope, IdentityEvidence(kind="scope", text=words, says=scope, weight=1.0, start=start, end=end)
    if issuer.kind in rules.own_kinds or issuer.level in rules.own_levels:
        return Scope.OWN, None
    return Scope.UNKNOWN, None
