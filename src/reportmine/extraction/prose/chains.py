"""Classes that a report tells one sentence each: 概况类信息6条,占4.1%,包括…。法规类信息67条,占45.3%,….

No word ties such a sentence to the total that it divides, so the numbers have to: the classes sum up to it, or each of
them has the share of it that is printed behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from reportmine.extraction.prose.entries import Entry, EntryReader, Standing, entry_reader
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence, value_of
from reportmine.extraction.prose.tokens import APART, VALUE, Token, is_share
from reportmine.model import Period
from reportmine.rulebook import Rulebook

LEAST: Final = 2  # classes of a chain
# What may stand before a class at the head of its sentence.
QUIET: Final = frozenset({"filler", "of_which", "this_year", "publish", "share"})


class Share(NamedTuple):
    """A share of a total as printed. ``step``: the worth of its last digit."""

    percent: float
    step: float


@dataclass(frozen=True, slots=True)
class Link:
    """A class at the head of a sentence."""

    entry: Entry
    loose: Loose
    share: Share | None


@dataclass(slots=True)
class Chain:
    """The total told last, what lists behind it hold of it, and the classes told one by one since."""

    total: Bound | None = None
    told: float | int = 0
    links: list[Link] = field(default_factory=list)
    found: list[Bound] = field(default_factory=list)  # the classes of all chains that fitted


class ChainReader:
    """Gathers classes sentence by sentence, and turns them into figures where the numbers fit."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = rulebook.prose.open_lists
        self._totals = frozenset(self._rules.totals)
        self._reader: EntryReader = entry_reader(rulebook)

    def read(self, sentence: Sentence, context: Context, chain: Chain, fresh: list[Bound], loose: list[Loose]) -> None:
        """Takes in a sentence that was read.

        ``fresh``, ``loose``: the figures found in it, and its numbers that bound to nothing.
        """
        totals = [bound for bound in fresh if bound.indicator in self._totals and bound.time.period is Period.YEAR]
        if totals:
            self.close(context, chain)
            chain.total = totals[-1]
        if chain.total is None:
            return
        classes = [bound for bound in fresh if bound.indicator == self._rules.indicator]
        chain.told += sum(bound.value for bound in classes)
        if not (totals or classes):
            chain.links += self._links(sentence, context, loose)

    def close(self, context: Context, chain: Chain) -> None:
        """Makes figures of a chain that fits its total, and begins anew.

        They are kept apart until all is read: what a sentence goes on from is the figure told last.
        """
        total, links = chain.total, chain.links
        if total is not None and len(links) + bool(chain.told) >= LEAST and _fits(links, chain.told, total.value):
            for link in links:
                found = value_of(link.entry.token, "prose/published", (link.entry.start, link.entry.end))
                found.indicator, found.item = self._rules.indicator, link.entry.label
                found.time, found.clause = total.time, link.loose.clause
                chain.found.append(found)
                context.loose.remove(link.loose)
        chain.total, chain.told, chain.links = None, 0, []

    def _links(self, sentence: Sentence, context: Context, loose: list[Loose]) -> Iterator[Link]:
        """The classes that a sentence begins with, up to the first number that counts none or bound to something."""
        unbound = {each.token.start: each for each in loose}
        counts = [index for index in sentence.values if not is_share(sentence.tokens[index])]
        if not counts or sentence.tokens[counts[0]].start not in unbound:
            return
        before = sentence.text[sentence.start : sentence.tokens[counts[0]].start]
        if not (
            any(end in before for end in self._rules.strong_ends)
            or _share_behind(sentence, counts[0])
            or _heads(sentence.tokens, counts[0])
        ):
            return
        entries = {entry.index: entry for entry in self._reader.entries(sentence, context.head)}
        last = 0
        for index in counts:
            entry, rest = entries.get(index), unbound.get(sentence.tokens[index].start)
            if entry is None or rest is None or entry.standing is not Standing.SURE:
                return
            share = _share_behind(sentence, index)
            sure = share or entry.label.endswith(self._rules.strong_ends) or _heads(sentence.tokens, index)
            lead = [item for item in sentence.tokens[last:index] if item.end <= entry.start]
            if not sure or not all(_is_quiet(item) or is_share(item) for item in lead):
                return
            yield Link(entry, rest, share)
            last = index + 1


def _is_quiet(token: Token) -> bool:
    """Whether a token before a class is none of its words: 其中:, 1., 一是."""
    single = token.end - token.start == 1 and not token.concepts
    return token.mark in (",", ";", ":", APART) or single or (bool(token.concepts) and token.concepts <= QUIET)


def _heads(tokens: list[Token], index: int) -> bool:
    """Whether a number stands in brackets behind a class that heads what follows: 基础信息公开(28条):年度报告…."""
    around = [token.mark for token in tokens[index - 1 : index] + tokens[index + 1 : index + 3]]
    return around == ["(", ")", ":"]


def _share_behind(sentence: Sentence, index: int) -> Share | None:
    """The share printed right behind a number (67条,占总数的45.3%)."""
    behind = sentence.tokens[index + 1 : index + 5]
    place = next((at for at, item in enumerate(behind) if item.mark == VALUE), None)
    quantity = behind[place].quantity if place is not None else None
    if quantity is None or quantity.family != "percent":
        return None
    decimals = sentence.text[quantity.start : quantity.end].partition(".")[2]
    return Share(float(quantity.value or 0), 0.1 ** sum(sign.isdecimal() for sign in decimals))


def _fits(links: list[Link], told: float | int, total: float | int) -> bool:
    """Whether classes divide a total: all of it, or each with the share that is printed behind it."""
    values = [link.entry.token.quantity.value or 0 for link in links if link.entry.token.quantity is not None]
    if told + sum(values) == total:
        return True
    shares = [link.share for link in links]
    return told + sum(values) <= total and all(map(_has_share, values, shares, [total] * len(values)))


def _has_share(value: float | int, share: Share | None, total: float | int) -> bool:
    """Whether a share is a value's, to the last digit printed."""
    return share is not None and total > 0 and abs(100 * value / total - share.percent) <= share.step


@lru_cache(maxsize=4)
def chain_reader(rulebook: Rulebook) -> ChainReader:
    return ChainReader(rulebook)


__all__ = ["Chain", "ChainReader", "chain_reader"]
