"""What phones must know to trust this office: its CA as a file, and the two addresses. The command that serves makes them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Office:
    der: bytes
    fingerprint: str  # of SHA-256, in pairs: AB CD …
    valid_until: datetime


def office_ca() -> Office | None:
    """None where this office has no CA of its own: a server with a public name, or a laptop that serves itself alone."""
    path = Path(settings.DATA) / "keys" / "office-ca.pem"
    if not path.exists():
        return None
    ca = x509.load_pem_x509_certificate(path.read_bytes())
    return Office(ca.public_bytes(Encoding.DER), ca.fingerprint(hashes.SHA256()).hex(" ").upper(), ca.not_valid_after_utc)
