"""Groups of concepts in the lists of rules."""

from __future__ import annotations

import pytest

from reportmine.model import RulebookError
from reportmine.rulebook.groups import ConceptGroups
from reportmine.rulebook.prose import Member, Phrase

CONCEPTS = ("site", "gazette", "weibo", "wechat")


def test_a_group_stands_for_its_concepts_and_those_of_the_groups_in_it() -> None:
    groups = ConceptGroups({"ways": ("site", "accounts"), "accounts": ("weibo", "wechat")}, CONCEPTS)
    phrase = Phrase(indicator=None, units=("items",), unless=frozenset({"ways", "gazette"}))
    assert groups.expand(phrase, ("unless",)).unless == {"site", "weibo", "wechat", "gazette"}


def test_other_fields_and_rules_without_groups_stay_as_they_are() -> None:
    groups = ConceptGroups({"accounts": ("weibo", "wechat")}, CONCEPTS)
    member = Member(indicator=None, concepts=("accounts",), units=("items",), unless=frozenset({"site"}))
    assert groups.expand(member, ("unless",)) is member


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({"site": ("weibo",)}, "groups named like concepts: site"),
        ({"accounts": ("weibo", "douyin")}, "unknown concept douyin in the group accounts"),
        ({"a": ("b",), "b": ("a",)}, "holds itself"),
    ],
)
def test_groups_that_cannot_be(groups: dict[str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(RulebookError, match=message):
        ConceptGroups(groups, CONCEPTS)
