"""A sentence as a row of tokens: words of the domain, numbers, punctuation and the unknown between them.

Every token also stands as one character in a *signature* string, so that a phrase is one small regular expression over
signatures. Words with the same concepts share a character.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reportmine.extraction.prose.lexicon import Lexicon
from reportmine.extraction.quantities import Quantity, QuantityGrammar, quantity_grammar
from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import ProseRules

VALUE: Final = "#"
DATE: Final = "D"
PART_YEAR: Final = "M"
APART: Final = "X"
TITLE: Final = "T"
NEAR: Final = "_"  # unknown text, up to NEAR_CHARS characters
FAR: Final = "="  # and longer
NEAR_CHARS: Final = 3
_TITLE: Final = re.compile(r"《[^《》]{4,}(?:《[^《》]*》[^《》]*)*》")
BOUNDARIES: Final = ",;:()"
LISTING: Final = "、"
NEGATION: Final = "negation"
NEGATION_EVENT: Final = "negation_event"
NOBODY: Final = "nobody"
NO_NEGATION: Final = "no_negation"
_NONE: Final[frozenset[str]] = frozenset()
FILLER: Final = frozenset({"filler"})
NO_ONE: Final = "no_one"  # beside `filler`: a one that a negation makes none
_NO_ONE: Final = frozenset({"filler", NO_ONE})
NOT_ONE: Final = 12  # characters before a one in which the negation stands
_HOTLINE: Final = frozenset({"hotline"})  # 12333 names one, as its words do


class Token:
    """A word, a number or a sign of a sentence. Never changed once it is made.

    A plain class: its fields are read some fifteen thousand times a report, which compiled code does without a call.
    """

    __slots__ = ("concepts", "end", "mark", "quantity", "start")

    def __init__(
        self, mark: str, start: int, end: int, concepts: frozenset[str] = _NONE, quantity: Quantity | None = None
    ) -> None:
        self.mark = mark  # its signature character
        self.start = start
        self.end = end
        self.concepts = concepts
        self.quantity = quantity

    def counting(self, quantity: Quantity | None) -> Token:
        """The token as that of a count."""
        return Token(VALUE, self.start, self.end, self.concepts, quantity)


class Signs:
    """Signature characters of sets of concepts."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = sorted(set(lexicon.words.values()), key=sorted)
        self.of_set = {names: chr(0xE000 + index) for index, names in enumerate(sets)}

    def having(self, *concepts: str) -> str:
        """The characters of all words that have one of the concepts."""
        wanted = set(concepts)
        return "".join(sign for names, sign in self.of_set.items() if wanted & names)

    def only(self, *concepts: str) -> str:
        """The characters of all words that have no other concept than these."""
        wanted = set(concepts)
        return "".join(sign for names, sign in self.of_set.items() if names <= wanted)


