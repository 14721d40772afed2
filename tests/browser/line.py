"""A line between a phone and the server that a test can spoil: refused, slow, taken by a captive portal, cut after the question."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Literal

type Way = Literal["open", "refused", "portal", "slow", "unanswered"]
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\nConnection: close\r\n\r\n<html>Wi-Fi login</html>   "
DELAY_SECONDS = 1.0


class Line:
    """Forwards TCP to `port` of this machine. `way` may be changed at any time; connections that are open are then closed."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._way: Way = "open"
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
                caller.sendall(PORTAL)
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
            if way == "unanswered":
                server.recv(65536)  # the server has done what it was asked
                self.questions += 1
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
