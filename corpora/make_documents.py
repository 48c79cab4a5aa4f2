"""Renders sample reports to Word, Excel, PDF (LibreOffice and Chromium) and a scan: input for tests of the readers.

    python corpora/make_documents.py --write            # writes corpora/documents/ anew
    python corpora/make_documents.py --write FOLDER     # … or another folder

Needs python-docx, openpyxl and Pillow, and of Debian's packages libreoffice-writer, libreoffice-calc, chromium and
fonts-wqy-zenhei. All content is invented; it comes from ``samples/``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import html
from PIL import Image

HERE = Path(__file__).parent
FOLDER = HERE / "documents"
SAMPLES = ("guyong-2020", "guyong-2021")
FONT = "WenQuanYi Zen Hei"
Row = list[tuple[str, int, int]]  # text, row span, column span


@dataclass(frozen=True)
class Report:
    """A sample as blocks: paragraphs as text, tables as rows."""

    title: str
    blocks: tuple[str | tuple[tuple[tuple[str, int, int], ...], ...], ...]


@dataclass(frozen=True)
class Style:
    """How it is set: the size decides where page breaks cut the tables."""

    points: float = 10.5
    line: float = 1.3
    repeat_header: bool = False
    may_split_rows: bool = True
    landscape: bool = False
    start_gap: float = 0.0  # points left free above, which moves every page break


def load(sample: str) -> Report:
    page = html.fromstring((HERE / "samples" / sample / "source.html").read_text(encoding="utf-8"))
    blocks: list[Any] = []
    for element in page.xpath("//div[@class='content']")[0]:
        if element.tag == "table":
            blocks.append(
                tuple(
                    tuple(
                        (cell.text_content(), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))) for cell in row
                    )
                    for row in element.iter("tr")
                )
            )
        else:
            blocks.append(element.text_content())
    return Report(page.xpath("//h1")[0].text_content(), tuple(blocks))


def header_rows(table: Any) -> int:
    """The rows under the spans of the first row."""
    return max(down for _, down, _ in table[0])


# --- web page -------------------------------------------------------------------------------------------------------


def to_html(report: Report, style: Style) -> str:
    parts = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><style>",
        f"@page {{ size: A4 {'landscape' if style.landscape else 'portrait'}; margin: 22mm 25mm }}",
        f"body {{ font-family: '{FONT}'; font-size: {style.points}pt; line-height: {style.line} }}",
        "h1 { text-align: center; font-size: 150% } p { text-indent: 2em; margin: 0 }",
        "table { border-collapse: collapse; width: 100%; margin: 6pt 0 }",
        "td { border: 0.75pt solid #000; padding: 2pt 3pt; text-align: center }",
        "" if style.may_split_rows else "tr { break-inside: avoid }",
        f"</style></head><body><div style='height: {style.start_gap}pt'></div><h1>{escape(report.title)}</h1>",
    ]
    for block in report.blocks:
        parts.append(f"<p>{escape(block)}</p>" if isinstance(block, str) else _html_table(block, style))
    return "\n".join([*parts, "</body></html>"])


def _html_table(table: Any, style: Style) -> str:
    heads = header_rows(table) if style.repeat_header else 0
    rows = [
        "<tr>" + "".join(f"<td rowspan={d} colspan={r}>{escape(text)}</td>" for text, d, r in row) + "</tr>"
        for row in table
    ]
    head = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
    return f"<table>{head}<tbody>{''.join(rows[heads:])}</tbody></table>"


# --- Word -----------------------------------------------------------------------------------------------------------


def to_docx(report: Report, path: Path, style: Style) -> None:

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(style.points)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = style.line
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if style.landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if style.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(25)
    _page_number(section.footer.paragraphs[0])
    title = document.add_paragraph()
    title.alignment = 1
    title.paragraph_format.space_before = Pt(style.start_gap)
    title.add_run(report.title).font.size = Pt(style.points * 1.5)
    for block in report.blocks:
        if isinstance(block, str):
            document.add_paragraph(block).paragraph_format.first_line_indent = Pt(2 * style.points)
        else:
            _docx_table(document, block, style)
    document.save(str(path))


def _page_number(paragraph: Any) -> None:

    paragraph.alignment = 1
    paragraph.add_run("- ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run.append(element)
    paragraph.add_run(" -")


def _docx_table(document: Any, table: Any, style: Style) -> None:

    places, rows, columns = place_cells(table)
    grid = document.add_table(rows, columns)
    grid.style = "Table Grid"
    for (row, column), (text, down, right) in places.items():
        cell = grid.cell(row, column)
        if down > 1 or right > 1:
            cell = cell.merge(grid.cell(row + down - 1, column + right - 1))
        cell.text = text
    for number, row in enumerate(grid.rows):
        properties = row._tr.get_or_add_trPr()
        if style.repeat_header and number < header_rows(table):
            properties.append(OxmlElement("w:tblHeader"))
        if not style.may_split_rows:
            properties.append(OxmlElement("w:cantSplit"))


def place_cells(table: Any) -> tuple[dict[tuple[int, int], tuple[str, int, int]], int, int]:
    """Each cell at the row and column of its top left corner; the number of rows and of columns."""
    taken: set[tuple[int, int]] = set()
    places: dict[tuple[int, int], tuple[str, int, int]] = {}
    for row, cells in enumerate(table):
        column = 0
        for text, down, right in cells:
            while (row, column) in taken:
                column += 1
            places[row, column] = (text, down, right)
            taken |= {(row + r, column + c) for r in range(down) for c in range(right)}
            column += right
    return places, len(table), max(column for _, column in taken) + 1


# --- Excel ----------------------------------------------------------------------------------------------------------


def to_xlsx(report: Report, path: Path) -> None:
    """A sheet a table, named as people name them; the first sheet begins with the title over the whole width."""

    book = openpyxl.Workbook()
    book.remove(book.active)
    tables = [block for block in report.blocks if not isinstance(block, str)]
    for number, table in enumerate(tables, 2):
        sheet = book.create_sheet(f"附表{number}")
        places, _, columns = place_cells(table)
        sheet.cell(1, 1, f"{report.title}附表{number}")
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
        for (row, column), (text, down, right) in places.items():
            value = float(text) if text.replace(".", "", 1).isdigit() else text
            sheet.cell(row + 2, column + 1, int(value) if isinstance(value, float) and value.is_integer() else value)
            if down > 1 or right > 1:
                sheet.merge_cells(
                    start_row=row + 2, start_column=column + 1, end_row=row + 1 + down, end_column=column + right
                )
    book.save(path)


# --- programs -------------------------------------------------------------------------------------------------------


def office(path: Path, kind: str, folder: Path) -> Path:
    """``path`` converted by LibreOffice."""
    with tempfile.TemporaryDirectory() as profile:
        command = [program("soffice"), "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind}"


def chromium(page: str, path: Path) -> None:
    """A web page printed to PDF."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "page.html"
        given.write_text(page, encoding="utf-8")
        command = [
            program("chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
        ]
        command += ["--disable-pdf-tagging", "--no-pdf-header-footer", f"--print-to-pdf={path}", given.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=180)


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"{name} is not installed: apt-get install libreoffice-writer libreoffice-calc chromium")
    return path


