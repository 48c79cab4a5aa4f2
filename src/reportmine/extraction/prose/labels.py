"""Where the label of a listed number begins and ends, and what of it is the class."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.tokens import APART, BOUNDARIES, LISTING, VALUE, Token, tokenizer
from reportmine.rulebook import Rulebook

EDGES: Final = "、,;:() .“”0123456789①②③④⑤⑥⑦⑧⑨⑩"
_STOPS: Final = f"{BOUNDARIES}{VALUE}{APART}"  # what no label holds, but for the exceptions below
IN_LABELS: Final = frozenset({"set_phrase", "ordinal", "plan_age"})  # kinds of digits that may be part of a label
INFIX: Final = 2  # so many signs in a bracket inside a word
HEAD: Final = "of_which"  # leads a list, and is no part of its first label: 其中有机构职能类信息51条
VERBS: Final = frozenset({"own_initiative", "publish", "filler", "open_word"})  # between a label's colon and its number
TAILS: Final = frozenset({"info", "info_weak", "filler"})  # what may follow a label's bracket before the number


class Trimmed:
    """Words that are no part of a label at its start or its end."""

    def __init__(self, before: Iterable[str], after: Iterable[str]) -> None:
        self._before: dict[str, list[str]] = {}  # by their first sign, longest first
        self._after: dict[str, list[str]] = {}  # by their last
        for word in sorted(before, key=len, reverse=True):
            self._before.setdefault(word[0], []).append(word)
        for word in sorted(after, key=len, reverse=True):
            self._after.setdefault(word[-1], []).append(word)

    def at_start(self, text: str, low: int, high: int) -> int:
        """The length of the longest such word that ``text[low:high]`` begins with; 0 without one."""
        words = self._before.get(text[low], ()) if low < high else ()
        return next((len(word) for word in words if text.startswith(word, low, high)), 0)

    def at_end(self, text: str, low: int, high: int) -> int:
        """The length of the longest such word that ``text[low:high]`` ends with; 0 without one."""
        words = self._after.get(text[high - 1], ()) if low < high else ()
        return next((len(word) for word in words if text.endswith(word, low, high)), 0)


class LabelReader:
    """Finds and trims labels."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = rulebook.prose.open_lists
        self._by_way = re.compile(self._rules.by_way)
        words = tokenizer(rulebook).lexicon.words
        heads = [word for word, concepts in words.items() if HEAD in concepts]
        self._trimmed = Trimmed({*self._rules.strip_before, *heads}, self._rules.strip_after)

    def span(self, text: str, tokens: list[Token], index: int) -> tuple[int, int]:
        """The offsets between which the label of the value at ``index`` stands.

        A remark in brackets is no part of it: 部门文件类(含规章)信息38条 is labelled 部门文件类. Other brackets are:
        公共资源交易类(建设项目招标)的信息.
        """
        at, end = index - 1, tokens[index].start
        verb = at
        while verb >= 0 and tokens[verb].concepts and tokens[verb].concepts <= VERBS:
            verb -= 1
        if verb > 0 and tokens[verb].mark == ":" and text.endswith(self._rules.strong_ends, 0, tokens[verb].start):
            at, end = verb, tokens[verb].start  # 业务管理类信息:主动公开4条
        if at >= 0 and tokens[at].mark in ":(":
            at -= 1
        tail = at
        while tail >= 0 and tokens[tail].concepts and tokens[tail].concepts <= TAILS:
            tail -= 1
        if tail >= 0 and tokens[tail].mark == ")":
            opening = next((place for place in range(tail - 1, -1, -1) if tokens[place].mark == "("), -1)
            inside = tokens[opening + 1 : tail]
            if opening > 0 and inside and not any(item.mark == VALUE for item in inside):
                listed = any(token.mark == LISTING for token in inside)  # (中医药工作、职业卫生监管)
                remark = listed or text.startswith(self._rules.remarks, inside[0].start)
                at, end = opening - 1, tokens[opening].start if remark else end
        while at >= 0:
            if tokens[at].mark == ")" and _is_infix(tokens, at):
                at -= 3
            elif tokens[at].mark not in _STOPS or _is_word(tokens[at]) or _is_quoted(tokens, at):
                at -= 1
            else:
                break
        return (tokens[at].end if at >= 0 else tokens[0].start), end

    def strip(self, text: str, start: int, end: int) -> tuple[str, int, int]:
        low, high = start, end
        changed = True
        while changed and low < high:
            changed = False
            while low < high and text[low] in EDGES and not (text[low] == "“" and "”" in text[low:high]):
                low, changed = low + 1, True
            while low < high and text[high - 1] in "、,;:( “":
                high, changed = high - 1, True
            size = self._trimmed.at_start(text, low, high - 1)
            if size and not text.startswith(self._rules.names, low, high):
                low, changed = low + size, True
            size = self._trimmed.at_end(text, low + 1, high)
            if size and not text.endswith(self._rules.keep_ends, low, high):
                high, changed = high - size, True
        if way := self._by_way.match(text, low, high):
            low = way.end()
        for words in self._rules.lost_numbers:
            at = text.rfind(words, low, high)
            low = at + len(words) if at >= 0 else low
        label = text[low:high]
        for ending, short in self._rules.endings.items():
            if label.endswith(ending):
                label = label.removesuffix(ending) + short
                break
        if label.startswith("“") and label.find("”") == len(label) - 1:
            label = label[1:-1]
        return label, low, high


def _is_infix(tokens: list[Token], at: int) -> bool:
    """Whether the bracket that closes at ``at`` stands inside a word: 县(市)区, 预(决)算, 政务(工作)动态."""
    if at < 3 or tokens[at - 2].mark != "(":
        return False
    inside = tokens[at - 1]
    return inside.end - inside.start <= INFIX and inside.mark != VALUE


def _is_quoted(tokens: list[Token], at: int) -> bool:
    """Whether a set phrase stands in quotation marks inside a label: “三公”经费, “三公经费”."""
    between = tokens[at].mark == "X" and 0 < at < len(tokens) - 1
    after = tokens[at + 1 : at + 3]
    return between and "filler" in tokens[at - 1].concepts and any(_closes(item) for item in after)


def _is_word(token: Token) -> bool:
    """Whether digits belong to a word that a label may hold: 三公经费, 第七次人口普查, “十四五”规划, 6.2级地震重建."""
    quantity = token.quantity
    return quantity is not None and (quantity.kind in IN_LABELS or quantity.family in ("measure", "duration"))


def _closes(token: Token) -> bool:
    return token.end - token.start == 1 and "filler" in token.concepts


@lru_cache(maxsize=4)
def label_reader(rulebook: Rulebook) -> LabelReader:
    return LabelReader(rulebook)
