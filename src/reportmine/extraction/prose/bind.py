"""Binds the numbers of one sentence to indicators, left to right."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from reportmine.extraction.prose.bodies import BodyReader, body_reader
from reportmine.extraction.prose.clauses import (
    Surroundings,
    before_comma,
    clause_span,
    concepts_of,
    is_measure,
    surroundings,
)
from reportmine.extraction.prose.echoes import echo
from reportmine.extraction.prose.joints import JointReader, is_joined, joint_reader
from reportmine.extraction.prose.levels import LevelReader, level_reader, lists_between
from reportmine.extraction.prose.matching import Match, PhraseMatcher, phrase_matcher
from reportmine.extraction.prose.members import MemberReader, is_vague, member_reader
from reportmine.extraction.prose.parallel import inherited_units, parallel_labels
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence, value_of
from reportmine.extraction.prose.sums import SumReader, sum_reader
from reportmine.extraction.prose.times import Time, TimeReader, time_reader
from reportmine.extraction.prose.tokens import DATE, LISTING, VALUE, Token
from reportmine.rulebook import Rulebook


class Binder:
    """Binds numbers by phrases, breakdowns and time words."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._phrases: PhraseMatcher = phrase_matcher(rulebook)
        self._joints: JointReader = joint_reader(rulebook)
        self._members: MemberReader = member_reader(rulebook)
        self._sums: SumReader = sum_reader(rulebook)
        self._totals = frozenset(rulebook.prose.open_lists.totals)
        self._items = unit_set(rulebook.prose, ("items", "none"))
        self._bodies: BodyReader = body_reader(rulebook)
        self._levels: LevelReader = level_reader(rulebook)
        self._times: TimeReader = time_reader(rulebook)

    def bind(self, sentence: Sentence, context: Context, taken: set[int]) -> None:
        """Adds to ``context`` what the sentence's numbers say. ``taken``: token indexes that lists have read."""
        if not (sentence.values or context.listing) and sentence.concepts.isdisjoint(LISTS):
            return  # neither numbers, nor a word that a list begins with or a date that ends one
        crowded = sum(_is_bare(sentence.tokens[index]) for index in sentence.values) >= CROWD
        subject: Token | None = None  # a channel that rules the rest of its part of the sentence
        stranger = False  # another body that does
        words: list[Token] | None = None  # what stands before a number that is only counted in a coarser unit
        ruled = counted = False  # a gazette has ruled a number; the number before counted a channel's accounts
        own_until = self._levels.own_until(sentence) if sentence.values else -1
        labels = parallel_labels(sentence)
        units = inherited_units(sentence.tokens, sorted(labels))
        for index, printed in enumerate(sentence.tokens):
            if printed.mark != VALUE:
                if printed.mark == "," and ruled:
                    subject, ruled = None, False  # 公报6期,刊登文件66件,…: it rules no more than the next clause
                if printed.mark == ";" or "of_which" in printed.concepts:
                    subject, counted = None, False
                    stranger = self._members.divides_sum(printed, context) or (
                        self._levels.is_of_others(sentence, index, context)
                    )
                if not printed.concepts.isdisjoint(LISTS):
                    context.listing = True
                elif printed.mark == DATE and index and sentence.tokens[index - 1].mark in ",;":
                    context.listing = False  # a new date at a clause's start
                continue
            token = units.get(index, printed)
            if token.quantity is None or index in taken:
                continue
            lone = _is_bare(token) and index not in labels
            if lone and (crowded or _is_cell(sentence.text, token) or _runs_on(sentence.tokens, index)):
                continue
            around = surroundings(sentence, index)
            if _is_counted_again(sentence.tokens, index) or _is_one_of_kinds(sentence.tokens, index):
                words = around.left
                self._leave(context, sentence, index, token, "no_phrase")
                continue
            if words is not None:
                around, words = around.with_left(words), None
            elif index in labels:
                around = around.with_left(labels[index])
            elif _only_sums_up(sentence.tokens, around, token):
                around = around.with_left(before_comma(sentence.tokens, around))
            elif _is_by_channel(sentence.tokens, around, context.frame):
                before = [item for item in before_comma(sentence.tokens, around) if "per" not in item.concepts]
                around = around.with_left([*before, *around.own])
            foreign = (
                (stranger and not around.concepts & OWN)
                or index < own_until
                or self._levels.is_named_again(sentence, index, context)
            )
            reason = "other_body" if foreign else ""
            self._bind_one(sentence, context, with_subject(around, subject), token, reason)
            stranger = self._is_stranger(sentence, context, around, token, stranger)
            ruled = subject is not None and "ch_gazette" in subject.concepts
            named = _new_subject(around, token, self._items)
            if named is not None:  # 公众号1个,抖音号1个,发布310条: the two together
                subject = None if counted else named
            counted = named is not None

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
            self._leave(context, sentence, index, token, reason)
            return
        part = None if back else self._members.match(sentence, around, token, context)
        found = back or part
        listed = context.listing and not self._sums.is_added(sentence.text, around, context, token.start)
        match = None if found else self._phrases.match(sentence, around, token, context, time.period, listed)
        if match is not None:
            found = self._bound(sentence.text, match, token)
            if self._is_joint(around, match, found):
                found.indicator = None
        if found is None:
            self._leave(context, sentence, index, token, "no_phrase")
            return
        found.clause = clause_span(sentence, index)
        found.time = (
            self._times.named(sentence.text, around.left) or time if back else _rate_time(time, around, token, context)
        )
        if match is not None and match.reading.phrase.replaces:
            _replace_larger(context, found, sentence)
        if match is not None and match.reading.phrase.cancels and found.value:
            _cancel(context, match.reading.phrase.cancels, around, sentence)
        self._sums.settle(sentence.text, around, found, context)
        if self._levels.is_part(sentence, index, found, context):
            self._leave(context, sentence, index, token, "other_body")
            return
        if token.start in context.first_of_lists and found.indicator in self._totals:
            self._leave(context, sentence, index, token, "no_phrase")
            return
        if (part is not None and self._is_said_twice(sentence, context, part)) or _is_said_otherwise(
            found, sentence, context, index
        ):
            self._leave(context, sentence, index, token, "no_phrase")
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
            if same and before.value != part.value:
                if lists_between(sentence.tokens, before.end, part.start):
                    return True  # 微博120条,其中转发微博9条: a part of the first
                before.indicator = None
                if before.token is not None:
                    context.loose.append(Loose(before.token, before.clause, "no_phrase"))
                return True
        return False

    def _note(self, sentence: Sentence, context: Context, found: Bound, match: Match | None) -> None:
        last = context.bound[-1] if context.bound else None
        context.bound.append(found)
        if found.also:
            context.bound.append(replace(found, indicator=found.also))
        if match is None:
            context.indicator = found.indicator or context.indicator
            return
        phrase = match.reading.phrase
        context.indicator = found.indicator
        if phrase.opens and found.indicator and found.value:
            context.bound += self._members.wholly(sentence, found, phrase.opens)
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

    def _leave(self, context: Context, sentence: Sentence, index: int, token: Token, reason: str) -> None:
        context.loose.append(Loose(token, clause_span(sentence, index), reason))
        quantity = token.quantity
        if reason == "no_phrase" and quantity is not None and quantity.family in ("item", "person"):
            may_open = not sentence.concepts.isdisjoint(OTHER_SUBJECTS)
            if may_open and not surroundings(sentence, index).concepts.isdisjoint(OTHER_SUBJECTS):
                context.foreign = True


