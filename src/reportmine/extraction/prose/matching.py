"""Which phrase fits a number: its patterns, and what its rule asks of sentence, section and subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from reportmine.extraction.prose.candidates import Candidates
from reportmine.extraction.prose.clauses import Surroundings, concepts_of
from reportmine.extraction.prose.neighbours import LABEL_ENDS, heads_list
from reportmine.extraction.prose.patterns import Pattern, Reading, compile_phrases
from reportmine.extraction.prose.state import Context, Sentence
from reportmine.extraction.prose.tokens import BOUNDARIES, DATE, FAR, LISTING, NEAR, TITLE, VALUE, Token
from reportmine.extraction.quantities import APIECE, Quantity
from reportmine.model import Period
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import Phrase

PUBLISHED: Final = "published"
KINDS: Final = frozenset({"interpretations"})
PLACES: Final = frozenset({"ch_open", "column"})  # ways that much else has as well: 设有公开栏
SITES: Final = frozenset({"ch_website", "ch_gazette"})
NO_KIND: Final = frozenset(
    {"of_which", "compare", "change", "last_year", "cumulative", "receive", "handle", "closed", "via"}
)
TIME_WORDS: Final = frozenset({"this_year", "own", "until", "filler", "last_year"})


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that fits a number, and where its words stand."""

    reading: Reading
    start: int
    end: int
    words: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.reading.phrase.weight, self.words, self.start)


class Way(NamedTuple):
    """One of the patterns of a phrase: before the number, behind it, or in two halves around it."""

    reading: Reading
    before: Pattern | None
    after: Pattern | None


class PhraseMatcher:
    """Chooses among the phrases of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        ways = [Way(reading, *way) for reading in compile_phrases(rulebook) for way in reading.ways]
        self._ways = sorted(ways, key=lambda way: -way.reading.phrase.weight)
        self._candidates = Candidates(self._ways)
        self._totals = frozenset(rulebook.prose.open_lists.totals)
        self._class_ends = rulebook.prose.open_lists.strong_ends
        self._bodies = rulebook.prose.bodies.suffixes

    def match(
        self,
        sentence: Sentence,
        around: Surroundings,
        token: Token,
        context: Context,
        period: Period,
        listed: bool,
        own_field: bool = False,
    ) -> Match | None:
        """The phrase that fits the value at ``token`` best, or None. ``listed``: the value is one of listed parts.

        ``own_field``: the words of the body's own field were left out, so that only phrases which allow them fit.
        """
        best: Match | None = None
        quantity = token.quantity
        if quantity is None:
            return None
        behind = set(around.right_signs) if around.right_open else None
        for place in self._candidates.find(quantity.unit, set(around.left_signs), behind):
            way = self._ways[place]
            reading = way.reading
            if best is not None and reading.phrase.weight < best.reading.phrase.weight:
                break  # and so do all that follow
            if own_field and not reading.phrase.own_field:
                continue
            if reading.phrase.led_by and not reading.phrase.led_by <= sentence.concepts:
                continue  # asked again below, where it may stand; here it spares the patterns
            match = _fit(way, around)
            if match is None or (best is not None and match.rank <= best.rank):
                continue
            total = reading.phrase.whole and reading.phrase.indicator in self._totals
            if total and (around.in_brackets or _is_of_class(sentence.text, around, self._class_ends)):
                continue  # 建议4件、提案8件(共主动公开9件): a remark on what was counted before; or one class
            whole = total and listed
            if whole and self._divided(sentence, around, context, period):
                continue  # 网站165条,其中政策文件14条、…、公开政府信息37条: one class of what the site shows
            if reading.phrase.dated and not _is_dated(reading.phrase.dated, sentence.text, around, match, context):
                continue
            if reading.phrase.clean and not _is_clean(sentence, around, self._bodies):
                continue
            if _allowed(reading.phrase, sentence, around, context, quantity, period, listed):
                best = match
        return best

    def _divided(self, sentence: Sentence, around: Surroundings, context: Context, period: Period) -> bool:
        """Whether the number goes on a list of the classes of a total."""
        before = sum(item.mark == VALUE for item in sentence.tokens[: around.place])
        return before > 1 and context.opened in self._totals and context.opened_for == period


def _is_of_class(text: str, around: Surroundings, ends: tuple[str, ...]) -> bool:
    """Whether a class stands before the colon that the number's clause follows: 业务管理类信息:主动公开4条."""
    colon = around.own[0].start - 1 if around.own else -1
    return colon > 0 and text[colon] == ":" and text.endswith(ends, 0, colon)


