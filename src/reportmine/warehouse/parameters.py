"""Values for DuckDB without the second that it takes to import pandas.

DuckDB asks of every value it is given whether it is pandas' NaT, and imports pandas to ask. Where pandas is not there
yet, no value can be: so it may as well not be found. Only the thread that asks does not find it, and only meanwhile.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.machinery import ModuleSpec
from typing import ParamSpec, TypeVar

_HEAVY = "pandas"


class _Asking(threading.local):
    now = False


_asking = _Asking()


class _NotFound:
    """Stands before the finders of modules; it stays there, since taking it away would disturb other threads."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name == _HEAVY and _asking.now:
            raise ModuleNotFoundError(name=name)
        return None


_not_found = _NotFound()


@contextmanager
def without_pandas() -> Iterator[None]:
    """Inside, statements of this thread with parameters leave pandas alone, unless it was imported before."""
    if _HEAVY in sys.modules or _asking.now:
        yield
        return
    if _not_found not in sys.meta_path:
        sys.meta_path = [_not_found, *sys.meta_path]
    _asking.now = True
    try:
        yield
    finally:
        _asking.now = False


Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def light(method: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The method, under :func:`without_pandas`."""

    @wraps(method)
    def called(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        with without_pandas():
            return method(*args, **kwargs)

    return called
