"""Document to figures: sentences under their headings, numbers and negations bound, offsets led back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from reportmine.extraction.prose.bind import binder
from reportmine.extraction.prose.bodies import HEAD
from reportmine.extraction.prose.chains import Chain, chain_reader
from reportmine.extraction.prose.clauses import concepts_of
from reportmine.extraction.prose.lists import list_reader
from reportmine.extraction.prose.sections import POINT, Sections
from reportmine.extraction.prose.state import Bound, Context, Loose, Sentence
from reportmine.extraction.prose.times import Time
from reportmine.extraction.prose.tokens import VALUE, Token, tokenizer
from reportmine.extraction.prose.topics import topic_reader
from reportmine.extraction.prose.view import View
from reportmine.extraction.prose.zeros import zero_reader
from reportmine.model import Applicant, Document, Evidence, Figure, Period, Source, Status, Unread, Value
from reportmine.model.base import without_collector
from reportmine.model.unchecked import unchecked
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import SectionRules

_SENTENCE: Final = re.compile(r"[^。!?\n]+")
LEAD: Final = 60  # signs of a sentence in which the colon that names its section may stand
_NOWHERE: Final = frozenset[str]()
LONGEST: Final = 4000  # characters; a longer run without a stop is no sentence
UNNAMED: Final = "no_phrase"  # why a number bound to nothing: no rule knows what it counts
TOLD: Final = (UNNAMED, "other_body", "no_indicator")  # reasons that a reader of reports wants to know


class ProseReading(Value):
    """The figures of a document's sentences, and the quantities that bound to nothing."""

    figures: tuple[Figure, ...] = ()
    unread: tuple[Unread, ...] = ()


@without_collector()
def read_prose(document: Document, rulebook: Rulebook, skip: Sequence[tuple[int, int]] = ()) -> ProseReading:
    """All figures in sentences, in the order of the text.

    ``skip``: stretches of the text already read as tables. A figure's ``year`` is None where the text leaves it to the
    report's year.
    """
    breaks = [block.start for block in document.blocks]
    view = View(document.text, breaks, skip, rulebook.prose.sections.runs_on)
    context = read_view(view.text, rulebook)
    figures = [_figure(bound, view, document, rulebook) for bound in context.bound if bound.indicator]
    unread = [_unread(loose, view, document) for loose in _unbound(context) if _is_worth_telling(loose)]
    return ProseReading(figures=tuple(_distinct(figures)), unread=tuple(unread))


def read_view(text: str, rulebook: Rulebook) -> Context:
    """What the sentences of a view say, in view offsets."""
    sections = Sections(rulebook, text)
    context = Context(head=_head(text, sections))
    bind, zeros, lists, topics = binder(rulebook), zero_reader(rulebook), list_reader(rulebook), topic_reader(rulebook)
    chains, chain = chain_reader(rulebook), Chain()
    last: Sentence | None = None
    said: list[Bound] = []  # by the last sentence
    for sentence in _followed(_sentences(text, sections, rulebook)):
        _carry_over(context, sentence, last, said, rulebook)
        last, said = sentence, []
        if "problems" in sentence.sections:
            continue
        loose, bound = len(context.loose), len(context.bound)
        taken = lists.read(sentence, context)
        bind.bind(sentence, context, taken)
        topics.read(sentence, context, sections, context.loose[loose:])
        chains.read(sentence, context, chain, context.bound[bound:], context.loose[loose:])
        zeros.read(sentence, context, partial(_heading_tokens, text, sections, sentence, rulebook))
        said = _told(context.bound[bound:], context.loose[loose:])
    chains.close(context, chain)
    context.bound.extend(chain.found)
    _since_own_year(context, rulebook.forms.labels.year_words.title)
    context.bound.sort(key=lambda bound: (bound.start, bound.phrase_start))
    return context


def _since_own_year(context: Context, title: str) -> None:
    """What came since the year that a report's title names is of that year: 2023年以来公开12条 in a report for 2023.

    ``title``: the pattern of a title; its first group is the year.
    """
    named = re.search(title, context.head)
    if named is None:
        return
    for bound in context.bound:
        if bound.time.period is Period.CUMULATIVE and bound.time.year == int(named[1]):
            bound.time = bound.time._replace(period=Period.YEAR)


