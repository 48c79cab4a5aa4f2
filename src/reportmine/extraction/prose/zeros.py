"""Zeros said in words: a negation gives one zero for every member of the list it governs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.apiece import shared_numbers
from reportmine.extraction.prose.bodies import BodyReader, body_reader
from reportmine.extraction.prose.clauses import clause_span, concepts_of
from reportmine.extraction.prose.levels import LevelReader, level_reader
from reportmine.extraction.prose.neighbours import TIME_WORDS
from reportmine.extraction.prose.state import Bound, Context, Sentence
from reportmine.extraction.prose.times import Time, TimeReader, time_reader
from reportmine.extraction.prose.tokens import (
    BOUNDARIES,
    DATE,
    FILLER,
    LISTING,
    NEGATION,
    NEGATION_EVENT,
    NO_ONE,
    NOBODY,
    VALUE,
    Token,
)
from reportmine.model import Status
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import Zero

DENIALS: Final = frozenset({NEGATION, NEGATION_EVENT, NOBODY, "fee_free"})
OPENING_QUOTE: Final = "\u201c"
COSTS: Final = frozenset({"fee_noun", "budget", "spend", "court_costs"})


class ZeroReader:
    """Finds stated zeros."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.prose
        self._zeros = rules.zeros
        self._deniable = frozenset().union(*[zero.concepts for _, zero in rules.zeros])
        self._verbs = tuple(sorted(rules.negation.verbs, key=len, reverse=True))
        self._answers = frozenset(rules.negation.answers)
        self._exception = re.compile(rules.negation.exception)
        self._times: TimeReader = time_reader(rulebook)
        self._bodies: BodyReader = body_reader(rulebook)
        self._levels: LevelReader = level_reader(rulebook)

    def read(self, sentence: Sentence, context: Context, heading: Callable[[], list[Token]]) -> None:
        """Adds the zeros a sentence states. ``heading``: tokens of the heading above, for bare answers (无。)."""
        tokens = sentence.tokens
        self._noughts(sentence, context)
        if self._is_answer(sentence):
            self._list(sentence, context, heading(), tokens[-1], 0)
            return
        if sentence.concepts.isdisjoint(DENIALS):
            return
        for index, token in enumerate(tokens):
            if token.concepts.isdisjoint(DENIALS) or self._is_of_the_rest(sentence, index):
                continue
            if not self._is_others(sentence, context, index):
                self._negation(sentence, context, index)

    def _noughts(self, sentence: Sentence, context: Context) -> None:
        """Adds what a nought that a list shares says of each of its labels: 依申请公开、行政复议、行政诉讼均为0."""
        for index, labels in shared_numbers(sentence).items():
            token = sentence.tokens[index]
            quantity = token.quantity
            if quantity is None or quantity.value != 0 or quantity.family == "money":
                continue
            if self._is_others(sentence, context, index):
                continue
            told = len(context.bound)
            self._list(sentence, context, [item for label in labels for item in label], token, index)
            for bound in context.bound[told:]:
                bound.start, bound.end, bound.status = quantity.start, quantity.end, Status.REPORTED
            if len(context.bound) > told:
                context.loose = [loose for loose in context.loose if loose.token.start != token.start]

    def _is_of_the_rest(self, sentence: Sentence, index: int) -> bool:
        """Whether the clause before a denial makes an exception: 除档案室按规定收取外,没有收取."""
        return self._exception.search(sentence.text[sentence.start : clause_span(sentence, index)[0]]) is not None

    def _is_others(self, sentence: Sentence, context: Context, index: int) -> bool:
        """Whether another body, or one level of several, is what the denial speaks of."""
        start, token = clause_span(sentence, index)[0], sentence.tokens[index]
        if self._bodies.names_other(sentence.text[start : token.start], context.head):
            return True
        return index < self._levels.own_until(sentence)

    def _negation(self, sentence: Sentence, context: Context, index: int) -> None:
        tokens, token = sentence.tokens, sentence.tokens[index]
        if "fee_free" in token.concepts:
            if any(item.mark == VALUE for item in self._after(tokens, index)):
                return  # 免收费用420元 tells what was waived
            self._list(sentence, context, [token, *self._joined(tokens, index)], token, index)
            return
        if NOBODY in token.concepts:
            before = self._before(tokens, index)
            self._list(sentence, context, [*before, token, *self._after(tokens, index)], token, index)
            return
        after = self._after(tokens, index)
        if after and _costs_behind(tokens, after[-1]):
            return
        if after and self._governs(sentence.text, token, after, alone=VALUE not in sentence.signs[:index]):
            self._list(sentence, context, after, token, index)
        elif not after or all(item.mark == "_" or "filler" in item.concepts for item in after):
            self._list(sentence, context, self._before(tokens, index), token, index)

    def _governs(self, text: str, token: Token, after: list[Token], alone: bool) -> bool:
        """Whether a denial speaks of what follows. ``alone``: nothing is counted before it, of which it could deny one
        (收到申请5件,无一件引起行政复议).
        """
        if NEGATION_EVENT in token.concepts and NEGATION not in token.concepts:
            return True
        start = after[0].end if alone and NO_ONE in after[0].concepts else token.end  # 无一例因政府信息公开申请行政复议
        follows = text[start : start + 6]
        if any(follows.startswith(verb) for verb in self._verbs):
            return True
        quoted = len(after) > 1 and text.startswith(OPENING_QUOTE, after[0].start)  # 无“结转下年度继续办理”申请件
        return bool(after[1 if quoted else 0].concepts - {"filler", NO_ONE})

    def _list(self, sentence: Sentence, context: Context, members: list[Token], word: Token, index: int) -> None:
        told = [item for item in members if item.concepts and item is not word and item.concepts != FILLER]
        if any(item.mark == VALUE for item in members) or "court_costs" in concepts_of(told[-1:]):
            return  # 与行政复议、行政诉讼有关的费用支出:无 tells of money that no indicator counts
        time = self._times.read(sentence, index, context.time)
        if time.part:
            return
        present = [item for item in members if item.concepts]
        deniable = [item for item in present if not item.concepts.isdisjoint(self._deniable)]
        if not deniable:
            return
        denied, led = concepts_of(present), concepts_of(self._before(sentence.tokens, index))
        done: set[str] = set()
        for item in deniable:
            following = _until_joint(members, item)
            for rule, zero in self._zeros:
                if item.concepts.isdisjoint(zero.concepts) or zero.indicator in done:
                    continue
                if zero.led_by and members[0].concepts.isdisjoint(zero.led_by):
                    continue
                if not denied.isdisjoint(zero.unsaid) or (zero.said and denied.isdisjoint(zero.said)):
                    continue
                if not led.isdisjoint(zero.unless_led):
                    continue
                if zero.behind and not zero.behind & self._denied_of(sentence, members, item, word, index):
                    continue
                if _is_counted(sentence, context, zero.indicator, time):
                    continue
                if not _suits(zero, sentence, context):
                    continue
                behind = concepts_of([each for each in members if each.start >= item.end])
                if behind.isdisjoint(zero.unless_behind) and self._allowed(zero, sentence, word, following):
                    done.add(zero.indicator)
                    clause = clause_span(sentence, index)
                    context.bound.append(
                        Bound(
                            indicator=zero.indicator, start=word.start, end=word.end, phrase_start=item.start,
                            phrase_end=item.end, value=0, unit=None, rule=rule, time=time,
                            status=Status.STATED_ZERO, confidence=0.9, clause=clause,
                        )
                    )  # fmt: skip

    def _allowed(self, zero: Zero, sentence: Sentence, word: Token, following: frozenset[str]) -> bool:
        if zero.sections and sentence.sections.isdisjoint(zero.sections):
            return False
        if not sentence.sections.isdisjoint(zero.sections_not):
            return False
        if zero.sections_any or zero.with_sentence:
            in_section = not sentence.sections.isdisjoint(zero.sections_any)
            if not in_section and sentence.concepts.isdisjoint(zero.with_sentence):
                return False
        if sentence.text[word.start : word.end] in zero.negations_not:
            return False
        return following.isdisjoint(zero.modifier_before)

    def _denied_of(
        self, sentence: Sentence, members: list[Token], item: Token, word: Token, index: int
    ) -> frozenset[str]:
        """What a denied word is said of: in its clause or else in the one before: 行政复议3件,未出现被纠错情形.

        ``members``: what is denied, of the sentence or of the heading above it.
        """
        own = any(token is item for token in sentence.tokens)
        return _said_of(sentence.tokens if own else members, item, word) or _clause_before(sentence.tokens, index)

    def _is_answer(self, sentence: Sentence) -> bool:
        return sentence.text[sentence.start : sentence.end].strip(",;:") in self._answers

    def _after(self, tokens: list[Token], index: int) -> list[Token]:
        end = index + 1
        while end < len(tokens) and tokens[end].mark not in ",;:)":
            if tokens[end].mark == LISTING and _denies_anew(tokens, end):
                break  # 零行政诉讼、行政复议无确认违法
            end += 1
        return tokens[index + 1 : end]

    def _joined(self, tokens: list[Token], index: int) -> list[Token]:
        """What is joined to a denial that is one word: 没有收费和减免情况."""
        after = self._after(tokens, index)
        joins = bool(after) and (after[0].mark == LISTING or "and" in after[0].concepts)
        return after if joins else []

    def _before(self, tokens: list[Token], index: int) -> list[Token]:
        """The clause before a denial; where it says no more than when and who, the one before it as well.

        涉及政府信息公开的行政复议、行政诉讼,我镇均未发生.
        """
        start = _clause_start(tokens, index)
        if start > 1 and tokens[start - 1].mark == "," and all(_says_when(item) for item in tokens[start:index]):
            start = _clause_start(tokens, start - 1)
        return tokens[start:index]


