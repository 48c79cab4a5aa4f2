"""Hostile files end in a clear reason, or are read, within 30 seconds and 1 GiB: each in a process of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"
SECONDS = 30
MOST_BYTES = 2**30

# Reads what it is given as the commands do, and says what came of it and how much memory that took.
READER = """
import json, pathlib, resource, sys
from reportmine.model import ReadingError
from reportmine.reading import read_bytes
from reportmine.reading.containers import expand
from reportmine.rulebook import Rulebook
rulebook = Rulebook()
found = expand([sys.argv[1]], rulebook)
said = [[error.reason, str(error)] for error in found.failed] + [["skipped", name] for name in found.skipped]
for source in found.sources:
    try:
        said.append(["read", read_bytes(source.load(rulebook), source.label, rulebook).text[-200:]])
    except ReadingError as error:
        said.append([error.reason, str(error)])
status = pathlib.Path("/proc/self/status")
if status.exists():  # of this process alone, where the other count begins with that of the one that started it
    most = int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024
else:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([said, most]))
"""


def pdf_of(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def truncated_pdf() -> bytes:
    data = (DOCUMENTS / "guyong-2021-libreoffice.pdf").read_bytes()
    return data[: len(data) // 2]


def looping_pdf() -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 3 /Kids [2 0 R 3 0 R 2 0 R] /Parent 3 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>",
        ]
    )


def long_pdf() -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(10_000))
    pages = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * 10_000
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 10000 /Kids [%s] >>" % kids]
    return pdf_of(tree + pages)


def blank_pdf() -> bytes:
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    return pdf_of([*tree, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"])


def locked_pdf() -> bytes:
    """Encrypted by hand: pdfium only has to see that it cannot open the standard handler without the password."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <" + b"28" * 32 + b"> /U <" + b"31" * 32 + b"> >>",
    ]
    return pdf_of(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>]")


def zip_bomb() -> bytes:
    return zipped({"report.txt": b"0" * 500_000_000})


def zips_in_zips() -> bytes:
    """A million archives, of which only the first levels are opened: what lies deeper is listed as skipped."""
    inner = zipped({"report.txt": b"0" * 50_000_000})
    for _ in range(6):
        inner = zipped({f"{number}.zip": inner for number in range(10)})
    return inner


def nested_tables() -> bytes:
    inner = "<table><tr><td>外<td>" * 200 + "全年公开12条" + "</table>" * 200
    return f"<html><meta charset=utf-8><body>{inner}</body></html>".encode()


def word_with_entity() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    entity = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    body = "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>"
    return zipped({"word/document.xml": f"{entity}<w:document {space}>{body}</w:document>".encode()})


def word_with_laughs() -> bytes:
    """Entities of entities, which would come to some billion signs."""
    entities = '<!ENTITY a0 "0123456789">'
    for level in range(1, 10):
        entities += f'<!ENTITY a{level} "' + f"&a{level - 1};" * 10 + '">'
    return zipped({"word/document.xml": f"<!DOCTYPE d [{entities}]><d>&a9;</d>".encode()})


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by getrusage")
@pytest.mark.parametrize(
    ("make", "name", "reasons"),
    [
        (truncated_pdf, "cut.pdf", {"damaged"}),
        (looping_pdf, "loop.pdf", {"damaged"}),
        (long_pdf, "long.pdf", {"too_many_pages"}),
        (blank_pdf, "blank.pdf", {"empty"}),
        (locked_pdf, "locked.pdf", {"encrypted"}),
        (zip_bomb, "bomb.zip", {"bomb"}),
        (zips_in_zips, "deep.zip", {"skipped"}),
        (nested_tables, "nested.html", {"read"}),
        (word_with_entity, "entity.docx", {"unsafe"}),
        (word_with_laughs, "laughs.docx", {"unsafe"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_within_its_bounds(make: Callable[[], bytes], name: str, reasons: set[str], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", READER, str(path)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert time.monotonic() - start < SECONDS
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # no library speaks to the user
    said, most = json.loads(done.stdout)
    assert {reason for reason, _ in said} == reasons
    assert most < MOST_BYTES
    expected = "全年公开12条" if reasons == {"read"} else name
    assert all(expected in message for _, message in said)
