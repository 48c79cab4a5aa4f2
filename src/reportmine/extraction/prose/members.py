"""The parts of a figure, told by a word of their label in the list that follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeGuard

from reportmine.extraction.prose.clauses import Surroundings, concepts_of
from reportmine.extraction.prose.neighbours import PUBLISHING, heads_list
from reportmine.extraction.prose.patterns import TRANSPARENT, unit_set
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence, value_of
from reportmine.extraction.prose.tokens import (
    BOUNDARIES,
    DATE,
    FAR,
    LISTING,
    NEAR,
    VALUE,
    Signs,
    Token,
    signature,
    tokenizer,
)
from reportmine.model import Applicant
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import Member

# What may follow the telling word in a label: 当面申请数, 电话咨询, 网络提交的申请.
COMPANY: Final = (
    "apply", "request", "consult", "consult_word", "info", "info_weak", "own_initiative", "publish", "receive",
    "answer", "litigation", "reconsideration", "normative", "rules_doc", "upheld", "event", "staff_weak",
    "issue", "closed", "deliver", "npc", "cppcc", "press", "interview", "trainees", "attend",
)  # fmt: skip

CLAUSE: Final = r"[^,;。:()\d]{0,16}[,(]?"  # the rest of a figure's clause
QUIET_WORDS: Final = frozenset({"filler", "apply", "request", "request_noun", "via", "deliver"})  # 均以信函方式提交
FAR_FROM_JOINT: Final = 4  # tokens of the other's name that may stand before the joint: 网站“依申请公开”专栏及邮寄
CARRIED: Final = "ch_carried"  # what a channel carries, where one is named before it
SILENT: Final = frozenset({"filler", "of_which", "this_year", "own"})
RECEIVED: Final = frozenset({"receive", "new_receive"})
ASKING: Final = frozenset({"request", "request_noun", "consult"})


@dataclass(frozen=True, slots=True)
class Part:
    rule: str
    member: Member
    unless: frozenset[str]
    plain_after: frozenset[str]
    units: frozenset[str | None]
    signs: frozenset[str]  # of its words
    left: re.Pattern[str]
    right: re.Pattern[str]


class MemberReader:
    """Matches labels of list members."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.prose
        signs = tokenizer(rulebook).signs
        joints = re.escape(signs.having("and") + LISTING)
        self._text_words = tokenizer(rulebook).lexicon
        self._parts: dict[str, list[Part]] = {}
        self._sums: list[frozenset[str]] = []
        self._wholly: dict[str, tuple[frozenset[str], re.Pattern[str]]] = {}
        self._named_by: dict[str, str] = {
            concept: frame
            for _, breakdown in rules.breakdowns
            for concept in breakdown.named_by
            for frame in breakdown.of
        }
        self._closing = frozenset(
            member.indicator for _, breakdown in rules.breakdowns for member in breakdown.members if member.closes
        )
        for rule, breakdown in rules.breakdowns:
            if breakdown.unless_sum:
                self._sums.append(breakdown.unless_sum)
            if breakdown.wholly is not None:
                pattern = re.compile(CLAUSE + breakdown.wholly.words)
                self._wholly |= {frame: (frozenset(breakdown.wholly.of), pattern) for frame in breakdown.of}
            for member in breakdown.members:
                units = unit_set(rules, member.units, member.unless_units)
                part = Part(
                    rule,
                    member,
                    frozenset(breakdown.unless),
                    frozenset(breakdown.plain_after),
                    units,
                    frozenset(signs.having(*member.concepts)),
                    *_patterns(signs, member),
                )
                for frame in breakdown.of:
                    self._parts.setdefault(frame, []).append(part)
        self._joint = {
            (frame, part.signs): _joined_to([other.signs for other in parts if other.signs != part.signs], joints)
            for frame, parts in self._parts.items()
            for part in parts
        }

    def match(self, sentence: Sentence, around: Surroundings, token: Token, context: Context) -> Bound | None:
        """The part of the open figure that the value states, or None."""
        frame = context.frame or self._implied(sentence)
        if frame is None or context.foreign or token.quantity is None:
            return None
        if (
            context.frame
            and frame not in self._named_by.values()
            and _is_of_none(sentence, context, token.quantity.value)
        ):
            return None
        label = _label(around.left)
        named = self._named(label, around.left, frame)
        if named is None and context.before_nought and token.quantity.value:
            named = context.before_nought
        if named is None and context.torn:
            return None
        frame = context.frame = named or frame
        context.torn = False
        signs = signature(label)
        present = {*signs, *(around.right_signs if around.right_open else "")}
        best: tuple[int, Part, int, int] | None = None
        said = around.concepts
        for part in self._parts.get(frame, ()):
            if part.signs.isdisjoint(present):
                continue  # its word stands on neither side
            if (
                token.quantity.unit not in part.units
                or said & part.unless
                or not said.isdisjoint(part.member.unless)
                or not sentence.concepts.isdisjoint(part.member.unless_said)
                or _names_theme(label, part.plain_after)
                or self._is_whole(part, label, token, context)
                or (part.member.after and part.member.after != context.opened)
                or (part.member.unless_beside and heads_list(sentence.tokens, around.place, part.member.unless_beside))
            ):
                continue
            ahead = part.left.search(signs)
            if ahead and (
                is_vague(label, *ahead.span("phrase")) or self._is_object(frame, label, ahead.start("phrase"))
            ):
                continue
            if ahead:
                start, end = ahead.span("phrase")
                if best is None or start > best[0]:
                    best = (start, part, label[start].start, label[end - 1].end)
            elif around.right_open and (behind := part.right.search(around.right_signs)) and not best:
                start, end = behind.span("phrase")
                best = (-1, part, around.right[start].start, around.right[end - 1].end)
        if best is None or (not best[1].member.closes and self._is_closed(sentence, context)):
            return None
        found = self._bound(best[1], token, best[2], best[3])
        if best[1].member.item and label:
            words = self.words_of(sentence.text, best[1].member.item, label[0].start, label[-1].end)
            found.item, found.indicator = (words[0], found.indicator) if len(words) == 1 else (None, None)
        if best[0] >= 0 and self._is_joint(frame, best[1], signs[: best[0]]):
            if said & RECEIVED and any(_names_applicant(part.member, said) for part in self._parts[frame]):
                return None  # 受理公民、法人提出的申请2件: all who asked
            found.indicator = None
        return found

    def divides_sum(self, word: Token, context: Context) -> bool:
        """Whether a list divides what two figures are together: 新收10件,上年结转2件,共计12件。其中网上9件."""
        if "of_which" not in word.concepts:
            return False
        last = next((each.token for each in reversed(context.loose[-3:]) if each.reason == "no_phrase"), None)
        if last is None or last.quantity is None or (context.bound and context.bound[-1].end > last.end):
            return False
        for names in self._sums:
            told = {each.indicator: each for each in context.bound[-4:] if each.indicator in names and each.value}
            held = sum(each.value for each in told.values() if each.unit == last.quantity.unit)
            if len(told) == len(names) and held == last.quantity.value:
                return True
        return False

    def wholly(self, sentence: Sentence, whole: Bound, frame: str) -> list[Bound]:
        """The parts that all of a figure is said to be of: 收到申请5件,均为自然人申请."""
        said = self._wholly.get(frame)
        if said is None or whole.indicator not in said[0]:
            return []
        found = said[1].match(sentence.text, whole.token.end if whole.token is not None else whole.end, sentence.end)
        if found is None:
            return []
        rest = [item for item in sentence.tokens if item.end > found.end()]
        stop = next((place for place, item in enumerate(rest) if item.mark in BOUNDARIES or item.mark == VALUE), None)
        if stop is not None and rest[stop].mark == VALUE:
            return []  # 均为自然人3件
        words = [item for item in rest[:stop] if not item.concepts <= QUIET_WORDS or not item.concepts]
        parts = [self._named_part(item, frame) for item in words]
        if not parts or any(part is None for part in parts):
            return []
        return [
            replace(
                whole,
                indicator=part.member.indicator,
                applicant=part.member.applicant,
                phrase_start=item.start,
                phrase_end=item.end,
            )
            for item, part in zip(words, parts, strict=True)
            if part is not None and part.member.indicator is not None
        ]

    def _named_part(self, word: Token, frame: str) -> Part | None:
        return next(
            (
                part
                for part in self._parts[frame]
                if word.mark in part.signs and not part.member.alone and not part.member.item
            ),
            None,
        )

    def _is_whole(self, part: Part, label: list[Token], token: Token, context: Context) -> bool:
        """Whether a part would be the figure that is being divided: 微博120条,其中转发微博109条.

        A part called just so takes the figure back, which then holds more: 1692条,其中目录204条,网站1488条.
        """
        member = part.member
        is_total = member.applicant == Applicant.TOTAL and member.item is None
        if not (context.listing and is_total and member.indicator == context.opened):
            return False
        words = [item for item in label if not item.concepts & SILENT]
        whole = context.bound[-1] if context.bound else None
        if len(words) == 1 and not words[0].concepts.isdisjoint(member.concepts) and _holds(whole, member, token):
            whole.indicator = None
            if whole.token is not None:
                context.loose.append(Loose(whole.token, whole.clause, "no_phrase"))
        return True

    def _is_closed(self, sentence: Sentence, context: Context) -> bool:
        """Whether the last figure of the sentence is a part that may have parts of its own."""
        last = context.bound[-1] if context.bound else None
        return last is not None and last.start >= sentence.start and last.indicator in self._closing

    def are_rivals(self, frame: str | None, other: str) -> bool:
        """Whether two figures have parts of the same names, which then must say whose they are."""
        owners = set(self._named_by.values())
        return frame != other and frame in owners and other in owners

    def _named(self, label: list[Token], left: list[Token], frame: str) -> str | None:
        """The figure that the label names, or the clauses before it (行政复议中,维持3件)."""
        for words in (label, left) if frame in self._named_by.values() else (label,):
            said = concepts_of(words)
            named = {owner for concept, owner in self._named_by.items() if concept in said}
            if len(named) == 1:
                return named.pop()
        return None

    def _implied(self, sentence: Sentence) -> str | None:
        """The figure whose parts a section is about, where the sentence speaks of it before any number of it."""
        return next((frame for frame in self._parts if frame in sentence.sections and sentence.concepts & ASKING), None)

    def _is_joint(self, frame: str, part: Part, before: str) -> bool:
        """Whether another part's word is joined to the label (电子邮件、网上申请507件): one number for two parts."""
        joint = self._joint[frame, part.signs]
        return joint is not None and joint.search(before) is not None

    def _is_object(self, frame: str, label: list[Token], start: int) -> bool:
        """Whether a word is what another part's is said to have published: 公众号发布更新网站信息355条."""
        verb = next((place for place in range(start - 1, 0, -1) if not label[place].concepts.isdisjoint(PUBLISHING)), 0)
        if not verb or frame in self._named_by.values():
            return False
        words = frozenset().union(*[part.signs for part in self._parts[frame]]) - {label[start].mark}
        return any(item.mark in words for item in label[:verb])

    def _bound(self, part: Part, token: Token, start: int, end: int) -> Bound:

        found = value_of(token, part.rule, (start, end))
        found.indicator, found.applicant = part.member.indicator, part.member.applicant
        found.also = part.member.also
        return found

    def words_of(self, text: str, concept: str, start: int, end: int) -> list[str]:
        """The words with a concept between two offsets, as printed; words joined to each other are one label."""
        found = self._text_words.find(text, start, end)
        joints = {(low, high) for low, high, names in found if "and" in names}
        labels: list[tuple[int, int, frozenset[str]]] = []
        for low, high, names in found:
            if concept not in names:
                continue
            if labels and ((last := labels[-1][1], low) in joints or text[last:low] == LISTING):
                labels[-1] = (labels[-1][0], high, names)
            else:
                labels.append((low, high, names))
        if all(CARRIED in names for _, _, names in labels[1:]):
            labels = labels[:1]
        return [text[low:high] for low, high, _ in labels]


