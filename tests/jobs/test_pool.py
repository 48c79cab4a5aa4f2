"""Workers under limits: a call that hangs, eats memory or dies costs one call."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportmine.jobs.pool import (
    CallFailedError,
    CallMemoryError,
    CallTimeoutError,
    LimitedPool,
    PoolBrokenError,
    WorkerDiedError,
)


@pytest.fixture
def pool() -> Iterator[LimitedPool]:
    pool = LimitedPool(1, seconds=5, memory=1_000_000_000)
    yield pool
    pool.shutdown(cancel_futures=True)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition: object, seconds: float = 10) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_calls_give_their_values(pool: LimitedPool) -> None:
    assert list(pool.map(math.factorial, range(6))) == [1, 1, 2, 6, 24, 120]


def test_an_error_comes_back_in_words_and_the_worker_stays(pool: LimitedPool) -> None:
    before = pool.submit(os.getpid).result()
    with pytest.raises(CallFailedError, match="ZeroDivisionError: integer") as caught:
        pool.submit(eval, "1 // 0").result()
    assert "Traceback" in caught.value.args[1]
    assert pool.submit(os.getpid).result() == before


def test_what_a_library_prints_does_not_disturb_the_line(pool: LimitedPool) -> None:
    assert pool.submit(eval, "(print('x' * 10_000), __import__('os').write(1, b'y'))[1]").result() == 1


def test_a_call_that_hangs_is_killed_with_what_it_started(tmp_path: Path) -> None:
    pool = LimitedPool(1, seconds=1.0)
    try:
        first = pool.submit(os.getpid).result()
        pidfile = str(tmp_path / "pid")
        hang = (
            "(p := __import__('subprocess').Popen(['sleep', '60']), "
            f"open({pidfile!r}, 'w').write(str(p.pid)), __import__('time').sleep(60))"
        )
        with pytest.raises(CallTimeoutError):
            pool.submit(eval, hang).result()
        sleeper = int(Path(pidfile).read_text())
        assert wait_until(lambda: not alive(sleeper) and not alive(first))
        assert pool.submit(os.getpid).result() != first
    finally:
        pool.shutdown(cancel_futures=True)


def test_too_much_memory_costs_one_call(pool: LimitedPool) -> None:
    with pytest.raises(CallMemoryError):
        pool.submit(bytearray, 3_000_000_000).result()
    assert pool.submit(abs, -1).result() == 1


def test_a_worker_that_dies_is_replaced_and_the_call_tried_once_more(pool: LimitedPool, tmp_path: Path) -> None:
    flag = str(tmp_path / "was here")
    once = f"1 if __import__('os').path.exists({flag!r}) else (open({flag!r}, 'w').close(), __import__('os')._exit(9))"
    assert pool.submit(eval, once).result() == 1
    with pytest.raises(WorkerDiedError, match="SIGSEGV"):
        pool.submit(eval, f"__import__('os').kill(__import__('os').getpid(), {int(signal.SIGSEGV)})").result()
    assert pool.submit(abs, -1).result() == 1


def test_a_pool_whose_workers_do_not_start_says_so() -> None:
    pool = LimitedPool(1, seconds=5, warm_up=eval, arguments=("[][0]",))
    with pytest.raises(PoolBrokenError, match="IndexError"):
        pool.submit(abs, -1).result()
    pool.shutdown()


def test_shutdown_breaks_off_what_runs_and_cancels_the_rest() -> None:
    pool = LimitedPool(1, seconds=60)
    pid = pool.submit(os.getpid).result()
    running, waiting = pool.submit(time.sleep, 60), pool.submit(abs, -1)
    assert wait_until(running.running)
    pool.shutdown(cancel_futures=True)
    assert waiting.cancelled()
    assert running.exception() is not None
    assert not alive(pid)
    with pytest.raises(RuntimeError):
        pool.submit(abs, -1)


def test_workers_end_when_their_parent_is_killed() -> None:
    script = (
        "import os, time; from reportmine.jobs.pool import LimitedPool; pool = LimitedPool(1, seconds=60); "
        "print(pool.submit(os.getpid).result(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    assert alive(worker)
    parent.kill()
    parent.wait()
    assert wait_until(lambda: not alive(worker))
