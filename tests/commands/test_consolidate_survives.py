"""Killed workers, Ctrl-C and a killed run lose nothing; a cluster gives the same answer, bit for bit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import distributed
import psutil
import pytest

from rectify_xl.commands.consolidating import bundles
from tests.consolidated_units import AS_OF, NUMBER, consolidate, draw, lasting
from tests.killing import elsewhere

COPIES = 9
"""So many copies of the ledgers, each with another name, keep two workers busy for some seconds."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files that differ: as many units, each with several versions of its ledger."""
    folder = tmp_path_factory.mktemp("many")
    for path in draw(tmp_path_factory.mktemp("units")).iterdir():
        data = path.read_bytes()
        for number in range(COPIES):  # another comment behind the directory makes another file of the same content
            (folder / f"{path.stem}_{number:02d}.xlsx").write_bytes(_commented(data, number))
    return folder


def _commented(package: bytes, number: int) -> bytes:
    comment = f"{number:04d}".encode()
    assert package[-2:] == b"\0\0"
    return package[:-2] + len(comment).to_bytes(2, "little") + comment


@pytest.fixture(scope="module")
def whole(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return the answer of an undisturbed run, with the sums of its parts."""
    store = tmp_path_factory.mktemp("whole") / "库"
    answer = consolidate(many, "--store", store)
    assert answer.data["received"] == NUMBER * COPIES
    return {"data": lasting(answer.data), "parts": parts(store)}


def parts(store: Path) -> list[str]:
    """Return the names of the parts, which are sums of what they hold."""
    return sorted(path.name for path in store.rglob("*.parquet"))


def started(many: Path, store: Path, tmp_path: Path) -> subprocess.Popen[str]:
    """Start a run in a process of its own, with small bundles so that much of it is under way."""
    code = (
        "import sys; from rectify_xl.commands.consolidating import bundles; bundles.MOST_FILES = 4; "
        "from rectify_xl.doors import cli; sys.exit(cli.main(sys.argv[1:]))"
    )
    words = ["consolidate", many, "--store", store, "-o", store.with_suffix(".xlsx"), "--as-of", AS_OF, "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=elsewhere(tmp_path),
        start_new_session=True,
    )


def busy_workers(run: subprocess.Popen[str], store: Path) -> list[psutil.Process]:
    """Wait until the first results are kept while the others are under way, and return the workers."""
    parent = psutil.Process(run.pid)
    while run.poll() is None:
        if any(store.rglob("*.unfinished")):
            return [child for child in parent.children() if "spawn_main" in " ".join(child.cmdline())]
    raise AssertionError("the run ended before anybody could disturb it")


def test_a_worker_killed_in_the_middle_loses_nothing(many: Path, whole: dict[str, object], tmp_path: Path) -> None:
    """The system kills a worker; the answer and what is kept are the same, bit for bit."""
    store = tmp_path / "库"
    with started(many, store, tmp_path) as run:
        busy_workers(run, store)[0].send_signal(signal.SIGKILL)
        out, err = run.communicate()
    assert (run.returncode, err.count("Traceback")) == (0, 0)
    assert lasting(json.loads(out)) == whole["data"]
    assert parts(store) == whole["parts"]


def test_ctrl_c_stops_and_the_next_run_goes_on(many: Path, whole: dict[str, object], tmp_path: Path) -> None:
    """It ends at once with a sentence, no process stays, and what was read is not read again."""
    store = tmp_path / "库"
    with started(many, store, tmp_path) as run:
        workers = busy_workers(run, store)
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate()
    assert (run.returncode, out, err.count("Traceback")) == (2, "", 0)
    assert "已停下" in err
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    rest = consolidate(many, "--store", store)
    assert 0 < rest.data["read"] < NUMBER * COPIES
    assert lasting(rest.data) == whole["data"]


def test_a_run_that_is_killed_outright_leaves_a_store_that_works(
    many: Path, whole: dict[str, object], tmp_path: Path
) -> None:
    """Nothing half written is taken for whole; the lock is free; the workers go too."""
    store = tmp_path / "库"
    with started(many, store, tmp_path) as run:
        workers = busy_workers(run, store)
        run.kill()
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    assert lasting(consolidate(many, "--store", store).data) == whole["data"]


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[int]]]:
    """Start a real cluster of three worker processes; yield its address and where the workers can be killed."""
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as here,
        distributed.Client(here, set_as_default=False) as client,
    ):
        yield here.scheduler_address, list(client.run(os.getpid).values())


def test_a_cluster_gives_the_same_answer_with_a_worker_killed(
    many: Path,
    whole: dict[str, object],
    cluster: tuple[str, list[int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three workers, one of which dies in the middle: the same numbers and the same parts as from the pool."""
    monkeypatch.setattr(bundles, "MOST_FILES", 4)
    address, workers = cluster
    victim = psutil.Process(workers[0])

    def kill() -> None:
        while not any((tmp_path / "库").rglob("*.unfinished")):
            pass
        victim.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    answer = consolidate(many, "--store", tmp_path / "库", "--scheduler", address)
    killer.join()
    assert lasting(answer.data) == whole["data"]
    assert parts(tmp_path / "库") == whole["parts"]
    assert not psutil.pid_exists(workers[0]) or victim.status() == psutil.STATUS_ZOMBIE


def test_a_cluster_that_does_not_answer_is_told(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong address is a sentence, not a traceback."""
    from rectify_xl.commands.consolidating import executors

    monkeypatch.setattr(executors, "_SECONDS", 1)
    answer = consolidate(many, "--store", tmp_path / "库", "--scheduler", "tcp://127.0.0.1:9")
    assert answer.status == 2
    assert "集群没有应答" in answer.said
