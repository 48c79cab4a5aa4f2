"""How a number stands among its neighbours: alone, counted twice, in a row of cells, under a subject named before."""

from __future__ import annotations

from typing import Final

from reportmine.extraction.prose.clauses import ACCOUNTS, Surroundings, before_comma, concepts_of, is_measure
from reportmine.extraction.prose.state import Sentence
from reportmine.extraction.prose.tokens import BOUNDARIES, DATE, FAR, FILLER, LISTING, NEAR, TITLE, VALUE, Token

LABEL_ENDS: Final = f"{VALUE}{BOUNDARIES}"  # where the words before a number begin
TIME_WORDS: Final = frozenset({"this_year", "own", "until", "filler", "last_year"})
OWN_YEAR: Final = frozenset({"this_year", "filler", "own"})
SUBJECTS: Final = frozenset({"ch_weibo", "ch_wechat", "ch_website", "ch_gazette", "ch_open"})
PUBLISHES: Final = "publish"
PAPER: Final = "paper_verb"
PUBLISHING: Final = frozenset({"publish", "own_initiative"})
PUBLISHED: Final = frozenset({"info", "info_weak", "tweets"})
SPOKEN_OF: Final = ACCOUNTS | {"ch_website"}
WAYS: Final = SUBJECTS | {"ch_tongue"}  # which a clause before the number's own may name
OF_REQUESTS: Final = frozenset({"request", "receive", "new_receive", "apply", "closed", "answer"})
ELSEWHERE: Final = frozenset({"issue", "normative", "repeal", "npc", "cppcc"})  # done by the body, not on a channel
POSTS: Final = frozenset({"info_weak", "tweets"})
FIELD: Final = 2  # characters of the name of a field, at least
PLACE: Final = 3  # a shorter unknown word before a list mark is a place's kind: 乡、村组公示栏
NAMES: Final = (NEAR, FAR, TITLE)  # what the name of an account is, in front of it


def only_sums_up(tokens: list[Token], around: Surroundings, token: Token) -> bool:
    """Whether the clause before the number is empty of words while the one before counts something else."""
    counted = (item for item in reversed(tokens[: around.place]) if item.mark == VALUE or is_measure(item))
    before = next((item.quantity for item in counted), None)
    if before is None or token.quantity is None or before.family == token.quantity.family:
        return False
    return all("filler" in item.concepts for item in around.own) and around.place > 1


def is_by_channel(tokens: list[Token], around: Surroundings, frame: str | None) -> bool:
    """Whether the clause before only names the channel, or tells of an account: 公众号保持更新,共发布信息51条."""
    if frame not in (None, "published") or not around.own:
        return False
    if _is_headed_by_channel(tokens, around):
        return True
    first = next((token for token in around.own if token.concepts.isdisjoint(OWN_YEAR)), None)
    if first is None or first.concepts.isdisjoint(PUBLISHING):
        return False
    before = [token for token in tokens[: around.place] if token.end <= around.own[0].start]
    if len(before) < 3 or before[-1].mark != ",":
        return False
    if before[-2].mark == TITLE or before[-2].concepts == FILLER:  # 微信公众号“某某发布”, 在门户网站上,
        del before[-2]
    named = before_comma(tokens, around)
    if _lists_ways(named):
        return False
    plain = all(token.concepts for token in around.own) and around.own[-1].concepts & PUBLISHED
    if before[-2].concepts & SUBJECTS:
        alone = before[-2].concepts & ACCOUNTS and concepts_of(named).isdisjoint(PUBLISHING | {"set_up", "negation"})
        ways = concepts_of([token for token in named if not token.concepts or not token.concepts <= TIME_WORDS][:2])
        is_new = "set_up" in ways and "negation" not in ways  # 未开设政务微博,主动公开政府信息9条
        opened = is_new and before[-2].concepts & ACCOUNTS and plain  # 开通公众号,发布信息36条
        return "via" in ways or bool(opened) or bool(alone and plain)  # “某某发布”微信公众号,共发布信息216条
    if around.own[0] is not first:
        return False
    words = [token for token in named if not token.concepts & TIME_WORDS]
    return bool(plain and words and words[0].concepts & ACCOUNTS and "ch_among" not in concepts_of(named))


