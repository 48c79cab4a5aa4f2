"""What a page's own style hides: marked on its elements, so that reading them need not know of style sheets.

Only what is certain is marked. Selectors and conditions that cannot be decided on the page as it stands hide nothing,
nor do rules whose names say that a script shows later what they hide: in doubt a thing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from reportmine.reading.html.css import INHERITED, Rule, Values, may_hide, merge, read_attribute, read_sheets, verdict
from reportmine.reading.html.tree import Node, Text, Tree
from reportmine.rulebook.reading import HtmlRules

# In style attributes. Literal beginnings, so that whole pages are searched at little cost.
_ZERO = r"\s*:\s*0*\.?0*(?:px|pt|em|rem|%)?\s*[;!\"']"
_SMALL = tuple(re.compile(name + _ZERO) for name in ("size", "SIZE", "opacity", "OPACITY"))
_MOST_TESTS = 5_000_000  # elements and selectors: see there
_ALMOST_ALL = 0.9
_HEAD = frozenset({"title", "meta", "link", "base"})
_ADDED = "added"

Verdicts = dict[int, dict[str, bool]]  # by identity of the element: property to whether it hides


def dress(tree: Tree, page: str, rules: HtmlRules) -> None:
    """Marks what the page's own style hides (``Node.look``). Pages without such style are left as they are."""
    sheets = [(sheet.node.attribute("media"), page[sheet.start : sheet.end]) for sheet in tree.sheets]
    found: list[Rule] = []
    if any(may_hide(text) for _, text in sheets):
        found = read_sheets(sheets, _names(tree), rules.unfolding_pattern)
    if found or any(small.search(page) for small in _SMALL):
        seen, unseen = _mark(tree.root, {}, _verdicts(tree, found), page)
        if unseen > _ALMOST_ALL * (seen + unseen):
            for node in tree.root.nodes():
                node.look = ""  # who hides the whole page has a script to show it


def _names(tree: Tree) -> frozenset[str]:
    """All classes and ids of a page."""
    nodes = (*tree.frame.values(), *tree.root.nodes())
    texts = (node.attribute(name) for node in nodes if node.raw_attributes for name in ("class", "id"))
    return frozenset(word for text in texts for word in text.split())


def _verdicts(tree: Tree, rules: list[Rule]) -> Verdicts:
    verdicts: Verdicts = {}
    for node, values in _sheet_values(tree, rules) if rules else ((node, Values()) for node in tree.root.nodes()):
        if node.raw_attributes and (style := node.attribute("style")):
            merge(values, read_attribute(style))
        if values:
            verdicts[id(node)] = verdict(values)
    return verdicts


def _sheet_values(tree: Tree, rules: list[Rule]) -> Iterator[tuple[Node, Values]]:
    """Every element with what the sheets say of it, the weightiest last."""
    import cssselect2

    matcher = cssselect2.Matcher()
    for rule in rules:
        for selector in rule.selectors:
            matcher.add_selector(selector, rule.values)
    root, nodes = _as_elements(tree)
    if len(nodes) * sum(len(rule.selectors) for rule in rules) > _MOST_TESTS:
        return
    for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
        node = nodes.get(wrapper.etree_element)
        if node is not None:
            values: Values = {}
            for *_, declared in matcher.match(wrapper):
                merge(values, declared)
            yield node, values


def _as_elements(tree: Tree) -> tuple[Element, dict[Element, Node]]:
    """The page as the library of selectors wants it, with the elements that browsers add."""
    root = Element("html", _attributes(tree.frame.get("html")))
    head = SubElement(root, "head")
    body = SubElement(root, "body", _attributes(tree.frame.get("body")))
    nodes: dict[Element, Node] = {}
    stack: list[tuple[Node, Element]] = [(tree.root, body)]
    while stack:
        holder, place = stack.pop()
        for node in holder.elements():
            above = head if place is body and node.tag in _HEAD else place
            if node.tag == "tr" and place.tag == "table":
                is_there = len(place) and place[-1].get("") == _ADDED
                above = place[-1] if is_there else SubElement(place, "tbody", {"": _ADDED})
            element = SubElement(above, node.tag, _attributes(node))
            nodes[element] = node
            stack.append((node, element))
    return root, nodes


def _attributes(node: Node | None) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, value in node.attributes() if node is not None and node.raw_attributes else ():
        attributes.setdefault(name, value)
    return attributes


def _mark(node: Node, state: dict[str, bool], verdicts: Verdicts, page: str) -> tuple[int, int]:
    """Marks what is below an element; how many signs of its text are seen, and how many are not.

    What is unseen only because of what is around it is marked where something beside it is seen, so that a part hidden
    as a whole is marked once, at its top.
    """
    seen = unseen = 0
    hidden = any(state.values())
    wholly: list[Node] = []
    for child in node.children:
        if isinstance(child, Text):
            length = len(page[child.start : child.end].strip())
            seen += 0 if hidden else length
            unseen += length if hidden else 0
            continue
        own = verdicts.get(id(child), {})
        inner = state | {name: own[name] for name in INHERITED if name in own} if own else state
        inner_seen, inner_unseen = _mark(child, inner, verdicts, page)
        is_unseen = bool(inner_unseen) and not inner_seen
        child.look = _look(own, is_unseen=is_unseen)
        is_shown = child.look in ("", "shown")
        wholly += [child] if is_unseen and is_shown else []
        seen += inner_seen if is_shown else 0
        unseen += inner_unseen + (0 if is_shown else inner_seen)
    if seen:
        for child in wholly:
            child.look = "unseen"
        node.children = [_alone(child) for child in node.children] if hidden else node.children
    return seen, unseen


def _look(own: dict[str, bool], *, is_unseen: bool) -> str:
    if own.get("display") or own.get("mso-hide"):
        return "removed"
    if any(hides for name, hides in own.items() if is_unseen or name not in INHERITED):
        return "unseen"
    return "shown" if own else ""


def _alone(child: Node | Text) -> Node | Text:
    return Node("span", children=[child], look="unseen") if isinstance(child, Text) else child
