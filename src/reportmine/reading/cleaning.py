"""Canonical text, one small step each. A step either exchanges signs one for one or returns the edits it wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from reportmine.reading.mapped import Edit, Mapped
from reportmine.rulebook.reading import Characters

HAN: Final = "\u3007\u25cb\u3400-\u9fff\U00020000-\U0002fa1f"
_PUNCTUATION: Final = "、-】〔-〟（），：；！？。“”‘’…—·《》"
CJK: Final = HAN + _PUNCTUATION

# Kept as printed: Chinese punctuation. Everything else of the full-width block becomes half-width.
_KEPT: Final = set("（），：；！？～｡｢｣､")
_WIDE_RANGES: Final = ((0xFF01, 0xFF5F), (0xFFE0, 0xFFE7), (0x2F00, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20))
_SMALL_FORMS: Final = (0xFE30, 0xFE70)
_BLANKS: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u3164"
)
_DASHES: Final = {
    "﹣": "-",
    "－": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "﹪": "%",
    "﹑": "、",
    "﹝": "〔",
    "﹞": "〕",
    "﹐": "，",
}
_CIRCLES: Final = {"◯": "○", "⭕": "○", "〇": "〇"}


@lru_cache(maxsize=4)
def _exchanges(radicals: tuple[tuple[str, str], ...]) -> dict[int, str]:
    table: dict[int, str] = {}
    for low, high in (*_WIDE_RANGES, _SMALL_FORMS):
        for code in range(low, high):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and chr(code) not in _KEPT:
                table[code] = plain
    table |= {ord(char): " " for char in _BLANKS}
    table |= {ord(char): plain for char, plain in (*_DASHES.items(), *_CIRCLES.items(), *radicals)}
    # The small forms of Chinese punctuation fall to ASCII by the standard; here they are Chinese punctuation.
    table |= {ord(small): plain for small, plain in zip("﹒﹔﹕﹖﹗﹙﹚", ".；：？！（）", strict=True)}
    table |= {ord(vertical): plain for vertical, plain in zip("︵︶︰︱", "（）：—", strict=True)}
    return table


@lru_cache(maxsize=4)
def _exchanged_signs(radicals: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Runs of what :func:`_exchanges` changes: few in most texts, so that searching them beats looking up each sign.

    Beyond the basic plane any sign will do: a class that lists signs there is searched one by one.
    """
    signs = "".join(chr(code) for code in sorted(_exchanges(radicals)) if code <= 0xFFFF)
    return re.compile(f"[{re.escape(signs)}\U00010000-\U0010ffff]+")


def plain_forms(text: str, characters: Characters) -> str:
    """Compatibility forms, radicals, full-width digits and letters, odd blanks: one sign for one sign.

    List marks such as ㈠ and ① and Chinese punctuation stay as they are.
    """
    radicals = tuple(characters.radicals.items())
    table = _exchanges(radicals)
    return _exchanged_signs(radicals).sub(lambda run: run.group().translate(table), text)


def is_traditional(text: str, characters: Characters) -> bool:
    """Whether the page is in traditional script, by signs that only one of the scripts has."""
    before = len(characters.traditional_pattern.findall(text))
    if before <= 5:
        return False
    news = characters.only_in_one_script[1]
    return before > sum([text.count(char) for char in set(text) & news])


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(text: str, characters: Characters) -> str:
    """Traditional to simplified, one sign for one sign, then the words that mirrors have over-converted."""
    convert = _converter()
    changed = convert(text)
    if len(changed) != len(text):
        changed = "".join(_simplified_run(run, convert) for run in re.split(r"(?<=[\n。，；])", text))
    for old, new in characters.phrase_pairs:
        changed = changed.replace(old, new)
    return changed


def _simplified_run(run: str, convert: Callable[[str], str]) -> str:
    changed = convert(run)
    if len(changed) == len(run):
        return changed
    signs = [convert(char) for char in run]
    return "".join(new if len(new) == 1 else old for old, new in zip(run, signs, strict=True))


_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def has_invisible(text: str) -> bool:
    """Whether :func:`invisible` has anything to take out."""
    return _INVISIBLE.search(text) is not None


def invisible(text: str) -> Iterator[Edit]:
    """Signs without shape: zero-width blanks and joiners, marks of direction, byte order marks, control signs."""
    return (Edit(found.start(), found.end()) for found in _INVISIBLE.finditer(text))


_ENTITY: Final = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0|#12288);?", re.IGNORECASE)


def entities(text: str) -> Iterator[Edit]:
    """Blanks that a converter has left as entities in plain text."""
    return (Edit(found.start(), found.end(), " ") for found in _ENTITY.finditer(text))


