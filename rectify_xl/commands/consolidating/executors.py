"""Who does the work: processes of this computer, or the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rectify_xl.commands.consolidating import bundles
from rectify_xl.errors import UsageError
from rectify_xl.system import components, surviving_work
from rectify_xl.system.surviving_work import Workers

MOST_WORKERS = 61
"""Processes that Windows lets one wait for."""
_SECONDS = 15
"""How long a scheduler may take to answer."""
_COMPONENTS = f"{components.CONSOLIDATE}；不用集群的，去掉 --scheduler"


@contextmanager
def workers(scheduler: str, number: str) -> Iterator[Workers]:
    """Yield the workers of a cluster, or so many processes of this computer, as many as it has processors where empty.

    Raises `UsageError` for a number that is none, and for a cluster that does not answer or has no workers.
    """
    if scheduler:
        yield from _cluster(scheduler)
        return
    count = surviving_work.available()
    if number:
        if not number.isdecimal() or not 0 < int(number) <= MOST_WORKERS:
            raise UsageError(f"--workers 应是1到{MOST_WORKERS}的整数，不能是“{number}”", "请改正，或去掉这个选项")
        count = int(number)
    yield surviving_work.processes(min(count, MOST_WORKERS), bundles.prepare)


def _cluster(address: str) -> Iterator[Workers]:
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError("没有安装连接集群的组件", _COMPONENTS) from error
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"集群没有应答：{address}", "请核对 --scheduler 的地址（如 tcp://10.0.0.5:8786）和网络"
        ) from error
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UsageError(f"集群{address}上没有工作进程", "请先启动 dask worker 再汇总")
        executor = client.get_executor(pure=False)
        yield Workers(lambda _: executor, threads, (KilledWorker,), lasting=True)
    finally:
        client.close()
