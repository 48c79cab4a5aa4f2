"""Parallel lists: in A、B、C 分别为 x、y、z (or 分别发布信息) each number belongs to the label at its own place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportmine.extraction.prose.state import Sentence
from reportmine.extraction.prose.tokens import BOUNDARIES, DATE, FILLER, LISTING, PART_YEAR, VALUE, Token

TIMES: Final = frozenset({"filler", "this_year"})
CLOSING_QUOTE: Final = "\u201d"
EACH_ITS_OWN: Final = frozenset({"respectively", "severally"})
_ENDS: Final = f"{VALUE}{BOUNDARIES}{LISTING}"


def parallel_labels(sentence: Sentence) -> dict[int, list[Token]]:
    """For every value of a parallel list, by token index: the tokens of its label. Empty where the counts differ."""
    found: dict[int, list[Token]] = {}
    if sentence.concepts.isdisjoint(EACH_ITS_OWN):
        return found
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.concepts.isdisjoint(EACH_ITS_OWN):
            continue
        said = _said(tokens, index)
        values = _values(tokens, index + len(said))
        if token.concepts - EACH_ITS_OWN - FILLER:
            said.insert(0, token)  # 分别发布 says what was done as well
        labels = joined_labels(tokens, index)
        if not 1 < len(values) == len(labels) or (said and any(_is_dated(label) for label in labels)):
            continue
        shared = [*shared_words(sentence.text, labels[-1]), *said]
        for place, label in zip(values, labels, strict=True):
            found[place] = [*label, *said] if label is labels[-1] else [*label, *shared]
    return found


def _said(tokens: Sequence[Token], index: int) -> list[Token]:
    """What is said of all labels between the word and the first number: 分别发布信息240条、120条."""
    stop = next((place for place in range(index + 1, len(tokens)) if tokens[place].mark in _ENDS), len(tokens))
    return list(tokens[index + 1 : stop])


def _is_dated(label: Sequence[Token]) -> bool:
    """Whether a label is a year, which the time words of the sentence speak of: 2021年、2022年分别公开240条、200条."""
    return all(item.mark in (DATE, PART_YEAR) or item.concepts & TIMES for item in label)


def inherited_units(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, Token]:
    """Values of a list without a unit of their own, with the unit of the list's last value (236、189、50人次)."""
    last = tokens[places[-1]].quantity if places else None
    if last is None or last.unit is None:
        return {}
    found: dict[int, Token] = {}
    for place in places[:-1]:
        quantity = tokens[place].quantity
        if quantity is not None and quantity.unit is None:
            counted = quantity._replace(unit=last.unit, family=last.family, kind=last.kind)
            found[place] = tokens[place].counting(counted)
    return found


def _values(tokens: Sequence[Token], index: int) -> list[int]:
    places: list[int] = []
    for place in range(index + 1, len(tokens)):
        token = tokens[place]
        if token.mark == VALUE:
            places.append(place)
        elif token.mark not in (LISTING, ",") and not token.concepts & {"and", "filler"}:
            break
    return places


def joined_labels(tokens: Sequence[Token], index: int) -> list[list[Token]]:
    """The tokens of each label of the list that ends before ``index``."""
    labels: list[list[Token]] = [[]]
    for place in range(index - 1, -1, -1):
        token = tokens[place]
        if token.mark in ",;:()" or token.mark == VALUE or "of_which" in token.concepts:
            break
        if token.mark == LISTING or "and" in token.concepts:
            labels.insert(0, [])
        else:
            labels[0].insert(0, token)
    return [label for label in labels if label]


def shared_words(text: str, last: list[Token]) -> list[Token]:
    """What the last label adds for all of them: 现场、电话、网络咨询 → 咨询. A name in quotes is its own."""
    quoted = [place for place, item in enumerate(last) if text.startswith(CLOSING_QUOTE, item.end - 1)]
    return last[quoted[-1] + 1 if quoted else 1 :]
