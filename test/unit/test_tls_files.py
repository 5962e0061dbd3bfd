"""TLS contexts follow the files that they were read from."""

from __future__ import annotations

import os
import shutil
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from order_capture_client._core import tls
from order_capture_client._core.tls import TlsFiles, proxy_tls_context, tls_context
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError
from test.faults import certificates


@dataclass
class Clock:
    """Seconds that pass when told to."""

    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(tls, "time", clock)
    return clock


def authorities(*made: Any) -> str:
    return "".join(authority.cert_pem.bytes().decode("ascii") for authority in made)


def trusts(files: TlsFiles) -> int:
    """Return how many authorities a new connection trusts."""
    return len(files.context().get_ca_certs())


ONE = authorities(certificates.trusted())
TWO = authorities(certificates.trusted(), certificates.unknown())


@pytest.mark.parametrize("make", [tls_context, proxy_tls_context], ids=["service", "proxy"])
@pytest.mark.parametrize("setting", ["ssl_ca_cert", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_authorities_that_changed_on_disk_are_read_again(
    setting: str, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(ONE, "ascii")
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(setting, str(path))
    files = TlsFiles(Configuration(ssl_ca_cert=str(path) if setting == "ssl_ca_cert" else None), make)
    first = files.context()
    path.write_text(TWO, "ascii")

    within_a_second = files.context()
    clock.now += 1

    assert within_a_second is first
    assert trusts(files) == 2
    clock.now += 1
    assert files.context() is files.context() is not first


@pytest.mark.parametrize("change", ["written", "replaced", "touched"])
def test_a_change_is_seen_by_time_size_or_inode(change: str, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(ONE, "ascii")
    before = path.stat()
    files = TlsFiles(Configuration(ssl_ca_cert=str(path)), tls_context)
    first = files.context()
    if change == "replaced":
        shutil.copy2(path, tmp_path / "new.pem")
        (tmp_path / "new.pem").replace(path)
    elif change == "written":
        path.write_text(TWO, "ascii")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    else:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))

    clock.now += 1

    assert files.context() is not first


def test_the_last_context_stays_while_a_renewal_is_half_written(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued = [certificates.trusted().issue_cert("client.test") for _ in range(2)]
    issued[0].cert_chain_pems[0].write_to_path(str(cert))
    issued[0].private_key_pem.write_to_path(str(key))
    files = TlsFiles(Configuration(cert_file=str(cert), key_file=str(key)), tls_context)
    first = files.context()

    issued[1].cert_chain_pems[0].write_to_path(str(cert))
    seen: list[ssl.SSLContext] = []
    for _ in range(3):
        clock.now += 1
        seen.append(files.context())
    warned = [record.getMessage() for record in caplog.records]
    issued[1].private_key_pem.write_to_path(str(key))
    clock.now += 1

    assert seen == [first] * 3
    assert files.context() is not first
    assert len(warned) == 1
    assert warned[0].startswith("TLS files changed, but cannot be read")
    assert "cert_file" in warned[0]
    assert str(tmp_path) not in warned[0]


def test_a_file_that_is_missing_for_a_while_is_read_when_it_is_back(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(ONE, "ascii")
    files = TlsFiles(Configuration(ssl_ca_cert=str(path)), tls_context)
    path.unlink()
    clock.now += 1
    assert trusts(files) == 1

    path.write_text(TWO, "ascii")
    clock.now += 1

    assert trusts(files) == 2


def test_a_file_that_cannot_be_read_at_first_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ApiValueError, match="cannot be read"):
        TlsFiles(Configuration(ssl_ca_cert=str(tmp_path / "missing.pem")), tls_context)


def test_a_context_of_the_users_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(ONE, "ascii")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.create_default_context()
    loaded = len(context.get_ca_certs())
    files = TlsFiles(Configuration(ssl_context=context), tls_context)
    path.write_text(TWO, "ascii")
    clock.now += 1

    assert files.context() is context
    assert len(context.get_ca_certs()) == loaded
