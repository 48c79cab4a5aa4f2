"""Invented reports of real townships: every form, as text and as web pages, the same ones for the same numbers.

    python benchmarks/synthetic.py FOLDER --reports 20000

The figures are drawn at random, but hold the relations of their forms, so that checks have work and little to say.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "corpora"))  # the printer of the national tables is shared with the sample reports

import national_forms as national  # noqa: E402

from reportmine.rulebook import Rulebook  # noqa: E402

FORMS = ((2008, "coded"), (2010, "fj1"), (2012, "fj2"), (2014, "n2014"), (2019, "n2019"), (2021, "n2021"))
LAST_YEAR = 2025
PER_FOLDER = 500


def write_reports(folder: Path, count: int) -> int:
    """Writes reports 0 to ``count`` − 1 into subfolders; returns their bytes."""
    total = 0
    for number, (name, text) in enumerate(reports(count)):
        path = folder / f"{number // PER_FOLDER:04}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        total += path.write_bytes(text.encode("utf-8"))
    return total


def reports(count: int) -> Iterator[tuple[str, str]]:
    """(file name, text) of each. A township's years follow each other; every third report is a web page."""
    rulebook = Rulebook()
    towns, years = townships(rulebook), range(FORMS[0][0], LAST_YEAR + 1)
    for number in range(count):
        code, full = towns[number // len(years) % len(towns)]
        year = years[number % len(years)]
        text, ending = report(rulebook, full, year, random.Random(f"{number}")), "txt"
        if number % 3 == 2:
            text, ending = page(text, full, year), "html"
        yield f"{code}-{year}-{number:06}.{ending}", text


def townships(rulebook: Rulebook) -> list[tuple[str, str]]:
    """(code, county and name) of the towns of counties, spread over the country."""
    counties = {division.code: division.name for division in rulebook.places.divisions() if division.level == "county"}
    found = [
        (code, counties[county] + name)
        for county in sorted(counties)
        for name, code in rulebook.places.townships(county).items()
        if name.endswith(("镇", "乡"))
    ]
    random.Random(1).shuffle(found)
    return found


def report(rulebook: Rulebook, full: str, year: int, dice: random.Random) -> str:
    form = next(name for first, name in reversed(FORMS) if first <= year)
    published, website = dice.randrange(20, 400), dice.randrange(5, 20)
    received, phone, visits = dice.randrange(0, 30), dice.randrange(0, 200), dice.randrange(0, 200)
    granted = dice.randrange(0, received + 1)
    got = f"共受理政府信息公开申请{received}件,均在规定期限内答复" if received else "未收到政府信息公开申请"
    lines = [
        f"{full}人民政府{year}年政府信息公开工作年度报告",
        f"根据《中华人民共和国政府信息公开条例》的规定,编制本报告。统计期限为{year}年1月1日至{year}年12月31日。"
        "报告由概述、主动公开、依申请公开、复议诉讼、存在问题五个部分和附表组成。",
        "一、概述",
        f"{year}年,本机关按照上级部署推进政府信息公开,召开专题会议{dice.randrange(1, 9)}次,"
        f"举办培训{dice.randrange(1, 5)}期,"
        f"配备专职人员{dice.randrange(1, 3)}名、兼职人员{dice.randrange(1, 6)}名。{_filler(dice)}",
        "二、主动公开政府信息的情况",
        f"{year}年主动公开政府信息{published + website}条,其中政府网站公开{published}条,"
        f"其他方式公开{website}条。{_filler(dice)}",
        f"全年接受咨询{phone + visits}人次,其中电话咨询{phone}人次,现场咨询{visits}人次。{_filler(dice)}",
        "三、依申请公开政府信息的情况",
        f"{year}年{got}。{_filler(dice)}",
        "四、行政复议和行政诉讼的情况",
        "本年度没有因政府信息公开申请行政复议、提起行政诉讼的情况。",
        "五、存在的主要问题及改进措施",
        f"{_filler(dice)}{_filler(dice)}",
        "六、附表",
    ]
    if form in ("n2019", "n2021"):
        lines += _national(form, received, granted, dice)
    else:
        values = {
            "published.items": published + website, "published.documents": published + website,
            "published.website": published, "published.documents.website": published,
            "published.other_channels": website,
            "requests.received": received, "requests.received.online": received,
            "requests.answered": received, "requests.granted": granted, "requests.denied": received - granted,
            "consultations.total": phone + visits, "consultations.phone": phone, "consultations.in_person": visits,
        }  # fmt: skip
        lines += _table(rulebook, form, year, values)
    return "\n".join([*lines, f"{full}人民政府", f"{year + 1}年1月{dice.randrange(5, 29)}日"]) + "\n"


_SENTENCES = (
    "进一步健全工作制度,明确责任分工,规范公开流程。",
    "重点公开群众关心的惠民补贴、财政预决算、工程建设和村镇规划等内容。",
    "认真落实保密审查,坚持先审查后公开,一事一审。",
    "个别站所报送不够及时,公开内容的针对性有待增强。",
    "下一步将加强业务学习,充实工作力量,完善考核办法。",
    "利用公开栏、广播和便民服务窗口方便不上网的群众查阅。",
    "对公文实行公开属性源头认定,定期清理失效栏目和链接。",
)


def _filler(dice: random.Random) -> str:
    return "".join(dice.choices(_SENTENCES, k=4))


def _table(rulebook: Rulebook, form: str, year: int, values: dict[str, int]) -> list[str]:
    """A form with one table, as its rules describe it, with separators."""
    table = rulebook.forms.form(form).tables[0]
    shown = [column for column in table.columns if column.kind == "count" and column.figure]
    coded = any(column.kind == "code" for column in table.columns)
    heads = ["指标名称", "计量单位", *(["代码"] if coded else [])]
    heads += [column.labels[0] if column.labels else f"{year}年度" for column in shown]
    lines = ["| " + " | ".join(heads) + " |"]
    for row in table.rows:
        if row.optional:
            continue
        indicator = row.indicator or ""
        label = f"{row.number}.{row.labels[0]}" if row.number else row.labels[0]
        unit = row.unit or (rulebook.indicators[indicator].unit if indicator in rulebook.indicators else "") or "条"
        count = values.get(indicator, 0)
        cells = [label, unit, *([row.codes[0] if row.codes else ""] if coded else [])]
        cells += [str(count if column.period == "year" else count * 3) for column in shown]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _national(form: str, received: int, granted: int, dice: random.Random) -> list[str]:
    natural = dice.randrange(0, granted + 1)
    requests = {
        "requests.received": _split(received, natural), "requests.granted": _split(granted, natural),
        "requests.denied.security": _split(received - granted, 0), "requests.answered": _split(received, natural),
    }  # fmt: skip
    names = national.TWO_2021 if form == "n2021" else national.TWO_2019
    two = {name: float(dice.randrange(0, 40)) for name in names if name.startswith(("licensing.", "penalties."))}
    blank = {code: [0, 0, 0, 0] for code, _ in national.BLOCKS}
    grids = (
        (national.table_two_2021 if form == "n2021" else national.table_two_2019)(two),
        national.table_three(form, requests),
        national.table_four(blank),
    )
    return [line for grid in grids for line in grid.text()]


def _split(total: int, natural: int) -> dict[str, int]:
    return {"natural_person": natural, "business": total - natural, "total": total}


def page(text: str, full: str, year: int) -> str:
    """The same report as a web page: its tables with cells, a portal around it."""
    title, *lines = text.splitlines()
    body: list[str] = []
    table: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("| "):
            cells = "".join(f"<td>{cell.strip()}</td>" for cell in line.strip("| ").split(" | "))
            table.append(f"<tr>{cells}</tr>")
            continue
        if table:
            body.append("<table border='1'>" + "\n".join(table) + "</table>")
            table = []
        body.append(f"<p>{line}</p>")
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>",
            "<div class='nav'><a href='/'>首页</a> <a href='/zwgk/'>政务公开</a></div>",
            f"<h1>{title}</h1>",
            f"<div class='info'>来源:{full}人民政府 发布时间:{year + 1}-01-18 浏览次数:<span>203</span>次</div>",
            "<div class='content'>",
            *body,
            "</div>",
            "<div class='footer'>网站标识码:3504280001</div>",
            "</body></html>",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=20_000)
    arguments = parser.parse_args()
    size = write_reports(arguments.folder, arguments.reports)
    print(f"{arguments.reports:,} reports, {size / 1e6:.1f} MB in {arguments.folder}")


if __name__ == "__main__":
    main()
