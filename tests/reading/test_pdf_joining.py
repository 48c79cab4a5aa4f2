"""Tables cut by a page break: what is one table, what is two, and what the break has cut inside."""

from __future__ import annotations

from reportmine.reading.pdf.drafts import DraftCell, Part, TableDraft, cell_of
from reportmine.reading.pdf.geometry import Char, PageGeometry, Rect
from reportmine.reading.pdf.joining import join
from reportmine.reading.pdf.lines import TextLine
from reportmine.rulebook import Rulebook

PAGE = PageGeometry(1, 600.0, 800.0, (), (), ())
COLUMNS = (50.0, 200.0, 300.0, 400.0)
Spot = tuple[int, int, int, int, str]  # row, column, row span, column span, text


def cell(spot: Spot) -> DraftCell:
    row, column, down, right, text = spot
    rect = Rect(COLUMNS[column], row * 20.0, COLUMNS[column + right], (row + down) * 20.0)
    chars = [
        Char(char, rect.x0 + 10 * n, rect.top, rect.x0 + 10 * n + 10, rect.top + 10) for n, char in enumerate(text)
    ]
    lines = (TextLine(chars),) if chars else ()
    return cell_of(row, column, down, right, (Part(PAGE, rect, lines),))


def table(*spots: Spot, columns: tuple[float, ...] = COLUMNS, origin: str = "ruled") -> TableDraft:
    cells = tuple(cell(spot) for spot in spots)
    return TableDraft(columns, max(c.end_row for c in cells), cells, origin)


def rows(first: int, *lines: tuple[str, str, str]) -> list[Spot]:
    return [(first + n, column, 1, 1, text) for n, line in enumerate(lines) for column, text in enumerate(line)]


def texts(draft: TableDraft) -> list[list[str | None]]:
    grid: list[list[str | None]] = [[None] * draft.column_count for _ in range(draft.row_count)]
    for item in draft.cells:
        for row in range(item.row, item.end_row):
            for column in range(*item.columns):
                grid[row][column] = item.text
    return grid


HEAD = ("项目", "甲", "乙")


def test_a_table_without_a_second_header_goes_on(rulebook: Rulebook) -> None:
    whole = join(table(*rows(0, HEAD, ("一、收到", "1", "2"))), table(*rows(0, ("二、结转", "3", "4"))), rulebook.pages)
    assert whole is not None
    assert texts(whole) == [list(HEAD), ["一、收到", "1", "2"], ["二、结转", "3", "4"]]


def test_a_header_printed_again_is_dropped(rulebook: Rulebook) -> None:
    whole = join(
        table(*rows(0, HEAD, ("一、收到", "1", "2"))), table(*rows(0, HEAD, ("二、结转", "3", "4"))), rulebook.pages
    )
    assert whole is not None
    assert texts(whole) == [list(HEAD), ["一、收到", "1", "2"], ["二、结转", "3", "4"]]


def test_rows_of_figures_that_repeat_are_no_header(rulebook: Rulebook) -> None:
    whole = join(
        table(*rows(0, ("", "0", "0"), ("一、", "0", "0"))),
        table(*rows(0, ("", "0", "0"), ("二、", "1", "1"))),
        rulebook.pages,
    )
    assert whole is not None
    assert whole.row_count == 4


def test_a_label_cut_in_two_is_one_row_with_its_figures_above(rulebook: Rulebook) -> None:
    whole = join(
        table(*rows(0, HEAD, ("1.要求确认", "5", "6"))),
        table(*rows(0, ("或重新出具", "", ""), ("2.其他", "7", "8"))),
        rulebook.pages,
    )
    assert whole is not None
    assert texts(whole) == [list(HEAD), ["1.要求确认或重新出具", "5", "6"], ["2.其他", "7", "8"]]


def test_a_label_cut_in_two_is_one_row_with_its_figures_below(rulebook: Rulebook) -> None:
    whole = join(
        table(*rows(0, HEAD, ("1.收到", "1", "2"), ("2.要求确认", "", ""))),
        table(*rows(0, ("或重新出具", "5", "6"), ("3.其他", "7", "8"))),
        rulebook.pages,
    )
    assert whole is not None
    assert texts(whole)[2] == ["2.要求确认或重新出具", "5", "6"]
    assert whole.row_count == 4


