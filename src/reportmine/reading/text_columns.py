"""Tables whose columns are made of blanks, as converters lay them out: labels broken over lines, groups at their side.

Only what is certain becomes a grid: every row of numbers has its label, and each number stands under one column only.
All else stays a run of text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from reportmine.reading.drafts import GridCell
from reportmine.reading.headings import leading_mark
from reportmine.reading.lines import Line, is_number, width
from reportmine.reading.mapped import Mapped
from reportmine.reading.text_header import Row, Word, header_cells, header_of
from reportmine.rulebook.reading import HeadingRules

_WORD: Final = re.compile(r"\S+")
_ITEM: Final = re.compile(r"\d{1,2}[.、．](?!\d)")
_FEWEST_ROWS: Final = 2
_REACH: Final = 3  # lines a broken label takes
_FEWEST_COLUMNS: Final = 4  # blank cells are believed only in a table as wide as this


def column_table(lines: Sequence[Line], rules: HeadingRules) -> list[GridCell] | None:
    """The grid of an area, or None when any row is in doubt."""
    filled = [line for line in lines if not line.is_blank]
    rows = min((_laid_out(filled, measure) for measure in (len, width)), key=_spread)
    if sum(bool(row.numbers) for row in rows) < _FEWEST_ROWS:
        return None
    return _plain(rows) or _grouped(rows, rules)


def _laid_out(lines: Sequence[Line], measure: Callable[[str], int]) -> list[Row]:
    return [_row(words) for words in _without_repeatedheader_of([_words(line, measure) for line in lines])]


def _spread(rows: list[Row]) -> float:
    """How far the numbers of a column stand apart, from row to row: some converters count a Chinese sign as one column,
    others as two, and only the right count lines them up."""
    count = max((len(row.numbers) for row in rows), default=0)
    full = [row.numbers for row in rows if len(row.numbers) == count]
    middles = [[row[place].middle for row in full] for place in range(count)]
    return sum(max(column) - min(column) for column in middles if column)


def _words(line: Line, measure: Callable[[str], int]) -> list[Word]:
    words = []
    for found in _WORD.finditer(line.text):
        left = measure(line.text[: found.start()])
        words.append(Word(line.mapped.slice(found.start(), found.end()), left, left + measure(found.group())))
    return words


def _row(words: list[Word]) -> Row:
    """Numbers are those that close a line."""
    place = len(words)
    while place > 0 and is_number(words[place - 1].printed):
        place -= 1
    return Row(words[:place], words[place:])


def _without_repeatedheader_of(lines: list[list[Word]]) -> list[list[Word]]:
    """A header printed again on the next page goes."""
    first = next((place for place, words in enumerate(lines) if words and is_number(words[-1].printed)), 0)
    header = {_joined(words) for words in lines[:first]}
    return [words for place, words in enumerate(lines) if place < first or _joined(words) not in header]


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.printed for word in words)


def _plain(rows: list[Row]) -> list[GridCell] | None:
    """A label and its numbers on every line; a line of one word heads the rows below it."""
    if any(row.numbers and len(row.words) != 1 for row in rows):
        return None
    expected: int | None = None
    headed, bare = False, []
    for row in rows:
        if not row.numbers:
            headed = headed or len(row.words) > 1
            expected = len(row.words) - 1 or expected  # a header has a word for each number, and one more
        elif expected not in (None, len(row.numbers)):
            return None  # a number was lost, and nobody knows which
        else:
            expected = len(row.numbers)
            bare += [] if headed else [row.numbers]
    if bare and not _stand_apart(bare):
        return None  # as many numbers in each row, but not of the same columns
    columns = max(len(row.words) + len(row.numbers) for row in rows)
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        words = [*row.words, *row.numbers]
        across = columns if len(words) == 1 else 1
        cells.extend(GridCell(number, column, word.text, 1, across) for column, word in enumerate(words))
    return cells


def _stand_apart(rows: Sequence[Sequence[Word]]) -> bool:
    """Whether the numbers of rows equally long stand in columns that do not touch."""
    edges = [
        (min(row[place].left for row in rows), max(row[place].right for row in rows)) for place in range(len(rows[0]))
    ]
    return all(left[1] <= right[0] for left, right in pairwise(edges))


def _grouped(rows: list[Row], rules: HeadingRules) -> list[GridCell] | None:
    """Rows whose labels may be broken over lines, under groups that stand to their left."""
    first = next(place for place, row in enumerate(rows) if row.numbers)
    body = [_with_whole_labels(row) for row in rows[first:]]
    header = header_of(rows[:first], body)
    columns = _number_columns(body, len(header.columns))
    if len(header.columns) >= _FEWEST_COLUMNS and len(header.columns) > len(columns or ()):
        # No row has all its numbers, or one column is blank throughout: the header still says where they stand.
        columns = [sum(word.middle for word in column) / len(column) for column in header.columns]
    if columns is None:
        return None
    _set_margins(body)
    if not _label_items(body, rules) or not _label_others(body, rules):
        return None
    filled = [row for row in body if row.label]
    placed = [_placed(row.numbers, columns) for row in filled]
    if any(row.numbers and not row.label for row in body) or any(row is None for row in placed):
        return None
    groups = _groups(body, filled, rules)
    if groups is None:
        return None
    return _grid(header_cells(header, len(columns)), filled, groups, [row for row in placed if row is not None])


def _with_whole_labels(row: Row) -> Row:
    """A row whose words are whole: a single blank inside a label is the converter's, not the table's."""
    words: list[Word] = []
    for word in row.words:
        last = words[-1] if words else None
        if last is not None and word.left - last.right == 1 and len(last.printed) > 1 and not _ITEM.match(word.printed):
            words[-1] = Word(Mapped.join([last.text, word.text]), last.left, word.right)
        else:
            words.append(word)
    return Row(words, row.numbers)


def _number_columns(body: list[Row], named: int) -> list[float] | None:
    """The middle of each column of numbers, from the rows that have most of them.

    None when there are too few such rows, or when the columns do not stand apart and the header does not have as many:
    numbers of different columns may then be taken for one.
    """
    counts = Counter(len(row.numbers) for row in body if row.numbers)
    count = max(counts)
    full = [row.numbers for row in body if len(row.numbers) == count]
    if count < 2 or len(full) < _FEWEST_ROWS:
        return None
    apart = _stand_apart(full)
    if not apart and (len(counts) > 1 or named != count):
        return None
    if len(counts) > 1 and count < _FEWEST_COLUMNS:
        return None
    return [sum(row[place].middle for row in full) / len(full) for place in range(count)]


def _placed(numbers: list[Word], columns: list[float]) -> list[Word | None] | None:
    """A row's numbers in their columns, None where a cell is blank. None when any number stands between two columns."""
    if len(numbers) == len(columns):
        return list(numbers)
    row: list[Word | None] = [None] * len(columns)
    last = -1
    for number in numbers:
        near, next_near = sorted(range(len(columns)), key=lambda place: abs(columns[place] - number.middle))[:2]
        distance, other = abs(columns[near] - number.middle), abs(columns[next_near] - number.middle)
        if near <= last or distance > 0.5 * other:
            return None
        row[near] = number
        last = near
    return row


