"""The service itself: HTTP on 127.0.0.1, for doors of this user alone.

Every request must name this host and port (else a web site whose name was bent to 127.0.0.1 could ask), must come from
no web site, and must show the token. Every answer to such a request bears the proof, which only this user can know: a
door obeys nobody else who may have taken the port of a service that died. A click runs in a thread of its own; what its
door has to do next is the answer.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import rectify_xl
from rectify_xl import __version__
from rectify_xl.doors.service import page, served_clicks, state_file
from rectify_xl.doors.service.connections import REQUEST_SECONDS, GuardedServer
from rectify_xl.doors.service.exchange import (
    ACCEPTED,
    DONE,
    HOLD_SECONDS,
    CalcDocument,
    Click,
    ClickExchange,
    ExcelWindow,
    Reply,
    Wish,
)
from rectify_xl.doors.service.page import OneTimeCodes, PageFile
from rectify_xl.doors.service.state_file import PROOF, PROTOCOL
from rectify_xl.errors import RectifyError
from rectify_xl.text import json_text

LOOPBACK = "127.0.0.1"
SESSION = "/session"
"""Where a page gets the token: the one address that asks for a code instead."""
LARGEST_REQUEST = 2_000_000
"""Bytes: a door sends facts and answers, never a workbook."""
MOST_CLICKS = 8
"""Clicks at the same time: more than one person has hands."""
IDLE_SECONDS = 4 * 3_600.0
FAREWELL_SECONDS = 2.0
"""So long a service that ends waits for a door to fetch the last word of its click."""
PIPE = re.compile(r"pipe,name=[0-9A-Za-z_]{1,100}")
"""An office is reached through a pipe of this computer, never at an address elsewhere."""
DOOR_ORIGINS = frozenset({"null", "file://"})
"""What a page that was not loaded from a web site says of itself; a macro says nothing."""


Runner = Callable[[ClickExchange, Click], None]
JsonAnswer = Mapping[str, Any] | list[dict[str, Any]]


class RefusedRequestError(Exception):
    """A request that is not answered: `status`, a word for who writes doors, and a message for the user if any."""

    def __init__(self, status: HTTPStatus, word: str, message: str = "") -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.message = message


class Service(GuardedServer):
    """The listening service; `port` and `token` are what doors need, and `proof` what they see it by."""

    def __init__(self, token: str, *, run: Runner | None = None, idle_seconds: float = IDLE_SECONDS) -> None:
        super().__init__((LOOPBACK, 0), _Requests)
        self.token = token
        self.proof = state_file.new_token()
        self._program = _program_files()
        self.port = int(self.server_address[1])
        self._run = run or served_clicks.run
        self._idle_seconds = idle_seconds
        self._clicks: dict[str, ClickExchange] = {}
        self._lock = threading.Lock()
        self._last = time.monotonic()
        self._ending = False
        self.codes = OneTimeCodes()

    @property
    def address(self) -> str:
        """What a request must name as its host."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def ending(self) -> bool:
        """Whether it takes no click any more."""
        with self._lock:
            return self._ending

    @property
    def running_clicks(self) -> int:
        """How many clicks are not over yet."""
        with self._lock:
            return sum(not exchange.over for exchange in self._clicks.values())

    def begin(self, click: Click) -> tuple[str, ClickExchange]:
        """Start a click; raises `RefusedRequestError` where too many run."""
        exchange, name = ClickExchange(waited_for=click.waited_for), secrets.token_hex(16)
        if _program_files() != self._program:
            self.end_in_order()
        with self._lock:
            if self._ending:
                raise RefusedRequestError(HTTPStatus.SERVICE_UNAVAILABLE, "ending")
            if len(self._clicks) >= MOST_CLICKS:
                raise RefusedRequestError(HTTPStatus.TOO_MANY_REQUESTS, "too many clicks")
            self._clicks[name] = exchange
            self._last = time.monotonic()
        threading.Thread(target=self._click, args=(name, exchange, click), daemon=True).start()
        return name, exchange

    def exchange(self, name: str) -> ClickExchange:
        """Return the exchange of a click; raises `RefusedRequestError` where it is over."""
        with self._lock:
            exchange = self._clicks.get(name)
            self._last = time.monotonic()
        if exchange is None:
            raise RefusedRequestError(HTTPStatus.GONE, "no such click")
        return exchange

    def end(self, name: str) -> None:
        """Forget a click of which its door knows that it is over."""
        with self._lock:
            self._clicks.pop(name, None)

    def end_in_order(self) -> None:
        """Take no click any more; what is being written is written to its end, open questions are closed, then end."""
        with self._lock:
            self._ending = True
            clicks = list(self._clicks.values())
        for exchange in clicks:
            exchange.cancel()

    def service_actions(self) -> None:
        """End the service when it is wanted, or nobody needed it for long; called now and then by `serve_forever`."""
        super().service_actions()
        with self._lock:
            left = {name: exchange for name, exchange in self._clicks.items() if exchange.lost}
            for name in left:
                del self._clicks[name]
            if not self._clicks and time.monotonic() - self._last > self._idle_seconds:
                self._ending = True  # a click that comes now is refused, not begun and broken off
            running = [exchange for exchange in self._clicks.values() if self._ending and not exchange.over]
            ended = self._ending and all(exchange.over_for(FAREWELL_SECONDS) for exchange in self._clicks.values())
        for exchange in (*left.values(), *running):  # again and again: a click that ends may still show a message
            exchange.cancel()
        if ended:
            threading.Thread(target=self.shutdown, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of doors that went away in the middle of a request."""

    def _click(self, name: str, exchange: ClickExchange, click: Click) -> None:
        trouble = ""
        try:
            self._run(exchange, click)
        except RectifyError as error:
            trouble = str(error)
        except Exception as error:  # noqa: BLE001 - the last line of defence: the door must hear that it is over
            trouble = f"程序内部出错（{type(error).__name__}）"
        exchange.finish(trouble)
        if not click.waited_for:
            self.end(name)


class _Requests(BaseHTTPRequestHandler):
    """One connection of a door."""

    server: Service
    protocol_version = "HTTP/1.1"
    server_version = "rectify_xl"
    sys_version = ""
    timeout = REQUEST_SECONDS
    _known = False

    def handle_one_request(self) -> None:
        """Wait for a request, no longer than it may take to arrive, and answer it."""
        self.server.arriving(self.connection)
        self._known = False
        super().handle_one_request()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Write no log: it would hold names of files."""

    def do_OPTIONS(self) -> None:
        """Answer what a page asks before it posts."""
        self._bodiless()
        self._serve(dict, token=False)

    def do_GET(self) -> None:
        """Show the page, or answer that the service is there."""
        content = page.file(self.path)
        if content is None:
            self._serve(self._health)
        else:
            self._bodiless()
            self._show(content)

    def do_POST(self) -> None:
        """Begin a click, take an answer, or end one."""
        self._serve(self._post, token=self.path != SESSION)

    def _serve(self, answer: Callable[[], JsonAnswer], *, token: bool = True) -> None:
        try:
            self._refuse_strangers(token=token)
            self._send(HTTPStatus.OK, answer())
        except RefusedRequestError as refused:
            self.close_connection = True
            more = {"message": refused.message} if refused.message else {}
            self._send(refused.status, {"error": refused.word, **more})
        except Exception:  # noqa: BLE001 - a door must hear something, whatever it was that it sent
            self.close_connection = True
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "failed"})

    def _health(self) -> Mapping[str, Any]:
        self._bodiless()
        if self.path != "/health":
            raise RefusedRequestError(HTTPStatus.NOT_FOUND, "no such address")
        return {
            "version": __version__,
            "protocol": PROTOCOL,
            "clicks": self.server.running_clicks,
            "ending": self.server.ending,
        }

    def _post(self) -> JsonAnswer:
        handlers: Mapping[str, Callable[[Mapping[str, Any]], JsonAnswer]] = {
            "/click": self._begin,
            "/reply": self._reply,
            "/cancel": self._cancel,
            "/stop": self._stop,
            "/code": lambda _data: {"code": self.server.codes.make()},
            SESSION: self._session,
            "/buttons": lambda _data: page.buttons(),
            "/files": self._files,
        }
        handler = handlers.get(self.path)
        if handler is None:
            raise RefusedRequestError(HTTPStatus.NOT_FOUND, "no such address")
        return handler(self._body())

    def _begin(self, data: Mapping[str, Any]) -> JsonAnswer:
        click = _click(data)
        if click.application is not None and not served_clicks.possible(click.application):
            raise RefusedRequestError(HTTPStatus.NOT_IMPLEMENTED, "no such application here")
        name, exchange = self.server.begin(click)
        if not click.waited_for:
            return {"click": name, "op": ACCEPTED}
        hold = 0 if click.in_page else HOLD_SECONDS  # the page's button 停止 needs the name of the click
        return self._step(name, exchange.next_wish(hold))

    def _reply(self, data: Mapping[str, Any]) -> JsonAnswer:
        name = _text(data, "click")
        exchange = self.server.exchange(name)
        number = data.get("number")
        if not isinstance(number, int):
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "number is missing")
        exchange.answer(number, Reply(data.get("value"), _text(data, "error")))
        return self._step(name, exchange.next_wish())

    def _cancel(self, data: Mapping[str, Any]) -> JsonAnswer:
        self.server.exchange(_text(data, "click")).cancel()
        return {}

    def _stop(self, _data: Mapping[str, Any]) -> JsonAnswer:
        self.server.end_in_order()
        return {}

    def _session(self, data: Mapping[str, Any]) -> JsonAnswer:
        """Give the token to a page that knows a code which was not used yet."""
        if not self.server.codes.take(_text(data, "code")):
            raise RefusedRequestError(HTTPStatus.FORBIDDEN, "no such code")
        return {"token": self.server.token, "proof": self.server.proof}

    def _step(self, name: str, wish: Wish) -> Mapping[str, Any]:
        if wish.operation == DONE:
            self.server.end(name)
        return {"click": name, **wish.data}

    def _refuse_strangers(self, *, token: bool) -> None:
        """Raise where a request is not from a door of this user."""
        if self.headers.get_all("Host", []) != [self.server.address]:
            raise RefusedRequestError(HTTPStatus.FORBIDDEN, "wrong host")
        if self.headers.get("Origin") not in (None, *DOOR_ORIGINS, f"http://{self.server.address}"):
            raise RefusedRequestError(HTTPStatus.FORBIDDEN, "wrong origin")
        sent = (self.headers.get("X-Token") or "").encode("utf-8", "surrogateescape")
        if token and not hmac.compare_digest(sent, self.server.token.encode()):
            raise RefusedRequestError(HTTPStatus.FORBIDDEN, "wrong token")
        self._known = token

    def _bodiless(self) -> None:
        """Take what follows a request without a body for no request of its own."""
        self.server.arrived(self.connection)
        if self.headers.get("Content-Length", "0") != "0" or self.headers.get("Transfer-Encoding"):
            self.close_connection = True

    def _files(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what lies in a folder, for a page that cannot see the computer's files."""
        endings = data.get("endings", [])
        if not (isinstance(endings, list) and all(isinstance(ending, str) for ending in endings)):
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "endings are no texts")
        try:
            return page.listing(_text(data, "folder"), tuple(endings))
        except RectifyError as error:
            raise RefusedRequestError(HTTPStatus.NOT_FOUND, "no such folder", str(error)) from error

    def _show(self, content: PageFile) -> None:
        """Send a file of the page, which holds no secret, to who names this host."""
        if self.headers.get_all("Host", []) != [self.server.address]:
            self._serve(self._health)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", content.media)
        self.send_header("Content-Length", str(len(content.content)))
        self.send_header("Content-Security-Policy", page.POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content.content)

    def _body(self) -> Mapping[str, Any]:
        """Return the JSON object that was sent."""
        if self.headers.get("Transfer-Encoding") or len(self.headers.get_all("Content-Length", [])) != 1:
            raise RefusedRequestError(HTTPStatus.LENGTH_REQUIRED, "length is missing")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "length is no number")
        if int(length) > LARGEST_REQUEST:
            raise RefusedRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        if self.headers.get_content_type() != "application/json":
            raise RefusedRequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not JSON")
        try:
            data = json_text.parsed(self.rfile.read(int(length)))
        except ValueError as error:
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "not JSON") from error
        finally:
            self.server.arrived(self.connection)
        if not isinstance(data, dict):
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "not an object")
        return data

    def _send(self, status: HTTPStatus, data: JsonAnswer) -> None:
        content = json.dumps(data).encode()  # in ASCII: a name that is no UTF-8 comes back as it was
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            if self._known:
                self.send_header(PROOF, self.server.proof)
            origin = self.headers.get("Origin")
            if origin in DOOR_ORIGINS:
                self.send_header("Access-Control-Allow-Origin", origin)
                self.send_header("Access-Control-Allow-Headers", "Content-Type, X-Token")
                self.send_header("Access-Control-Allow-Methods", "GET, POST")
                self.send_header("Access-Control-Expose-Headers", PROOF)
            self.end_headers()
            self.wfile.write(content)
        except (ConnectionError, socket.timeout):  # noqa: UP041 - the door went away
            self.close_connection = True


