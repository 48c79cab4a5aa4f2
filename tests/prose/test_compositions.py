"""Clauses put together at random: each says its figure whatever stands beside it, and no other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
import yaml

from reportmine.extraction.prose import ProseReading

CLAUSES: Final[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("clauses.yaml").read_text(encoding="utf-8"))
ROWS: Final = 400  # sentences of each kind for one seed
READ: Final = 0.97  # of the statements in a row: between others some stay unread, which is no harm

Prose = Callable[[str], ProseReading]
Facts = set[tuple[str, float]]


def _facts(reading: ProseReading) -> Facts:
    return {(each.indicator, each.value) for each in reading.figures if each.value is not None}


def _row(choose: Random) -> tuple[str, Facts]:
    """Two to five statements, up to two denials and as many clauses that say no figure, in one or several sentences."""
    statements, denials = CLAUSES["statements"], CLAUSES["denials"]
    said = choose.sample(sorted(statements), choose.randint(2, 5))
    denied = [
        names
        for names in choose.sample(sorted(denials), choose.randint(0, 2))
        if not set(names.split(", ")) & set(said)
    ]
    clauses = [(name, choose.choice(statements[name])) for name in said]
    clauses += [(names, choose.choice(denials[names])) for names in denied]
    clauses += [("", clause) for clause in choose.sample(CLAUSES["others"], choose.randint(0, 2))]
    choose.shuffle(clauses)
    numbers = choose.sample(range(20, 900), len(clauses))
    text = choose.choice(CLAUSES["starts"])
    for place, ((_, clause), number) in enumerate(zip(clauses, numbers, strict=True)):
        text += choose.choice(CLAUSES["joints"]) if place else ""
        text += clause.format(n=number) + choose.choice(CLAUSES["tails"] if "{n}" in clause else [""])
    told = {(name, number) for (name, _), number in zip(clauses, numbers, strict=True) if name in said}
    told |= {(name, 0) for names in denied for name in names.split(", ")}
    return f"一、总体情况\n{choose.choice(CLAUSES['sections'])}\n{text}。", told


@pytest.mark.parametrize("seed", range(3))
def test_a_row_of_statements_says_nothing_else(seed: int, prose: Prose) -> None:
    choose = Random(seed)
    asked = read = 0
    for _ in range(ROWS):
        text, told = _row(choose)
        found = _facts(prose(text))
        assert found <= told, text
        asked, read = asked + sum(value > 0 for _, value in told), read + sum(value > 0 for _, value in found)
    assert read >= READ * asked


def _core(label: str) -> str:
    return label.strip("“”").replace("”", "").removesuffix("信息").removesuffix("的").removesuffix("类")


@pytest.mark.parametrize("total", CLAUSES["classes"]["totals"])
def test_classes_are_named_alike_however_they_are_told(total: str, prose: Prose) -> None:
    classes = CLAUSES["classes"]
    labels: dict[str, int] = classes["labels"]
    for head, entry, joint in product(classes["heads"], classes["entries"], ",、;"):
        told = joint.join(entry.format(l=label, n=number) for label, number in labels.items())
        text = f"(一)主动公开情况\n{total.format(n=sum(labels.values()))}{head}{told}。"
        reading = prose(text)
        found = {_core(each.item): each.value for each in reading.figures if each.item is not None}
        assert found == labels, text
        assert len(reading.figures) == len(labels) + 1, text


def _account(choose: Random) -> tuple[str, Facts]:
    """What became of a year's requests, from those that came to those that are left."""
    words = CLAUSES["requests"]
    received, carried_in, left = choose.choice([12, 25, 140, 3207]), choose.choice([0, 2, 5]), choose.choice([0, 1, 4])
    told: Facts = {("requests.received", received)}
    text = "全年" + choose.choice(words["received"]).format(n=received)
    if carried_in:
        text += choose.choice(words["carried_in"]).format(n=carried_in)
        told.add(("requests.carried_in", carried_in))
    if choose.random() < 0.6:
        low, high = sorted(choose.sample(range(1, received), 2))
        x, y, z = low, high - low, received - high
        text += choose.choice(words["ways"]).format(x=x, y=y, z=z)
        told |= {("requests.received.in_person", x), ("requests.received.online", y), ("requests.received.letter", z)}
    closed = received + carried_in - left
    text += choose.choice(words["closed"]).format(n=closed)
    told.add(("requests.closed", closed))
    cuts = [0, *sorted(choose.sample(range(1, closed), 3)), closed]
    outcomes: dict[str, list[str]] = words["outcomes"]
    sizes = {name: cuts[place + 1] - cuts[place] for place, name in enumerate(outcomes)}
    joint = choose.choice(",、;")
    text += choose.choice(words["heads"])
    text += joint.join(choose.choice(outcomes[name]).format(n=size) for name, size in sizes.items())
    told |= set(sizes.items())
    if left:
        text += choose.choice(words["carried_out"]).format(n=left)
        told.add(("requests.carried_out", left))
    return f"一、总体情况\n(二)依申请公开情况\n{text}。", told


