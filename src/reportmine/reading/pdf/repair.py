"""Damaged PDFs: what is missing of one, and a new frame around the objects that are whole."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \t\r\n]+([0-9]{1,5})[ \t\r\n]+obj\b")
_END = re.compile(rb"endobj\b")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_REFERENCE = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \t\r\n]+[0-9]{1,5}[ \t\r\n]+R\b")
_ROOT = re.compile(rb"/Type\s*/Catalog\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")


def is_whole(data: bytes) -> bool:
    """Whether the file ends as a PDF ends, with nothing begun behind its end."""
    end = data.rfind(b"%%EOF")
    return end > data.rfind(b"endobj") and end > data.rfind(b"startxref") >= 0


def lacks_objects(data: bytes) -> bool:
    """Whether a file that was cut off lost something that what is left of it refers to.

    True as well where objects are packed into streams, which cannot be looked through without the end of the file.
    """
    objects = _objects(data)
    if not objects or any(_PACKED.search(body[:400]) for body in objects.values()):
        return True
    begun = {int(found.group(1)) for found in _OBJECT.finditer(data)}
    if begun - objects.keys():
        return True
    named = {int(found.group(1)) for body in objects.values() for found in _REFERENCE.finditer(_STREAM.sub(b"", body))}
    return bool(named - objects.keys())


def rebuilt(data: bytes) -> bytes:
    """The whole objects of the file under a new cross-reference table; the file itself where it has no catalogue."""
    objects = _objects(data)
    root = next((number for number in reversed(objects) if _ROOT.search(objects[number][:4000])), None)
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


def _objects(data: bytes) -> dict[int, bytes]:
    """The objects that are whole, by number; of one written twice the later one."""
    objects: dict[int, bytes] = {}
    place = 0
    while (found := _OBJECT.search(data, place)) is not None:
        end = _END.search(data, found.end())
        if end is None:
            break
        objects[int(found.group(1))] = data[found.start() : end.end()]
        place = end.end()
    return objects