def _head(text: str, sections: Sections) -> str:
    """Where a document names its own body: all before its first part, or else its first sentence."""
    parts = [heading for heading in sections.headings if heading.level < POINT]
    first = next((heading.start for heading in (*(part for part in parts if part.level == 1), *parts)), -1)
    stop = first if 0 < first < 3 * HEAD else text.find("\u3002") + 1
    return text[:stop]


def _sentences(text: str, sections: Sections, rulebook: Rulebook) -> Iterator[Sentence]:
    words = tokenizer(rulebook)
    paragraph = 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        paragraph += text[start - 1 : start] == "\n"
        tokens = words.telling(text, start, end) if end - start <= LONGEST else []
        if not tokens:
            continue
        here = sections.at(start if end - start < 40 else end - 1)
        here |= _led_into(text, start, end, rulebook.prose.sections)
        yield Sentence(text, start, end, tokens, here, concepts_of(tokens), paragraph)


def _led_into(text: str, start: int, end: int, rules: SectionRules) -> frozenset[str]:
    """The section that a sentence names itself, before a colon, and the broader one: 公开的主要类别:机构概况4条."""
    stop = text.find(":", start, min(end, start + LEAD))
    if stop < 0:
        return _NOWHERE
    named = {name for name, words in rules.leads.items() if text.endswith(words, start, stop)}
    return frozenset({*named, *[rules.within[name] for name in named if name in rules.within]})