def scan(pdf: Path, page: int, path: Path, dpi: int = 150) -> None:
    """One page of a PDF as a black and white picture, as an office scanner makes it."""

    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    picture.point(lambda value: 255 if value > 150 else 0).convert("1").save(path, optimize=True)


def scanned_pdf(pictures: list[Path], path: Path) -> None:

    first, *others = [Image.open(picture) for picture in pictures]
    first.save(path, save_all=True, append_images=others, resolution=150)


# --- all ------------------------------------------------------------------------------------------------------------


LOOSE = """<!DOCTYPE html><html><head><meta charset='utf-8'><style>
@page {{ size: A4; margin: 25mm }} body {{ font: 10.5pt '{font}' }} td {{ padding: 3pt 26pt 3pt 3pt }}
.ruled {{ border-collapse: collapse; float: left; margin-right: 40pt }}
.ruled td {{ border: 0.75pt solid; padding: 3pt }}
</style></head><body><p>甲镇公开数量如下。</p>{open}<p>乙镇公开数量如下。</p>{one}{other}</body></html>"""


def loose_page() -> str:
    """A table without ruling, and two ruled ones side by side."""

    def table(kind: str, rows: list[tuple[str, ...]]) -> str:
        lines = ["<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows]
        return f"<table class='{kind}'>{''.join(lines)}</table>"

    rows = [("公开数量", "本年", "累计"), ("公开一", "12", "340"), ("公开二", "7", "65"), ("公开三", "0", "8")]
    ruled = [("公开", "数量"), ("一", "3"), ("二", "4")], [("公开", "本年"), ("三", "5"), ("四", "6")]
    return LOOSE.format(
        font=FONT, open=table("open", rows), one=table("ruled", ruled[0]), other=table("ruled", ruled[1])
    )


def write(folder: Path) -> None:
    """All the small documents, each under 100 kB."""
    folder.mkdir(parents=True, exist_ok=True)
    report = load("guyong-2021")
    name = folder / "guyong-2021"
    to_docx(report, name.with_suffix(".docx"), Style())
    office(name.with_suffix(".docx"), "doc", folder)
    shutil.move(office(name.with_suffix(".docx"), "pdf", folder), f"{name}-libreoffice.pdf")
    to_xlsx(report, name.with_suffix(".xlsx"))
    office(name.with_suffix(".xlsx"), "xls", folder)
    chromium(to_html(report, Style(points=14, line=1.5)), Path(f"{name}-chromium.pdf"))
    to_docx(report, folder / "repeated.docx", Style(points=14, line=1.5, repeat_header=True))
    shutil.move(office(folder / "repeated.docx", "pdf", folder), f"{name}-repeated-libreoffice.pdf")
    (folder / "repeated.docx").unlink()
    scan(Path(f"{name}-libreoffice.pdf"), 2, Path(f"{name}-page3.png"))
    chromium(loose_page(), folder / "loose-chromium.pdf")
    for path in sorted(folder.iterdir()):
        print(f"{path.stat().st_size:8d}  {path.name}")


def main(arguments: list[str]) -> int:
    if arguments[:1] != ["--write"]:
        print(__doc__)
        return 2
    write(Path(arguments[1]) if len(arguments) > 1 else FOLDER)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
