"""Where on a page the report stands: the smallest element around all that reads like one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportmine.reading.cleaning import HAN
from reportmine.reading.html.tree import BLOCK, Node, Text
from reportmine.rulebook.reading import HtmlRules

_REMOVED = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all", re.IGNORECASE)
_UNSEEN = re.compile(r"visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.IGNORECASE)
_HAN = re.compile(f"[{HAN}]")
_BLANKS = re.compile(r"\s|&nbsp;|&#160;")
_NOTE = re.compile(r"\s*[\[(（【]?\s*[\d①-⑳*]{1,3}\s*[\])）】]?\s*")
_DIGIT = re.compile(r"\d")
_HOLDERS = frozenset(
    {
        "html", "body", "div", "section", "article", "main", "form", "center", "td", "tr", "tbody", "table",
    }
)  # fmt: skip
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td"})
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ALMOST_ALL = 0.97


class Measure:
    """How much text each element of a page holds, how much of it reads like a report, and what is furniture.

    All by identity of the element; links count for nothing.
    """

    def __init__(self, root: Node, page: str, rules: HtmlRules) -> None:
        self.page = page
        self.rules = rules
        self.text: dict[int, int] = {}  # signs of text, furniture included
        self.plain: dict[int, int] = {}  # signs outside links and furniture
        self.report: dict[int, int] = {}  # signs in paragraphs and tables like a report's
        self.furniture: set[int] = set()
        self._lengths(root)
        self.total = self.text[id(root)]
        self._hidden_copies(root)
        self._reports(root)

    def is_layout(self, table: Node) -> bool:
        """Whether a table arranges the page: it holds another table, or running text in a cell."""
        return any(
            node.tag == "table" or self.text[id(node)] > self.rules.cell_length
            for node in table.nodes("table", "td", "th")
        )

    def _hidden_copies(self, root: Node) -> None:
        """Hidden parts whose tables are shown elsewhere on the page: print versions, other years, other screens.

        What is hidden and shown nowhere is read: pages unfold their tabs and long texts by script.
        """
        shown: list[Node] = []
        hidden: list[Node] = []
        stack = [root]
        while stack:
            for child in stack.pop().elements():
                if is_hidden(child):
                    hidden.append(child)
                else:
                    stack.append(child)
                    shown.extend([child] if child.tag == "table" else [])
        labels = [(node, self._labels([node, *node.nodes()])) for node in hidden]
        if any(words for _, words in labels):
            known = self._labels(shown)
            self.furniture |= {id(node) for node, words in labels if words and 2 * len(words & known) >= len(words)}

    def _labels(self, nodes: Iterable[Node]) -> set[str]:
        """The words in the cells of the tables among some elements."""
        cells = (cell for node in nodes if node.tag == "table" for cell in node.nodes("td", "th"))
        found = (
            _BLANKS.sub("", "".join(self.page[text.start : text.end] for text in texts(cell)))
            for cell in cells
            if next(cell.nodes("table"), None) is None
        )
        return {words for words in found if _HAN.search(words)}

    def _lengths(self, node: Node) -> int:
        length = 0
        for child in node.children:
            if isinstance(child, Text):
                length += len(self.page[child.start : child.end].strip())
            elif child.tag == "title":
                self.furniture.add(id(child))
            else:
                length += self._lengths(child)
        self.text[id(node)] = length
        return length

    def _reports(self, node: Node) -> tuple[int, int]:
        """Signs like a report's below an element, and its inline text that belongs to the block around it."""
        good = own = plain = 0
        for child in node.children:
            if isinstance(child, Text):
                length = len(self.page[child.start : child.end].strip())
                own += length
                plain += length
            elif id(child) in self.furniture or self._is_furniture(child):
                self.furniture.add(id(child))
            else:
                inner_good, inner_own = self._reports(child)
                if not inner_good and is_hidden(child):
                    self.furniture.add(id(child))
                    continue
                good += inner_good
                own += 0 if child.tag in BLOCK else inner_own
                plain += self.plain[id(child)]
        if node.tag == "a":
            own = plain = 0
        elif node.tag in BLOCK:
            is_text = own >= self.rules.text_length and node.tag not in _TITLES
            good += own if is_text else 0
            if node.tag == "table" and not good and self._has_figures(node):
                good = self.text[id(node)]
            own = 0
        self.plain[id(node)] = plain
        self.report[id(node)] = good
        return good, own

    def _has_figures(self, table: Node) -> bool:
        filled = 0
        for cell in table.nodes("td", "th"):
            filled += any(_DIGIT.search(self.page, text.start, text.end) for text in texts(cell))
            if filled >= 3:
                return True
        return False

    def _is_furniture(self, node: Node) -> bool:
        if node.tag in self.rules.furniture_tags:
            return True
        if node.tag == "sup":  # the mark of a note is no digit of the number before it
            return bool(_NOTE.fullmatch("".join(self.page[text.start : text.end] for text in texts(node))))
        if not node.raw_attributes or node.tag not in BLOCK or node.tag in ("tr", "td", "tbody"):
            return False
        names = f"{node.attribute('class')} {node.attribute('id')} {node.attribute('role')}"
        if not self.rules.furniture_pattern.search(names) or self.rules.content_pattern.search(names):
            return False
        return self.text[id(node)] < 0.4 * self.total  # names lie: some pages call what is around everything a menu


def texts(node: Node) -> list[Text]:
    """The text runs directly in an element and below it."""
    return [child for holder in (node, *node.nodes()) for child in holder.children if isinstance(child, Text)]


def is_hidden(node: Node) -> bool:
    """Whether a browser would not show an element, or show it struck out, by its own attributes or the page's style."""
    if node.look:
        return node.look == "unseen" or is_removed(node)
    return is_removed(node) or (bool(node.raw_attributes) and bool(_UNSEEN.search(node.attribute("style"))))


def is_removed(node: Node) -> bool:
    """Whether an element takes no place on the page; a cell that is only unseen keeps its own."""
    if node.look == "removed":
        return True
    if not node.raw_attributes:
        return False
    return node.has("hidden") or (not node.look and bool(_REMOVED.search(node.attribute("style"))))


def main_content(root: Node, measure: Measure) -> Node:
    """The element to read: downwards as long as one child holds almost all and no line of text would be left behind."""
    total = measure.report[id(root)]
    node = whole = root
    while total:
        place = _heir(node, measure, total)
        if place is None or _lines_after(node, place, measure):
            break
        node = node.elements()[place]
        whole = whole if node.tag in ("table", "tbody", "tr") else node  # a table is read whole, or one cell of it
    return whole


def _heir(node: Node, measure: Measure, total: int) -> int | None:
    for place, child in enumerate(node.elements()):
        if child.tag not in _HOLDERS or measure.report.get(id(child), 0) < _ALMOST_ALL * total:
            continue
        return place if child.tag != "table" or measure.is_layout(child) else None
    return None


def _lines_after(node: Node, place: int, measure: Measure) -> bool:
    """Whether lines of text follow the heir: a signature, a date, an annex."""
    heir = node.elements()[place]
    passed = False
    for child in node.children:
        if child is heir:
            passed = True
        elif passed and isinstance(child, Text):
            if len(measure.page[child.start : child.end].strip()) > 1:
                return True
        elif passed and isinstance(child, Node) and _is_line(child, measure):
            return True
    return False


def _is_line(node: Node, measure: Measure) -> bool:
    if node.tag not in _LINES or id(node) in measure.furniture:
        return False
    return measure.plain[id(node)] > 1
