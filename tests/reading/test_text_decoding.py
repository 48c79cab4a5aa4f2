"""Encodings, and files that are no reports."""

from __future__ import annotations

import gc
import random
from pathlib import Path

import pytest

from reportmine.model import ReadingError
from reportmine.reading import read, read_bytes
from reportmine.rulebook import Rulebook

TEXT = "一、概述\r\n2017年,全镇主动公开政府信息19条。\r\n二、依申请公开情况\r\n没有收到申请。\r\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings_give_the_same_text(encoding: str, named: str, rulebook: Rulebook) -> None:
    document = read_bytes(TEXT.encode(encoding), "report.txt", rulebook)
    assert document.text == "一、概述\n2017年,全镇主动公开政府信息19条。\n二、依申请公开情况\n没有收到申请。"
    assert document.encoding == named
    start = document.text.index("19条")
    (anchor,) = document.locate(start, start + 2)
    assert TEXT[anchor.raw_start : anchor.raw_end] == "19"


def test_page_that_names_a_wrong_charset(rulebook: Rulebook) -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>全年主动公开政府信息19条,网上公开。</p></body></html>'
    document = read_bytes(page.encode("utf-8"), "p.html", rulebook)
    assert (document.encoding, "主动公开政府信息19条" in document.text) == ("utf-8", True)


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "GB18030"])
def test_page_in_its_declared_charset(charset: str, rulebook: Rulebook) -> None:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>'
    page = head + "<body><p>全年主动公开政府信息19条,网上公开。</p></body></html>"
    document = read_bytes(page.encode(charset), "p.html", rulebook)
    assert document.encoding == "gb18030"
    assert "主动公开政府信息19条" in document.text


LONG = (
    "政府信息公开工作年度报告由概述、主动公开、依申请公开办理情况、复议诉讼、存在问题和附表组成,"
    "数据统计期限自一月一日起至十二月三十一日止。全镇通过县人民政府门户网站及时发布财政预决算、扶贫救助、"
    "环境保护、安全生产、城乡建设等信息共一百余条,接受咨询和监督。"
)


@pytest.mark.parametrize(("encoding", "named"), [("gb18030", "gb18030"), ("big5", "big5hkscs")])
def test_encodings_that_both_decode_are_told_apart(encoding: str, named: str, rulebook: Rulebook) -> None:
    from opencc import OpenCC

    text = OpenCC("s2t").convert(LONG) if encoding == "big5" else LONG
    document = read_bytes(text.encode(encoding), "report.txt", rulebook)
    assert document.encoding == named
    assert document.text == LONG


def test_text_saved_in_a_wrong_encoding_is_refused(rulebook: Rulebook) -> None:
    garbled = LONG.encode("utf-8").decode("gb18030", errors="replace").encode("utf-8")
    assert reason(garbled, rulebook) == "undecodable"


def test_the_collector_runs_again_after_a_file_that_cannot_be_read(rulebook: Rulebook) -> None:
    assert reason(b"\x00\x01\x02" * 400, rulebook)
    assert gc.isenabled()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_parts_two_lines_and_no_more(end: str, rulebook: Rulebook) -> None:
    text = f"一、概述{end}全年收到申请3件。{end}{end}二、公开情况{end}"
    document = read_bytes(text.encode(), "report.txt", rulebook)
    assert document.text == "一、概述\n全年收到申请3件。\n二、公开情况"
    (anchor,) = document.locate(5, 6)
    assert text[anchor.raw_start : anchor.raw_end] == "全"


def reason(data: bytes, rulebook: Rulebook) -> str:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "file", rulebook)
    assert caught.value.where == "file"
    return caught.value.reason


def test_reasons(rulebook: Rulebook) -> None:
    noise = random.Random(1).randbytes(4000)
    assert reason(b"", rulebook) == "empty"
    assert reason(b" \r\n\t ", rulebook) == "empty"
    assert reason(b"\xef\xbb\xbf", rulebook) == "empty"
    assert reason(b"\x7fELF" + noise, rulebook) == "binary"
    assert reason(bytes(byte for byte in noise if byte), rulebook) in ("undecodable", "binary")
    assert reason(b"Rar!\x1a\x07\x00" + noise, rulebook) == "archive"
    assert reason(b"a" * (rulebook.reading.limits.bytes + 1), rulebook) == "too_large"


def test_a_few_lost_bytes_do_not_stop_a_file(rulebook: Rulebook) -> None:
    data = (TEXT * 40).encode("gb18030")
    broken = data[:200] + b"\xff" + data[201:]
    document = read_bytes(broken, "report.txt", rulebook)
    assert "undecodable_signs" in document.notes
    assert document.text.count("主动公开政府信息19条") >= 38


def test_paths(tmp_path: Path, rulebook: Rulebook) -> None:
    file = tmp_path / "无扩展名"
    file.write_bytes(TEXT.encode())
    assert read(file, rulebook).media_type == "text/plain"
    for path, expected in ((tmp_path / "没有.txt", "not_found"), (tmp_path, "not_a_file")):
        with pytest.raises(ReadingError) as caught:
            read(path, rulebook)
        assert caught.value.reason == expected


def test_content_not_the_name_decides(rulebook: Rulebook) -> None:
    page = b"<html><body><p>" + "全年主动公开政府信息19条。".encode() + b"</p></body></html>"
    assert read_bytes(page, "report.txt", rulebook).media_type == "text/html"
    assert read_bytes("数量<20条,比率>5".encode(), "report.html", rulebook).media_type == "text/plain"