_TONES: Final = {"a": "aāáǎàɑ", "o": "oōóǒò", "e": "eēéěèê", "i": "iīíǐì", "u": "uūúǔù", "v": "vüǖǘǚǜ"}
# The sounds a syllable may end with, longest first; v stands for ü, as on keyboards.
_FINALS: Final = (
    "iang|iong|uang|ueng|ang|eng|ong|ing|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|vn"
    "|a|o|e|i|u|v"
)
_SYLLABLE: Final = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:"
    + "".join(f"[{_TONES[char]}]" if char in _TONES else char for char in _FINALS)
    + ")[\u0300-\u036f]?"
)
_GLOSS: Final = rf"[（(]\s*{_SYLLABLE}(?:[\s,，/]*{_SYLLABLE}){{0,3}}\s*[)）]"
_NESTED: Final = rf"[（(]\s*(?:{_SYLLABLE}\s*)?(?:{_GLOSS}\s*)+(?:{_SYLLABLE}\s*)?[)）]"
_GLOSSES: Final = re.compile(rf"(?<=[{HAN}])\s?(?:(?:{_NESTED}|{_GLOSS})\s?)*(?:{_NESTED}|{_GLOSS})", re.IGNORECASE)
_TONED: Final = re.compile("[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]")
_GLOSS_START: Final = re.compile(rf"[（(]\s*[a-z{''.join(_TONES.values())}]", re.IGNORECASE)  # what every gloss has
_HAN: Final = re.compile(f"[{HAN}]")
_LETTER: Final = re.compile(r"[（(]\s*[a-z]\s*[)）]", re.IGNORECASE)


def glosses(text: str, *, sure: bool = False) -> list[Edit]:
    """Pinyin in brackets after a character, doubled and nested: 務(wù), 公(gong)(gong). Nothing else in brackets.

    One short gloss without a tone alone on a page may be something else and stays; so do single letters, which number
    lists.
    ``sure``: the page is known to be glossed.
    """
    if _GLOSS_START.search(text) is None:
        return []
    found = [match for match in _GLOSSES.finditer(text) if not _LETTER.fullmatch(match.group().strip())]
    if not sure and len(found) < 2 and not any(_is_certain(match, text) for match in found):
        return []
    return [Edit(match.start(), match.end()) for match in found]


def _is_certain(gloss: re.Match[str], text: str) -> bool:
    """A tone, or a long syllable in the middle of a word: 政(zheng)府."""
    inside = bool(_HAN.match(text[gloss.end() : gloss.end() + 1]))
    return bool(_TONED.search(gloss.group())) or (inside and len(gloss.group().strip("（()） ")) >= 3)


_MARKUP: Final = re.compile(r"^[ \t]*#{1,6}[ \t]+|\*\*(?=[^*\n]{1,120}\*\*(?!\*))|(?<=[^*\n])\*\*(?!\*)", re.MULTILINE)
_MARKED_UP: Final = re.compile(r"^[ \t]*#{1,6}[ \t]+\S|\*\*[^*\n]{2,120}\*\*", re.MULTILINE)


def markup(text: str) -> list[Edit]:
    """The signs with which a text marks headings (``## 一、概述``) and bold words, where it does so throughout.

    Asterisks that mask a name (``****镇``) stay.
    """
    if ("#" not in text and "**" not in text) or len(_MARKED_UP.findall(text)) < 3:
        return []
    return [Edit(found.start(), found.end()) for found in _MARKUP.finditer(text)]


_BLANK_RUN: Final = re.compile(r"[ \t\r\n]+")
_CJK_SIGN: Final = re.compile(f"[{CJK}]")


def blanks(text: str) -> Iterator[Edit]:
    """Blanks inside Chinese words and between them and numbers. Those that separate two numbers or words stay, as one.

    For running text only: in a table blanks are what separates the cells.
    """
    last = len(text)
    for run in _BLANK_RUN.finditer(text):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        inside = run.start() > 0 and run.end() < last
        if not inside or _CJK_SIGN.match(before) or _CJK_SIGN.match(after) or after == "%":
            yield Edit(run.start(), run.end())
        elif run.group() != " ":
            yield Edit(run.start(), run.end(), " ")


_BLANK_GAP: Final = re.compile(r"[ \t]{2,}|\t")


def gaps(text: str) -> Iterator[Edit]:
    """Wide gaps of a line of a table become two blanks: columns stay apart, and single blanks stay single."""
    return (Edit(run.start(), run.end(), "  ") for run in _BLANK_GAP.finditer(text) if run.group() != "  ")


_REPEATED: Final = re.compile(r"[,，；;、]+(?=。)|([,，。；;：:、！？!?])\1+|(?<=。)[,，；;、]")


def punctuation(text: str) -> Iterator[Edit]:
    """``,,`` and ``。。`` once; a mark beside a full stop that already ends the sentence goes."""
    for found in _REPEATED.finditer(text):
        yield Edit(found.start() + (1 if found.group(1) else 0), found.end())


# Whatever any of the steps would look at more closely: most cells and many lines have none of it.
_UNCLEAN: Final = re.compile(f"[ \t\r\n&{_INVISIBLE.pattern[1:]}")
_TWO_MARKS: Final = re.compile("[,，。；;：:、！？!?]" * 2)  # written out: a class with a count is searched slower


def clean(text: Mapped, *, tabular: bool = False) -> Mapped:
    """All steps that take signs out, in their order. ``tabular``: blanks separate cells and stay."""
    if not tabular and _UNCLEAN.search(text.text) is None and _TWO_MARKS.search(text.text) is None:
        return text.strip()
    text = text.apply(entities(text.text)).apply(invisible(text.text))
    text = text.apply(gaps(text.text) if tabular else blanks(text.text))
    return text.strip() if tabular else text.apply(punctuation(text.text)).strip()
