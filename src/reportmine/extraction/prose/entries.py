"""The labelled numbers of a sentence: what each label is worth as a class of what was published."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.bodies import BodyReader, body_reader
from reportmine.extraction.prose.clauses import concepts_of, is_measure, since
from reportmine.extraction.prose.divisions import PUBLISHED, are_kinds, divides_other
from reportmine.extraction.prose.exact import parts_before_total, parts_of_total
from reportmine.extraction.prose.labels import EDGES, LabelReader, label_reader
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.state import Context, Sentence
from reportmine.extraction.prose.tokens import Token
from reportmine.rulebook import Rulebook

_BRACKET: Final = re.compile(r"\([^()]{1,20}\)")
LONGEST_LABEL: Final = 44
# Classes of what is open to whom divide what a body holds, and not what it published.
BY_ACCESS: Final = (frozenset({"on_request_class", "request"}), frozenset({"withheld_class", "denied"}))
PARTS_OF_YEARS: Final = frozenset({"part_year", "last_year", "two_years_ago"})
FRONTED: Final = 6  # characters: a label stands before its verb where so much does: 业务类信息主动公开210条
SHORT: Final = 7  # characters of a label that may be a class though a verb stands in it: 问题咨询类
NOT_DIVIDED: Final = frozenset({"requests", "appeals", "consultations", "fees", "organisation", "proposals"})
# Labels with one of these have an identifier of their own.
CHANNELS: Final = frozenset(
    {"ch_website", "ch_gazette", "ch_weibo", "ch_wechat", "ch_two_micro", "ch_other", "ch_open", "fulltext", "upheld",
     "web_publish", "ch_catalogue"}
)  # fmt: skip


class Standing(Enum):
    """How much a label is worth by itself."""

    SURE = "a class"
    AMONG = "a class beside surer ones: 会议信息 beside 财务信息"
    SUMMED = "a class only where the list sums up to its total"
    COUNTED = "counted in another unit: a class only where the list sums up"
    FOREIGN = "counted by another indicator, though it stands in the list: 制定规范性文件7件"


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled value of a possible list."""

    index: int
    token: Token
    label: str
    start: int
    end: int
    opener: str  # what stands before the label: "" after the value before, or the separator
    standing: Standing = Standing.SURE

    @property
    def is_weak(self) -> bool:
        return self.standing in (Standing.AMONG, Standing.SUMMED, Standing.COUNTED)