def _clause_start(tokens: list[Token], index: int) -> int:
    while index > 0 and tokens[index - 1].mark not in ",;(":
        index -= 1
    return index


def _says_when(token: Token) -> bool:
    return token.mark == DATE or bool(token.concepts and token.concepts <= TIME_WORDS)


def _suits(zero: Zero, sentence: Sentence, context: Context) -> bool:
    """Whether what the sentence counts leaves a word the meaning it has for a zero."""
    last = context.bound[-1] if context.bound else None
    counted = context.frame if last is not None and last.start >= sentence.start else None
    return counted not in zero.unless_counted and (not zero.needs or counted in zero.needs)


def _costs_behind(tokens: list[Token], last: Token) -> bool:
    """Whether what is denied is money in the end, maybe behind a remark in brackets: 与诉讼(行政复议)有关的费用支出."""
    place = next(place for place, item in enumerate(tokens) if item is last) + 1
    if place >= len(tokens) or tokens[place].mark != ")":
        return False
    end = next((at for at in range(place + 1, len(tokens)) if tokens[at].mark in ",;:"), len(tokens))
    return bool(concepts_of(tokens[place:end]) & COSTS)


def _is_counted(sentence: Sentence, context: Context, indicator: str, time: Time) -> bool:
    """Whether the sentence counts what it then denies in part: 回应热点3次,没有出现因迟缓引起的热点."""
    return any(
        bound.indicator == indicator and bound.value and bound.start >= sentence.start and bound.time == time
        for bound in context.bound
    )


