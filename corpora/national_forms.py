"""The tables of the national forms, filled with given figures: rows of cells with their spans, and the gold."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

APPLICANTS = ["natural_person", "business", "research", "social", "legal_service", "other", "total"]
DENIED = [
    ("1.属于国家秘密", "state_secret"), ("2.其他法律行政法规禁止公开", "prohibited_by_law"),
    ("3.危及“三安全一稳定”", "security"), ("4.保护第三方合法权益", "third_party"),
    ("5.属于三类内部事务信息", "internal_affairs"), ("6.属于四类过程性信息", "process_information"),
    ("7.属于行政执法案卷", "enforcement_file"), ("8.属于行政查询事项", "administrative_query"),
]  # fmt: skip
UNAVAILABLE = [
    ("1.本机关不掌握相关政府信息", "not_held"), ("2.没有现成信息需要另行制作", "needs_creation"),
    ("3.补正后申请内容仍不明确", "unclear_after_amendment"),
]  # fmt: skip
NOT_PROCESSED = [
    ("1.信访举报投诉类申请", "petition"), ("2.重复申请", "repeat"), ("3.要求提供公开出版物", "publication"),
    ("4.无正当理由大量反复申请", "excessive"), ("5.要求行政机关确认或重新出具已获取信息", "confirmation"),
]  # fmt: skip
OTHER_2021 = [
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "no_amendment"),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "unpaid"),
    ("3.其他", "other"),
]  # fmt: skip
CAPTION = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
OUTCOMES = [("结果维持", "upheld"), ("结果纠正", "corrected"), ("其他结果", "other"), ("尚未审结", "pending"), ("总计", "")]
BLOCKS = [
    ("appeals.reconsideration", "行政复议"),
    ("appeals.litigation.direct", "未经复议直接起诉"),
    ("appeals.litigation.after_reconsideration", "复议后起诉"),
]

Cell = tuple[str, int, int]  # text, row span, column span
Figures = dict[str, dict[str, int]]  # indicator → applicant → value; absent is 0


@dataclass
class Grid:
    """A table as rows of printed cells; a cell stands once, where its span begins."""

    rows: list[list[Cell]]

    def html(self) -> str:
        lines = ["<table border='1'>"]
        for row in self.rows:
            cells = "".join(
                f"<td{f' rowspan={down}' if down > 1 else ''}{f' colspan={right}' if right > 1 else ''}>{escape(text)}</td>"
                for text, down, right in row
            )
            lines.append(f"<tr>{cells}</tr>")
        return "\n".join([*lines, "</table>"])

    def text(self) -> list[str]:
        return ["| " + " | ".join(text for text, _, _ in row) + " |" for row in self.rows]


def request_rows(form: str) -> list[tuple[str, str]]:
    """(label, indicator) of table three in order; parents without figures are left out."""
    rows = [
        ("一、本年新收政府信息公开申请数量", "requests.received"),
        ("二、上年结转政府信息公开申请数量", "requests.carried_in"),
        ("(一)予以公开", "requests.granted"),
        ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "requests.partial"),
    ]
    rows += [(label, f"requests.denied.{code}") for label, code in DENIED]
    rows += [(label, f"requests.unavailable.{code}") for label, code in UNAVAILABLE]
    rows += [(label, f"requests.not_processed.{code}") for label, code in NOT_PROCESSED]
    if form == "n2021":
        rows += [(label, f"requests.other_handling.{code}") for label, code in OTHER_2021]
    else:
        rows.append(("(六)其他处理", "requests.other_handling"))
    return [*rows, ("(七)总计", "requests.answered"), ("四、结转下年度继续办理", "requests.carried_out")]


def table_three(form: str, figures: Figures) -> Grid:
    groups = {"requests.denied": "(三)不予公开", "requests.unavailable": "(四)无法提供",
              "requests.not_processed": "(五)不予处理", "requests.other_handling": "(六)其他处理"}  # fmt: skip
    sizes = {"requests.denied": 8, "requests.unavailable": 3, "requests.not_processed": 5, "requests.other_handling": 3}
    rows: list[list[Cell]] = [
        [(CAPTION, 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    seen: set[str] = set()
    for label, indicator in request_rows(form):
        group = indicator.rsplit(".", 1)[0]
        row: list[Cell] = []
        if indicator == "requests.granted":
            row.append(("三、本年度办理结果", 22 if form == "n2021" else 20, 1))
        if group in groups:
            if group not in seen:
                row.append((groups[group], sizes[group], 1))
            seen.add(group)
            row.append((label, 1, 1))
        else:
            row.append((label, 1, 3 if label[1] == "、" else 2))
        values = figures.get(indicator, {})
        rows.append(row + [(str(values.get(applicant, 0)), 1, 1) for applicant in APPLICANTS])
    return Grid(rows)


def table_four(blocks: dict[str, list[int]]) -> Grid:
    """``blocks``: four results of each block; the fifth is their sum."""
    values = [value for code, _ in BLOCKS for value in (*blocks[code], sum(blocks[code]))]
    names = [(text, 1, 1) for text, _ in OUTCOMES]
    return Grid(
        [
            [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
            [*((text, 2, 1) for text, _ in OUTCOMES), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
            [*names, *names],
            [(str(value), 1, 1) for value in values],
        ]
    )


def table_two_2021(values: dict[str, float]) -> Grid:
    heads = [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)]

    def row(label: str, *codes: str) -> list[Cell]:
        wide = 3 if len(codes) == 1 else 1
        return [(label, 1, 1), *((f"{values.get(code, 0):g}", 1, wide) for code in codes)]

    decisions: list[Cell] = [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)]
    return Grid(
        [
            [("第二十条第(一)项", 1, 4)],
            heads,
            row("规章", "rules.issued", "rules.repealed", "rules.in_force"),
            row("行政规范性文件", "normative.issued", "normative.repealed", "normative.in_force"),
            [("第二十条第(五)项", 1, 4)],
            decisions,
            row("行政许可", "licensing.decisions"),
            [("第二十条第(六)项", 1, 4)],
            decisions,
            row("行政处罚", "penalties.decisions"),
            row("行政强制", "coercion.decisions"),
            [("第二十条第(八)项", 1, 4)],
            [("信息内容", 1, 1), ("本年收费金额(单位:万元)", 1, 3)],
            row("行政事业性收费", "charges.amount"),
        ]
    )


TWO_2021 = [
    "rules.issued", "rules.repealed", "rules.in_force", "normative.issued", "normative.repealed", "normative.in_force",
    "licensing.decisions", "penalties.decisions", "coercion.decisions", "charges.amount",
]  # fmt: skip
MEASURES_2019 = ("items_last_year", "items_change", "decisions")
TWO_2019 = (
    [f"{what}.{measure}" for what in ("rules", "normative") for measure in ("made", "newly_public", "public_total")]
    + [f"{w}.{m}" for w in ("licensing", "external_services", "penalties", "coercion") for m in MEASURES_2019]
    + ["charges.items_last_year", "charges.items_change", "procurement.projects", "procurement.amount"]
)


def table_two_2019(values: dict[str, float]) -> Grid:
    heads = [("信息内容", 1, 1), ("本年新制作数量", 1, 1), ("本年新公开数量", 1, 1), ("对外公开总数量", 1, 1)]
    items = [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 1), ("处理决定数量", 1, 1)]

    def row(label: str, *codes: str) -> list[Cell]:
        return [(label, 1, 1), *((f"{values.get(code, 0):g}", 1, 1) for code in codes)]

    def measured(label: str, what: str) -> list[Cell]:
        return row(label, *(f"{what}.{measure}" for measure in MEASURES_2019))

    return Grid(
        [
            [("第二十条第(一)项", 1, 4)],
            heads,
            row("规章", "rules.made", "rules.newly_public", "rules.public_total"),
            row("规范性文件", "normative.made", "normative.newly_public", "normative.public_total"),
            [("第二十条第(五)项", 1, 4)],
            items,
            measured("行政许可", "licensing"),
            measured("其他对外管理服务事项", "external_services"),
            [("第二十条第(六)项", 1, 4)],
            items,
            measured("行政处罚", "penalties"),
            measured("行政强制", "coercion"),
            [("第二十条第(八)项", 1, 4)],
            [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 2)],
            [("行政事业性收费", 1, 1), (f"{values.get('charges.items_last_year', 0):g}", 1, 1),
             (f"{values.get('charges.items_change', 0):g}", 1, 2)],
            [("第二十条第(九)项", 1, 4)],
            [("信息内容", 1, 1), ("采购项目数量", 1, 1), ("采购总金额", 1, 2)],
            [("政府集中采购", 1, 1), (f"{values.get('procurement.projects', 0):g}", 1, 1),
             (f"{values.get('procurement.amount', 0):g}", 1, 2)],
        ]
    )  # fmt: skip
