"""What is counted. The identifiers are a contract: rows may be added, never renamed or used again."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationError

from reportmine.model import RulebookError, Value
from reportmine.rulebook.files import RuleFiles


class Indicator(Value):
    """One row of ``rules/indicators.csv``."""

    id: str
    zh: str
    en: str
    unit: str
    parent: str | None  # the indicator this one is a part of
    parts: Literal["", "sum", "range"]  # how its printed parts relate to it
    forms: tuple[str, ...]  # where it may be printed, "prose" among them
    note: str

    @property
    def in_prose(self) -> bool:
        return "prose" in self.forms


def load_indicators(files: RuleFiles) -> dict[str, Indicator]:
    """All indicators by identifier. Raises RulebookError for a row that cannot be used."""
    found: dict[str, Indicator] = {}
    where = str(files.path("indicators.csv"))
    for line, row in enumerate(files.rows("indicators.csv"), start=2):
        try:
            indicator = Indicator.model_validate(
                {
                    "id": row["indicator"], "zh": row["zh"], "en": row["en"], "unit": row["unit"],
                    "parent": row["parent"] or None, "parts": row["parts"],
                    "forms": tuple(row["forms"].split()), "note": row["note"],
                }
            )  # fmt: skip
        except (ValidationError, KeyError, AttributeError) as error:
            raise RulebookError(where, f"line {line}: {error}", "Every row has eight fields") from error
        if indicator.id in found:
            raise RulebookError(where, f"line {line}: {indicator.id} stands twice", "Identifiers are unique")
        found[indicator.id] = indicator
    _check_parents(found, where)
    return found


def _check_parents(indicators: dict[str, Indicator], where: str) -> None:
    for indicator in indicators.values():
        if indicator.parent and indicator.parent not in indicators:
            raise RulebookError(
                where, f"{indicator.id}: parent {indicator.parent} is no indicator", "Correct the parent"
            )