def _only_sums_up(tokens: list[Token], around: Surroundings, token: Token) -> bool:
    """Whether the clause before the number is empty of words while the one before counts something else."""
    counted = (item for item in reversed(tokens[: around.place]) if item.mark == VALUE or is_measure(item))
    before = next((item.quantity for item in counted), None)
    if before is None or token.quantity is None or before.family == token.quantity.family:
        return False
    return all("filler" in item.concepts for item in around.own) and around.place > 1


def _is_by_channel(tokens: list[Token], around: Surroundings, frame: str | None) -> bool:
    """Whether the clause before only names the channel, or tells of an account: 公众号保持更新,共发布信息51条."""
    if frame not in (None, "published") or not around.own:
        return False
    if _is_headed_by_channel(tokens, around):
        return True
    if not around.own[0].concepts & {"publish", "own_initiative"}:
        return False
    before = [token for token in tokens[: around.place] if token.end <= around.own[0].start]
    if len(before) < 3 or before[-1].mark != ",":
        return False
    named = before_comma(tokens, around)
    if any(token.mark == LISTING for token in named):
        return False
    if before[-2].concepts & SUBJECTS:
        return frame is not None and "via" in concepts_of(named[:2])
    words = [token for token in named if not token.concepts & TIME_WORDS]
    plain = all(token.concepts for token in around.own) and around.own[-1].concepts & {"info", "info_weak", "tweets"}
    return bool(plain and words and words[0].concepts & ACCOUNTS and "ch_among" not in concepts_of(named))


