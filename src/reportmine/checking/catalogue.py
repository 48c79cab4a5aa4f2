"""The page of the check catalogue, made from the catalogue itself: ``python -m reportmine.checking.catalogue --write``.

Without ``--write`` it says whether ``docs/checks.md`` is current, and exits with 1 when it is not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportmine.rulebook import Rulebook, shipped_folder
from reportmine.rulebook.checks import Check, CheckBook, ExampleReport


def page(book: CheckBook) -> str:
    """The whole page: what stands in ``rules/checks/README.md``, a list of the checks, an entry for each."""
    head = (shipped_folder("rules") / "checks" / "README.md").read_text(encoding="utf-8")
    made = "Made by `python -m reportmine.checking.catalogue --write` from `rules/checks/`; edit there.\n"
    entries = (line for check in book.checks for line in _entry(check))
    return "\n".join([head, made, *_overview(book.checks), *entries]) + "\n"


def _overview(checks: Sequence[Check]) -> Iterator[str]:
    yield "## The checks"
    yield ""
    yield "| code | severity | kind | what |"
    yield "|---|---|---|---|"
    for check in checks:
        anchor = check.code.replace(".", "")
        what = f"{check.title.en} · {check.title.zh}"
        yield f"| [{check.code}](#{anchor}) | {check.severity} | {check.rule.kind} | {what} |"
    yield ""


def _entry(check: Check) -> Iterator[str]:
    yield f"### {check.code}"
    yield ""
    yield f"**{check.title.en}** · {check.title.zh} ({check.severity}, {check.rule.kind})"
    yield ""
    yield check.meaning.en
    yield ""
    yield check.meaning.zh
    yield ""
    yield f"- Basis: {check.basis}"
    yield f"- Fires: {_examples(check, check.fires)}"
    yield f"- Silent: {_examples(check, check.silent)}"
    yield f"- Message: {check.message.en} · {check.message.zh}"
    yield ""


def _examples(check: Check, examples: Sequence[ExampleReport]) -> str:
    """Examples over several reports belong together; others stand alone."""
    return ("; then " if check.across_reports else "; or ").join(_example(each) for each in examples)


def _example(example: ExampleReport) -> str:
    parts = [f"{example.level} {example.body}, {example.form} {example.year}"]
    if example.figures:
        parts.append(", ".join(f"`{name}` {value}" for name, value in example.figures.items()))
    if example.text:
        text = example.text.replace("\n", " ")
        parts.append(f"“{text if len(text) <= 60 else text[:60] + '…'}”")
    if example.published_on:
        parts.append(f"published {example.published_on}")
    if example.period:
        parts.append(" to ".join(example.period))
    parts += [f"{kind} says {says}" for _, kind, says in example.evidence]
    parts += example.notes
    return ": ".join([parts[0], "; ".join(parts[1:])]) if len(parts) > 1 else parts[0]


def page_path() -> Path:
    return shipped_folder("rules").parent / "docs" / "checks.md"


def main() -> int:
    text, path = page(Rulebook().checks), page_path()
    if "--write" in sys.argv[1:]:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return 0
    sys.stdout.write(f"{path.name} is not current: run python -m reportmine.checking.catalogue --write\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
