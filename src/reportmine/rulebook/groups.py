"""Concepts that rules name together: one name for all ways of publishing, for all outcomes of a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from reportmine.model import RulebookError, Value

Rule = TypeVar("Rule", bound=Value)


class GroupFile(Value):
    """``rules/vocabulary/groups.yaml``: the members of each group, concepts or groups."""

    groups: dict[str, tuple[str, ...]] = {}


class ConceptGroups:
    """Replaces the names of groups by their concepts in the lists of a rule."""

    def __init__(self, groups: Mapping[str, tuple[str, ...]], concepts: Iterable[str]) -> None:
        """Raises RulebookError where a group has the name of a concept, an unknown member, or itself within it."""
        known = frozenset(concepts)
        if both := sorted(known & groups.keys()):
            raise _error(f"groups named like concepts: {', '.join(both)}", "Give them other names")
        self._members = {name: _members(name, groups, known, ()) for name in groups}

    def expand(self, rule: Rule, fields: Iterable[str]) -> Rule:
        """The rule with the groups in these fields, tuples or sets of names, replaced by their concepts."""
        changes: dict[str, Any] = {}
        for field in fields:
            names = getattr(rule, field)
            if not self._members.keys().isdisjoint(names):
                changes[field] = type(names)(each for name in names for each in self._members.get(name, (name,)))
        return rule.model_copy(update=changes) if changes else rule


def _members(
    name: str, groups: Mapping[str, tuple[str, ...]], concepts: frozenset[str], above: tuple[str, ...]
) -> tuple[str, ...]:
    if name in above:
        raise _error(f"the group {name} holds itself", "Take it out of its own list")
    found: dict[str, None] = {}
    for member in groups[name]:
        if member in groups:
            found |= dict.fromkeys(_members(member, groups, concepts, (*above, name)))
        elif member in concepts:
            found[member] = None
        else:
            raise _error(f"unknown concept {member} in the group {name}", "Define it in vocabulary/concepts/")
    return tuple(found)


def _error(what: str, advice: str) -> RulebookError:
    return RulebookError("rules/vocabulary/groups.yaml", what, advice)
