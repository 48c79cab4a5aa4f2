"""The surroundings of one number: what stands before and after it, and which clause it is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from reportmine.extraction.prose.tokens import (
    APART,
    BOUNDARIES,
    LISTING,
    NEGATION,
    NEGATION_EVENT,
    VALUE,
    Token,
    signature,
)

if TYPE_CHECKING:
    from reportmine.extraction.prose.state import Sentence

LOOK_BACK: Final = 28  # tokens
HEADING_WORDS: Final = frozenset({"filler", "of_which", "and", "own", "this_year"})
ACCOUNTS: Final = frozenset({"ch_weibo", "ch_wechat"})
NEGATIONS: Final = frozenset({NEGATION, NEGATION_EVENT})
_NOTHING: Final[frozenset[str]] = frozenset()
_STOP: Final = re.compile(f"[{re.escape(VALUE + BOUNDARIES)}]")  # what ends the words behind a number
_CLAUSE_END: Final = re.compile("[,;]")
_BRACKET: Final = re.compile("[()]")
_BREAKS: Final = ",;(:"  # what may begin its clause


class Surroundings(NamedTuple):
    """Tokens around the value at ``place``: ``left`` back to the value before, ``right`` up to the clause's end."""

    place: int
    left: list[Token]
    right: list[Token]
    own: list[Token]  # the part of ``left`` in the value's own clause
    left_signs: str
    right_signs: str
    right_open: bool  # the clause goes on after the value without another value directly behind it
    in_brackets: bool
    concepts: frozenset[str]  # of the value's own clause, before and after it

    def with_left(self, left: list[Token]) -> Surroundings:
        """The surroundings with other tokens before the number."""
        said = _said(left, self.right, self.right_open)
        return self._replace(left=left, own=left, left_signs=signature(left), concepts=said)


_surroundings: Final = partial(tuple.__new__, Surroundings)  # all fields in order, without the call in between


def surroundings(sentence: Sentence, index: int) -> Surroundings:
    """What stands around the value at ``index``."""
    tokens, signs = sentence.tokens, sentence.signs
    behind = _before_bracket(signs, index)
    start = _start(signs, index, behind)
    stop = _STOP.search(signs, index + 1, index + LOOK_BACK)
    end = stop.start() if stop else min(index + LOOK_BACK, len(signs))
    if not sentence.concepts.isdisjoint(NEGATIONS):
        start, end = _beside_denials(tokens, start, behind), _before_denial(tokens, index, end)
    left, left_signs = tokens[start:behind], signs[start:behind]
    if ")" in left_signs:
        left = outside(left)
        left_signs = signature(left)
    right, right_signs = tokens[index + 1 : end], signs[index + 1 : end]
    open_ = signs[end : end + 1] != VALUE
    if not open_:  # the words before the next number are its own, unless a list mark parts them
        joint = next((place for place, token in enumerate(right) if _parts_list(token)), None)
        open_, right, right_signs = joint is not None, right[:joint], right_signs[:joint]
    own = _own_clause(left, left_signs)
    inside = "(" in signs and _in_brackets(signs[:index])
    return _surroundings((index, left, right, own, left_signs, right_signs, open_, inside, _said(own, right, open_)))


def _before_denial(tokens: Sequence[Token], index: int, end: int) -> int:
    """Where the words behind a number end: before a denial that a list mark joins to it: 投诉3件、无上年结转申请."""
    for place in range(index + 1, end - 1):
        if tokens[place].mark == LISTING and tokens[place + 1].concepts & NEGATIONS:
            return place
    return end


def _beside_denials(tokens: Sequence[Token], start: int, behind: int) -> int:
    """Where the words before a number begin: behind a denial in its clause: 无废止文件、制定文件9件."""
    joint = 0
    for place in range(behind - 1, start - 1, -1):
        token = tokens[place]
        if token.mark in BOUNDARIES:
            break
        if token.mark == LISTING:
            joint = joint or place
        elif joint and token.concepts & NEGATIONS:
            return joint + 1
    return start


def _said(own: list[Token], right: list[Token], right_open: bool) -> frozenset[str]:
    return _concepts((*own, *(_up_to_each(right) if right_open else ())))


def _before_bracket(signs: str, index: int) -> int:
    """Where the label ends: before a bracket that stands between label and number (不予公开(…1件)3件)."""
    if not index or signs[index - 1] != ")":
        return index
    opening = signs.rfind("(", 0, index)
    return opening if opening >= 0 else index


