"""Whether a list of labelled numbers divides what was published, or something else, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from reportmine.extraction.prose.clauses import concepts_of, outside, since
from reportmine.extraction.prose.state import Context, Sentence
from reportmine.extraction.prose.tokens import BOUNDARIES, FAR, LISTING, NEAR, VALUE, Token

if TYPE_CHECKING:
    from reportmine.extraction.prose.entries import Entry

DIVIDED: Final = frozenset({"of_which", "of_published"})  # what the parts of a total follow
PUBLISHED: Final = frozenset({"own_initiative", "publish", "web_publish"})
# One of these in the clause of a total: it counts what was published, whatever else stands there.
COUNTED: Final = frozenset({"own_initiative", "publish", "web_publish", "info", "info_weak", "disclosed", "disclosure",
                     "fulltext", "documents", "policy_documents", "normative", "issue", "printed", "produce",
                     })  # fmt: skip
PLAIN: Final = frozenset({"filler", "this_year", "own", "cumulative", "each"})  # say nothing of what a number counts
NEAR_ENOUGH: Final = 30  # so far from its list may an unread total stand: 公开政务动态类信息420条,完成全年任务。其中…
COMPARES: Final = frozenset({"compare", "compare_last", "change"})
JOINTS: Final = f",;{LISTING}"  # between the parts of a list
PART_ENDS: Final = f"{BOUNDARIES}{VALUE}{LISTING}"
COUNTED_SO: Final = frozenset({"info", "web_publish"})  # what a total is of


def are_parts_of_other(
    sentence: Sentence, context: Context, run: list[Entry], not_divided: Iterable[str], units: frozenset[str | None]
) -> bool:
    """As :func:`divides_other`, of a list whose first label may be that of what it divides: 展板87份(政策类11份,…)."""
    tokens, first = sentence.tokens, run[0].index
    leads = len(run) > 1 and tokens[first + 1].mark == "(" and all(item.mark != VALUE for item in tokens[:first])
    places = [run[1].index, first] if leads else [first]
    return any(divides_other(sentence, context, place, not_divided, units) for place in places)


def divides_other(
    sentence: Sentence, context: Context, first: int, not_divided: Iterable[str], units: frozenset[str | None]
) -> bool:
    """Whether a list divides a count of something else than what was published: 解读41篇,其中文字解读22篇."""
    tokens = outside(sentence.tokens[:first])
    places = (place for place in range(len(tokens) - 1, -1, -1) if tokens[place].mark == VALUE)
    place = next((place for place in places if not tells_growth(tokens, place)), -1)
    rest = tokens[max(place, 0) :]  # 解读41篇,其中…; 解读41篇(…
    if "of_which" not in concepts_of(rest) and all(item.mark != "(" for item in rest):
        return False
    if place < 0:
        return _follows_other(sentence, context, units)
    quantity = tokens[place].quantity
    issues = quantity is not None and quantity.unit not in units
    if issues and "ch_gazette" in concepts_of(tokens[max(place - 6, 0) : place]):
        return True  # 公报发行3期,其中领导讲话9条
    if counts_else(tokens, place, not_divided) or "submit" in concepts_of(_clause_before(tokens, place)):
        return True  # 上报信息234条,其中约稿信息2条: sent to others, not published
    while place > 0 and "filler" in tokens[place - 1].concepts:
        place -= 1
    counted = tokens[place - 1] if place > 0 else None
    named = counted is not None and (counted.mark in (NEAR, FAR) or not counted.concepts <= PLAIN)
    # 网办事项共计28项,其中行政许可13项; 办理行政许可120件,其中城建类50件
    return named and not _counts_ours(concepts_of(_clause_before(tokens, place)))


def _follows_other(sentence: Sentence, context: Context, units: frozenset[str | None]) -> bool:
    """Whether the sentence before ended with a count of something else: 办理法律援助84件。其中,民事类50件."""
    counts = (each for each in reversed(context.loose[-4:]) if each.reason not in ("difference", "share"))
    last = next((each for each in counts if each.token.quantity and each.token.quantity.unit in units), None)
    bound = context.bound[-1].end if context.bound else 0
    if last is None or last.token.start < bound or sentence.start - last.token.end > NEAR_ENOUGH:
        return False
    plain = bool(last.said) and last.said <= PLAIN and not last.is_named  # 全年共235条
    return not plain and not _counts_ours(last.said)


def _counts_ours(said: frozenset[str]) -> bool:
    """Whether the clause of a count says that it is of information, or by which way it was published."""
    return bool(said & COUNTED) or any(concept.startswith("ch_") for concept in said)


def own_account(before: list[Token]) -> list[Token]:
    """What stands before a list without the accounts before its own: 收到申请4件;主动公开300条,其中…."""
    for place in (place for place in range(len(before) - 1, -1, -1) if before[place].mark == ";"):
        rest = before[place + 1 :]
        if concepts_of(rest) & PUBLISHED and any(item.mark == VALUE for item in rest):
            return rest
    return before


def tells_growth(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number only compares with another year: 主动公开148条,同比上升12%,其中…; 较上年增加12条."""
    quantity = tokens[index].quantity
    if quantity is not None and quantity.family == "percent":
        return True
    start = next((place for place in range(index - 1, -1, -1) if tokens[place].mark in BOUNDARIES + VALUE), -1)
    return not concepts_of(tokens[start + 1 : index]).isdisjoint(COMPARES)


