"""Ruling lines of a scanned page: long dark runs in the picture."""

from __future__ import annotations

from typing import Any

from reportmine.reading.pdf.geometry import Edge
from reportmine.reading.pdf.ruling import merge

LONGEST_STROKE = {True: 45.0, False: 25.0}  # points: what is longer is no part of a character (across, down)
THICKEST = 4.0  # points: what is thicker is no line
DARK = 0.94  # of a run has to be dark
STEEPEST = 3.0  # degrees by which a page may lie askew


def binary(picture: Any) -> Any:
    """Dark places of a grey picture (numpy arrays), by Otsu's threshold."""
    import numpy as np

    counts = np.bincount(picture.ravel(), minlength=256).astype(float)
    levels = np.arange(256)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * levels)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    threshold = int(np.nanargmax(spread)) if np.isfinite(spread).any() else 128
    return picture <= min(max(threshold, 60), 200)


def skew(dark: Any) -> float:
    """By how many degrees the page lies askew: at the right angle its rows are darkest and palest."""
    import numpy as np

    small = dark[:: max(dark.shape[0] // 800, 1), :: max(dark.shape[1] // 800, 1)]
    ys, xs = np.nonzero(small)
    if len(ys) < 50:
        return 0.0

    def sharpness(angle: float) -> float:
        rows = (ys - xs * np.tan(np.radians(angle))).astype(int)
        return float((np.bincount(rows - rows.min()).astype(float) ** 2).sum())

    flat = sharpness(0.0)
    coarse = max((step * 0.25 for step in range(-12, 13)), key=sharpness)
    fine = max((coarse + step * 0.05 for step in range(-5, 6)), key=sharpness)
    return fine if abs(fine) <= STEEPEST and sharpness(fine) > 1.05 * flat else 0.0


def ruling(dark: Any, scale: float) -> tuple[Edge, ...]:
    """The edges of a page; ``scale`` is points a pixel."""
    edges = [*_runs(dark, scale, horizontal=True), *_runs(dark.T, scale, horizontal=False)]
    return merge(edges)


def _runs(dark: Any, scale: float, *, horizontal: bool) -> list[Edge]:
    """Edges along the rows of the array: long runs, those of neighbouring rows being one thick line."""
    import numpy as np

    length = max(int(LONGEST_STROKE[horizontal] / scale), 8)
    if dark.shape[1] <= length:
        return []
    sums = np.cumsum(np.pad(dark.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    full = (sums[:, length:] - sums[:, :-length]) >= DARK * length
    edges: list[Edge] = []
    open_runs: list[list[float]] = []  # first row, last row, start, end
    for row in np.flatnonzero(full.any(axis=1)).tolist():
        bounds = np.flatnonzero(np.diff(np.concatenate(([0], full[row].view(np.int8), [0]))))
        for low, high in zip(bounds[::2].tolist(), (bounds[1::2] + length - 1).tolist(), strict=True):
            inked = np.flatnonzero(dark[row, low:high])  # a run may begin and end with the paper it is allowed
            start, end = low + int(inked[0]), low + int(inked[-1]) + 1
            for run in open_runs:
                if run[1] >= row - 2 and run[2] <= end and run[3] >= start:
                    run[1], run[2], run[3] = row, min(run[2], start), max(run[3], end)
                    break
            else:
                open_runs.append([row, row, start, end])
    for first, last, start, end in open_runs:
        if (last - first + 1) * scale <= THICKEST:
            at = (first + last + 1) / 2 * scale
            edges.append(Edge(horizontal, float(at), float(start * scale), float(end * scale)))
    return edges
