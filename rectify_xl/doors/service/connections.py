"""Who may connect, how many at a time, and how long a request may take to arrive.

Whoever uses this computer can reach a port of it: a connection of another user is closed before it has spoken, where
the system tells whose it is (Linux). What is slow or silent makes room for what comes.
"""

from __future__ import annotations

import math
import os
import socket
import struct
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

REQUEST_SECONDS = 30.0
"""A request that takes longer to arrive is cut off, however steadily it trickles."""
MOST_CONNECTIONS = 64
TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""Where Linux lists the connections of this computer, each with its user."""
_LOCAL, _REMOTE, _USER = 1, 2, 7
"""Columns of these tables."""
_MAPPED = "0000000000000000FFFF0000"
"""How an address of the old kind begins in the table of the new ones (on processors that count from the small end)."""
_ROOT = 0


def owner(client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """Return the user of the far end of a connection of this computer; None where the system does not tell."""
    far, near = _entry(client), _entry(server)
    pairs = ((far, near), (_MAPPED + far, _MAPPED + near))
    for table in TABLES:
        try:
            lines = table.read_text(encoding="ascii").splitlines()[1:]
        except (OSError, ValueError):
            continue
        for columns in map(str.split, lines):
            if (columns[_LOCAL], columns[_REMOTE]) in pairs:
                return int(columns[_USER])
    return None


def _entry(address: tuple[str, int]) -> str:
    """Return an address as the tables have it: the host in the byte order of the processor."""
    (host,) = struct.unpack("=I", socket.inet_aton(address[0]))
    return f"{host:08X}:{address[1]:04X}"


class GuardedServer(ThreadingHTTPServer):
    """A server of this user's connections; `arriving` and `arrived` tell it where a request begins and has come."""

    daemon_threads = True
    allow_reuse_address = False
    request_queue_size = 32

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._deadlines: dict[Any, float] = {}
        self._guard = threading.Lock()
        super().__init__(address, handler)

    @property
    def open_connections(self) -> int:
        """How many connections are open."""
        with self._guard:
            return len(self._deadlines)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Tell whether a connection is let in: one of another user never, one too many if another one makes room."""
        if _of_another_user(client_address, self.server_address):
            return False
        with self._guard:
            if len(self._deadlines) >= MOST_CONNECTIONS and not self._made_room():
                return False
            self._deadlines[request] = time.monotonic() + REQUEST_SECONDS
        return True

    def arriving(self, connection: Any) -> None:
        """Note that the next request of a connection is waited for."""
        with self._guard:
            if connection in self._deadlines:
                self._deadlines[connection] = time.monotonic() + REQUEST_SECONDS

    def arrived(self, connection: Any) -> None:
        """Note that a request has come and is being answered."""
        with self._guard:
            if connection in self._deadlines:
                self._deadlines[connection] = math.inf

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._guard:
            self._deadlines.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Cut off what takes too long; called now and then by `serve_forever`."""
        now = time.monotonic()
        with self._guard:
            for connection in [kept for kept, deadline in self._deadlines.items() if deadline < now]:
                self._cut_off(connection)

    def _made_room(self) -> bool:
        """Cut off the connection that has kept us waiting longest; tell whether there was one."""
        connection = min(self._deadlines, key=lambda kept: self._deadlines[kept])
        if self._deadlines[connection] == math.inf:
            return False
        self._cut_off(connection)
        return True

    def _cut_off(self, connection: Any) -> None:
        """Let the thread that reads from a connection come to its end, which closes it."""
        del self._deadlines[connection]
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def _of_another_user(client: Any, server: Any) -> bool:
    if not hasattr(os, "geteuid"):
        return False
    user = owner(client, server)
    return user is not None and user not in (os.geteuid(), _ROOT)
