"""Totals that stand behind their parts: 政府网站发布1763条,微信公众号发布438条,总计2201条."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportmine.extraction.prose.clauses import Surroundings, concepts_of
from reportmine.extraction.prose.state import Bound, Context, Sentence, value_of
from reportmine.extraction.prose.tokens import Token
from reportmine.model import Status
from reportmine.rulebook.indicators import Indicator

LEAST: Final = 2  # parts of a total


def end_total(
    sentence: Sentence,
    around: Surroundings,
    token: Token,
    context: Context,
    indicators: Mapping[str, Indicator],
    words: tuple[str, ...],
) -> Bound | None:
    """What a number is the total of, where it sums up the figures right before it in the sentence, all of one whole.

    ``words``: one of these stands in its clause (合计), and nothing else that says anything.
    """
    own, quantity = around.own, token.quantity
    if not own or quantity is None or any("filler" not in item.concepts for item in own):
        return None
    if not any(word in sentence.text[own[0].start : token.start] for word in words):
        return None
    parts = _parts(sentence, token, context, indicators)
    whole = indicators[str(parts[0].indicator)].parent if parts else None
    if whole is None or len(parts) < LEAST or sum(part.value for part in parts) != quantity.value:
        return None
    if any(part.unit != quantity.unit or part.time != parts[0].time for part in parts):
        return None
    led = concepts_of([item for item in sentence.tokens if item.end <= parts[-1].start])
    if parts[-1].item is not None and "via" in led:
        return None  # 另通过教育信息网发布要闻354条、动态771条,总计1125条: all of one way
    found = value_of(token, parts[0].rule, (own[0].start, own[-1].end))
    found.indicator, found.applicant = whole, "total"
    return found


def _parts(sentence: Sentence, token: Token, context: Context, indicators: Mapping[str, Indicator]) -> list[Bound]:
    """The figures of the sentence before a number that are parts of one whole, last first, one a printed number."""
    found: list[Bound] = []
    for bound in reversed(context.bound):
        if bound.start < sentence.start or bound.indicator is None or bound.status is not Status.REPORTED:
            break
        parent = indicators[bound.indicator].parent
        if bound.end > token.start or parent is None:
            break
        if found and parent != indicators[str(found[-1].indicator)].parent:
            break
        if not found or bound.start != found[-1].start:
            found.append(bound)
    return found
