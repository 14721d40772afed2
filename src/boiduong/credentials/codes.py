"""The code of a certificate: 128 random bits that say nothing, written so that a person can copy them from paper."""

import base64
import re
import secrets

LENGTH = 26
_READ_AS = str.maketrans("018", "OIB")  # digits that base32 has not, for letters that look like them


def new_check_code() -> str:
    """26 letters of base32 (A to Z, 2 to 7)."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def read_code(text: str) -> str:
    """What was meant by what was typed: any case, with or without spaces and hyphens. Returns "" if it cannot be a code."""
    code = re.sub(r"[\s.–-]", "", text).upper().translate(_READ_AS)
    return code if re.fullmatch(f"[A-Z2-7]{{{LENGTH}}}", code) else ""


def in_groups(code: str) -> str:
    """As printed: "ABCDE-FGHIJ-KLMNO-PQRST-UVWXYZ"."""
    return "-".join([*(code[start : start + 5] for start in range(0, 20, 5)), code[20:]])