def _is_headed_by_channel(tokens: list[Token], around: Surroundings) -> bool:
    """Whether the clause before names a channel as what follows is about: 政府网站方面,年内共发布信息2968条."""
    before = [token for token in tokens[: around.place] if token.end <= around.own[0].start]
    headed = len(before) > 2 and before[-1].mark == "," and "aspect" in before[-2].concepts
    if not headed or concepts_of(around.own).isdisjoint({"publish", "own_initiative"}):
        return False
    return not before[-3].concepts.isdisjoint(SUBJECTS | {"ch_tongue"})


def _is_one_of_kinds(tokens: list[Token], index: int) -> bool:
    """Whether a list counts the papers of one and of another: 市政府文件36件、市政府办公厅文件58件."""
    if not _counts_papers_of(tokens, index):
        return False
    return any(_is_beside_papers(tokens, index, way) for way in (1, -1))


def _is_beside_papers(tokens: list[Token], index: int, way: int) -> bool:
    at = index + way
    while 0 <= at < len(tokens) and tokens[at].mark not in (VALUE, ".", ";", "("):
        at += way
    between = tokens[min(index, at) + 1 : max(index, at)]
    if not 0 <= at < len(tokens) or not between or between[0].mark not in (LISTING, ","):
        return False
    return _counts_papers_of(tokens, at) and not any("of_which" in item.concepts for item in between)


def _counts_papers_of(tokens: list[Token], index: int) -> bool:
    """Whether a number counts the papers of somebody: 市政府文件36件."""
    named = index > 1 and tokens[index].mark == VALUE and "documents" in tokens[index - 1].concepts
    return named and any("own" in item.concepts for item in tokens[max(index - 3, 0) : index - 1])


def _is_counted_again(tokens: list[Token], index: int) -> bool:
    """Whether another number follows without a word between, in another unit of things: 16项65条.

    The second number is the count.
    """
    if index + 1 >= len(tokens) or tokens[index + 1].mark != VALUE or tokens[index + 1].start != tokens[index].end:
        return False
    one, other = tokens[index].quantity, tokens[index + 1].quantity
    if one is None or other is None or one.unit is None or other.unit is None:
        return False
    return one.family == other.family == "item" and one.unit != other.unit


def _runs_on(tokens: list[Token], index: int) -> bool:
    """Whether a number without a unit is followed by what begins another statement: its unit and more are lost."""
    return index + 1 < len(tokens) and bool(
        tokens[index + 1].concepts & {"via", "publish", "own_initiative", "receive"}
    )


def _rate_time(time: Time, around: Surroundings, token: Token, context: Context) -> Time:
    """The time of a rate: that of the figure it is a rate of, where a sum of all years stands between the two."""
    quantity = token.quantity
    if quantity is None or quantity.family != "percent" or "cumulative" in concepts_of(around.own):
        return time
    return replace(time, period=context.opened_for) if context.opened else time


_REMARK = re.compile(r"\([^()]{7,}\)")  # what a bracket adds says nothing of whose count it is
CROWD = 8  # so many numbers without a unit in one sentence are a table
OWN = frozenset({"own"})
OTHER_SUBJECTS = frozenset({"hotline", "approvals", "receive", "handle", "closed"})  # of a count that is no figure
LISTS = frozenset({"of_which", "besides"})  # what begins a list of parts; what comes besides (此外) is no total either
WITHIN = frozenset({"of_which", "carried_within"})  # what says that a count holds the one behind it
TIME_WORDS = frozenset({"this_year", "own", "until", "filler", "last_year"})
SUBJECTS = frozenset({"ch_weibo", "ch_wechat", "ch_website", "ch_gazette", "ch_open"})
ACCOUNTS = frozenset({"ch_weibo", "ch_wechat"})


def _are_joined(tokens: list[Token], last: Bound, match: Match) -> bool:
    """Whether nothing but a joint stands between a number and the next one's words: 复议10件、诉讼3件."""
    between = [item for item in tokens if last.token and item.start >= last.token.end and item.end <= match.start]
    return bool(between) and all(item.mark == LISTING or "and" in item.concepts for item in between)


