"""Characters that a PDF names wrongly: halves of rare ones."""

from __future__ import annotations

import pytest

from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook


def stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def pdf_naming(names: dict[str, str]) -> bytes:
    """A page that prints ``A1B2C`` and says of some of its letters which characters they are, as UTF-16 in hex."""
    pairs = "".join(f"<{ord(letter):02X}> <{name}> " for letter, name in names.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <00> <FF> endcodespacerange "
        f"{len(names)} beginbfchar {pairs}endbfchar endcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 5 0 R >> >> >> >>",
        stream(b"BT /F1 12 Tf 50 700 Td (A1B2C) Tj ET"),
        stream(cmap.encode()),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ({"B": "D840DC0B"}, "A1\U0002000b2C"),
        ({"B": "DC0B"}, "A1\ufffd2C"),
        ({"B": "D840"}, "A1\ufffd2C"),
        ({"A": "DC0B", "C": "D840"}, "\ufffd1B2\ufffd"),
        ({"A": "D840", "B": "DC0B"}, "\ufffd1\ufffd2C"),
    ],
    ids=["whole", "second", "first", "swapped", "apart"],
)
def test_half_a_character_is_not_known_and_joins_no_numbers(
    names: dict[str, str], text: str, rulebook: Rulebook
) -> None:
    assert read_bytes(pdf_naming(names), "given.pdf", rulebook).text == text
