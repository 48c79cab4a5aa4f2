"""Numbers that repeat the figure before them for another time: 较2012年的2870件, 比上年的12件, 历年累计534条."""

from __future__ import annotations

from typing import Final

from reportmine.extraction.prose.clauses import Surroundings, concepts_of
from reportmine.extraction.prose.state import Bound, Context, Sentence, value_of
from reportmine.extraction.prose.sums import SumReader, is_dated, is_years_bracket, is_years_part
from reportmine.extraction.prose.tokens import DATE, FILLER, VALUE, Token
from reportmine.model import Status

OPENING: Final = 6  # so many tokens may stand before the first number of a sentence that goes on
CLASSES: Final = 20  # so many figures back the classes of the last total are looked for
YEARS: Final = frozenset({"of_which", "this_year", "filler", "own", "publish", "own_initiative", "info", "info_weak"})
NAMELESS: Final = frozenset({"cumulative"})
SUMMED: Final = frozenset({"cumulative", "info", "info_weak", "publish", "disclosed", "own_initiative"})


def echo(sentence: Sentence, around: Surroundings, token: Token, context: Context, sums: SumReader) -> Bound | None:
    """The indicator just read, with the value at ``token``; None where the number does not stand so.

    The number must count in the same unit, and nothing but time words may stand before it: a year it is compared with,
    a word for the
    sum of all years, or, behind such a sum, words for what one year added (these also in the next sentence).
    """
    last = context.bound[-1] if context.bound else None
    quantity = token.quantity
    if last is None or last.indicator is None or quantity is None or last.start > token.start:
        return None
    before = last.end < sentence.start
    if before and not (
        _follows(sentence, around, last, context) and sums.is_added(sentence.text, around, context, token.start)
    ):
        return None
    words = [item for item in around.left if item.mark not in "(,;" and item.concepts != FILLER]
    if last.status is Status.STATED_ZERO or not words or not _alike(quantity.unit, last.unit):
        return None
    bracket = is_years_bracket(around) and sums.is_sum(sentence.text, last)
    years = bracket or _is_years(sentence.text, words, last, sums)
    added = bool(last.value) and (sums.adds(sentence.text, words) or years)
    added = added and _is_next(sentence, last, token)
    sums_up = _sums(words) and (sums.is_total(last) or all(word.concepts & NAMELESS for word in words))
    if not (added or (not before and (sums_up or (last.value and _compares(words))))):
        return None
    meant = _summed(last, context, sentence.text[last.end : token.start]) if sums_up and not added else last
    if meant is None:
        return None
    found = value_of(token, meant.rule, (meant.phrase_start, meant.phrase_end))
    found.indicator, found.applicant, found.item = meant.indicator, meant.applicant, meant.item
    return found


def _summed(last: Bound, context: Context, between: str) -> Bound | None:
    """What a sum of all years behind a figure is of; behind its last part the whole: 当面2件,网上131件;历年累计1525件.

    ``between``: the text from the figure to the sum. None where it could be of either, part or whole.
    """
    whole = _whole_of(last, context)
    if whole is None:
        return last
    return whole if ";" in between else None


def _whole_of(part: Bound, context: Context) -> Bound | None:
    """The figure that is being divided, where another is one of its parts."""
    name = context.opened
    if name is None or part.indicator is None or not part.indicator.startswith(name + "."):
        return None
    return next((each for each in reversed(context.bound) if each.indicator == name), None)


def _follows(sentence: Sentence, around: Surroundings, last: Bound, context: Context) -> bool:
    """Whether a sentence goes on right behind the figure that ended the last one, or behind the classes of that.

    累计5928条。其中本年度新增2110条; 累计达214条,其中公文类75条。2010年新增58条.
    """
    first = next((item for item in sentence.tokens if item.mark not in "(,;"), None)
    leads = first is not None and ("of_which" in first.concepts or (is_dated([first]) and last.item is None))
    opens = leads and around.place <= OPENING
    classes = (each.end for each in context.bound[-CLASSES:] if each.item is not None and each.start > last.end)
    return opens and len(sentence.text[max([last.end, *classes]) : sentence.start].strip()) <= len(last.unit or "") + 1


def _is_years(text: str, words: list[Token], last: Bound, sums: SumReader) -> bool:
    """Whether nothing but a year, maybe the verb, divides a sum of all years: 累计公开846条,(其中)本年度(公开)214条."""
    plain = all(word.mark == DATE or word.concepts & YEARS for word in words)
    summed = sums.is_sum(text, last) or (is_years_part(words) and sums.is_up_to_day(text, last, words[0].start))
    return plain and is_dated(words) and summed


def _alike(unit: str | None, other: str | None) -> bool:
    """Whether two counts are in one unit, which may have the noun in it: 412条信息, 138条."""
    if not unit or not other:
        return unit == other
    return unit.startswith(other) or other.startswith(unit)


def _is_next(sentence: Sentence, last: Bound, token: Token) -> bool:
    """Whether no other count stands between: of 公开文件180条,新增31条;工作79条,新增17条 the last adds to the 79."""
    between = [item for item in sentence.tokens if item.mark == VALUE and last.end <= item.start < token.start]
    return all(item.quantity is not None and item.quantity.family == "percent" for item in between)


def _compares(words: list[Token]) -> bool:
    timed = words[-1].mark == DATE or bool(words[-1].concepts & {"last_year", "compare_last"})
    return timed and "compare" in concepts_of(words[-3:])


def _sums(words: list[Token]) -> bool:
    """历年累计534条, 历年累计信息公开170条."""
    return any("cumulative" in word.concepts for word in words) and all(word.concepts & SUMMED for word in words)
