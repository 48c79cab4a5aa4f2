"""Libraries written in Rust that give up in the middle of a file: with a word on the screen and no Exception."""

from __future__ import annotations

import os
import sys
from types import TracebackType

from reportmine.model import ReadingError

_PANIC = "PanicException"  # of ``pyo3_runtime``, which is no module that one could import it from
_SCREEN = 2  # the number of the standard error stream, to which Rust writes past Python


class PanicsAs:
    """Inside, a library's panic becomes ``refusal``, and what it says of itself is not shown."""

    def __init__(self, refusal: ReadingError) -> None:
        self.refusal = refusal
        self._kept: int | None = None

    def __enter__(self) -> None:
        if sys.stderr is None:  # closed, as a service may have it: the number may be that of any other file
            return
        sys.stderr.flush()
        self._kept = os.dup(_SCREEN)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _SCREEN)
        os.close(nowhere)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kept is not None:
            os.dup2(self._kept, _SCREEN)
            os.close(self._kept)
        if kind is not None and kind.__name__ == _PANIC:
            raise self.refusal from None
