"""Reports as bytes between processes: the figures as the columns they are written in, so that the one writer has little
left to do and holds little; the rest value by value.

The plain pickle of a pydantic model spells out for every value which fields were set: twice the bytes, and unpacked
a set of names for each, which takes more room than the value. Here a value is its class and its fields in order;
it comes back as if all its fields had been given.
"""

from __future__ import annotations

import io
import pickle
from functools import lru_cache, partial
from typing import Any

from reportmine.model import Report, Value
from reportmine.model.unchecked import unchecked
from reportmine.warehouse.columns import TakenApart, take_apart


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, Value):
            held = value.__dict__
            return _restore, (type(value), *[held[name] for name in _names(type(value))])
        return NotImplemented


def pack(report: Report) -> bytes:
    """In two parts: the figures, as columns, are taken out only when they are written."""
    apart = take_apart(report)
    buffer = io.BytesIO()
    _Packer(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(apart.report)
    figures = pickle.dumps(apart.columns(), protocol=pickle.HIGHEST_PROTOCOL)
    return pickle.dumps((buffer.getvalue(), apart.count, figures), protocol=pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> TakenApart:
    head, count, figures = pickle.loads(data)
    return TakenApart(pickle.loads(head), count, partial(pickle.loads, figures))


@lru_cache(maxsize=64)
def _names(kind: type[Value]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


def _restore(kind: type[Value], *fields: Any) -> Value:
    return unchecked(kind, **dict(zip(_names(kind), fields, strict=True)))