def test_a_row_of_its_own_left_blank_stays_a_row(rulebook: Rulebook) -> None:
    whole = join(
        table(*rows(0, HEAD, ("1.收到", "5", "6"))),
        table(*rows(0, ("2.结转", "", ""), ("3.其他", "7", "8"))),
        rulebook.pages,
    )
    assert whole is not None
    assert texts(whole)[2] == ["2.结转", "", ""]
    assert whole.row_count == 4


def test_an_empty_sliver_at_the_head_of_a_page_is_no_row(rulebook: Rulebook) -> None:
    whole = join(
        table(*rows(0, HEAD, ("1.收到", "5", "6"))), table(*rows(0, ("", "", ""), ("2.其他", "7", "8"))), rulebook.pages
    )
    assert whole is not None
    assert whole.row_count == 3


def test_a_merged_label_goes_on_below_the_break(rulebook: Rulebook) -> None:
    upper = table(
        (0, 0, 2, 1, "三、办理结果"),
        (0, 1, 1, 1, "(一)公开"),
        (0, 2, 1, 1, "1"),
        (1, 1, 1, 1, "(二)部分"),
        (1, 2, 1, 1, "2"),
    )
    lower = table(
        (0, 0, 2, 1, ""), (0, 1, 1, 1, "(三)不予"), (0, 2, 1, 1, "3"), (1, 1, 1, 1, "(四)无法"), (1, 2, 1, 1, "4")
    )
    whole = join(upper, lower, rulebook.pages)
    assert whole is not None
    assert [line[0] for line in texts(whole)] == ["三、办理结果"] * 4
    assert [line[2] for line in texts(whole)] == ["1", "2", "3", "4"]


def test_another_merged_label_below_the_break_stays_another(rulebook: Rulebook) -> None:
    upper = table(
        (0, 0, 2, 1, "(四)无法提供"), (0, 1, 1, 1, "1.甲"), (0, 2, 1, 1, "1"), (1, 1, 1, 1, "2.乙"), (1, 2, 1, 1, "2")
    )
    lower = table(
        (0, 0, 2, 1, "(五)不予处理"), (0, 1, 1, 1, "1.丙"), (0, 2, 1, 1, "3"), (1, 1, 1, 1, "2.丁"), (1, 2, 1, 1, "4")
    )
    whole = join(upper, lower, rulebook.pages)
    assert whole is not None
    assert [line[0] for line in texts(whole)] == ["(四)无法提供"] * 2 + ["(五)不予处理"] * 2


def test_a_blank_figure_below_the_break_is_not_taken_for_the_one_above(rulebook: Rulebook) -> None:
    whole = join(table(*rows(0, HEAD, ("1.收到", "5", "6"))), table(*rows(0, ("2.其他", "", "8"))), rulebook.pages)
    assert whole is not None
    assert texts(whole)[2] == ["2.其他", "", "8"]


def test_columns_drawn_a_little_apart_are_the_same(rulebook: Rulebook) -> None:
    lower = table(*rows(0, ("二、结转", "3", "4")), columns=(51.8, 198.9, 301.0, 402.2))
    whole = join(table(*rows(0, HEAD, ("一、收到", "1", "2"))), lower, rulebook.pages)
    assert whole is not None
    assert whole.column_count == 3


def test_other_columns_are_another_table(rulebook: Rulebook) -> None:
    lower = table(*rows(0, ("二、结转", "3", "4")), columns=(50.0, 120.0, 260.0, 400.0))
    assert join(table(*rows(0, HEAD, ("一、收到", "1", "2"))), lower, rulebook.pages) is None
    wider = table(*rows(0, ("二、结转", "3", "4")), columns=(20.0, 200.0, 300.0, 430.0))
    assert join(table(*rows(0, HEAD, ("一、收到", "1", "2"))), wider, rulebook.pages) is None


def test_the_same_form_filled_in_again_is_another_table(rulebook: Rulebook) -> None:
    form = (HEAD, ("一、收到", "1", "2"), ("二、结转", "3", "4"), ("三、结果", "5", "6"), ("四、其他", "7", "8"))
    again = (HEAD, ("一、收到", "0", "0"), ("二、结转", "0", "0"), ("三、结果", "0", "0"), ("四、其他", "0", "0"))
    assert join(table(*rows(0, *form)), table(*rows(0, *again)), rulebook.pages) is None


def test_a_ruled_table_does_not_go_on_in_an_aligned_one(rulebook: Rulebook) -> None:
    assert join(table(*rows(0, HEAD)), table(*rows(0, HEAD), origin="aligned"), rulebook.pages) is None
