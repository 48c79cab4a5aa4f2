"""Figures of one level of the body in a report that sums up several: 省政府及其部门受理n件;市、县政府受理m件."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.bodies import BodyReader, body_reader
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.state import Bound, Context, Sentence
from reportmine.extraction.prose.tokens import APART, DATE, PART_YEAR, VALUE, Token, is_share
from reportmine.rulebook import Rulebook

STOP: Final = "\u3002"
QUIET: Final = frozenset({"filler", "this_year", "until", "and"})


class LevelReader:
    """Tells whose count a part of a sentence gives, by the subject at its head."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._bodies: BodyReader = body_reader(rulebook)
        self._items = unit_set(rulebook.prose, ("items",))

    def is_listed(self, sentence: Sentence, clause: str, token: Token) -> bool:
        """Whether a clause behind 其中 counts what one level of the body did."""
        return self._bodies.is_level(clause) and lists_between(sentence.tokens, sentence.start, token.start)

    def remember(self, clause: str, context: Context) -> None:
        """Keeps the name of the level that a clause of a list begins with."""
        if name := self._bodies.level_of(clause):
            context.levels.add(name)

    def is_ruled_by_group(self, sentence: Sentence, index: int) -> bool:
        """Whether a set of units is the subject of the sentence's part that ``index`` stands in, outside of a list."""
        start, lead = _lead(sentence, index)
        inside = sentence.tokens[index].start
        return self._bodies.leads_group(lead) and not lists_between(sentence.tokens, start, inside)

    def is_of_others(self, sentence: Sentence, index: int, context: Context) -> bool:
        """Whether the list that begins at ``index`` (其中) divides a count that was another's."""
        tokens = sentence.tokens
        last = next((each for each in reversed(context.loose[-3:]) if not is_share(each.token)), None)
        if tokens[index].mark == ";" or last is None or last.reason != "other_body" or last.token.quantity is None:
            return False
        if last.token.quantity.unit not in self._items:
            return False  # 各部门开设账号70个,其中微博29个,…: accounts, whosever they are
        start = _lead(sentence, index)[0]
        if lists_between(tokens, min(start, tokens[index].start), tokens[index].start):
            return False
        if context.bound and context.bound[-1].end > last.token.end:
            return False
        before = [item for item in tokens[:index] if item.mark == VALUE and not is_share(item)]
        if before:
            return before[-1].start == last.token.start
        between = sentence.text[last.token.end : sentence.start]
        return index < 2 and "\n" not in between and between.count(STOP) == 1 and not context.listed

    def is_named_again(self, sentence: Sentence, index: int, context: Context) -> bool:
        """Whether a part of a sentence goes on about a level whose share was told before: 市本级公开的信息中,…."""
        return bool(context.levels) and self._bodies.level_of(_lead(sentence, index)[1]) in context.levels

    def own_until(self, sentence: Sentence) -> int:
        """Up to which token a sentence tells one level's counts, before those of the others; -1 where it does not."""
        lead = _lead(sentence, 0)[1]
        if not self._bodies.is_level(lead) or self._bodies.is_whole(lead):
            return -1
        return next((place for place in range(len(sentence.tokens)) if self._goes_over(sentence, place)), -1)

    def _goes_over(self, sentence: Sentence, place: int) -> bool:
        """Whether what follows a semicolon, or a comma and up to a number, is said of a set of units."""
        mark, tokens = sentence.tokens[place].mark, sentence.tokens
        if mark == ";":
            return self._bodies.leads_group(_lead(sentence, place + 1)[1])
        if mark != ",":
            return False
        stop = next((item for item in tokens[place + 1 :] if item.mark == VALUE or item.mark in ",;:"), None)
        if stop is None or stop.mark != VALUE:
            return False
        return self._bodies.leads_group(sentence.text[tokens[place].end : stop.start])

    def is_part(self, sentence: Sentence, index: int, found: Bound, context: Context) -> bool:
        """Whether a figure is one level's share of a total given before; what follows is so, up to a larger value."""
        if found.indicator is None or found.unit is None:
            return False
        level = context.level
        if level is not None and level.unit == found.unit:
            clause = sentence.text[found.clause[0] : found.start]
            if found.value <= level.value and not self._bodies.is_whole(clause):
                return True
            context.level = None
        larger = [each for each in context.bound if each.indicator == found.indicator and each.value > found.value]
        totals = (self._is_total_of(sentence.text, before, found) for before in larger)
        if any(totals) and self._bodies.is_level(_lead(sentence, index)[1]):
            context.level = found
            return True
        return False

    def _is_total_of(self, text: str, before: Bound, found: Bound) -> bool:
        same = (before.applicant, before.item, before.unit) == (found.applicant, found.item, found.unit)
        one, other = before.time, found.time
        if (one.offset, one.period) != (other.offset, other.period) or None not in (one.year, other.year):
            same = same and one == other
        return same and not self._bodies.is_level(text[before.clause[0] : before.start])


def _lead(sentence: Sentence, index: int) -> tuple[int, str]:
    """Where the part of the sentence with ``index`` begins, behind words of time, and its text up to a number."""
    tokens, start = sentence.tokens, index
    while start > 0 and tokens[start - 1].mark != ";":
        start -= 1
    while start < len(tokens) and (
        tokens[start].mark in (",", ":", ")", "(", DATE, PART_YEAR, APART)
        or (tokens[start].concepts and tokens[start].concepts <= QUIET)
    ):
        start += 1
    if start >= len(tokens):
        return sentence.end, ""
    stop = next((item.start for item in tokens[start:] if item.mark == VALUE or item.mark in ",;"), sentence.end)
    return tokens[start].start, sentence.text[tokens[start].start : stop]


def lists_between(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a list begins (其中) between two offsets."""
    return any("of_which" in token.concepts for token in tokens if start <= token.start and token.end <= end)


@lru_cache(maxsize=4)
def level_reader(rulebook: Rulebook) -> LevelReader:
    return LevelReader(rulebook)
