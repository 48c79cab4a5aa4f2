"""HTML to a tree whose text runs know their offsets in the page. Forgiving as browsers are, and bounded in depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from reportmine.reading.mapped import Piece

MAX_DEPTH = 100  # real pages stay below 60; what is nested deeper is kept and laid flat

# Possessive throughout: a page full of stray quotes and brackets costs no more than any other.
_TOKEN = re.compile(
    r"<!--+>|<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*+>"
    r"|<(?P<raw>script|style|noscript|template|textarea|iframe|xmp|svg|select)\b[^>]*+>"
    r"|<(?P<close>/?+)(?P<tag>[a-zA-Z][a-zA-Z0-9:_-]*+)"
    r"(?P<attrs>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|\"[^\"]{0,300}\"(?=[\s/>])|[\"'])*+)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?")

VOID = frozenset(
    {
        "br", "img", "hr", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr", "param",
        "track", "iframe",
    }
)  # fmt: skip
BLOCK = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_TABLE_PARTS = frozenset(
    {
        "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
    }
)  # fmt: skip
_CELLS = ("td", "th")
_FRAME = ("html", "head", "body")  # the root stands for them: pages close them too early, or twice
# What an opening tag closes, and what stops the search for it.
_CLOSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), ("ul", "ol", "table", "td", "th")),
    "dt": (("dt", "dd"), ("dl", "table", "td", "th")),
    "dd": (("dt", "dd"), ("dl", "table", "td", "th")),
    "td": (_CELLS, ("tr", "table")),
    "th": (_CELLS, ("tr", "table")),
    "tr": (("tr", *_CELLS), ("table",)),
    "tbody": (("tbody", "thead", "tfoot", "tr", *_CELLS), ("table",)),
    "thead": (("tbody", "thead", "tfoot", "tr", *_CELLS), ("table",)),
    "tfoot": (("tbody", "thead", "tfoot", "tr", *_CELLS), ("table",)),
    "option": (("option",), ("select", "table")),
}


@dataclass(slots=True, frozen=True)
class Text:
    """A run of the page between two tags."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Node:
    """An element with its children in order."""

    tag: str
    raw_attributes: str = ""
    start: int = 0
    children: list[Node | Text] = field(default_factory=list)
    look: str = ""  # what the page's own style makes of it: "shown", "unseen", "removed"; else its attributes tell

    def attribute(self, name: str) -> str:
        """An attribute's value, or an empty string. ``name`` in small letters."""
        if name not in self.raw_attributes.lower():
            return ""
        for found in _ATTRIBUTE.finditer(self.raw_attributes):
            if found[1].lower() == name:
                return unescape(found[2] or found[3] or found[4] or "")
        return ""

    def attributes(self) -> Iterator[tuple[str, str]]:
        """Names in small letters, and values."""
        for found in _ATTRIBUTE.finditer(self.raw_attributes):
            yield found[1].lower(), unescape(found[2] or found[3] or found[4] or "")

    def has(self, name: str) -> bool:
        """Whether an attribute stands there, with a value or without."""
        if name not in self.raw_attributes.lower():
            return False
        return any(found[1].lower() == name for found in _ATTRIBUTE.finditer(self.raw_attributes))

    def nodes(self, *tags: str) -> Iterator[Node]:
        """All elements below of these tags (of any, when none is named), in order."""
        stack = [child for child in reversed(self.children) if isinstance(child, Node)]
        while stack:
            node = stack.pop()
            if not tags or node.tag in tags:
                yield node
            stack.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def elements(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]


@dataclass(slots=True, frozen=True)
class Sheet:
    """A style element of the page: where its rules stand, and its attributes."""

    start: int
    end: int
    node: Node


@dataclass(slots=True)
class Tree:
    """A page's elements under a root that stands for html, head and body; their attributes; the page's own style."""

    root: Node
    sheets: list[Sheet] = field(default_factory=list)
    frame: dict[str, Node] = field(default_factory=dict)