def _lists_ways(named: list[Token]) -> bool:
    """Whether a clause names several ways; one board of several places is one: 利用乡、村组公示栏,公开信息420条."""
    joints = [place for place, token in enumerate(named) if token.mark == LISTING]
    short = all(place and named[place - 1].mark == NEAR and _size(named[place - 1]) < PLACE for place in joints)
    return bool(joints) and not short


def _size(token: Token) -> int:
    return token.end - token.start


def leading_account(tokens: list[Token], around: Surroundings) -> Token | None:
    """The account that opens a sentence as the way of all it says: 利用微信公众号,及时发布动态等,共推送信息128条.

    No number and no other channel may stand between, and the number's clause says no more than what was published.
    """
    first = next((place for place, token in enumerate(tokens) if token.mark in BOUNDARIES), len(tokens))
    start = around.own[0].start if around.own else 0
    between = [token for token in tokens[first:] if token.end <= start]
    opening = [token for token in tokens[:first] if token.mark != TITLE]
    if len(between) < 2 or len(opening) < 2 or "via" not in concepts_of(opening[:1]):
        return None
    account = opening[-1]
    ways = [token for token in (*opening, *between) if any(name.startswith("ch_") for name in token.concepts)]
    if account.concepts.isdisjoint(ACCOUNTS) or ways != [account]:
        return None
    if {VALUE, ";"} & {token.mark for token in between} or LISTING in {token.mark for token in opening}:
        return None
    own = [token for token in around.own if token.mark != DATE and token.concepts.isdisjoint(TIME_WORDS)]
    return account if _only_publishes(own) else None


def account_spoken_of(tokens: list[Token], around: Surroundings) -> Token | None:
    """The account or site that a sentence is about: 东山镇公众号除政务信息外涵盖活动资讯等,2025年度发布信息287篇.

    Nothing but its name stands before it, no number and no other channel between, and the number's clause says no more
    than that so many items or posts were published.
    """
    part = _part_of(tokens, around)
    subjects = SPOKEN_OF if len(part) == len(tokens) else ACCOUNTS
    first = next((place for place, token in enumerate(part[:3]) if not token.concepts.isdisjoint(subjects)), None)
    if first is None or not around.own or any(token.concepts and token.concepts != FILLER for token in part[:first]):
        return None
    own = [token for token in around.own if token.mark != DATE and token.concepts.isdisjoint(TIME_WORDS)]
    if len(own) != 2 or PUBLISHES not in own[0].concepts or own[1].concepts.isdisjoint(POSTS):
        return None
    between = [token for token in part[first + 1 :] if token.end <= around.own[0].start]
    ways = [token for token in between if "ch_generic" not in token.concepts]  # 用于发布会议召开等信息
    others = any(name.startswith("ch_") for token in ways for name in token.concepts)
    counted = any(token.mark in (VALUE, ";") for token in between)
    return None if others or counted or not between or between[-1].mark != "," else part[first]


def _part_of(tokens: list[Token], around: Surroundings) -> list[Token]:
    """The part of a sentence that a number stands in, behind a semicolon or a word that goes on: 同时,“某某”公众号…."""
    start = next((at + 1 for at in range(around.place, -1, -1) if tokens[at].mark == ";"), 0)
    part = tokens[start:]
    while part and (part[0].mark == "," or part[0].concepts == FILLER):
        part = part[1:]
    goes_on = len(part) > 2 and part[0].mark == NEAR and part[1].mark == ","  # a short word alone in its clause
    return part[2:] if goes_on else part