def _program_files() -> tuple[int, int] | None:
    """Return what changes when the program is installed anew: a loaded service must not go on with new files."""
    try:
        status = Path(rectify_xl.__file__).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or "\0" in value:
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, f"{name} is no text")
    return value


def _click(data: Mapping[str, Any]) -> Click:
    """Return what a door asks for; raises `RefusedRequestError` where that is not what doors send."""
    if data.get("protocol") != PROTOCOL:
        raise RefusedRequestError(HTTPStatus.CONFLICT, "another protocol")
    book = data.get("book")
    if book is not None and not (isinstance(book, dict) and book.get("name") and book.get("fullName")):
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "book is not described")
    day = _text(data, "asOf")
    try:
        as_of = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "asOf is no day") from error
    file = _text(data, "file")
    if file and not Path(file).is_absolute():
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "file is not absolute")
    in_page = data.get("page") is True
    return Click(_text(data, "command"), _text(data, "variant"), book, as_of, file, _application(data), in_page)


def _application(data: Mapping[str, Any]) -> ExcelWindow | CalcDocument | None:
    """Return where the service shall work by itself; raises `RefusedRequestError` where that is not described."""
    excel, calc = data.get("excel"), data.get("calc")
    if isinstance(excel, dict):
        window = excel.get("window")
        if not isinstance(window, int) or not _text(excel, "workbook"):
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "excel is not described")
        return ExcelWindow(window, _text(excel, "workbook"))
    if isinstance(calc, dict):
        if not PIPE.fullmatch(_text(calc, "office")):
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "calc is not described")
        return CalcDocument(_text(calc, "office"), _text(calc, "document"))
    if excel is not None or calc is not None:
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "application is not described")
    return None
