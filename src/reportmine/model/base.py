"""What every value of the model shares: immutable, strict about unknown fields. And how to make many of them fast."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value. Stages return new values and never change the ones they are given."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Kind = TypeVar("Kind", bound=Value)

_new = object.__new__
_set_fields = BaseModel.__dict__["__dict__"].__set__  # the values are frozen, so their slots are written to
_set_given = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__


class _Given(dict[type[Value], set[str]]):
    """All fields of each class, looked up without a call."""

    def __missing__(self, kind: type[Value]) -> set[str]:
        self[kind] = fields = set(kind.model_fields)
        return fields


_given = _Given()


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


@contextmanager
def without_collector() -> Iterator[None]:
    """No search for cycles while many small values are made, none of which points back: it would walk them all, again
    and again.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