def _only_publishes(own: list[Token]) -> bool:
    """Whether words say that information was published, and no more: 推送信息."""
    plain = len(own) > 1 and all(token.concepts for token in own)
    return plain and not own[0].concepts.isdisjoint(PUBLISHING) and not own[-1].concepts.isdisjoint(PUBLISHED)


def _is_headed_by_channel(tokens: list[Token], around: Surroundings) -> bool:
    """Whether the clause before names a channel as what follows is about: 政府网站方面,年内共发布信息2968条."""
    if around.concepts.isdisjoint(PUBLISHING) or concepts_of(around.own).isdisjoint(PUBLISHING):
        return False
    start, last = around.own[0].start, around.place - 1
    while last >= 0 and tokens[last].end > start:
        last -= 1
    if last < 2 or tokens[last].mark != "," or "aspect" not in tokens[last - 1].concepts:
        return False
    return not tokens[last - 2].concepts.isdisjoint(WAYS)


def is_one_of_kinds(tokens: list[Token], index: int) -> bool:
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


def is_counted_again(tokens: list[Token], index: int) -> bool:
    """Whether another number follows without a word between, in another unit of things: 16项65条.

    The second number is the count.
    """
    if index + 1 >= len(tokens) or tokens[index + 1].mark != VALUE or tokens[index + 1].start != tokens[index].end:
        return False
    one, other = tokens[index].quantity, tokens[index + 1].quantity
    if one is None or other is None or one.unit is None or other.unit is None:
        return False
    return one.family == other.family == "item" and one.unit != other.unit


def is_no_count(text: str, start: int, tokens: list[Token], index: int) -> bool:
    """Whether a number without a unit, in the sentence that begins at ``start``, only looks like a count."""
    token = tokens[index]
    return is_cell(text, token) or runs_on(tokens, index) or is_list_mark(text, start, token)


def is_list_mark(text: str, start: int, token: Token) -> bool:
    """Whether a number without a unit counts on the points of a sentence: …等形式2、通过报纸发布的政府信息3、公开信."""
    quantity = token.quantity
    if quantity is None or not quantity.value or text[token.end : token.end + 1] != LISTING:
        return False
    return f"{quantity.value - 1}{LISTING}" in text[start : token.start]


def runs_on(tokens: list[Token], index: int) -> bool:
    """Whether a number without a unit is followed by what begins another statement: its unit and more are lost."""
    return index + 1 < len(tokens) and bool(
        tokens[index + 1].concepts & {"via", "publish", "own_initiative", "receive"}
    )


def is_bare(token: Token) -> bool:
    return token.quantity is not None and token.quantity.unit is None


def is_cell(text: str, token: Token) -> bool:
    """Whether a number without a unit looks like a piece of a table: beside another one, or a run of digits."""
    around = text[token.start - 1 : token.start] + text[token.end : token.end + 1]
    digits = text[token.start : token.end]
    return " " in around or len(digits) > 6 or (len(digits) > 1 and digits.startswith("0") and "." not in digits)


def with_clause_before(sentence: Sentence, around: Surroundings, token: Token, frame: str | None) -> Surroundings:
    """The surroundings with what an earlier clause says of the number: the thing it sums up, or its way."""
    tokens = sentence.tokens
    if only_sums_up(tokens, around, token):
        return around.with_left(before_comma(tokens, around))
    if sentence.concepts.isdisjoint(WAYS):
        return around  # and so in most sentences
    if is_by_channel(tokens, around, frame):
        before = [item for item in before_comma(tokens, around) if "per" not in item.concepts]
        return around.with_left([*before, *around.own])
    account = leading_account(tokens, around) or account_spoken_of(tokens, around)
    return around if account is None else around.with_left([account, *around.own])