def _patterns(signs: Signs, member: Member) -> tuple[re.Pattern[str], re.Pattern[str]]:
    word = re.escape(signs.having(*member.concepts))
    through = re.escape(signs.only(*TRANSPARENT) + DATE)
    company = re.escape(signs.having(*COMPANY)) if not member.alone else ""
    tail = f"[{through}{company}{NEAR}:]*\\(?$"
    lead = f"^[{through}:{re.escape(signs.having('of_which', 'and') + LISTING)}]*" if member.alone else ""
    left = re.compile(f"{lead}(?P<phrase>[{word}]){tail}")
    # 2件公开 is a part; 3条公开详细内容 says more
    ends = f"[{through}]*$" if member.alone else ""
    right = re.compile(
        f"^[{through}{re.escape(signs.having('via', 'receive', 'of_which'))}]*(?P<phrase>[{word}]){ends}"
    )
    return left, right


def _joined_to(others: Sequence[frozenset[str]], joints: str) -> re.Pattern[str] | None:
    """A word of another part in front of a label, with a sign that joins the two."""
    words = frozenset().union(*others)
    if not words:
        return None
    return re.compile(f"[{re.escape(''.join(sorted(words)))}][^,;]{{0,{FAR_FROM_JOINT}}}[{joints}][^,;]?$")