def _fit(way: Way, around: Surroundings) -> Match | None:
    """Where a phrase fits in one of its ways."""
    reading, before, after = way
    low = before.regex.search(around.left_signs) if before is not None else None
    high = after.regex.search(around.right_signs) if after is not None and around.right_open else None
    if (before is not None and low is None) or (after is not None and high is None):
        return None
    start = low.start("phrase") if low else 0
    end = low.end("phrase") if low else 0
    if high is None:
        if _goes_on(around) and any(item.mark == "," for item in around.left[end:]):
            return None  # the number opens a clause that says itself what it counts
        return Match(reading, around.left[start].start, around.left[end - 1].end, before.words if before else 0)
    first = around.left[start] if low else around.right[high.start("phrase")]
    words = (before.words if before else 0) + (after.words if after else 0)
    return Match(reading, first.start, around.right[high.end("phrase") - 1].end, words)


def _goes_on(around: Surroundings) -> bool:
    """Whether the number's clause says more after it: 2件办理结果为…, 36个部门50人…, and not only 2件;."""
    return any(item.mark in (NEAR, FAR) or item.concepts - {"filler"} for item in around.right)


def _allowed(
    phrase: Phrase,
    sentence: Sentence,
    around: Surroundings,
    context: Context,
    quantity: Quantity,
    period: Period,
    listed: bool,
) -> bool:
    value = quantity.value
    if phrase.apiece and quantity.kind != APIECE:
        return False
    if phrase.nought and value != 0 and quantity.kind != APIECE:
        return False
    if phrase.whole and listed and context.opened == phrase.indicator and context.opened_for == period:
        return False
    asked = phrase.needs or phrase.all_of
    if asked and not (_in_frame(phrase.needs, sentence, context) or _has_all(phrase.all_of, sentence)):
        return False
    if phrase.sections and sentence.sections.isdisjoint(phrase.sections):
        return False
    if not sentence.sections.isdisjoint(phrase.sections_not):
        return False
    if not sentence.concepts.isdisjoint(phrase.unless_said):
        return False
    if phrase.sections_any or phrase.with_sentence:
        in_section = not sentence.sections.isdisjoint(phrase.sections_any)
        if not in_section and sentence.concepts.isdisjoint(phrase.with_sentence):
            return False
    if not around.concepts.isdisjoint(phrase.unless):
        return False
    if phrase.opens == PUBLISHED and (
        _divides_another(sentence, around, context) or _shares_its_way(sentence.tokens, around)
    ):
        return False
    if phrase.unless_led and _is_led(sentence, around, phrase.unless_led):
        return False
    if phrase.led_by and not concepts_of(_before_own(sentence, around)) >= {"via"} | phrase.led_by:
        return False
    if phrase.unless_after and _counts_on(around, phrase.unless_after):
        return False
    if phrase.unless_beside and heads_list(sentence.tokens, around.place, phrase.unless_beside):
        return False
    if phrase.unless_kinds and _is_first_of_kinds(sentence.tokens, around, phrase.unless_kinds):
        return False
    if phrase.divided and sentence.tokens[around.place].start not in context.divided:
        return False
    if phrase.parts_by and not _is_shared_out(sentence, around.place, phrase.parts_by):
        return False
    if phrase.unless_parts and _is_shared_out(sentence, around.place, phrase.unless_parts):
        return False
    if around.in_brackets and context.bound and context.bound[-1].indicator in phrase.unless_inside:
        return False
    larger = not around.concepts.isdisjoint(phrase.unless_larger) and context.has_larger(phrase.indicator, value or 0)
    if phrase.told and not context.was_counted(phrase.told):
        return False
    if larger or (phrase.unless_none and value and context.was_denied(phrase.unless_none)):
        return False
    if sentence.concepts.isdisjoint(phrase.unless_sentence):
        return True
    said = concepts_of(sentence.tokens[: around.place]) | around.concepts
    return said.isdisjoint(phrase.unless_sentence)


