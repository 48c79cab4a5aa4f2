"""How to make many values of the model fast. A module of its own, so that a wheel may hold it compiled."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import BaseModel

from reportmine.model.base import Value

Kind = TypeVar("Kind", bound=Value)

_new: Final = object.__new__
_set_fields: Final = BaseModel.__dict__["__dict__"].__set__  # the values are frozen, so their slots are written to
_set_given: Final = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra: Final = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private: Final = BaseModel.__dict__["__pydantic_private__"].__set__


class _Given(dict[type[Value], set[str]]):
    """All fields of each class, looked up without a call."""

    def __missing__(self, kind: type[Value]) -> set[str]:
        self[kind] = fields = set(kind.model_fields)
        return fields


_given: Final = _Given()


def unchecked(kind: type[Kind], /, **fields: Any) -> Kind:
    """A value made without the checks, which take longer than the value is worth where a page has a thousand of them.

    For numbers and text that the caller has just made itself or took out of a value, never for what comes from a file.
    All fields are given, in the order of the class; the value equals the one that the class would make of them.
    """
    made = _new(kind)
    _set_fields(made, fields)
    _set_given(made, _given[kind])
    _set_extra(made, None)
    _set_private(made, None)
    return made
