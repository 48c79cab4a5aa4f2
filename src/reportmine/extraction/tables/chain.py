"""Where a form's labels stand in order in running text: the best chain of label occurrences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from reportmine.extraction.tables.labels import Core, TableLabels, similarity

WINDOW: Final = 240  # signs of core text between two labels of one table, at most
WEIGHT: Final = 8  # what a long label counts; shorter ones count their length
STRANGER: Final = 0.4  # cost of a sign between two labels that belongs to nothing in the table
OPENING: Final = 2  # rows by which the beginning of a table that breaks off is known …
TELLING: Final = 8  # … when their labels have as many signs
MISSING: Final = 0.7  # cost of a row passed over
FEWEST_FOLDED: Final = 4  # rows between those of a chain that may be the other half of its table
FOLDED: Final = 0.5  # of the rows of the chain


class Hit(NamedTuple):
    """A row's label in the core text."""

    row: int
    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Chain:
    hits: tuple[Hit, ...]
    score: float


class Strangers:
    """Counts signs of the core text that belong to no label, heading, unit or numbering of the table."""

    def __init__(
        self,
        core: Core,
        labels: TableLabels,
        harmless: frozenset[str],
        remarks: Sequence[tuple[int, int]] = (),
    ) -> None:
        foreign = bytearray(b"\1") * len(core.text)
        for sign in harmless:  # a search for each: looking at every sign of a long text takes five times as long
            at = core.text.find(sign)
            while at >= 0:
                foreign[at] = 0
                at = core.text.find(sign, at + 1)
        for match in labels.vocabulary.finditer(core.text):
            foreign[match.start() : match.end()] = bytes(match.end() - match.start())
        for start, end in remarks:
            foreign[start:end] = bytes(end - start)
        self.foreign = foreign
        self._sums = [0, *accumulate(foreign)]

    def between(self, start: int, end: int) -> int:
        return self._sums[end] - self._sums[start] if end > start else 0


