"""Labels broken over lines around their numbers, serial numbers before labels, titles inside a grid, codes first."""

from __future__ import annotations

import random
from collections.abc import Callable
from types import ModuleType

import pytest

from reportmine.extraction.tables import TableReading, read_tables
from reportmine.rulebook import Rulebook

Reader = Callable[..., TableReading]
NAMES = [("n2021", "requests"), ("n2019", "requests"), ("n2014", "statistics"), ("fj2", "annex"), ("fj1", "annex")]


def lines_of(damage: ModuleType, case: object, rng: random.Random, row: Callable[[str, str, list[str]], str]) -> str:
    sheet = damage.printed(case, rng, units=True)
    lines = [" ".join(head) for head in sheet.heads]
    for words, label, unit, values, _ in sheet.body:
        lines += [" ".join(words)] if words else []
        lines.append(row(label, unit, values))
    return "\n".join(lines)


def judged(damage: ModuleType, rulebook: Rulebook, name: str, table: str, seed: int, row: object) -> object:
    form = rulebook.forms.form(name)
    found = next(each for each in form.tables if each.name == table)
    rng = random.Random(f"{name}{seed}")
    units = {indicator.id: indicator.unit for indicator in rulebook.indicators.values()}
    case = damage.fill(form, found, rng, {} if table == "requests" else units)
    text = lines_of(damage, case, rng, row)
    return damage.judge(case, read_tables(damage.document(text, rulebook), rulebook))


@pytest.mark.parametrize(("name", "table"), NAMES)
@pytest.mark.parametrize("first", [False, True])
def test_numbers_between_the_halves_of_a_label(
    damage: ModuleType, rulebook: Rulebook, name: str, table: str, first: bool
) -> None:
    def row(label: str, unit: str, values: list[str]) -> str:
        numbers = " ".join([unit, *values]).strip()
        half = len(label) // 2
        if len(label) < 9:
            return f"{label} {numbers}"
        return f"{label[:half]}{' ' if first else chr(10)}{numbers}\n{label[half:]}"

    verdicts = [judged(damage, rulebook, name, table, seed, row) for seed in range(4)]
    assert not [wrong for verdict in verdicts for wrong in verdict.wrong]
    assert sum(verdict.open for verdict in verdicts) <= 0.12 * sum(verdict.read for verdict in verdicts)


def numbered() -> Callable[[str, str, list[str]], str]:
    count = iter(range(1, 99))
    return lambda label, unit, values: " ".join([str(next(count)), label, unit, *values])


@pytest.mark.parametrize(("name", "table"), NAMES)
def test_serial_numbers_before_the_labels(damage: ModuleType, rulebook: Rulebook, name: str, table: str) -> None:
    for seed in range(3):
        verdict = judged(damage, rulebook, name, table, seed, numbered())
        assert not verdict.wrong
        assert verdict.open <= 0.1 * verdict.read


ANNEX = [
    ["指标名称", "单位", "2016年度", "历年累计"],
    ["主动公开文件数", "条", "12", "31"],
    ["1.政府网站公开数", "条", "11", "30"],
    ["2.政府公报公开数", "条", "0", "2"],
    ["受理政府信息公开申请总数", "条", "3", "8"],
    ["1.当面申请数", "条", "1", "4"],
    ["2.网络申请数", "条", "2", "3"],
    ["3.信函、传真申请数", "条", "0", "1"],
]


@pytest.mark.parametrize("title", ["（2016年度）", "2016年度", "某县政府信息公开情况统计表（2016年度）"])
def test_a_title_over_all_columns_is_no_header(read_html: Reader, title: str) -> None:
    reading = read_html([[f"colspan=4|{title}"], *ANNEX])
    found = {(figure.indicator, str(figure.period)): figure.value for figure in reading.figures}
    assert found["published.documents", "year"] == 12
    assert found["published.documents", "cumulative"] == 31
    assert found["requests.received.letter_or_fax", "cumulative"] == 1
    assert len(found) == 14


def test_two_years_over_two_columns_are_headers(read_html: Reader) -> None:
    rows = [
        ["统计指标", "2016年", "2015年"],
        ["收到申请数", "7", "5"],
        ["1.当面申请数", "3", "1"],
        ["2.传真申请数", "0", "0"],
    ]
    rows += [
        ["3.网络申请数", "4", "4"],
        ["4.信函申请数", "0", "0"],
        ["申请办结数", "7", "5"],
        ["举报投诉数量", "0", "1"],
    ]
    found = {(f.indicator, f.year): f.value for f in read_html(rows).figures}
    assert found["requests.received", 2016] == 7
    assert found["requests.received", 2015] == 5


def test_codes_before_the_labels_are_not_the_year(damage: ModuleType, rulebook: Rulebook) -> None:
    for seed in range(3):
        verdict = judged(
            damage, rulebook, "coded", "statistics", seed,
            lambda label, unit, values: " ".join([values[0], label, unit, *values[1:]]),
        )  # fmt: skip
        assert not verdict.wrong
