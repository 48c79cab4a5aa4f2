"""Web pages: charset, main content, metadata, attachments."""

from __future__ import annotations

import re

from reportmine.model import Document, ReadingError
from reportmine.reading.builder import Builder
from reportmine.reading.decode import decode
from reportmine.reading.html.about import about_page
from reportmine.reading.html.content import Measure, main_content
from reportmine.reading.html.flow import Flow
from reportmine.reading.html.look import dress
from reportmine.reading.html.tree import parse
from reportmine.rulebook import Rulebook

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,20})", re.IGNORECASE)
_PICTURE = re.compile(r"data:[a-zA-Z/+.-]{1,40};base64,[A-Za-z0-9+/=\s]*+")
_XML = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,20})", re.IGNORECASE)


def read_html(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """A page as a document. Notes say when its report is elsewhere: ``attachment_only``, ``pictures_only``; when a
    table may be a picture: ``table_is_picture``.

    Raises ReadingError: ``binary``, ``undecodable``, ``empty``, ``too_large``.
    """
    rules = rulebook.reading
    decoded = decode(data, source, _declared(data), rules.characters.common_signs)
    page = decoded.text
    size = len(page) - sum(found.end() - found.start() for found in _PICTURE.finditer(page))
    if size > rules.limits.page_characters:
        raise ReadingError(source, "too_large", f"has {size} characters", "Save only the report's own page")
    tree = parse(page)
    dress(tree, page, rules.html)
    root = tree.root
    measure = Measure(root, page, rules.html)
    content = main_content(root, measure)
    builder = Builder(rulebook)
    metadata, title = about_page(root, content, measure, rules)
    if title is not None:
        builder.heading(title, 0)
    flow = Flow(page, measure, rules, builder, metadata)
    flow.walk(content)
    flow.flush()
    if flow.signs < rules.html.report_length and not flow.tables:
        flow.all_links(root)
    if not measure.plain[id(content)] and not flow.links and not flow.pictures:
        raise ReadingError(source, "empty", "is a page without text", "Get the page again, with its content")
    return builder.build(
        data,
        source,
        "text/html",
        encoding=decoded.encoding,
        metadata=flow.metadata,
        links=flow.links,
        notes=_notes(flow, rulebook),
    )


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:8192]) or _XML.search(data[:512])
    return found[1].decode("ascii") if found else None


def _notes(flow: Flow, rulebook: Rulebook) -> list[str]:
    if flow.signs < rulebook.reading.html.report_length and not flow.tables:
        return ["attachment_only"] if flow.links else ["pictures_only"] if flow.pictures else []
    return ["table_is_picture"] if flow.late_pictures and not flow.tables else []
