"""Whose figure it is: the report's own body, or another one named as the subject of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from reportmine.rulebook import Rulebook
from reportmine.rulebook.prose import BodyRules

HEAD: Final = 600  # characters at the top of a document in which the issuer names itself
TITLE: Final = 12  # a shorter head names nobody
OWN: Final = 3  # a department's name has so many marks: 国资局
SHORT: Final = 3  # marks of a short name
GAP: Final = 7  # marks that it leaves out between two


class BodyReader:
    """Recognises other bodies as subjects."""

    def __init__(self, rules: BodyRules, numerals: Iterable[str]) -> None:
        self._rules = rules
        words = "|".join(sorted((*rules.suffixes,), key=len, reverse=True))
        places = "|".join(sorted(rules.not_followed_by, key=len, reverse=True))
        follow = rf"(?!{places})(?:{'|'.join(sorted(rules.followed_by, key=len, reverse=True))})"
        joints = "".join(re.escape(word) for word in rules.joints)
        after = "|".join(sorted(rules.after, key=len, reverse=True))
        self._joints = "".join(rules.joints)
        self._after = sorted(rules.after, key=len, reverse=True)
        self._subject = re.compile(
            rf"(?:^|[,;:(\u3001\u3002]|\d)((?:[\u4e00-\u9fff]{{1,12}}?(?:{words})[{joints}]?)+?)"
            rf"(?={follow}|\d|[{''.join(numerals)}]|$)"
        )
        superior = "|".join(re.escape(word) for word in rules.superiors)
        self._heads = {word: re.compile("|".join(names)) for word, names in rules.superiors.items()}
        self._superior = re.compile(rf"(?:^|[,;:(\u3001]|{after})({superior})(?={follow}|\d|$)")
        groups = "|".join(re.escape(word) for word in sorted(rules.groups, key=len, reverse=True))
        mine = "".join(re.escape(word) for word in rules.own if len(word) == 1)
        self._groups = re.compile(rf"(?:{_not_behind(mine, rules.groups)})(?=[{joints}]|{follow}|\d|$)")
        self._led = re.compile(rf"^{rules.led_by}(?:{groups})(?=[{joints}]|{follow}|\d|$)")
        self._whole = re.compile("|".join([*map(re.escape, rules.whole), rules.all_levels]))
        self._all_of_place = re.compile(rules.all_of_place)
        self._level_mark = f"[{''.join(rules.levels_of)}]"
        self._place = re.compile(rf"^.+(?:{'|'.join(rules.levels_of)})(?=..)")  # the larger places before a name
        leads = "|".join(rules.leads)
        self._owned = re.compile(rf"^(?:{leads})?[\u4e00-\u9fff]?(?:{groups})(?:{'|'.join(rules.owned)})")
        self._levels = re.compile(rf"^(?:{leads})?(?P<level>{rules.levels})")
        named = (*rules.suffixes, *rules.groups, *rules.superiors, *rules.shortened)
        self._ends = re.compile(f"[{re.escape(''.join(sorted({word[-1] for word in named})))}]")
        departments, owned = "|".join(rules.shortened), "|".join(rules.owned)
        self._sites = re.compile(
            rf"(?:^|[,;:({joints}]|{leads})((?:(?!{leads}|[{joints}])[\u4e00-\u9fff]){{2,12}}?(?:{departments}))(?:{owned})"
        )

    def is_whole(self, clause: str) -> bool:
        """Whether a clause says that it speaks of all: 全省各级行政机关."""
        return self._whole.search(clause) is not None

    def leads_group(self, clause: str) -> bool:
        """Whether a clause begins with a set of units as its subject: 各乡镇, 市、县政府及其部门."""
        return self._led.match(clause) is not None and not self.is_whole(clause)

    def is_other(self, clause: str, head: str) -> bool:
        """Whether a clause, up to its number, speaks of units or of a body that the document's head does not name."""
        return self._speaks_of_others(clause, head) and not (
            self.is_whole(clause) or self._is_all_of_place(clause, head)
        )

    def _is_all_of_place(self, clause: str, head: str) -> bool:
        """Whether a clause speaks of all units of the place whose government's report this is."""
        found = self._all_of_place.search(clause)
        return found is not None and re.search(re.escape(found["place"]) + self._rules.head_of_place, head) is not None

    def _speaks_of_others(self, clause: str, head: str) -> bool:
        if self._ends.search(clause) is None:
            return False  # no sign that a body's name ends with: so it is with most clauses
        if self._groups.search(clause) or self._owned.match(clause) or self._names_superior(clause, head):
            return True
        named = (*self._subject.finditer(clause), *self._sites.finditer(clause))
        return any(self._other_name(match.group(1), head) for match in named)

    def is_level(self, clause: str, whole: bool = False) -> bool:
        """Whether a clause of a list begins with one level of the body, whose count is a part: 其中市本级n件.

        ``whole``: it is nothing else.
        """
        found = self._levels.fullmatch(clause) if whole else self._levels.match(clause)
        return found is not None

    def level_of(self, clause: str) -> str:
        """The name of the level that a clause begins with, without what may stand before it; or nothing."""
        found = self._levels.match(clause)
        return found.group("level") if found else ""

    def names_other(self, clause: str, head: str) -> bool:
        """Whether a clause names another body as its subject (sets of units are no name)."""
        if self._ends.search(clause) is None:
            return False
        return self._names_superior(clause, head) or any(
            self._other_name(match.group(1), head) for match in self._subject.finditer(clause)
        )

    def _names_superior(self, clause: str, head: str) -> bool:
        """Whether the subject is a superior body, in a document whose head shows that it is another's."""
        found = self._superior.search(clause)
        return found is not None and len(head) > TITLE and not self._heads[found.group(1)].search(head)

    def _other_name(self, name: str, head: str) -> bool:
        plain = name.rstrip(self._joints)
        for word in self._after:  # 2019年度街道受理…: the time is no part of the name
            plain = plain.removeprefix(word)
        for word in self._rules.heading_ends:
            plain = plain.rpartition(word)[2]
        if any(own in plain for own in self._rules.own):
            return False
        if len(plain) < 3 or plain.endswith(self._rules.not_bodies):
            return False
        if self._is_government(plain, head) or self._is_short_for(plain, head) or self._is_department(plain, head):
            return False
        if self._is_behind_its_place(plain, head):
            return False
        return plain[-5:] not in head and plain not in head and not self._shortens(plain, head)

    def _is_behind_its_place(self, name: str, head: str) -> bool:
        """Whether a name is the head's own behind that of the larger place: 某县某镇 for 某镇2022年…."""
        own = self._place.sub("", name)
        return SHORT <= len(own) < len(name) and own.endswith(self._rules.towns) and own in head

    def _is_government(self, name: str, head: str) -> bool:
        """Whether a name is that of the government of the place whose report this is: 某镇人民政府 for 某镇2019年…."""
        for word in self._rules.governments:
            if name.endswith(word):
                place = self._place.sub("", name.removesuffix(word))
                return len(place) > 1 and re.search(re.escape(place) + self._rules.head_of_place, head) is not None
        return False

    def _is_department(self, name: str, head: str) -> bool:
        """Whether a name is that of the head's body behind that of the government it belongs to."""
        owned = [name.removeprefix(word) for word in self._rules.parents if name.startswith(word)]
        if any(len(rest) >= OWN and rest in head for rest in owned):
            return True
        at = head.find(name[1:]) if name.startswith(self._rules.levels_of) and len(name) > OWN else -1
        return at > 0 and not head.startswith(self._rules.levels_of, at - 1)

    def _is_short_for(self, name: str, head: str) -> bool:
        """Whether a name is a usual short one for what the head bears: 高新区 for 某市高新技术产业开发区."""
        for short, longer in self._rules.short_names.items():
            if name.endswith(short) and name.removesuffix(short) in head and any(word in head for word in longer):
                return True
        return False

    def _shortens(self, name: str, head: str) -> bool:
        """Whether a name is short for one that the document's head bears: 区工信局 for 某某区工业和信息化局.

        Behind its level a name of two marks and more may leave out the first: 县药监局 for 某县食品药品监督管理局.
        """
        if len(name) < SHORT or not name.endswith(self._rules.shortened):
            return False
        if len(name) == SHORT and re.search(f"(?:^|{self._level_mark}){_in_order(name)}", head) is not None:
            return True  # 卫计局: its first mark begins the department's name
        kept = 1 if name.startswith(self._rules.levels_of) else 2
        return re.search(name[: kept - 1] + _in_order(name[kept - 1 :]), head) is not None


def _in_order(name: str) -> str:
    """The pattern of a name that holds the marks of a shorter one in their order."""
    return f"[\u4e00-\u9fff]{{0,{GAP}}}?".join(map(re.escape, name))


def _not_behind(signs: str, words: Iterable[str]) -> str:
    """The words, longest first, where none of some signs stands before them.

    Each begins with its first sign, and what stands before is asked behind that: so a search passes over most places.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    return "|".join(f"{first}(?<![{signs}]{first})(?:{'|'.join(rest)})" for first, rest in rests.items())


@lru_cache(maxsize=4)
def body_reader(rulebook: Rulebook) -> BodyReader:
    return BodyReader(rulebook.prose.bodies, rulebook.prose.numbers.digits)
