"""Bytes to one Document, whatever the file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reportmine.model import Anchor, Block, BlockKind, Document
from reportmine.rulebook import Rulebook


def read(path: Path | str, rulebook: Rulebook) -> Document:
    """Read one file. Raises ReadingError with a reason code when it cannot be read."""
    data = Path(path).read_bytes()
    text = data.decode("utf-8-sig")
    blocks, start = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        if body.strip():
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=start + len(body)))
        start += len(line)
    return Document(
        source=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        encoding="utf-8",
        text=text,
        blocks=tuple(blocks),
        anchors=(Anchor(start=0, end=len(text), raw_start=0, raw_end=len(text)),),
    )


__all__ = ["read"]
