"""Worker processes behind the ``concurrent.futures`` interface, each call under a limit of time and memory.

Unlike ``ProcessPoolExecutor``, a worker that hangs, runs out of memory or dies costs one call: it is killed with its
children and replaced, and the others work on. Each worker has a thread here that hands it calls and watches the clock.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from reportmine.jobs.child import Answer, Setup

T = TypeVar("T")

_START_SECONDS = 120.0
_TRIES = 2  # a call whose worker died is tried again once: the machine may have taken the wrong one
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT"), "1")


_UNREADABLE = (pickle.PickleError, AttributeError, ImportError)  # an answer of a class this side does not know


class CallTimeoutError(Exception):
    """The call took longer than allowed; its worker was killed."""


class CallMemoryError(Exception):
    """The call needed more memory than allowed."""


class WorkerDiedError(Exception):
    """The worker died in this call, twice."""


class CallFailedError(Exception):
    """The call raised: the first argument is the error in words with its place, the second the traceback."""


class PoolBrokenError(Exception):
    """Workers do not start: nothing can be done here."""


@dataclass
class _Call:
    future: Future[Any]
    payload: bytes


class LimitedPool(Executor):
    """``workers`` processes; every call limited to ``seconds`` and ``memory`` bytes.

    ``warm_up(*arguments)`` runs in each new worker before its first call and is not limited in time.
    Errors of a call: CallTimeoutError, CallMemoryError, WorkerDiedError, CallFailedError, PoolBrokenError.
    """

    def __init__(
        self,
        workers: int,
        *,
        seconds: float,
        memory: int | None = None,
        warm_up: Callable[..., object] | None = None,
        arguments: tuple[Any, ...] = (),
        debug: bool = False,
    ) -> None:
        self._setup = Setup(seconds, memory, warm_up, arguments, debug)
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._closed = False
        self._lanes = [_Lane(self._setup, self._calls) for _ in range(workers)]

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        if self._closed:
            raise RuntimeError("the pool is shut down")
        future: Future[T] = Future()
        self._calls.put(_Call(future, pickle.dumps((fn, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """With ``cancel_futures`` running calls are broken off too: their workers are killed."""
        self._closed = True
        if cancel_futures:
            with suppress(queue.Empty):
                while True:
                    call = self._calls.get_nowait()
                    if call is not None:
                        call.future.cancel()
            for lane in self._lanes:
                lane.abandon()
        for _ in self._lanes:
            self._calls.put(None)
        if wait:
            for lane in self._lanes:
                lane.thread.join()

    @property
    def processes(self) -> list[int]:
        """The workers alive now."""
        return [lane.worker.process.pid for lane in self._lanes if lane.worker is not None]


class _Lane:
    """One worker and the thread that feeds it."""

    def __init__(self, setup: Setup, calls: queue.SimpleQueue[_Call | None]) -> None:
        self.setup = setup
        self.calls = calls
        self.worker: _Worker | None = None
        self.abandoned = False
        self.thread = threading.Thread(target=self._run, daemon=True, name="reportmine worker")
        self.thread.start()

    def abandon(self) -> None:
        self.abandoned = True
        worker = self.worker
        if worker is not None:
            worker.strike()

    def _run(self) -> None:
        while (call := self.calls.get()) is not None:
            if call.future.set_running_or_notify_cancel():
                self._serve(call)
        self._dismiss()

    def _serve(self, call: _Call) -> None:
        for _ in range(_TRIES):
            try:
                answer = self._ask(call.payload)
            except (EOFError, OSError):
                code = self._dismiss(patience=1.0)
                if self.abandoned:
                    break
                continue
            except (CallTimeoutError, PoolBrokenError, *_UNREADABLE) as error:
                self._dismiss()
                call.future.set_exception(error)
                return
            self._settle(call.future, answer)
            return
        call.future.set_exception(WorkerDiedError(_cause(code)))

    def _ask(self, payload: bytes) -> Answer:
        worker = self.worker = self.worker or _Worker(self.setup)
        worker.wait_until_ready()
        return worker.ask(payload, self.setup.seconds)

    def _settle(self, future: Future[Any], answer: Answer) -> None:
        if answer.out_of_memory:
            self._dismiss()  # what is left of its memory is in pieces
            future.set_exception(CallMemoryError())
        elif answer.error:
            future.set_exception(CallFailedError(answer.error, answer.trace))
        else:
            future.set_result(answer.value)
        worker = self.worker
        if worker and self.setup.memory and answer.resident - worker.resident > self.setup.memory // 2:
            self._dismiss()

    def _dismiss(self, patience: float = 0.0) -> int:
        """Ends the worker, after waiting for its own end; how it ended (negative: the signal)."""
        worker, self.worker = self.worker, None
        return worker.end(patience) if worker else 0


class _Worker:
    """One child process and the line to it."""

    def __init__(self, setup: Setup) -> None:
        ours, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from reportmine.jobs.child import main; main()"],
            stdin=theirs.fileno(),
            stdout=None if setup.debug else subprocess.DEVNULL,
            stderr=None if setup.debug else subprocess.DEVNULL,
            start_new_session=True,  # its own group: killed with what it started; Ctrl-C is the parent's to handle
            env={**os.environ, **_ONE_THREAD},
        )
        theirs.close()
        self.line = Connection(ours.detach())
        self.ready = False
        self.resident = 0  # bytes it held when it was ready
        self.line.send_bytes(pickle.dumps(setup))

    def wait_until_ready(self) -> None:
        if self.ready:
            return
        try:
            first: Answer | None = pickle.loads(self._receive(_START_SECONDS))
        except (CallTimeoutError, EOFError, OSError) as error:
            raise PoolBrokenError(f"a worker process does not start ({_cause(self.end(1.0))})") from error
        if first is not None and (first.error or first.out_of_memory):
            raise PoolBrokenError(f"a worker process does not start: {first.error}")
        self.ready, self.resident = True, first.resident if first is not None else 0

    def ask(self, payload: bytes, seconds: float) -> Answer:
        self.line.send_bytes(payload)
        answer: Answer = pickle.loads(self._receive(seconds))
        return answer

    def strike(self) -> None:
        """Kills the worker and what it started. Safe from any thread."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def end(self, patience: float = 0.0) -> int:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.strike()
        code: int = self.process.wait()
        self.line.close()
        return code

    def _receive(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        while not self.line.poll(min(1.0, max(0.0, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                raise CallTimeoutError(seconds)
        return self.line.recv_bytes()


def _cause(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
