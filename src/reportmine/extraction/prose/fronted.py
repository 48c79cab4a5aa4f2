"""Lists whose numbers stand before their labels: 公开35条,其中1条权责清单、12条工作信息、22条政协提案."""

from __future__ import annotations

from typing import Final

from reportmine.extraction.prose.entries import LONGEST_LABEL, Entry
from reportmine.extraction.prose.labels import LabelReader
from reportmine.extraction.prose.state import Sentence
from reportmine.extraction.prose.tokens import BOUNDARIES, FILLER, LISTING, VALUE, Token

SEPARATORS: Final = frozenset({",", LISTING})
FEWEST: Final = 2  # numbers of a list


def fronted_entries(sentence: Sentence, labels: LabelReader) -> list[Entry]:
    """The entries of a list whose first number follows 其中 directly, each with the label behind its number.

    Empty where the sentence has no such list: a label stands before the first number, or none behind one of them.
    """
    tokens = sentence.tokens
    lead = next((place for place, token in enumerate(tokens) if "of_which" in token.concepts), None)
    if lead is None:
        return []
    at = lead + 1
    while at < len(tokens) and (tokens[at].mark in ",:" or tokens[at].concepts == FILLER):
        at += 1
    found: list[Entry] = []
    while at < len(tokens) and tokens[at].mark == VALUE:
        stop = _label_end(tokens, at + 1)
        if stop == at + 1:
            return []
        label, low, high = labels.strip(sentence.text, tokens[at].end, tokens[stop - 1].end)
        if not FEWEST <= len(label) <= LONGEST_LABEL:
            return []
        found.append(Entry(at, tokens[at], label, low, high, ""))
        if stop == len(tokens) or tokens[stop].mark not in SEPARATORS:
            break
        at = stop + 1
    return found if len(found) >= FEWEST else []


def _label_end(tokens: list[Token], start: int) -> int:
    """The index behind the label that begins at ``start``: a label may hold a list mark, but no number behind one."""
    at = start
    while at < len(tokens) and tokens[at].mark != VALUE and tokens[at].mark not in BOUNDARIES:
        at += 1
    if at < len(tokens) and tokens[at].mark == VALUE:
        return at - 1 if at > start and tokens[at - 1].mark == LISTING else start
    return at
