"""What a reading depends on: the rules in force and the code of the stages, each as one fingerprint."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reportmine import __version__
from reportmine.jobs.values import Versions
from reportmine.rulebook import Rulebook

_STAGES = ("model", "rulebook", "reading", "extraction", "identity", "checking", "pipeline.py")


def versions_of(rulebook: Rulebook) -> Versions:
    return Versions(fingerprint(rule_hashes(rulebook)), code_version())


def rule_hashes(rulebook: Rulebook) -> dict[str, str]:
    """The hash of every rule file that a reading may depend on, by its name under ``rules/``."""
    files = rulebook.files
    idle = rulebook.jobs.not_for_reading
    names = {path.relative_to(root).as_posix() for root in files.roots for path in root.rglob("*") if path.is_file()}
    chosen = (name for name in names if name.endswith((".yaml", ".csv")))
    return {
        name: hashlib.sha256(files.path(name).read_bytes()).hexdigest()
        for name in sorted(chosen)
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in idle)
    }


def fingerprint(hashes: Mapping[str, str]) -> str:
    lines = "\n".join(f"{name} {hashes[name]}" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def code_version() -> str:
    """The version, and a hash over the code of the stages: what only loads or prints is left out."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for stage in _STAGES:
        place = package / stage
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """The rule files that are new, changed or gone."""
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
