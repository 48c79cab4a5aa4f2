"""How issuer, year, scope and kind are recognised (``rules/identity/``): patterns and weights as data."""

from __future__ import annotations

import re

from reportmine.model import Value
from reportmine.rulebook.files import RuleFiles

Pattern = re.Pattern[str]


class TitleRules(Value):
    subject: Pattern
    rest: Pattern
    breaks: Pattern
    noise: Pattern
    sentence: Pattern
    sentence_lead: Pattern
    quotes: str
    behind: Pattern
    reach: int


class Tails(Value):
    government: str
    office: str
    nameless_office: str
    committee: str
    subdistrict: str
    department: str
    party: str


class NamingPlace(Value):
    """Where a text names its issuer: ``pattern`` has a group ``org``; a negative reach counts from the end."""

    kind: str
    reach: int
    contact: bool
    pattern: Pattern


class SelfWords(Value):
    """Patterns by level: what a body says of itself, and what it speaks of."""

    own: dict[str, Pattern]
    about: dict[str, Pattern]


class BodyRules(Value):
    tails: Tails
    not_in_units: Pattern
    contact_tails: Pattern
    zone: Pattern
    zone_name: Pattern
    unlisted_board: Pattern
    zone_board: str
    zone_board_long: str
    zone_within: dict[str, str]
    unlisted_township: Pattern
    government_name: str
    agency_name: str
    agency_types: tuple[str, ...]
    subdistrict_name: str
    subdistrict_types: tuple[str, ...]
    places: tuple[NamingPlace, ...]
    signature: Pattern
    signature_reach: int
    self_words: SelfWords
    joint: Pattern
    lead_noise: Pattern


class EvidenceRules(Value):
    weights: dict[str, float]
    least_score: float
    least_margin: float
    confidence_scale: float
    issuer_trust: dict[str, float]
    telephone: Pattern
    postal: Pattern
    host: Pattern
    document_mark: Pattern
    index_numbers: tuple[Pattern, ...]


class YearRules(Value):
    trust: tuple[str, ...]
    digits: dict[str, int]
    year: Pattern
    after_year: Pattern
    range: Pattern
    period: Pattern
    period_words: Pattern
    period_reach: int
    date: Pattern
    numeric_date: Pattern
    month_day: Pattern
    month_words: dict[str, int]
    ten: str
    mention: Pattern
    period_search: int
    sentence: Pattern
    signature_reach: int
    same_year_months: tuple[int, ...]
    opening: Pattern
    opening_reach: int
    published: Pattern
    published_reach: int


class ScopeRules(Value):
    reach: int
    aggregate: tuple[Pattern, ...]
    own: tuple[Pattern, ...]
    own_kinds: tuple[str, ...]
    own_levels: tuple[str, ...]


class KindRule(Value):
    kind: str
    reason: str
    title: Pattern | None = None
    titles: int | None = None
    unless_complete: bool = False


class KindRules(Value):
    report_title: Pattern
    report_parts: tuple[Pattern, ...]
    least_parts: int
    first_lines: int
    not_a_title: Pattern
    kinds: tuple[KindRule, ...]
    reason_report_title: str
    reason_form: str
    reason_parts: str
    reason_other: str
    least_characters: int


class IdentityRules(Value):
    titles: TitleRules
    bodies: BodyRules
    evidence: EvidenceRules
    years: YearRules
    scope: ScopeRules
    kinds: KindRules


def load_identity(files: RuleFiles) -> IdentityRules:
    """Raises RulebookError naming file, line and field."""
    return IdentityRules(
        titles=files.load("identity/titles.yaml", TitleRules),
        bodies=files.load("identity/bodies.yaml", BodyRules),
        evidence=files.load("identity/evidence.yaml", EvidenceRules),
        years=files.load("identity/years.yaml", YearRules),
        scope=files.load("identity/scope.yaml", ScopeRules),
        kinds=files.load("identity/kinds.yaml", KindRules),
    )
