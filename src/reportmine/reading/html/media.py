"""Whether a media query holds for somebody who reads the page at a desk."""

from __future__ import annotations

import re

_WIDTHS = (1280, 1920)  # what screens at a desk span; what differs between them is not known
_UNITS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3}
_FEATURE = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*(\d*\.?\d+)\s*(px|em|rem|pt)\s*\)")
_RANGE = re.compile(r"\(\s*width\s*([<>])=?\s*(\d*\.?\d+)\s*(px|em|rem|pt)\s*\)")
_TYPES = {"all": True, "screen": True, "print": False, "speech": False, "tv": False, "handheld": False}
_CONSTANT = {"(orientation:landscape)": True, "(orientation:portrait)": False}


def at_a_desk(query: str) -> bool | None:
    """True or False where it is the same on every such screen; nothing where that cannot be said."""
    answers = [_one(part.strip()) for part in query.lower().split(",")]
    if True in answers or not query.strip():
        return True
    return None if None in answers else False


def _one(query: str) -> bool | None:
    words = query.removeprefix("only ").strip()
    negated = words.startswith("not ")
    parts = [_part(part.strip()) for part in words.removeprefix("not ").split(" and ")]
    answer = False if False in parts else None if None in parts else True
    return answer if answer is None or not negated else not answer


def _part(part: str) -> bool | None:
    if part in _TYPES:
        return _TYPES[part]
    if (found := _FEATURE.fullmatch(part)) is not None:
        least = found[1] == "min"
    elif (found := _RANGE.fullmatch(part)) is not None:
        least = found[1] == ">"
    else:
        return _CONSTANT.get(part.replace(" ", ""))
    bound = float(found[2]) * _UNITS[found[3]]
    answers = {width >= bound if least else width <= bound for width in _WIDTHS}
    return answers.pop() if len(answers) == 1 else None
