"""What sentences are read with: the vocabulary (``rules/vocabulary/``) and the phrases (``rules/prose/``)."""

from __future__ import annotations

from typing import Literal

from reportmine.model import Value


class QualifierWords(Value):
    """Words that make a count inexact: by where they stand and what they say."""

    before: dict[str, tuple[str, ...]]
    inside: tuple[str, ...]
    after: dict[str, tuple[str, ...]]


class NumberRules(Value):
    """How numbers are written."""

    digits: dict[str, int]
    zero_words: tuple[str, ...]  # a number so written is a zero said in words
    tens: dict[str, int]
    multipliers: dict[str, int]
    scales: tuple[str, ...]
    vague: tuple[str, ...]  # before a lone multiplier: no number
    not_after: tuple[str, ...] = ()  # a Chinese numeral directly after one of these is part of a word,
    but_after: tuple[str, ...] = ()  # but for these, which end like one of them
    qualifiers: QualifierWords
    rates: tuple[str, ...]
    apiece: tuple[str, ...] = ()  # before a number that holds for each of the things named before it
    adding_up: tuple[str, ...] = ()  # before a number that sums up those before it


class TimeRules(Value):
    """Words that tell a sum of all years from the figure of one."""

    summing: tuple[str, ...]
    year_ends: tuple[str, ...]
    adding: tuple[str, ...]
    of_all: tuple[str, ...] = ()  # count nearly all of a year: a larger sum before is of more years
    own_year: str  # a pattern: a sentence that begins so gives that year's figure
    last_day: str  # a pattern: the last day of a year
    early: str  # a pattern: a month that leaves a part of the year out, where it says how far a count reaches
    up_to: tuple[str, ...] = ()  # before a day: a sum up to it
    ranges: tuple[str, ...]  # what stands between the first and the last month of a stretch
    begun: str  # a pattern: may stand behind the first day of a stretch
    closing: str  # a pattern: a stretch that closes with the year's last month
    ever_since: str  # a pattern: behind a date: all that came since
    held: tuple[str, ...]  # indicators of what a body has, not of what it did in a year
    founded: str  # a pattern: behind a date, in its clause: how what is held came to be
    finer: tuple[str, ...]  # what a date has that is not of whole years
    several_years: str  # a pattern: years that are counted together
    attributive: str  # between a year and the number that is of it


class SegmentationRules(Value):
    """What tells words apart where an open label begins and ends."""

    engine: Literal["jieba", "rjieba"]


class UnitFamily(Value):
    units: tuple[str, ...]


class UnitRules(Value):
    """Units by family, and the sets of them that phrases name."""

    families: dict[str, UnitFamily]
    unless_before: dict[str, tuple[str, ...]] = {}  # no unit in front of these words, which begin with a part of it
    sets: dict[str, tuple[str, ...]]


class ApartKind(Value):
    kind: str
    pattern: str


class ApartRules(Value):
    """Digits that are no counts. ``begins``: characters other than digits that one of them may begin with."""

    begins: str
    kinds: tuple[ApartKind, ...]


class BodyRules(Value):
    """Bodies named as the subject of a clause."""

    own: tuple[str, ...]
    whole: tuple[str, ...]
    groups: tuple[str, ...]
    suffixes: tuple[str, ...]
    joints: tuple[str, ...]
    after: tuple[str, ...]
    heading_ends: tuple[str, ...] = ()  # what may end a heading before a name, in one line with it
    superiors: dict[str, tuple[str, ...]]
    parents: tuple[str, ...] = ()  # may stand before the name of one of their departments
    all_of_place: str  # a pattern: a place (`place`) and all its units
    head_of_place: str  # a pattern: what stands behind the place in the head of its own report
    governments: tuple[str, ...] = ()  # what the government of the head's place is called behind its name
    levels_of: tuple[str, ...] = ()  # a level before a name, which the head may leave out
    towns: tuple[str, ...] = ()  # ends of places that are named behind the larger one, which the head may leave out
    shortened: tuple[str, ...]  # how names end that are shortened by leaving out marks
    short_names: dict[str, tuple[str, ...]] = {}  # what the document's head has in the place of a short name
    followed_by: tuple[str, ...]
    not_followed_by: tuple[str, ...]
    not_bodies: tuple[str, ...]
    leads: tuple[str, ...]  # may stand before a set of units or a level at a clause's start
    led_by: str  # a pattern: may stand before a set of units that is a subject
    owned: tuple[str, ...]  # what a set of units has of its own: its sites and accounts
    all_levels: str  # a pattern: the body's own organs and all below it, named together
    levels: str  # a pattern: one level of the body, at the head of a listed clause