def is_promising(core: Core, labels: TableLabels) -> bool:
    """A quick look: enough of the distinctive labels occur at all, or the first ones, which nothing else would say."""
    known, present = labels.distinctive, labels.finder.present(core.text)
    if all(len(cores[-1]) >= TELLING and not present.isdisjoint(cores) for cores in known[:OPENING]):
        return True
    need = max(2, (len(known) * 2 + 4) // 5)
    found = 0
    for left, cores in enumerate(known):
        found += not present.isdisjoint(cores)
        if found >= need:
            return True
        if found + len(known) - left - 1 < need:
            return False
    return False


def occurrences(core: Core, labels: TableLabels) -> list[Hit]:
    """Every place where a row's label stands."""
    found: dict[tuple[int, int], Hit] = {}
    absent = labels.finder.known - labels.finder.present(core.text)
    for row, cores in enumerate(labels.rows):
        for label in cores:  # longest first, so a shorter variant does not hide a longer one
            if label in absent:
                continue
            start = core.text.find(label)
            while start >= 0:
                end = start + len(label)
                if (row, start) not in found:
                    found[row, start] = Hit(row, start, end)
                start = core.text.find(label, start + 1)
    return sorted(found.values(), key=lambda hit: (hit.start, -hit.end, hit.row))


def longest_chain(hits: Sequence[Hit]) -> int:
    """How many hits in row order follow each other closely enough for one table, whatever stands between them."""
    starts = [hit.start for hit in hits]
    lengths: list[int] = []
    for number, hit in enumerate(hits):
        near = range(bisect_left(starts, hit.start - WINDOW), number)
        before = [lengths[each] for each in near if hits[each].end <= hit.start and hits[each].row < hit.row]
        lengths.append(1 + max(before, default=0))
    return max(lengths, default=0)


def best_chain(hits: Sequence[Hit], labels: TableLabels, strangers: Strangers) -> Chain | None:
    """The chain of hits in row order that explains most and passes over least."""
    if not hits:
        return None
    required = [0, *accumulate(not row.optional for row in labels.table.rows)]
    ends = [hit.start for hit in hits]
    scores: list[float] = []
    before: list[int] = []
    for number, hit in enumerate(hits):
        best, link = 0.0, -1
        for earlier in range(bisect_left(ends, hit.start - WINDOW), number):
            other = hits[earlier]
            if other.end > hit.start or other.row >= hit.row:
                continue
            skipped = required[hit.row] - required[other.row + 1]
            score = scores[earlier] - STRANGER * strangers.between(other.end, hit.start) - MISSING * skipped
            if score > best:
                best, link = score, earlier
        scores.append(best + min(hit.end - hit.start, WEIGHT))
        before.append(link)
    number = max(range(len(hits)), key=scores.__getitem__)
    score, path = scores[number], []
    while number >= 0:
        path.append(hits[number])
        number = before[number]
    return Chain(tuple(reversed(path)), score)


def unfolded(chain: Chain, hits: Sequence[Hit], labels: TableLabels, strangers: Strangers) -> Chain:
    """The chain with the rows that stand between its own in an order of theirs: the other half of a folded table."""
    rows = {hit.row for hit in chain.hits}
    free = [0] * len(strangers.foreign)
    for hit in chain.hits:
        free[hit.start : hit.end] = [1] * (hit.end - hit.start)
    low, high = chain.hits[0].start, chain.hits[-1].end + WINDOW
    rest = [
        hit for hit in hits if hit.row not in rows and low < hit.start < high and not any(free[hit.start : hit.end])
    ]
    other = best_chain(rest, labels, strangers) if len(rest) >= FEWEST_FOLDED else None
    if other is None or len(other.hits) < max(FEWEST_FOLDED, FOLDED * len(chain.hits)):
        return chain
    return Chain(tuple(sorted((*chain.hits, *other.hits), key=lambda hit: hit.start)), chain.score + other.score)


def completed(chain: Chain, core: Core, labels: TableLabels) -> Chain:
    """The chain with rows whose labels are misprinted or broken, found between their neighbours."""
    hits = list(chain.hits)
    edges = [(-1, max(0, hits[0].start - 30)), *((hit.row, hit.end) for hit in hits)]
    limits = [*((hit.row, hit.start) for hit in hits), (len(labels.rows), min(len(core.text), hits[-1].end + 30))]
    added: list[Hit] = []
    for (row, edge), (next_row, end) in zip(edges, limits, strict=True):
        start = edge
        for missing in range(row + 1, next_row):
            hit = None if labels.table.rows[missing].optional else _near(core.text, start, end, labels, missing)
            if hit is not None:
                added.append(hit)
                start = hit.end
    if not added:
        return chain
    return Chain(tuple(sorted((*hits, *added), key=lambda hit: hit.start)), chain.score + len(added))


def _near(text: str, start: int, end: int, labels: TableLabels, row: int) -> Hit | None:
    """A stretch of ``text[start:end]`` that is nearly the row's label, or its beginning."""
    rules = labels.reducer.rules
    best: tuple[float, Hit] | None = None
    for label in labels.rows[row]:
        if len(label) >= rules.shortest_fuzzy:
            for size in range(len(label) - 2, len(label) + 3):
                for place in range(start, end - size + 1):
                    stretch = text[place : place + size]
                    near = similarity(stretch, label)
                    if (
                        near >= rules.similarity
                        and (best is None or near > best[0])
                        and stretch not in labels.elsewhere
                    ):
                        best = near, Hit(row, place, place + size, exact=False)
        for size in range(len(label) - 1, max(rules.shortest_prefix, len(label) // 2) - 1, -1):
            place = text.find(label[:size], start, end)
            if place < 0:
                continue
            share = size / len(label)
            # A label is known by its beginning only where its end follows, or hardly anything is lost.
            whole = share >= rules.similarity or text.find(label[size:], place + size, end) >= 0
            if whole and label[:size] not in labels.elsewhere and (best is None or share > best[0]):
                best = share, Hit(row, place, place + size, exact=False)
            break
    return best[1] if best else None
