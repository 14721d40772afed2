"""Private keys that sign cards: files of the data folder, one a key, named by the public half, readable by the server's user alone.

A file is written before its row is committed; one whose row never was is a key that signs nothing.
"""

import os
from base64 import urlsafe_b64encode
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from boiduong.audit.trail import Refusal
from boiduong.engines.tokens import KeyPair, public_of


class KeyFileMissing(Refusal):
    pass


def keep_private(pair: KeyPair) -> Path:
    """Write a new private key. Raises FileExistsError rather than write over one."""
    path = path_of(pair.public)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pair.private)
    return path


def private_of(public: bytes) -> bytes:
    """The private half of a key. Refuses: KeyFileMissing, also where the file is not that of this key."""
    try:
        private = path_of(public).read_bytes()
    except FileNotFoundError:
        private = b""
    if len(private) != 32 or public_of(private) != public:
        said = {"path": str(path_of(public))}
        raise KeyFileMissing(_("The key that signs cards is missing: %(path)s. Restore it from the backup of the keys.") % said)
    return private


def path_of(public: bytes) -> Path:
    name = urlsafe_b64encode(public).decode().rstrip("=")
    return Path(settings.DATA) / "keys" / f"card-{name}.key"
