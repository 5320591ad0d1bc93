"""Certificates made for one test: good ones, and each kind that must not be trusted."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """A certificate authority of the test's own, its files in folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Test authority")
        self.certificate = self._signed(self._name, self._key.public_key(), authority=True)

    def trust(self) -> ssl.SSLContext:
        """What a client uses that trusts this authority and nobody else."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def certificate_file(self) -> Path:
        """The authority's own certificate in a file, for programs that are told whom to trust."""
        path = self.folder / "authority.pem"
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def server(self, host: str = "127.0.0.1", expired: bool = False) -> ssl.SSLContext:
        """What a server uses that is known as host."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.files(host, expired))
        return context

    def signing_itself(self, host: str = "127.0.0.1") -> ssl.SSLContext:
        """What a server uses that nobody but itself vouches for."""
        alone = Authority(self.folder / "alone")
        alone.folder.mkdir(exist_ok=True)
        alone._name = _name(host)
        certificate = alone._signed(alone._name, alone._key.public_key(), host=host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_written(alone.folder / f"{host}.pem", alone._key, certificate))
        return context

    def files(self, host: str = "127.0.0.1", expired: bool = False) -> Path:
        """Key and certificate of a server that is known as host, in one file."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._signed(_name(host), key.public_key(), host=host, expired=expired)
        return _written(self.folder / f"{host}{'-expired' if expired else ''}.pem", key, certificate)

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        host: str = "",
        expired: bool = False,
        authority: bool = False,
    ) -> x509.Certificate:
        begin = datetime.now(UTC) - timedelta(days=30)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=10 if expired else 60))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([_known_as(host)]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _written(path: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> Path:
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _known_as(host: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