class Tokenizer:
    """Turns sentences into tokens."""

    def __init__(self, rules: ProseRules, numbers: QuantityGrammar) -> None:
        negation = rules.negation
        self.lexicon = Lexicon(
            {
                **rules.concepts,
                NEGATION: negation.leading,
                NEGATION_EVENT: negation.trailing,
                NOBODY: negation.nobody,
                NO_NEGATION: negation.not_negations,
            },
            marks=f"{BOUNDARIES}{LISTING} ",
        )
        self.signs = Signs(self.lexicon)
        denials = [*negation.leading, *negation.trailing, *negation.nobody, *rules.concepts.get("fee_free", ())]
        numerals = "".join((*rules.numbers.digits, *rules.numbers.tens, *rules.numbers.multipliers))
        shortest = {word for word in denials if not any(other != word and other in word for other in denials)}
        # What a sentence must have to be looked at: a number or a word that says zero.
        units = "".join(
            {unit[0] for name in ("item", "person", "money", "percent") for unit in rules.units.families[name].units}
        )
        some = "".join(rules.numbers.qualifiers.inside)
        self._numbered = re.compile(f"[0-9{numerals}](?:(?<=[0-9])|[{re.escape(units + some)}])")
        self._not_one = re.compile(f"(?:{negation.not_one})$")
        self._denied = re.compile("|".join(map(re.escape, sorted(shortest))))
        self.numbers = numbers

    def telling(self, text: str, start: int, end: int) -> list[Token]:
        """The tokens of a sentence that can say a figure: none where it neither counts nor denies anything."""
        denied = self._denied.search(text, start, end) is not None
        if not denied and self._numbered.search(text, start, end) is None:
            return []
        gaps = self._gaps(text, start, end)
        if not denied and not any(quantity.says_count for _, _, quantities in gaps for quantity in quantities):
            return []
        return self._tokens(text, gaps)

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """The tokens of ``text[start:end]``, gapless. What a title says (《…》) is not looked at."""
        return self._tokens(text, self._gaps(text, start, end))

    def _gaps(self, text: str, start: int, end: int) -> list[tuple[int, int, list[Quantity]]]:
        """What stands before, between and behind titles, with its numbers."""
        found: list[tuple[int, int, list[Quantity]]] = []
        at = start
        for title in _TITLE.finditer(text, start, end):
            found.append((at, title.start(), self.numbers.find(text, at, title.start())))
            at = title.end()
        return [*found, (at, end, self.numbers.find(text, at, end))]

    def _tokens(self, text: str, gaps: list[tuple[int, int, list[Quantity]]]) -> list[Token]:
        found: list[Token] = []
        at = gaps[0][0]
        for start, end, quantities in gaps:
            if start > at:
                found.append(self._title(text, at, start))
            self._between(text, start, end, quantities, found)
            at = end
        return found

    def _title(self, text: str, start: int, end: int) -> Token:
        """A title, or the site or gazette that its last word names: 《某县人民政府网》."""
        for size in (4, 3, 2):
            names = self.lexicon.words.get(text[end - size : end])
            if names is not None:
                return Token(self.signs.of_set[names], start, end, names)
        return Token(TITLE, start, end)

    def _between(self, text: str, start: int, end: int, quantities: list[Quantity], found: list[Token]) -> None:
        at = start
        for quantity in quantities:
            self._plain(text, at, quantity.whole_start, found)
            found.append(self._number(text, start, quantity))
            at = max(at, quantity.whole_end)
        self._plain(text, at, end, found)

    def _number(self, text: str, start: int, quantity: Quantity) -> Token:
        """The token of a number; a one that a negation makes none (未收到一例申请) is as good as not there."""
        low, high = quantity.whole_start, quantity.whole_end
        if quantity.value == 1 and quantity.counts and self._not_one.search(text, max(start, low - NOT_ONE), low):
            return Token(self.signs.of_set[FILLER], low, high, _NO_ONE)
        return Token(_mark(quantity), low, high, _HOTLINE if quantity.kind == "hotline" else _NONE, quantity)

    def _plain(self, text: str, start: int, end: int, found: list[Token]) -> None:
        at, sign = start, self.signs.of_set
        for low, high, names in self.lexicon.find(text, start, end):
            if low > at:
                found.append(Token(NEAR if low - at <= NEAR_CHARS else FAR, at, low))
            found.append(Token(sign[names] if names else text[low], low, high, names))
            at = high
        if end > at:
            found.append(Token(NEAR if end - at <= NEAR_CHARS else FAR, at, end))


def _mark(quantity: Quantity) -> str:
    if quantity.counts:
        return VALUE
    return {"date": DATE, "month": PART_YEAR, "chain": TITLE}.get(quantity.kind, APART)


def signature(tokens: list[Token]) -> str:
    return "".join(token.mark for token in tokens)


def is_share(token: Token) -> bool:
    """Whether a number is a share: 45.3%."""
    return token.quantity is not None and token.quantity.family == "percent"


@lru_cache(maxsize=4)
def tokenizer(rulebook: Rulebook) -> Tokenizer:
    """The tokenizer of a rulebook, built once."""
    return Tokenizer(rulebook.prose, quantity_grammar(rulebook))
