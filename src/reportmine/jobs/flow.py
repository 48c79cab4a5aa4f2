"""Steps in, settled steps out, in the same order, with many being read at once and never too many."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait

from reportmine.jobs.schedule import Readers
from reportmine.jobs.values import Reading, Settled, Step

_WINDOW_PER_LANE = 128  # files under way or waiting for an earlier one: bounds the memory, bridges a slow file
_PATIENCE_SECONDS = 0.5

Slot = tuple[Step, Future[Reading] | None]


def in_order(
    steps: Iterable[Step], readers: Callable[[], Readers], stopping: threading.Event
) -> Iterator[Settled | None]:
    """Yields None now and then while it waits. Ends early, at a whole number of steps, once ``stopping`` is set.

    ``readers`` is asked only when a file is to be read: a run with nothing new starts no process.
    """
    slots: deque[Slot] = deque()
    window = 1
    for step in steps:
        if stopping.is_set():
            break
        future = None
        if step.why.is_read and step.refusal is None:
            lanes = readers()
            window = lanes.lanes * _WINDOW_PER_LANE
            future = lanes.submit(step.source)
        slots.append((step, future))
        while slots and (len(slots) >= window or _is_over(slots[0])):
            yield from _wait_for(slots[0], stopping)
            if stopping.is_set() and not _is_over(slots[0]):
                break
            yield _settle(slots.popleft(), readers)
    while slots:
        yield from _wait_for(slots[0], stopping)
        if not _is_over(slots[0]):
            break
        yield _settle(slots.popleft(), readers)


def _is_over(slot: Slot) -> bool:
    return slot[1] is None or slot[1].done()


def _wait_for(slot: Slot, stopping: threading.Event) -> Iterator[None]:
    future = slot[1]
    while future is not None and not future.done() and not stopping.is_set():
        wait([future], timeout=_PATIENCE_SECONDS)
        if not future.done():
            yield None


def _settle(slot: Slot, readers: Callable[[], Readers]) -> Settled:
    step, future = slot
    if future is not None:
        return Settled(step, readers().result(future))
    if step.refusal is not None and step.why.is_read:
        return Settled(step, Reading(None, None, step.refusal, {}))
    return Settled(step)
