"""A line between a phone and the server that a test can spoil: refused, slow, taken by a captive portal, cut after the question."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from typing import Literal

type Way = Literal["open", "refused", "portal", "slow", "unanswered", "cut"]


def page(status: str, body: bytes, *heads: str, length: int | None = None) -> bytes:
    """What a gateway answers in the server's place. length: said to be so long, and shorter."""
    told = [f"HTTP/1.1 {status}", *heads, f"Content-Length: {len(body) if length is None else length}", "Connection: close", "", ""]
    return "\r\n".join(told).encode() + body


HTML = "Content-Type: text/html"
PORTALS = {
    "a page": page("200 OK", b"<html>Wi-Fi login</html>", HTML),
    "a way to a page": page("302 Found", b"", "Location: http://portal.invalid/login"),
    "its own refusal": page("401 Unauthorized", b"<html>Log in</html>", HTML),
    "a broken gateway": page("502 Bad Gateway", b"<html>Bad Gateway</html>", HTML),
    "half a packed answer": page(
        "200 OK", gzip.compress(b'{"results": []}' * 50)[:30], "Content-Type: application/json", "Content-Encoding: gzip", length=70
    ),
    "some other JSON": page("200 OK", b'{"status": "ok"}', "Content-Type: application/json"),
    "results about nothing": page("200 OK", b'{"results": [{"uuid": "u1", "status": "accepted"}]}', "Content-Type: application/json"),
}
PORTAL = PORTALS["a page"]
DELAY_SECONDS = 1.0


class Line:
    """Forwards TCP to `port` of this machine. `way` may be changed at any time; connections that are open are then closed."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._way: Way = "open"
        self.portal = PORTAL
        self.cut_after = 0  # bytes of an answer that come through
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.questions = 0  # that reached the server while no answer was let through
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._listening.getsockname()[1]}"

    def become(self, way: Way) -> None:
        self._way = way
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()
        self.become("refused")

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(caller, self._way), daemon=True).start()

    def _carry(self, caller: socket.socket, way: Way) -> None:
        with caller, contextlib.suppress(OSError):
            if way == "refused":
                return
            if way == "portal":
                caller.recv(65536)
                caller.sendall(self.portal)
                return
            with socket.create_connection(("127.0.0.1", self._to)) as server:
                self._open |= {caller, server}
                back = threading.Thread(target=self._answer, args=(server, caller, way), daemon=True)
                back.start()
                self._pour(caller, server)
                back.join()
                self._open -= {caller, server}

    def _answer(self, server: socket.socket, caller: socket.socket, way: Way) -> None:
        with contextlib.suppress(OSError):
            if way in {"unanswered", "cut"}:
                answer = server.recv(65536)  # the server has done what it was asked
                self.questions += 1
                if way == "cut":
                    caller.sendall(answer[: self.cut_after])
                caller.shutdown(socket.SHUT_RDWR)
                return
            if way == "slow":
                time.sleep(DELAY_SECONDS)
            self._pour(server, caller)

    @staticmethod
    def _pour(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
