"""What is wrong with a file of certificates or keys that OpenSSL has refused.

OpenSSL itself says little more than "PEM lib", so the files are looked at again. Nothing of their content is shown.
"""

from __future__ import annotations

import os
import re
import ssl
from pathlib import Path
from typing import TypeAlias

from order_capture_client._core.causes import words_of_errno

FilePath: TypeAlias = str | os.PathLike[str]

_CERTIFICATE = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----")
_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
_ENCRYPTED = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED", re.MULTILINE)
_PKCS12 = re.compile(rb"\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x02\x01\x03", re.DOTALL)
"""The beginning of a PKCS#12 file: a sequence whose first element is version 3."""

_LARGEST = 2**20


def fault_of_client_certificate(
    error: Exception, cert_file: FilePath, key_file: FilePath | None, *, has_password: bool
) -> str:
    """Return the name of the setting that does not fit, and what is wrong with its file."""
    if getattr(error, "reason", None) in ("KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH"):
        return f"{'key_file' if key_file else 'cert_file'}: the private key does not belong to the certificate in cert_file"
    chain = _content(cert_file)
    key = _content(key_file) if key_file else chain
    if isinstance(chain, str):
        return f"cert_file: cannot be read: {chain}"
    if isinstance(key, str):
        return f"key_file: cannot be read: {key}"
    if _are_swapped(chain, key):
        return "cert_file, key_file: swapped; cert_file is for the certificate, key_file for the private key"
    if not _CERTIFICATE.search(chain):
        return f"cert_file: cannot be read: {_fault_of_certificates(chain)}"
    return _fault_of_key(key, "key_file" if key_file else "cert_file", has_password)


def fault_of_authorities(error: Exception, name: str, path: FilePath | None) -> str:
    """Return what is wrong with the certificates of authorities.

    Args:
        error: The exception that reading them ended with.
        name: The setting or variable that they come from.
        path: The file, if they come from one.
    """
    if not isinstance(error, ssl.SSLError):
        return f"{name}: cannot be read: {words_of_errno(error)}"
    content = b"" if path is None else _content(path)
    fault = content if isinstance(content, str) else _fault_of_certificates(content) if path else _BROKEN
    return f"{name}: cannot be read: {fault}"


_BROKEN = "a certificate is damaged"


def _content(path: FilePath) -> bytes | str:
    """Return the beginning of a file, or why it cannot be read; nothing of a pipe, which can be read only once."""
    try:
        if Path(path).exists() and not Path(path).is_file() and not Path(path).is_dir():
            return b""
        with Path(path).open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        return words_of_errno(error)


def _are_swapped(chain: bytes, key: bytes) -> bool:
    found = [pattern.search(content) is not None for content in (chain, key) for pattern in (_CERTIFICATE, _KEY)]
    return found == [False, True, True, False]


def _fault_of_certificates(content: bytes) -> str:
    if _CERTIFICATE.search(content):
        return _BROKEN
    return _fault_of_form(content, "x509") or (
        "it holds a private key, but no certificate"
        if _KEY.search(content)
        else "PEM with -----BEGIN CERTIFICATE----- expected"
    )


def _fault_of_key(content: bytes, name: str, has_password: bool) -> str:
    if not _KEY.search(content):
        if name == "cert_file":
            return "cert_file: it holds no private key; set key_file"
        fault = _fault_of_form(content, "pkey") or "PEM with -----BEGIN PRIVATE KEY----- expected"
        return f"{name}: cannot be read: {fault}"
    if _ENCRYPTED.search(content):
        return f"key_password: not the password of {name}" if has_password else f"key_password: {name} is encrypted"
    return f"{name}: cannot be read: the private key or the certificate is damaged"


def _fault_of_form(content: bytes, command: str) -> str:
    """Return how to convert a binary file to PEM; nothing for a text file."""
    if _PKCS12.match(content):
        return "PKCS#12: convert to PEM by `openssl pkcs12 -in ... -out ...`"
    if content[:1] == b"\x30":
        return f"DER: convert to PEM by `openssl {command} -inform der -in ... -out ...`"
    return ""
