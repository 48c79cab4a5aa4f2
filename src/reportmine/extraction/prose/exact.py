"""Lists whose numbers sum up exactly to the total before them: no word of their labels is needed to trust them."""

from __future__ import annotations

from typing import Final

from reportmine.extraction.prose.clauses import concepts_of
from reportmine.extraction.prose.divisions import NEAR_ENOUGH, counts_else, tells_growth
from reportmine.extraction.prose.state import Context, Sentence
from reportmine.extraction.prose.tokens import BOUNDARIES, LISTING, VALUE, Token
from reportmine.model import Status

PUBLISHED: Final = frozenset({"own_initiative", "publish", "web_publish", "disclosed"})
CLASSIFIED: Final = frozenset({"on_request_class", "withheld_class"})
WITHHELD: Final = frozenset({"withheld_class", "denied"})
# What may stand before a number that adds up others: 共发布106条, 共公开信息106条.
ADDS_UP: Final = PUBLISHED | {"filler", "info", "info_weak"}
LEAST: Final = 2  # numbers of a list inside of a list: 其中主站采用15条 is none


def parts_of_total(
    sentence: Sentence,
    context: Context,
    totals: tuple[str, ...],
    units: frozenset[str | None],
    not_divided: tuple[str, ...],
) -> list[int] | None:
    """The token indexes of the numbers behind the sentence's first 其中, where they sum up to what it divides."""
    tokens = sentence.tokens
    if "of_which" not in sentence.concepts:
        return None
    lead = next(place for place, token in enumerate(tokens) if "of_which" in token.concepts)
    behind = concepts_of(tokens[lead:])
    if "produce" in concepts_of(tokens[:lead]) and (behind >= CLASSIFIED or behind & WITHHELD):
        return None  # 制作政府信息9条,其中主动公开信息7条、依申请公开信息1条、不予公开信息1条: how they are classed
    whole = _total(tokens, lead, units, not_divided) or _total_before(
        sentence, context, lead, totals, units, not_divided
    )
    if not whole:
        return None
    rest, found = whole, list[int]()
    depth = 0
    first = 0  # where a list inside of the list begins
    inner: float | None = None  # what a list inside of the list still has to hold
    within: list[int] = []  # the numbers of lists in brackets
    unprinted = False  # the unit of one number is missing
    for index in range(lead + 1, len(tokens)):
        quantity = tokens[index].quantity
        depth += {"(": 1, ")": -1}.get(tokens[index].mark, 0)
        if depth > 0:
            continue  # 结果信息12条(含行政许可11条)
        if tokens[index].mark == ")" and found:
            within += _in_brackets(tokens, found[-1], index, units)
        if not inner and not rest and tokens[index].mark == ";":
            break
        if found and "of_which" in tokens[index].concepts and inner is None:
            last = tokens[found[-1]].quantity
            inner, first = (last.value if last is not None else None), len(found)
        if tokens[index].mark != VALUE or quantity is None or quantity.family == "percent":
            continue
        if not inner and not rest and quantity.family != "item":
            break
        bare = quantity.family is None and quantity.unit is None
        if bare and not unprinted and quantity.value is not None:
            unprinted = True  # 公开制度13,公示公告24条,…: the sum has to tell
        elif quantity.family != "item" or quantity.value is None or quantity.qualifier.value != "exact":
            if quantity.family == "measure":
                continue
            return None
        if not bare and quantity.unit not in units and _goes_on(tokens, index):
            continue  # 34个重点领域信息806条: a word of the label
        if not inner and not rest and (bare or quantity.unit not in units):
            break  # the list has ended, another statement begins
        found.append(index)
        if inner:
            inner -= quantity.value  # 机构类20条,其中职能类16条、领导类4条
            if inner < 0 or (not inner and len(found) - first < LEAST):
                return None
            inner = inner or None
            continue
        rest -= quantity.value
        if rest < 0:
            break
    return sorted([*found, *within]) if rest == 0 and not inner else None