def _is_bare(token: Token) -> bool:
    return token.quantity is not None and token.quantity.unit is None


def _is_cell(text: str, token: Token) -> bool:
    """Whether a number without a unit looks like a piece of a table: beside another one, or a run of digits."""
    around = text[token.start - 1 : token.start] + text[token.end : token.end + 1]
    digits = text[token.start : token.end]
    return " " in around or len(digits) > 6 or (len(digits) > 1 and digits.startswith("0") and "." not in digits)


def _new_subject(around: Surroundings, token: Token, items: frozenset[str | None]) -> Token | None:
    """A channel counted by its accounts (微博29个,…) rules the clauses that follow; one with ``items`` does not."""
    quantity = token.quantity
    words = [item for item in around.own if item.concepts - {"of_which", "filler", "own", "set_up", "this_year"}]
    if len(words) > 1 and words[0].concepts & {"produce", "issue"} and "ch_gazette" in words[1].concepts:
        words = words[1:]  # 制作公报6期
    if quantity is None or quantity.unit in items or not words or not words[0].concepts & SUBJECTS:
        return None
    plain = all(item.concepts & {"page"} for item in words[1:]) and quantity.family == "item"
    said = concepts_of(around.own)
    return words[0] if plain and not said & {"publish", "own_initiative", "via", "ch_generic"} else None


def with_subject(around: Surroundings, subject: Token | None) -> Surroundings:
    """The surroundings with a subject taken over from an earlier clause, where the own clause names no channel."""
    if subject is None or around.concepts & (SUBJECTS | {"ch_other", "ch_two_micro"}):
        return around
    verb = any(item.concepts & {"publish", "own_initiative"} for item in around.own)
    other = any(not item.concepts or "interpret" in item.concepts for item in around.own)
    if "ch_gazette" in subject.concepts and verb and other:
        return around  # 出版公报9期,发布政府常务会议信息16条: not in the gazette
    return around.with_left([subject, *around.own])


def _is_said_otherwise(found: Bound, sentence: Sentence, context: Context, index: int) -> bool:
    """Whether the sentence already gave the figure another value: one of the two counts something narrower.

    In 文字解读24件、图文解读22件 both do: the first is taken back.
    """
    if found.indicator is None or found.item is not None:
        return False
    key = (sentence.start, found.indicator)
    for bound in context.bound[-12:]:
        same = (bound.time, bound.applicant, bound.item) == (found.time, found.applicant, None)
        if bound.indicator == found.indicator and bound.end > sentence.start and same and bound.value != found.value:
            if bound.value > found.value and lists_between(sentence.tokens, bound.end, found.start):
                return True  # 网站发布150条,其中要闻70条、公开栏目60条: a part of the first
            last = next(place for place in range(index - 1, -1, -1) if sentence.tokens[place].mark == VALUE)
            between = [item for item in sentence.tokens[:index] if item.start >= bound.end]
            joined = bool(between) and not any(item.mark in (",", ";", ":", "(") for item in between)
            if joined or (bound is context.bound[-1] and sentence.tokens[last + 1].mark == LISTING):
                bound.indicator = None
                if bound.token is not None:
                    context.loose.append(Loose(bound.token, bound.clause, "no_phrase"))
                context.split.add(key)
            return True
    return key in context.split


def _cancel(context: Context, indicators: tuple[str, ...], around: Surroundings, sentence: Sentence) -> None:
    """Takes back the figure whose bracket or list says that it holds more than its own."""
    tokens, last = sentence.tokens, context.bound[-1] if context.bound else None
    if last is None or last.indicator not in indicators or last.end < sentence.start:
        return
    between = [item for item in tokens[: around.place] if item.start >= last.end]
    if any(item.mark == "(" or not item.concepts.isdisjoint(WITHIN) for item in between):
        last.indicator = None


def _replace_larger(context: Context, found: Bound, sentence: Sentence) -> None:
    """Takes back what the sentence said before ``found`` of its indicator, where that was more."""
    for bound in context.bound[-8:]:
        same = (bound.indicator, bound.applicant, bound.item) == (found.indicator, found.applicant, found.item)
        if same and bound.end > sentence.start and bound.value > found.value and bound.token is not None:
            bound.indicator = None
            context.loose.append(Loose(bound.token, bound.clause, "no_phrase"))


@lru_cache(maxsize=4)
def binder(rulebook: Rulebook) -> Binder:
    return Binder(rulebook)
