"""Binds the numbers of one sentence to indicators, left to right."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.apiece import readings, shared_numbers
from reportmine.extraction.prose.bodies import BodyReader, body_reader
from reportmine.extraction.prose.clauses import (
    Surroundings,
    clause_span,
    concepts_of,
    surroundings,
)
from reportmine.extraction.prose.echoes import echo
from reportmine.extraction.prose.end_totals import end_total
from reportmine.extraction.prose.joints import JointReader, is_joined, joint_reader
from reportmine.extraction.prose.levels import LevelReader, level_reader, lists_between
from reportmine.extraction.prose.matching import Match, PhraseMatcher, phrase_matcher
from reportmine.extraction.prose.members import MemberReader, is_vague, member_reader
from reportmine.extraction.prose.neighbours import (
    is_bare,
    is_counted_again,
    is_no_count,
    is_one_of_kinds,
    new_subject,
    with_clause_before,
    with_subject,
    without_own_field,
)
from reportmine.extraction.prose.parallel import inherited_units, parallel_labels
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.retractions import cancel, is_said_otherwise, replace_larger
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence, value_of
from reportmine.extraction.prose.sums import SumReader, sum_reader
from reportmine.extraction.prose.times import Time, TimeReader, time_reader
from reportmine.extraction.prose.tokens import DATE, FAR, LISTING, NEAR, TITLE, VALUE, Token, tokenizer
from reportmine.extraction.prose.ways import Way, WayReader, way_reader
from reportmine.model import Period
from reportmine.rulebook import Rulebook


class Binder:
    """Binds numbers by phrases, breakdowns and time words."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._phrases: PhraseMatcher = phrase_matcher(rulebook)
        self._joints: JointReader = joint_reader(rulebook)
        self._members: MemberReader = member_reader(rulebook)
        self._sums: SumReader = sum_reader(rulebook)
        self._ways: WayReader = way_reader(rulebook)
        self._indicators = rulebook.indicators
        self._adding_up = rulebook.prose.numbers.adding_up
        self._totals = frozenset(rulebook.prose.open_lists.totals)
        self._items = unit_set(rulebook.prose, ("items", "none"))
        self._bodies: BodyReader = body_reader(rulebook)
        self._levels: LevelReader = level_reader(rulebook)
        self._times: TimeReader = time_reader(rulebook)
        # The tokens that mean something here; the words between them are asked for when a number is bound.
        self._events = re.compile(f"[,;{VALUE}{DATE}{re.escape(tokenizer(rulebook).signs.having(*LISTS))}]")

    def bind(self, sentence: Sentence, context: Context, taken: set[int]) -> None:
        """Adds to ``context`` what the sentence's numbers say. ``taken``: token indexes that lists have read."""
        shared = shared_numbers(sentence)
        if not (sentence.values or shared or context.listing) and sentence.concepts.isdisjoint(LISTS):
            return  # neither numbers, nor a word that a list begins with or a date that ends one
        crowded = sum(is_bare(sentence.tokens[index]) for index in sentence.values) >= CROWD
        subject: Token | None = None  # a channel that rules the rest of its part of the sentence
        stranger = False  # another body that does
        words: list[Token] | None = None  # what stands before a number that is only counted in a coarser unit
        ruled = counted = False  # a gazette has ruled a number; the number before counted a channel's accounts
        own_until = self._levels.own_until(sentence) if sentence.values else -1
        labels = parallel_labels(sentence)
        units = inherited_units(sentence.tokens, sorted(labels))
        ways = self._ways.of_total(sentence, context)
        for index in self._places(sentence, shared):
            free = index in shared and not (stranger or index < own_until or index in taken)
            if free and self._bind_each(sentence, context, index, shared[index]):
                continue
            if (printed := sentence.tokens[index]).mark != VALUE:
                if printed.mark == "," and ruled:
                    subject, ruled = None, False  # 公报6期,刊登文件66件,…: it rules no more than the next clause
                if printed.mark == ";" or "of_which" in printed.concepts:
                    subject, counted = None, False
                    stranger = self._members.divides_sum(printed, context) or (
                        self._levels.is_of_others(sentence, index, context)
                    )
                _begin_or_end_list(sentence, context, index)
                continue
            token = units.get(index, printed)
            if token.quantity is None or index in taken:
                continue
            if (
                is_bare(token)
                and index not in labels
                and (crowded or is_no_count(sentence.text, sentence.start, sentence.tokens, index))
            ):
                continue
            around = surroundings(sentence, index)
            if index in ways and ways[index].token is None and self._bind_way(sentence, context, index, ways[index]):
                continue
            if is_counted_again(sentence.tokens, index) or is_one_of_kinds(sentence.tokens, index):
                words = around.left
                self._leave(context, sentence, around, token, "no_phrase")
                continue
            if words is not None:
                around, words = around.with_left(words), None
            elif (own := _own_words(index, labels, ways)) is not None:
                around = around.with_left(own)
            else:
                around = with_clause_before(sentence, around, token, context.frame)
            foreign = (
                (stranger and not around.concepts & OWN)
                or index < own_until
                or self._levels.is_named_again(sentence, index, context)
            )
            reason = "other_body" if foreign else ""
            self._bind_one(sentence, context, with_subject(around, subject), token, reason)
            stranger = self._is_stranger(sentence, context, around, token, stranger)
            ruled = subject is not None and "ch_gazette" in subject.concepts
            named = new_subject(around, token, self._items)
            if named is not None:  # 公众号1个,抖音号1个,发布310条: the two together
                subject = None if counted else named
            counted = named is not None

    def _places(self, sentence: Sentence, shared: Collection[int]) -> list[int]:
        """The indexes of the tokens that mean something here, numbers that a list shares among them."""
        events = [event.start() for event in self._events.finditer(sentence.signs)]
        return sorted({*events, *shared}) if shared else events

    def _bind_each(self, sentence: Sentence, context: Context, index: int, labels: list[list[Token]]) -> bool:
        """Adds one figure for each label that shares a number; False, and nothing, where one of them names none."""
        around, printed = surroundings(sentence, index), sentence.tokens[index]
        token = printed.counting(printed.quantity)
        if len(labels) == 1 and not self._names_several(sentence, around.with_left(labels[0]), token, context):
            return False  # soon known, and so it is with most
        for reading in readings(sentence.text, labels):
            trial = context.branch()
            for label in reading:
                self._bind_one(sentence, trial, around.with_left(label), token, "")
            bound = trial.bound[len(context.bound) :]
            named = {(each.indicator, each.applicant) for each in bound if each.indicator is not None}
            alike = len({self._indicators[str(each.indicator)].parent for each in bound if each.indicator}) == 1
            if len(trial.loose) == len(context.loose) and alike and len(named) == len(bound) >= max(len(labels), 2):
                context.take(trial)
                return True
        if printed.mark != VALUE and len(labels) > 1:
            self._leave(context, sentence, around, token, "no_phrase")  # it counts, and is lost to all other readers
        return False

    def _names_several(self, sentence: Sentence, around: Surroundings, token: Token, context: Context) -> bool:
        """Whether one label stands for several figures: 行政复议和行政诉讼各1件."""
        time = self._times.read(sentence, around.place, context.time)
        match = self._phrases.match(sentence, around, token, context, time.period, context.listing)
        return match is not None and bool(match.reading.phrase.also)

    def _bind_way(self, sentence: Sentence, context: Context, index: int, way: Way) -> bool:
        """Adds a number that a way without a name in the vocabulary carried; False where it counts something else."""
        found = self._ways.bound(sentence, index, way)
        if found is None:
            return False
        found.clause = clause_span(sentence, index)
        found.time = self._times.read(sentence, index, context.time)
        context.bound.append(found)
        return True

    def _bind_one(
        self,
        sentence: Sentence,
        context: Context,
        around: Surroundings,
        token: Token,
        reason: str,
    ) -> None:
        index = around.place
        time = self._times.read(sentence, index, context.time)
        back = echo(sentence, around, token, context, self._sums)
        if not back and not reason:
            reason = self._no_figure(sentence, around, token, context) or ("part" if time.part else "")
        if reason:
            self._leave(context, sentence, around, token, reason)
            return
        part = None if back else self._members.match(sentence, around, token, context)
        found = back or self._ways.by_name(sentence, around, token) or part
        listed = context.listing and not self._sums.is_added(sentence.text, around, context, token.start)
        match = None if found else self._phrases.match(sentence, around, token, context, time.period, listed)
        if (
            not found
            and match is None
            and (plain := without_own_field(sentence.text, around, context.head[: sentence.start]))
        ):
            match = self._phrases.match(sentence, plain, token, context, time.period, listed, own_field=True)
        if match is not None:
            found = self._bound(sentence.text, match, token)
            if self._is_joint(around, match, found):
                found.indicator = None
        if found is None:
            found = end_total(sentence, around, token, context, self._indicators, self._adding_up)
        if found is None:
            self._leave(context, sentence, around, token, "no_phrase")
            return
        found.clause = clause_span(sentence, index)
        found.time = (
            self._times.named(sentence.text, around.left) or time if back else _rate_time(time, around, token, context)
        )
        found.time = self._times.of_state(sentence, index, found.indicator, found.time)
        if match is not None and match.reading.phrase.replaces and not replace_larger(context, found, sentence):
            self._leave(context, sentence, around, token, "no_phrase")
            return
        cancels = match.reading.phrase.cancels if match is not None else ()
        if cancels and (found.value or found.indicator in cancels):
            cancel(context, cancels, around, sentence)
        self._sums.settle(sentence.text, around, found, context)
        if self._levels.is_part(sentence, index, found, context):
            self._leave(context, sentence, around, token, "other_body")
            return
        if token.start in context.first_of_lists and found.indicator in self._totals:
            self._leave(context, sentence, around, token, "no_phrase")
            return
        if (part is not None and self._is_said_twice(sentence, context, part)) or is_said_otherwise(
            found, sentence, context, index
        ):
            self._leave(context, sentence, around, token, "no_phrase")
            return
        self._note(sentence, context, found, match)

    def _is_joint(self, around: Surroundings, match: Match, found: Bound) -> bool:
        """Whether the number holds for more than its word: 电话、网络咨询20人次, 法规文件及解读2条."""
        if match.reading.phrase.item:
            place = next(place for place, item in enumerate(around.left) if item.start >= match.start)
            if is_vague(around.left, place, place + 1):
                return True
        if is_joined(around, match.end, frozenset(match.reading.phrase.not_joined)):
            return True
        behind = match.start >= found.start  # 11期访谈和29场发布会: its word is no part of the label before
        return match.words == 1 and not behind and self._joints.joins(around, match.start, found.indicator)

    def _is_said_twice(self, sentence: Sentence, context: Context, part: Bound) -> bool:
        """Whether a list names one part twice (维持3件,驳回2件): neither number is that part. Takes the first back."""
        part.is_part = part.item is None and part.indicator is not None
        for before in reversed(context.bound):
            if not part.is_part or not before.is_part or before.start < sentence.start:
                return False
            same = (before.indicator, before.applicant, before.time) == (part.indicator, part.applicant, part.time)
            if same and before.start != part.start:
                if lists_between(sentence.tokens, before.end, part.start):
                    return True  # 微博120条,其中转发微博9条: a part of the first
                before.indicator = None
                if before.token is not None:
                    context.loose.append(Loose(before.token, before.clause, "no_phrase"))
                return True
        return False

    def _note(self, sentence: Sentence, context: Context, found: Bound, match: Match | None) -> None:
        last = context.bound[-1] if context.bound else None
        place = len(context.bound)
        context.bound.append(found)
        context.bound += [replace(found, indicator=indicator) for indicator in found.also]
        if match is None:
            context.indicator = found.indicator or context.indicator
            return
        phrase = match.reading.phrase
        context.indicator = found.indicator
        if phrase.opens and found.indicator and found.value:  # before it, for what follows speaks of the whole
            context.bound[place:place] = self._members.wholly(sentence, found, phrase.opens)
        if phrase.opens:
            rival = context.counted if self._members.are_rivals(context.counted, phrase.opens) else None
            has_parts = found.value or last is None or not last.value
            context.before_nought = None if has_parts else rival
            context.torn = rival is not None and last is not None and _are_joined(sentence.tokens, last, match)
            context.frame = context.counted = phrase.opens
            context.foreign = False
            if phrase.indicator is None or not context.listing or phrase.whole:
                context.opened, context.opened_for = found.indicator, found.time.period

    def _bound(self, text: str, match: Match, token: Token) -> Bound:
        phrase = match.reading.phrase
        found = value_of(token, match.reading.rule, (match.start, match.end))
        found.indicator, found.also = phrase.indicator, phrase.also
        if phrase.item:
            words = self._members.words_of(text, phrase.item, match.start, match.end)
            found.item, found.indicator = (words[0], phrase.indicator) if len(words) == 1 else (None, None)
        return found

    def _no_figure(self, sentence: Sentence, around: Surroundings, token: Token, context: Context) -> str:
        """Why a number is no figure of this body for this year, or an empty string."""
        quantity = token.quantity
        own = concepts_of(around.own)
        last = [sign for item in around.own[-3:] for sign in item.concepts]
        if "change" in own and ("compare" in own or "change" in last):
            return "difference"
        if "compare" in own and around.own and "compare" in around.own[-1].concepts:
            return "difference"
        if "share" in last or ("rate_of" in last and (quantity is None or quantity.family == "percent")):
            return "share"
        if "plan" in own:
            return "plan"
        if "per" in own:
            return "rate"
        start = around.own[0].start if around.own else token.start
        if self._levels.is_listed(sentence, sentence.text[start : token.start], token):
            self._levels.remember(sentence.text[start : token.start], context)
            return "other_body"
        clause = _REMARK.sub("", sentence.text[start : token.start])
        if self._bodies.is_other(clause, context.head):
            return "other_body"
        return ""

    def _is_stranger(
        self, sentence: Sentence, context: Context, around: Surroundings, token: Token, before: bool
    ) -> bool:
        """Whether the numbers that follow in this part of the sentence are another body's."""
        last = context.loose[-1] if context.loose else None
        if last is None or last.token is not token or last.reason != "other_body":
            return False
        named = before or self._is_named(sentence, around, token, context)
        return named or self._levels.is_ruled_by_group(sentence, around.place)

    def _is_named(self, sentence: Sentence, around: Surroundings, token: Token, context: Context) -> bool:
        clause = sentence.text[around.own[0].start if around.own else token.start : token.start]
        return self._bodies.names_other(clause, context.head) or self._levels.is_listed(sentence, clause, token)

    def _leave(self, context: Context, sentence: Sentence, around: Surroundings, token: Token, reason: str) -> None:
        index = around.place
        named = any(item.mark in (NEAR, FAR) for item in around.own)
        context.loose.append(Loose(token, clause_span(sentence, index), reason, around.concepts, named))
        quantity = token.quantity
        if reason == "no_phrase" and quantity is not None and quantity.family in ("item", "person"):
            may_open = not sentence.concepts.isdisjoint(OTHER_SUBJECTS)
            printed = surroundings(sentence, index) if may_open else None
            if printed is not None and not printed.concepts.isdisjoint(OTHER_SUBJECTS):
                goes_on = _only_handles(printed) or context.completes_list(quantity.value)
                context.foreign = context.frame not in HANDLED or not goes_on


