"""Lists: the classes a published total is divided into, and parallel lists (…、…分别为…、…)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.clauses import clause_span, concepts_of, since
from reportmine.extraction.prose.divisions import (
    DIVIDED,
    PUBLISHED,
    are_kinds,
    are_parts_of_other,
    beside_way,
    divides_nothing,
    divides_people,
    is_part,
    overflows,
    own_account,
)
from reportmine.extraction.prose.entries import Entry, EntryReader, Standing, entry_reader
from reportmine.extraction.prose.fronted import fronted_entries
from reportmine.extraction.prose.labels import LabelReader, label_reader
from reportmine.extraction.prose.patterns import unit_set
from reportmine.extraction.prose.state import Bound, Context, Sentence, value_of
from reportmine.extraction.prose.times import TimeReader, time_reader
from reportmine.extraction.prose.tokens import LISTING, VALUE, Token, is_share
from reportmine.extraction.prose.wholes import Wholes
from reportmine.rulebook import Rulebook

LEAD: Final = 12  # tokens before a list among which 其中 may stand, with other parts of the total between
LOOSE: Final = 1.25  # how far a list of many sure classes may pass its total: sums in print are often wrong
SILENT: Final = frozenset({"filler", "of_which", "publish", "own_initiative"})  # what may stand between two classes


class ListReader:
    """Reads open lists of classes."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.prose
        self._rules = rules.open_lists
        self._units = unit_set(rules, self._rules.units, self._rules.unless_units)
        self._matters = frozenset(self._rules.matters)
        self._reader: EntryReader = entry_reader(rulebook)
        self._labels: LabelReader = label_reader(rulebook)
        self._times: TimeReader = time_reader(rulebook)
        self._wholes = Wholes(self._rules.totals)

    def read(self, sentence: Sentence, context: Context) -> set[int]:
        """Adds the classes a sentence lists; returns the token indexes it read."""
        if not sentence.values or (len(sentence.values) < 2 and "of_which" not in sentence.concepts):
            return set()  # one number is no list, unless it divides what the sentence before counted
        fronted = fronted_entries(sentence, self._labels)
        if fronted:  # their labels are no labels of the numbers behind them, whatever the sum
            return self._read_fronted(sentence, context, fronted)
        exact = self._reader.exact(sentence, context)
        if exact is not None:
            read = set[int]()
            for entry in self._each(sentence, exact):
                cut = sentence.text[entry.start - 1].isdigit()  # 2022年检测信息 without its year is no label
                if not cut and not self._is_of_its_own(sentence, entry):
                    self._add(sentence, context, entry, verbs=False)
                    read.add(entry.index)
            before = [place for place in sentence.values if place < exact[0].index]
            context.divided.update(sentence.tokens[place].start for place in before[-1:])
            return read
        entries = self._reader.entries(sentence, context.head)
        runs = [
            run
            for run in self._runs(sentence, entries)
            if not self._is_by_office(run) and not _is_carried(sentence, run)
        ]
        taken: set[int] = set()
        for whole in self._without_weak(sentence, context, runs):
            other = are_parts_of_other(sentence, context, whole, self._rules.not_divided, self._units)
            if (
                other
                or divides_people(sentence.tokens, whole[0])
                or beside_way(sentence.tokens, whole, self._rules.strong_ends)
                or are_kinds(sentence, whole, self._rules.kinds)
                or overflows(sentence, whole)
                or self._wholes.counts_matters(sentence, context, whole, self._matters)
            ):
                continue
            run = self._up_to_total(sentence, whole)
            verbs = self._is_verb_list(sentence, run)
            if verbs or any(entry.is_weak for entry in run) or self._is_division(sentence, context, run):
                for entry in self._each(sentence, run):
                    self._add(sentence, context, entry, verbs or len(run) == 1)
                    taken.add(entry.index)
            elif first := self._first_of_list(sentence, context, run):
                context.first_of_lists.add(sentence.tokens[first].start)
        return taken

    def _is_of_its_own(self, sentence: Sentence, entry: Entry) -> bool:
        """Whether an entry is a figure of another kind, in another unit: 在线访谈3期, and not 征集调查9期."""
        said = concepts_of(since(sentence.tokens, entry.index, entry.start))
        return _unit(entry.token) not in {None, *self._units} and not said.isdisjoint(self._rules.not_divided)

    def _read_fronted(self, sentence: Sentence, context: Context, run: list[Entry]) -> set[int]:
        """Adds the classes of a list whose numbers stand before their labels, where they sum up to what it divides."""
        said = concepts_of(sentence.tokens[: run[0].index])
        if not self._wholes.sums_up(sentence, context, run) or not self._is_of_published(sentence, context, said):
            return set()
        for entry in run:
            self._add(sentence, context, entry, verbs=False)
        return {entry.index for entry in run}

    def _is_of_published(self, sentence: Sentence, context: Context, said: frozenset[str]) -> bool:
        """Whether what is ``said`` before a list counts what was published, or goes on with the parts of that."""
        told = bool(said & PUBLISHED) or context.frame in self._rules.of
        return told and not self._is_of_else(sentence, context, said)

    def _is_of_else(self, sentence: Sentence, context: Context, said: frozenset[str]) -> bool:
        """Whether what is ``said`` before a list counts requests, enquiries or another thing of its own."""
        return self._asks(sentence, context) or not said.isdisjoint(self._rules.not_words)

    def _up_to_total(self, sentence: Sentence, run: list[Entry]) -> list[Entry]:
        """A run without what follows once its first entries hold all of the total: 共10条,…其他类1条,行政许可20件."""
        unit = _unit(run[0].token)
        before = [item for item in sentence.tokens[: run[0].index] if item.mark == VALUE and _unit(item) == unit]
        total = before[-1].quantity.value if before and before[-1].quantity is not None else None
        held: float | int = 0
        for place, entry in enumerate(run if total else ()):
            held += (entry.token.quantity.value or 0) if entry.token.quantity is not None else 0
            rest = run[place + 1 :]
            if held == total and place and rest and all(_unit(each.token) != unit for each in rest):
                return run[: place + 1]
        return run

    def _each(self, sentence: Sentence, run: list[Entry]) -> Iterator[Entry]:
        """The entries, one for each label where a number holds for several: 决策信息、人事信息均为0条."""
        for entry in run:
            if entry.standing is Standing.FOREIGN:
                continue
            behind = since(sentence.tokens, entry.index, entry.end)[:2]
            if "each" not in concepts_of(behind) or LISTING not in entry.label:
                yield entry
                continue
            start = entry.start
            for label in sentence.text[entry.start : entry.end].split(LISTING):
                yield replace(entry, label=label, start=start, end=start + len(label))
                start += len(label) + 1

    def _is_by_office(self, run: list[Entry]) -> bool:
        """Whether a list says who published, and not what: 党政办60条,民政所30条."""
        return len(run) > 1 and all(entry.label.endswith(self._rules.offices) for entry in run)

    def _is_verb_list(self, sentence: Sentence, run: list[Entry]) -> bool:
        """主动公开A n件,B m件,C k件: kinds of documents under one verb divide what was published."""
        rules = self._rules.verb_list
        inside = concepts_of(sentence.tokens[run[0].index : run[-1].index])
        if (
            len(run) < rules.least
            or "of_which" in inside
            or not all(entry.label.endswith(rules.kinds) for entry in run)
        ):
            return False
        lead = concepts_of([token for token in sentence.tokens if token.end <= run[0].start][-2:])
        return bool(lead & set(rules.concepts))

    def _without_weak(self, sentence: Sentence, context: Context, runs: list[list[Entry]]) -> list[list[Entry]]:
        """The runs, with their weak labels only where a list divides a total that holds them all."""
        kept: list[list[Entry]] = []
        for run in runs:
            counted = [entry for entry in run if entry.standing is Standing.COUNTED]
            if counted and not self._wholes.sums_up(sentence, context, run):
                rest = [entry for entry in run if entry.standing is not Standing.COUNTED]
                kept += self._without_weak(sentence, context, self._runs(sentence, rest))
                continue
            sure = [entry for entry in run if not entry.is_weak]
            if len(sure) < len(run) and self._holds(sentence, context, run, sure):
                kept.append(run)
            elif sure and run[-1].standing is Standing.SUMMED:  # …,民生信息21条,主动回应关切47条: the end of the list
                kept += self._without_weak(sentence, context, [run[:-1]])
            elif self._is_one_list(sentence, context, run, sure):
                kept.append([entry for entry in run if entry in sure or _is_enclosed(entry, sure)])
            else:
                kept += self._runs(sentence, sure)
        return kept

    def _is_one_list(self, sentence: Sentence, context: Context, run: list[Entry], sure: list[Entry]) -> bool:
        """Whether 其中 lists classes with something else between them: 政策文件20条,政策解读4条,民生信息9条,会议2条."""
        before = [token for token in sentence.tokens if token.end <= run[0].start]
        if self._is_of_else(sentence, context, concepts_of(own_account(before))):
            return False  # 答复95件,其中予以公开20件,…: what became of requests
        first = run[0].standing in (Standing.SURE, Standing.AMONG) or len(sure) > self._rules.dividing
        many = len(sure) >= self._rules.dividing and 2 * len(sure) > len(run) and first
        return many and "of_which" in concepts_of(before[-LEAD:]) and self._wholes.holds(sentence, context, run)

    def _holds(self, sentence: Sentence, context: Context, run: list[Entry], sure: list[Entry]) -> bool:
        if len(sure) >= 2 and all(entry.label.endswith(self._rules.strong_ends) for entry in run):
            return self._is_division(sentence, context, sure)
        before = [token for token in sentence.tokens if token.end <= run[0].start]
        said = concepts_of(own_account(before))
        exact = len(run) >= self._rules.dividing and self._wholes.sums_up(sentence, context, run)
        opened = _opens_bracket(before)
        led = exact or opened or "of_which" in concepts_of(before[-LEAD:])
        if not led or not self._is_of_published(sentence, context, said):
            return False
        whole, parts = self._wholes.total(sentence, context, run)
        if whole is None or len(run) < 2 or (not exact and len(sure) < len(run) - len(sure)):
            return False
        if parts == whole:
            return True
        many = len(sure) >= self._rules.summing and len(sure) >= 3 * (len(run) - len(sure))
        summed = not many and any(entry.standing is Standing.SUMMED for entry in run)
        if parts > whole * (1 if summed or len(sure) < self._rules.summing else LOOSE):
            return False
        return not summed and len(sure) >= 2 and (opened or self._is_division(sentence, context, sure))

    def _first_of_list(self, sentence: Sentence, context: Context, run: list[Entry]) -> int:
        """The number before a list that holds far more: 发布工作情况49条,公告59条,文件6条 begins with a class; or 0."""
        whole, parts = self._wholes.total(sentence, context, run)
        last = next((place for place in range(run[0].index - 1, 0, -1) if sentence.tokens[place].mark == VALUE), 0)
        between = [item for item in sentence.tokens[last + 1 : run[0].index] if item.end <= run[0].start]
        plain = bool(between) and all(item.mark in (",", LISTING) for item in between)
        many = len(run) >= self._rules.dividing
        far = whole is not None and many and parts > whole * LOOSE
        listed = many and plain and between[0].mark == LISTING and parts != whole
        if last and plain and (far or listed):
            return last
        if many and sentence.tokens[run[0].index + 1].mark == LISTING:  # 公开工作动态30条、公告10条、总结1条
            return run[0].index
        return 0

    def _runs(self, sentence: Sentence, entries: list[Entry]) -> list[list[Entry]]:
        """Entries that follow each other with nothing but shares between them."""
        runs: list[list[Entry]] = []
        for entry in entries:
            if runs and self._adjacent(sentence.tokens, runs[-1][-1].index, entry):
                runs[-1].append(entry)
            else:
                runs.append([entry])
        return runs

    def _adjacent(self, tokens: list[Token], previous: int, entry: Entry) -> bool:
        between = _without_remarks([item for item in tokens[previous + 1 : entry.index] if item.start < entry.start])
        shares = [place for place, token in enumerate(between) if token.mark == VALUE]
        if shares and all(is_share(between[place]) for place in shares):  # a class of which only the share is printed
            between = between[shares[-1] + 1 :]
        if "own_initiative" in concepts_of(between) and any(token.mark == ")" for token in between):
            return False  # a verb said again behind a remark begins anew
        listed = "of_which" in concepts_of(between) and all(token.mark != "(" for token in between)
        if listed and _is_whole(tokens, previous):
            return False  # 公开文件57件,其中规范性文件3件,任免文件34件
        return all(
            token.mark in ",;、()X" or "share" in token.concepts or token.mark == VALUE or "and" in token.concepts
            or token.concepts & SILENT
            for token in between
        )  # fmt: skip

    def _asks(self, sentence: Sentence, context: Context) -> bool:
        """Whether a sentence is about requests, whatever else its heading names."""
        asks = "requests" in sentence.sections and "published" not in sentence.sections
        return asks and context.frame not in self._rules.of

    def _is_division(self, sentence: Sentence, context: Context, run: list[Entry]) -> bool:
        before = own_account([token for token in sentence.tokens if token.end <= run[0].start])
        lead, said = concepts_of(before[-LEAD:]), concepts_of(before)
        if not said.isdisjoint(self._rules.not_published):
            return False
        strong = [entry for entry in run if any(entry.label.endswith(end) for end in self._rules.strong_ends)]
        if len(strong) >= 2 and 2 * len(strong) >= len(run) and not self._asks(sentence, context):
            return True
        typed = [entry for entry in run if any(entry.label.endswith(end) for end in self._rules.label_ends)]
        in_section = bool(sentence.sections & set(self._rules.sections))
        known = sum(entry.label in self._rules.standing for entry in run)
        if known > 1 and known == len(run) and not self._asks(sentence, context):
            return True
        if self._is_amid(sentence.text, before):
            lead, said = lead | DIVIDED, said | DIVIDED
        if said & set(self._rules.not_words):
            return False
        if len(run) >= 2 and in_section and (typed or "of_which" in lead):
            return True
        if divides_nothing(before):
            return False
        after_total = (
            context.frame in self._rules.of
            or "of_published" in said
            or bool(PUBLISHED & said and {"info", "info_weak", "web_publish", "ch_website"} & said)
        )
        if self._asks(sentence, context):
            return False
        many = len(run) >= self._rules.dividing
        closing = run[-1].label in self._rules.closing or _opens_bracket(before)
        sums_up = after_total and self._wholes.sums_up(sentence, context, run)
        if (many and (sums_up or self._wholes.follows_sum(sentence, context, run))) or (
            closing and len(run) > 1 and sums_up  # 公开信息70条,工作动态66条,其他信息4条; 70条(动态66条,公告4条)
        ):
            return True
        if many and closing and after_total and self._wholes.is_held(sentence, context, run):
            return True
        if (
            len(run) >= self._rules.summing
            and 2 * len(typed) >= len(run)
            and self._wholes.leads(sentence, context, run)
        ):
            return True  # 共公开438条。概况信息3条,领导信息2条、工作计划1条、法规文件类信息71条
        if "of_which" not in lead:
            return len(run) >= self._rules.summing and len(strong) >= 2 and _is_led(before)
        if not after_total:
            return (
                len(run) >= self._rules.summing
                and bool(said & PUBLISHED)
                and self._wholes.sums_up(sentence, context, run)
            )
        openers = ";," if "of_published" in said else ";"
        if len(run) == len(strong) and said & DIVIDED and after_total and run[0].opener in openers:
            return True  # 机构职能类信息5条,内容主要是…;政策法规类的信息6条,内容是…: one by one
        if len(run) < 2:  # one class only, named right behind the total: 530条,其中业务动态类信息528条
            framed = context.frame is None or context.frame in self._rules.of
            part = is_part(sentence.tokens, run[0], self._wholes.total(sentence, context, run)[0])
            return bool(typed) and framed and (part or self._is_amid(sentence.text, before))
        return bool(typed) or self._wholes.sums_up(sentence, context, run) or self._wholes.fits(sentence, context, run)

    def _is_amid(self, text: str, before: list[Token]) -> bool:
        """Whether the whole that a list divides stands before it: 在公开的52条信息中,规范性文件类21条."""
        counts = [token for token in before if token.mark == VALUE]
        return bool(counts) and text.startswith(self._rules.amid, counts[-1].end)

    def _add(self, sentence: Sentence, context: Context, entry: Entry, verbs: bool) -> None:
        found = value_of(entry.token, "prose/published", (entry.start, entry.end))
        found.indicator, found.item = self._rules.indicator, entry.label
        inside = concepts_of([item for item in sentence.tokens if entry.start <= item.start < entry.end])
        kinds = self._rules.verb_list
        whole = any((item.start, item.end) == (entry.start, entry.end) for item in sentence.tokens)
        counted = whole and found.unit in kinds.counted
        alone = (verbs or counted) and not entry.label.endswith(self._rules.strong_ends)  # 规范性文件类 is a class
        standard = [name for concept, name in kinds.standard.items() if alone and concept in inside]
        if standard:
            found.indicator, found.item = standard[0], None
        found.time = self._times.read(sentence, entry.index, context.time)
        found.clause = clause_span(sentence, entry.index)
        context.bound.append(found)


