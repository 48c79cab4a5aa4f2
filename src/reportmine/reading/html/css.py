"""The style sheets that stand in a page itself, as far as they hide or show something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reportmine.reading.html.media import at_a_desk

_MAX_SHEET = 400_000  # signs; pages that carry a whole framework stay below
_MOST_SELECTORS = 3000  # that may fit the page: more were made to keep its readers busy
_MAX_DEPTH = 5
_MAX_SELECTOR = 60  # tokens: nobody writes longer ones by hand
_GROUPS = frozenset({"media", "supports", "layer", "container"})
_FUNCTIONS = frozenset({"not", "is", "where", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through"
    r"|(?:font-size|opacity)\s*:\s*[+-]?0*\.?0*(?:px|pt|em|rem|%)?\s*(?:[;}!]|$)|font\s*:[^;}]*\b0(?:px|pt|em|rem|%)?[/\s]|clip(?:-path)?\s*:|:\s*-\d{3,}",
    re.IGNORECASE,
)
_PLACE = ("position", "clip", "clip-path", "left", "top", "right")  # hide only together
_ALIAS = {"font": "font-size", "text-decoration-line": "text-decoration"}
_WATCHED = frozenset({"display", "mso-hide", "visibility", "opacity", "font-size", "text-decoration", *_PLACE})
INHERITED = ("visibility", "font-size")
_INHERITING = frozenset({"inherit", "unset"})
_NO_SIZE = re.compile(r"(?:^|\s)0(?:px|pt|em|rem|%)?(?:/|\s)")
_LONG = re.compile(r"\d{18,}")  # a number that no program reads
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ZERO = re.compile(r"[+-]?(?:0+\.?0*|\.0+)(?:[a-z]+|%)?")
_NOTHING_LEFT = re.compile(r"rect\((?:[01](?:px)?[\s,]*){4}\)|inset\((?:50|100)%\)|circle\(0(?:px|%)?\)")
_FAR_AWAY = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|em|rem|pt)")

Values = dict[str, tuple[str, bool]]  # property to its value, and whether that is important


@dataclass(slots=True, frozen=True)
class Rule:
    """Watched declarations for what any of some compiled selectors finds."""

    selectors: list[Any]
    values: Values


@dataclass(slots=True, frozen=True)
class _Found:
    prelude: list[Any]
    values: Values
    certain: bool  # stands under no condition that may not hold

    def without_causes(self) -> _Found:
        kept = {name: value for name, value in self.values.items() if not hides(name, value[0])}
        return _Found(self.prelude, kept, False)


def read_sheets(sheets: Iterable[tuple[str, str]], names: frozenset[str], odd: re.Pattern[str]) -> list[Rule]:
    """Sheets, given as media attribute and text, to the rules that hide, and those that may show again.

    Only rules that can find something on a page with these classes and ids. A rule whose selector fits ``odd``, cannot
    be decided or stands under an unknown condition never hides.
    """
    found = [
        rule if rule.certain and not odd.search(_text(rule.prelude)) else rule.without_causes()
        for media, text in sheets
        for rule in _read(text, at_a_desk(media))
        if any(_may_fit(part, names) for part in _split(rule.prelude))
    ]
    causes = {name for rule in found for name, value in rule.values.items() if hides(name, value[0])}
    wanted = causes | (set(_PLACE) if causes & set(_PLACE) else set())
    rules: list[Rule] = []
    count = 0
    for rule in found:
        values = {name: value for name, value in rule.values.items() if name in wanted}
        if values:
            is_cause = any(hides(name, value[0]) for name, value in values.items())
            rules.append(Rule(_selectors(rule.prelude, names, lenient=not is_cause), values))
            count += len(rules[-1].selectors)
            if count > _MOST_SELECTORS:
                return []
    return rules


def may_hide(text: str) -> bool:
    """Whether a sheet is worth reading: most pages' own style only colours and places."""
    return _HIDES.search(_COMMENT.sub("", text)) is not None


def read_attribute(style: str) -> Values:
    """The watched declarations of a style attribute."""
    values: Values = {}
    for part in style.lower().split(";"):
        name, _, value = part.partition(":")
        _set(values, name.strip(), value.replace("!important", "").strip(), "!important" in value)
    return values


def hides(name: str, value: str) -> bool:
    """Whether a declaration hides what it is about, or may do so."""
    match name:
        case "display":
            return value == "none"
        case "mso-hide":
            return value == "all"
        case "visibility":
            return value in ("hidden", "collapse")
        case "opacity" | "font-size":
            return _ZERO.fullmatch(value) is not None
        case "text-decoration":
            return "line-through" in value
        case "clip" | "clip-path":
            return _NOTHING_LEFT.fullmatch(value) is not None
        case "left" | "top" | "right":
            return _FAR_AWAY.fullmatch(value) is not None
    return False


