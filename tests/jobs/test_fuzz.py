"""Damaged files of every kind: no crash of the batch, no hang, each bad file in the quarantine with a reason."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportmine.jobs import Summary

Run = Callable[..., Summary]
Query = Callable[[Path, str], list[tuple[Any, ...]]]


def mutants(originals: list[bytes], dice: random.Random) -> Iterator[bytes]:
    """Bits turned, ends cut off, pieces of one file put into another: without end."""
    while True:
        data = bytearray(dice.choice(originals))
        kind = dice.choice(("bits", "cut", "splice", "hole", "twice"))
        at, to = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        if kind == "bits":
            for _ in range(dice.choice((1, 8, 64, 512))):
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        elif kind == "cut":
            data = data[at:] if dice.random() < 0.3 else data[:at]
        elif kind == "splice":
            other = dice.choice(originals)
            here = dice.randrange(len(other))
            data[at:to] = other[here : here + dice.randrange(1, 4000)]
        elif kind == "hole":
            data[at:to] = bytes(to - at)
        else:
            data[at:at] = data[at : min(to, at + 20_000)]
        yield bytes(data)


def originals(root: Path) -> dict[str, list[bytes]]:
    """The project's own sample files by ending, small ones."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(root.rglob("*")):
        ending = path.suffix.lower()
        if path.is_file() and ending in _ENDINGS and 0 < path.stat().st_size < 500_000:
            found.setdefault(ending, []).append(path.read_bytes())
    return found


_ENDINGS = {".txt", ".html", ".pdf", ".docx", ".xlsx", ".xls", ".doc", ".rtf", ".odt"}


@pytest.mark.parametrize("seed", range(3))
def test_mutated_files(seed: int, run: Run, samples: Path, tmp_path: Path, query: Query) -> None:
    dice, count = random.Random(seed), 100
    kinds = originals(samples.parent)
    (tmp_path / "in").mkdir()
    streams = {ending: mutants(data, dice) for ending, data in kinds.items()}
    for number in range(count):
        ending = sorted(streams)[number % len(streams)]
        (tmp_path / "in" / f"{number:03}{ending}").write_bytes(next(streams[ending]))
    summary = run(force_kind=bool(seed % 2))
    assert (summary.outcome, sum(summary.by_why.values())) == ("done", count)
    rows = query(tmp_path / "w.duckdb", "SELECT path, reason, what FROM quarantine")
    assert sum(summary.quarantined.values()) == len(rows)
    assert all(reason and what for _, reason, what in rows)
    ours = [row for row in rows if row[1] in ("internal_error", "crashed", "timeout", "memory", "not_loadable")]
    assert not ours, ours
    held = query(tmp_path / "w.duckdb", "SELECT status, count(*) FROM files GROUP BY status ORDER BY status")
    assert sum(number for _, number in held) == count
