"""The rules for reading: mistakes in them name their place, and an overlay changes what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import RulebookError
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook
from reportmine.rulebook.files import RuleFiles


def overlay(folder: Path, name: str, old: str, new: str) -> Rulebook:
    """The shipped rules with one change."""
    shipped = RuleFiles().path(f"reading/{name}").read_text(encoding="utf-8")
    assert old in shipped
    target = folder / "reading" / name
    target.parent.mkdir(parents=True)
    target.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    return Rulebook([folder])


def test_a_field_nobody_knows_names_line_and_field(tmp_path: Path) -> None:
    rules = overlay(tmp_path, "headings.yaml", "title_word:", "titel_word:")
    with pytest.raises(RulebookError, match=r"line \d+, field title_word"):
        _ = rules.reading


def test_a_field_with_a_broken_pattern(tmp_path: Path) -> None:
    rules = overlay(tmp_path, "headings.yaml", "unnumbered: '^(?:", "unnumbered: '^(?:(")
    with pytest.raises(RulebookError, match=r"field unnumbered.*no regular expression"):
        _ = rules.reading


def test_a_page_label_added_by_the_user(tmp_path: Path, rulebook: Rulebook) -> None:
    text = "归档单位：某镇\n一、概述\n无。\n".encode()
    assert read_bytes(text, "r.txt", rulebook).metadata == {}
    rules = overlay(tmp_path, "metadata.yaml", "issuer: [", "issuer: [归档单位, ")
    assert read_bytes(text, "r.txt", rules).metadata == {"issuer": "某镇"}
