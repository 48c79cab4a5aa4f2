"""What a page says about itself beside the report: labels and values, told apart from the report's own text."""

from __future__ import annotations

import re

from reportmine.rulebook.reading import MetadataRules

_SENTENCE = re.compile(r"[。；]")


def pairs(line: str, rules: MetadataRules) -> dict[str, str] | None:
    """The labels and values of a line that holds nothing else; None for any other line.

    ``来源:泰宁县人民政府 时间:2018-01-09`` gives source and published_on. A value ends where the next label starts.
    """
    if _SENTENCE.search(line):
        return None
    found = list(rules.label_pattern.finditer(line))
    if not found or line[: found[0].start()].strip(" 　[【(（") or len(line) > 60 + 60 * len(found):
        return None
    if rules.count_pattern.search(line):
        return None
    ends = [label.start() for label in found[1:]] + [len(line)]
    values: dict[str, str] = {}
    for label, end in zip(found, ends, strict=True):
        key = rules.keys[re.sub(r"\s+", "", label[1])]
        values.setdefault(key, tidy(line[label.end() : end]))
    return values


def cell_pairs(row: list[str], rules: MetadataRules) -> dict[str, str]:
    """The same for a row of cells in which labels and values take turns. Unknown labels are passed over."""
    values: dict[str, str] = {}
    place = 0
    while place < len(row):
        key = _key(row[place], rules)
        if key is None:
            inside = pairs(row[place], rules)
            for name, value in (inside or {}).items():
                values.setdefault(name, value)
            place += 1 if inside or not row[place].strip() else 2
            continue
        value = row[place + 1] if place + 1 < len(row) else ""
        is_label = _key(value, rules) is not None
        values.setdefault(key, "" if is_label else tidy(value))
        place += 1 if is_label else 2
    return values


def keep(values: dict[str, str], found: dict[str, str], rules: MetadataRules) -> None:
    """Adds what says something; what was found first stays."""
    for key, value in found.items():
        if value and key not in rules.dropped:
            values.setdefault(key, value)


def tidy(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip(" \u3000|｜[]【】")


def _key(cell: str, rules: MetadataRules) -> str | None:
    return rules.keys.get(re.sub(r"[\s:：\[\]【】]+", "", cell))
