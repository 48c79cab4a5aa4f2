"""Counts given for one theme in passing: the theme's words are the label."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.clauses import concepts_of
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.sections import Sections
from reportmine.extraction.prose.segment import segmenter
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence, value_of
from reportmine.extraction.prose.times import TimeReader, time_reader
from reportmine.extraction.prose.tokens import BOUNDARIES, FAR, FILLER, LISTING, NEAR, VALUE, Token
from reportmine.extraction.prose.topic_labels import CLAUSE_ENDS, Label, TopicLabels, topic_labels
from reportmine.rulebook import Rulebook

PAPER: Final = "paper_verb"  # the name of a paper as well as a verb
DOCUMENTS: Final = frozenset({"documents", "policy_documents"})
NEW_CLAUSE: Final = frozenset(
    {"publish", "own_initiative", "web_publish", "of_which", "via", "change", "compare", "receive", "hold", "respond"}
)
SETS_UP: Final = frozenset({"via", "set_up"})
REST_OF_NAME: Final = 4  # signs of a department's name between its field and its last: 环境保护局
NEAR_BY: Final = 64  # so many figures back those of a sentence are looked for
JOINT: Final = 3  # signs between a number that ends a sentence and the next one: its unit and the stop
LOOK_BACK: Final = 240  # characters in which the theme of “related information” may have been named


class TopicReader:
    """Finds the theme of a count that no phrase claimed."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.prose.topics
        self._rulebook = rulebook
        self._rules = rules
        self._units = unit_set(rulebook.prose, rules.units, rules.unless_units)
        self._verbs, self._not_words = frozenset(rules.verbs), frozenset(rules.not_words)
        self._counted = frozenset(rules.counted)
        self._not_led = frozenset(rules.not_led)
        self._not_sections = frozenset(rules.not_sections)
        self._related, self._heading = re.compile(rules.related), re.compile(rules.heading)
        self._departments = "|".join(map(re.escape, rulebook.prose.bodies.shortened))
        self._totals = frozenset(rulebook.prose.open_lists.totals)
        classes = rulebook.prose.open_lists
        self._classes, self._closing = classes.indicator, classes.closing
        self._labels: TopicLabels = topic_labels(rulebook)
        self._not_kinds = self._not_words - frozenset(rules.listed)
        self._times: TimeReader = time_reader(rulebook)

    def read(self, sentence: Sentence, context: Context, sections: Sections, loose: list[Loose]) -> None:
        """Turns counts of ``loose`` that name their theme into figures of ``context``, their classes too."""
        first = len(context.loose) - len(loose)
        self._themes(sentence, context, sections, loose)
        self._kinds(sentence, context, context.loose[first:])
        self._divide(sentence, context)

    def _divide(self, sentence: Sentence, context: Context) -> None:
        """Makes themes of the classes that divide a theme: 重点领域信息29条。其中,财政信息12条、安全信息13条."""
        near = [bound for bound in context.bound[-NEAR_BY:] if bound.indicator and bound.end > sentence.start - JOINT]
        near.sort(key=lambda bound: bound.start)
        whole = next((bound for bound in near if bound.indicator == self._rules.indicator), None)
        if whole is None:
            return
        parts = near[near.index(whole) + 1 :]
        between = [item for item in sentence.tokens if parts and whole.end <= item.start < parts[0].start]
        held = all(part.indicator == self._classes for part in parts) and "of_which" in concepts_of(between)
        if held and sum(part.value for part in parts) <= whole.value:
            for part in parts:
                part.indicator = self._rules.indicator

    def _themes(self, sentence: Sentence, context: Context, sections: Sections, loose: list[Loose]) -> None:
        if not loose or sentence.sections & self._not_sections:
            return
        if context.listing and self._has_total(sentence, context):
            return  # what is counted among the parts of a total is no theme in passing
        before: Loose | None = None  # the theme just read
        found: list[tuple[Loose, Label]] = []
        for rest in loose:
            label = self._label(sentence, sections, rest.token) if self._is_possible(sentence, rest) else None
            if label is None and before is not None and self._is_countable(rest):
                follows = before.token is _value_before(sentence, rest.token)
                label = self._in_list(sentence, rest.token) if follows else None
            if label is not None and self._is_own_field(label.text, context.head):
                label = None
            before = rest if label is not None else None
            if label is not None:
                found.append((rest, label))
        if len(found) > self._rules.most:
            return  # so many in one sentence divide something, and are no themes in passing
        for rest, label in found:
            context.loose.remove(rest)
            context.bound.append(self._bound(sentence, context, rest, label))

    def _kinds(self, sentence: Sentence, context: Context, loose: list[Loose]) -> None:
        """Reads lists of what was published that divide no total, whatever it is: 公开指南1条、预决算2条、动态8条.

        Several under one verb make a list; so does what goes on behind a theme.
        """
        if not loose or sentence.sections & self._not_sections:
            return
        bounds = (bound for bound in context.bound if bound.start >= sentence.start)
        told = {bound.token for bound in bounds if bound.indicator == self._rules.indicator}
        if (len(loose) < self._rules.least and not told) or self._has_total(sentence, context):
            return
        for run in self._runs(sentence, loose, told):
            many = self._rules.least <= len(run) <= self._rules.most_listed
            if (many or _value_before(sentence, run[0][0].token) in told) and not _is_summed_up(sentence, run):
                for rest, label in run:
                    context.loose.remove(rest)
                    context.bound.append(self._bound(sentence, context, rest, label))

    def _runs(
        self, sentence: Sentence, loose: list[Loose], told: Container[Token | None]
    ) -> list[list[tuple[Loose, Label]]]:
        """Numbers with their labels, one list each; without those that close with the rest of all they divide."""
        runs: list[list[tuple[Loose, Label]]] = []
        run: list[tuple[Loose, Label]] = []
        for rest in loose:
            last = _value_before(sentence, rest.token)
            follows = bool(run) and run[-1][0].token is last
            label = self._kind(sentence, rest, follows or last in told)
            if label is not None:
                if not follows:
                    run = []
                    runs.append(run)
                run.append((rest, label))
        return [run for run in runs if run[-1][1].text not in self._closing]

    def _kind(self, sentence: Sentence, rest: Loose, goes_on: bool) -> Label | None:
        """The label of a number of a list. ``goes_on``: it may have its verb from the number before."""
        if not self._is_countable(rest) or "of_which" in concepts_of(_before(sentence, rest.token)):
            return None
        label = self._in_list(sentence, rest.token, themed=False) if goes_on else None
        if label is None and self._is_possible(sentence, rest, themed=False):
            verb = self._verb(self._clause(sentence, rest.token))
            label = self._labels.clean(sentence.text, verb.end, rest.token.start, themed=False)
        return label if label is not None and self._labels.names_kind(label.text) else None

    def _is_own_field(self, label: str, head: str) -> bool:
        """Whether a label is the field of the department that reports: 财政信息120条 of a 财政局 are all it has."""
        if label not in head:
            return False
        name = rf"{re.escape(label)}[\u4e00-\u9fff]{{0,{REST_OF_NAME}}}?(?:{self._departments})"
        return re.search(name, head) is not None

    def _has_total(self, sentence: Sentence, context: Context) -> bool:
        """Whether a total of what was published is being divided, in this sentence or the one before."""
        last = next((bound for bound in reversed(context.bound) if bound.item is None), None)
        near = last is not None and sentence.start - last.end < 2 * self._rules.longest
        return near and last is not None and last.indicator in self._totals

    def _is_countable(self, rest: Loose) -> bool:
        quantity = rest.token.quantity
        return (
            rest.reason == "no_phrase" and quantity is not None and quantity.unit in self._units and not quantity.small
        )

    def _is_possible(self, sentence: Sentence, rest: Loose, *, themed: bool = True) -> bool:
        if not self._is_countable(rest):
            return False
        clause = self._clause(sentence, rest.token)
        words = concepts_of(clause)
        return (
            bool(words & self._verbs)
            and not words & (self._not_words if themed else self._not_kinds)
            and not self._is_led(clause, self._clause_before(sentence, clause))
            and not self._counts_on(sentence, rest.token)
        )

    def _counts_on(self, sentence: Sentence, token: Token) -> bool:
        """Whether what a number counts stands right behind it, and is no information: 公开市级部门1928项行政职权."""
        after = next((item for item in sentence.tokens if item.start >= token.end), None)
        return after is not None and (after.mark in (NEAR, FAR) or not after.concepts.isdisjoint(self._counted))

    def _in_list(self, sentence: Sentence, token: Token, *, themed: bool = True) -> Label | None:
        """The label of a count that goes on a list under the verb of the one before: 公开预算1条、决算2条."""
        before = _before(sentence, token)
        last = max((place for place, item in enumerate(before) if item.mark == VALUE), default=None)
        if last is None or last + 2 > len(before) - 1 or before[last + 1].mark not in (",", LISTING):
            return None
        between = before[last + 2 :]
        not_words = self._not_words if themed else self._not_kinds
        if any(item.mark in BOUNDARIES for item in between) or concepts_of(between) & (NEW_CLAUSE | not_words):
            return None
        return self._labels.clean(sentence.text, between[0].start, token.start, themed=themed)

    def _is_led(self, clause: list[Token], before: list[Token]) -> bool:
        """Whether one channel alone stands before the verb: 微信公众号发布健康资讯20篇, 开通公众号,发布….

        ``before``: the tokens of the clause before.
        """
        verb = next(place for place, item in enumerate(clause) if item.concepts & self._verbs)
        named = _channels(clause[:verb])
        if not named and all(item.concepts == FILLER for item in clause[:verb]) and concepts_of(before[:2]) & SETS_UP:
            named = _channels(before)
        return len(named) == 1 and bool(named[0].concepts & self._not_led)

    def _clause_before(self, sentence: Sentence, clause: list[Token]) -> list[Token]:
        """The tokens of the clause before a clause, where only a comma parts them and it counts nothing."""
        tokens = sentence.tokens
        last = next((place for place, item in enumerate(tokens) if clause and item is clause[0]), 0) - 1
        if last < 1 or tokens[last].mark != ",":
            return []
        low = last
        while low > 0 and tokens[low - 1].mark not in CLAUSE_ENDS:
            low -= 1
        before = tokens[low:last]
        return [] if any(item.mark == VALUE for item in before) else before

    def _label(self, sentence: Sentence, sections: Sections, token: Token) -> Label | None:
        text, clause = sentence.text, self._clause(sentence, token)
        verb = self._verb(clause)
        label = self._labels.clean(text, verb.end, token.start)
        if label is not None:
            return label
        if verb.end == token.start and "info" not in verb.concepts:  # the object stands before the verb
            return self._fronted(text, clause)
        if not self._says_nothing(text, clause, verb):
            return None  # 发布公开制度2份 names what it counts
        verb_object = concepts_of(clause[clause.index(verb) + 1 :])  # 发布政策文件: not of the theme told before
        return (
            self._from_related(text, token)
            or self._from_openness(sentence, token)
            or (None if verb_object & DOCUMENTS else self._from_earlier_clause(sentence, token))
            or self._from_heading(sections, token)
        )

    def _verb(self, clause: list[Token]) -> Token:
        """The last verb of a clause; of 发布疫情通报12条, where that is the name of a paper, the one before."""
        verbs = [item for item in clause if item.concepts & self._verbs]
        return verbs[-2] if PAPER in verbs[-1].concepts and len(verbs) > 1 else verbs[-1]

    def _says_nothing(self, text: str, clause: list[Token], verb: Token) -> bool:
        """Whether nothing but 信息 and the like stands between the verb and the number."""
        rest = [item for item in clause[clause.index(verb) + 1 :] if item.concepts != FILLER]
        said = text[rest[0].start : rest[-1].end] if rest else ""
        return not said or said in self._rules.says_nothing

    def _clause(self, sentence: Sentence, token: Token) -> list[Token]:
        """The tokens of the count's own clause before it."""
        kept: list[Token] = []
        for item in sentence.tokens:
            if item.start >= token.start:
                break
            if item.mark in CLAUSE_ENDS or item.mark == VALUE:
                kept.clear()
            else:
                kept.append(item)
        return kept

    def _fronted(self, text: str, clause: list[Token]) -> Label | None:
        start, end = clause[0].start, clause[-1].end
        words = list(segmenter(self._rulebook).doc(text[start:end]))
        while words and (words[-1].text in self._rules.adverbs or self._is_verb(clause, start + words[-1].idx)):
            words.pop()
        cut = max((index for index, word in enumerate(words) if word.text in self._rules.object_after), default=None)
        if cut is None or cut + 1 >= len(words):
            return None
        low, last = start + words[cut + 1].idx, words[-1]
        return self._labels.clean(text, low, start + last.idx + len(last.text))

    def _is_verb(self, clause: list[Token], offset: int) -> bool:
        return any(item.start <= offset < item.end and item.concepts & self._verbs for item in clause)

    def _from_related(self, text: str, token: Token) -> Label | None:
        paragraph = text.rfind("\n", 0, token.start) + 1
        found = list(self._related.finditer(text, max(paragraph, token.start - LOOK_BACK), token.start))
        if found and text.count("\u3002", found[-1].end(), token.start) > 1:
            return None  # said further back than the sentence before
        return (
            Label(found[-1].group(1), *found[-1].span(1))
            if found and self._labels.is_theme(found[-1].group(1))
            else None
        )

    def _from_openness(self, sentence: Sentence, token: Token) -> Label | None:
        """The theme of the clause before, said like a heading's: 扩大消费政策信息公开力度,公开相关信息9条."""
        stops = [item for item in sentence.tokens if item.mark == "," and item.end <= token.start]
        if not stops:
            return None
        before = [item.end for item in sentence.tokens if item.mark in ",;" and item.end < stops[-1].start]
        start = before[-1] if before else sentence.start
        found = self._heading.search(sentence.text[start : stops[-1].start])
        if found is None or not self._labels.is_theme(found.group(1)):
            return None
        return Label(found.group(1), start + found.start(1), start + found.end(1))

    def _from_earlier_clause(self, sentence: Sentence, token: Token) -> Label | None:
        before = _before(sentence, token)
        clauses: list[list[Token]] = [[]]
        for item in before:
            if item.mark in ",;":
                clauses.append([])
            else:
                clauses[-1].append(item)
        for clause in reversed(clauses[:-1]):
            verbs = [item for item in clause if item.concepts & self._verbs]
            if verbs and any(item.mark == VALUE for item in clause):
                return None
            if verbs and (label := self._labels.clean(sentence.text, verbs[-1].end, clause[-1].end)) is not None:
                return label
        return None

    def _from_heading(self, sections: Sections, token: Token) -> Label | None:
        for heading in sections.path(token.start):
            found = self._heading.search(heading.text)
            if found and self._labels.is_theme(found.group(1)):
                at = heading.end - len(heading.text)
                return Label(found.group(1), at + found.start(1), at + found.end(1))
        return None

    def _bound(self, sentence: Sentence, context: Context, rest: Loose, label: Label) -> Bound:
        found = value_of(rest.token, "prose/published", (label.start, label.end))
        found.indicator, found.item, found.clause = self._rules.indicator, label.text, rest.clause
        index = sentence.tokens.index(rest.token)
        found.time = self._times.read(sentence, index, context.time)
        found.confidence = 0.6
        return found


def _is_summed_up(sentence: Sentence, run: list[tuple[Loose, Label]]) -> bool:
    """Whether the next number of a sentence may be the whole of a list before it: …,合计86条."""
    last = run[-1][0].token
    after = next((item for item in sentence.tokens if item.mark == VALUE and item.start >= last.end), None)
    whole = after.quantity.value if after is not None and after.quantity is not None else None
    parts = [rest.token.quantity.value or 0 for rest, _ in run if rest.token.quantity is not None]
    return whole is not None and whole >= sum(parts)


def _channels(tokens: list[Token]) -> list[Token]:
    return [item for item in tokens if any(name.startswith("ch_") for name in item.concepts)]


def _before(sentence: Sentence, token: Token) -> list[Token]:
    return [item for item in sentence.tokens if item.end <= token.start]


def _value_before(sentence: Sentence, token: Token) -> Token | None:
    return next((item for item in reversed(sentence.tokens) if item.mark == VALUE and item.end <= token.start), None)


@lru_cache(maxsize=4)
def topic_reader(rulebook: Rulebook) -> TopicReader:
    return TopicReader(rulebook)
