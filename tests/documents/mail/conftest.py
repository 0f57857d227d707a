"""A real SMTP server on this computer, with certificates of an authority made for the tests, and what it received."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "pa55 w0rd:=+"  # noqa: S105 - of a server that lives as long as a test


class Inbox:
    """What a server did with the mails that came, and how it behaves."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.logins: list[str] = []
        self.refused = ""
        self.answer = "250 OK"
        self.dies = False

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.dies:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        self.envelopes.append(envelope)
        return self.answer

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(mechanism)
        return AuthResult(success=data.password.decode() == PASSWORD, handled=False)


class Server(Controller):
    """A server at a port that is free; it stands once `start` returns."""

    def _trigger_server(self) -> None:
        """Look whether it stands: aiosmtpd itself would look at port 0."""
        socket.create_connection(("127.0.0.1", self.where)).close()

    @property
    def where(self) -> int:
        """The port."""
        assert isinstance(self.server, asyncio.Server)
        port: int = self.server.sockets[0].getsockname()[1]
        return port


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


Serve = Callable[..., AbstractContextManager[int]]


@pytest.fixture
def serve(authority: trustme.CA, inbox: Inbox) -> Serve:
    """Return what runs a server for a while and gives its port; `name` stands in its certificate."""

    @contextmanager
    def serving(security: str, name: str = "127.0.0.1", **options: Any) -> Iterator[int]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        common: dict[str, Any] = {
            "hostname": "127.0.0.1",
            "port": 0,
            "authenticator": inbox.authenticate,
            **options,
        }
        kinds: dict[str, dict[str, Any]] = {
            "tls": {"ssl_context": context, "auth_require_tls": False},
            "starttls": {"tls_context": context, "require_starttls": True, "auth_required": True},
            "none": {"auth_require_tls": False},
        }
        controller = Server(inbox, **common, **kinds[security])
        controller.start()
        try:
            yield controller.where
        finally:
            controller.stop()

    return serving
