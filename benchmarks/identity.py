"""How long it takes to load the places and to say who issued a report, warm, on one core.

    python benchmarks/identity.py [FILE …] [--rounds 30]

Without FILE: the sample reports of ``corpora/samples``. ``read`` is the time to read the same file, as the ratio.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import tools
from reportmine.extraction import extract_figures
from reportmine.identity import identify
from reportmine.reading import read
from reportmine.rulebook import Rulebook, RuleFiles
from reportmine.rulebook.places import Places

ROOT = Path(__file__).resolve().parents[1]


def load_places() -> None:
    places = Places(RuleFiles())
    places.townships_named("杉城镇")
    places.named("泰宁县")
    places.heirs("350429")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    wanted = parser.parse_args()
    files = wanted.files or sorted((ROOT / "corpora" / "samples").glob("*/source.*"))
    rulebook = Rulebook()
    print(f"loading the places: {tools.milliseconds(load_places, 3):.0f} ms\n")
    print("| report | characters | read, ms | identify, ms |\n|---|---|---|---|")
    for file in files:
        document = read(file, rulebook)
        extraction = extract_figures(document, rulebook)
        once = tools.milliseconds(lambda d=document, e=extraction: identify(d, e, rulebook), wanted.rounds)
        reading = tools.milliseconds(lambda f=file: read(f, rulebook), wanted.rounds)
        print(f"| {file.parent.name} | {len(document.text)} | {reading:.1f} | {once:.1f} |")


if __name__ == "__main__":
    main()
