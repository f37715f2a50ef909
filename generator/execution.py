"""Who does the work for a class: this process, several, or the machines of a cluster; results come back in order.

Work is a function, its tools and picklable pieces. A piece carries what it needs and its result is sent back, so
workers share neither memory nor disk with the process that hands out the work and writes the files. Tools are what all
pieces need: this process uses them directly, a worker unpacks them once.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from generator.errors import ByhandError

if TYPE_CHECKING:
    # Starting processes needs modules that a single sheet has no use for.
    from concurrent.futures import Executor, Future

_Student = TypeVar("_Student")
_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")
_Tools = TypeVar("_Tools")

STUDENTS_IN_A_PIECE = 32
"""Enough that handing over a piece costs little compared with its work, few enough that pieces stay small."""
LEAST_STUDENTS = 200
"""The class size from which processes are started: each takes half a second to start, a student 5 ms."""
PIECES_IN_FLIGHT = 2
"""Pieces that each worker is supplied with: one in progress, one waiting."""
DASK = "dask://"


class Workers(Protocol):
    """What is asked of an executor of concurrent.futures."""

    def submit(self, work: Callable[..., _Result], /, *arguments: Any) -> Future[_Result]:
        """Have the work done with these arguments, some time."""
        ...


@dataclass
class _Processes:
    """Processes on this computer, started with the first piece for them: few classes are large enough."""

    jobs: int
    _executor: Executor | None = None

    def submit(self, work: Callable[..., _Result], /, *arguments: Any) -> Future[_Result]:
        """Have the work done by one of them."""
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # Spawned, because a fork copies locks held by other threads.
            self._executor = ProcessPoolExecutor(self.jobs, get_context("spawn"), initializer=_follow_the_caller)
        return self._executor.submit(work, *arguments)

    def end(self) -> None:
        """Drop what is not begun and end them."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class Crew:
    """Any executor of concurrent.futures, and how many pieces it may hold; without one, the work is done here.

    `least` is the number of students from which the executor is used.
    """

    executor: Workers | None = None
    in_flight: int = 8
    least: int = 0
    students_in_a_piece: int = STUDENTS_IN_A_PIECE

    def work(
        self,
        students: Sequence[_Student],
        piece_of: Callable[[tuple[_Student, ...]], _Piece],
        do: Callable[[_Tools, _Piece], _Result],
        tools: _Tools,
    ) -> Iterator[_Result]:
        """Yield the result of `do` for each piece of the students, in order and as soon as it is available.

        The number of pieces handed out and not yet returned is bounded, however many students there are.
        """
        pieces = (piece_of(part) for part in parts(students, self.students_in_a_piece))
        if self.executor is None or len(students) < self.least:
            return map(partial(do, tools), pieces)
        return _in_order(self.executor, partial(_do_elsewhere, do, pickle.dumps(tools)), pieces, self.in_flight)


def _do_elsewhere(do: Callable[[Any, _Piece], _Result], packed: bytes, piece: _Piece) -> _Result:
    return do(_unpacked(packed), piece)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Any:
    """A worker's tools: unpacked once, however many pieces it works on."""
    return pickle.loads(packed)  # noqa: S301 - from the process that started this one


HERE = Crew()


def parts(items: Iterable[_Student], size: int) -> Iterator[tuple[_Student, ...]]:
    """The items in order, `size` at a time."""
    rest = iter(items)
    while part := tuple(islice(rest, size)):
        yield part


def _in_order(
    executor: Workers, do: Callable[[_Piece], _Result], pieces: Iterator[_Piece], in_flight: int
) -> Iterator[_Result]:
    waiting: deque[Future[_Result]] = deque()
    try:
        for piece in pieces:
            waiting.append(executor.submit(do, piece))
            if len(waiting) >= in_flight:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def hire(jobs: int | None = None, address: str | None = None) -> Iterator[Crew]:
    """A crew of `jobs` processes, by default one per core, or of the workers at dask://HOST:PORT."""
    if address is not None:
        with _dask(address) as crew:
            yield crew
        return
    jobs = jobs or cores()
    if jobs == 1:
        yield HERE
        return
    from concurrent.futures import BrokenExecutor

    processes = _Processes(jobs)
    try:
        yield Crew(processes, PIECES_IN_FLIGHT * jobs, LEAST_STUDENTS)
    except BrokenExecutor as error:
        raise ByhandError(
            "a worker process was killed, perhaps because the memory ran out; "
            "run the command again: it continues where it stopped, and needs the least memory with --jobs 1"
        ) from error
    finally:
        processes.end()


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _follow_the_caller() -> None:
    """Ignore Ctrl-C, which the process that writes the files reacts to, and end when that process has been killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_caller, daemon=True).start()


def _end_with_the_caller() -> None:
    from multiprocessing import parent_process

    caller = parent_process()
    if caller is not None:
        caller.join()
        # Nobody is left to take a result; an orderly end would wait for a queue that nobody empties.
        os._exit(1)


@contextmanager
def _dask(address: str) -> Iterator[Crew]:
    """The workers of a Dask cluster. If one is lost, the scheduler gives its pieces to others."""
    if not address.startswith(DASK):
        raise ByhandError(
            f"--executor {address[:60]!r} is unknown; give dask://HOST:PORT, the address of a Dask scheduler"
        )
    from concurrent.futures import CancelledError

    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise ByhandError(f"{address}: needs Dask; run: pip install 'byhand[dask]'") from error
    try:
        client = Client(f"tcp://{address.removeprefix(DASK)}", timeout=10)
    except (OSError, ValueError) as error:
        raise ByhandError(f"{address}: no Dask scheduler answers ({str(error)[:80]}); check the address") from error
    with client:
        threads = sum(client.nthreads().values())
        try:
            yield Crew(client.get_executor(pure=False), PIECES_IN_FLIGHT * max(threads, 1))
        except (KilledWorker, CancelledError) as error:
            raise ByhandError(
                f"{address}: the cluster lost the same piece of work repeatedly ({str(error)[:80]}); check its "
                "workers and run the command again: it continues where it stopped"
            ) from error
