"""A program that has taken the port of a service that died, and answers as the service does: all but the proof."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWER = {
    "version": "1",
    "protocol": 1,
    "ending": False,
    "code": "x",
    "token": "x",
    "click": "x",
    "number": 1,
    "op": "done",
    "trouble": "我是后台程序",
}


class Impostor(ThreadingHTTPServer):
    """It keeps what it was asked; it shows `proof`, and says `answers` at their addresses, None for nothing."""

    daemon_threads = True

    def __init__(self, proof: str = "", answers: Mapping[str, Mapping[str, object] | None] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.proof = proof
        self.answers = answers or {}
        self.asked: list[str] = []
        self.port = int(self.server_address[1])


class _Answers(BaseHTTPRequestHandler):
    server: Impostor

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_OPTIONS(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.command != "OPTIONS":
            self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path, ANSWER)
        if answer is None:
            return
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "Content-Type, X-Token")
        self.send_header("Access-Control-Expose-Headers", "X-Proof")
        self.send_header("X-Proof", self.server.proof)
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def impostor(proof: str = "", answers: Mapping[str, Mapping[str, object] | None] | None = None) -> Iterator[Impostor]:
    """Yield one that listens."""
    server = Impostor(proof, answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