def _is_dated(year: str, text: str, around: Surroundings, match: Match, context: Context) -> bool:
    """Whether the year before that of the document's head stands right before a match (2021年结转3件), or the next one
    right behind its first word (结转2023年3件)."""
    last = year == "last_year"
    first = next(item for item in around.left if item.start == match.start)
    date = next(
        (item for item in around.left if (item.end if last else item.start) == (first.start if last else first.end)),
        None,
    )
    if date is None or date.mark != DATE:
        return False
    printed = text[date.start : date.start + 4]
    own = str(int(printed) + (1 if last else -1)) if printed.isdecimal() else ""
    return bool(own) and own in context.head and printed not in context.head


def _divides_another(sentence: Sentence, around: Surroundings, context: Context) -> bool:
    """Whether a number is a part of interpretations, counted right before: 解读108条,其中网站发布89篇."""
    last = context.bound[-1] if context.bound else None
    if last is None or context.frame not in KINDS:
        return False
    if last.start < sentence.start and "of_which" not in concepts_of(sentence.tokens[:2]):
        return False  # a sentence of its own
    since_last = [item for item in sentence.tokens[: around.place] if item.start >= last.end]
    return "of_which" in concepts_of(since_last) and all(item.mark != ";" for item in since_last)


def _shares_its_way(tokens: Sequence[Token], around: Surroundings) -> bool:
    """Whether the clause before only names another way, whose number it is, too: 通过县网站,微信公众号发布信息46条."""
    if not _is_way(next((item for item in around.own if item.concepts), None)):
        return False
    end = next(place for place, item in enumerate(tokens) if item.start >= around.own[0].start) - 1
    if end < 1 or tokens[end].mark != "," or not _is_way(tokens[end - 1]):
        return False
    start = next((place + 1 for place in range(end - 1, -1, -1) if tokens[place].mark in BOUNDARIES), 0)
    return "via" in tokens[start].concepts


def _is_way(token: Token | None) -> bool:
    return token is not None and any(name.startswith("ch_") for name in token.concepts)


def _counts_on(around: Surroundings, concepts: frozenset[str]) -> bool:
    """Whether what is counted stands behind the number, and is something narrower: 主动公开12条财政信息."""
    words = (item for item in around.right if "filler" not in item.concepts)
    first = next(words, None) if around.right_open else None
    return first is not None and (first.mark in (NEAR, FAR, TITLE) or not first.concepts.isdisjoint(concepts))


def _is_first_of_kinds(tokens: Sequence[Token], around: Surroundings, kinds: frozenset[str]) -> bool:
    """Whether a number counts a kind, and the next one another kind: 网站发布工作动态300条,政策文件20条."""
    if not around.own or around.own[-1].concepts.isdisjoint(kinds):
        return False
    rest = tokens[around.place + 1 :]
    stop = next((place for place, item in enumerate(rest) if place and item.mark in LABEL_ENDS), len(rest))
    label = rest[1:stop]
    if not label or stop == len(rest) or rest[stop].mark != VALUE:
        return False
    if rest[0].mark not in f",{LISTING}" and "and" not in rest[0].concepts:
        return False
    one, other = tokens[around.place].quantity, rest[stop].quantity
    if one is None or other is None or one.unit != other.unit:
        return False
    said = concepts_of(label)
    if "reprint" in said:
        return True  # 发布新闻30条、转载媒体信息25条: its own news and others'
    return said.isdisjoint(NO_KIND) and not any(name.startswith("ch_") for name in said)


