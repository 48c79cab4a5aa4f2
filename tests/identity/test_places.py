"""The division lists: complete, by year, and joined over renamings and mergers."""

from __future__ import annotations

import pytest

from reportmine.model import RulebookError
from reportmine.rulebook import Rulebook
from reportmine.rulebook.places import Places


@pytest.fixture(scope="module")
def places(rulebook: Rulebook) -> Places:
    return rulebook.places


def test_all_townships_of_the_edition_are_there(places: Places) -> None:
    townships = [division for division in places.divisions() if division.level == "township"]
    assert len(townships) == 41352
    assert len({division.code for division in townships}) == 41352
    assert all(division.code[:6] == division.parent for division in townships)


def test_every_township_has_a_chain_up_to_its_province(places: Places) -> None:
    for division in places.divisions():
        if division.level == "township":
            chain = places.chain(division.code)
            above = places.division(chain[-1])
            assert above is not None and above.level == "province", division


def test_the_founding_sample_and_its_neighbours(places: Places) -> None:
    assert places.townships_named("杉城镇") == ["350429100"]
    assert places.townships("350429")["大田乡"] == "350429202"
    assert places.chain("350429100") == ("350429100", "350429", "350400", "350000")


def test_counties_by_year(places: Places) -> None:
    assert [span.code for span in places.named("洪泽县", 2010)] == ["320829"]
    assert [span.code for span in places.named("洪泽区", 2023)] == ["320813"]
    assert {span.name for span in places.line("320813")} == {"洪泽县", "洪泽区"}


def test_a_code_given_out_again_means_its_present_holder(places: Places) -> None:
    division = places.division("513436")
    assert division is not None and division.name == "美姑县"


@pytest.mark.parametrize(
    ("old", "year", "heirs"),
    [
        ("330682", 2009, ("330604",)),  # 上虞市 → 上虞区
        ("350427", 2015, ("350405",)),  # 沙县 → 沙县区
        ("350402", 2015, ("350404",)),  # 梅列区 was merged
        ("320304", 2008, ("320302", "320311", "320312")),  # 九里区 was split
        ("332500", 1999, ("331100",)),  # 丽水地区 → 丽水市
        ("350429", 2017, ("350429",)),
    ],
)
def test_what_a_code_became(places: Places, old: str, year: int, heirs: tuple[str, ...]) -> None:
    assert places.heirs(old, year) == heirs


def test_successions_lead_forward_to_known_codes(places: Places) -> None:
    known = {division.code for division in places.divisions()}
    successions = list(places.successions())
    assert len(successions) > 2000
    assert all(step.old in known and step.new in known and 1980 < step.year <= 2026 for step in successions)
    assert all(step.old != step.new for step in successions)


def test_type_changes_keep_the_stem(places: Places) -> None:
    assert places.stem("三岔河彝族苗族乡") == "三岔河"
    assert places.stem("列东街道") == places.stem("列东街道办事处") == "列东"
    assert "350429103" in places.townships_stemmed("下渠乡")  # it is a 镇 today
    assert places.stem("镇") == "镇"


def test_traces_know_their_places(places: Places) -> None:
    assert places.telephone["0598"] == ("350400",)
    assert len(places.telephone["024"]) > 1
    assert places.postal["3544"] == ("350429",)
    assert places.marks["闽"] == ("350000",)
    assert len(places.marks["泰"]) > 1


def test_a_damaged_list_names_file_and_line(tmp_path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "telephone.csv").write_text("area,codes\n0598\n", encoding="utf-8")
    with pytest.raises(RulebookError, match=r"telephone\.csv.*line 2"):
        _ = Rulebook([tmp_path]).places.telephone