def parts_before_total(sentence: Sentence, units: frozenset[str | None], words: tuple[str, ...]) -> list[int] | None:
    """The numbers that later ones of the sentence add up: 主动公开工作情况43条,机关简介4条,民生信息31条,合计78条.

    ``words``: one of these stands before each total, and nothing else but that so much was published.
    """
    tokens, found, totals = sentence.tokens, set[int](), set[int]()
    for place, index in enumerate(sentence.values):
        last = sentence.values[place - 1] if place else -1
        own = tokens[last + 1 : index]
        if not own or not all(item.mark == "," or item.concepts & ADDS_UP for item in own):
            continue
        if not any(word in sentence.text[own[0].start : tokens[index].start] for word in words):
            continue
        plain = [each for each in sentence.values[:place] if each not in totals]  # 5条、3条,共8条,2条,共10条
        parts = _summands(tokens, plain, _exact(tokens[index], units), units)
        if parts and concepts_of(tokens[: parts[0]]) & PUBLISHED:
            found.update(parts)
            totals.add(index)
    return sorted(found) or None


def _summands(tokens: list[Token], values: list[int], total: float | None, units: frozenset[str | None]) -> list[int]:
    """The numbers that end a row of numbers and sum up to a total; none where they do not."""
    found: list[int] = []
    for index in reversed(values):
        value = _exact(tokens[index], units)
        if total is None or value is None or total < value:
            return []
        found.insert(0, index)
        total -= value
        if not total:
            return found
    return []


def _exact(token: Token, units: frozenset[str | None]) -> float | None:
    """The value of a count of items, where it is exact."""
    quantity = token.quantity
    counts = quantity is not None and quantity.unit in units and quantity.qualifier.value == "exact"
    return quantity.value if quantity is not None and counts else None


def _in_brackets(tokens: list[Token], whole: int, end: int, units: frozenset[str | None]) -> list[int]:
    """The numbers between brackets that sum up exactly to the one before them: 99条(其中职能8条,许可91条)."""
    inside = [place for place in range(whole + 1, end) if tokens[place].mark == VALUE]
    if inside and not any(_names(token) for token in tokens[whole + 1 : inside[0]]):
        return []  # 政策解读3条(其中包括2条文稿解读,1条图文解读): their labels stand behind them
    counts = [quantity for place in (whole, *inside) if (quantity := tokens[place].quantity) is not None]
    alike = all(each.unit in units and each.qualifier.value == "exact" for each in counts)
    exact = len(inside) >= LEAST and sum(each.value or 0 for each in counts[1:]) == counts[0].value
    return inside if alike and exact else []


def _names(token: Token) -> bool:
    """Whether a token may be a label, or a part of one."""
    return token.mark not in BOUNDARIES and not token.concepts & {"of_which", "filler"}


def _total(tokens: list[Token], lead: int, units: frozenset[str | None], not_divided: tuple[str, ...]) -> float | None:
    """The count of items that the sentence gives before its list, as what was published."""
    before = [place for place in range(lead) if tokens[place].mark == VALUE and not tells_growth(tokens, place)]
    if not before or not concepts_of(tokens[:lead]) & PUBLISHED or counts_else(tokens, before[-1], not_divided):
        return None
    quantity = tokens[before[-1]].quantity
    return quantity.value if quantity is not None and quantity.unit in units else None


def _total_before(
    sentence: Sentence,
    context: Context,
    lead: int,
    totals: tuple[str, ...],
    units: frozenset[str | None],
    not_divided: tuple[str, ...],
) -> float | None:
    """The total that the sentence before ended with, bound or not, where this one begins with its list."""
    last = context.bound[-1] if context.bound else None
    if lead > 1:
        return None
    loose = context.loose[-1] if context.loose else None
    if loose is not None and (last is None or last.end < loose.token.start):
        near = sentence.start - loose.token.end <= NEAR_ENOUGH and loose.said.isdisjoint(not_divided)
        quantity = loose.token.quantity
        return quantity.value if near and quantity is not None and quantity.unit in units else None
    return last.value if last is not None and last.indicator in totals and last.status is Status.REPORTED else None


def _goes_on(tokens: list[Token], index: int) -> bool:
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and after.mark not in BOUNDARIES + LISTING
