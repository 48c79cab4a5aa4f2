"""Stata files (format 118, UTF-8): short names, labels on variables, codes as labelled integers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import ExportTable

_LONGEST_NAME = 32
_LONGEST_LABEL = 80
_LONGEST_TEXT = 2045  # bytes of a fixed text; longer ones are stored as strL
_STAMP = datetime(2000, 1, 1)  # fixed: the same table gives the same file
_VERSION: Literal[118] = 118


def stata_names(names: Iterable[str]) -> dict[str, str]:
    """Names as Stata allows them: letters, digits and underscores, at most 32, each only once.

    Parts of a long name are cut evenly: ``requests.unavailable.unclear_after_amendment`` keeps something of each.
    """
    found: dict[str, str] = {}
    for name in names:
        parts = re.sub(r"[^0-9A-Za-z_.]", "_", name).split(".")
        length = max(len(part) for part in parts)
        while len("_".join(part[:length] for part in parts)) > _LONGEST_NAME:
            length -= 1
        short = "_".join(part[:length] for part in parts)
        short = short if not short[:1].isdigit() else f"_{short}"[:_LONGEST_NAME]
        number, free = 2, short
        while free in found.values():
            free, number = f"{short[: _LONGEST_NAME - 2]}_{number}", number + 1
        found[name] = free
    return found


def write_dta(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    labels = value_labels(connection)
    written = []
    for table in tables:
        target = folder / f"{table.name}.dta"
        _write(table.relation(connection).df(), table, labels, target)
        written.append(target)
    return written


def value_labels(connection: DuckDBPyConnection) -> dict[str, dict[str, tuple[int, str]]]:
    """By field and code: the number that stands for it, and its label."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    rows = connection.execute("SELECT field, code, position, zh, en FROM codes ORDER BY field, position").fetchall()
    for field, code, position, zh, en in rows:
        found.setdefault(field, {})[code] = (position, f"{code}: {zh} {en}")
    return found


def _write(
    frame: pd.DataFrame, table: ExportTable, labels: dict[str, dict[str, tuple[int, str]]], target: Path
) -> None:
    names = stata_names(column.name for column in table.columns)
    chosen: dict[str, dict[float, str]] = {}
    dates: dict[Any, Any] = {}
    long: list[str] = []
    for column in table.columns:
        short, values = names[column.name], frame[column.name]
        if column.kind == "DATE":
            dates[short] = "td"
        elif column.kind == "BOOLEAN":
            frame[column.name] = values.astype("int8")
        elif column.kind != "VARCHAR":
            frame[column.name] = values.astype("float64")
        elif column.field and _all_known(values, labels[column.field]):
            codes = labels[column.field]
            frame[column.name] = values.map({code: number for code, (number, _) in codes.items()}).astype("float64")
            chosen[short] = dict(codes.values())
        else:
            frame[column.name] = values.astype(object).where(values.notna(), "")
            if _longest(frame[column.name]) > _LONGEST_TEXT:
                long.append(short)
    about = {names[column.name]: _label(column.about.en, column.about.zh) for column in table.columns}
    frame.rename(columns=names).to_stata(
        target, write_index=False, version=_VERSION, time_stamp=_STAMP, variable_labels=about, value_labels=chosen,
        convert_dates=dates, convert_strl=long, data_label=table.about.en[:_LONGEST_LABEL],
    )  # fmt: skip


def _all_known(values: Any, codes: dict[str, tuple[int, str]]) -> bool:
    return set(values.dropna().unique()) <= set(codes)


def _longest(values: Any) -> int:
    return max((len(text.encode()) for text in values), default=0)


def _label(en: str, zh: str) -> str:
    """Chinese and English where both fit."""
    both = f"{zh} {en}"
    return both if len(both) <= _LONGEST_LABEL else en[:_LONGEST_LABEL]
