"""The office's own certificate authority: kept in the data folder, able to vouch for this office's network and for nothing else."""

import contextlib
import ipaddress
import os
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_DAYS, LEAF_DAYS, RENEW_DAYS = 3650, 397, 30  # Apple takes no leaf that is valid for much over a year
SKEW = timedelta(days=1)  # a phone whose clock is slow must not find the certificate too young
LAN_ENDINGS = ("localhost", "local", "lan", "home.arpa", "internal")
LAN_NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10")


@dataclass(frozen=True, slots=True)
class Served:
    """What the web is started with."""

    certificate: Path  # the leaf, then the CA
    key: Path
    ca: Path


def lan_names() -> list[str]:
    """Host names and addresses under which this machine is reached on its own network, the likeliest address first. No packet is sent."""
    host = socket.gethostname().lower().partition(".")[0]
    addresses: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("10.255.255.255", 9))  # of UDP: it only chooses a way out
        addresses.append(str(probe.getsockname()[0]))
    with contextlib.suppress(OSError):
        addresses += [str(found[4][0]) for found in socket.getaddrinfo(host, None, socket.AF_INET)]
    real = [address for address in dict.fromkeys(addresses) if not ipaddress.ip_address(address).is_loopback]
    return [*(address for address in real if _is_lan(address)), f"{host}.local", host, "localhost", "127.0.0.1", "::1"]


def certificates(folder: Path, names: Collection[str], *, at: datetime) -> Served:
    """Certificates for these names, made or renewed where need be; what is good stays, so that phones install the CA once.

    names: host names and IP addresses. Those that are there when the CA is made are within its constraints, beside the networks of an
    office; one that comes later from outside is left out, since one such name makes a strict client refuse the whole certificate.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ca_key, ca_path = folder / "office-ca.key", folder / "office-ca.pem"
    served = Served(folder / "web.pem", folder / "web.key", ca_path)
    if not (ca_key.exists() and ca_path.exists()):
        _make_ca(ca_key, ca_path, names, at)
    ca = x509.load_pem_x509_certificate(ca_path.read_bytes())
    wanted = sorted({name for name in names if vouches_for(ca, name)})
    if not _still_good(served, ca, wanted, at):
        _make_leaf(served, ca, ca_key, wanted, at)
    return served


def vouches_for(ca: x509.Certificate, name: str) -> bool:
    """Whether this name lies within the CA's constraints."""
    permitted = ca.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    if _is_address(name):
        address = ipaddress.ip_address(name)
        networks = [ipaddress.ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress)]
        return any(address in network for network in networks)
    return any(isinstance(one, x509.DNSName) and f".{name}".endswith(f".{one.value}") for one in permitted)


def _make_ca(key_path: Path, path: Path, names: Collection[str], at: datetime) -> None:
    """Name constraints: whoever steals the key can pose as this office's machines, but not as a bank."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Bồi Dưỡng – {socket.gethostname()} – {at:%Y}")])
    endings = dict.fromkeys((*LAN_ENDINGS, *(one for one in names if not _is_address(one))))
    networks = dict.fromkeys((*LAN_NETWORKS, *(str(ipaddress.ip_network(one)) for one in names if _is_address(one) and not _is_lan(one))))
    permitted: list[x509.GeneralName] = [x509.DNSName(ending) for ending in endings]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in networks]
    made = (
        _begun(name, name, key.public_key(), at, CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _keep_key(key_path, key)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _make_leaf(served: Served, ca: x509.Certificate, ca_key_path: Path, names: list[str], at: datetime) -> None:
    ca_key = serialization.load_pem_private_key(ca_key_path.read_bytes(), None)
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the office's CA has an elliptic-curve key")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bồi Dưỡng")])
    alternatives = [x509.IPAddress(ipaddress.ip_address(name)) if _is_address(name) else x509.DNSName(name) for name in names]
    made = (
        _begun(subject, ca.subject, key.public_key(), at, LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    _keep_key(served.key, key)
    served.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM) + ca.public_bytes(serialization.Encoding.PEM))


def _begun(subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, at: datetime, days: int) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public).serial_number(x509.random_serial_number())
    return begun.not_valid_before(at - SKEW).not_valid_after(at + timedelta(days=days))


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _still_good(served: Served, ca: x509.Certificate, wanted: list[str], at: datetime) -> bool:
    if not (served.certificate.exists() and served.key.exists()):
        return False
    leaf = x509.load_pem_x509_certificate(served.certificate.read_bytes())
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = sorted([*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))])
    lasts = leaf.not_valid_after_utc - timedelta(days=RENEW_DAYS) > at.astimezone(UTC)
    return lasts and told == wanted and leaf.issuer == ca.subject


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.unlink(missing_ok=True)  # so that the mode below is that of a new file
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(plain)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_lan(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return any(found in ipaddress.ip_network(network) for network in LAN_NETWORKS)
