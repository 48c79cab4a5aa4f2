"""Finds rule files, overlays the user's on the shipped ones, and turns YAML into typed objects.

An overlay is a folder laid out like ``rules/``: a file of the same relative name replaces the shipped one, a new name
is added. Errors name the file, the line and the field.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from reportmine.model import RulebookError

Model = TypeVar("Model", bound=BaseModel)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped_folder(name: str) -> Path:
    """The folder ``rules`` or ``warehouse`` as shipped: inside an installed wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parents[1] / name


class RuleFiles:
    """The rule files in force: the shipped ones under the user's overlays, later overlays over earlier ones."""

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        """Raises RulebookError when an overlay is not a folder."""
        for overlay in overlays:
            if not overlay.is_dir():
                raise RulebookError(
                    str(overlay), "is not a folder of rule files", "Give the folder that holds forms/, prose/ …"
                )
        self.roots = (shipped_folder("rules"), *overlays)

    def path(self, relative: str) -> Path:
        """The file in force for a name relative to ``rules/``. Raises RulebookError when there is none."""
        for root in reversed(self.roots):
            if (root / relative).is_file():
                return root / relative
        raise RulebookError(
            str(self.roots[0] / relative),
            "rule file is missing",
            "Reinstall reportmine, or add the file to your rules folder",
        )

    def folder(self, relative: str, pattern: str = "*.yaml") -> list[Path]:
        """The files in force of one folder, by name."""
        found: dict[str, Path] = {}
        for root in self.roots:
            base = root / relative
            found |= {path.name: path for path in sorted(base.glob(pattern))} if base.is_dir() else {}
        return [found[name] for name in sorted(found)]

    def load(self, relative: str, model: type[Model]) -> Model:
        """One YAML file as a typed object. Raises RulebookError."""
        return load_yaml(self.path(relative), model)

    def load_folder(self, relative: str, model: type[Model]) -> list[Model]:
        """All YAML files of a folder as typed objects, by file name. Raises RulebookError."""
        return [load_yaml(path, model) for path in self.folder(relative)]

    def rows(self, relative: str) -> list[dict[str, str]]:
        """A CSV file's rows. Raises RulebookError when it is missing."""
        with self.path(relative).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    def fingerprint(self) -> str:
        """A hash over all rule files in force: a batch re-reads what an older one has read."""
        names = {path.relative_to(root).as_posix() for root in self.roots for path in root.rglob("*") if path.is_file()}
        digest = hashlib.sha256()
        for name in sorted(name for name in names if name.endswith((".yaml", ".csv", ".tsv"))):
            digest.update(name.encode())
            digest.update(self.path(name).read_bytes())
        return digest.hexdigest()


def load_yaml(path: Path, model: type[Model]) -> Model:
    """A YAML file as a typed object. Raises RulebookError naming file, line and field."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RulebookError(str(path), f"is not YAML in UTF-8: {error}", "Correct the file") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise RulebookError(
            str(path), _explain(path, error), "Correct the field; rules/README.md describes it"
        ) from error


def _explain(path: Path, error: ValidationError) -> str:
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    lines = []
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
        lines.append(f"line {_line(root, problem['loc'])}, field {place}: {problem['msg']}")
    return "; ".join(lines)


def _line(node: Any, location: tuple[int | str, ...]) -> int:
    """The line of the innermost node on the way to ``location`` that the file has."""
    line = int(node.start_mark.line) + 1 if node is not None else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            children = {key.value: value for key, value in node.value}
            child = children.get(str(part))
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
        else:
            child = None
        if child is None:
            continue  # pydantic names union members and missing fields too; they have no node of their own
        node, line = child, int(child.start_mark.line) + 1
    return line
