"""Writes the sample reports of ``corpora/samples/`` and their gold from one set of invented figures.

The townships exist, every figure and sentence is invented. Text and gold come from the same numbers, so that the gold is
right by construction; contradictions are planted on purpose and named in the gold's ``planted``.

    python corpora/write_samples.py            # checks that the folder is current
    python corpora/write_samples.py --write    # writes it anew
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from national_forms import (
    APPLICANTS,
    BLOCKS,
    OUTCOMES,
    TWO_2019,
    TWO_2021,
    Grid,
    request_rows,
    table_four,
    table_three,
    table_two_2019,
    table_two_2021,
)

FOLDER = Path(__file__).parent / "samples"
COUNTY = "将乐县"


@dataclass
class Sample:
    """One report being written: its text, and the gold that grows with it."""

    name: str
    issuer: str
    division: str
    year: int
    form: str
    shows: str
    lines: list[str] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    planted: list[str] = field(default_factory=list)
    ignore: list[dict[str, Any]] = field(default_factory=list)
    html: bool = False

    def say(self, *lines: str) -> None:
        self.lines += lines

    def prose(self, indicator: str, value: float, **more: Any) -> str:
        """Adds a figure of the prose to the gold and returns the number as it is printed."""
        self._add(indicator, value, "prose", **more)
        return f"{value:g}"

    def zero(self, *indicators: str) -> None:
        for indicator in indicators:
            self._add(indicator, 0, "prose", status="stated_zero")

    def cell(self, indicator: str, value: float, **more: Any) -> str:
        self._add(indicator, value, "table", **more)
        return f"{value:g}"

    def _add(self, indicator: str, value: float, source: str, **more: Any) -> None:
        entry = {
            "indicator": indicator, "applicant": "total", "item": None, "period": "year", "year": self.year,
            "value": value, "qualifier": "exact", "status": "reported", "source": source,
        }  # fmt: skip
        self.figures.append(entry | more)

    def files(self) -> dict[str, str]:
        gold = {
            "issuer": self.issuer, "division": self.division, "year": self.year, "form": self.form,
            "complete": True, "figures": self.figures, "planted": self.planted, "ignore": self.ignore,
        }  # fmt: skip
        return {
            "source.html" if self.html else "source.txt": "\n".join(self.lines) + "\n",
            "gold.json": json.dumps(gold, ensure_ascii=False, indent=1) + "\n",
            "README.md": self.shows + "\n",
        }


FJ1_ROWS = [
    ("主动公开信息数", "条", "published.items"),
    ("其中:1.政府网站公开数", "条", "published.website"),
    ("2.政府公报公开数", "条", "published.gazette"),
    ("受理依申请公开信息总数", "条", "requests.received"),
    ("其中:1.当面申请数", "条", "requests.received.in_person"),
    ("2.传真申请数", "条", "requests.received.fax"),
    ("3.电子邮件申请数", "条", "requests.received.email"),
    ("4.网上申请数", "条", "requests.received.online"),
    ("5.信函申请数", "条", "requests.received.letter"),
    ("6.其它形式申请数", "条", "requests.received.other"),
    ("本年度对申请的答复总数", "条", "requests.answered"),
    ("其中:1.同意公开答复数", "条", "requests.granted"),
    ("2.同意部分公开答复数", "条", "requests.partial"),
    ("3.否决公开答复总数", "条", "requests.denied"),
    ("行政复议数", "件", "appeals.reconsideration"),
    ("行政诉讼数", "件", "appeals.litigation"),
    ("行政申诉数", "件", "appeals.petitions"),
]
FJ2_ROWS = [
    ("主动公开文件数", "条", "published.documents"),
    ("其中:1.政府网站公开数", "条", "published.documents.website"),
    ("2.政府公报公开数", "条", "published.documents.gazette"),
    ("受理政府信息公开申请总数", "条", "requests.received"),
    ("其中:1.当面申请数", "条", "requests.received.in_person"),
    ("2.网络申请数", "条", "requests.received.online"),
    ("3.信函、传真申请数", "条", "requests.received.letter_or_fax"),
    ("对申请的答复总数", "条", "requests.answered"),
    ("其中:1.同意公开答复数", "条", "requests.granted"),
    ("2.同意部分公开答复数", "条", "requests.partial"),
    ("3.不予公开答复数", "条", "requests.denied"),
    ("4.其他类型答复数", "条", "requests.answered_other"),
    ("接受行政申诉、举报数", "条", "appeals.complaints"),
    ("行政复议数", "条", "appeals.reconsideration"),
    ("行政诉讼数", "条", "appeals.litigation"),
]
TABLES = {"fj1": FJ1_ROWS, "fj2": FJ2_ROWS}
Pairs = dict[str, tuple[int, int]]  # indicator → (year, cumulative)


def annex(sample: Sample, pairs: Pairs, style: str) -> None:
    """The annex of a Fujian form in one of the ways in which pages print it."""
    heads = ["指标名称", "计量单位", f"{sample.year}年度", "历年累计"]
    rows = [heads]
    for label, unit, indicator in TABLES[sample.form]:
        year, total = pairs.get(indicator, (0, 0))
        rows.append([label, unit, sample.cell(indicator, year), sample.cell(indicator, total, period="cumulative")])
    if style == "pipes":
        sample.say(*("| " + " | ".join(row) + " |" for row in rows))
    elif style == "cell_lines":
        sample.say(*(f"{cell} |" for row in rows for cell in row))
    elif style == "blanks":
        sample.say(" ".join(cell for row in rows for cell in row))
    else:
        raise ValueError(style)


def guyong(year: int, form: str, pairs: Pairs, more: dict[str, int]) -> Sample:
    """古镛镇: a clean series, whose cumulative column runs on from year to year."""
    s = Sample(f"guyong-{year}", f"{COUNTY}古镛镇人民政府", "350428100", year, form,
               f"古镛镇 {year}: one year of a clean series on form {form}; every relation holds.")  # fmt: skip
    published = "published.items" if form == "fj1" else "published.documents"
    noun = "政府信息" if form == "fj1" else "文件"
    items, _ = pairs[published]
    received = pairs.get("requests.received", (0, 0))[0]
    s.say(
        f"{COUNTY}古镛镇人民政府{year}年政府信息公开工作年度报告",
        "",
        f"根据《中华人民共和国政府信息公开条例》的要求,现将古镛镇{year}年度政府信息公开情况报告如下。全文分概述、主动公开、依申请公开、"
        f"复议诉讼、存在问题和附表六个部分,数据统计期限为{year}年1月1日至{year}年12月31日。需要了解详情的,请向古镛镇党政办公室查询"
        f"(地址:{COUNTY}古镛镇滨河南路6号,邮编:353300,电话:0598-2322105)。",
        "一、概述",
        f"{year}年,我镇把政务公开列入年度工作要点,由1名班子成员分管,"
        f"明确专职人员{s.prose('organisation.staff.full_time', more['full_time'])}名、"
        f"兼职人员{s.prose('organisation.staff.part_time', more['part_time'])}名经办,"
        f"全年召开政府信息公开专题会议{s.prose('organisation.meetings', more['meetings'])}次,"
        f"举办业务培训{s.prose('organisation.trainings', more['trainings'])}期,"
        f"参训{s.prose('organisation.trainees', more['trainees'])}人次。各村按季度更新公开栏,接受群众监督。",
        "二、主动公开政府信息的情况",
        f"(一)公开数量。{year}年我镇主动公开{noun}{s.prose(published, items)}条。",
        "(二)公开类别。按内容划分,"
        f"机构职能类信息{s.prose('published.category', more['c1'], item='机构职能类信息')}条,"
        f"规划计划类信息{s.prose('published.category', more['c2'], item='规划计划类信息')}条,"
        f"民政扶贫救灾社会保障就业类信息{s.prose('published.category', items - more['c1'] - more['c2'], item='民政扶贫救灾社会保障就业类信息')}条。",
        "(三)公开形式。以县政府网站为主,同时利用村务公开栏、广播和宣传单张方便没有上网条件的群众。",
        f"(四)咨询情况。全年接受群众咨询{s.prose('consultations.total', more['in_person'] + more['phone'])}人次,"
        f"其中现场咨询{s.prose('consultations.in_person', more['in_person'])}人次,"
        f"电话咨询{s.prose('consultations.phone', more['phone'])}人次,主要涉及低保、建房审批和医保缴费。",
        "三、依申请公开政府信息办理情况",
    )
    if received:
        s.say(f"{year}年我镇共受理政府信息公开申请{s.prose('requests.received', received)}件,均按期答复。")
    else:
        s.say("本年度我镇未收到政府信息公开申请。")
        s.zero("requests.received")
    s.say(
        "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "本年度没有发生因政府信息公开引起的行政复议和行政诉讼。",
        "五、存在的主要问题及改进措施",
        "一是个别站所报送信息不够主动;二是公开内容与群众期待还有距离。今后将把报送情况纳入村、站所年度考核,并充实村级信息员队伍。",
        "六、附表",
    )
    s.zero("appeals.reconsideration", "appeals.litigation")
    annex(s, pairs, "pipes")
    s.say("古镛镇人民政府", f"{year + 1}年1月12日")
    return s


def gaotang(year: int, pairs: Pairs, more: dict[str, int]) -> Sample:
    """高唐镇: contradictions planted in every year."""
    s = Sample(f"gaotang-{year}", f"{COUNTY}高唐镇人民政府", "350428102", year, "fj2",
               f"高唐镇 {year}: a report with planted contradictions, listed in gold.json under `planted`.")  # fmt: skip
    s.say(
        f"高唐镇{year}年政府信息公开年度报告",
        f"发布时间:{year + 1}-03-0{more['day']}",
        f"本年度报告由{COUNTY}高唐镇人民政府编制。所列数据统计时间从{year}年1月1日起,至{year}年12月31日止。",
        "一、概述",
        "一年来,高唐镇坚持以公开促规范、以公开促服务,及时调整镇政务公开领导小组,严格执行先审后发,按照县政府办公室"
        f"《关于做好{year}年政务公开工作的通知》(将政办〔{year}〕18号)抓好落实。",
        "二、主动公开政府信息情况",
        f"截至{year}年底,主动公开文件{s.prose('published.documents', more['stated'])}条,"
        f"全文电子化率{s.prose('published.fulltext_rate', 100)}%。",
        f"其中:政策、规范性文件类信息{s.prose('published.category', more['c1'], item='政策、规范性文件类信息')}条、"
        f"重大建设项目信息{s.prose('published.category', more['c2'], item='重大建设项目信息')}条、"
        f"科教文体卫生类信息{s.prose('published.category', more['c3'], item='科教文体卫生类信息')}条。",
        f"通过镇微信公众号推送信息{s.prose('published.wechat', more['wechat'])}条,"
        f"发布政策解读稿件{s.prose('response.interpretations', more['readings'])}篇。",
        f"全年共接受咨询{s.prose('consultations.total', more['consulted'])}人次,"
        f"其中:来访咨询{s.prose('consultations.in_person', more['visits'])}人次,"
        f"电话咨询{s.prose('consultations.phone', more['calls'])}人次。",
        "三、政府信息依申请公开办理情况",
        f"全年收到政府信息公开申请{s.prose('requests.received', more['received'])}件,"
        f"答复{s.prose('requests.answered', more['answered'])}件,其中同意公开{s.prose('requests.granted', more['granted'])}件。",
        "四、复议、诉讼和申诉情况",
        "全年未发生因政府信息公开申请行政复议、提起行政诉讼的情况。",
        "五、主要问题和改进措施",
        "主要是业务人员调整频繁,部分栏目更新偏慢。下一步将落实专人,做到当月信息当月公开。",
        "六、需要说明的其他事项与附表",
        "(一)其他事项:无。",
        "(二)附表:",
    )
    s.zero("appeals.reconsideration", "appeals.litigation")
    annex(s, pairs, "blanks")
    s.planted += PLANTED[year]
    return s


PLANTED = {
    2015: ["classes sum to 40, the stated total is 42", "requests by mode 1+1+0 in the annex, printed total 3"],
    2016: ["prose says 3 requests, the annex 2", "cumulative documents 97 is not 42 + 51 = 93"],
    2017: ["consultations 130 = 80 + 60 printed", "government website 66 above documents 60"],
}


def bailian(year: int, pairs: Pairs, more: dict[str, int]) -> Sample:
    """白莲镇: a clean report on a damaged page."""
    s = Sample(f"bailian-{year}", f"{COUNTY}白莲镇人民政府", "350428103", year, "fj2",
               f"白莲镇 {year}: one cell per line, lost 年/月/日, page furniture before and after.")  # fmt: skip
    s.say(
        "当前位置:首页 > 政务公开 > 政府信息公开年报",
        f"白莲镇{year}年政府信息公开工作年度报告",
        f"来源:{COUNTY}白莲镇 发布时间:{year + 1}-01-20 字体:大 中 小",
        f"本报告所列数据的统计期限自{year}年11日起至{year}年1231日止。如有疑问,请与{COUNTY}白莲镇人民政府办公室联系,电话:05982561023。",
        "一、 概述",
        "我镇成立了由镇长任组长的工作小组,党政办负责日常事务,坚持“谁制作、谁公开、谁负责”。",
        "二、 主动公开情况",
        f"{year}年度,全镇通过县政府门户网站发布政府信息{s.prose('published.website', more['portal'])}条,"
        f"主动公开文件{s.prose('published.documents', pairs['published.documents'][0])}件,"
        f"向县档案馆、图书馆报送纸质文件{s.prose('published.copies_delivered', more['copies'])}份。",
        "三、 依申请公开情况",
        "(一)受理申请情况:没有收到公民、法人或者其他组织提出的公开申请。",
        "(二)收费及减免情况:本年度未收取任何费用。",
        "四、 复议和诉讼",
        "没有因政府信息公开被申请行政复议、提起行政诉讼。",
        "五、 不足与打算",
        "目前更新的频率还不够高,群众知晓度有限。今后每月15日前由各站所报送一次。",
        "六、 附件",
    )
    s.zero("requests.received", "requests.fees", "appeals.reconsideration", "appeals.litigation")
    annex(s, pairs, "cell_lines")
    s.say("扫一扫在手机上查看当前页面", "【打印】 【关闭】")
    return s


def national(year: int, form: str, two: dict[str, float], requests: dict[str, dict[str, int]],
             reviews: dict[str, list[int]], published: int, html: bool) -> Sample:  # fmt: skip
    """古镛镇 on a national form: six parts, three tables, as text with separators or as a page."""
    s = Sample(f"guyong-{year}", f"{COUNTY}古镛镇人民政府", "350428100", year, form,
               f"古镛镇 {year}: the clean series goes on with form {form}" + (", as a web page." if html else "."),
               html=html)  # fmt: skip
    columns = TWO_2021 if form == "n2021" else TWO_2019
    for indicator in columns:
        s.cell(indicator, two.get(indicator, 0))
    for _, indicator in request_rows(form):
        for applicant in APPLICANTS:
            s.cell(indicator, requests.get(indicator, {}).get(applicant, 0), applicant=applicant)
    for block, _ in BLOCKS:
        values = reviews.get(block, [0, 0, 0, 0])
        for (_, outcome), value in zip(OUTCOMES, [*values, sum(values)], strict=True):
            s.cell(f"{block}.{outcome}".rstrip("."), value)
    received = requests.get("requests.received", {}).get("total", 0)
    said = (
        f"{year}年共收到政府信息公开申请{s.prose('requests.received', received)}件,均依法依规办理。"
        if received
        else f"{year}年未收到政府信息公开申请。"
    )
    if not received:
        s.zero("requests.received")
    parts: list[str | Grid] = [
        f"{COUNTY}古镛镇人民政府{year}年政府信息公开工作年度报告",
        f"本报告由{COUNTY}古镛镇人民政府编制,数据统计期限自{year}年1月1日起至{year}年12月31日止。如有疑问,"
        f"请与古镛镇党政综合办公室联系(地址:{COUNTY}古镛镇滨河南路6号,邮编:353300,电话:0598-2322105)。",
        "一、总体情况",
        f"(一)主动公开。全年通过县政府门户网站公开政府信息{s.prose('published.website', published)}条,"
        "重点是惠民补贴、财政预决算和村镇建设。",
        f"(二)依申请公开。{said}",
        "(三)政府信息管理。严格发布前审查,一事一审,定期清理失效链接。",
        "(四)平台建设。专人维护镇级专栏,在便民服务中心设有查阅点。",
        "(五)监督保障。把公开工作列入考核,组织干部学习有关规定。",
        "二、主动公开政府信息情况",
        (table_two_2021 if form == "n2021" else table_two_2019)(two),
        "三、收到和处理政府信息公开申请情况",
        table_three(form, requests),
        "四、政府信息公开行政复议、行政诉讼情况",
        table_four({block: reviews.get(block, [0, 0, 0, 0]) for block, _ in BLOCKS}),
        "五、存在的主要问题及改进情况",
        "主要问题是主动公开的深度不够。下一步将围绕群众关心的建房、就医和就业加大公开力度。",
        "六、其他需要报告的事项",
    ]
    if form == "n2021":
        parts.append("本年度没有收取信息处理费。")
        s.zero("requests.fees")
    else:
        parts.append("无。")
    s.say(*(page(parts, s) if html else [line for part in parts for line in _plain(part)]))
    return s


def _plain(part: str | Grid) -> list[str]:
    return part.text() if isinstance(part, Grid) else [part]


def page(parts: list[str | Grid], sample: Sample) -> list[str]:
    """A page of a portal around the report: navigation, sharing, a hit counter and a footer that are none of it."""
    title, *rest = parts
    return [
        "<!DOCTYPE html>",
        f"<html><head><meta charset='utf-8'><title>{title}_{COUNTY}人民政府</title></head><body>",
        "<div class='nav'><a href='/'>首页</a> <a href='/zwgk/'>政务公开</a> <a href='/hd/'>互动交流</a></div>",
        "<div class='position'>当前位置:首页 &gt; 政务公开 &gt; 年度报告</div>",
        f"<h1>{title}</h1>",
        f"<div class='info'>来源:{sample.issuer} 发布时间:{sample.year + 1}-01-18 浏览次数:<span>2031</span>次</div>",
        "<div class='content'>",
        *(part.html() if isinstance(part, Grid) else f"<p>{part}</p>" for part in rest),
        "</div>",
        "<div class='share'>分享到: <a href='#'>微信</a> <a href='#'>微博</a></div>",
        f"<div class='footer'>主办:{COUNTY}人民政府办公室 网站标识码:3504280001</div>",
        "</body></html>",
    ]


def requests_table(**rows: dict[str, int]) -> dict[str, dict[str, int]]:
    """Rows by the last part of their identifier (dots as two underscores), with their totals added."""
    table = {f"requests.{name.replace('__', '.')}": dict(values) for name, values in rows.items()}
    results = [row for name, row in table.items() if name not in CARRIED]
    table["requests.answered"] = {
        applicant: sum(row.get(applicant, 0) for row in results) for applicant in APPLICANTS[:-1]
    }
    for row in table.values():
        row["total"] = sum(row.values())
    return table


CARRIED = ("requests.received", "requests.carried_in", "requests.carried_out")


def chain(start: Pairs, years: list[Pairs]) -> list[Pairs]:
    """The years' own figures with the cumulative column that follows from the one before the first."""
    totals = {indicator: total for indicator, (_, total) in start.items()}
    chained = []
    for year in years:
        totals = {key: totals.get(key, 0) + year.get(key, (0, 0))[0] for key in totals | year}
        chained.append({key: (year.get(key, (0, 0))[0], total) for key, total in totals.items()})
    return chained


