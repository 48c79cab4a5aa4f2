"""Rule files: overlays, and errors that name file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import RulebookError, Value
from reportmine.rulebook import Rulebook, RuleFiles, load_yaml


class Inner(Value):
    label: str
    size: int


class Outer(Value):
    name: str
    parts: tuple[Inner, ...] = ()


def test_error_names_file_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(
        "# a comment\nname: x\nparts:\n  - {label: a, size: 1}\n  - label: b\n    size: many\n", encoding="utf-8"
    )
    with pytest.raises(RulebookError) as caught:
        load_yaml(path, Outer)
    message = str(caught.value)
    assert str(path) in message
    assert "line 6" in message
    assert "parts.1.size" in message


def test_unknown_field_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "extra.yaml"
    path.write_text("name: x\ncolour: red\n", encoding="utf-8")
    with pytest.raises(RulebookError, match=r"line 2, field colour"):
        load_yaml(path, Outer)


def test_yaml_syntax_error_is_a_message(tmp_path: Path) -> None:
    path = tmp_path / "syntax.yaml"
    path.write_text("name: [x\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="is not YAML"):
        load_yaml(path, Outer)


def test_overlay_replaces_and_adds(tmp_path: Path) -> None:
    (tmp_path / "evaluation.yaml").write_text("item_suffixes: [甲]\nitem_noise: []\n", encoding="utf-8")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "zz_local.yaml").write_text("{}", encoding="utf-8")
    shipped, overlaid = RuleFiles(), RuleFiles([tmp_path])
    assert overlaid.path("evaluation.yaml") == tmp_path / "evaluation.yaml"
    assert overlaid.path("indicators.csv") == shipped.path("indicators.csv")
    names = [path.name for path in overlaid.folder("forms")]
    assert "zz_local.yaml" in names
    assert {path.name for path in shipped.folder("forms")} < set(names)
    assert overlaid.fingerprint() != shipped.fingerprint()


def test_missing_overlay_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="is not a folder"):
        RuleFiles([tmp_path / "nowhere"])


def test_indicators_are_the_contract(rulebook: Rulebook) -> None:
    indicators = rulebook.indicators
    assert len(indicators) == 156
    assert indicators["charges.amount"].unit == "万元"
    assert indicators["requests.fees"].unit == "元"
    assert indicators["requests.denied.privacy"].parent == "requests.denied"
    assert indicators["published.category"].in_prose


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a.b,甲,A,件,a.c,,fj1,\n", "parent a.c is no indicator"),
        ("a,甲,A,件,,,fj1,\na,乙,B,件,,,fj1,\n", "stands twice"),
        ("a,甲,A,件,,often,fj1,\n", "line 2"),
    ],
)
def test_bad_indicator_rows_are_messages(tmp_path: Path, row: str, message: str) -> None:
    head = "indicator,zh,en,unit,parent,parts,forms,note\n"
    (tmp_path / "indicators.csv").write_text(head + row, encoding="utf-8")
    with pytest.raises(RulebookError, match=message):
        _ = Rulebook([tmp_path]).indicators
