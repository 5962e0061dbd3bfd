"""A file of certificates or keys that cannot be read: what is wrong with it, and what to do."""

from __future__ import annotations

import os
import ssl
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from order_capture_client._core.tls import tls_context
from order_capture_client._core.tls_faults import fault_of_client_certificate
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError
from test.faults import certificates

PASSWORD = "canary-password"


@cache
def files() -> dict[str, bytes]:
    """Files of every kind, by a short name."""
    issued = certificates.trusted().issue_cert("client.test")
    chain, key_pem = issued.cert_chain_pems[0].bytes(), issued.private_key_pem.bytes()
    certificate = x509.load_pem_x509_certificate(chain)
    key: Any = serialization.load_pem_private_key(key_pem, None)
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return {
        "certificate": chain,
        "key": key_pem,
        "other key": certificates.trusted().issue_cert("other.test").private_key_pem.bytes(),
        "encrypted key": key.private_bytes(pem, pkcs8, encryption),
        "old encrypted key": key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, encryption),
        "PKCS#12": pkcs12.serialize_key_and_certificates(b"name", key, certificate, None, encryption),
        "DER certificate": certificate.public_bytes(serialization.Encoding.DER),
        "DER key": key.private_bytes(serialization.Encoding.DER, pkcs8, serialization.NoEncryption()),
        "text": b"canary",
        "empty": b"",
        "damaged certificate": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "damaged key": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    }


CONVERT_PKCS12 = "PKCS#12: convert to PEM by `openssl pkcs12 -in ... -out ...`"
CONVERT_DER = "DER: convert to PEM by `openssl x509 -inform der -in ... -out ...`"
NO_PEM = "PEM with -----BEGIN CERTIFICATE----- expected"


def refusal(folder: Path, **settings: str) -> str:
    """Return the message for settings that name files by their kind."""
    given: dict[str, Any] = {}
    for name, value in settings.items():
        path = folder / f"{name}.pem"
        if name.endswith("password"):
            given[name] = value
        elif value == "folder":
            given[name] = folder
        else:
            given[name] = path
            if value != "missing":
                path.write_bytes(files()[value])
    with pytest.raises(ApiValueError) as caught:
        tls_context(Configuration(**given))
    assert "canary" not in f"{caught.value!r}"
    assert caught.value.__context__ is None
    return str(caught.value)


@pytest.mark.parametrize(
    ("certificate", "key", "password", "expected"),
    [
        ("missing", None, None, "cert_file: cannot be read: no such file (ENOENT)"),
        ("folder", None, None, "cert_file: cannot be read: it is a folder (EISDIR)"),
        ("PKCS#12", None, PASSWORD, f"cert_file: cannot be read: {CONVERT_PKCS12}"),
        ("DER certificate", "key", None, f"cert_file: cannot be read: {CONVERT_DER}"),
        ("text", "key", None, f"cert_file: cannot be read: {NO_PEM}"),
        ("empty", "key", None, f"cert_file: cannot be read: {NO_PEM}"),
        ("key", None, None, "cert_file: cannot be read: it holds a private key, but no certificate"),
        ("certificate", None, None, "cert_file: it holds no private key; set key_file"),
        (
            "key",
            "certificate",
            None,
            "cert_file, key_file: swapped; cert_file is for the certificate, key_file for the private key",
        ),
        ("certificate", "missing", None, "key_file: cannot be read: no such file (ENOENT)"),
        ("certificate", "PKCS#12", None, f"key_file: cannot be read: {CONVERT_PKCS12}"),
        ("certificate", "DER key", None, f"key_file: cannot be read: {CONVERT_DER.replace('x509', 'pkey')}"),
        ("certificate", "text", None, "key_file: cannot be read: PEM with -----BEGIN PRIVATE KEY----- expected"),
        (
            "certificate",
            "other key",
            None,
            "key_file: the private key does not belong to the certificate in cert_file",
        ),
        ("certificate", "encrypted key", None, "key_password: key_file is encrypted"),
        ("certificate", "encrypted key", "canary-other", "key_password: not the password of key_file"),
        ("certificate", "old encrypted key", None, "key_password: key_file is encrypted"),
        ("certificate", "old encrypted key", "canary-other", "key_password: not the password of key_file"),
        (
            "certificate",
            "damaged key",
            None,
            "key_file: cannot be read: the private key or the certificate is damaged",
        ),
        (
            "damaged certificate",
            "key",
            None,
            "key_file: cannot be read: the private key or the certificate is damaged",
        ),
    ],
)
def test_a_client_certificate_that_cannot_be_read(
    tmp_path: Path, certificate: str, key: str | None, password: str | None, expected: str
) -> None:
    settings = {"cert_file": certificate, "key_file": key, "key_password": password}
    message = refusal(tmp_path, **{name: value for name, value in settings.items() if value})

    assert message == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("missing", "no such file (ENOENT)"),
        ("folder", "it is a folder (EISDIR)"),
        ("PKCS#12", CONVERT_PKCS12),
        ("DER certificate", CONVERT_DER),
        ("key", "it holds a private key, but no certificate"),
        ("text", NO_PEM),
        ("empty", NO_PEM),
        ("damaged certificate", "a certificate is damaged"),
    ],
)
def test_authorities_that_cannot_be_read(tmp_path: Path, kind: str, expected: str) -> None:
    assert refusal(tmp_path, ssl_ca_cert=kind) == f"ssl_ca_cert: cannot be read: {expected}"


def test_authorities_given_as_data_that_cannot_be_read() -> None:
    with pytest.raises(ApiValueError, match=r"^ca_cert_data: cannot be read: a certificate is damaged$"):
        tls_context(Configuration(ca_cert_data=files()["damaged certificate"].decode()))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on Windows")
def test_a_pipe_is_not_read_a_second_time(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    error = ssl.SSLError(524297, "[SSL] PEM lib (_ssl.c:3905)")

    assert fault_of_client_certificate(error, pipe, None, has_password=False) == f"cert_file: cannot be read: {NO_PEM}"
