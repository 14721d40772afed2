"""Packed files are looked at before anything opens them, and counted while they unpack: headers lie."""

import io
import zipfile
import zlib

from boiduong.engines.papers.shapes import MEGABYTE, Limits, Reason, Refusing


class Packed:
    """A packed file within its limits. Raises Refusing wherever it is not."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as reason:
            raise Refusing(Reason.BROKEN) from reason
        self._left = limits.unpacked_megabytes * MEGABYTE
        parts = self._file.infolist()
        if len(parts) > limits.entries or sum(part.file_size for part in parts) > self._left:
            raise Refusing(Reason.BOMB)
        if any(part.file_size > limits.ratio * max(part.compress_size, 1) for part in parts):
            raise Refusing(Reason.BOMB)
        if any(part.flag_bits & 1 for part in parts):
            raise Refusing(Reason.ENCRYPTED)
        self.names = frozenset(part.filename for part in parts)

    def part(self, name: str) -> bytes:
        """One part, unpacked."""
        try:
            with self._file.open(name) as stream:
                data = stream.read(self._left + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as reason:
            raise Refusing(Reason.BROKEN) from reason
        self._left -= len(data)
        if self._left < 0:
            raise Refusing(Reason.BOMB)
        return data
