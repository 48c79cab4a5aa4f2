"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import NamedTuple

from reportmine.model import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "utf8": "utf-8"}
_TOLERATED = 0.001  # share of characters that may be lost to damage before a file counts as undecodable
_LEAST_LIKENESS = 0.03  # reports have 0.3 and more, text in a wrong encoding 0.01 and less
_SAMPLE = 50000  # signs looked at
_ENOUGH_SIGNS = 40  # different ones
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Decoded(NamedTuple):
    text: str
    encoding: str
    damaged: int  # bytes that could not be decoded


def decode(data: bytes, source: str, declared: str | None = None, common: frozenset[str] = frozenset()) -> Decoded:
    """The text of a file. ``declared``: what the file says its encoding is; believed only when it works.

    ``common``: signs that Chinese text is full of, to tell encodings that all decode without an error.
    Raises ReadingError: ``binary`` for bytes that are no text, ``undecodable`` when no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_decode(data, encoding), source)
    wide = _utf16_without_mark(data)
    if wide:
        return _checked(_decode(data, wide), source)
    if b"\x00" in data[:65536]:
        raise ReadingError(source, "binary", "is not text", "Give the report as text, HTML, PDF, Word or Excel")
    best = _best(data, source, declared, common)
    if not _is_like(best.text, common):
        raise ReadingError(source, "undecodable", "was saved in a wrong encoding", "Get the file again")
    return _checked(best, source)


def _best(data: bytes, source: str, declared: str | None, common: frozenset[str]) -> Decoded:
    plain = _whole(data, "utf-8")
    if plain is not None:  # Chinese in another encoding is never valid UTF-8 by chance, whatever the file says
        return plain
    names = ["gb18030", "big5hkscs"]
    named = _ALIASES.get(declared.lower(), declared.lower()) if declared else ""
    if named and named not in ("utf-8", *names) and _known(named):
        names.append(named)
    found = [text for name in names if (text := _whole(data, name)) is not None]
    if found:
        return max(found, key=lambda decoded: (_likeness(decoded.text, common), decoded.encoding == named))
    tries = sorted((_decode(data, name) for name in ("utf-8", "gb18030")), key=lambda decoded: decoded.damaged)
    if tries[0].damaged <= max(2, _TOLERATED * len(tries[0].text)):
        return tries[0]
    raise ReadingError(
        source, "undecodable", f"is in no known encoding (tried utf-8, {', '.join(names)})", "Save it again as UTF-8"
    )


def _whole(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name), name, 0)
    except UnicodeDecodeError:
        return None


def _is_like(text: str, common: frozenset[str]) -> bool:
    """Whether the likeness suffices. A few common signs mostly show it: their share is never less among the Chinese."""
    sample, found = text[:_SAMPLE], 0
    for sign in common:
        found += sample.count(sign)
        if found >= _LEAST_LIKENESS * len(sample):
            return True
    return _likeness(text, common) >= _LEAST_LIKENESS


def _likeness(text: str, common: frozenset[str]) -> float:
    """The share of common signs among the Chinese ones; 1 where there are too few to tell."""
    signs = {sign: count for sign, count in Counter(text[:_SAMPLE]).items() if "\u4e00" <= sign <= "\u9fff"}
    if not common or len(signs) < _ENOUGH_SIGNS:
        return 1.0
    return sum([signs[sign] for sign in common & signs.keys()]) / sum(signs.values())


def _decode(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace")
    return Decoded(text, name.removesuffix("-sig"), text.count("\ufffd"))


def _checked(decoded: Decoded, source: str) -> Decoded:
    sample = decoded.text[:65536]
    if len(_CONTROL.findall(sample)) > 0.005 * len(sample) + 2:
        raise ReadingError(source, "binary", "is not text", "Give the report as text, HTML, PDF, Word or Excel")
    return decoded


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 that has lost its mark: of the pairs, line ends and digits leave many zero bytes on one side only."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2 or b"\x00" not in sample:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: len(sample) // 2 * 2].decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and len(_HAN.findall(text)) > 0.3 * len(text):
            return name
    return None
