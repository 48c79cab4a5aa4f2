"""Forms filled with random figures, printed with every kind of damage, and read back: never a wrong figure.

    python benchmarks/table_damage.py [CASES] [SEED]

Prints, per form table and style, how many cells were read, how many are unreadable or missing, and how many are wrong.
Exit code 1 when one is wrong. The tests use the same generator on fewer cases.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reportmine.extraction.tables import TableReading, read_tables
from reportmine.model import Document
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook
from reportmine.rulebook.forms import Form, FormTable, Relation, Slot

Key = tuple[str, str, str | None, str]
Cells = list[str]


@dataclass
class Case:
    """One filled table as rows of cells. ``values`` is what must be read, None where the print shows nothing."""

    form: Form
    table: FormTable
    numbers: list[list[int]]
    units: list[str]
    values: dict[Key, int | None] = field(default_factory=dict)
    lost: set[Key] = field(default_factory=set)

    def key(self, row: int, slot: Slot) -> Key | None:
        if slot.indicator is None:
            return None
        return slot.indicator, str(slot.applicant), self.table.rows[row].item, str(slot.period)


# --- figures that satisfy the relations -------------------------------------------------------------------------------


def _magnitude(rng: random.Random) -> int:
    return rng.choice((0, 0, 0, rng.randint(1, 9), rng.randint(1, 99), rng.randint(1, 999), rng.randint(1, 99999)))


def column_of(table: FormTable, rng: random.Random) -> dict[str, int]:
    """One value for each row, so that every relation over rows holds."""
    rows = [row.key for row in table.rows if not row.optional]
    value = {key: _magnitude(rng) for key in rows}
    over_rows = [r for r in table.relations if r.over == "rows" and r.certainty == "definition"]
    sums = [r for r in over_rows if r.kind == "equal" and len(r.left) == 1]
    for _ in sums:  # as often as sums can stand on sums
        for relation in sums:
            value[relation.left[0]] = sum(value[term] for term in relation.right if term in value)
    for relation in over_rows:
        _make_hold(relation, value, rng)
    return value


def _make_hold(relation: Relation, value: dict[str, int], rng: random.Random) -> None:
    if relation.kind == "at_most":
        top = sum(value[term] for term in relation.right)
        for term in relation.left:
            value[term] = min(value[term], rng.randint(0, top))
    elif relation.kind == "range":
        parts = [value[term] for term in relation.right]
        value[relation.left[0]] = rng.randint(max(parts), sum(parts))
    elif len(relation.left) > 1:
        total = sum(value[term] for term in relation.right)
        value[relation.left[1]] = rng.randint(0, total)
        value[relation.left[0]] = total - value[relation.left[1]]


def fill(form: Form, table: FormTable, rng: random.Random, units: dict[str, str]) -> Case:
    """The table with figures that satisfy all its relations by definition."""
    columns: dict[str, dict[str, int]] = {}
    over = [r for r in table.relations if r.over == "columns" and r.certainty == "definition"]
    plain = {column.id: column_of(table, rng) for column in table.columns}
    columns |= plain
    for relation in over:
        terms = {c: columns[c] for c in relation.right}
        if relation.kind == "equal":
            columns[relation.left[0]] = {k: sum(c[k] for c in terms.values()) for k in plain[relation.left[0]]}
        else:  # the larger column is the smaller one and as much again, so that relations over rows still hold
            small, large = relation.left[0], relation.right[0]
            columns[large] = {k: columns[small][k] + columns[large][k] for k in columns[large]}
    numbers = []
    for row, slots in zip(table.rows, table.slots, strict=True):
        numbers.append([] if row.optional else [columns[slot.column][row.key] for slot in slots])
    case = Case(form, table, numbers, [_unit(row.unit, slots, units) for row, slots in _rows(table)])
    for number, (row, slots) in enumerate(_rows(table)):
        for place, slot in enumerate(slots):
            key = case.key(number, slot)
            if key is not None and not row.optional:
                factor = 10000 if row.unit else 1
                case.values[key] = numbers[number][place] * factor
    return case


def _rows(table: FormTable) -> Iterator[tuple[object, tuple[Slot, ...]]]:
    return iter(zip(table.rows, table.slots, strict=True))


def _unit(unit: str | None, slots: tuple[Slot, ...], units: dict[str, str]) -> str:
    return unit or units.get(slots[-1].indicator or "", "")


# --- the table as printed cells ---------------------------------------------------------------------------------------


@dataclass
class Print:
    """Rows of cells. ``heads`` are header rows; a body row is (words before the label, label, unit, values)."""

    case: Case
    heads: list[Cells]
    body: list[tuple[Cells, str, str, Cells, list[Key | None]]]
    between: dict[int, list[Cells]] = field(default_factory=dict)  # header rows before body row n


def printed(case: Case, rng: random.Random, *, units: bool) -> Print:
    """The table laid out as the form has it, with one of its label variants in each row."""
    table = case.table
    result = Print(case, _heads(case, units), [])
    shown: set[str] = set()
    chinese = iter("一二三四五六七八九十" * 9)
    before: tuple[str, ...] = ()
    for number, (row, slots) in enumerate(zip(table.rows, table.slots, strict=True)):
        if row.optional:
            continue
        words: Cells = []
        if row.group and row.group not in shown and not table.line:
            shown.add(row.group)
            group = next(group for group in table.groups if group.id == row.group)
            words.append(f"（{next(chinese)}）{group.labels[0]}")
        label = rng.choice(row.labels[:2])
        if row.number:
            label = f"{row.number}.{label}"
        columns = tuple(slot.column for slot in slots)
        if row.cells and not table.line and columns != before:
            result.between[len(result.body)] = [["信息内容", *(_column(table, name) for name in columns)]]
            before = columns
        values = [_text(case, number, place, slot) for place, slot in enumerate(slots)]
        keys = [case.key(number, slot) for slot in slots]
        result.body.append((words, label, case.units[number] if units else "", values, keys))
    return result


def _text(case: Case, row: int, place: int, slot: Slot) -> str:
    if slot.kind == "code":
        return case.table.rows[row].codes[0]
    return str(case.numbers[row][place])


def _column(table: FormTable, name: str) -> str:
    return next(column.labels[0] for column in table.columns if column.id == name)


def _heads(case: Case, units: bool) -> list[Cells]:
    table = case.table
    if any(row.cells for row in table.rows):
        return []
    if any(str(column.applicant) != "total" for column in table.columns):
        inner = [column.labels[0] for column in table.columns[1:-1]]
        return [["申请人情况"], ["自然人", "法人或其他组织", "总计"], inner]
    names = ["2016年度" if column.is_year else column.labels[0] for column in table.columns]
    return [["指标名称", *(["计量单位"] if units else []), *names]]


# --- styles: from printed cells to a file -----------------------------------------------------------------------------


def _flat(case: Case, rng: random.Random, *, units: bool = True) -> list[Cells]:
    """Header and body as plain rows."""
    if case.table.line:
        return _line_rows(case)
    sheet = printed(case, rng, units=units)
    rows = list(sheet.heads)
    for number, (words, label, unit, values, _) in enumerate(sheet.body):
        rows += sheet.between.get(number, [])
        rows.append([*words, label, *([unit] if unit else []), *values])
    return rows


def _line_rows(case: Case) -> list[Cells]:
    labels = [row.labels[0] for row in case.table.rows]
    columns = [column.labels[0] for column in case.table.columns]
    values = [str(number) for row in case.numbers for number in row]
    return [[labels[0], *case.table.marks], [*columns, *labels[1:]], columns * (len(labels) - 1), values]


def pipes(case: Case, rng: random.Random) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in _flat(case, rng))


def cell_lines(case: Case, rng: random.Random) -> str:
    return "\n".join(f"{cell} |" for row in _flat(case, rng) for cell in row) + "\n扫一扫在手机上查看当前页面"


def one_line(case: Case, rng: random.Random) -> str:
    return " ".join(cell for row in _flat(case, rng) for cell in row) + " 附件下载"


def tabs(case: Case, rng: random.Random) -> str:
    return "\n".join("\t".join(row) for row in _flat(case, rng, units=rng.random() < 0.5))


def glued(case: Case, rng: random.Random) -> str:
    return "".join(cell for row in _flat(case, rng) for cell in row)


def half_glued(case: Case, rng: random.Random) -> str:
    """Runs together here and there, as pages do whose cells are partly separated."""
    return "".join(cell + rng.choice(("", "", " ")) for row in _flat(case, rng) for cell in row)


def headless(case: Case, rng: random.Random) -> str:
    sheet = printed(case, rng, units=True)
    return "\n".join(" | ".join([*w, label, unit, *values]) for w, label, unit, values, _ in sheet.body)


def split_headers(case: Case, rng: random.Random) -> str:
    """Header cells broken over lines."""
    lines = []
    for row in _flat(case, rng):
        numeric = any(cell.isdigit() for cell in row)
        lines += [" | ".join(row)] if numeric else [part for cell in row for part in (cell[:2], cell[2:]) if part]
    return "\n".join(lines)


def paged(case: Case, rng: random.Random) -> str:
    """A page break in the middle: page number, header once more."""
    rows = _flat(case, rng)
    cut = rng.randint(2, max(2, len(rows) - 2))
    lines = [" | ".join(row) for row in rows]
    head = [] if case.table.line or any(row.cells for row in case.table.rows) else lines[:1]
    return "\n".join([*lines[:cut], "- 3 -", *head, *lines[cut:], "- 4 -"])


def missing_cells(case: Case, rng: random.Random) -> str:
    """One cell of some rows is lost, and what stands there no longer known."""
    if case.table.line:
        return pipes(case, rng)
    sheet = printed(case, rng, units=True)
    lines = [" ".join(head) for head in sheet.heads]
    for number, (words, label, unit, values, keys) in enumerate(sheet.body):
        lines += [" ".join(head) for head in sheet.between.get(number, [])]
        kept = list(values)
        if len(values) > 1 and rng.random() < 0.2:
            place = rng.randrange(len(kept))
            del kept[place]
            if keys[place] is not None:
                case.lost.add(keys[place])
        lines.append(" ".join([*words, label, unit, *kept]))
    return "\n".join(lines)


def split_number(case: Case, rng: random.Random) -> str:
    """Numbers of two digits cut in two cells."""
    if case.table.line:
        return pipes(case, rng)
    lines = []
    for row in _flat(case, rng):
        cells: Cells = []
        for cell in row:
            wide = cell.isdigit() and len(cell) > 1 and cell[0] != "0" and rng.random() < 0.2
            cells += [cell[:1], cell[1:]] if wide else [cell]
        lines.append(" | ".join(cells))
    return "\n".join(lines)


def html(case: Case, rng: random.Random) -> str:
    return _html(_flat(case, rng))


def html_blanks(case: Case, rng: random.Random) -> str:
    """Zeros left blank."""
    sheet = printed(case, rng, units=True) if not case.table.line else None
    if sheet is None:
        return html(case, rng)
    rows = [*sheet.heads]
    for number, (words, label, unit, values, keys) in enumerate(sheet.body):
        rows += sheet.between.get(number, [])
        shown = []
        for value, key in zip(values, keys, strict=True):
            blank = value == "0" and rng.random() < 0.7
            shown.append("" if blank else value)
            if blank and key is not None:
                case.values[key] = None
        rows.append([*words, label, *([unit] if unit else []), *shown])
    return _html(rows)


def reordered(case: Case, rng: random.Random) -> str:
    """A grid whose columns stand in another order, or lack one, under a header that says so."""
    if case.table.line or any(row.cells for row in case.table.rows) or len(case.table.columns) < 3:
        return html(case, rng)
    sheet = printed(case, rng, units=False)
    columns = list(range(len(case.table.columns)))
    rng.shuffle(columns)
    if rng.random() < 0.5:
        columns = [c for c in sorted(columns) if case.table.columns[c].id != "other"]
    head = ["指标", *(case.table.columns[c].labels[0] for c in columns)]
    rows = [head]
    for _, label, _, values, keys in sheet.body:
        rows.append([label, *(values[c] for c in columns)])
        for c, key in enumerate(keys):
            if c not in columns and key is not None:
                case.lost.add(key)
    return _html(rows)


def small_tables(case: Case, rng: random.Random) -> str:
    """A line table as one small table for each of its blocks."""
    if not case.table.line:
        return pipes(case, rng)
    columns = [column.labels[0] for column in case.table.columns]
    parts = [
        _html([[row.labels[0]], columns, [str(number) for number in numbers]])
        for row, numbers in zip(case.table.rows, case.numbers, strict=True)
    ]
    return "<p>见下表</p>".join(parts)


def _html(rows: list[Cells]) -> str:
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return "<table border='1'>" + "".join(lines) + "</table>"


STYLES: dict[str, Callable[[Case, random.Random], str]] = {
    style.__name__: style
    for style in (
        pipes, cell_lines, one_line, tabs, glued, half_glued, headless, split_headers, paged, missing_cells,
        split_number, html, html_blanks, reordered, small_tables,
    )
}  # fmt: skip


def document(body: str, rulebook: Rulebook) -> Document:
    """The table in the middle of a report."""
    if "<table" in body:
        head = "<html><body><h1>某镇政府信息公开工作年度报告</h1><p>一、概述。全年开展培训。</p>"
        page = f"{head}{body}<p>附注：无。</p></body></html>"
        return read_bytes(page.encode(), "case.html", rulebook)
    text = f"某镇政府信息公开工作年度报告\n一、概述\n全年开展培训。\n{body}\n附注：无。\n"
    return read_bytes(text.encode(), "case.txt", rulebook)


# --- judgement --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    read: int
    open: int  # unreadable or missing
    wrong: tuple[str, ...]


def judge(case: Case, reading: TableReading) -> Verdict:
    """Every figure against what was printed."""
    read: set[Key] = set()
    wrong = []
    for figure in reading.figures:
        if figure.status == "derived" or figure.value is None:
            continue
        key = figure.indicator, str(figure.applicant), figure.item, str(figure.period)
        if key in case.lost or case.values.get(key) != figure.value:
            wrong.append(f"{key} read {figure.value} ({figure.status}), printed {case.values.get(key)}")
        read.add(key)
    expected = {key for key, value in case.values.items() if value is not None and key not in case.lost}
    return Verdict(len(read & expected), len(expected - read), tuple(wrong))


def make(rulebook: Rulebook, rng: random.Random, name: str, table: FormTable, form: Form) -> tuple[Case, str]:
    units = {indicator.id: indicator.unit for indicator in rulebook.indicators.values()}
    case = fill(form, table, rng, units)
    return case, STYLES[name](case, rng)


def run(cases: int, seed: int, rulebook: Rulebook) -> dict[tuple[str, str, str], Counter[str]]:
    """``cases`` random cases over all tables and styles. Prints what is wrong."""
    plan = [(form, table, name) for form in rulebook.forms.forms for table in form.tables for name in STYLES]
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for number in range(cases):
        form, table, name = plan[number % len(plan)]
        rng = random.Random(f"{seed}-{number}")
        case, body = make(rulebook, rng, name, table, form)
        verdict = judge(case, read_tables(document(body, rulebook), rulebook))
        count = counts.setdefault((form.name, table.name, name), Counter())
        count.update(read=verdict.read, open=verdict.open, wrong=len(verdict.wrong), cases=1)
        for what in verdict.wrong[:3]:
            print(f"WRONG case {number} {form.name}.{table.name} {name}: {what}")
    return counts


def main() -> int:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begin = time.perf_counter()
    counts = run(cases, seed, Rulebook())
    total: Counter[str] = Counter()
    for (form, table, style), count in sorted(counts.items()):
        share = count["read"] / max(1, count["read"] + count["open"])
        print(f"{form:6} {table:11} {style:14} read {share:7.1%}  open {count['open']:6}  wrong {count['wrong']:4}")
        total.update(count)
    seconds = time.perf_counter() - begin
    print(", ".join(f"{total[name]} {name}" for name in ("cases", "read", "open", "wrong")), f"in {seconds:.0f} s")
    return 1 if total["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
