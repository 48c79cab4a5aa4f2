"""Where readings run: processes of this machine or a Dask cluster; both are ``concurrent.futures`` executors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reportmine.jobs.values import Reading, Refusal, Request
from reportmine.jobs.work import Settings, limited_pool, read_file, read_guarded, settle
from reportmine.model import MissingExtraError, ReportmineError
from reportmine.reading.containers import FileSource

_CONNECT_SECONDS = "15s"


@dataclass(frozen=True)
class Readers:
    """An executor and how to have one file read by it."""

    executor: Executor
    function: Callable[[FileSource, Settings], Reading]
    settings: Settings
    lanes: int  # how many files are read at a time
    where: str = ""

    @property
    def far(self) -> bool:
        """Whether what reads may be installed apart from this program."""
        return self.function is read_guarded

    def submit(self, source: FileSource) -> Future[Reading]:
        return self.executor.submit(self.function, source, self.settings)

    def result(self, future: Future[Reading]) -> Reading:
        """Raises ReportmineError when not the file but the place of work is at fault."""
        if future.cancelled():
            raise ReportmineError(self.where, "the cluster is gone", _GO_ON)
        error = future.exception()
        if error is not None and type(error).__name__ == "KilledWorker":
            refusal = Refusal("crashed", "every worker of the cluster that took it died", "Look at the workers' logs")
            return Reading(None, None, refusal, {})
        return settle(future, self.settings.limits)


_GO_ON = "Run the same command again: it goes on where it stopped"


@contextmanager
def readers(request: Request, executor: Executor | None = None) -> Iterator[Readers]:
    """Readers for a run. ``executor``: one of the caller's own, on which each file still gets a limited process.

    Raises MissingExtraError without the cluster's library, ReportmineError when the scheduler does not answer.
    """
    settings = Settings(request.rules, request.force_kind, request.limits, request.debug)
    if executor is not None:
        yield Readers(executor, read_guarded, settings, request.jobs)
    elif request.scheduler is not None:
        with _cluster(request.scheduler, settings) as cluster:
            yield cluster
    else:
        pool = limited_pool(request.jobs, settings)
        try:
            yield Readers(pool, read_file, settings, request.jobs)
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str, settings: Settings) -> Iterator[Readers]:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            address, "missing_extra", "needs the cluster's library", "pip install 'reportmine[cluster]'"
        ) from error
    try:
        client: Any = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ReportmineError(address, "no scheduler answers", "Start one with: dask scheduler") from error
    with client:
        lanes = sum(client.nthreads().values())
        if not lanes:
            raise ReportmineError(address, "the scheduler has no workers", f"Start one with: dask worker {address}")
        yield Readers(client.get_executor(pure=False), read_guarded, settings, lanes, address)


__all__ = ["Readers", "readers"]