def _is_of_none(sentence: Sentence, context: Context, value: float | None) -> bool:
    """Whether a number is no part of what an earlier sentence had none of: 主动公开文件0件。另外,在平台公开信息21条."""
    if not value or context.opened is None:
        return False
    whole = next((each for each in reversed(context.bound) if each.indicator == context.opened), None)
    return whole is not None and whole.value == 0 and whole.end < sentence.start


def _holds(whole: Bound | None, member: Member, token: Token) -> TypeGuard[Bound]:
    """Whether a figure is what a part would be, and holds more than the number at hand."""
    if whole is None or whole.indicator != member.indicator or token.quantity is None:
        return False
    return whole.value > (token.quantity.value or 0)


def _names_applicant(member: Member, said: frozenset[str]) -> bool:
    return member.applicant != Applicant.TOTAL and not said.isdisjoint(member.concepts)


def is_vague(label: list[Token], start: int, end: int) -> bool:
    """Whether a word that names a channel among much else stands here for something else: 护航类会议32条."""
    if not any("ch_generic" in item.concepts for item in label[start:end]):
        return False
    return not concepts_of(label) & {"publish", "own_initiative"} or (
        start > 0 and label[start - 1].mark in (NEAR, FAR, LISTING)
    )


def _names_theme(label: list[Token], verbs: frozenset[str]) -> bool:
    """Whether something unknown stands behind a verb of the label: 网站发布政策法规类消息."""
    last = max((place for place, item in enumerate(label) if item.concepts & verbs), default=len(label))
    return any(item.mark in (NEAR, FAR) for item in label[last + 1 :])


def _label(left: list[Token]) -> list[Token]:
    """The tokens since the last separator: a comma, semicolon or bracket with a label after it."""
    for place in range(len(left) - 1, -1, -1):
        if left[place].mark in ",;(" and place < len(left) - 1:
            return left[place + 1 :]
    return left


@lru_cache(maxsize=4)
def member_reader(rulebook: Rulebook) -> MemberReader:
    return MemberReader(rulebook)


__all__ = ["FAR", "MemberReader", "is_vague", "member_reader"]