def _denies_anew(tokens: list[Token], place: int) -> bool:
    """Whether the next part of a list has a denial of its own."""
    for token in tokens[place + 1 :]:
        if token.mark in BOUNDARIES or token.mark == LISTING:
            return False
        if NEGATION in token.concepts:
            return True
    return False


def _said_of(tokens: list[Token], item: Token, negation: Token) -> frozenset[str]:
    """What a word is said of: all that stands before it, back to another such word or the clause's start.

    行政复议 in 无行政复议纠错, 行政复议零纠错 and 零行政诉讼、行政复议无纠错; both in 无行政复议、行政诉讼纠错案件.
    """
    place = next(place for place, token in enumerate(tokens) if token is item)
    said, part = frozenset[str](), frozenset[str]()
    for token in reversed(tokens[:place]):
        if NEGATION in token.concepts and token is not negation:
            return said  # its own part of the list is denied by that
        if token.mark in BOUNDARIES or not token.concepts.isdisjoint(item.concepts):
            break
        if token.mark == LISTING:
            said |= part
            part = frozenset()
        elif token is not negation:
            part |= token.concepts
    return said | part


def _clause_before(tokens: list[Token], index: int) -> frozenset[str]:
    """What the clause before the one with ``index`` says: 行政复议3件,未出现被纠错情形."""
    start = _clause_start(tokens, index)
    if start < 2 or tokens[start - 1].mark != ",":
        return frozenset()
    return concepts_of(tokens[_clause_start(tokens, start - 2) : start - 1])


def _until_joint(members: list[Token], word: Token) -> frozenset[str]:
    """What is said after a word in its own part of a list: 依申请提供信息收取费用 is about fees."""
    later = [item for item in members if item.start >= word.end]
    joint = next((place for place, item in enumerate(later) if item.mark == LISTING or "and" in item.concepts), None)
    return concepts_of(later[:joint])


@lru_cache(maxsize=4)
def zero_reader(rulebook: Rulebook) -> ZeroReader:
    return ZeroReader(rulebook)
