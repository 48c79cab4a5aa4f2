"""The ways that a published total is divided into, told by their sum: no word of what each way carried is needed.

主动公开政府信息188条,其中,政府网站公开政策文件、信息动态37条,微信公众号发布政策法规151条. Beside ways with a word in
the vocabulary, others keep their name as printed: 学习强国等国家级媒体公开信息71条.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

from reportmine.extraction.prose.clauses import outside
from reportmine.extraction.prose.divisions import DIVIDED, tells_growth
from reportmine.extraction.prose.labels import EDGES, Trimmed
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.state import Bound, Context, Sentence, value_of
from reportmine.extraction.prose.tokens import VALUE, Token
from reportmine.model import Qualifier, Status
from reportmine.rulebook import Rulebook

WAYS: Final = frozenset(
    {"ch_website", "web_publish", "ch_gazette", "ch_weibo", "ch_wechat", "ch_two_micro", "ch_new_media", "ch_open",
     "ch_other"}
)  # fmt: skip
SITES: Final = frozenset({"ch_website"})
PUBLISHING: Final = frozenset({"publish", "own_initiative", "printed"})
STARTS: Final = frozenset(",;:(" + VALUE)  # what the words of a part begin behind
LEAST: Final = 2  # parts of a total
RULE: Final = "prose/published"


class Way(NamedTuple):
    """One part of a total: the token that names its way, or, without one, the name as printed."""

    token: Token | None
    start: int
    end: int


class WayReader:
    """Finds the ways of a total."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.prose.open_lists
        self._rules = rules.ways
        self._totals: Collection[str] = frozenset(rules.totals)
        self._units = unit_set(rulebook.prose, rules.units, rules.unless_units)
        self._trimmed = Trimmed(self._rules.strip_before, self._rules.strip_after)

    def of_total(self, sentence: Sentence, context: Context) -> dict[int, Way]:
        """The way of each number behind 其中 or 在公开的信息中, by token index, where they sum up to the total.

        Empty where they do not, or where one of them names no way or two, or where none has a name in the vocabulary.
        """
        if sentence.concepts.isdisjoint(DIVIDED) or len(sentence.values) < LEAST:
            return {}
        tokens = sentence.tokens
        lead = next(place for place, token in enumerate(tokens) if not token.concepts.isdisjoint(DIVIDED))
        rest = self._total(sentence, context, lead)
        found: dict[int, Way] = {}
        for index in (place for place in sentence.values if place > lead):
            quantity = tokens[index].quantity
            way = self._way(sentence, index) if rest is not None else None
            if rest is None or way is None or quantity is None or quantity.qualifier is not Qualifier.EXACT:
                return {}
            found[index] = way
            rest -= quantity.value or 0
            if rest <= 0:
                break
        named = any(way.token is not None for way in found.values())
        found = self._told_apart(sentence, found)
        return found if rest == 0 and named and len(found) >= LEAST else {}

    def _told_apart(self, sentence: Sentence, found: dict[int, Way]) -> dict[int, Way]:
        """The ways, of several sites only the one without a name as the site: 门户网站1902条,省电子政务网453条."""
        sites = {index: way for index, way in found.items() if way.token is not None and way.token.concepts & SITES}
        names = {index: self._unnamed(sentence.text, self._part(sentence, index)) for index in sites}
        own = [index for index, name in names.items() if name is None or name.start == sites[index].start]
        if len(sites) < LEAST or len(own) != 1:
            return found
        return found | {index: name for index, name in names.items() if name is not None and index != own[0]}

    def bound(self, sentence: Sentence, index: int, way: Way) -> Bound | None:
        """The number at ``index`` as that of a way without a word here; None where its unit is no count."""
        token = sentence.tokens[index]
        if token.quantity is None or token.quantity.unit not in self._units:
            return None
        found = value_of(token, RULE, (way.start, way.end))
        found.indicator, found.item = self._rules.indicator, sentence.text[way.start : way.end]
        return found

    def _total(self, sentence: Sentence, context: Context, lead: int) -> float | None:
        """The number directly before the list, or the published total that the sentence before ended with."""
        before = [place for place in sentence.values if place < lead and not tells_growth(sentence.tokens, place)]
        if before:
            quantity = sentence.tokens[before[-1]].quantity
            exact = quantity is not None and quantity.family == "item" and quantity.qualifier is Qualifier.EXACT
            return quantity.value if quantity is not None and exact else None
        last = context.bound[-1] if context.bound else None
        told = last is not None and last.indicator in self._totals and last.status is Status.REPORTED
        return last.value if last is not None and told and lead <= 1 else None

    def _way(self, sentence: Sentence, index: int) -> Way | None:
        """The one way that the words of a part name, or None."""
        part = self._part(sentence, index)
        named = [token for token in part if not token.concepts.isdisjoint(WAYS)]
        if len(named) == 1 and "ch_generic" not in named[0].concepts:
            return Way(named[0], named[0].start, named[0].end)
        return self._unnamed(sentence.text, part) if not named or "ch_generic" in named[-1].concepts else None

    def _part(self, sentence: Sentence, index: int) -> list[Token]:
        """The words before a number back to the one before it, without closed brackets: 新媒体(公众号等)公开241条."""
        last = next((place + 1 for place in range(index - 1, -1, -1) if sentence.tokens[place].mark == VALUE), 0)
        tokens = outside(sentence.tokens[last:index])
        start = next((place + 1 for place in range(len(tokens) - 1, -1, -1) if tokens[place].mark in STARTS), 0)
        return tokens[start:]

    def _unnamed(self, text: str, part: list[Token]) -> Way | None:
        """A name that ends like that of a channel, before a verb of its part."""
        verbs = [place for place, token in enumerate(part) if not token.concepts.isdisjoint(PUBLISHING)]
        for end in (*reversed(verbs), len(part)):  # 执法公示平台主动公开64条: the name may hold a verb
            words = [token for token in part[:end] if "of_which" not in token.concepts]
            name = self._name(text, words[0].start, words[-1].end) if words else None
            if name is not None:
                return name
        return None

    def _name(self, text: str, low: int, high: int) -> Way | None:
        while low < high and (size := self._trimmed.at_start(text, low, high) or int(text[low] in EDGES)):
            low += size
        while size := self._trimmed.at_end(text, low, high):
            high -= size
        return Way(None, low, high) if text.endswith(self._rules.ends, low, high) and high - low > 1 else None


@lru_cache(maxsize=4)
def way_reader(rulebook: Rulebook) -> WayReader:
    return WayReader(rulebook)
