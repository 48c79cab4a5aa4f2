"""Several labels joined before one number: 电话、网络咨询20人次 counts neither of the two alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.clauses import Surroundings
from reportmine.extraction.prose.tokens import LISTING, NEAR, Token, tokenizer
from reportmine.rulebook import Rulebook

QUIET: Final = frozenset({"filler", "via", "own"})


class JointReader:
    """Knows which words name one part of a whole."""

    def __init__(self, rulebook: Rulebook) -> None:
        signs = tokenizer(rulebook).signs
        rules = rulebook.prose
        self._parts: dict[str, str] = {}  # indicator: the signature characters of the words that name it alone
        named = [(phrase.indicator, pattern.split("|")) for _, phrase in rules.phrases for pattern in phrase.left]
        named += [(part.indicator, list(part.concepts)) for _, whole in rules.breakdowns for part in whole.members]
        for indicator, concepts in named:
            if indicator and not any(" " in concept for concept in concepts):
                known = [concept.rstrip("?") for concept in concepts]
                self._parts[indicator] = self._parts.get(indicator, "") + signs.having(*known)

    def joins(self, around: Surroundings, start: int, indicator: str | None) -> bool:
        """Whether a word for another part of the same whole is joined to the label that begins at ``start``."""
        before = [item for item in around.left if item.end <= start and not _is_quiet(item)]
        if indicator is None or len(before) < 2 or not _is_joint(before[-1]):
            return False
        words = before[:-1]
        near = words[-2:] if words[-1].mark == NEAR else words[-1:]
        own = self._parts.get(indicator, "")
        others = (signs for name, signs in self._parts.items() if _are_parts(name, indicator))
        marks = {item.mark for item in near if item.mark not in own}
        return any(mark in signs for signs in others for mark in marks)


def is_joined(around: Surroundings, end: int, concepts: frozenset[str]) -> bool:
    """Whether a word of ``concepts`` is joined to the label whose last word ends at ``end``."""
    before = [item for item in around.left if item.end < end and not _is_quiet(item)]
    if len(before) > 2 and before[-1].mark == NEAR:
        before = before[:-1]  # 文件、决策解读
    return len(before) > 1 and _is_joint(before[-1]) and bool(before[-2].concepts & concepts)


def _is_quiet(token: Token) -> bool:
    return bool(token.concepts) and token.concepts <= QUIET


def _is_joint(token: Token) -> bool:
    return token.mark == LISTING or "and" in token.concepts


def _are_parts(one: str, other: str) -> bool:
    """Whether two indicators are of one family and neither holds the other."""
    same = one.split(".", maxsplit=1)[0] == other.split(".", maxsplit=1)[0]
    return same and not (one + ".").startswith(other + ".") and not (other + ".").startswith(one + ".")


@lru_cache(maxsize=4)
def joint_reader(rulebook: Rulebook) -> JointReader:
    return JointReader(rulebook)