def _start(signs: str, index: int, behind: int) -> int:
    """Where the words before a number begin: behind the number before, not too far back."""
    start, least = behind, max(index - LOOK_BACK, 0)
    if ")" not in signs[least:behind]:
        return max(signs.rfind(VALUE, least, behind) + 1, min(least, behind))
    while start > least and signs[start - 1] != VALUE:
        start = (_before_remark(signs, start) if signs[start - 1] == ")" else 0) or start - 1
    return start


def _before_remark(signs: str, start: int) -> int:
    """Where a bracket begins that only counts what stands before it, its verb behind it: 微信账号(1个)发布…; or 0."""
    if start < 4 or signs[start] in BOUNDARIES:
        return 0
    return start - 3 if signs[start - 2] == VALUE and signs[start - 3] == "(" else 0


def outside(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that stand in no closed brackets: 作其他处理(含撤回)341件 is read as 作其他处理341件."""
    kept: list[Token] = []
    for token in tokens:
        if token.mark == ")" and any(item.mark == "(" for item in kept):
            inside: list[Token] = []
            while (item := kept.pop()).mark != "(":
                inside.insert(0, item)
            # 政务新媒体(微信公众号等), 政务新媒体(微信公众号、微信群)
            several = "such" in _concepts(inside) or any(item.mark == LISTING for item in inside)
            if kept and "ch_new_media" in kept[-1].concepts and not several:  # 政务新媒体(某某微信公众号)发布信息412条
                kept += [item for item in inside if item.concepts & ACCOUNTS]
        else:
            kept.append(token)
    return kept


def _parts_list(token: Token) -> bool:
    return token.mark == LISTING or "and" in token.concepts


def before_comma(tokens: Sequence[Token], around: Surroundings) -> list[Token]:
    """The tokens of the clause before, without its numbers, where the own clause only sums up (…2期,共120人次)."""
    start = around.own[0].start if around.own else tokens[around.place].start
    low = high = next(place for place, token in enumerate(tokens) if token.start >= start) - 1
    while low > 0 and tokens[low - 1].mark not in BOUNDARIES:
        low -= 1
    low = max(low, 0)
    kept = [place for place in range(low, high) if not _counts(tokens[place])]
    while kept and tokens[kept[-1]].mark == LISTING and _counts(tokens[kept[-1] - 1]):
        kept.pop()  # 公开信息28大项、79小项,共6657条
    return [tokens[place] for place in kept]


def _counts(token: Token) -> bool:
    return token.mark == VALUE or is_measure(token)


def is_measure(token: Token) -> bool:
    """Whether a number only measures or counts classes: 28大项."""
    return token.mark == APART and token.quantity is not None and token.quantity.family == "measure"


def since(tokens: Sequence[Token], index: int, start: int) -> Sequence[Token]:
    """The tokens before the one at ``index`` that begin at an offset or behind it."""
    low = index
    while low > 0 and tokens[low - 1].start >= start:
        low -= 1
    return tokens[low:index]


def _own_clause(left: list[Token], signs: str) -> list[Token]:
    place = len(signs)
    while (place := max([signs.rfind(mark, 0, place) for mark in _BREAKS])) >= 0:
        if signs[place] != ":" and place < len(left) - 1:
            return left[place + 1 :]
        if signs[place] == ":" and any(token.concepts - HEADING_WORDS for token in left[place + 1 :]):
            return left[place + 1 :]  # what stands before a colon only announces
    return left


def _in_brackets(signs: str) -> bool:
    depth = 0
    for bracket in _BRACKET.findall(signs):
        depth += 1 if bracket == "(" else -1 if depth else 0
    return depth > 0


def clause_span(sentence: Sentence, index: int) -> tuple[int, int]:
    """View offsets of the clause around a token, from one comma or stop to the next."""
    tokens, signs = sentence.tokens, sentence.signs
    low = max(signs.rfind(",", 0, index), signs.rfind(";", 0, index)) + 1
    stop = _CLAUSE_END.search(signs, index + 1)
    return tokens[low].start, tokens[stop.start() - 1 if stop else -1].end


def _up_to_each(right: list[Token]) -> list[Token]:
    """The tokens before one that begins to tell what became of all: 24件均已答复."""
    return next((right[:place] for place, token in enumerate(right) if "each" in token.concepts), right)


def _concepts(tokens: Sequence[Token]) -> frozenset[str]:
    return _NOTHING.union(*[token.concepts for token in tokens])


concepts_of: Final = _concepts