class EntryReader:
    """Finds the entries of open lists."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.prose
        self._rules = rules.open_lists
        self._adding_up = rules.numbers.adding_up
        self._units = unit_set(rules, self._rules.units, self._rules.unless_units)
        self._bodies: BodyReader = body_reader(rulebook)
        self._labels: LabelReader = label_reader(rulebook)
        self._never = re.compile("|".join(map(re.escape, self._rules.never)) or "(?!)")

    def exact(self, sentence: Sentence, context: Context) -> list[Entry] | None:
        """The numbers behind 其中 that sum up exactly to the total before them: classes, whatever they are called."""
        if sentence.sections & NOT_DIVIDED and "published" not in sentence.sections:
            return None
        found = parts_of_total(sentence, context, self._rules.totals, self._units, self._rules.not_divided)
        led = found is None  # its verb leads the first class
        found = found or parts_before_total(sentence, self._units, self._adding_up)
        if (
            found is None
            or len(found) < self._rules.dividing
            or divides_other(sentence, context, found[0], self._rules.not_divided, self._units)
        ):
            return None
        units = {quantity.unit for index in found if (quantity := sentence.tokens[index].quantity) is not None}
        if len(found) < self._rules.summing and not units <= self._units:
            return None  # so few must at least count alike
        entries: list[Entry] = []
        others = by_way = 0
        said: set[str] = set()
        for index in found:
            start, end = self._labels.span(sentence.text, sentence.tokens, index)
            if led:
                words = since(sentence.tokens, index, start)
                start = max([start, *(item.end for item in words if "of_which" in item.concepts)])
            if led and index == found[0]:
                start = _behind_verb(sentence.tokens, start, index)
            label, low, high = self._labels.strip(sentence.text, start, end)
            if way := _way_end(sentence.tokens, low, index, label.endswith(self._rules.strong_ends)):
                label, low, high = self._labels.strip(sentence.text, way, end)
            inside = concepts_of(since(sentence.tokens, index, low))
            said |= inside
            if label in self._rules.nothing or "all_channels" in inside:
                continue  # 主动公开信息31条 in a list of all that was done
            named = label.endswith((*self._rules.strong_ends, *self._rules.names)) or label in self._rules.whole_labels
            ways = [item for item in since(sentence.tokens, index, low) if "ch_generic" not in item.concepts]
            channels = concepts_of(ways) & CHANNELS if not named else frozenset()  # 会议公开4条 is a class
            if not 2 <= len(label) <= LONGEST_LABEL:
                return None
            if channels - {"ch_gazette"} and not _is_column(sentence.tokens, low, index):
                if "ch_website" in channels or not units <= self._units:
                    return None
                by_way += 1
                continue  # its member says which way it is
            doer = label.endswith(self._rules.doers) or self._bodies.is_level(label)
            doer = doer and label not in self._rules.names
            if any(word in label for word in self._rules.foreign):
                continue  # 制发规范性文件3件: another indicator's, though the list adds it up
            if label in self._rules.strip_before:
                continue  # 其中33条各类发文: the label stands behind
            others += doer or self._bodies.is_other(sentence.text[start:end], context.head)
            if PUBLISHED & concepts_of(since(sentence.tokens, index, low)) and doer:
                continue  # 各科室共计公开信息650条 says who published
            entries.append(Entry(index, sentence.tokens[index], label, low, high, sentence.text[max(start - 1, 0)]))
        if (by_way and (len(entries) < self._rules.summing or by_way > 1)) or all(said & each for each in BY_ACCESS):
            return None
        return entries if 2 * others < len(entries) and not are_kinds(sentence, entries, self._rules.kinds) else None

    def entries(self, sentence: Sentence, head: str) -> list[Entry]:
        """The numbers that may be classes, each with its label. ``head``: where the document names its own body."""
        found: list[Entry] = []
        for index in sentence.values:
            quantity = sentence.tokens[index].quantity
            if quantity is None:
                continue
            bare = quantity.unit is None and quantity.family is None
            if quantity.unit in self._units or (found and (bare or quantity.family == "item")):
                entry = self._entry(sentence, index, head)
                found += [entry] if entry is not None else []
        return _told_apart(sentence.text, found)

    def _entry(self, sentence: Sentence, index: int, head: str) -> Entry | None:
        """The value at ``index`` with its label, where that can be one."""
        text, tokens, token = sentence.text, sentence.tokens, sentence.tokens[index]
        if text.startswith(self._rules.amid, token.end):
            return None
        start, end = self._labels.span(text, tokens, index)
        if text.startswith(self._rules.amid, start) and any(item.quantity and item.end == start for item in tokens):
            start += len(self._rules.amid)  # 在公开的328条信息中财政新闻171条
        start = max([start, *(item.end for item in since(tokens, index, start) if "of_published" in item.concepts)])
        verbs = [item.end for item in since(tokens, index, start) if "own_initiative" in item.concepts]
        label, low, high = self._labels.strip(text, start, end)
        strong = label.endswith(self._rules.strong_ends)
        if verbs and not text[verbs[-1] : end].strip(EDGES) and verbs[-1] - start > FRONTED:
            end = next(item.start for item in tokens[:index] if item.end == verbs[-1])
            label, low, high = self._labels.strip(text, start, end)
            strong = label.endswith(self._rules.strong_ends)
        elif verbs and verbs[-1] < token.start and not (strong and text[verbs[-1]] in self._rules.joints):
            start = verbs[-1]
            label, low, high = self._labels.strip(text, start, end)
        if way := _way_end(tokens, low, index, strong):
            start = way  # 其中通过网站发布审计动态29条,审计结果1条: the way is no part of the class
            label, low, high = self._labels.strip(text, start, end)
        words = since(tokens, index, low)
        if any(is_measure(item) or _counts_classes(text, item) for item in words):
            return None  # 公告4大类46项办税事项: what the number counts is told behind it
        inside = concepts_of(words)
        generic = "ch_generic" in inside
        if strong or generic or any(word in label for word in self._rules.among):
            inside -= {"ch_open"}  # 会议类信息 is a class, whatever a meeting is elsewhere
        if label.endswith(self._rules.names):
            inside -= {"ch_website", "ch_catalogue"}  # 公开目录3条 among classes is one
        if not 2 <= len(label) <= LONGEST_LABEL or inside & (CHANNELS | PARTS_OF_YEARS):
            return None
        if text[low - 1 : low].isdigit() or _is_divided(tokens, index):
            return None  # 2025年度公开政务信息40条 is cut from a date
        if self._bodies.is_other(text[start:end], head) or self._bodies.is_level(label, whole=True):
            return None
        if label.endswith(self._rules.doers) or _is_by_way(tokens, low, index):
            return None
        standing = self._standing(label, tokens[:index], low)
        if standing is Standing.SURE and generic and not strong:
            standing = Standing.AMONG
        quantity = token.quantity
        if standing is not None and quantity is not None and quantity.unit not in self._units:
            standing = Standing.COUNTED if quantity.family == "item" else Standing.SUMMED
        return None if standing is None else Entry(index, token, label, low, high, text[max(start - 1, 0)], standing)

    def _standing(self, label: str, before: list[Token], low: int) -> Standing | None:
        """None for what is no label: 其中政务信息 is one beside others, 政务信息 alone is not."""
        if label in self._rules.names or (label not in self._rules.whole_labels and self._never.search(label) is None):
            return Standing.SURE
        if any(word in label for word in self._rules.foreign):
            return Standing.FOREIGN
        if label in self._rules.whole_labels:
            lead = concepts_of([item for item in before if item.end <= low][-2:])
            return Standing.AMONG if label in self._rules.among and "of_which" in lead else None
        if any(word in label and word not in self._rules.among for word in self._rules.never):
            short = len(label) <= SHORT and label.endswith(self._rules.strong_ends)
            return Standing.AMONG if short else None
        return Standing.AMONG if label.endswith(self._rules.label_ends) else Standing.SUMMED


def _told_apart(text: str, entries: list[Entry]) -> list[Entry]:
    """The entries, those of one label with the brackets that tell them apart: 办事事项(居民)105条,办事事项(单位)3条."""
    labels = [entry.label for entry in entries]
    if len(set(labels)) == len(labels):
        return entries
    often = {label for label in labels if labels.count(label) > 1}
    return [_with_bracket(text, entry) if entry.label in often else entry for entry in entries]


def _with_bracket(text: str, entry: Entry) -> Entry:
    bracket = _BRACKET.match(text, entry.end)
    if bracket is None or bracket.end() > entry.token.start:
        return entry
    return replace(entry, label=entry.label + bracket.group(), end=bracket.end())


def _is_divided(tokens: list[Token], index: int) -> bool:
    """Whether a verb stands directly before a number, and its parts behind: 政府信息按时发布96条(其中…)."""
    if not any("of_which" in item.concepts for item in tokens[index + 1 : index + 3]):
        return False
    before = [item for item in tokens[:index] if "filler" not in item.concepts]
    return bool(concepts_of(before[-1:]) & PUBLISHED) and "of_which" not in concepts_of(before)


def _behind_verb(tokens: list[Token], start: int, index: int) -> int:
    """Where the first label of a list begins behind the verb that leads it: 东山镇2021年主动公开工作情况43条."""
    verbs = [item.end for item in since(tokens, index, start) if item.concepts & PUBLISHED]
    return verbs[0] if verbs else start


def _counts_classes(text: str, token: Token) -> bool:
    """Whether a token counts the classes that the next number is spread over: 4大类46项."""
    return token.quantity is not None and token.quantity.kind == "chain" and text[token.start].isdigit()


def _is_by_way(tokens: list[Token], low: int, index: int) -> bool:
    """Whether a label says by which way something was published: 通过微宣公布信息100条 is no class."""
    inside = since(tokens, index, low)
    return bool(inside) and "via" in inside[0].concepts and bool(concepts_of(inside) & PUBLISHED)


def _is_column(tokens: list[Token], low: int, index: int) -> bool:
    """Whether a label names a column of the site, one of the columns listed: 政府信息公开专栏信息."""
    inside = since(tokens, index, low)
    named = [item for item in inside if item.concepts & CHANNELS]
    return len(named) == 1 and "page" in named[0].concepts and not concepts_of(inside) & PUBLISHED


def _way_end(tokens: list[Token], low: int, index: int, class_: bool) -> int:
    """Where the site ends by which the first class of a list (其中通过网站发布审计动态29条) was published, or 0.

    ``class_``: the label calls itself a class, so that the site needs no word before it (其中网站发布新闻类172条).
    """
    inside = since(tokens, index, low)
    before = [item for item in tokens[:index] if item.end <= low][-2:]
    if not inside or "of_which" not in concepts_of(before):
        return 0
    if class_ and "web_publish" in inside[0].concepts:
        return inside[0].end
    if "via" not in inside[0].concepts and not (class_ and "ch_website" in inside[0].concepts):
        return 0
    verb = next((item for item in reversed(inside) if item.concepts & PUBLISHED), None)
    named = concepts_of(inside) & CHANNELS
    others = concepts_of(tokens[index + 1 :]) & (CHANNELS | {"via"})  # the parts are ways, and no classes
    return verb.end if verb is not None and named <= {"ch_website"} and not others else 0


@lru_cache(maxsize=4)
def entry_reader(rulebook: Rulebook) -> EntryReader:
    return EntryReader(rulebook)