def _is_shared_out(sentence: Sentence, index: int, ways: frozenset[str]) -> bool:
    """Whether the list behind a number divides it by ways of publishing: 平台公开9条,其中网站5条、微信公众号4条.

    The list may be a sentence of its own, behind the number that ended its own: 公开9条。(其中:网站5条、微信公众号4条).
    """
    rest = sentence.tokens[index + 1 :] or sentence.following
    rest = rest[: next((place for place, item in enumerate(rest) if "besides" in item.concepts), None)]
    lead = next((place for place, item in enumerate(rest) if item.mark not in BOUNDARIES), len(rest))
    opens = bool(rest) and rest[0].mark == "("  # 公开9条(网站5条、微信公众号4条)
    if lead == len(rest) or not (opens or "of_which" in rest[lead].concepts):
        return False
    first = next((place for place, item in enumerate(rest[lead:], lead) if item.mark in (VALUE, ";")), len(rest))
    if all(item.mark != VALUE for item in rest[lead:]):
        return False  # 公开信息72条,其中发布了工作动态、会议信息等内容: what it is about
    if concepts_of(rest[lead:first]).isdisjoint(ways | SITES):
        return False
    return not concepts_of(rest[lead:]).isdisjoint(ways)


def _is_led(sentence: Sentence, around: Surroundings, channels: frozenset[str]) -> bool:
    """Whether the clauses before the number's own name some channels as the way, no site: 依托公众号,…; 局微博,….

    Boards and columns do only at the end of the clause before (依托政务公开栏,…), and not where it set one up.
    """
    before = _before_own(sentence, around, channels)
    said = concepts_of(before)
    if said & SITES:
        return False
    last = _last_worded([item for item in before if item.mark not in BOUNDARIES and item.mark != VALUE])
    if last & channels and ("via" in said or "set_up" not in said) and "ch_among" not in around.concepts:
        return True
    return "via" in said and bool(said & (channels - PLACES))


def _before_own(sentence: Sentence, around: Surroundings, counted: frozenset[str] = frozenset()) -> list[Token]:
    """The clauses before the number's own, back to another number that counts none of ``counted``.

    有新媒体账号12个,发布信息90条: how many there are of them is no figure of its own beside what they published.
    """
    start = around.own[0].start if around.own else 0
    before: list[Token] = []
    for item in sentence.tokens:
        if item.start >= start:
            break
        counts = item.mark == VALUE and not _last_worded(before).isdisjoint(counted)
        before = [*before, item] if counts or item.mark not in (VALUE, ";") else []
    return before


def _last_worded(tokens: list[Token]) -> frozenset[str]:
    """What the last words say that the vocabulary knows, whatever unknown ones stand behind: 新媒体账号."""
    return next((item.concepts for item in reversed(tokens) if item.mark != NEAR), frozenset())


def _is_clean(sentence: Sentence, around: Surroundings, bodies: tuple[str, ...]) -> bool:
    """Whether the clause holds no unknown words and only words of time and of headings stand before it.

    ``bodies``: what names of bodies end with. One may be the subject: whether it is another was asked before.
    """
    words = [item for item in around.own if item.mark != DATE and not item.concepts & TIME_WORDS]
    if words and words[0].mark in (NEAR, FAR) and sentence.text.endswith(bodies, words[0].start, words[0].end):
        del words[0]  # 2014年,县药监局累计公开信息85条
    if any(item.mark in (NEAR, FAR, TITLE) for item in words) or not around.own:
        return False
    before = [item for item in sentence.tokens if item.end <= around.own[0].start]
    return all(item.mark in ",:" or item.mark == DATE or item.concepts & TIME_WORDS for item in before) or (
        any(item.mark == ":" for item in before[-1:])
    )


def _has_all(groups: tuple[tuple[str, ...], ...], sentence: Sentence) -> bool:
    return bool(groups) and all(sentence.concepts & set(group) for group in groups)


def _in_frame(needs: frozenset[str], sentence: Sentence, context: Context) -> bool:
    if context.foreign:
        return False
    return context.frame in needs or (context.frame is None and not sentence.sections.isdisjoint(needs))


@lru_cache(maxsize=4)
def phrase_matcher(rulebook: Rulebook) -> PhraseMatcher:
    return PhraseMatcher(rulebook)
