"""Work goes on when processes die: with real processes that are really killed."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import psutil
import pytest

from rectify_xl.system import process_pools, surviving_work
from rectify_xl.system.surviving_work import done_in_order, processes, time_limit
from tests.conftest import ROOT

LARGE = 3_000_000
"""Bytes: more than a pipe of any system holds."""


def nothing() -> None:
    """Prepare nothing."""


def squares(pieces: Sequence[int]) -> list[int]:
    """Return squares; a negative number kills the process, as the system does when memory runs out."""
    for number in pieces:
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return [number * number for number in pieces]


def slow(seconds: float, pieces: Sequence[int]) -> list[int]:
    """Return the pieces; 13 hangs in native code that no exception reaches."""
    results = []
    for number in pieces:
        with time_limit(seconds):
            if number == 13:
                ctypes.PyDLL(None).sleep(600)  # keeps the interpreter's lock
            results.append(number)
    return results


def lost(piece: int, _seconds: float) -> int:
    return -abs(piece) * 1000


def bundled(pieces: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (pieces[start : start + size] for start in range(0, len(pieces), size))


@pytest.fixture(params=["as here", "as before 3.11.6"])
def pools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the pools of this Python, and those of one that does not end broken pools."""
    if request.param != "as here":
        monkeypatch.setattr(process_pools, "MENDED_SINCE", (99,))


@pytest.mark.usefixtures("pools")
@pytest.mark.parametrize("guilty", [(), (17,), (0, 39), (20, 21, 22)])
def test_every_piece_but_the_guilty_ones_is_done(guilty: tuple[int, ...]) -> None:
    """Results come in order; who killed a worker is known, and nobody else is lost."""
    pieces = [-number if number in guilty and number else number for number in range(1, 41)]
    if 0 in guilty:
        pieces[0] = -1
    answers = [
        answer
        for _, results in done_in_order(squares, bundled(pieces, 7), processes(2, nothing), lost)
        for answer in results
    ]
    assert answers == [lost(piece, 0) if piece < 0 else piece * piece for piece in pieces]


def lengths(pieces: Sequence[bytes]) -> list[int]:
    """Return how long the pieces are; one that begins with a cross kills the process."""
    if any(piece.startswith(b"x") for piece in pieces):
        os.kill(os.getpid(), signal.SIGKILL)
    return [len(piece) for piece in pieces]


def minus_one(_piece: bytes, _seconds: float) -> int:
    return -1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.usefixtures("pools")
def test_a_pool_ends_though_much_was_still_to_be_handed_over() -> None:
    """More than a pipe holds waits for the workers when one of them dies; nobody reads it any more."""
    pieces = [b"x" * LARGE if number == 1 else b"." * LARGE for number in range(12)]
    done = surviving_work.done_in_order(
        lengths, ((piece,) for piece in pieces), surviving_work.processes(2, nothing), minus_one
    )
    assert [result for _, results in done for result in results] == [LARGE, -1, *[LARGE] * 10]


def test_what_hangs_is_ended() -> None:
    """A piece that takes too long ends its process, even where native code keeps the interpreter's lock."""
    ran: list[float] = []

    def late(piece: int, seconds: float) -> int:
        ran.append(seconds)
        return -piece

    limit = 5.0  # a busy machine may stand still for two seconds, and then an innocent piece is late too
    work = partial(slow, limit)
    answers = [results for _, results in done_in_order(work, [[13, 3]], processes(1, nothing), late)]
    assert answers == [[-13, 3]]
    assert ran[0] >= limit


def test_bundles_are_asked_for_as_they_are_needed() -> None:
    """However many there are, only a few are under way; closing ends the work and the processes."""
    asked = 0

    def endless() -> Iterator[Sequence[int]]:
        nonlocal asked
        while True:
            asked += 1
            yield [asked]

    before = set(psutil.Process().children(recursive=True))
    results = done_in_order(squares, endless(), processes(2, nothing), lost)
    assert [next(results)[1] for _ in range(5)] == [[1], [4], [9], [16], [25]]
    assert asked <= 5 + 2 * surviving_work.AHEAD + 1
    results.close()
    assert {
        child for child in psutil.Process().children(recursive=True) if child not in before and _works(child)
    } == set()


def _works(process: psutil.Process) -> bool:
    """Tell whether a process is one of the workers; the tracker of their semaphores stays as long as this process."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "resource_tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="it is killed as only Unix kills")
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    """When the parent is killed outright, none of its workers stays behind."""
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
            import os, sys, time
            from rectify_xl.system.surviving_work import done_in_order, processes

            def prepare():
                print(os.getpid(), flush=True)

            def work(pieces):
                time.sleep(600)
                return list(pieces)

            if __name__ == "__main__":
                for _ in done_in_order(work, [[1], [2], [3]], processes(2, prepare), lambda piece, seconds: piece):
                    pass
        """)
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        workers = [psutil.Process(int(parent.stdout.readline())) for _ in range(2)]
        parent.kill()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert alive == []
