"""JSON Schemas for editors: current, covering every rule file, and agreeing with the program."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from reportmine.rulebook import schemas, shipped_folder

RULES = shipped_folder("rules")
FILES = sorted(path.relative_to(RULES).as_posix() for path in RULES.rglob("*.yaml"))


def test_schemas_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert schemas.main([]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("relative", FILES)
def test_every_rule_file_fits_its_schema(relative: str) -> None:
    pattern = schemas.pattern_of(relative)
    assert pattern is not None, f"no schema covers {relative}: add it to reportmine.rulebook.schemas.MODELS"
    schema = json.loads((RULES / "schemas" / schemas.schema_name(pattern)).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.load((RULES / relative).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), schema)


@pytest.mark.parametrize("relative", FILES)
def test_a_parser_without_libyaml_reads_the_same(relative: str) -> None:
    text = (RULES / relative).read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("relative", FILES)
def test_no_list_names_a_word_twice(relative: str) -> None:
    text = (RULES / relative).read_text(encoding="utf-8")
    lists = _lists(yaml.load(text, Loader=yaml.CSafeLoader))
    assert [words for words in lists if len(set(words)) < len(words)] == []


def _lists(data: object) -> list[list[str]]:
    """All lists of words in a file."""
    inner = list(data.values()) if isinstance(data, dict) else data if isinstance(data, list) else []
    words = [item for item in inner if isinstance(item, str)] if isinstance(data, list) else []
    return [words, *[found for item in inner for found in _lists(item)]]


def test_a_schema_refuses_an_unknown_field() -> None:
    schema = json.loads((RULES / "schemas" / "evaluation.schema.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError, match="colour"):
        jsonschema.validate({"item_suffixes": [], "item_noise": [], "colour": 1}, schema)


def test_a_file_below_a_folder_is_not_taken_for_one_of_the_folder() -> None:
    assert schemas.pattern_of("forms/common/labels.yaml") == "forms/common/labels.yaml"
    assert schemas.pattern_of("forms/fj9.yaml") == "forms/*.yaml"
    assert schemas.pattern_of("nowhere/x.yaml") is None


def test_editor_settings_name_real_schemas(tmp_path: Path) -> None:
    table = json.loads(schemas.editor_settings())["yaml.schemas"]
    assert {Path(name).name for name in table} == set(schemas.schemas())