def _without_remarks(tokens: list[Token]) -> list[Token]:
    """Tokens without a bracket that counts nothing: 政策解读2条(文字和图解版),发布价格信息11条."""
    opening = next((place for place, item in enumerate(tokens) if item.mark == "("), None)
    closing = next((place for place, item in enumerate(tokens) if item.mark == ")"), None)
    if opening is None or closing is None or any(item.mark == VALUE for item in tokens[opening:closing]):
        return tokens
    return [*tokens[:opening], *tokens[closing + 1 :]]


def _is_whole(tokens: list[Token], index: int) -> bool:
    """Whether a number is the first of its sentence and no part of anything."""
    before = tokens[:index]
    return all(token.mark != VALUE for token in before) and "of_which" not in concepts_of(before)


def _opens_bracket(before: list[Token]) -> bool:
    """Whether a list begins in a bracket right behind a number: 公开信息70条(动态66条,公告4条)."""
    return len(before) > 1 and before[-1].mark == "(" and before[-2].mark == VALUE


def _is_carried(sentence: Sentence, run: list[Entry]) -> bool:
    """Whether a list tells what a gazette carried: 公报6期。其中,刊登市政府文件15件,部门文件12件."""
    start = next((place for place in range(run[0].index, -1, -1) if sentence.tokens[place].mark == ";"), 0)
    return "printed" in concepts_of(sentence.tokens[start : run[0].index])


def _unit(token: Token) -> str | None:
    return token.quantity.unit if token.quantity is not None else None


def _is_enclosed(entry: Entry, sure: list[Entry]) -> bool:
    """Whether an entry that is no class alone is one here: 其中政策文件20条,政策解读4条,民生信息9条,会议信息2条."""
    summed = entry.standing is Standing.SUMMED and entry.index < sure[-1].index
    return summed or entry.standing is Standing.AMONG


def _is_led(before: list[Token]) -> bool:
    """Whether a verb stands directly before a list: 公开年报1条,计划类2条,…."""
    return bool(before) and bool(before[-1].concepts & PUBLISHED)


@lru_cache(maxsize=4)
def list_reader(rulebook: Rulebook) -> ListReader:
    return ListReader(rulebook)


__all__ = ["Bound", "ListReader", "list_reader"]
