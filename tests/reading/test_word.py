"""Word files: numbers, text boxes, footnotes, spans; hostile packages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reportmine.model import BlockKind, Document, ReadingError
from reportmine.reading import read, read_bytes
from reportmine.rulebook import Rulebook

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"
NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body: str, **parts: str) -> bytes:
    """A Word file with this body; other parts by name, ``numbering=…``."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return held.getvalue()


def word(body: str, rulebook: Rulebook, **parts: str) -> Document:
    return read_bytes(package(body, **parts), "given.docx", rulebook)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: list[str], grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def grid(document: Document, number: int = 0) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in document.tables[number].grid]


def test_the_forms_tables_are_whole(samples: Path, rulebook: Rulebook) -> None:
    page = read(samples / "guyong-2021" / "source.html", rulebook)
    document = read(DOCUMENTS / "guyong-2021.docx", rulebook)
    assert [(table.row_count, table.column_count) for table in document.tables] == [(14, 4), (28, 10), (4, 15)]
    assert [grid(document, n) for n in range(3)] == [grid(page, n) for n in range(3)]
    for mine, other in zip(document.tables, page.tables, strict=True):
        assert {(c.row, c.column, c.row_span, c.column_span) for c in mine.cells} == {
            (c.row, c.column, c.row_span, c.column_span) for c in other.cells
        }


def test_every_cell_and_paragraph_has_an_address(rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / "guyong-2021.docx", rulebook)
    assert all(anchor.address for anchor in document.anchors)
    cell = document.tables[1].grid[3][9]
    assert cell is not None
    assert cell.address == "t2r4c10"
    (anchor,) = document.locate(cell.start, cell.end)
    assert anchor.address == "t2r4c10"


def test_automatic_numbers_are_text(rulebook: Rulebook) -> None:
    def level(number: int, form: str, text: str) -> str:
        inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{number}">{inner}</w:lvl>'

    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="5">{level(0, "chineseCounting", "%1、")}'
        f"{level(1, 'decimal', '%2.')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )

    def item(text: str, depth: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')

    body = (
        item("总体情况", 0) + item("网站公开12条", 1) + item("公报公开3条", 1) + item("问题", 0) + item("人手不足", 1)
    )
    document = word(body, rulebook, numbering=numbering)
    assert [text.rstrip("。") for text in texts(document)] == [
        "一、总体情况", "1.网站公开12条", "2.公报公开3条", "二、问题", "1.人手不足",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (36, "三十六"), (105, "一百零五")]
)
def test_chinese_numbers(number: int, text: str) -> None:
    from reportmine.reading.word_numbering import _chinese

    assert _chinese(number) == text


def test_a_text_box_is_read_once_and_not_from_its_fallback(rulebook: Rulebook) -> None:
    box = f"<w:txbxContent>{p('框内公开5条')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(word(body, rulebook)) == ["前文", "框内公开5条"]


def test_footnotes_follow_the_text(rulebook: Rulebook) -> None:
    notes = (
        f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2">{p("含转交的3件")}</w:footnote></w:footnotes>'
    )
    document = word(p("全年收到申请7件"), rulebook, footnotes=notes)
    assert texts(document) == ["全年收到申请7件", "含转交的3件"]
    assert document.anchors[-1].address == "fn2"


def test_deleted_text_and_field_codes_are_not_text(rulebook: Rulebook) -> None:
    body = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>条</w:t></w:r></w:p>"
    )
    assert texts(word(body, rulebook)) == ["公开12条"]


def test_merged_cells_cover_what_they_cover(rulebook: Rulebook) -> None:
    table = tbl(
        [tc("项目", '<w:vMerge w:val="restart"/>'), tc("数量", '<w:gridSpan w:val="2"/>')],
        [tc("", "<w:vMerge/>"), tc("本年"), tc("累计")],
        [tc("公开"), tc("3"), tc("9")],
    )
    document = word(table, rulebook)
    assert grid(document) == [["项目", "数量", "数量"], ["项目", "本年", "累计"], ["公开", "3", "9"]]
    assert len(document.tables[0].cells) == 7


def test_a_row_that_begins_beside_the_grid_keeps_its_columns(rulebook: Rulebook) -> None:
    short = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("3")}{tc("9")}</w:tr>'
    table = tbl([tc("项目"), tc("本年"), tc("累计")]).replace("</w:tbl>", short + "</w:tbl>")
    assert grid(word(table, rulebook))[1] == [None, "3", "9"]


def test_a_sliver_of_a_column_is_none(rulebook: Rulebook) -> None:
    wide = '<w:gridSpan w:val="2"/>'
    table = tbl(
        [tc("行政复议"), tc("行政诉讼", wide)], [tc("总计", wide), tc("维持")], [tc("1", wide), tc("2")],
        grid=(2000, 60, 2000),
    )  # fmt: skip
    assert grid(word(table, rulebook)) == [["行政复议", "行政诉讼"], ["总计", "维持"], ["1", "2"]]


def test_a_table_of_one_cell_is_a_frame_around_text(rulebook: Rulebook) -> None:
    document = word(tbl([tc("甲镇年度报告")]), rulebook)
    assert document.tables == ()
    assert texts(document) == ["甲镇年度报告"]


def test_a_heading_style_is_a_heading(rulebook: Rulebook) -> None:
    styles = f'<w:styles {NS}><w:style w:styleId="a3"><w:name w:val="heading 1"/></w:style></w:styles>'
    document = word(p("工作情况", '<w:pStyle w:val="a3"/>') + p("公开3条。"), rulebook, styles=styles)
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.HEADING, 1), (BlockKind.PARAGRAPH, 0),
    ]  # fmt: skip


def reason(data: bytes, rulebook: Rulebook) -> str:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "given.docx", rulebook)
    return caught.value.reason


def hostile(document: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return held.getvalue()


def test_an_external_entity_is_refused_and_not_loaded(tmp_path: Path, rulebook: Rulebook) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not to be read")
    text = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {NS}><w:body>{p('&x;')}</w:body></w:document>"
    )
    assert reason(hostile(text.encode()), rulebook) == "unsafe"


def test_an_entity_in_another_encoding_is_refused_too(rulebook: Rulebook) -> None:
    head = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d [<!ENTITY x "y">]>'
    text = f"{head}<w:document {NS}><w:body>{p('&x;')}</w:body></w:document>"
    assert reason(hostile(text.encode("utf-16")), rulebook) == "unsafe"


def test_a_bomb_is_refused_before_it_is_unpacked(rulebook: Rulebook) -> None:
    assert reason(hostile(b"<w:document>" + b" " * 200_000_000), rulebook) == "bomb"


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_file_cut_off_is_damaged(kept: float, rulebook: Rulebook) -> None:
    data = (DOCUMENTS / "guyong-2021.docx").read_bytes()
    assert reason(data[: int(len(data) * kept)], rulebook) == "damaged"


def test_a_file_without_text_says_so(rulebook: Rulebook) -> None:
    assert reason(package(p("")), rulebook) == "empty"
