"""What every value of the model shares: immutable, strict about unknown fields."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value. Stages return new values and never change the ones they are given."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