def samples() -> list[Sample]:
    first = chain(
        {"published.items": (0, 231), "published.website": (0, 231), "requests.received": (0, 2),
         "requests.received.in_person": (0, 2), "requests.answered": (0, 2), "requests.granted": (0, 2)},
        [
            {"published.items": (96, 0), "published.website": (96, 0)},
            {"published.items": (118, 0), "published.website": (118, 0), "requests.received": (3, 0),
             "requests.received.in_person": (1, 0), "requests.received.letter": (2, 0), "requests.answered": (3, 0),
             "requests.granted": (2, 0), "requests.partial": (1, 0)},
            {"published.items": (104, 0), "published.website": (104, 0), "requests.received": (1, 0),
             "requests.received.online": (1, 0), "requests.answered": (1, 0), "requests.denied": (1, 0)},
        ],
    )  # fmt: skip
    staff = {"full_time": 1, "part_time": 2}
    details = [
        {"meetings": 2, "trainings": 1, "trainees": 34, "c1": 12, "c2": 20, "in_person": 150, "phone": 61},
        {"meetings": 3, "trainings": 2, "trainees": 47, "c1": 9, "c2": 25, "in_person": 162, "phone": 70},
        {"meetings": 2, "trainings": 1, "trainees": 36, "c1": 11, "c2": 18, "in_person": 141, "phone": 88},
    ]
    written = [guyong(2010 + n, "fj1", pairs, staff | details[n]) for n, pairs in enumerate(first)]
    later = chain(
        {"published.documents": (0, 21), "published.documents.website": (0, 21)},
        [
            {"published.documents": (24, 0), "published.documents.website": (24, 0)},
            {"published.documents": (31, 0), "published.documents.website": (31, 0), "requests.received": (2, 0),
             "requests.received.online": (2, 0), "requests.answered": (2, 0), "requests.granted": (1, 0),
             "requests.answered_other": (1, 0)},
            {"published.documents": (28, 0), "published.documents.website": (28, 0)},
        ],
    )  # fmt: skip
    written += [
        guyong(2015 + n, "fj2", pairs, staff | details[n] | {"c1": 4, "c2": 6}) for n, pairs in enumerate(later)
    ]
    written += [
        gaotang(2015, {"published.documents": (42, 42), "published.documents.website": (42, 42),
                       "requests.received": (3, 3), "requests.received.in_person": (1, 1),
                       "requests.received.online": (1, 1), "requests.answered": (3, 3), "requests.granted": (3, 3)},
                {"day": 2, "stated": 42, "c1": 15, "c2": 12, "c3": 13, "wechat": 64, "readings": 5, "consulted": 120,
                 "visits": 70, "calls": 50, "received": 3, "answered": 3, "granted": 3}),
        gaotang(2016, {"published.documents": (51, 97), "published.documents.website": (51, 97),
                       "requests.received": (2, 5), "requests.received.online": (2, 3),
                       "requests.received.in_person": (0, 2), "requests.answered": (2, 5), "requests.granted": (2, 5)},
                {"day": 6, "stated": 51, "c1": 20, "c2": 16, "c3": 15, "wechat": 71, "readings": 6, "consulted": 133,
                 "visits": 81, "calls": 52, "received": 3, "answered": 2, "granted": 2}),
        gaotang(2017, {"published.documents": (60, 157), "published.documents.website": (66, 163),
                       "requests.received": (1, 6), "requests.received.in_person": (1, 3),
                       "requests.received.online": (0, 3), "requests.answered": (1, 6), "requests.granted": (1, 6)},
                {"day": 1, "stated": 60, "c1": 30, "c2": 14, "c3": 16, "wechat": 80, "readings": 7, "consulted": 130,
                 "visits": 80, "calls": 60, "received": 1, "answered": 1, "granted": 1}),
    ]  # fmt: skip
    written += [
        bailian(2016, {"published.documents": (17, 52), "published.documents.website": (17, 52)},
                {"portal": 143, "copies": 34}),
        bailian(2017, {"published.documents": (22, 74), "published.documents.website": (22, 74)},
                {"portal": 168, "copies": 44}),
    ]  # fmt: skip
    written += national_series()
    return written


