"""One number for each of several labels: 行政复议、行政诉讼各1件; 复议、诉讼、申诉均为0件."""

from __future__ import annotations

from reportmine.extraction.prose.parallel import joined_labels, shared_words
from reportmine.extraction.prose.state import Sentence
from reportmine.extraction.prose.tokens import APART, FILLER, VALUE, Token
from reportmine.extraction.quantities import APIECE


def shared_numbers(sentence: Sentence) -> dict[int, list[list[Token]]]:
    """For every number that a list of labels shares, by token index: the tokens of each label."""
    found: dict[int, list[list[Token]]] = {}
    if APART not in sentence.signs and "each" not in sentence.concepts:
        return found
    for index, token in enumerate(sentence.tokens):
        end = _labels_end(sentence.tokens, index) if token.mark in (APART, VALUE) else None
        labels = joined_labels(sentence.tokens, end) if end is not None else []
        if len(labels) > 1 or (labels and token.mark == APART):  # 行政复议和行政诉讼 may be one word
            found[index] = labels
    return found


def readings(text: str, labels: list[list[Token]]) -> list[list[list[Token]]]:
    """What the labels may say: as printed, and with what the last adds for all (当面、网络申请 → 当面申请)."""
    shared = shared_words(text, labels[-1])
    return [labels, [*([*label, *shared] for label in labels[:-1]), labels[-1]]] if shared else [labels]


def _labels_end(tokens: list[Token], index: int) -> int | None:
    """The index of the token behind the labels of a shared number; None where the number is not shared."""
    quantity = tokens[index].quantity
    if quantity is None:
        return None
    if quantity.kind == APIECE:
        return index
    at = index - 1
    while at > 0 and tokens[at].concepts == FILLER:
        at -= 1
    return at if at > 0 and "each" in tokens[at].concepts else None
