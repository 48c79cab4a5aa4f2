"""From the blocks a file has to the blocks a report has: furniture and metadata out, headings found, long lines cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reportmine.reading.drafts import Draft, plain_draft
from reportmine.reading.headings import heading_level, leading_mark, level_of, run_in_end
from reportmine.reading.mapped import Mapped
from reportmine.reading.metadata import keep, pairs
from reportmine.reading.segments import segment, title_end_of_run
from reportmine.rulebook.reading import ReadingRules

_HEAD_BLOCKS: Final = 16  # how far down metadata lines and the title may stand
_BODY: Final = 80  # signs of a paragraph that ends the head of a page
_BLANKS: Final = re.compile(r"\s+")
_SIGNED: Final = re.compile(r"([\u4e00-\u9fff（）]{4,30})\s+(?=\S)")


def structured(drafts: Iterable[Draft], rules: ReadingRules, metadata: dict[str, str]) -> list[Draft]:
    """The report's blocks. What the head of the page says about itself is added to ``metadata``."""
    kept = [draft for draft in drafts if draft.cells or not _is_furniture(draft.text.text, rules)]
    kept = _without_head(kept, rules, metadata)
    kept = _without_run(kept, rules)
    blocks = [block for place, draft in enumerate(kept) for block in _blocks(draft, place < _HEAD_BLOCKS, rules)]
    return _titled([block for block in blocks if block.cells or block.text.text.strip()], rules)


def _is_furniture(text: str, rules: ReadingRules) -> bool:
    squeezed = "".join(text.split())
    return len(squeezed) <= 140 and bool(rules.furniture.line_pattern.match(squeezed))


def _without_head(drafts: list[Draft], rules: ReadingRules, metadata: dict[str, str]) -> list[Draft]:
    """Lines of labels and values before the report go to the metadata."""
    kept: list[Draft] = []
    for number, draft in enumerate(drafts):
        text = draft.text.text
        in_head = number < _HEAD_BLOCKS and not draft.cells and len(text) < _BODY * 3
        if not in_head or heading_level(text, rules.headings) == 1:
            kept.extend(drafts[number:])
            break
        if rules.metadata.separator_pattern.match(text.strip()):
            return drafts[number + 1 :]  # all before it is the head
        values = {} if rules.metadata.note_pattern.match(text.strip()) else pairs(text, rules.metadata)
        if values is None:
            kept.append(draft)
        else:
            keep(metadata, values, rules.metadata)
    return kept


def _without_run(drafts: list[Draft], rules: ReadingRules) -> list[Draft]:
    """Furniture in front of and after a report that stands on one line with it."""
    done = list(drafts)
    for number in range(min(3, len(done))):
        text = done[number].text
        if rules.furniture.start_pattern.match(text.text):
            marks = list(rules.furniture.mark_pattern.finditer(text.text[: rules.furniture.run_length]))
            if marks:
                done[number] = done[number]._replace(text=text.slice(marks[-1].end(), len(text.text)))
    for number in range(max(0, len(done) - 2), len(done)):
        text = done[number].text
        while not done[number].cells and (tail := rules.furniture.tail_pattern.search(text.text)):
            text = text.slice(0, tail.start())
        done[number] = done[number]._replace(text=text)
    return done


def _blocks(draft: Draft, in_head: bool, rules: ReadingRules) -> list[Draft]:
    if draft.cells or draft.tabular or draft.level is not None:
        return [draft]
    text = draft.text.strip()
    title = title_end_of_run(text.text, rules.headings) if in_head else 0
    found: list[Draft] = []
    if title:
        found.append(Draft(text.slice(0, title), level=0))
        text = text.slice(title, len(text.text)).strip()
        signed = _SIGNED.match(text.text)
        if signed:  # who reports, between the title and the text
            found.append(Draft(text.slice(0, signed.end(1))))
            text = text.slice(signed.end(), len(text.text))
    for part in segment(text.text, rules.headings):
        piece = text.slice(part.start, part.end)
        if part.level is not None or part.tabular:
            found.append(Draft(piece, part.level, part.tabular))
        else:
            found += _lines(piece.strip(), rules)
    return found


def _lines(text: Mapped, rules: ReadingRules) -> list[Draft]:
    """A paragraph, a heading, or a heading in front of its paragraph."""
    mark = leading_mark(text.text, rules.headings)
    level = level_of(text.text, mark, rules.headings)
    if level is not None:
        return [Draft(text, level)]
    end = run_in_end(text.text, mark, rules.headings) if mark else None
    if mark is None or end is None:
        return [plain_draft(text)]
    return [Draft(text.slice(0, end), mark.level), Draft(text.slice(end, len(text.text)))]


def _titled(blocks: list[Draft], rules: ReadingRules) -> list[Draft]:
    """The lines of the report's title, before its first part, as headings of level 0; a broken title is joined."""
    done: list[Draft] = []
    for number, block in enumerate(blocks):
        text = block.text.text.strip()
        is_title = leading_mark(text, rules.headings) is None and rules.headings.title_pattern.search(
            _BLANKS.sub("", text)
        )
        if block.cells or (block.level == 1 and not is_title) or len(text) > _BODY or number > 12:
            return done + blocks[number:]
        if not is_title:
            done.append(block)
            continue
        above = done[-1].text if done else None
        if above is not None and rules.headings.title_continues_pattern.match(text) and _is_name(above.text, rules):
            done[-1] = Draft(Mapped.join([above.strip(), block.text.strip()]), level=0)
        else:
            done.append(block._replace(level=0))
    return done


def _is_name(text: str, rules: ReadingRules) -> bool:
    headings = rules.headings
    return 2 <= len(text.strip()) <= 30 and not headings.break_pattern.search(text) and headings.title_word not in text
