"""Finds a report's title, and in it the words that name issuer and year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportmine.model import Document, ManifestRow
from reportmine.rulebook.identity import IdentityRules, TitleRules

MOST_JOINED = 3


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


def find_titles(
    document: Document, rules: IdentityRules, manifest: ManifestRow | None, names_body: Callable[[str], bool]
) -> list[Title]:
    """All titles that a document or what is said of it holds, in the order of the text. Empty where there is none.

    ``names_body`` says whether words are a body's name: a line above a title belongs to it when they are.
    """
    found: list[Title] = []
    if manifest and manifest.title:
        found += _titles_of(manifest.title, "manifest", rules, names_body)
    text = document.text[: rules.titles.reach]
    found += _titles_of(text, "title", rules, names_body, placed=True)
    if page := document.metadata.get("title"):
        found += _titles_of(page, "page_title", rules, names_body)
    return found


def _titles_of(
    text: str, source: str, rules: IdentityRules, names_body: Callable[[str], bool], placed: bool = False
) -> Iterator[Title]:
    runs = list(_runs(text, rules.titles))
    for index, run in enumerate(runs):
        words = run.text
        issuer = issuer_words(words, rules)
        if issuer is None and not _ends_title(run, rules):
            continue
        start = run.start
        for before in reversed(runs[max(index - MOST_JOINED, 0) : index]):
            if (issuer is not None and names_body(issuer)) or text[before.end : start].strip():
                break
            longer = issuer_words(before.text + words, rules)
            if (
                longer is None
                or len(before.text) > 30
                or (issuer is not None and not _adds(longer, issuer, names_body))
            ):
                break
            words, issuer, start = before.text + words, longer, before.start
        if issuer is None or not (issuer or rules.years.year.search(words)):
            continue
        kind = "first_sentence" if rules.titles.sentence.search(words) else source
        if kind == "first_sentence":
            issuer = rules.titles.sentence_lead.sub("", issuer)
        yield Title(kind, words, issuer, start if placed else None, run.end if placed else None)


def _adds(longer: str, issuer: str, names_body: Callable[[str], bool]) -> bool:
    return longer == issuer or names_body(longer)


def _ends_title(run: _Run, rules: IdentityRules) -> bool:
    """A title's last line alone, such as the words behind a line break inside it."""
    return len(run.text) <= 16 and rules.kinds.report_title.search(run.text[-3:]) is not None


def issuer_words(words: str, rules: IdentityRules) -> str | None:
    """The words of a title that stand before its subject, without its year; None where the words are no title."""
    title = rules.titles
    for subject in title.subject.finditer(words):
        if title.rest.match(words, subject.end()):
            return _clean(words[: subject.start()], rules)
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