def _set_margins(body: list[Row]) -> None:
    """Each row's margin is that of the nearest item: it moves from page to page."""
    items = [(place, word.left) for place, row in enumerate(body) for word in row.words if _ITEM.match(word.printed)]
    for place, row in enumerate(body):
        if items:
            row.margin = min(items, key=lambda item: abs(item[0] - place))[1] - 1


def _label_items(body: list[Row], rules: HeadingRules) -> bool:
    """Gives each row the words of its numbered item, from the lines above and below it. False when they do not pair.

    An item without a row of numbers is a row of blank cells: it keeps the line of its first words.
    """
    labels: list[tuple[list[Word], list[int]]] = []
    for place, row in enumerate(body):
        for word in row.words:
            if word.left < row.margin:
                continue
            if _ITEM.match(word.printed):
                labels.append(([word], [place]))
            elif labels and place - labels[-1][1][-1] <= 2:
                labels[-1][0].append(word)
                labels[-1][1].append(place)
            else:
                return False
    wanted = [place for place, row in enumerate(body) if row.numbers and not _has_own_label(row, rules)]
    for words, lines in labels:
        inside = [place for place in wanted if lines[0] <= place <= lines[-1]]
        beside = [place for place in wanted if place in (lines[0] - 1, lines[-1] + 1) and not body[place].words]
        place = (inside or beside or [lines[0]])[0]
        if len(inside) > 1 or body[place].label or (body[place].numbers and place not in wanted):
            return False
        body[place].label = words
    return all(body[place].label or not body[place].words for place in wanted)


