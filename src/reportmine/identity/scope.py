"""Whether a report's figures are its body's own, or sum those of bodies below it."""

from __future__ import annotations

from reportmine.identity.flat import Flat
from reportmine.model import Issuer, Scope
from reportmine.rulebook.identity import ScopeRules


def find_scope(flat: Flat, issuer: Issuer, rules: ScopeRules) -> Scope:
    """Aggregate where the text says that it sums; own where it says so or where no body reports to the issuer."""
    head = flat.text[: rules.reach]
    if any(pattern.search(head) for pattern in rules.own):
        return Scope.OWN
    if any(pattern.search(head) for pattern in rules.aggregate):
        return Scope.AGGREGATE
    if issuer.kind in rules.own_kinds or issuer.level in rules.own_levels:
        return Scope.OWN
    return Scope.UNKNOWN
