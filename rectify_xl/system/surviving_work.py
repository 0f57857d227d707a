"""Work through pieces in other processes, of which some die: every piece but the guilty one is done all the same.

A pool of processes breaks as a whole when one of them is killed, by the system for its memory or by what it reads. The
bundles that were under way are then done one by one in fresh pools, and one that kills its process is halved until the
guilty piece is known. Results come in the order of the bundles, whoever was faster, so that they are the same every
time; only some bundles are under way at once, so that nothing grows with their number.

Any `concurrent.futures.Executor` will do: processes of this machine, or those of a cluster.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from typing import Generic, NamedTuple, TypeVar

from rectify_xl.system.process_pools import process_pool

Piece = TypeVar("Piece")
Result = TypeVar("Result")
DoneBundles = Generator[tuple[Sequence[Piece], Sequence[Result]], None, None]
"""Bundles with their results, one after another."""
AHEAD = 3
"""Bundles that wait for each worker, so that none is ever idle."""


class Workers(NamedTuple):
    """Where the work is done: `fresh` gives an executor with so many workers, of which there are `number` in all.

    `deadly` are the exceptions by which it tells that a worker died of a bundle. A `lasting` executor survives that,
    and is neither replaced nor shut down.
    """

    fresh: Callable[[int], Executor]
    number: int
    deadly: tuple[type[BaseException], ...] = (BrokenProcessPool,)
    lasting: bool = False


def processes(number: int, prepare: Callable[[], None]) -> Workers:
    """Return processes of this machine; each does `prepare` once. They end with the process that started them."""

    def fresh(count: int) -> Executor:
        return process_pool(count, _begin, prepare)

    return Workers(fresh, number)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let processes that are started meanwhile take over that Ctrl-C is not for them, from their first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[[], None]) -> None:
    """Prepare a worker: Ctrl-C is for its parent, and when that is gone the worker goes too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended: what is being written must not be left half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


class time_limit:  # noqa: N801 - used like a function
    """End this process when a piece takes longer than `seconds`, whatever it does: even native code that never returns.

    It works in the main thread of a process that was started for such work, and does nothing elsewhere.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._active = parent_process() is not None and threading.current_thread() is threading.main_thread()

    def __enter__(self) -> None:
        if self._active:
            import faulthandler

            faulthandler.dump_traceback_later(self._seconds, exit=True, file=_nowhere())

    def __exit__(self, *_: object) -> None:
        if self._active:
            import faulthandler

            faulthandler.cancel_dump_traceback_later()


def _nowhere() -> int:
    """Return an open file into which nobody looks."""
    if not _opened:
        _opened.append(os.open(os.devnull, os.O_WRONLY))
    return _opened[0]


_opened: list[int] = []


def done_in_order(
    work: Callable[[Sequence[Piece]], Sequence[Result]],
    bundles: Iterable[Sequence[Piece]],
    workers: Workers,
    lost: Callable[[Piece, float], Result],
) -> DoneBundles[Piece, Result]:
    """Yield each bundle with the results of `work`, in the order of the bundles.

    `lost` gives the result of a piece that killed its worker after so many seconds. `work` returns a result for every
    piece and raises nothing. Closing the generator stops the work: what is under way ends first.
    """
    return _Run(work, workers, lost).run(iter(bundles))


class _Run(Generic[Piece, Result]):
    def __init__(
        self,
        work: Callable[[Sequence[Piece]], Sequence[Result]],
        workers: Workers,
        lost: Callable[[Piece, float], Result],
    ) -> None:
        self._work, self._workers, self._lost = work, workers, lost
        self._deadly: tuple[type[BaseException], ...] = (*workers.deadly, CancelledError)
        self._pool: Executor | None = None
        self._waiting: deque[tuple[Sequence[Piece], Future[Sequence[Result]]]] = deque()

    def run(self, bundles: Iterator[Sequence[Piece]]) -> DoneBundles[Piece, Result]:
        try:
            while True:
                self._fill(bundles)
                if not self._waiting:
                    return
                bundle, future = self._waiting[0]
                try:
                    results = future.result()
                except self._deadly:
                    yield from self._after_death()
                    continue
                self._waiting.popleft()
                yield bundle, results
        finally:
            self._close()

    def _fill(self, bundles: Iterator[Sequence[Piece]]) -> None:
        while len(self._waiting) < self._workers.number * AHEAD:
            bundle = next(bundles, None)
            if bundle is None:
                return
            self._waiting.append((bundle, self._submitted(bundle)))

    def _submitted(self, bundle: Sequence[Piece]) -> Future[Sequence[Result]]:
        if self._pool is None:
            self._pool = self._workers.fresh(self._workers.number)
        try:
            with _without_interrupts():
                return self._pool.submit(self._work, bundle)
        except self._workers.deadly as error:  # it broke a moment ago; who waits for the result hears of it
            failed: Future[Sequence[Result]] = Future()
            failed.set_exception(error)
            return failed

    def _after_death(self) -> Iterator[tuple[Sequence[Piece], Sequence[Result]]]:
        """Do what was under way anew, each bundle in a pool of its own; what had been done already is kept."""
        under_way = list(self._waiting)
        self._waiting.clear()
        if not self._workers.lasting:
            self._close()
        for bundle, future in under_way:
            yield bundle, self._kept(future) or self._alone(bundle)

    def _kept(self, future: Future[Sequence[Result]]) -> Sequence[Result] | None:
        if self._workers.lasting:
            with suppress(*self._deadly):
                return future.result()
        elif future.done() and not future.cancelled() and future.exception() is None:
            return future.result()
        return None

    def _alone(self, bundle: Sequence[Piece]) -> Sequence[Result]:
        """Return the results of a bundle that may kill its worker; one that does is halved."""
        pool = self._workers.fresh(1)
        began = time.monotonic()
        try:
            with _without_interrupts():
                future = pool.submit(self._work, bundle)
            return future.result()
        except self._deadly:
            if len(bundle) == 1:
                return [self._lost(bundle[0], time.monotonic() - began)]
        finally:
            if not self._workers.lasting:
                pool.shutdown(wait=True, cancel_futures=True)
        middle = len(bundle) // 2
        return [*self._alone(bundle[:middle]), *self._alone(bundle[middle:])]

    def _close(self) -> None:
        for _, future in self._waiting:
            future.cancel()
        if self._pool is not None and not self._workers.lasting:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def available() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
