"""Rebuilds the frame of a damaged PDF from the objects that are whole."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \t\r\n]+([0-9]{1,5})[ \t\r\n]+obj\b")
_END = re.compile(rb"endobj\b")
_ROOT = re.compile(rb"/Type\s*/Catalog\b")


def rebuilt(data: bytes) -> bytes:
    """The whole objects of the file under a new cross-reference table; the file itself where it has no catalogue."""
    objects: dict[int, bytes] = {}
    root: int | None = None
    for found in _OBJECT.finditer(data):
        end = _END.search(data, found.end())
        if end is None:
            break
        number = int(found.group(1))
        objects[number] = data[found.start() : end.end()]
        if _ROOT.search(objects[number]):
            root = number
    if root is None:
        return data
    parts, places, length = [b"%PDF-1.7\n"], {}, 9
    for number, body in objects.items():
        places[number] = length
        parts.append(body + b"\n")
        length += len(body) + 1
    size = max(objects) + 1
    lines = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)]
    table = b"xref\n0 %d\n" % size + b"".join(lines)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, length)
    return b"".join(parts) + table + trailer
