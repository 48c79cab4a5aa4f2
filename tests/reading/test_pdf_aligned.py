"""Tables without upright lines, and running text that is none."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportmine.reading.pdf.aligned import aligned_tables
from reportmine.reading.pdf.drafts import draft_of
from reportmine.reading.pdf.geometry import Char, PageGeometry
from reportmine.reading.pdf.lines import lines_of

PAGE = PageGeometry(1, 600.0, 800.0, (), (), ())
Spot = tuple[float, float, str]  # left, top, text


def chars(*spots: Spot) -> list[Char]:
    return [
        Char(char, x + 10 * n, top, x + 10 * n + 10, top + 12) for x, top, text in spots for n, char in enumerate(text)
    ]


def grid(*spots: Spot) -> tuple[list[list[str]], list[str]]:
    tables, rest = aligned_tables(PAGE, lines_of(chars(*spots)), [])
    found: list[list[str]] = []
    for table in tables:
        draft = draft_of(table)
        found.extend(
            [cell.text for cell in sorted(draft.row(row), key=lambda c: c.column)] for row in range(draft.row_count)
        )
    return found, [line.text for line in rest]


HEAD: list[Spot] = [(50, 100, "项目"), (150, 100, "本年"), (250, 100, "累计")]
ROWS: list[Spot] = [
    (50, 120, "公开"),
    (150, 120, "12"),
    (250, 120, "340"),
    (50, 140, "申请"),
    (150, 140, "0"),
    (250, 140, "7"),
]


def test_rows_of_texts_under_each_other_are_a_table() -> None:
    assert grid(*HEAD, *ROWS) == ([["项目", "本年", "累计"], ["公开", "12", "340"], ["申请", "0", "7"]], [])


def test_a_row_of_one_text_inside_belongs_to_it_and_one_after_it_does_not() -> None:
    inner: list[Spot] = [(50, 120, "一、"), (50, 140, "公开"), (150, 140, "12"), (50, 160, "申请"), (150, 160, "0")]
    found, rest = grid(*HEAD, *inner, (50, 180, "说明"))
    assert found == [["项目", "本年", "累计"], ["一、", "", ""], ["公开", "12", ""], ["申请", "0", ""]]
    assert rest == ["说明"]


def test_a_label_of_two_lines_beside_its_figures_is_one_row() -> None:
    label: list[Spot] = [(50, 160, "其他形式"), (150, 166, "5"), (250, 166, "6"), (50, 172, "的申请")]
    assert grid(*HEAD, *ROWS, *label)[0][-1] == ["其他形式的申请", "5", "6"]


def test_a_blank_cell_keeps_the_figures_in_their_columns() -> None:
    assert grid(*HEAD, *ROWS, (50, 160, "其他"), (250, 160, "9"))[0][-1] == ["其他", "", "9"]


def test_figures_of_neighbouring_columns_are_never_glued() -> None:
    near: list[Spot] = [(50, 100 + 20 * n, "公开") for n in range(4)]
    near += [(80, 100 + 20 * n, "条") for n in range(4)] + [(100, 100 + 20 * n, "19") for n in range(4)]
    assert grid(*near)[0] == [["公开", "条", "19"]] * 4


def test_running_text_is_no_table() -> None:
    text: list[Spot] = [(50, 100 + 20 * n, "全年公开政府信息12条其中网站7条") for n in range(5)]
    assert grid(*text)[0] == []


def test_two_rows_are_too_few() -> None:
    assert grid(*HEAD, *ROWS[:3])[0] == []


def test_columns_of_words_without_figures_are_no_table() -> None:
    words: list[Spot] = [(x, 100 + 20 * n, "联系") for n in range(4) for x in (50, 150)]
    assert grid(*words)[0] == []


places = st.tuples(
    st.sampled_from([50.0, 60.0, 80.0, 120.0, 150.0]), st.integers(0, 6).map(lambda row: 100.0 + 9 * row)
)
words = st.text("公开12 ", min_size=1, max_size=4)
spots = st.lists(st.tuples(places, words).map(lambda spot: (*spot[0], spot[1])), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots)
def test_lines_that_are_passed_over_at_a_glance_hold_no_table(
    monkeypatch: pytest.MonkeyPatch, placed: list[Spot]
) -> None:
    glanced = grid(*placed)
    with monkeypatch.context() as looking:
        looking.setattr("reportmine.reading.pdf.aligned._may_have_rows", lambda lines: True)
        assert grid(*placed) == glanced