def _begin_or_end_list(sentence: Sentence, context: Context, index: int) -> None:
    """Notes that a list of parts begins at a token, or that one ends there."""
    token = sentence.tokens[index]
    if not token.concepts.isdisjoint(LISTS):
        context.listing = True
    elif token.mark == DATE and index and sentence.tokens[index - 1].mark in ",;":
        context.listing = False  # a new date at a clause's start


def _own_words(index: int, labels: Mapping[int, list[Token]], ways: Mapping[int, Way]) -> list[Token] | None:
    """The words that a list gives the number at its own place, or None."""
    way = ways[index].token if index in ways else None
    return labels.get(index, [way] if way is not None else None)


def _only_handles(around: Surroundings) -> bool:
    """Whether a clause says no more than that so many were handled: 办理142件."""
    return all(item.mark not in UNKNOWN and item.concepts <= ONLY_HANDLES for item in around.own)


def _rate_time(time: Time, around: Surroundings, token: Token, context: Context) -> Time:
    """The time of a rate: that of the figure it is a rate of, where a sum of all years stands before it."""
    quantity = token.quantity
    if quantity is None or quantity.family != "percent" or "cumulative" in concepts_of(around.own):
        return time
    if not context.opened:
        return time
    follows = not context.bound or context.bound[-1].time.period is context.opened_for  # nothing of a year in between
    return time._replace(period=context.opened_for if follows else Period.YEAR)


