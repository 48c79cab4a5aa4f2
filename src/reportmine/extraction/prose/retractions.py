"""Figures taken back because what follows in their sentence shows that they hold more than their own."""

from __future__ import annotations

from typing import Final

from reportmine.extraction.prose.clauses import Surroundings, concepts_of
from reportmine.extraction.prose.levels import STOP, lists_between
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence
from reportmine.extraction.prose.tokens import APART, LISTING, VALUE

OF_WHICH: Final = frozenset({"of_which"})
WITHIN: Final = frozenset({"of_which", "carried_within"})  # what says that a count holds the one behind it


def cancel(context: Context, indicators: tuple[str, ...], around: Surroundings, sentence: Sentence) -> None:
    """Takes back the figure whose bracket or list says that it holds more than its own.

    A sentence that begins with 其中 goes on with the one before it: 收到4件。其中，上年结转1件，新收3件.
    """
    tokens, last = sentence.tokens, context.bound[-1] if context.bound else None
    if last is None or (last.end < sentence.start and tokens[0].concepts.isdisjoint(OF_WHICH)):
        return
    between = [item for item in tokens[: around.place] if item.start >= last.end]
    if any(item.mark == VALUE for item in between):
        return  # 新收148件,办理142件(3件为上年结转): it is said of the 142
    bracket = any(item.mark == "(" for item in between)
    said = concepts_of([item for item in tokens if last.clause[0] <= item.start < last.start])
    if not bracket and "new_receive" in said:
        return  # 新收198件,主要涉及征地,上年结转2件
    if bracket or any(not item.concepts.isdisjoint(WITHIN) for item in between):
        for bound in context.bound[-2:]:  # one number may say two figures: 收到并答复申请95件(含上年结转7件)
            if bound.start == last.start and bound.indicator in indicators:
                bound.indicator = None


def replace_larger(context: Context, found: Bound, sentence: Sentence) -> bool:
    """Takes back what the sentence said before ``found`` of its indicator, where that was more.

    False where the larger number was told in the same words, and the smaller is a part of it: 收到依申请公开31件
    (其中依申请公开27条).
    """
    words = _said_in(sentence, found.phrase_start, found.phrase_end) - OF_WHICH
    for bound in context.bound[-8:]:
        same = (bound.indicator, bound.applicant, bound.item) == (found.indicator, found.applicant, found.item)
        if same and bound.end > sentence.start and bound.value > found.value and bound.token is not None:
            if words <= _said_in(sentence, *bound.clause):
                return False
            bound.indicator = None
            context.loose.append(Loose(bound.token, bound.clause, "no_phrase"))
    return True


def is_said_otherwise(found: Bound, sentence: Sentence, context: Context, index: int) -> bool:
    """Whether the sentence already gave the figure another value: one of the two counts something narrower.

    In 文字解读24件、图文解读22件 both do: the first is taken back. A sentence that begins with 其中 tells parts of what
    the one before it gave.
    """
    if found.indicator is None or found.item is not None:
        return False
    key = (sentence.start, found.indicator)
    since = _start_of_last(sentence) if "of_which" in concepts_of(sentence.tokens[:2]) else sentence.start
    for bound in context.bound[-12:]:
        same = (bound.time, bound.applicant, bound.item) == (found.time, found.applicant, None)
        if bound.indicator == found.indicator and bound.end > since and same and bound.value != found.value:
            if bound.value > found.value and lists_between(sentence.tokens, bound.end, found.start):
                return True  # 网站发布150条,其中要闻70条、公开栏目60条: a part of the first
            if bound.end <= sentence.start:
                continue
            counted = (place for place in range(index - 1, -1, -1) if sentence.tokens[place].mark in (VALUE, APART))
            last = next(counted, index)  # what is told already may stand behind: lists are read first
            between = [item for item in sentence.tokens[:index] if item.start >= bound.end]
            joined = bool(between) and not any(item.mark in (",", ";", ":", "(") for item in between)
            if joined or (bound is context.bound[-1] and last < index and sentence.tokens[last + 1].mark == LISTING):
                bound.indicator = None
                if bound.token is not None:
                    context.loose.append(Loose(bound.token, bound.clause, "no_phrase"))
                context.split.add(key)
            return True
    return key in context.split


def _start_of_last(sentence: Sentence) -> int:
    """Where the sentence before begins, in the same paragraph."""
    text, end = sentence.text, sentence.start - 1
    return max(text.rfind(STOP, 0, end), text.rfind("\n", 0, sentence.start)) + 1


def _said_in(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    return concepts_of([token for token in sentence.tokens if start <= token.start < end])