def _followed(sentences: Iterator[Sentence]) -> Iterator[Sentence]:
    """The sentences, each with the tokens of the next where that goes on with the list of its last number."""
    last: Sentence | None = None
    for sentence in sentences:
        if last is not None:
            if sentence.start - last.end == 1 and _goes_on(sentence):
                last.following = sentence.tokens
            yield last
        last = sentence
    if last is not None:
        yield last


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence divides what the one before counted: 其中…, (其中…."""
    return "of_which" in concepts_of(sentence.tokens[:2])


def _carry_over(
    context: Context, sentence: Sentence, last: Sentence | None, said: Sequence[Bound], rulebook: Rulebook
) -> None:
    """A subject lives on into the next sentence of the same section; a named year only where the sentence goes on.

    ``said``: the figures of the last sentence.
    """
    goes_on, before = _goes_on(sentence), last.sections if last is not None else _NOWHERE
    lasting = rulebook.prose.sections.lasting
    context.listed = context.listing
    context.time = _common_time(said) if _is_of_last(sentence, last, rulebook) else Time()
    if not goes_on:
        context.listing = False
    context.foreign = False
    stays = context.frame in lasting & before & sentence.sections
    if sentence.sections != before and not goes_on and not stays:
        context.frame = context.counted = context.indicator = context.level = None
        context.levels, context.torn, context.before_nought = set(), False, None


def _is_of_last(sentence: Sentence, last: Sentence | None, rulebook: Rulebook) -> bool:
    """Whether a sentence tells parts of what the last one counted, right behind it: 2012年公开415条。其中网站63条.

    Or it is the list that words before a colon announce, at the last one's end or alone between the two. What stands
    behind a sentence without a count (2013年,我镇及时公开信息。其中…) is of nothing that was told before that.
    """
    if last is None:
        return False
    if sentence.text[sentence.start - 2] != ":":
        return _goes_on(sentence) and sentence.start == last.end + 1
    between = tokenizer(rulebook).tokens(sentence.text, last.end + 1, sentence.start)
    return not between or "of_which" in between[0].concepts


def _told(figures: list[Bound], loose: Sequence[Loose]) -> list[Bound]:
    """What a sentence said; nothing where its last count was not understood, which its parts would be of."""
    last = figures[-1].start if figures else 0
    return [] if any(each.token.start > last and each.reason == UNNAMED for each in loose) else figures


def _common_time(said: Sequence[Bound]) -> Time:
    """The time that figures have in common, for the parts told of them: 2012年公开415条。其中网站63条."""
    times = {each.time for each in said}
    return times.pop() if len(times) == 1 else Time()


def _heading_tokens(text: str, sections: Sections, sentence: Sentence, rulebook: Rulebook) -> list[Token]:
    path = sections.path(sentence.start)
    if not path:
        return []
    return tokenizer(rulebook).tokens(text, path[0].start, path[0].end)


def _figure(bound: Bound, view: View, document: Document, rulebook: Rulebook) -> Figure:
    start, end = view.span(bound.start, bound.end)
    phrase_start, phrase_end = view.span(bound.phrase_start, bound.phrase_end)
    low, high = view.span(*bound.clause)
    indicator = rulebook.indicators[str(bound.indicator)]
    value, unit, printed_unit = _measure(bound, rulebook)
    printed = document.text[start:end]
    said = value == 0 and printed in rulebook.prose.numbers.zero_words  # 咨询零人次
    return unchecked(
        Figure,
        indicator=indicator.id,
        applicant=Applicant(bound.applicant),
        item=_printed_item(bound, view, document),
        period=bound.time.period,
        year=bound.time.year,
        year_offset=bound.time.offset,
        value=value,
        unit=unit or indicator.unit,
        printed_unit=printed_unit,
        printed=printed,
        qualifier=bound.qualifier,
        status=Status.STATED_ZERO if said else bound.status,
        source=Source.PROSE,
        evidence=unchecked(
            Evidence,
            start=start,
            end=end,
            quote=document.text[low:high],
            page=None,
            bbox=None,
            cell=None,
            phrase_start=phrase_start,
            phrase_end=phrase_end,
        ),
        rule=bound.rule,
        confidence=bound.confidence,
        candidates=(),
        decided_by=(),
    )


def _printed_item(bound: Bound, view: View, document: Document) -> str | None:
    """The open label in the document's own characters: 政务（工作）动态, where the grammar sees half-width brackets."""
    if bound.item is None or bound.item.isalnum():
        return bound.item
    at = view.text.find(bound.item, bound.phrase_start, bound.phrase_end)
    if at < 0:
        return bound.item
    return "".join([document.text[view.origin(place)] for place in range(at, at + len(bound.item))])


def _measure(bound: Bound, rulebook: Rulebook) -> tuple[float | int, str | None, str | None]:
    """Value, unit and printed unit: money is stored in the indicator's own unit."""
    money = rulebook.prose.units.families["money"]
    if bound.unit is None or bound.unit not in money.units:
        return bound.value, bound.unit, None
    return bound.value, rulebook.indicators[str(bound.indicator)].unit, bound.unit


def _unread(loose: Loose, view: View, document: Document) -> Unread:
    token = loose.token
    start, end = view.span(token.start, token.end)
    low, high = view.span(*loose.clause)
    quantity = token.quantity
    return Unread(
        kind="quantity",
        start=start,
        end=end,
        text=document.text[start:end],
        quote=document.text[low:high],
        value=quantity.value if quantity else None,
        unit=quantity.unit if quantity else None,
        reason=loose.reason,
    )


def _unbound(context: Context) -> list[Loose]:
    """What bound to nothing, with what was understood and has no indicator (申请内容不明确2件), in reading order."""
    stated = {bound.start for bound in context.bound if bound.indicator}
    found = {loose.token.start: loose for loose in context.loose}
    for bound in context.bound:
        if bound.indicator is None and bound.token is not None and bound.start not in stated:
            found.setdefault(bound.token.start, Loose(bound.token, bound.clause, "no_indicator"))
    return sorted(found.values(), key=lambda loose: loose.token.start)


def _is_worth_telling(loose: Loose) -> bool:
    quantity = loose.token.quantity
    if quantity is None or quantity.unit is None or quantity.small:
        return False
    return quantity.family in ("item", "person", "money") and loose.reason in TOLD


def _distinct(figures: list[Figure]) -> Iterator[Figure]:
    """One figure per place and statement: two rules may say the same of one number."""
    seen: set[tuple[object, ...]] = set()
    for figure in figures:
        key = (figure.evidence.start, figure.indicator, figure.applicant, figure.item, figure.period, figure.year)
        if key not in seen:
            seen.add(key)
            yield figure


__all__ = ["VALUE", "ProseReading", "read_prose", "read_view"]
