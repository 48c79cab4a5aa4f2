"""Libraries written in Rust that give up in the middle of a file: with a word on the screen and no Exception."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from reportmine.model import ReadingError

_PANIC = "PanicException"  # of ``pyo3_runtime``, which is no module that one could import it from
_SCREEN = 2  # the number of the standard error stream, to which Rust writes past Python


@contextmanager
def panics_as(refusal: ReadingError) -> Iterator[None]:
    """Raises ``refusal`` where a library panics inside; what it says of itself is not shown."""
    with _unheard():
        try:
            yield
        except BaseException as error:  # a panic is not derived from Exception; everything else goes on as it came
            if type(error).__name__ != _PANIC:
                raise
            raise refusal from None


@contextmanager
def _unheard() -> Iterator[None]:
    sys.stderr.flush()
    try:
        kept = os.dup(_SCREEN)
    except OSError:  # closed, as a service may have it: nothing can be heard
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _SCREEN)
    try:
        yield
    finally:
        os.dup2(kept, _SCREEN)
        os.close(kept)
        os.close(nowhere)
