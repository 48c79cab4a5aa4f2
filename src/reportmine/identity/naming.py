"""The full name of a body, and the identifier that stays while its name and type change."""

from __future__ import annotations

from reportmine.identity.case import Case
from reportmine.identity.flat import Flat
from reportmine.identity.names import BodyName
from reportmine.identity.resolve import Settled
from reportmine.model import BodyKind
from reportmine.rulebook.identity import BodyRules
from reportmine.rulebook.places import Division, Places


def full_name(body: BodyName, settled: Settled, year: int | None, case: Case) -> str | None:
    """A township with its county, a county with what the text prints before it, any other body as printed."""
    leaf, flat, places, rules = body.leaf, case.flat, case.places, case.rules.bodies
    if leaf is None:
        return body.printed or None
    if leaf.level == "zone":
        return _zone_name(body, flat, rules)
    above = _above(body, settled, year, places)
    if body.kind not in (BodyKind.GOVERNMENT, BodyKind.SUBDISTRICT_OFFICE):
        return _printed_before(body.printed, above, settled.division, flat) + body.printed
    if leaf.level == "township":
        return ("" if leaf.name.startswith(above) else above) + leaf.name + _ending(body, places, rules)
    name = settled.division.name if settled.division is not None else leaf.name
    name += rules.agency_name if name.endswith(rules.agency_types) else rules.government_name
    return _printed_before(name, above, settled.division, flat) + name


def _zone_name(body: BodyName, flat: Flat, rules: BodyRules) -> str:
    zone = body.path[-1].name
    if body.kind is not BodyKind.COMMITTEE:
        return body.printed
    before = "".join(step.name for step in body.path[:-1])
    short, long = flat.text.count(zone + rules.zone_board), flat.text.count(zone + rules.zone_board_long)
    return before + zone + (rules.zone_board_long if long > short else rules.zone_board)


def _ending(body: BodyName, places: Places, rules: BodyRules) -> str:
    name = body.path[-1].name
    if body.kind is BodyKind.SUBDISTRICT_OFFICE:
        return "" if name.endswith(rules.subdistrict_name) else rules.subdistrict_name
    return rules.government_name if name.endswith(places.naming.township_types) else ""


def _above(body: BodyName, settled: Settled, year: int | None, places: Places) -> str:
    """The name of the division above, as printed before the name, or as it was in the report's year."""
    printed = [step.name for step in body.path[:-1] if step.level == "division"]
    if printed and printed[-1] in places.names:
        return printed[-1]
    code = settled.division.parent if settled.division is not None else settled.within
    if not code:
        return ""
    division = _in_year(code, year, places)
    return division.name if division is not None else ""


def _in_year(code: str, year: int | None, places: Places) -> Division | None:
    """The division of a line as it was called in a year."""
    now = places.division(code, year)
    if now is None or now.valid(year):
        return now
    return next((old for old in places.line(now.line) if old.valid(year)), now)


def _printed_before(name: str, above: str, division: Division | None, flat: Flat) -> str:
    """The city before a county's name, where the text prints it there."""
    if division is None or division.level != "county" or not above:
        return ""
    return above if above + name in flat.text else ""


def body_identifier(body: BodyName, settled: Settled, places: Places) -> str | None:
    """An identifier for a body that outlives new names, types and codes; None while it is not settled which body it is.

    ``gov:`` and the place's code of today; ``office:`` the same for a government's office; ``zone:`` and the zone's
    name; ``unit:`` the place and the unit's name for a department. A township that the list lacks has its county's code
    and its stem.
    """
    leaf = body.leaf
    if leaf is not None and leaf.level == "zone":
        zone = leaf.name
        return f"zone:{zone}" if body.kind is BodyKind.COMMITTEE else f"unit:{zone}/{body.unit}"
    place = _today(settled, leaf.name if leaf else "", places)
    if body.kind in (BodyKind.GOVERNMENT, BodyKind.SUBDISTRICT_OFFICE):
        return f"gov:{place}" if place else None
    if place is None:
        return None
    return f"office:{place}" if body.kind is BodyKind.OFFICE else f"unit:{place}/{body.unit}"


def _today(settled: Settled, name: str, places: Places) -> str | None:
    if settled.division is not None:
        return settled.division.line
    return f"{settled.within}/{places.stem(name)}" if settled.within else None