def counts_else(tokens: list[Token], index: int, not_divided: Iterable[str]) -> bool:
    """Whether the clause of a count says that it counts what has parts of its own: 发布解读材料256条,包含…."""
    start = next((place for place in range(index - 1, -1, -1) if tokens[place].mark in BOUNDARIES + VALUE), -1)
    words = [item for item in tokens[start + 1 : index] if item.concepts - {"filler"}]
    return not concepts_of(words[-2:]).isdisjoint(not_divided)


def are_kinds(sentence: Sentence, run: list[Entry], kinds: Iterable[str]) -> bool:
    """Whether most labels are kinds of something else: 文字解读18篇、图文解读12篇、媒体报道9篇."""
    named = [
        entry for entry in run if not concepts_of(since(sentence.tokens, entry.index, entry.start)).isdisjoint(kinds)
    ]
    return 2 * len(named) > len(run) > 1


def divides_people(tokens: Sequence[Token], first: Entry) -> bool:
    """Whether a list stands right behind a count of people, who came for its classes: 服务16934人次,咨询类12755件."""
    before = [token for token in tokens if token.end <= first.start]
    last = next((place for place in range(len(before) - 1, -1, -1) if before[place].mark == VALUE), None)
    quantity = before[last].quantity if last is not None else None
    if last is None or quantity is None or quantity.family != "person":
        return False
    return all(item.mark in ",:(" or "of_which" in item.concepts for item in before[last + 1 :])


def beside_way(tokens: Sequence[Token], run: list[Entry], ends: tuple[str, ...]) -> bool:
    """Whether the part before or behind a list is only called by its way: 其中网站44条,村务监督栏12条,学习强国4条.

    ``ends``: what calls itself a class is one even so.
    """
    if any(entry.label.endswith(ends) for entry in run):
        return False
    before = [token for token in tokens if token.end <= run[0].start]
    while before and before[-1].mark in JOINTS:
        before.pop()
    behind = tokens[run[-1].index + 1 :]
    stop = next((place for place, item in enumerate(behind) if item.mark == VALUE), 0)
    follows = bool(before) and before[-1].mark == VALUE and _names_way(before[:-1])
    return follows or (stop > 1 and behind[0].mark in JOINTS and _names_way(behind[:stop]))


def _names_way(tokens: Sequence[Token]) -> bool:
    """Whether the clause that the tokens end with names ways and nothing else."""
    start = next((place for place in range(len(tokens) - 1, -1, -1) if tokens[place].mark in PART_ENDS), -1)
    words = [item for item in tokens[start + 1 :] if not item.concepts & {"filler", "of_which"}]
    return bool(words) and all(any(name.startswith("ch_") for name in item.concepts) for item in words)


def overflows(sentence: Sentence, run: list[Entry]) -> bool:
    """Whether one entry alone holds more than the count directly before the list, which it thus goes on from.

    网站公开政府信息238条,政务动态信息更新567条: neither is a class of the other.
    """
    before = sentence.tokens[: run[0].index]
    place = next((place for place in range(len(before) - 1, 0, -1) if before[place].mark == VALUE), 0)
    quantity = before[place].quantity if place else None
    if quantity is None or "of_which" in concepts_of(before) or before[place - 1].concepts.isdisjoint(COUNTED_SO):
        return False
    whole = quantity.value or 0
    return any((entry.token.quantity.value or 0) > whole for entry in run if entry.token.quantity is not None)


def divides_nothing(before: list[Token]) -> bool:
    """Whether 其中 stands in a sentence that has said something, and counted nothing yet: 目录分类明晰,其中:文件3条."""
    if any(item.mark == VALUE or "of_published" in item.concepts for item in before):
        return False
    lead = next((place for place, item in enumerate(before) if "of_which" in item.concepts), 0)
    return any(item.mark in ",;" for item in before[:lead]) and not PUBLISHED & concepts_of(before[:lead])


def _clause_before(tokens: list[Token], place: int) -> list[Token]:
    """The tokens of the clause that a place ends."""
    low = next((at for at in range(place - 1, -1, -1) if tokens[at].mark in ",;:"), -1)
    return tokens[low + 1 : place]


def is_part(tokens: list[Token], entry: Entry, total: float | None) -> bool:
    """Whether the entry follows "of which" directly and holds no more than the number before, of what ``total`` counts.

    The number may have ended the sentence before: 公开信息530条。其中,业务动态类信息528条.
    """
    before = [item for item in tokens if item.end <= entry.start]
    whole = next((item.quantity for item in reversed(before) if item.mark == VALUE), None)
    part = entry.token.quantity
    direct = bool(before) and (set(before[-1].mark) <= {":", ","} or "of_which" in before[-1].concepts)
    near = concepts_of(before[-2:])
    if "of_published" in concepts_of(before[-3:]):
        return direct  # 在主动公开的信息中,其中政策文件类的信息5条
    if part is None or (whole is not None and whole.family != part.family):
        return False
    most = whole.value if whole is not None else total
    return direct and "of_which" in near and most is not None and (part.value or 0) <= most