class _TreeBuilder:
    def __init__(self) -> None:
        self.root = Node("html")
        self.frame: dict[str, Node] = {}
        self.open: list[Node] = [self.root]
        self.flattened: list[str] = []  # elements too deep to be nested, still waiting for their end tags

    def text(self, start: int, end: int) -> None:
        if start < end:
            self.open[-1].children.append(Text(start, end))

    def begin(self, tag: str, attributes: str, start: int, *, closed: bool) -> None:
        if tag in _FRAME:
            self.frame.setdefault(tag, Node(tag, attributes, start))
            return
        self._close_implied(tag)
        node = Node(tag, attributes, start)
        if len(self.open) >= MAX_DEPTH and tag not in VOID:
            self.open[-1].children.append(node)  # empty: marks the place, its content follows it
            self.flattened.append(tag)
            return
        self.open[-1].children.append(node)
        if tag not in VOID and not (closed and tag not in BLOCK):
            self.open.append(node)

    def finish(self, tag: str) -> None:
        if tag in _FRAME:
            return
        if tag in self.flattened:
            while self.flattened.pop() != tag:
                pass
            return
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return
            if self.open[place].tag in _CELLS and tag not in _TABLE_PARTS:
                return  # a stray end tag inside a cell does not close what is around the table

    def _close_implied(self, tag: str) -> None:
        if tag in _CLOSES:
            targets, barriers = _CLOSES[tag]
            self._close(targets, barriers)
        elif tag in BLOCK:
            self._close(("p",), ("table", *_CELLS, "div", "li"))

    def _close(self, targets: tuple[str, ...], barriers: tuple[str, ...]) -> None:
        """Closes the outermost open element of ``targets`` that no barrier hides."""
        found = 0
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag in barriers:
                break
            if self.open[place].tag in targets:
                found = place
        if found:
            del self.open[found:]


def parse(page: str) -> Tree:
    """The tree of a page. Never fails: what is no tag is text."""
    tree = _TreeBuilder()
    sheets: list[Sheet] = []
    place = 0
    for token in _iterate(page):
        start, end, tag, attributes, kind = token
        tree.text(place, start)
        if kind == "close":
            tree.finish(tag)
        elif kind == "sheet":
            opening = page.index(">", start) + 1
            sheets.append(
                Sheet(opening, page.rfind("<", opening, end) if end > opening else end, Node(tag, attributes))
            )
        elif kind:
            tree.begin(tag, attributes, start, closed=kind == "self")
        place = end
    tree.text(place, len(page))
    return Tree(tree.root, sheets, tree.frame)


def _iterate(page: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Tags in order: start, end, name, attributes, and "open", "self", "close", "sheet" or nothing: skipped."""
    place = 0
    lowered: str | None = None
    while (found := _TOKEN.search(page, place)) is not None:
        place = found.end()
        if found["raw"]:
            lowered = lowered if lowered is not None else page.lower()
            close = lowered.find("</" + found["raw"].lower(), place)
            place = page.find(">", close) + 1 if close >= 0 else place
            place = place or len(page)
            # What a frame shows is elsewhere; where, its attributes say.
            kind = {"iframe": "self", "style": "sheet"}.get(found["raw"].lower(), "")
            yield found.start(), place, found["raw"].lower() if kind else "", found.group() if kind else "", kind
        elif found["tag"]:
            kind = "close" if found["close"] else "self" if found["attrs"].endswith("/") else "open"
            yield found.start(), place, found["tag"].lower(), found["attrs"], kind
        else:
            yield found.start(), place, "", "", ""


def pieces(page: str, start: int, end: int) -> Iterator[Piece]:
    """The text of a run with its entities read; each entity leads back to all of its signs."""
    if "&" not in page[start:end]:
        yield Piece(page[start:end], raw_start=start)
        return
    place = start
    for found in _ENTITY.finditer(page, start, end):
        plain = unescape(found.group())
        if plain == found.group() or (not found.group().endswith(";") and found.group()[1:] not in html5):
            continue
        if found.start() > place:
            yield Piece(page[place : found.start()], raw_start=place)
        yield Piece(plain, raw_start=found.start(), raw_end=found.end())
        place = found.end()
    if place < end:
        yield Piece(page[place:end], raw_start=place)
