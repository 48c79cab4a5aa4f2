"""The forms as data: what the files must contain, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import RulebookError
from reportmine.rulebook import Rulebook


def test_the_national_forms_have_all_their_cells(rulebook: Rulebook) -> None:
    sizes = {
        (form.name, table.name): sum(
            len(slots) for row, slots in zip(table.rows, table.slots, strict=True) if not row.optional
        )
        for form in rulebook.forms.forms
        for table in form.tables
    }
    assert sizes["n2019", "published"] == 22
    assert sizes["n2019", "requests"] == 161
    assert sizes["n2021", "published"] == 10
    assert sizes["n2021", "requests"] == 175
    assert sizes["n2019", "appeals"] == sizes["n2021", "appeals"] == 15
    assert sizes["n2014", "statistics"] == 58
    assert sizes["fj2", "annex"] == 30
    assert sizes["fj1", "annex"] == 34


def test_coded_rows_are_mapped_and_carry_their_codes(rulebook: Rulebook) -> None:
    rows = rulebook.forms.form("coded").tables[0].rows
    assert sum(row.indicator in rulebook.indicators and bool(row.codes) for row in rows if not row.optional) == 35
    assert len({row.key for row in rows}) == len(rows)


def test_forms_and_indicators_agree_on_what_is_printed_where(rulebook: Rulebook) -> None:
    printed: dict[str, set[str]] = {}
    for form in rulebook.forms.forms:
        for table in form.tables:
            for row, slots in zip(table.rows, table.slots, strict=True):
                if not row.optional:
                    for slot in slots:
                        printed.setdefault(slot.indicator or "", set()).add(form.name)
    forms = {form.name for form in rulebook.forms.forms}
    for indicator in rulebook.indicators.values():
        assert printed.get(indicator.id, set()) == set(indicator.forms) & forms, indicator.id


def test_a_replaced_row_stays_as_a_possible_one(rulebook: Rulebook) -> None:
    table = rulebook.forms.form("n2021").table("requests")
    single = next(row for row in table.rows if row.key == "requests.other_handling")
    assert single.optional
    assert len(single.instead_of) == 3
    total = next(relation for relation in table.relations if relation.left == ("requests.answered",))
    assert set(single.instead_of) <= set(total.right)
    assert "requests.other_handling" not in total.right


FORM = """
name: invented
zh: 甲
en: a
years: [2000, 2001]
tables:
  - name: one
    columns: [{{id: year, is_year: true}}]
    rows: [{row}]
    relations: [{relation}]
"""
GOOD_ROW = "{indicator: requests.received, labels: [收到件数]}"


@pytest.mark.parametrize(
    ("row", "relation", "named"),
    [
        ("{indicator: no.such.thing, labels: [甲]}", "", "no.such.thing"),
        (GOOD_ROW, "{kind: equal, left: requests.received, right: requests.gone}", "requests.gone"),
        (GOOD_ROW, "{kind: sums_to, left: requests.received, right: requests.received}", "kind"),
        ("{indicator: requests.received, group: nowhere, labels: [甲]}", "", "nowhere"),
        ("{cells: {month: requests.received}, labels: [甲]}", "", "column"),
    ],
)
def test_a_form_that_names_what_is_not_there_is_refused(tmp_path: Path, row: str, relation: str, named: str) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "invented.yaml").write_text(FORM.format(row=row, relation=relation), encoding="utf-8")
    with pytest.raises(RulebookError, match=named):
        _ = Rulebook([tmp_path]).forms
