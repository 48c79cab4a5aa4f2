"""Web pages saved as one file, as Word and old browsers do (.mht, often named .doc)."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from reportmine.model import Document, ReadingError
from reportmine.rulebook import Rulebook


def read_mht(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """The page inside. Offsets lead into the page as decoded, not into the file around it.

    Raises ReadingError ``damaged`` when no page is inside, and what reading a page raises.
    """
    from reportmine.reading.html import read_html

    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        content = part.get_payload(decode=True) if isinstance(part, EmailMessage) and not part.is_multipart() else None
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            document = read_html(_named(content, part.get_content_charset()), source, rulebook)
            return document.model_copy(update={"media_type": "multipart/related", "sha256": _hash(data)})
    raise ReadingError(source, "damaged", "is a saved web page without its page", "Save it again as HTML")


def _named(content: bytes, charset: str | None) -> bytes:
    """The page with its charset said, where only the part's head says it."""
    if not charset or b"charset" in content[:4096].lower():
        return content
    return f'<meta charset="{charset}">'.encode("ascii", "ignore") + content


def _hash(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