def new_subject(around: Surroundings, token: Token, items: frozenset[str | None]) -> Token | None:
    """A channel counted by its accounts (微博29个,…) rules the clauses that follow; one with ``items`` does not."""
    quantity = token.quantity
    words = [item for item in around.own if item.concepts - {"of_which", "filler", "own", "set_up", "this_year"}]
    if len(words) > 1 and words[0].concepts & {"produce", "issue"} and "ch_gazette" in words[1].concepts:
        words = words[1:]  # 制作公报6期
    if words and "ch_website" in words[0].concepts and "visits" in concepts_of(words[1:]):
        return words[0]  # 局官网总访问量412万次,发布各类信息1926条
    if quantity is None or quantity.unit in items or not words or not words[0].concepts & SUBJECTS:
        return None
    plain = all(item.concepts & {"page"} for item in words[1:]) and quantity.family == "item"
    if any(item.mark in (NEAR, FAR) for item in around.own[around.own.index(words[0]) :]):
        return None  # 网站全年调查征集16次: no accounts
    said = concepts_of(around.own)
    return words[0] if plain and not said & {"publish", "own_initiative", "via", "ch_generic"} else None


def with_subject(around: Surroundings, subject: Token | None) -> Surroundings:
    """The surroundings with a subject taken over from an earlier clause, where the own clause names no channel."""
    if subject is None or around.concepts & (SUBJECTS | OF_REQUESTS | ELSEWHERE | {"ch_other", "ch_two_micro"}):
        return around
    if "own_initiative" in around.concepts and subject.concepts & {"ch_open", "ch_website"}:
        return around  # 网站访问量12万次,主动公开政府信息302条: all of it
    verb = any(item.concepts & {"publish", "own_initiative"} for item in around.own)
    if not verb and any(not item.concepts for item in around.own):
        return around  # 网站访问量12万次,审核信息232条
    other = any(not item.concepts or "interpret" in item.concepts for item in around.own)
    if "ch_gazette" in subject.concepts and verb and other:
        return around  # 出版公报9期,发布政府常务会议信息16条: not in the gazette
    return around.with_left([subject, *around.own])


def heads_list(tokens: list[Token], index: int, concepts: frozenset[str]) -> bool:
    """Whether a number begins a list of kinds in its own unit: 网站公开工作动态32条、通知公告11条."""
    if index + 2 >= len(tokens) or not (tokens[index + 1].mark == LISTING or "and" in tokens[index + 1].concepts):
        return False
    stop = next((place for place in range(index + 2, len(tokens)) if tokens[place].mark in LABEL_ENDS), len(tokens))
    label, one = tokens[index + 2 : stop], tokens[index].quantity
    other = tokens[stop].quantity if stop < len(tokens) and tokens[stop].mark == VALUE else None
    if one is None or other is None or one.unit != other.unit:
        return False
    known = [item for item in label if item.mark not in (NEAR, FAR, TITLE)]
    said = label[-1].concepts if label else frozenset[str]()
    if len(known) < len(label) and PUBLISHES in said and PAPER not in said:
        return False  # 网站公开196条、今日东山手机台发布85条: another way
    return bool(known) and all(not item.concepts.isdisjoint(concepts) for item in known)


def without_own_field(text: str, around: Surroundings, head: str) -> Surroundings | None:
    """The surroundings without the words of the field that the body is named after; None where none stand there.

    What a bureau of health tells of 卫生健康信息 is all it tells: the words stand in ``head``, where the document names
    its own body, and here between a verb and the noun.
    """
    own = around.own
    for place in range(1, len(own) - 1):
        token, last = own[place], place + 1
        name = text[token.start : token.end]
        if token.mark not in (NEAR, FAR) or len(name) < FIELD or name not in head:
            continue
        while last < len(own) - 1 and "aspect" in own[last].concepts:
            last += 1
        if not own[place - 1].concepts.isdisjoint(PUBLISHING) and not own[last].concepts.isdisjoint(PUBLISHED):
            return around.with_left([*own[:place], *own[last:]])
    return None