class SectionRules(Value):
    """What headings are about. ``begins``: the characters that a mark may begin with, as in a set of an expression."""

    begins: str
    numbering: tuple[str, ...]
    points: str
    longest: int
    ignored: str  # a pattern: words of a heading that say nothing of what it is about
    sections: dict[str, tuple[str, ...]]
    within: dict[str, str]
    leads: dict[str, tuple[str, ...]] = {}  # by section, what a sentence of it may say before a colon
    runs_on: tuple[str, ...] = ()  # what begins a line that goes on with the paragraph above it
    lasting: frozenset[str] = frozenset()  # sections whose subject goes on from one part to the next


class ConceptFile(Value):
    concepts: dict[str, tuple[str, ...]]


class NegationRules(Value):
    """Words that say zero."""

    leading: tuple[str, ...]
    verbs: tuple[str, ...]
    trailing: tuple[str, ...]
    not_negations: tuple[str, ...]
    answers: tuple[str, ...]
    nobody: tuple[str, ...]
    exception: str  # a pattern, before a denial's clause: it denies what is left
    not_one: str  # a pattern: what stands right before a one that is none


class Phrase(Value):
    """One way an indicator is said. ``rules/prose/README.md`` describes the fields."""

    indicator: str | None
    units: tuple[str, ...]
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    both: tuple[tuple[str, str], ...] = ()
    needs: frozenset[str] = frozenset()
    all_of: tuple[tuple[str, ...], ...] = ()  # or else, where ``needs`` is not met: the sentence has one of each group
    sections: frozenset[str] = frozenset()
    sections_any: frozenset[str] = frozenset()  # one of these sections, or with_sentence
    sections_not: frozenset[str] = frozenset()
    with_sentence: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    unless_led: frozenset[str] = frozenset()  # not where the clauses before name one of these alone as the way
    led_by: frozenset[str] = frozenset()  # only where the clauses before name all of these as the way
    # only behind a date of the year before the one that the document's head names, or before one of the year after it
    dated: Literal["last_year", "next_year"] | None = None
    unless_after: frozenset[str] = frozenset()  # neither one of these nor an unknown word right behind the number
    unless_beside: frozenset[str] = frozenset()  # not where a list goes on with such things, counted in the same unit
    unless_kinds: frozenset[str] = frozenset()  # not where its noun is one of these and a list of kinds goes on
    unless_parts: frozenset[str] = frozenset()  # not where the list behind the number divides it by ways, one of these
    divided: bool = False  # only where classes that sum up to it exactly divide it
    parts_by: frozenset[str] = frozenset()  # only where its list divides it by ways, one of these
    unless_larger: frozenset[str] = frozenset()  # not with one of these where more was said of the same before
    told: frozenset[str] = frozenset()  # only where one of these indicators was counted before: what follows is more
    unless_none: frozenset[str] = frozenset()  # not where one of these indicators was denied before: none received
    unless_inside: frozenset[str] = frozenset()  # not in brackets right behind a figure of these
    unless_sentence: frozenset[str] = frozenset()
    unless_said: frozenset[str] = frozenset()  # none of these anywhere in the sentence, before the number or behind it
    unless_units: tuple[str, ...] = ()
    not_joined: tuple[str, ...] = ()  # not where a word of these is joined before its own: 文件及解读2条
    opens: str | None = None
    item: str | None = None  # the concept whose word is the open label
    also: tuple[str, ...] = ()  # other indicators that the same number states
    clean: bool = False  # its clause opens the sentence and holds no unknown words
    cancels: tuple[str, ...] = ()  # inside brackets behind such a figure: that figure is none of its own
    whole: bool = False  # never said of a part (其中…)
    own_field: bool = False  # its noun may be of the body's own field: 网站发布卫生健康信息517条 of a bureau of health
    replaces: bool = False  # takes back a larger value of its indicator in the sentence, which held more than that
    nought: bool = False  # only of zero, or behind 各: what is zero together is zero each
    apiece: bool = False  # only behind 各: so many of each
    weight: int = 0