def _has_own_label(row: Row, rules: HeadingRules) -> bool:
    return not any(word.left >= row.margin for word in row.words) and any(_marked(word, rules) for word in row.words)


def _marked(word: Word, rules: HeadingRules) -> bool:
    mark = leading_mark(word.printed, rules)
    return mark is not None and mark.level <= 2 and len(word.printed) > mark.end


def _label_others(body: list[Row], rules: HeadingRules) -> bool:
    """Rows whose label stands in the columns of the groups: （一）予以公开, （七）总计, 四、…"""
    for place, row in enumerate(body):
        if row.numbers and not row.label:
            words = [word for word in row.words if word.left < row.margin and _marked(word, rules)]
            if len(words) != 1 and not row.words:
                words = _words_above(body, place, rules)
            if not words or (row.words and len(words) != 1):
                return False
            row.label = words
    return True


def _words_above(body: list[Row], place: int, rules: HeadingRules) -> list[Word]:
    """A label that was broken over the lines above its numbers; nothing when other numbers stand between."""
    found: list[Word] = []
    for row in reversed(body[max(place - _REACH, 0) : place]):
        words = [word for word in row.words if word.left < row.margin]
        if row.numbers or row.label or len(words) != 1:
            return []
        found.insert(0, words[0])
        if _marked(words[0], rules):
            return found
    return []


def _groups(body: list[Row], filled: list[Row], rules: HeadingRules) -> list[list[Word]] | None:
    """The words of each group, and its number in its rows. None when groups and restarts of numbering do not pair."""
    groups: list[list[Word]] = []
    used = {id(word) for row in filled for word in row.label}
    for row in body:
        whole = leading_mark(_joined(row.words), rules) if not row.numbers else None
        if whole is not None and whole.level == 1:
            continue  # the name of all the groups, written beside them
        for word in row.words:
            if word.left >= row.margin or id(word) in used or len(word.printed) == 1:
                continue
            mark = leading_mark(word.printed, rules)
            if mark is not None and mark.level == 2:
                groups.append([word])
            elif groups:
                groups[-1].append(word)
            else:
                return None
    number = -1
    for row in filled:
        mark = leading_mark(row.label[0].printed, rules)
        if mark is None or mark.level != 3:
            continue
        number += mark.number == 1
        if number < 0:
            return None  # numbering that begins in its midst: the table's first rows are lost
        row.group = number
    return groups if number + 1 == len(groups) else None


def _grid(
    header: list[GridCell], filled: list[Row], groups: list[list[Word]], placed: list[list[Word | None]]
) -> list[GridCell]:
    cells = list(header)
    base = max((cell.row for cell in cells), default=-1) + 1
    shown: set[int] = set()
    for number, (row, numbers) in enumerate(zip(filled, placed, strict=True)):
        label = Mapped.join(word.text for word in row.label)
        if row.group is None:
            cells.append(GridCell(base + number, 0, label, 1, 2))
        else:
            if row.group not in shown:
                shown.add(row.group)
                down = sum(other.group == row.group for other in filled)
                cells.append(GridCell(base + number, 0, Mapped.join(word.text for word in groups[row.group]), down))
            cells.append(GridCell(base + number, 1, label))
        for place, word in enumerate(numbers):
            cells.append(GridCell(base + number, 2 + place, word.text if word is not None else Mapped("")))
    return cells
