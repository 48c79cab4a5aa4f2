"""Words of a clause, as spaCy tokens with exact offsets over jieba's segmentation.

Numbers and phrases are matched on the text; segmentation decides where open labels begin and end, so that a label never
starts or stops inside a word. Both libraries are loaded when a report first needs them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reportmine.rulebook import Rulebook

if TYPE_CHECKING:
    from spacy.tokens import Doc

Cut = Callable[[str], list[str]]  # the words of a text, one after the other

DOMAIN_WORD: Final = 4  # characters; longer words of the vocabulary are phrases to jieba

# words a label may end before, so never one with what precedes
LABEL_TAILS: Final = ("info", "info_weak", "news", "info_related")


class Segmenter:
    """Segments clauses with the engine that ``rules/vocabulary/segmentation.yaml`` names."""

    def __init__(self, rulebook: Rulebook) -> None:
        from spacy.vocab import Vocab

        self._vocab = Vocab()
        self._cut = _ENGINES[rulebook.prose.segmentation.engine](rulebook)

    def doc(self, text: str) -> Doc:
        """The words of ``text``; ``token.idx`` is the offset into it."""
        from spacy.tokens import Doc

        words = [word for word in self._cut(text) if word]
        return Doc(self._vocab, words=words, spaces=[False] * len(words))

    def boundaries(self, text: str) -> frozenset[int]:
        """Offsets at which a word begins or ends."""
        return frozenset(accumulate(map(len, self._cut(text)), initial=0))


def _jieba(rulebook: Rulebook) -> Cut:
    """jieba with the domain's words."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    for concept, words in rulebook.prose.concepts.items():
        for word in words if concept not in LABEL_TAILS else ():
            if 1 < len(word) <= DOMAIN_WORD and not set(word) & set("[]()|"):
                cutter.add_word(word)
    cut: Cut = cutter.lcut
    return cut


def _rjieba(_: Rulebook) -> Cut:
    """jieba's dictionary and method in Rust. It takes no words of its own; a test shows that labels come out equal."""
    import rjieba

    cut: Cut = rjieba.cut
    return cut


_ENGINES: Final[dict[str, Callable[[Rulebook], Cut]]] = {"jieba": _jieba, "rjieba": _rjieba}


@lru_cache(maxsize=4)
def segmenter(rulebook: Rulebook) -> Segmenter:
    """The segmenter of a rulebook, loaded once."""
    return Segmenter(rulebook)