_REMARK: Final = re.compile(r"\([^()]{7,}\)")  # what a bracket adds says nothing of whose count it is
CROWD: Final = 8  # so many numbers without a unit in one sentence are a table
OWN: Final = frozenset({"own"})
# The subjects of a count that is no figure.
OTHER_SUBJECTS: Final = frozenset({"hotline", "approvals", "receive", "handle", "closed"})
HANDLED: Final = frozenset({"requests"})  # 收到申请148件,办理142件: the number without a noun goes on with them
UNKNOWN: Final = frozenset({NEAR, FAR, TITLE})
ONLY_HANDLES: Final = frozenset({"handle", "consult_verb", "filler", "this_year", "own"})
# What begins a list of parts; what comes besides (此外) is no total either.
LISTS: Final = frozenset({"of_which", "besides"})


def _are_joined(tokens: list[Token], last: Bound, match: Match) -> bool:
    """Whether nothing but a joint stands between a number and the next one's words: 复议10件、诉讼3件."""
    between = [item for item in tokens if last.token and item.start >= last.token.end and item.end <= match.start]
    return bool(between) and all(item.mark == LISTING or "and" in item.concepts for item in between)


@lru_cache(maxsize=4)
def binder(rulebook: Rulebook) -> Binder:
    return Binder(rulebook)
