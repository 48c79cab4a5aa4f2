"""Finds a report's title, and in it the words that name issuer and year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportmine.identity.case import Case
from reportmine.rulebook.identity import IdentityRules, TitleRules

MOST_JOINED = 3
LONGEST_LINE = 30  # characters of a line above that may belong to the title


class Title(NamedTuple):
    source: str  # "title", "page_title", "first_sentence", "manifest"
    text: str
    issuer: str  # what stands where the issuer's name stands; may be empty
    start: int | None = None
    end: int | None = None


class _Run(NamedTuple):
    start: int
    end: int
    text: str


class Match(NamedTuple):
    text: str
    issuer: str


def find_titles(case: Case) -> list[Title]:
    """All titles that a document or what is said of it holds, in the order of the text. Empty where there is none."""
    found: list[Title] = []
    if case.manifest.title:
        found += _titles_of(case.manifest.title, "manifest", case)
    found += _titles_of(case.document.text[: case.rules.titles.reach], "title", case)
    for field in ("title", "issuer"):  # a page's cells run together: a title may stand behind its issuer
        if page := case.document.metadata.get(field):
            found += _titles_of(page, "page_title", case)
    return found


def _titles_of(text: str, source: str, case: Case) -> Iterator[Title]:
    rules, names_body, placed = case.rules, case.names_body, source == "title"
    runs = list(_runs(text, rules.titles))
    for index, run in enumerate(runs):
        words, start, found = run.text, run.start, match_title(run.text, rules)
        if found is None and not _ends_title(run, rules):
            continue
        for before in reversed(runs[max(index - MOST_JOINED, 0) : index]):
            if (found is not None and names_body(found.issuer)) or text[before.end : start].strip():
                break
            longer = match_title(before.text + words, rules)
            if longer is None or len(before.text) > LONGEST_LINE:
                break
            if found is not None and longer.issuer != found.issuer and not names_body(longer.issuer):
                break
            words, start, found = before.text + words, before.start, longer
        if found is None or not (found.issuer or rules.years.year.search(found.text)):
            continue
        end = run.end - (len(words) - len(found.text))
        spoken = rules.titles.sentence.search(found.text) and not case.parser.names_listed(found.issuer)
        kind, issuer = source, found.issuer
        if spoken or _cited(text, start, rules.titles):
            kind, issuer = "first_sentence", rules.titles.sentence_lead.sub("", issuer)
        yield Title(kind, found.text, issuer, start if placed else None, end if placed else None)


def _cited(text: str, start: int, rules: TitleRules) -> bool:
    """Whether a title stands in quotation marks inside a line, as a report is announced by another sentence."""
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    return len(line) > 1 and line[-1] in rules.quotes


def _ends_title(run: _Run, rules: IdentityRules) -> bool:
    """A title's last line alone, such as the words behind a line break inside it."""
    return len(run.text) <= 16 and rules.kinds.report_title.search(run.text[-3:]) is not None


def match_title(words: str, rules: IdentityRules) -> Match | None:
    """The title that words begin with, and what in it stands for the issuer; None where they are no title."""
    title = rules.titles
    for subject in title.subject.finditer(words):
        if rest := title.rest.match(words, subject.end()):
            issuer = _clean(words[: subject.start()], rules) or _clean(rest.group("note") or "", rules)
            return Match(words[: rest.end()], issuer)
    return None


def _clean(words: str, rules: IdentityRules) -> str:
    words = rules.titles.noise.sub("", words)
    years = rules.years
    parts = []
    position = 0
    for year in years.year.finditer(words):
        parts.append(words[position : year.start()])
        position = year.end()
        if mark := years.after_year.match(words, position):
            position = mark.end()
    parts.append(words[position:])
    return rules.titles.noise.sub("", max((part for part in parts if part), key=len, default=""))


def _runs(text: str, rules: TitleRules) -> Iterator[_Run]:
    position = 0
    for gap in rules.breaks.finditer(text):
        if gap.start() > position:
            yield _Run(position, gap.start(), text[position : gap.start()])
        position = gap.end()
    if position < len(text):
        yield _Run(position, len(text), text[position:])
