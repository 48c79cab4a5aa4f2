"""``reportmine evaluate``: extraction against gold."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportmine.cli.options import RulesOption, rulebook_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportmine.evaluation import DocumentScore, Tally, Verdict


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder of folders with source.* and gold.json.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    indicators: Annotated[
        bool, typer.Option("--indicators", help="Print precision and recall by indicator too.")
    ] = False,
    rules: RulesOption = None,
) -> None:
    """Compare extraction with gold: precision and recall, with every miss and every false figure listed.

    Exit code 1 when anything was missed, read wrong, or identified wrong.
    """
    scores = _scores(folder, rules)
    if format is Format.JSON:
        typer.echo(json.dumps([score.model_dump(mode="json") for score in scores], ensure_ascii=False, indent=1))
    else:
        _print(scores, indicators)
    clean = all(not s.failed and not s.identity and all(v.outcome == "right" for v in s.verdicts) for s in scores)
    raise typer.Exit(0 if clean else 1)


def _scores(folder: Path, rules: list[Path] | None) -> list[DocumentScore]:
    from reportmine.evaluation import DocumentScore, find_gold, load_gold, score
    from reportmine.model import ReadingError
    from reportmine.pipeline import extract

    rulebook = rulebook_of(rules)
    scores = []
    for source, gold_path in find_gold(folder):
        name, gold = source.parent.name, load_gold(gold_path)
        try:
            scores.append(score(name, extract(source, rulebook), gold, rulebook))
        except ReadingError as error:
            scores.append(
                DocumentScore(document=name, form=gold.form or "none", verdicts=(), identity={}, failed=str(error))
            )
    return scores


def _print(scores: Sequence[DocumentScore], indicators: bool) -> None:
    from rich.console import Console

    from reportmine.evaluation import tally_by

    console = Console(width=None if _wide() else 160, highlight=False, markup=False)
    verdicts = [verdict for score in scores for verdict in score.verdicts]
    console.print(_table("all", {"all": _sum(verdicts)}))
    console.print(_table("source", tally_by(verdicts, lambda verdict: verdict.source)))
    console.print(_table("form (tables)", tally_by([v for v in verdicts if v.source == "table"], lambda v: v.form)))
    console.print(_table("document, source", tally_by(verdicts, lambda v: f"{v.document} {v.source}")))
    if indicators:
        console.print(_table("indicator, source", tally_by(verdicts, lambda v: f"{v.key.indicator} {v.source}")))
    for score in scores:
        for line in _remarks(score):
            console.print(line, soft_wrap=True)


def _wide() -> bool:
    from reportmine.cli.options import is_terminal

    return is_terminal()


def _sum(verdicts: Sequence[Verdict]) -> Tally:
    from reportmine.evaluation import tally

    return tally(verdicts)


def _table(title: str, tallies: dict[str, Tally]) -> Any:
    from rich.table import Table

    table = Table(title, "right", "missed", "false", "precision", "recall")
    for name, counts in tallies.items():
        table.add_row(
            name, str(counts.right), str(counts.missed), str(counts.false),
            _share(counts.precision), _share(counts.recall),
        )  # fmt: skip
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _remarks(score: DocumentScore) -> list[str]:
    lines = [f"{score.document}: could not be read: {score.failed}"] if score.failed else []
    lines += [f"{score.document}: {f}: {got} instead of {want}" for f, (want, got) in score.identity.items()]
    for verdict in score.verdicts:
        if verdict.outcome != "right":
            key = verdict.key
            label = f"{key.indicator} {key.applicant} {key.item or ''} {key.period} {key.year} = {key.value:g}"
            lines.append(f"{score.document}: {verdict.outcome} {verdict.source}: {label} {verdict.quote!r}")
    lines += [f"{score.document}: qualifier: {text}" for text in score.qualifier_differs]
    lines += [f"{score.document}: status: {text}" for text in score.status_differs]
    return lines
