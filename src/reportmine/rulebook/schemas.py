"""JSON Schemas of the rule files, for editors: ``python -m reportmine.rulebook.schemas --write``.

One schema a kind of file, generated from the models that check the files when they are loaded, so that an editor
says the same as the program. A test keeps the folder current and finds rule files that no schema covers.
"""

from __future__ import annotations

import json
import sys
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

from reportmine.rulebook.files import shipped_folder

# Which model checks which files, by path below rules/; the first pattern that fits counts.
MODELS: tuple[tuple[str, str, str], ...] = (
    ("evaluation.yaml", "evaluation", "EvaluationRules"),
    ("jobs.yaml", "jobs", "JobRules"),
    ("checks/catalogue/*.yaml", "checks", "CheckFile"),
    ("checks/overrides.yaml", "checks", "Overrides"),
    ("checks/settings.yaml", "checks", "CheckSettings"),
    ("messages/checks.yaml", "checks", "CheckWords"),
    ("comparability/crosswalk.yaml", "comparability", "Crosswalk"),
    ("comparability/rates.yaml", "comparability", "Rates"),
    ("comparability/codes.yaml", "comparability", "Codes"),
    ("comparability/codebook.yaml", "comparability", "Words"),
    ("forms/common/labels.yaml", "forms", "LabelRules"),
    ("forms/common/values.yaml", "forms", "ValueRules"),
    ("forms/common/local_rows.yaml", "forms", "_LocalRows"),
    ("forms/*.yaml", "forms", "_FormFile"),
    ("identity/titles.yaml", "identity", "TitleRules"),
    ("identity/bodies.yaml", "identity", "BodyRules"),
    ("identity/evidence.yaml", "identity", "EvidenceRules"),
    ("identity/years.yaml", "identity", "YearRules"),
    ("identity/scope.yaml", "identity", "ScopeRules"),
    ("identity/kinds.yaml", "identity", "KindRules"),
    ("places/naming.yaml", "places", "Naming"),
    ("prose/*.yaml", "prose", "PhraseFile"),
    ("vocabulary/concepts/negation.yaml", "prose", "NegationRules"),
    ("vocabulary/concepts/*.yaml", "prose", "ConceptFile"),
    ("vocabulary/groups.yaml", "groups", "GroupFile"),
    ("vocabulary/numbers.yaml", "prose", "NumberRules"),
    ("vocabulary/times.yaml", "prose", "TimeRules"),
    ("vocabulary/segmentation.yaml", "prose", "SegmentationRules"),
    ("vocabulary/units.yaml", "prose", "UnitRules"),
    ("vocabulary/set_apart.yaml", "prose", "ApartRules"),
    ("vocabulary/bodies.yaml", "prose", "BodyRules"),
    ("vocabulary/sections.yaml", "prose", "SectionRules"),
    ("reading/reading.yaml", "reading", "_General"),
    ("reading/containers.yaml", "reading", "Containers"),
    ("reading/headings.yaml", "reading", "HeadingRules"),
    ("reading/html.yaml", "reading", "HtmlRules"),
    ("reading/metadata.yaml", "reading", "MetadataRules"),
    ("reading/furniture.yaml", "reading", "Furniture"),
    ("reading/characters.yaml", "reading", "Characters"),
    ("reading/pages.yaml", "pages", "PageRules"),
)


def schema_name(pattern: str) -> str:
    """``forms/*.yaml`` → ``forms.schema.json``."""
    stem = pattern.removesuffix(".yaml").removesuffix("/*")
    return stem.replace("/", ".") + ".schema.json"


def pattern_of(relative: str) -> str | None:
    """The pattern that covers a rule file, by its path below ``rules/``; None when none does."""
    folder = relative.rpartition("/")[0]
    return next((p for p, _, _ in MODELS if fnmatch(relative, p) and p.rpartition("/")[0] == folder), None)


def schemas() -> dict[str, str]:
    """Every schema file by name."""
    written = {}
    for pattern, module, name in MODELS:
        model: type[BaseModel] = getattr(import_module(f"reportmine.rulebook.{module}"), name)
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        written[schema_name(pattern)] = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return written


def editor_settings() -> str:
    """Settings for editors that use the YAML language server: which schema goes with which files."""
    table = {f"rules/schemas/{schema_name(pattern)}": f"rules/{pattern}" for pattern, _, _ in MODELS}
    return json.dumps({"yaml.schemas": table}, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    folder = shipped_folder("rules") / "schemas"
    wanted = schemas() | {"editor-settings.json": editor_settings()}
    if "--write" in arguments:
        folder.mkdir(exist_ok=True)
        for unknown in set(_names(folder)) - set(wanted):
            (folder / unknown).unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8")
        return 0
    stale = {name for name, text in wanted.items() if not (folder / name).is_file() or _read(folder / name) != text}
    stale |= set(_names(folder)) - set(wanted)
    for name in sorted(stale):
        sys.stdout.write(f"{name} is not current: run python -m reportmine.rulebook.schemas --write\n")
    return 1 if stale else 0


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.json")]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
