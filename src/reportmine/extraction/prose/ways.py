"""The ways that a published total is divided into, told by their sum: no word of what each way carried is needed.

主动公开政府信息188条,其中,政府网站公开政策文件、信息动态37条,微信公众号发布政策法规151条.
"""

from __future__ import annotations

from collections.abc import Collection

from reportmine.extraction.prose.divisions import tells_growth
from reportmine.extraction.prose.state import Context, Sentence
from reportmine.extraction.prose.tokens import VALUE, Token
from reportmine.model import Qualifier, Status

WAYS = frozenset(
    {
        "ch_website",
        "web_publish",
        "ch_gazette",
        "ch_weibo",
        "ch_wechat",
        "ch_two_micro",
        "ch_new_media",
        "ch_open",
        "ch_other",
    }
)
STARTS = frozenset(",;:(" + VALUE)  # what the words of a part begin behind
LEAST = 2  # parts of a total


def ways_of_total(sentence: Sentence, context: Context, totals: Collection[str]) -> dict[int, Token]:
    """The way of each number behind the sentence's first 其中, by token index, where they sum up to what it divides.

    Empty where they do not, or where one of them names no way or two. ``totals``: the indicators that are divided.
    """
    if "of_which" not in sentence.concepts or len(sentence.values) < LEAST:
        return {}
    tokens = sentence.tokens
    lead = next(place for place, token in enumerate(tokens) if "of_which" in token.concepts)
    rest = _total(sentence, context, lead, totals)
    found: dict[int, Token] = {}
    for index in (place for place in sentence.values if place > lead):
        quantity = tokens[index].quantity
        way = _way(tokens, index)
        if rest is None or way is None or quantity is None or quantity.qualifier is not Qualifier.EXACT:
            return {}
        found[index] = way
        rest -= quantity.value or 0
        if rest <= 0:
            break
    return found if rest == 0 and len(found) >= LEAST else {}


def _total(sentence: Sentence, context: Context, lead: int, totals: Collection[str]) -> float | None:
    """The number directly before the list, or the published total that the sentence before ended with."""
    before = [place for place in sentence.values if place < lead and not tells_growth(sentence.tokens, place)]
    if before:
        quantity = sentence.tokens[before[-1]].quantity
        exact = quantity is not None and quantity.family == "item" and quantity.qualifier is Qualifier.EXACT
        return quantity.value if quantity is not None and exact else None
    last = context.bound[-1] if context.bound else None
    told = last is not None and last.indicator in totals and last.status is Status.REPORTED
    return last.value if last is not None and told and lead <= 1 else None


def _way(tokens: list[Token], index: int) -> Token | None:
    """The one way that the words of a part name, or None."""
    start = next((place + 1 for place in range(index - 1, -1, -1) if tokens[place].mark in STARTS), 0)
    named = [token for token in tokens[start:index] if not token.concepts.isdisjoint(WAYS)]
    return named[0] if len(named) == 1 and "ch_generic" not in named[0].concepts else None
