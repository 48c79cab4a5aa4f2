"""What a page says about itself outside the report: meta elements, its title, a block of labels and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportmine.reading.html.content import Measure
from reportmine.reading.html.tree import BLOCK, Node, Text, pieces
from reportmine.reading.mapped import Mapped
from reportmine.reading.metadata import keep, pairs, tidy
from reportmine.rulebook.reading import ReadingRules

_TITLE_PARTS = re.compile(r"[_|｜]|\s[-–—]+\s|--+|\s{2,}")


def about_page(
    root: Node, content: Node, measure: Measure, rules: ReadingRules
) -> tuple[dict[str, str], Mapped | None]:
    """The page's metadata, and its printed title where that stands outside the main content."""
    page = measure.page
    metadata: dict[str, str] = {}
    keep(metadata, _meta(root, rules), rules.metadata)
    named = _document_title(root, page)
    found_title: Mapped | None = None
    core = _squeezed(metadata.get("title") or named)
    for line in _lines_outside(root, content, measure):
        text = line.text
        if (
            found_title is None
            and core
            and _squeezed(text)
            and core.startswith(_squeezed(text))
            and len(_squeezed(text)) > 7
        ):
            found_title = line
            continue
        values = pairs(tidy(text), rules.metadata)
        if values:
            keep(metadata, values, rules.metadata)
    if found_title is not None:
        metadata.setdefault("title", tidy(found_title.text))
    elif named:
        metadata.setdefault("title", named)
    return metadata, found_title


def _meta(root: Node, rules: ReadingRules) -> dict[str, str]:
    values: dict[str, str] = {}
    for meta in root.nodes("meta"):
        key = rules.html.meta_names.get(meta.attribute("name").lower())
        if key:
            values.setdefault(key, tidy(meta.attribute("content")))
    return values


def _document_title(root: Node, page: str) -> str:
    """The first part of <title>, which goes on with the names of the column and the site."""
    for node in root.nodes("title"):
        text = "".join(_plain(page, child) for child in node.children if isinstance(child, Text))
        return tidy(_TITLE_PARTS.split(text.strip())[0])
    return ""


def _lines_outside(root: Node, content: Node, measure: Measure) -> Iterator[Mapped]:
    """Short lines of text before and after the main content, links left out."""
    if content is not root:
        yield from _Lines(measure, content).of(root)


class _Lines:
    def __init__(self, measure: Measure, content: Node) -> None:
        self.measure = measure
        self.content = content
        self.line: list[Mapped] = []

    def of(self, node: Node) -> Iterator[Mapped]:
        yield from self._walk(node)
        yield from self._flush()

    def _walk(self, node: Node) -> Iterator[Mapped]:
        for child in node.children:
            if isinstance(child, Text):
                self.line.append(Mapped.of(pieces(self.measure.page, child.start, child.end)))
            elif child is self.content or id(child) in self.measure.furniture or child.tag in ("a", "head", "title"):
                continue
            elif child.tag in BLOCK or child.tag == "br":
                yield from self._flush()
                yield from self._walk(child)
                yield from self._flush()
            else:
                self.line.append(Mapped(" "))
                yield from self._walk(child)

    def _flush(self) -> Iterator[Mapped]:
        line = Mapped.join(self.line).strip()
        self.line = []
        if 0 < len(line.text) < 300:
            yield line


def _plain(page: str, text: Text) -> str:
    return "".join(piece.text for piece in pieces(page, text.start, text.end))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
