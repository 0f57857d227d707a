"""A running service of our own, and what posts to it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.doors.ribbon import last_answers, run_lock
from rectify_xl.doors.service import state_file
from rectify_xl.doors.service.server import LOOPBACK, Service
from rectify_xl.doors.service.state_file import ServiceState
from tests.office_session import office

__all__ = ["office"]

SECONDS = 60


class Posting:
    """A door that posts by hand: what it sends, and with which headers, is up to the test."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any, http.client.HTTPMessage]:
        """Send a request; return status, JSON and headers of the answer."""
        connection = http.client.HTTPConnection(LOOPBACK, self.service.port, timeout=SECONDS)
        try:
            skip = headers is not None and "Host" in headers
            connection.putrequest(method, path, skip_host=skip)
            sent = {"X-Token": self.service.token, "Content-Type": "application/json", **(headers or {})}
            if body is not None and "Content-Length" not in sent:
                sent["Content-Length"] = str(len(body))
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
            return response.status, json.loads(content) if content else None, response.headers
        finally:
            connection.close()

    def post(self, path: str, data: Any, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """Post JSON; return status and answer."""
        status, answer, _ = self.send("POST", path, json.dumps(data).encode(), headers)
        return status, answer


@pytest.fixture
def serving() -> Iterator[Callable[..., Posting]]:
    """Return a function that starts a service, `run` by default what clicks run; all are ended afterwards."""
    services: list[tuple[Service, threading.Thread]] = []

    def start(**options: Any) -> Posting:
        service = Service(state_file.new_token(), **options)
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        services.append((service, thread))
        return Posting(service)

    yield start
    for service, thread in services:
        service.shutdown()
        thread.join()
        service.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder; marks of running commands and the last answers go there as well."""
    folder = tmp_path / "家"
    folder.mkdir()
    monkeypatch.setattr(run_lock, "folder", lambda: folder)
    monkeypatch.setattr(last_answers, "FILE", folder / "上次填写.json")
    return folder


def announce(posting: Posting, home: Path) -> None:
    """Let doors of this home folder know how the service is reached."""
    service = posting.service
    state_file.write(ServiceState(service.port, service.token, service.proof, 1, "试"), state_file.path(home))
