"""Signed card codes: what a QR on a learner's card says, and how anyone with the public key tells it from a made one.

A card holds no name. Its text is `BD1:` and, in base45, 24 bytes of payload followed by their 64-byte Ed25519 signature:

    version 1 byte (1) | purpose 1 byte (1 = card) | key id uint16 | campaign uint32 | code 16 random bytes    (big-endian)

136 letters, all of the alphanumeric QR set: version 6 at error correction M. The phone at the door reads the same text by itself;
both sides are held to `tests/vectors/cards.json`.
"""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from boiduong.engines.tokens import base45

PREFIX = "BD1:"
VERSION = 1
CARD = 1  # the one purpose so far
CODE_BYTES = 16
_PAYLOAD = struct.Struct(f">BBHI{CODE_BYTES}s")
_SIGNATURE_BYTES = 64
_SHORT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Reason(StrEnum):
    """Why a text is not a card of ours; the value is what the phone and the API say too."""

    NOT_OURS = "not_ours"  # any other QR of the world
    MALFORMED = "malformed"  # ours, but letters are missing or foreign
    OTHER_VERSION = "other_version"
    OTHER_PURPOSE = "other_purpose"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"


@dataclass(frozen=True, slots=True)
class KeyPair:
    private: bytes  # 32 raw bytes, kept on the server
    public: bytes  # 32 raw bytes, given to every door


@dataclass(frozen=True, slots=True)
class Card:
    """A text whose signature holds. Whether the card is still valid, and for this campaign, is the caller's question."""

    campaign: int  # 0 to 2**32 - 1
    key_id: int  # 0 to 2**16 - 1
    code: bytes  # 16


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Reason


def new_key() -> KeyPair:
    private = Ed25519PrivateKey.generate()
    return KeyPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def public_of(private: bytes) -> bytes:
    """The 32 public bytes that belong to a private key; raises ValueError unless that has 32 bytes too."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign_card(*, campaign: int, code: bytes, key_id: int, private: bytes) -> str:
    """The text of a card's QR. The same input is the same text, since Ed25519 throws no dice.

    campaign: 0 to 2**32 - 1; code: 16 bytes of a secure random source; key_id: 0 to 2**16 - 1; private: 32 raw bytes.
    Raises ValueError where a number or a length is out of range.
    """
    if len(code) != CODE_BYTES:
        raise ValueError(f"a code has {CODE_BYTES} bytes, not {len(code)}")
    try:
        payload = _PAYLOAD.pack(VERSION, CARD, key_id, campaign, code)
    except struct.error as error:
        raise ValueError(str(error)) from error
    return PREFIX + base45.encode(payload + Ed25519PrivateKey.from_private_bytes(private).sign(payload))


def read_card(text: str, *, keys: Mapping[int, bytes]) -> Card | Refused:
    """What a scanned text says, or why it is not a card of ours. Never raises for any text.

    text: exactly as scanned; a line end that a USB reader adds is for the caller to strip.
    keys: public keys (32 raw bytes) by their id; a key that was withdrawn is simply not among them.
    The reasons are tried in this order: not ours, malformed, other version, other purpose, unknown key, bad signature.
    """
    signed = _signed_bytes(text)
    if isinstance(signed, Refused):
        return signed
    claim = _claim_of(signed)
    if isinstance(claim, Refused):
        return claim
    if claim.key_id not in keys:
        return Refused(Reason.UNKNOWN_KEY)
    try:
        Ed25519PublicKey.from_public_bytes(keys[claim.key_id]).verify(signed[_PAYLOAD.size :], signed[: _PAYLOAD.size])
    except InvalidSignature:
        return Refused(Reason.BAD_SIGNATURE)
    return claim


def claimed_card(text: str) -> Card | Refused:
    """What a text says it is, its signature not looked at: for whoever keeps the very text that was signed and can compare it."""
    signed = _signed_bytes(text)
    return signed if isinstance(signed, Refused) else _claim_of(signed)


def _claim_of(signed: bytes) -> Card | Refused:
    _, purpose, key_id, campaign, code = _PAYLOAD.unpack(signed[: _PAYLOAD.size])
    return Card(campaign=campaign, key_id=key_id, code=code) if purpose == CARD else Refused(Reason.OTHER_PURPOSE)


def code_hash(code: bytes) -> str:
    """How a door knows a card without being able to make one: SHA-256 of the 16 bytes, base64url without padding (43 letters)."""
    return urlsafe_b64encode(sha256(code).digest()).decode().rstrip("=")


def short_code(hashed: str) -> str:
    """Eight letters that stand under a card's QR, for a card that no camera reads: the first 40 bits of its hash, without I, L, O and U.

    They say who is meant, not that the card is there: a door keeps them as a mark by name. hashed: of `code_hash`.
    """
    bits = int.from_bytes(urlsafe_b64decode(f"{hashed}=")[:5])
    return "".join(_SHORT_LETTERS[(bits >> shift) & 31] for shift in range(35, -1, -5))


def _signed_bytes(text: str) -> bytes | Refused:
    if not text.startswith(PREFIX):
        return Refused(Reason.NOT_OURS)
    try:
        signed = base45.decode(text.removeprefix(PREFIX))
    except ValueError:
        return Refused(Reason.MALFORMED)
    if signed and signed[0] != VERSION:  # before the length: a later version may have another
        return Refused(Reason.OTHER_VERSION)
    return signed if len(signed) == _PAYLOAD.size + _SIGNATURE_BYTES else Refused(Reason.MALFORMED)