def verdict(values: Values) -> dict[str, bool]:
    """For each property with a final value, whether it hides; those of place are one, ``position``."""
    found = {name: hides(name, value) for name, (value, _) in values.items() if name not in _PLACE}
    for name in INHERITED:
        if name in values and values[name][0] in _INHERITING:
            del found[name]
    if values.get("position", ("", False))[0] in ("absolute", "fixed"):
        found["position"] = any(hides(name, values[name][0]) for name in _PLACE if name in values)
    return found


def merge(values: Values, later: Values) -> None:
    """Declarations that come later, or count for more, over those before."""
    for name, (value, important) in later.items():
        _set(values, name, value, important)


def _set(values: Values, name: str, value: str, important: bool) -> None:
    if name == "font" and value not in _INHERITING:
        value = "0" if _NO_SIZE.search(value) else "some"
    name = _ALIAS.get(name, name)
    if name in _WATCHED and (important or not values.get(name, ("", False))[1]):
        values[name] = value, important


def _read(text: str, holds: bool | None) -> Iterator[_Found]:
    import tinycss2

    if holds is not False:
        nodes = tinycss2.parse_stylesheet(_LONG.sub("0", text[:_MAX_SHEET]), skip_comments=True, skip_whitespace=True)
        yield from _nodes(nodes, bool(holds))


def _nodes(nodes: Iterable[Any], certain: bool, depth: int = 0) -> Iterator[_Found]:
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            values: Values = {}
            for inner in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
                if inner.type == "declaration" and _ALIAS.get(inner.lower_name, inner.lower_name) in _WATCHED:
                    _set(values, inner.lower_name, _text(inner.value).lower(), inner.important)
            if values:
                yield _Found(node.prelude, values, certain)
        elif node.type == "at-rule" and node.content is not None and node.lower_at_keyword in _GROUPS:
            holds = at_a_desk(_text(node.prelude)) if node.lower_at_keyword == "media" else None
            if holds is not False and depth < _MAX_DEPTH:
                inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _nodes(inside, certain and holds is True, depth + 1)


def _text(tokens: list[Any]) -> str:
    """Tokens as written, without comments; nothing where brackets are nested as nobody nests them."""
    import tinycss2

    shown = [token for token in tokens if token.type != "comment"]
    return str(tinycss2.serialize(shown)).strip() if _depth(shown) < _MAX_DEPTH else ""


def _depth(tokens: list[Any], above: int = 0) -> int:
    if above == _MAX_DEPTH:
        return above
    inside = (getattr(token, "arguments", None) or getattr(token, "content", None) or [] for token in tokens)
    return max((_depth(inner, above + 1) for inner in inside if isinstance(inner, list)), default=above)


def _may_fit(selector: list[Any], names: frozenset[str]) -> bool:
    """Whether all classes and ids of a selector are on the page; what stands in brackets is not looked at."""
    before: Any = None
    for token in selector:
        is_name = token.type == "hash" or (token.type == "ident" and before == ".")
        if is_name and token.value not in names:
            return False
        before = token
    return True


def _selectors(prelude: list[Any], names: frozenset[str], *, lenient: bool) -> list[Any]:
    """What can be looked for. Of a selector that cannot be decided, and hides nothing, the last part is enough."""
    import cssselect2

    compiled: list[Any] = []
    for part in _split(prelude):
        tokens = part if _is_plain(part) else _last(part) if lenient else []
        tokens = tokens if _may_fit(tokens, names) else []
        try:
            compiled.extend(cssselect2.compile_selector_list(tokens) if tokens else [])
        except cssselect2.SelectorError:
            return []  # as browsers do: one bad selector, and the whole rule is void
    return [selector for selector in compiled if selector.pseudo_element is None]


def _split(tokens: list[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _is_plain(tokens: list[Any]) -> bool:
    """Whether a selector is short and has only parts that can be decided on the page as it stands."""
    if len(tokens) > _MAX_SELECTOR or any(token == "~" for token in tokens):
        return False
    functions = [token for token in tokens if token.type == "function"]
    return all(
        token.lower_name in _FUNCTIONS
        and len(token.arguments) <= _MAX_SELECTOR
        and not any(inner.type == "function" or inner == "~" or _word(inner) == "of" for inner in token.arguments)
        for token in functions
    )


def _word(token: Any) -> str:
    return str(token.lower_value) if token.type == "ident" else ""


def _last(tokens: list[Any]) -> list[Any]:
    part: list[Any] = []
    for token in reversed(tokens):
        if part and (token.type == "whitespace" or token in (">", "+", "~")):
            break
        if token.type != "whitespace":
            part.insert(0, token)
    return part if _is_plain(part) else []
