"""Options that several commands share."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reportmine.rulebook import Rulebook


@dataclass
class _State:
    debug: bool = False


state = _State()

DEFAULT_WAREHOUSE = Path("warehouse/reportmine.duckdb")

RulesOption = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="A folder laid out like rules/ whose files replace or complete the shipped ones."),
]
WarehouseOption = Annotated[
    Path, typer.Option("--warehouse", "-w", help="The warehouse file.", envvar="REPORTMINE_WAREHOUSE")
]
ManifestOption = Annotated[
    Path | None,
    typer.Option(
        help="CSV with path,url,issuer,division,year,published_on,title: overrides the text; completes its year."
    ),
]


def rulebook_of(rules: list[Path] | None) -> Rulebook:
    """The shipped rules under the user's. Raises RulebookError."""
    from reportmine.rulebook import Rulebook

    return Rulebook(tuple(rules or ()))


def is_terminal() -> bool:
    return sys.stdout.isatty()
