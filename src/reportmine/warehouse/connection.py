"""Opens a warehouse file, waits politely while someone else has it, and turns DuckDB's errors into messages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine.model import WarehouseError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PAUSE_SECONDS = 0.1
_SEARCH = "SET dynamic_or_filter_threshold = 5000"  # a join with a few bodies then reads only the blocks that hold them
# New files hold texts as dictionaries of common parts: a third less to write and a sixth smaller. DuckDB 1.3 (2025) and
# later read them. A file keeps the form it was made in.
_FORM = "v1.3.0"
_SPILLED = ".tmp"  # after the file's name: DuckDB's folder for what does not fit into its memory
_LOCKED = ("lock on file", "being used by another process")  # DuckDB's words on Linux, macOS; on Windows


def connect(
    path: Path, write: bool, wait: float, memory: str | None = None, threads: int | None = None
) -> DuckDBPyConnection:
    """A connection to ``path``; with ``write`` the file is made when missing.

    ``wait``: seconds to wait for another program that holds the file. ``memory``: DuckDB's limit, such as ``"4GB"``.
    Raises WarehouseError when the file is missing, locked, no warehouse, or not writable.
    """
    import duckdb

    if not write and not path.is_file():
        raise WarehouseError(str(path), "there is no warehouse here", "Make one with: reportmine ingest PATH")
    if write:
        _make_folder(path.parent)
    config: dict[str, str | bool | int | float | list[str]] = {}
    if write:
        config["storage_compatibility_version"] = _FORM
    if memory:
        config["memory_limit"] = memory
    if threads:
        config["threads"] = threads
    deadline = time.monotonic() + wait
    while True:
        try:
            connection = duckdb.connect(str(path), read_only=not write, config=config)
            connection.execute(_SEARCH)
            be_quiet(connection)
            if write:
                with ExitStack() as opened:
                    opened.callback(connection.close)
                    _clear_spilled(path)
                    opened.pop_all()
            return connection
        except duckdb.IOException as error:
            if not any(words in str(error) for words in _LOCKED):
                raise WarehouseError(str(path), _first_line(error), _advice(error)) from error
            if time.monotonic() >= deadline:
                raise WarehouseError(
                    str(path),
                    f"another program holds the warehouse ({_first_line(error)})",
                    "Try again when it is done",
                ) from error
            time.sleep(_PAUSE_SECONDS)
        except duckdb.ConnectionException as error:
            raise WarehouseError(
                str(path), "is open in this program in another mode", "Close the other connection first"
            ) from error
        except duckdb.Error as error:
            raise WarehouseError(str(path), _first_line(error), "Is it a DuckDB file?") from error


def be_quiet(connection: DuckDBPyConnection) -> None:
    """No bar of progress between a program's results: DuckDB takes ``python -c`` for somebody at a prompt."""
    connection.execute("SET enable_progress_bar = false")


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All that is done inside, or nothing of it."""
    connection.execute("BEGIN")
    committed = False
    try:
        yield
        connection.execute("COMMIT")
        committed = True
    finally:
        if not committed:
            _roll_back(connection)


def _roll_back(connection: DuckDBPyConnection) -> None:
    import duckdb

    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:  # a failed COMMIT has already ended the transaction
        return


def _clear_spilled(path: Path) -> None:
    """Removes what killed programs left of their work on disk. Who has the file for writing has it alone."""
    folder = path.with_name(path.name + _SPILLED)
    try:
        for left in folder.glob("duckdb_temp_*"):
            left.unlink(missing_ok=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        why = f"what a killed program left here cannot be removed: {error.strerror}"
        raise WarehouseError(str(folder), why, "Remove it, or make it yours") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            str(folder), f"cannot make the folder: {error.strerror}", "Choose another --warehouse"
        ) from error


def _advice(error: Exception) -> str:
    text = str(error)
    if "not a valid DuckDB" in text:
        return "Is it a DuckDB file?"
    if "ermission denied" in text or "ead-only" in text:
        return "Make the file and its folder writable, or choose another --warehouse"
    return ""


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