class Member(Value):
    """A part of a figure, told by a word of its label."""

    indicator: str | None
    concepts: tuple[str, ...]
    units: tuple[str, ...]
    unless_units: tuple[str, ...] = ()
    applicant: str = "total"
    item: str | None = None
    also: tuple[str, ...] = ()
    after: str | None = None  # only after this indicator
    unless: frozenset[str] = frozenset()  # not when its clause has one of these
    unless_beside: frozenset[str] = frozenset()  # not when a list of these, in its unit, goes on behind its number
    unless_said: frozenset[str] = frozenset()  # not when the sentence has one of these at all
    alone: bool = False  # only where its label is that word and nothing else
    closes: bool = False  # what its sentence divides behind it may be this part, and no more the whole


class Wholly(Value):
    """How a text says that all of a figure was of one part: 收到申请5件,均为自然人申请."""

    of: tuple[str, ...]  # the indicators it may be said of
    words: str  # a pattern: what stands between the figure's clause and the part's word


class Breakdown(Value):
    """The parts of a figure. ``named_by``: concepts in a part's label that say whose part it is.

    ``plain_after``: no unknown word may stand between one of these and the number, for it would name a theme.
    """

    of: tuple[str, ...]
    named_by: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    plain_after: tuple[str, ...] = ()
    wholly: Wholly | None = None
    unless_sum: frozenset[str] = frozenset()  # no parts where 其中 divides a number that is the sum of these
    members: tuple[Member, ...]


class Zero(Value):
    """What a negation denies."""

    indicator: str
    concepts: frozenset[str]
    sections: frozenset[str] = frozenset()
    sections_any: frozenset[str] = frozenset()
    with_sentence: frozenset[str] = frozenset()
    modifier_before: frozenset[str] = frozenset()  # directly before one of these the word only says what kind
    unless_behind: frozenset[str] = frozenset()  # nor anywhere behind it in the list: 无行政复议、行政诉讼纠错案件
    behind: frozenset[str] = frozenset()  # only where it is said of one of these: 无行政复议纠错案件
    negations_not: frozenset[str] = frozenset()
    led_by: frozenset[str] = frozenset()  # the denial's list begins with one of these
    said: frozenset[str] = frozenset()  # one of these is denied beside it: 未制定规范性文件
    unsaid: frozenset[str] = frozenset()  # none of these is: 无结转下年度办理的申请
    unless_led: frozenset[str] = frozenset()  # none of these stands before it in its clause: 行政执法工作无行政复议
    needs: frozenset[str] = frozenset()  # only in a sentence that counts one of these subjects
    unless_counted: frozenset[str] = frozenset()  # not in one that counts one of these: 制作33条,无依申请公开信息
    sections_not: frozenset[str] = frozenset()


class VerbList(Value):
    concepts: tuple[str, ...]
    kinds: tuple[str, ...]
    least: int
    standard: dict[str, str] = {}
    counted: tuple[str, ...] = ()  # a label that says only such a kind, in one of these units, is it in any list


class OpenWays(Value):
    """Ways of publishing without a name in the vocabulary, where they sum up to a total with others that have one."""

    indicator: str
    ends: tuple[str, ...]  # how the name of a channel ends
    sure_ends: tuple[str, ...] = ()  # of these, what no body's own site is called: such a way is told by its name alone
    generic: tuple[str, ...] = ()  # before such an end these name none: 通过各种平台
    not_sections: tuple[str, ...] = ()  # where none is told by its name alone
    strip_before: tuple[str, ...]
    strip_after: tuple[str, ...]


