"""The text of a report as one HTML page, each figure marked with its indicator."""

from __future__ import annotations

import html
from collections.abc import Iterator

from reportmine.model import Document, Figure, Report, Unread
from reportmine.rulebook import Rulebook

_STYLE = """
body { font: 16px/1.9 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2rem auto;
       max-width: 60rem; padding: 0 1rem; color: #222; white-space: pre-wrap; overflow-wrap: anywhere; }
header, footer { white-space: normal; color: #555; border-bottom: 1px solid #ddd; margin-bottom: 1rem; }
h1 { font-size: 1.3rem; color: #222; }
mark { border-radius: 3px; padding: 0 2px; }
mark.prose { background: #cdeac0; } mark.table { background: #cfe3fa; } mark.unread { background: #ffd8a8; }
mark sup { font-size: .62em; color: #205080; margin-left: 2px; } mark.unread sup { color: #a04000; }
.key mark { margin-right: 1rem; }
"""


def render_html(document: Document, report: Report, rulebook: Rulebook) -> str:
    """A self-contained page: no script, nothing from the network. Offsets are those of ``document.text``."""
    title = html.escape(report.title or document.source)
    facts = " · ".join(
        html.escape(str(fact)) for fact in (report.issuer.name, report.year, report.form, document.source) if fact
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><header><h1>{title}</h1><p>{facts}</p>"
        f'<p class="key"><mark class="prose">{len(_of(report, "prose"))} prose</mark>'
        f'<mark class="table">{len(_of(report, "table"))} table</mark>'
        f'<mark class="unread">{len(report.unread)} unread</mark></p></header>'
        f"{''.join(_pieces(document.text, report, rulebook))}</body></html>\n"
    )


def _of(report: Report, source: str) -> list[Figure]:
    return [figure for figure in report.figures if figure.source == source]


def _pieces(text: str, report: Report, rulebook: Rulebook) -> Iterator[str]:
    """The text with marks; figures that share a place share one mark, and a mark never overlaps another."""
    at = 0
    for start, end, kind, notes in _marks(report, rulebook):
        if start < at:
            continue
        yield html.escape(text[at:start])
        labels = "".join(f"<sup>{html.escape(label)}</sup>" for label, _ in notes)
        hint = html.escape("\n".join(detail for _, detail in notes), quote=True)
        yield f'<mark class="{kind}" title="{hint}">{html.escape(text[start:end])}{labels}</mark>'
        at = end
    yield html.escape(text[at:])


def _marks(report: Report, rulebook: Rulebook) -> list[tuple[int, int, str, list[tuple[str, str]]]]:
    found: dict[tuple[int, int], tuple[str, list[tuple[str, str]]]] = {}
    for figure in report.figures:
        evidence = figure.evidence
        if evidence.end > evidence.start:
            place = found.setdefault((evidence.start, evidence.end), (str(figure.source), []))
            place[1].append((_label(figure), _detail(figure, rulebook)))
    for rest in report.unread:
        if rest.end > rest.start and (rest.start, rest.end) not in found:
            found[rest.start, rest.end] = ("unread", [(rest.reason or rest.kind, _unread_detail(rest))])
    return [(start, end, kind, notes) for (start, end), (kind, notes) in sorted(found.items())]


def _label(figure: Figure) -> str:
    parts = [figure.indicator]
    parts += [str(figure.applicant)] if figure.applicant != "total" else []
    parts += [figure.item] if figure.item else []
    parts += [str(figure.period)] if figure.period != "year" else []
    return " · ".join(parts)


def _detail(figure: Figure, rulebook: Rulebook) -> str:
    indicator = rulebook.indicators[figure.indicator]
    unit = f" {figure.unit}" if figure.unit else ""
    return (
        f"{indicator.zh} / {indicator.en}: {figure.value}{unit}, {figure.year or ''} "
        f"[{figure.status}, {figure.qualifier}, {figure.rule}, {figure.confidence:.2f}]"
    )


def _unread_detail(rest: Unread) -> str:
    return f"{rest.kind}: {rest.text} ({rest.reason})"
