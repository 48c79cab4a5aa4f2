"""Phrases compiled: each pattern of concepts becomes a regular expression over token signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.tokens import DATE, FAR, LISTING, NEAR, TITLE, VALUE, Signs, tokenizer
from reportmine.model import RulebookError
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import Phrase, ProseRules

COLON: Final = ":?"  # may stand behind a word that opens a list: 其中:
ANYTHING: Final = "*"  # in a pattern: words that no concept knows, or a title

# Concepts that may stand between the words of a phrase without changing what it says.
TRANSPARENT: Final = (
    "filler", "each", "this_year", "last_year", "two_years_ago", "cumulative", "until", "since", "by", "own",
    "by_all_ways", "duly",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern. ``needs``: alternatives sets of signature characters that must all be present."""

    regex: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase with its patterns compiled, each before the number, after it, or both together."""

    rule: str
    phrase: Phrase
    ways: tuple[tuple[Pattern | None, Pattern | None], ...]
    units: frozenset[str | None]


class PatternCompiler:
    """Compiles the pattern language of ``rules/prose``."""

    def __init__(self, rules: ProseRules, signs: Signs) -> None:
        self._signs = signs
        self._known = set(rules.concepts)
        through = re.escape(signs.only(*TRANSPARENT) + DATE + TITLE)
        self.through = f"[{through}]*"
        self._near = f"{self.through}(?:{NEAR}{self.through})?"
        self._wide = f"[^,;:()#{VALUE}]{{0,30}}?"
        self._tail = rf"{self.through}(?::{self.through})?(?:,{self.through})?\(?{self.through}$"

    def left(self, pattern: str) -> Pattern:
        """A pattern whose last word stands before the number."""
        body, needs, words = self._body(pattern)
        return Pattern(re.compile(f"(?P<phrase>{body}){self._tail}"), needs, words)

    def right(self, pattern: str) -> Pattern:
        """A pattern whose first word follows the unit."""
        body, needs, words = self._body(pattern)
        return Pattern(re.compile(f"^{self.through}(?P<phrase>{body})"), needs, words)

    def before(self, pattern: str) -> Pattern:
        """The left half of a pattern on both sides: its last word may have other words after it."""
        body, needs, words = self._body(pattern)
        return Pattern(re.compile(f"(?P<phrase>{body}){self._wide}$"), needs, words)

    def _body(self, pattern: str) -> tuple[str, tuple[frozenset[str], ...], int]:
        pieces: list[str] = []
        needs: list[frozenset[str]] = []
        joint, words = "", 0
        for item in pattern.split():
            if item in ("..", "-"):
                joint += self._wide if item == ".." else self.through
                continue
            optional = item.endswith("?")
            names = item.rstrip("?")
            signs = self._atom(names, pattern)
            lead = joint if joint not in ("", COLON) else joint + (self._near if words else "")
            pieces.append(f"(?:{lead}[{re.escape(signs)}])?" if optional else f"{lead}[{re.escape(signs)}]")
            if not optional:
                needs.append(frozenset(signs))
            joint = COLON if names == "of_which" else ""
            words += 1
        if not needs:
            raise RulebookError(
                "rules/prose", f"pattern '{pattern}' has no word that must be there", "Take the ? from one of its words"
            )
        return "".join(pieces), tuple(needs), words

    def _atom(self, names: str, pattern: str) -> str:
        if names == ANYTHING:
            return NEAR + FAR + TITLE
        unknown = [name for name in names.split("|") if name not in self._known]
        if unknown:
            raise RulebookError("rules/prose", f"pattern '{pattern}' names unknown concepts {unknown}", "Define them")
        listed = LISTING if "and" in names.split("|") else ""
        return self._signs.having(*names.split("|")) + listed


def unit_set(rules: ProseRules, names: Iterable[str], without: Iterable[str] = ()) -> frozenset[str | None]:
    """The units that sets of units stand for; None for a number without a unit."""
    units: set[str | None] = set()
    for name in names:
        units |= {None} if name == "none" else set(rules.units.sets[name])
    return frozenset(units - set(without))


@lru_cache(maxsize=4)
def compile_phrases(rulebook: Rulebook) -> tuple[Reading, ...]:
    """All phrases of a rulebook, compiled once. Raises RulebookError for a pattern with unknown concepts."""
    rules = rulebook.prose
    compiler = PatternCompiler(rules, tokenizer(rulebook).signs)
    return tuple(
        Reading(
            rule=rule,
            phrase=phrase,
            ways=(
                *((compiler.left(pattern), None) for pattern in phrase.left),
                *((None, compiler.right(pattern)) for pattern in phrase.right),
                *((compiler.before(low), compiler.right(high)) for low, high in phrase.both),
            ),
            units=unit_set(rules, phrase.units, phrase.unless_units),
        )
        for rule, phrase in rules.phrases
    )


__all__ = ["FAR", "LISTING", "Pattern", "PatternCompiler", "Reading", "compile_phrases", "unit_set"]
