"""The surroundings of one number: what stands before and after it, and which clause it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reportmine.extraction.prose.tokens import BOUNDARIES, LISTING, VALUE, Token, signature

LOOK_BACK = 28  # tokens
HEADING_WORDS = frozenset({"filler", "of_which", "and", "own", "this_year"})


@dataclass(frozen=True)
class Surroundings:
    """Tokens around the value at ``index``: ``left`` back to the value before, ``right`` up to the clause's end."""

    index: int
    left: list[Token]
    right: list[Token]
    own: list[Token]  # the part of ``left`` in the value's own clause
    left_signs: str
    right_signs: str
    right_open: bool  # the clause goes on after the value without another value directly behind it
    in_brackets: bool

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Concepts of the value's own clause, before and after it."""
        return _concepts((*self.own, *(_up_to_each(self.right) if self.right_open else ())))


def surroundings(tokens: Sequence[Token], index: int) -> Surroundings:
    """What stands around the value at ``index``."""
    start = behind = _before_bracket(tokens, index)
    while start > 0 and index - start < LOOK_BACK:
        if tokens[start - 1].mark == VALUE:
            break
        start = _before_remark(tokens, start) or start - 1
    end = index + 1
    while end < len(tokens) and tokens[end].mark not in (VALUE, *BOUNDARIES) and end - index < LOOK_BACK:
        end += 1
    left, right = outside(tokens[start:behind]), list(tokens[index + 1 : end])
    open_ = not (end < len(tokens) and tokens[end].mark == VALUE)
    if not open_:  # the words before the next number are its own, unless a list mark parts them
        joint = next((place for place, token in enumerate(right) if _parts_list(token)), None)
        open_, right = joint is not None, right[:joint]
    return Surroundings(
        index=index,
        left=left,
        right=right,
        own=_own_clause(left),
        left_signs=signature(left),
        right_signs=signature(right),
        right_open=open_,
        in_brackets=_in_brackets(tokens, index),
    )


def _before_bracket(tokens: Sequence[Token], index: int) -> int:
    """Where the label ends: before a bracket that stands between label and number (不予公开(…1件)3件)."""
    if not index or tokens[index - 1].mark != ")":
        return index
    for place in range(index - 1, -1, -1):
        if tokens[place].mark == "(":
            return place
    return index


def _before_remark(tokens: Sequence[Token], start: int) -> int:
    """Where a bracket begins that only counts what stands before it, its verb behind it: 微信账号(1个)发布…; or 0."""
    if tokens[start - 1].mark != ")" or start < 4 or tokens[start].mark in BOUNDARIES:
        return 0
    return start - 3 if tokens[start - 2].mark == VALUE and tokens[start - 3].mark == "(" else 0


def outside(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that stand in no closed brackets: 作其他处理(含撤回)341件 is read as 作其他处理341件."""
    kept: list[Token] = []
    for token in tokens:
        if token.mark == ")" and any(item.mark == "(" for item in kept):
            while kept.pop().mark != "(":
                pass
        else:
            kept.append(token)
    return kept


def _parts_list(token: Token) -> bool:
    return token.mark == LISTING or "and" in token.concepts


def before_comma(tokens: Sequence[Token], around: Surroundings) -> list[Token]:
    """The tokens of the clause before, without its numbers, where the own clause only sums up (…2期,共120人次)."""
    start = around.own[0].start if around.own else tokens[around.index].start
    low = high = next(place for place, token in enumerate(tokens) if token.start >= start) - 1
    while low > 0 and tokens[low - 1].mark not in BOUNDARIES:
        low -= 1
    return [token for token in tokens[max(low, 0) : high] if token.mark != VALUE]


def since(tokens: Sequence[Token], index: int, start: int) -> Sequence[Token]:
    """The tokens before the one at ``index`` that begin at an offset or behind it."""
    low = index
    while low > 0 and tokens[low - 1].start >= start:
        low -= 1
    return tokens[low:index]


def _own_clause(left: list[Token]) -> list[Token]:
    for place in range(len(left) - 1, -1, -1):
        if left[place].mark in ",;(" and place < len(left) - 1:
            return left[place + 1 :]
        if left[place].mark == ":" and any(token.concepts - HEADING_WORDS for token in left[place + 1 :]):
            return left[place + 1 :]  # what stands before a colon only announces
    return left


def _in_brackets(tokens: Sequence[Token], index: int) -> bool:
    depth = 0
    for token in tokens[:index]:
        if token.mark == "(":
            depth += 1
        elif token.mark == ")" and depth:
            depth -= 1
    return depth > 0


def clause_span(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """View offsets of the clause around a token, from one comma or stop to the next."""
    low = index
    while low > 0 and tokens[low - 1].mark not in ",;":
        low -= 1
    high = index
    while high + 1 < len(tokens) and tokens[high + 1].mark not in ",;":
        high += 1
    return tokens[low].start, tokens[high].end


def _up_to_each(right: list[Token]) -> list[Token]:
    """The tokens before one that begins to tell what became of all: 24件均已答复."""
    return next((right[:place] for place, token in enumerate(right) if "each" in token.concepts), right)


def _concepts(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset().union(*[token.concepts for token in tokens if token.concepts])


concepts_of = _concepts
