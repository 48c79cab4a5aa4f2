"""The one reading of damaged cells that a form's relations leave, by search.

A variable is a printed row with the ways its signs can be read. A constraint relates sums of chosen values. The search
says for each variable which options occur in some solution. It never guesses: when it has to stop early, it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportmine.extraction.tables.values import Number, Value

Option = tuple[Value | None, ...]
Place = tuple[int, int]  # variable, slot in its row

NODES: Final = 40_000
SUMS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Constraint:
    """Sum of ``left`` equals (or is at most) sum of ``right``. A blank makes it unassessable."""

    left: tuple[Place, ...]
    right: tuple[Place, ...]
    equal: bool
    name: str

    @property
    def variables(self) -> frozenset[int]:
        return frozenset(variable for variable, _ in self.left + self.right)


@dataclass(frozen=True, slots=True)
class Solution:
    """``options`` that occur in a solution. ``settled``: nothing was cut short and no constraint is broken."""

    options: tuple[tuple[Option, ...], ...]
    settled: tuple[bool, ...]
    decided_by: tuple[tuple[str, ...], ...]


def number_at(option: Option, slot: int) -> Number | None:
    value = option[slot]
    return None if value is None else value.value


def solve(domains: Sequence[Sequence[Option]], constraints: Sequence[Constraint]) -> Solution:
    """What the constraints leave of each variable's options."""
    live = [c for c in constraints if any(len(domains[variable]) > 1 for variable in c.variables)]
    current: list[tuple[Option, ...]] = [tuple(domain) for domain in domains]
    settled = [True] * len(current)
    names: list[list[str]] = [[] for _ in current]
    undecided = frozenset(variable for variable, domain in enumerate(domains) if len(domain) > 1)
    while (broken := _propagate(current, live, names, undecided)) is not None:
        # A relation is broken in print. Nothing it touches can be decided, nor what that touches in turn.
        group = next(group for group in _components([tuple(domain) for domain in domains], live) if broken in group)
        for variable in group:
            current[variable], settled[variable] = tuple(domains[variable]), False
        live = [constraint for constraint in live if constraint.variables.isdisjoint(group)]
    for component in _components(current, live):
        _search(component, current, live, settled, names)
    for variable, options in enumerate(current):
        if not options:  # the search found no solution: a relation is broken in print
            current[variable], settled[variable] = tuple(domains[variable]), len(domains[variable]) == 1
    decided = tuple(tuple(dict.fromkeys(found)) for found in names)
    return Solution(tuple(current), tuple(settled), decided)


def _propagate(
    current: list[tuple[Option, ...]],
    constraints: Sequence[Constraint],
    names: list[list[str]],
    undecided: frozenset[int],
) -> int | None:
    """Drop options that no choice of the others supports. The variable left without any, if there is one."""
    changed = True
    while changed:
        changed = False
        for constraint in constraints:
            for variable in constraint.variables:
                options = current[variable]
                if variable not in undecided:
                    continue  # printed as it is, whether the relation holds or not
                kept = _supported(variable, constraint, current)
                if len(kept) < len(options):
                    names[variable].append(constraint.name)
                    current[variable] = kept
                    changed = True
                    if not kept:
                        return variable
    return None


def _supported(variable: int, constraint: Constraint, current: Sequence[tuple[Option, ...]]) -> tuple[Option, ...]:
    """The variable's options for which the others can make the constraint hold."""
    rest: set[Number] = {0}
    for other in constraint.variables - {variable}:
        contributions = {_contribution(other, option, constraint) for option in current[other]}
        if None in contributions or not contributions:
            return current[variable]
        rest = {_tidy(total + part) for total in rest for part in contributions if part is not None}
        if len(rest) > SUMS:
            return current[variable]
    least = min(rest)
    kept = []
    for option in current[variable]:
        own = _contribution(variable, option, constraint)
        if own is None or (_tidy(-own) in rest if constraint.equal else own + least <= 0):
            kept.append(option)
    return tuple(kept)


def _contribution(variable: int, option: Option, constraint: Constraint) -> Number | None:
    """What the option adds to left minus right; None when a blank makes that unknown."""
    total: Number = 0
    for sign, places in ((1, constraint.left), (-1, constraint.right)):
        for owner, slot in places:
            if owner == variable:
                number = number_at(option, slot)
                if number is None:
                    return None
                total += sign * number
    return _tidy(total)


def _tidy(number: Number) -> Number:
    return number if isinstance(number, int) else round(number, 6)


def _components(current: Sequence[tuple[Option, ...]], constraints: Sequence[Constraint]) -> list[list[int]]:
    """Variables still open, grouped by the constraints that link them."""
    groups: dict[int, set[int]] = {v: {v} for v, options in enumerate(current) if len(options) > 1}
    for constraint in constraints:
        linked = [groups[variable] for variable in constraint.variables if variable in groups]
        merged = set().union(*linked)
        for variable in merged:
            groups[variable] = merged
    return [sorted(group) for group in {id(group): group for group in groups.values()}.values()]


class _TooManyError(Exception):
    pass


def _search(
    component: list[int],
    current: list[tuple[Option, ...]],
    constraints: Sequence[Constraint],
    settled: list[bool],
    names: list[list[str]],
) -> None:
    """Try all combinations of the component's options; keep those that occur in one that satisfies everything."""
    inside = set(component)
    mine = [constraint for constraint in constraints if constraint.variables & inside]
    component = sorted(component, key=lambda v: -sum(v in constraint.variables for constraint in mine))
    position = {variable: number for number, variable in enumerate(component)}
    due: list[list[Constraint]] = [[] for _ in component]
    for constraint in mine:
        due[max(position[variable] for variable in constraint.variables & inside)].append(constraint)
    chosen: dict[int, Option] = {v: o[0] for v, o in enumerate(current) if len(o) == 1}
    seen: dict[int, set[int]] = {variable: set() for variable in component}
    nodes = 0

    def descend(depth: int) -> None:
        nonlocal nodes
        if depth == len(component):
            for variable, number in picks.items():
                seen[variable].add(number)
            return
        variable = component[depth]
        for number, option in enumerate(current[variable]):
            nodes += 1
            if nodes > NODES:
                raise _TooManyError
            chosen[variable], picks[variable] = option, number
            if all(holds(constraint, chosen) for constraint in due[depth]):
                descend(depth + 1)
        chosen.pop(variable, None)
        picks.pop(variable, None)

    picks: dict[int, int] = {}
    try:
        descend(0)
    except _TooManyError:
        for variable in component:
            settled[variable] = False
        return
    for variable in component:
        kept = tuple(current[variable][number] for number in sorted(seen[variable]))
        if len(kept) < len(current[variable]):
            names[variable] += [constraint.name for constraint in mine if variable in constraint.variables]
        current[variable] = kept


def holds(constraint: Constraint, chosen: dict[int, Option]) -> bool:
    """Whether the constraint holds for these options; a blank or a missing row leaves it open, which is no breach."""
    difference: Number = 0
    for sign, places in ((1, constraint.left), (-1, constraint.right)):
        for variable, slot in places:
            option = chosen.get(variable)
            number = None if option is None else number_at(option, slot)
            if number is None:
                return True
            difference += sign * number
    return abs(difference) < 1e-6 if constraint.equal else difference <= 1e-6
