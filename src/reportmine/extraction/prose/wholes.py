"""What a list of classes divides: the total before it, and whether the list's numbers fit it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reportmine.extraction.prose.clauses import concepts_of, outside
from reportmine.extraction.prose.divisions import tells_growth
from reportmine.extraction.prose.entries import Entry
from reportmine.extraction.prose.state import Context, Sentence
from reportmine.extraction.prose.tokens import VALUE, Token
from reportmine.extraction.quantities import Quantity
from reportmine.model import Qualifier

SLACK: Final = 1.1  # how far the parts of a total of at least so many (70余条) may pass it
LEAD: Final = 3  # tokens before a list in which what leads it stands
NEAR_TOTAL: Final = 6  # characters between a total and the sentence that divides it


class Wholes:
    """Totals and the lists behind them."""

    def __init__(self, totals: Iterable[str]) -> None:
        """``totals``: the indicators that a list may divide."""
        self._totals = frozenset(totals)

    def total(self, sentence: Sentence, context: Context, run: list[Entry]) -> tuple[float | None, float]:
        """The number of items printed directly before a list, and the sum of the list's entries.

        A sentence that begins with 其中 divides the last total of the sentence before, as does one with
        主动公开的信息中 before all its numbers.
        """
        tokens = sentence.tokens[: run[0].index]
        told = outside(tokens)
        counts = [place for place, item in enumerate(told) if item.mark == VALUE and not tells_growth(told, place)]
        before = [quantity for place in counts if (quantity := told[place].quantity) is not None]
        parts = sum(_value(entry) for entry in run)
        if before:
            if "of_which" in concepts_of(_lead(tokens, run)) and self._divides_again(sentence, context, before, parts):
                return parts, parts
            return (_most(before[-1]) if before[-1].family == "item" else None), parts
        last = next((each for each in reversed(context.bound) if each.unit != "%"), None)
        divides = "of_which" in concepts_of(tokens[:2]) or "of_published" in concepts_of(tokens)
        if last is None or not divides:
            return None, parts
        if last.indicator not in self._totals and self._was_told(sentence, context, parts):
            return parts, parts
        return (last.value if last.indicator in self._totals else None), parts

    def _divides_again(self, sentence: Sentence, context: Context, before: list[Quantity], parts: float) -> bool:
        """Whether a list before divided the same total: 57条,其中网站31条、公众号26条;按类别分,职能22条、规划35条."""
        values = [quantity.value or 0 for quantity in before]
        if any(value == parts == sum(values[place + 1 :]) for place, value in enumerate(values[:-1])):
            return True
        return sum(values) == parts and self._was_told(sentence, context, parts)

    def _was_told(self, sentence: Sentence, context: Context, parts: float) -> bool:
        """Whether so much is a total of the paragraph, whatever of it was told since: …,公众号9条。按类别分,…."""
        totals = [each for each in context.bound if each.indicator in self._totals and each.value == parts]
        return bool(totals) and "\n" not in sentence.text[totals[-1].end : sentence.start]

    def sums_up(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        """Whether the entries sum to the number printed directly before the list."""
        whole, parts = self.total(sentence, context, run)
        return bool(whole) and parts == whole

    def counts_matters(self, sentence: Sentence, context: Context, run: list[Entry], units: frozenset[str]) -> bool:
        """Whether most entries count matters, and the total does not: 公开信息82条。其中行政许可0项、行政处罚14项.

        ``units``: those of matters. Where the entries sum up, they divide the total all the same.
        """
        matters = [each for each in run if each.token.quantity is not None and each.token.quantity.unit in units]
        before = [item.quantity for item in sentence.tokens[: run[0].index] if item.mark == VALUE and item.quantity]
        alike = bool(before) and before[-1].unit in units
        return 2 * len(matters) > len(run) and not alike and not self.sums_up(sentence, context, run)

    def is_held(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        """Whether the total that a list without 其中 goes on holds it: in the sentence, or at the end of the last."""
        whole, parts = self.total(sentence, context, run)
        if whole is None and not any(item.mark == VALUE for item in sentence.tokens[: run[0].index]):
            whole = self._before(sentence, context)
        return whole is not None and parts <= whole

    def follows_sum(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        """Whether the list that begins a sentence sums up to the total that ended the one before: 71条。指南1条、…."""
        lead = [item for item in sentence.tokens if item.end <= run[0].start]
        if not all(item.mark in ",:" or "of_which" in item.concepts for item in lead):
            return False
        return sum(map(_value, run)) == self._before(sentence, context, within=NEAR_TOTAL)

    def _before(self, sentence: Sentence, context: Context, within: int | None = None) -> float | None:
        """The total that the paragraph gave last before the sentence, at most ``within`` characters before it."""
        last = context.bound[-1] if context.bound else None
        if last is None or last.indicator not in self._totals or "\n" in sentence.text[last.end : sentence.start]:
            return None
        return last.value if within is None or sentence.start - last.end <= within else None

    def leads(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        """Whether the list that begins a sentence is held by the total that ended the one before."""
        lead = [item for item in sentence.tokens if item.end <= run[0].start]
        whole = None if lead else self._before(sentence, context, within=NEAR_TOTAL)
        return whole is not None and sum(map(_value, run)) <= whole

    def holds(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        """Whether the total of a list holds its entries: directly before it, or told last in the paragraph."""
        return self.fits(sentence, context, run) or self.is_held(sentence, context, run)

    def fits(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        """Whether the entries hold no more than the number printed directly before the list."""
        whole, parts = self.total(sentence, context, run)
        return whole is not None and parts <= whole


def _lead(tokens: list[Token], run: list[Entry]) -> list[Token]:
    """The tokens directly before a list."""
    return [item for item in tokens if item.end <= run[0].start][-LEAD:]


def _most(quantity: Quantity) -> float | None:
    """As much as the parts of a count may hold together."""
    at_least = quantity.value is not None and quantity.qualifier is Qualifier.AT_LEAST
    return quantity.value * SLACK if quantity.value is not None and at_least else quantity.value


def _value(entry: Entry) -> float:
    return (entry.token.quantity.value or 0) if entry.token.quantity is not None else 0
