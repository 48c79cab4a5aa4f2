"""The ways that a published total is divided into, told by their sum: no word of what each way carried is needed.

主动公开政府信息188条,其中,政府网站公开政策文件、信息动态37条,微信公众号发布政策法规151条. Beside ways with a word in
the vocabulary, others keep their name as printed: 学习强国等国家级媒体公开信息71条.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

from reportmine.extraction.prose.clauses import Surroundings, concepts_of, outside
from reportmine.extraction.prose.divisions import DIVIDED, tells_growth
from reportmine.extraction.prose.labels import EDGES, Trimmed
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.state import Bound, Context, Sentence, value_of
from reportmine.extraction.prose.tokens import FILLER, LISTING, VALUE, Token
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
OBJECTS: Final = frozenset({"info", "info_weak"})  # what is published, whatever it is about
JOINTS: Final = frozenset({"and", "such", "ch_among"})  # several ways, or more than the one named
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
        self._not_in = frozenset(self._rules.not_sections)
        self._not_words = frozenset(rules.not_words)
        self._trimmed = Trimmed(self._rules.strip_before, self._rules.strip_after)

    def of_total(self, sentence: Sentence, context: Context) -> dict[int, Way]:
        """The way of each number behind 其中 or 在公开的信息中, by token index, where they sum up to the total.

        Empty where they do not, or where one of them names no way or two, or where none has a name in the vocabulary,
        or where the total is none of what was published.
        """
        if sentence.concepts.isdisjoint(DIVIDED) or len(sentence.values) < LEAST:
            return {}
        tokens = sentence.tokens
        lead = next(place for place, token in enumerate(tokens) if not token.concepts.isdisjoint(DIVIDED))
        if not self._not_words.isdisjoint(concepts_of(tokens[:lead])):
            return {}  # 收到申请12件,其中网站在线申请7件,信函方式5件
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
        columns = {index for index, way in sites.items() if way.token is not None and "column" in way.token.concepts}
        told = {index for index, name in names.items() if name is None or name.start == sites[index].start}
        own = sorted(told - columns)
        if len(sites) < LEAST or len(own) != 1:
            return found
        return found | {index: name for index, name in names.items() if name is not None and index != own[0]}

    def bound(self, sentence: Sentence, index: int, way: Way) -> Bound | None:
        """The number at ``index`` as that of a way without a word here; None where its unit is no count."""
        token = sentence.tokens[index]
        if token.quantity is None or token.quantity.unit not in self._units:
            return None
        return self._of_channel(sentence.text, token, way.start, way.end)

    def by_name(self, sentence: Sentence, around: Surroundings, token: Token) -> Bound | None:
        """The number of a way that its name alone tells, where its clause says no more than that so much was published.

        通过12316农业信息平台公开政府信息18条: neither the site's nor all there is.
        """
        own, quantity = around.own, token.quantity
        if quantity is None or quantity.unit not in self._units or self._is_elsewhere(sentence):
            return None
        first = next((place for place, item in enumerate(own) if "via" in item.concepts), len(own))
        verb = next((place for place in range(len(own) - 1, -1, -1) if own[place].concepts & PUBLISHING), 0)
        between, behind = own[first + 1 : verb], own[verb + 1 :]
        if not between or not all(item.concepts & OBJECTS or item.concepts == FILLER for item in behind):
            return None
        if any(item.mark in STARTS or item.mark == LISTING or item.concepts & JOINTS for item in between):
            return None
        if any(name.startswith("ch_") for item in between[:-1] for name in item.concepts):
            return None
        low, high = self._bare(sentence.text, between[0].start, between[-1].end)
        end = next((end for end in self._rules.sure_ends if sentence.text.endswith(end, low, high)), None)
        if end is None:
            return None
        name = sentence.text[low : high - len(end)]
        if not name or name in self._rules.generic:
            return None
        if between[-1].concepts & WAYS and sentence.text[between[-1].start : high] != end:
            return None  # a way that has a word: 移动客户端, 政府信息公开平台
        return self._of_channel(sentence.text, token, low, high)

    def _is_elsewhere(self, sentence: Sentence) -> bool:
        """Whether a sentence stands where no ways of publishing are told, and not also where they are."""
        return not sentence.sections.isdisjoint(self._not_in) and "published" not in sentence.sections

    def _bare(self, text: str, low: int, high: int) -> tuple[int, int]:
        """Where a name begins and ends, without what may stand around it."""
        while low < high and (size := self._trimmed.at_start(text, low, high)):
            low += size
        while size := self._trimmed.at_end(text, low, high):
            high -= size
        return low, high

    def _of_channel(self, text: str, token: Token, low: int, high: int) -> Bound:
        found = value_of(token, RULE, (low, high))
        found.indicator, found.item = self._rules.indicator, text[low:high]
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
