"""Text in pictures, by RapidOCR with the models of its wheel. Nothing is downloaded, nothing is logged."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from reportmine.model import MissingExtraError
from reportmine.reading.pdf.geometry import Char, Rect

INSTALL = "pip install 'reportmine[ocr]'"


class Seen(NamedTuple):
    """A line of text in a picture; places in pixels."""

    text: str
    rect: Rect
    confidence: float

    def chars(self, scale: float) -> list[Char]:
        """Its characters, each as wide as it usually is: a letter or digit half as wide as a Chinese character."""
        x0, top, x1, bottom = (value * scale for value in self.rect)
        weights = [0.55 if char.isascii() else 1.0 for char in self.text]
        step = (x1 - x0) / sum(weights)
        chars: list[Char] = []
        for char, weight in zip(self.text, weights, strict=True):
            chars.append(Char(char, x0, top, x0 + weight * step, bottom, round(self.confidence, 4)))
            x0 += weight * step
        return chars


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(params={"Global.log_level": "critical", "Global.text_score": 0.3, "Global.max_side_len": 2600})


def engine(source: str) -> Any:
    """Raises MissingExtraError with the command that installs what is missing."""
    try:
        return _engine()
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            source, "needs_extra", "is a picture, and reading pictures is not installed", f"Run {INSTALL}"
        ) from error
    except ImportError as error:  # as where a system library is missing that OpenCV wants
        raise MissingExtraError(
            source,
            "needs_extra",
            f"is a picture, and what reads pictures does not load: {error}",
            "Install what it names",
        ) from error


def is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def text_in(picture: Any, source: str) -> list[Seen]:
    """The lines of text in a picture (rows × columns × 3)."""
    found = engine(source)(picture, use_det=True, use_cls=False, use_rec=True)
    if found.boxes is None or found.txts is None:
        return []
    lines = zip(found.boxes, found.txts, found.scores, strict=True)
    return [
        Seen(
            text,
            Rect(float(min(box[:, 0])), float(min(box[:, 1])), float(max(box[:, 0])), float(max(box[:, 1]))),
            float(score),
        )
        for box, text, score in lines
        if text.strip()
    ]


def read_strips(strips: Sequence[Any], source: str) -> list[tuple[str, float]]:
    """The text of pictures that hold one line each, and how sure it is."""
    reader = engine(source)
    read: list[tuple[str, float]] = []
    for strip in strips:
        found = reader(strip, use_det=False, use_cls=False, use_rec=True)
        text = "".join(found.txts) if found.txts else ""
        read.append((text.strip(), float(min(found.scores)) if found.txts and found.scores is not None else 0.0))
    return read
