"""Reports as bytes between processes.

The plain pickle of a pydantic model spells out for every value which fields were set: twice the bytes, and unpacked
a set of names for each, which takes more room than the value. Here a value is its class and its fields in order;
it comes back as if all its fields had been given.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from reportmine.model import Report, Value


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, Value):
            held = value.__dict__
            return _restore, (type(value), *[held[name] for name in type(value).model_fields])
        return NotImplemented


def pack(report: Report) -> bytes:
    buffer = io.BytesIO()
    _Packer(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(report)
    return buffer.getvalue()


def unpack(data: bytes) -> Report:
    report: Report = pickle.loads(data)
    return report


@lru_cache(maxsize=64)
def _shape(kind: type[Value]) -> tuple[tuple[str, ...], set[str]]:
    """The names of a class's fields, and the one set of them that all its values share."""
    return tuple(kind.model_fields), set(kind.model_fields)


_put: Callable[[Any, str, Any], None] = object.__setattr__  # the values are frozen


def _restore(kind: type[Value], *fields: Any) -> Value:
    names, given = _shape(kind)
    value = kind.__new__(kind)
    _put(value, "__dict__", dict(zip(names, fields, strict=True)))
    _put(value, "__pydantic_fields_set__", given)
    _put(value, "__pydantic_extra__", None)
    _put(value, "__pydantic_private__", None)
    return value