def national_series() -> list[Sample]:
    person = "natural_person"
    return [
        national(2019, "n2019", {"normative.made": 2, "normative.newly_public": 2, "normative.public_total": 9,
                                 "licensing.items_last_year": 4, "licensing.decisions": 37,
                                 "external_services.items_last_year": 22, "external_services.items_change": -3,
                                 "external_services.decisions": 410, "procurement.projects": 2,
                                 "procurement.amount": 386000},
                 requests_table(received={person: 3, "business": 1}, granted={person: 1, "business": 1},
                                unavailable__not_held={person: 1}, carried_out={person: 1}),
                 {"appeals.reconsideration": [1, 0, 0, 0]}, 152, html=False),
        national(2020, "n2019", {"normative.made": 1, "normative.newly_public": 1, "normative.public_total": 10,
                                 "licensing.items_last_year": 4, "licensing.decisions": 41,
                                 "external_services.items_last_year": 19, "external_services.decisions": 388},
                 requests_table(carried_in={person: 1}, received={person: 2}, granted={person: 2},
                                partial={person: 1}),
                 {}, 168, html=True),
        national(2021, "n2021", {"normative.issued": 1, "normative.in_force": 11, "licensing.decisions": 46,
                                 "penalties.decisions": 5, "charges.amount": 1.26},
                 requests_table(received={person: 4, "social": 1}, granted={person: 2, "social": 1},
                                denied__process_information={person: 1}, carried_out={person: 1}),
                 {"appeals.reconsideration": [0, 1, 0, 0], "appeals.litigation.direct": [1, 0, 0, 0]}, 175, html=True),
        national(2022, "n2021", {"normative.repealed": 2, "normative.in_force": 9, "licensing.decisions": 52,
                                 "penalties.decisions": 7, "charges.amount": 0.98},
                 requests_table(carried_in={person: 1}, received={}, granted={person: 1}),
                 {}, 181, html=False),
    ]  # fmt: skip


def main() -> int:
    write = "--write" in sys.argv[1:]
    stale = []
    for sample in samples():
        for name, text in sample.files().items():
            path = FOLDER / sample.name / name
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            elif not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(str(path))
    for path in stale:
        print(f"{path} is not current: run corpora/write_samples.py --write")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