@pytest.mark.parametrize("seed", range(3))
def test_an_account_of_requests_is_read_whole(seed: int, prose: Prose) -> None:
    choose = Random(seed)
    for _ in range(ROWS):
        text, told = _account(choose)
        assert _facts(prose(text)) == told, text


def _division(choose: Random, words: dict[str, Any]) -> tuple[str, Facts]:
    """A total and its parts, of which one or two have no word in any rule."""
    known: dict[str, str] = words["known"]
    said = choose.sample(sorted(known), choose.randint(2, len(known)))
    labels = [*(known[name] for name in said), *choose.sample(words["unknown"], choose.randint(1, 2))]
    numbers = choose.sample(range(2, 90), len(labels))
    total = sum(numbers) + choose.choice([0, 0, 7])
    entry, joint = choose.choice(words["entry"]), choose.choice(",、;")
    parts = [entry.format(l=label, n=number) for label, number in zip(labels, numbers, strict=True)]
    choose.shuffle(parts)
    lead = choose.choice(words["total"]).format(n=total) + choose.choice([",其中", ",其中:", "。其中,", ",包括"])
    names = [*said, *[words["other"]] * (len(labels) - len(said))]
    told = {*zip(names, map(float, numbers), strict=True), *((name, float(total)) for name in words["says"])}
    return f"一、总体情况\n{words['heading']}\n{lead}{joint.join(parts)}。", told


@pytest.mark.parametrize("words", CLAUSES["divisions"], ids=[words["heading"] for words in CLAUSES["divisions"]])
def test_a_part_without_a_word_changes_no_other(words: dict[str, Any], prose: Prose) -> None:
    choose = Random(1)
    for _ in range(ROWS):
        text, told = _division(choose, words)
        assert _facts(prose(text)) <= told, text


def test_counts_of_other_things_say_nothing(prose: Prose) -> None:
    choose, words = Random(1), CLAUSES["elsewhere"]
    for _ in range(3 * ROWS):
        verb, noun, unit = (choose.choice(words[name]) for name in ("verbs", "nouns", "units"))
        clause = choose.choice(words["orders"]).format(v=verb, l=noun, n=choose.randint(2, 900), u=unit)
        text = f"{choose.choice(words['sections'])}\n{choose.choice(CLAUSES['starts'])}{clause}。"
        assert not _facts(prose(text)), text


def test_kinds_of_other_things_are_no_classes(prose: Prose) -> None:
    choose, words = Random(1), CLAUSES["elsewhere"]
    for _ in range(ROWS):
        verb, noun, unit = choose.choice(words["verbs"]), choose.choice(words["divided"]), choose.choice("件条份项")
        numbers = [choose.randint(5, 60) for _ in range(choose.randint(2, 4))]
        kinds = zip(choose.sample(words["kinds"], len(numbers)), numbers, strict=True)
        lead = choose.choice([",其中", "。其中,", ",包括", "("])
        parts = choose.choice(",、").join(f"{kind}{number}{unit}" for kind, number in kinds)
        text = f"{choose.choice(words['sections'])}\n{verb}{noun}{sum(numbers)}{unit}{lead}{parts}"
        assert not _facts(prose(text + (")。" if lead == "(" else "。"))), text