class OpenLists(Value):
    """Labels divided out of a published total."""

    indicator: str
    of: tuple[str, ...]
    sections: tuple[str, ...]
    units: tuple[str, ...]
    unless_units: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()  # units of what is no item: most of a list has them only where it sums up
    strip_before: tuple[str, ...]
    strip_after: tuple[str, ...]
    remarks: tuple[str, ...] = ()  # how a bracket begins that is no part of the label before it
    by_way: str  # a pattern: a label does not begin with the way by which its class was published
    lost_numbers: tuple[str, ...] = ()  # behind one of these a label begins: the number before it was lost
    keep_ends: tuple[str, ...] = ()  # whose last sign is a word of `strip_after` by chance: 报告统计
    names: tuple[str, ...] = ()  # labels that begin like a verb of `strip_before`, and are whole
    endings: dict[str, str] = {}
    label_ends: tuple[str, ...]
    whole_labels: tuple[str, ...]
    nothing: tuple[str, ...] = ()  # what tells no class even in a list that sums up
    strong_ends: tuple[str, ...]
    doers: tuple[str, ...] = ()  # labels that end so say who published, and are no classes
    never: tuple[str, ...]
    among: tuple[str, ...] = ()  # of `never` and `whole_labels`: words of a label where surer ones stand beside it
    totals: tuple[str, ...] = ()  # the indicators that such a list may divide
    standing: tuple[str, ...] = ()  # labels two of which divide a total, with or without 其中
    closing: tuple[str, ...] = ()  # the last label of a list that leaves nothing out
    foreign: tuple[str, ...] = ()  # of `never`: labels that another indicator counts; the list goes on behind them
    offices: tuple[str, ...] = ()  # what names of offices end with: a list of them says who published
    joints: tuple[str, ...] = ()  # after a verb: the verb belongs to the label (主动公开的其他类信息)
    amid: str  # directly behind a number: the whole that the list divides
    not_words: tuple[str, ...] = ()  # a sentence that has one of these before the list divides something else
    not_published: tuple[str, ...] = ()  # a sentence that has one of these before the list looks through what is there
    not_divided: tuple[str, ...] = ()  # what a total counts whose parts are no classes of what was published
    kinds: tuple[str, ...] = ()  # where most labels name one of these, the list divides that
    summing: int  # so many classes that sum up exactly divide a total that no phrase has told
    dividing: int  # so many that sum up exactly divide a published total directly before them, without 其中
    verb_list: VerbList
    ways: OpenWays


class Topics(Value):
    """Counts given for one theme in passing."""

    no_field: tuple[str, ...]  # hold the word of a field, and name none
    joints: tuple[str, ...]  # between the things that a label names
    not_led: tuple[str, ...]  # the only channel before the verb: what it carried, whatever the theme
    indicator: str
    units: tuple[str, ...]
    unless_units: tuple[str, ...] = ()
    verbs: tuple[str, ...]
    not_sections: tuple[str, ...]
    not_words: tuple[str, ...]
    listed: tuple[str, ...] = ()  # of these, what a list of several labels may hold
    related: str
    heading: str
    kinds: tuple[str, ...] = ()  # of ``says_nothing``, what names a kind in a list of several
    says_nothing: tuple[str, ...]  # objects behind the verb that leave the theme to what stands before
    fields: tuple[tuple[str, ...], ...]  # a label holds one of these: fields of government, groups of people, events
    counted: tuple[str, ...]  # concepts: what a number right before them counts is no information
    sums: tuple[str, ...] = ()  # behind themes: the number counts all there is
    generic: tuple[str, ...]  # what ends a label and names no theme though such a word is in it
    strip_before: tuple[str, ...]
    strip_after: tuple[str, ...]
    object_after: tuple[str, ...]
    adverbs: tuple[str, ...]
    never: tuple[str, ...]
    never_first: tuple[str, ...] = ()  # what no label begins with
    longest: int
    most: int  # more themes in one sentence than this are classes of something, and no themes
    least: int  # so many labels under one verb are counts in passing, though none is a theme
    most_listed: int  # more of them divide something
    parts: int  # so many separators in a label make it a sum of themes


class PhraseFile(Value):
    phrases: tuple[Phrase, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    zeros: tuple[Zero, ...] = ()
    open_lists: OpenLists | None = None
    topics: Topics | None = None


class ProseRules(Value):
    """All that sentences are read with."""

    numbers: NumberRules
    times: TimeRules
    segmentation: SegmentationRules
    units: UnitRules
    apart: ApartRules
    bodies: BodyRules
    sections: SectionRules
    negation: NegationRules
    concepts: dict[str, tuple[str, ...]]
    phrases: tuple[tuple[str, Phrase], ...]  # with the rule's name: prose/requests
    breakdowns: tuple[tuple[str, Breakdown], ...]
    zeros: tuple[tuple[str, Zero], ...]
    open_lists: OpenLists
    topics: Topics
