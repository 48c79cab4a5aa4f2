"""What a reading of sentences carries along, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from reportmine.extraction.prose.times import YEAR, Time
from reportmine.extraction.prose.tokens import VALUE, Token, signature
from reportmine.model import Period, Qualifier, Status


@dataclass(slots=True)
class Bound:
    """A value bound to an indicator, in view offsets. ``indicator`` None: recognised, and none of ours."""

    indicator: str | None
    start: int
    end: int
    phrase_start: int
    phrase_end: int
    value: float | int
    unit: str | None
    rule: str
    time: Time = YEAR
    applicant: str = "total"
    item: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    status: Status = Status.REPORTED
    confidence: float = 1.0
    also: tuple[str, ...] = ()  # other indicators that the same number states
    clause: tuple[int, int] = (0, 0)
    token: Token | None = None
    is_part: bool = False  # one of a list of named parts


@dataclass(slots=True)
class Loose:
    """A value with a known unit that bound to nothing."""

    token: Token
    clause: tuple[int, int]
    reason: str
    said: frozenset[str] = frozenset()  # the concepts of its clause; empty where they are not kept
    is_named: bool = False  # its clause holds words that no rule knows: 完成卷宗84份


@dataclass(slots=True)
class Sentence:
    """One sentence under its headings. ``text`` is the whole text that all offsets point into."""

    text: str
    start: int
    end: int
    tokens: list[Token]
    sections: frozenset[str]
    concepts: frozenset[str] = frozenset()
    paragraph: int = 0
    following: list[Token] = field(default_factory=list)  # of the sentence that goes on behind it: 公开12条。其中…
    signs: str = field(init=False)  # its signature: the marks of its tokens
    values: list[int] = field(init=False)  # the token indexes of its numbers

    def __post_init__(self) -> None:
        self.signs = signature(self.tokens)
        self.values = [index for index, sign in enumerate(self.signs) if sign == VALUE]


@dataclass(slots=True)
class Context:
    """What is being talked about. ``frame`` is the subject the last figure opened; ``foreign``: something else is."""

    head: str = ""  # where the document names its own body
    frame: str | None = None
    indicator: str | None = None
    opened: str | None = None  # the indicator of the figure that opened the subject
    opened_for: Period = Period.YEAR  # and the period it counted
    listing: bool = False  # its parts are being listed
    foreign: bool = False
    counted: str | None = None  # the subject that a number opened last
    before_nought: str | None = None  # the one of them that can have parts: 复议10件、诉讼0件,维持10件
    torn: bool = False  # between two figures whose parts have the same names: 复议10件、诉讼3件,其中维持2件
    time: Time = YEAR
    level: Bound | None = None  # one level's figure that the sentences at hand go into
    levels: set[str] = field(default_factory=set)  # levels whose shares were told in this section
    listed: bool = False  # the last sentence ended in a list
    divided: set[int] = field(default_factory=set)  # where numbers begin that classes sum up to exactly
    first_of_lists: set[int] = field(default_factory=set)  # where numbers begin lists, and are no totals
    split: set[tuple[int, str]] = field(default_factory=set)  # figures that a sentence only gives by kinds
    bound: list[Bound] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)

    def branch(self) -> Context:
        """A copy in which a reading can be tried: what it takes back or adds leaves this one as it is."""
        return replace(
            self,
            levels=set(self.levels),
            divided=set(self.divided),
            first_of_lists=set(self.first_of_lists),
            split=set(self.split),
            bound=[replace(each) for each in self.bound],
            loose=list(self.loose),
        )

    def take(self, trial: Context) -> None:
        """Goes on from where a trial came to."""
        for name in fields(self):
            setattr(self, name.name, getattr(trial, name.name))

    def has_larger(self, indicator: str | None, value: float) -> bool:
        """Whether more than ``value`` was told of an indicator's year before."""
        return any(
            each.indicator == indicator
            and each.value > value
            and each.time.period is Period.YEAR
            and not each.time.offset
            for each in self.bound
        )

    def completes_list(self, value: float | None) -> bool:
        """Whether a number is what a list of parts leaves of its whole: 15件,其中网上12件,信箱3件."""
        if not self.listing or value is None:
            return False
        place = max((place for place, each in enumerate(self.bound) if each.indicator == self.opened), default=None)
        if place is None or place == len(self.bound) - 1:
            return False
        return sum(each.value for each in self.bound[place + 1 :]) + value == self.bound[place].value

    def was_counted(self, indicators: frozenset[str]) -> bool:
        """Whether a number of one of these was told of the year before."""
        return any(self.has_larger(indicator, 0) for indicator in indicators)

    def was_denied(self, indicators: frozenset[str]) -> bool:
        """Whether a denial said before that there was none of one of these in a year."""
        return any(
            each.indicator in indicators
            and each.status is Status.STATED_ZERO
            and each.applicant == "total"
            and each.time.period is Period.YEAR
            and not each.time.offset
            for each in self.bound
        )


def value_of(token: Token, rule: str, phrase: tuple[int, int]) -> Bound:
    """What a value token says, without an indicator yet. ``phrase``: offsets of the words it is bound to."""
    quantity = token.quantity
    if quantity is None or quantity.value is None:
        raise ValueError("a value token carries a quantity")
    return Bound(
        indicator=None,
        start=quantity.start,
        end=quantity.end,
        phrase_start=phrase[0],
        phrase_end=phrase[1],
        value=quantity.value,
        unit=quantity.unit,
        rule=rule,
        qualifier=quantity.qualifier,
        confidence=0.8 if quantity.unit is None else 0.95,
        token=token,
    )
