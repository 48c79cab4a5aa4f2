"""Forms filled with random figures and printed with every kind of damage are read back equal or not at all."""

from __future__ import annotations

import random
from types import ModuleType

import pytest

from reportmine.extraction.tables import read_tables
from reportmine.rulebook import Rulebook

INTACT = ("pipes", "cell_lines", "one_line", "tabs", "headless", "paged", "html", "html_blanks", "reordered")


def test_no_damage_makes_a_wrong_figure(damage: ModuleType, rulebook: Rulebook) -> None:
    counts = damage.run(300, 4711, rulebook)
    assert sum(count["wrong"] for count in counts.values()) == 0
    assert sum(count["read"] for count in counts.values()) > 10_000


@pytest.mark.parametrize("style", INTACT)
def test_what_is_printed_cell_by_cell_is_read_whole(damage: ModuleType, rulebook: Rulebook, style: str) -> None:
    for form in rulebook.forms.forms:
        for table in form.tables:
            case, body = damage.make(rulebook, random.Random(f"{form.name}-{style}"), style, table, form)
            verdict = damage.judge(case, read_tables(damage.document(body, rulebook), rulebook))
            assert (verdict.open, verdict.wrong) == (0, ()), f"{form.name}.{table.name}"


def test_glued_tables_are_decoded_for_the_most_part(damage: ModuleType, rulebook: Rulebook) -> None:
    read = open_ = 0
    table = rulebook.forms.form("n2021").table("requests")
    for number in range(6):
        rng = random.Random(number)
        case, body = damage.make(rulebook, rng, "glued", table, rulebook.forms.form("n2021"))
        verdict = damage.judge(case, read_tables(damage.document(body, rulebook), rulebook))
        read, open_ = read + verdict.read, open_ + verdict.open
    assert read > 2 * open_


@pytest.mark.slow
def test_ten_thousand_damaged_tables(damage: ModuleType, rulebook: Rulebook) -> None:
    counts = damage.run(10_000, 1, rulebook)
    assert sum(count["wrong"] for count in counts.values()) == 0
