"""Loads the prose rules: files of phrases and vocabulary checked against each other, groups replaced by concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from reportmine.model import RulebookError, Value
from reportmine.rulebook.files import RuleFiles, load_yaml
from reportmine.rulebook.groups import ConceptGroups, GroupFile
from reportmine.rulebook.prose import (
    ApartRules,
    BodyRules,
    ConceptFile,
    NegationRules,
    NumberRules,
    PhraseFile,
    ProseRules,
    SectionRules,
    SegmentationRules,
    TimeRules,
    UnitRules,
)


def _segmentation(files: RuleFiles) -> SegmentationRules:
    name = "vocabulary/segmentation.yaml"
    rules = files.load(name, SegmentationRules)
    if find_spec(rules.engine) is None:
        raise RulebookError(
            str(files.path(name)),
            f"asks for {rules.engine}, which is not installed",
            "Run: pip install 'reportmine[fast]', or name jieba",
        )
    return rules


# The fields of rules whose lists of concepts may name groups (rules/vocabulary/groups.yaml).
PHRASE_LISTS = (
    "with_sentence", "unless", "unless_led", "unless_after", "unless_beside", "unless_kinds", "unless_parts",
    "parts_by", "unless_larger", "unless_sentence", "unless_said",
)  # fmt: skip
MEMBER_LISTS = ("unless", "unless_beside", "unless_said")
ZERO_LISTS = ("with_sentence", "modifier_before", "unless_behind", "behind", "led_by", "said", "unsaid", "unless_led")


def load_prose(files: RuleFiles) -> ProseRules:
    """All prose rules in force. Raises RulebookError naming file and field."""
    concepts: dict[str, tuple[str, ...]] = {}
    for path in files.folder("vocabulary/concepts"):
        if path.name != "negation.yaml":
            for name, words in load_yaml(path, ConceptFile).concepts.items():
                concepts[name] = (*concepts.get(name, ()), *words)
    groups = ConceptGroups(files.load("vocabulary/groups.yaml", GroupFile).groups, concepts)
    named = [
        (f"prose/{path.stem}", _with_groups(load_yaml(path, PhraseFile), groups)) for path in files.folder("prose")
    ]
    lists = [part.open_lists for _, part in named if part.open_lists]
    topics = [part.topics for _, part in named if part.topics]
    if len(lists) != 1 or len(topics) != 1:
        raise RulebookError("rules/prose", "needs open_lists and topics once each", "Keep them in one file, as shipped")
    rules = ProseRules(
        numbers=files.load("vocabulary/numbers.yaml", NumberRules),
        times=files.load("vocabulary/times.yaml", TimeRules),
        segmentation=_segmentation(files),
        units=files.load("vocabulary/units.yaml", UnitRules),
        apart=files.load("vocabulary/set_apart.yaml", ApartRules),
        bodies=files.load("vocabulary/bodies.yaml", BodyRules),
        sections=files.load("vocabulary/sections.yaml", SectionRules),
        negation=files.load("vocabulary/concepts/negation.yaml", NegationRules),
        concepts=concepts,
        phrases=tuple((name, phrase) for name, part in named for phrase in part.phrases),
        breakdowns=tuple((name, breakdown) for name, part in named for breakdown in part.breakdowns),
        zeros=tuple((name, zero) for name, part in named for zero in part.zeros),
        open_lists=lists[0],
        topics=topics[0],
    )
    _check_names(rules)
    return rules


def _with_groups(part: PhraseFile, groups: ConceptGroups) -> PhraseFile:
    breakdowns = (
        breakdown.model_copy(
            update={"members": tuple(groups.expand(member, MEMBER_LISTS) for member in breakdown.members)}
        )
        for breakdown in part.breakdowns
    )
    return part.model_copy(
        update={
            "phrases": tuple(groups.expand(phrase, PHRASE_LISTS) for phrase in part.phrases),
            "breakdowns": tuple(groups.expand(breakdown, ("unless",)) for breakdown in breakdowns),
            "zeros": tuple(groups.expand(zero, ZERO_LISTS) for zero in part.zeros),
        }
    )


def _concepts(rule: Value, fields: Iterable[str]) -> Iterator[str]:
    return (concept for field in fields for concept in getattr(rule, field))


def _check_names(rules: ProseRules) -> None:
    members = [member for _, breakdown in rules.breakdowns for member in breakdown.members]
    used = {concept for _, phrase in rules.phrases for concept in _concepts(phrase, (*PHRASE_LISTS, "led_by"))}
    used |= {concept for _, part in rules.breakdowns for concept in (*part.unless, *part.named_by)}
    used |= {concept for member in members for concept in _concepts(member, (*MEMBER_LISTS, "concepts"))}
    used |= {concept for _, zero in rules.zeros for concept in _concepts(zero, (*ZERO_LISTS, "concepts"))}
    unknown = sorted(used - set(rules.concepts))
    if unknown:
        raise RulebookError("rules/prose", f"unknown concepts: {', '.join(unknown)}", "Define them in vocabulary/")
    sets = {name for _, phrase in rules.phrases for name in phrase.units}
    missing = sorted(sets - set(rules.units.sets) - {"none"})
    if missing:
        raise RulebookError("rules/prose", f"unknown sets of units: {', '.join(missing)}", "See vocabulary/units.yaml")
