"""The office's own CA, asked by clients that know nothing of how it was made: OpenSSL through Python's ssl, and chromium."""

import base64
import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from browser.conftest import CHROMIUM
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from make import portal as make_portal
from playwright.sync_api import expect, sync_playwright

from boiduong.project import tls
from boiduong.project.tls import Served, certificates

AT = datetime(2026, 7, 1, 8, tzinfo=UTC)
NAMES = ["192.168.1.20", "may-van-phong.local", "localhost", "127.0.0.1"]


@contextmanager
def answering(served: Served) -> Iterator[int]:
    """A server that shakes hands, whatever then happens."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(served.certificate, served.key)
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            try:
                context.wrap_socket(caller, server_side=True).close()
            except OSError:
                caller.close()

    threading.Thread(target=answer, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


def shake_hands(port: int, served: Served, name: str) -> None:
    context = ssl.create_default_context(cafile=str(served.ca))
    with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain, server_hostname=name):
        pass


def test_the_names_of_the_network_are_trusted_by_name_and_by_address_and_others_are_not(tmp_path: Path) -> None:
    served = certificates(tmp_path, NAMES, at=datetime.now(UTC))
    with answering(served) as port:
        for name in NAMES:
            shake_hands(port, served, name)
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            shake_hands(port, served, "192.168.1.21")
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            shake_hands(port, served, "example.com")


def test_a_stolen_key_cannot_pose_as_a_site_outside(tmp_path: Path) -> None:
    at = datetime.now(UTC)
    served = certificates(tmp_path, NAMES, at=at)
    ca = x509.load_pem_x509_certificate(served.ca.read_bytes())
    assert not tls.vouches_for(ca, "example.com")
    tls._make_leaf(served, ca, tmp_path / "office-ca.key", ["example.com"], at)  # as a thief would

    with answering(served) as port, pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(port, served, "example.com")


def test_what_is_good_stays_and_what_ends_or_is_called_otherwise_is_made_anew_under_the_same_ca(tmp_path: Path) -> None:
    def made(names: list[str], at: datetime) -> tuple[bytes, bytes]:
        served = certificates(tmp_path, names, at=at)
        return served.ca.read_bytes(), served.certificate.read_bytes()

    ca, first = made(NAMES, AT)
    assert made(list(reversed(NAMES)), AT + timedelta(days=300)) == (ca, first)
    assert made(NAMES, AT + timedelta(days=380))[0] == ca
    assert made(NAMES, AT + timedelta(days=380))[1] != first
    assert made([*NAMES, "10.0.0.7"], AT)[1] != first


def test_a_name_from_outside_is_left_out_unless_the_ca_was_made_with_it(tmp_path: Path) -> None:
    certificates(tmp_path / "without", NAMES, at=AT)

    def told(folder: str) -> list[str]:
        leaf = x509.load_pem_x509_certificate(certificates(tmp_path / folder, [*NAMES, "cua.truong.vn"], at=AT).certificate.read_bytes())
        return leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)

    assert told("without") == ["localhost", "may-van-phong.local"]
    assert told("with") == ["cua.truong.vn", "localhost", "may-van-phong.local"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_the_keys_are_for_the_servers_user_alone(tmp_path: Path) -> None:
    served = certificates(tmp_path / "keys", NAMES, at=AT)

    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "keys", tmp_path / "keys" / "office-ca.key", served.key)] == [0o700, 0o600, 0o600]


@pytest.mark.django_db(transaction=True)  # what is served commits, the first organiser's login among it: all is taken away after
def test_serve_tls_answers_phones_and_tells_them_over_plain_http_what_to_do(tmp_path: Path) -> None:
    make_portal.ground()
    with served_over_tls(tmp_path / "data") as told:
        context = ssl.create_default_context(cafile=told["ca"])
        with urlopen(f"https://localhost:{told['port']}/door/", context=context, timeout=20) as answer:
            assert 'id="door"' in answer.read().decode()
        with urlopen(f"http://localhost:{told['plain_port']}/anything/", timeout=20) as answer:
            assert answer.url.endswith("/door/secure/")
            assert "Tải chứng chỉ" in answer.read().decode()
        with urlopen(f"http://localhost:{told['plain_port']}/door/secure/office-ca.crt", timeout=20) as answer:
            assert answer.read() == x509.load_pem_x509_certificate(Path(told["ca"]).read_bytes()).public_bytes(Encoding.DER)
        if CHROMIUM:
            open_the_door_in_chromium(told, tmp_path / "profile")


def open_the_door_in_chromium(told: dict[str, str], profile: Path) -> None:
    """Chromium has no store of CAs that a test may write without tools, so it is told this one public key; what counts here is that the
    page is a secure context there, with camera, cryptography and worker."""
    leaf = x509.load_pem_x509_certificate((Path(told["ca"]).parent / "web.pem").read_bytes())
    pin = spki_pin(leaf)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", f"--ignore-certificate-errors-spki-list={pin}"]
        context = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=arguments)
        page = context.new_page()
        page.goto(f"https://localhost:{told['port']}/door/")
        expect(page.locator("#door[data-offline=ready]")).to_be_visible(timeout=30_000)
        assert page.evaluate("isSecureContext && Boolean(navigator.mediaDevices && crypto.subtle)")
        context.close()


def spki_pin(leaf: x509.Certificate) -> str:

    public = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


@contextmanager
def served_over_tls(data: Path) -> Iterator[dict[str, str]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # On the database of this test, whose tables are there: making one of its own took a minute and is shown by tests/browser/test_served_demo.py.
    mine = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_OWNER_URL", "BOIDUONG_DATA"}} | {"DATABASE_URL": mine}
    command = [sys.executable, "-m", "boiduong.project.cli", "serve", "--tls", "--port", str(port), "--data", str(data)]
    said = data.parent / "said"
    with said.open("w") as words:
        served = subprocess.Popen(command, env=env, stdout=words, stderr=words, start_new_session=True)
    try:
        until = time.monotonic() + 120
        while not answers(port) or not answers(port + 1):
            assert served.poll() is None, said.read_text()
            assert time.monotonic() < until, said.read_text()
            time.sleep(0.3)
        yield json.loads((data / "serve.json").read_text())
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(60)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
