"""Settings of any type and form: each is taken, or refused at once with what to give."""

from __future__ import annotations

import os
import pathlib
import socket
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from urllib3.exceptions import InsecureRequestWarning

from order_capture_client import ApiClient, ApiTypeError, ApiValueError, Configuration, RetryPolicy, Timeouts, aio
from order_capture_client._core.headers import checked_headers
from order_capture_client._core.proxy import proxy_of, should_bypass_proxies
from order_capture_client._core.tls import tls_context
from order_capture_client.exceptions import ApiAttributeError
from test.faults import certificates

CANARY = "canary-7f3a"
HOST = "https://api.example.org"
FROM_OUTSIDE = (
    "CURL_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE",
    "REQUEST_METHOD",
    "SSLKEYLOGFILE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)
PEM = "-----BEGIN CERTIFICATE-----"


@pytest.fixture(autouse=True)
def a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings from outside."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in FROM_OUTSIDE:
            monkeypatch.delenv(name)


def plainly(value: object) -> str:
    """Return the name of a setting as part of a test's name; values have addresses, backslashes or too many digits."""
    return value if isinstance(value, str) and value.isidentifier() else ""


def refusal(**settings: Any) -> str:
    """Return the message for a setting, which is the same when it is given and when it is assigned."""
    with pytest.raises((ApiValueError, ApiTypeError)) as given:
        Configuration(**settings)
    for name, value in settings.items():
        with pytest.raises((ApiValueError, ApiTypeError)) as assigned:
            setattr(Configuration(), name, value)
        assert str(assigned.value) == str(given.value)
    assert CANARY not in str(given.value)
    assert given.value.__context__ is None
    return str(given.value)


NAME = "the name of a host expected, such as example.org"
PUNYCODE = "write the name in punycode, such as xn--bcher-kva.example"
ENCODE = "percent-encode special characters of user and password, such as # as %23 and / as %2F"
FILE = "the path of a file expected, as text or pathlib.Path"
DATA = "certificates expected: PEM with -----BEGIN CERTIFICATE-----, or DER as bytes"
OPTIONS = "a list of tuples (level, option, value) expected"
LABEL = "a" * 64


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("host", "https://api..example.org", NAME),
        ("host", "https://.example.org", NAME),
        ("host", f"https://{LABEL}.example.org", NAME),
        ("host", f"https://{'abcdefgh.' * 29}org", NAME),
        ("host", "https://ex%20ample.org", NAME),
        ("host", "https://[v1.x]", "an address such as https://example.org/path expected"),
        ("host", "https://[v1.x]:8443/a", "an address such as https://example.org/path expected"),
        ("host", "https://bücher.example", PUNYCODE),
        ("host", "https://例え.jp/path", PUNYCODE),
        ("proxy", "http://proxy..example.org:3128", NAME),
        ("proxy", f"http://{LABEL}:3128", NAME),
        ("proxy", "http://[v1.x]:3128", "an address such as http://proxy.example.org:3128 expected"),
        ("proxy", "http://bücher.example", PUNYCODE),
        ("proxy", f"http://user:{CANARY}#1@proxy.example.org:3128", ENCODE),
        ("proxy", f"http://user:{CANARY}/1@proxy.example.org:3128", ENCODE),
        ("proxy", f"http://user:12/{CANARY}@proxy.example.org:3128", ENCODE),
        ("proxy", f"http://user:{CANARY}?1@proxy.example.org:3128", ENCODE),
        ("proxy", f"http://user:{CANARY} 1@proxy.example.org:3128", ENCODE),
        ("proxy", f"http://user:{CANARY}€@proxy.example.org:3128", ENCODE),
        ("proxy", f"http://user:{CANARY}[@proxy.example.org:3128", ENCODE),
        ("proxy", f"socks5://user:{CANARY}@proxy:1080", "SOCKS is not supported"),
        ("proxy", f"ftp://user:{CANARY}@proxy:1080", "an address such as http://proxy.example.org:3128 expected"),
        ("tls_server_name", "", NAME),
        ("tls_server_name", "a\0b", NAME),
        ("tls_server_name", "api..example.org", NAME),
        ("tls_server_name", LABEL, NAME),
        ("tls_server_name", "*.example.org", NAME),
        ("tls_server_name", "bücher.example", PUNYCODE),
        ("tls_server_name", 5, NAME),
        ("assert_hostname", 5, NAME),
        ("assert_hostname", "", NAME),
        ("ssl_ca_cert", 5, FILE),
        ("ssl_ca_cert", b"ca.pem", FILE),
        ("cert_file", "client\0.pem", FILE),
        ("cert_file", "client\ud800.pem", FILE),
        ("ssl_ca_cert", Path("ca\ud800.pem"), FILE),
        ("key_file", ["client.key"], FILE),
        ("logger_file", 5, FILE),
        ("ca_cert_data", "ca.pem", DATA),
        ("ca_cert_data", 5, DATA),
        ("ca_cert_data", f"# Müller\n{PEM}", "ASCII text expected; leave out comments between the certificates"),
        ("ca_cert_data", f"# Müller\n{PEM}".encode(), "ASCII text expected; leave out comments"),
        ("key_password", 5, "text of at most 1023 bytes expected"),
        ("key_password", CANARY * 100, "text of at most 1023 bytes expected"),
        ("socket_options", 5, OPTIONS),
        ("socket_options", [5], OPTIONS),
        ("socket_options", [(1, 2)], OPTIONS),
        ("socket_options", [(1, 2, "x")], OPTIONS),
        ("socket_options", [(1, 2, 2**31)], OPTIONS),
        ("socket_options", [(1, b"2", 3)], OPTIONS),
        ("socket_options", "abc", OPTIONS),
        ("ssl_context", 5, "an ssl.SSLContext expected"),
        ("proxy_ssl_context", True, "an ssl.SSLContext expected"),
        ("proxy_headers", {"Proxy-Authorization": f"Basic {CANARY}\n"}, "printable ASCII text expected"),
        ("proxy_headers", {"X-Proxy": f"{CANARY}é"}, "printable ASCII text expected"),
        ("proxy_headers", {"X-Proxy": object()}, "printable ASCII text expected"),
        ("proxy_headers", {"X-Proxy": 10**5000}, "printable ASCII text expected"),
        ("proxy_headers", {"X Proxy": "x"}, "not a header name"),
        ("proxy_headers", {"Content-Length": "1"}, "is set by the transport"),
        ("proxy_headers", [("X-Proxy", CANARY)], "a mapping of names to values expected"),
        ("no_proxy", ["example.org"], "text with names between commas expected"),
        ("insecure_hosts", "order-capture", "a set of names without a port expected"),
        ("insecure_hosts", {"order-capture:8080"}, NAME),
        ("insecure_hosts", {"http://order-capture"}, NAME),
        ("insecure_hosts", {"*"}, NAME),
        ("insecure_hosts", {""}, NAME),
        ("insecure_hosts", [5], NAME),
        ("api_key", {"Client-Id": 5}, "a dict {'Client-Id': '...'} expected"),
        ("api_key", {5: CANARY}, "a dict {'Client-Id': '...'} expected"),
        ("debug", "no", "True or False expected"),
        ("ignore_operation_servers", "no", "True or False expected"),
    ],
    ids=plainly,
)
def test_a_setting_that_does_not_fit_is_refused_with_what_to_give(name: str, value: object, text: str) -> None:
    if name == "logger_file":
        with pytest.raises(ApiValueError) as caught:
            Configuration().logger_file = value  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
        message = str(caught.value)
    else:
        message = refusal(**{name: value})
    assert message.startswith(name)
    assert text in message


class _NoPath:
    def __fspath__(self) -> int:
        return 5


class _NeverEqual:
    """Compares as arrays do."""

    def __eq__(self, other: object) -> Any:
        return _NeverEqual()

    def __bool__(self) -> bool:
        raise ValueError("the truth value of an array is ambiguous")

    __hash__ = None  # type: ignore[assignment]


ODD: list[Any] = [
    None, True, False, 0, -1, 5, 2.5, float("nan"), float("inf"), 1e12, 10**400, 1j, "", " ", "x", "a\0b", "\ud800", "é",
    b"", b"x", bytearray(b"x"), (), [], {}, set(), [()], [None], {None: None}, {"Client-Id": 1}, {1: "x"}, {"x": "\n"},
    object(), object, len, Path("x"), _NoPath(), _NeverEqual(), iter(()), range(3), NotImplemented, ValueError("x"),
    ssl.create_default_context(), Timeouts(), RetryPolicy(),
]  # fmt: skip
ATTRIBUTES = ["refresh_api_key_hook", "temp_folder_path", "logger_file", "logger_format", "logger_formatter",
              "logger_file_handler", "logger_stream_handler"]  # fmt: skip
NAMES = [name for name in Configuration.__init__.__annotations__ if name != "return"]


@pytest.mark.parametrize("name", NAMES + ATTRIBUTES)
def test_no_odd_value_of_a_setting_is_anything_but_taken_or_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # one of the values is a file to log to
    refused = 0
    for value in ODD:
        configuration = Configuration()
        try:
            setattr(configuration, name, value)
        except (ApiValueError, ApiTypeError):
            refused += 1
            continue
        finally:
            configuration.logger_file = None
            if configuration.debug:
                configuration.debug = False
        if name not in ATTRIBUTES:
            Configuration(**{name: value}).debug = False
    assert refused > len(ODD) / 2


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("ssl_ca_cert", Path("ca.pem"), "ca.pem"),
        ("cert_file", pathlib.PurePath("client.pem"), "client.pem"),
        ("key_file", "client.key", "client.key"),
        ("key_file", "", None),
        ("ca_cert_data", PEM.encode(), PEM),
        ("ca_cert_data", b"0\x82", b"0\x82"),
        ("ca_cert_data", "", None),
        ("tls_server_name", " API.example.org ", "api.example.org"),
        ("tls_server_name", "xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("tls_server_name", "2001:db8::1", "2001:db8::1"),
        ("assert_hostname", "10.0.0.1", "10.0.0.1"),
        ("socket_options", ((1, 2, True), [1, 2, b"x"]), [(1, 2, True), (1, 2, b"x")]),
        ("proxy_headers", {"X-Proxy": 5}, {"X-Proxy": "5"}),
        ("proxy", " http://proxy.example.org:3128\n", "http://proxy.example.org:3128"),
        ("insecure_hosts", ["Order-Capture", "10.0.0.5"], {"order-capture", "10.0.0.5"}),
        ("host", f"https://{'a' * 63}.example.org.", f"https://{'a' * 63}.example.org."),
        ("host", "https://my_service.example.org", "https://my_service.example.org"),
    ],
    ids=plainly,
)
def test_a_setting_is_kept_in_the_form_that_connections_need(name: str, given: Any, kept: object) -> None:
    assert getattr(Configuration(**{name: given}), name) == kept


@pytest.mark.parametrize("name", ["ssl_ca_cert", "cert_file"])
def test_a_file_that_is_missing_is_named_when_the_client_connects(name: str, tmp_path: Path) -> None:
    settings: Any = {name: tmp_path / "missing.pem"}
    with pytest.raises(ApiValueError, match=rf"^{name}: cannot be read: no such file \(ENOENT\)$"):
        tls_context(Configuration(**settings))


def test_a_key_log_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "missing" / "keys"))
    with pytest.raises(ApiValueError, match=r"^SSLKEYLOGFILE: cannot be written: no such file \(ENOENT\); create its"):
        tls_context(Configuration())


def test_a_log_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    configuration = Configuration()
    with pytest.raises(ApiValueError, match=r"^logger_file: cannot be written: FileNotFoundError$"):
        configuration.logger_file = str(tmp_path / "missing" / "log")
    assert configuration.logger_file is None


def test_keys_of_any_type_are_named_together() -> None:
    configuration = Configuration()
    keys: Any = configuration.api_key
    keys.update({5: "x", "a": "y"})
    with pytest.raises(ApiValueError, match=r"^api_key: only 'Client-Id' is known, not 'a', 5$"):
        configuration.check_api_key()


@pytest.mark.parametrize(
    "value", [None, b"x", object(), [], True, "é", "\n", 10**5000], ids=lambda value: type(value).__name__
)
def test_a_header_of_another_type_is_refused_unseen(value: object) -> None:
    with pytest.raises(ApiValueError, match=r"^_headers\['X-A'\]: printable ASCII text expected$"):
        checked_headers("_headers", {"X-A": value})


# Times


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: Timeouts().overridden(1e12), "_request_timeout"),
        (lambda: Timeouts().overridden((5, 1e12)), "_request_timeout"),
        (lambda: Timeouts().overridden((600_000, 600_000)), "_request_timeout"),
        (lambda: Timeouts().overridden(10**400), "_request_timeout"),
        (lambda: Timeouts(connect=1e12), "timeout.connect"),
        (lambda: Timeouts(read=2e6), "timeout.read"),
        (lambda: Timeouts(total=1e12), "timeout.total"),
        (lambda: RetryPolicy(base=1e12), "retry_policy.base"),
        (lambda: RetryPolicy(longest_retry_after=1e12), "retry_policy.longest_retry_after"),
    ],
    ids=plainly,
)
def test_a_time_that_no_socket_can_count_is_refused(make: Callable[[], object], place: str) -> None:
    with pytest.raises(ApiValueError) as caught:
        make()
    assert str(caught.value) == f"{place}: at most 1000000 seconds expected"


def test_the_longest_time_is_one_that_sockets_take() -> None:
    timeouts = Timeouts().overridden((500_000, 500_000))
    with socket.socket() as sock:
        sock.settimeout(timeouts.total)
    assert timeouts.total == 1_000_000


# Misspelt names


@pytest.mark.parametrize(
    ("misspelt", "hint"),
    [
        ("acces_token", "; did you mean access_token?"),
        ("verify_tls", "; did you mean verify_ssl?"),
        ("timeout", "; did you mean timeouts?"),
        ("zebra", ""),
    ],
)
def test_a_misspelt_argument_is_refused_with_a_hint(misspelt: str, hint: str) -> None:
    settings: Any = {misspelt: CANARY}
    with pytest.raises(ApiTypeError) as caught:
        Configuration(**settings)
    assert str(caught.value) == f"no such setting: {misspelt}{hint}"


def test_an_argument_of_a_subclass_is_its_own_affair() -> None:
    class Mine(Configuration):
        def __init__(self, zebra: int, **settings: Any) -> None:
            super().__init__(**settings)
            self.zebra = zebra

    assert Mine(zebra=3, retries=1).zebra == 3


# Hosts


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("https://localhost:443/ordercaptureapi", "https://localhost"),
        ("https://Example.org:443", "https://example.org"),
        ("https://example.org:/a", "https://example.org"),
        ("https://example.org:80", "https://example.org:80"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
        ("https://[::1]:443/a", "https://[::1]"),
        ("https://[::1]:8443/a", "https://[::1]:8443"),
    ],
)
def test_the_port_that_the_scheme_has_anyway_is_left_out(host: str, origin: str) -> None:
    assert Configuration(host=host).address.origin == origin


def test_plain_http_is_for_hosts_that_are_named() -> None:
    configuration = Configuration(host="http://Order-Capture:8080/api", insecure_hosts={"order-capture"})
    assert configuration.host == "http://order-capture:8080/api"
    configuration.host = "http://order-capture"
    for host in ("http://order-capture.evil.org", "http://evil.order-capture", "http://other"):
        with pytest.raises(ApiValueError, match=r"^host: https expected; .* insecure_hosts only$"):
            configuration.host = host
    with pytest.raises(ApiValueError, match=r"^host: https expected"):
        configuration.insecure_hosts = set()
    assert configuration.insecure_hosts == {"order-capture"}


@pytest.mark.parametrize("client", [ApiClient, aio.ApiClient])
def test_a_client_for_a_plain_host_warns(client: Any) -> None:
    plain = Configuration(host="http://order-capture:8080", insecure_hosts={"order-capture"})
    with pytest.warns(InsecureRequestWarning, match=r"^http://order-capture:8080: plain http"):
        client(plain)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client(Configuration(host="http://localhost:8080", insecure_hosts={"order-capture"}))


@pytest.mark.parametrize("names", ["order-capture,other", "order-capture other", " order-capture , other "])
def test_plain_hosts_are_named_by_the_environment(names: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDER_CAPTURE_HOST", "http://order-capture:8080")
    monkeypatch.setenv("ORDER_CAPTURE_INSECURE_HOSTS", names)
    configuration = Configuration.from_env()
    assert configuration.host == "http://order-capture:8080"
    assert configuration.insecure_hosts == {"order-capture", "other"}


# Proxies


@pytest.mark.parametrize("no_proxy", ["api.example.org", "*", "example.org"])
@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "http://proxy..example.org", "ftp://x", "http://u:p#@x"])
def test_a_host_without_proxy_is_reached_whatever_the_address_of_the_proxy(
    proxy: str, no_proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert proxy_of(Configuration(host=HOST)) is None


@pytest.mark.parametrize(
    ("variable", "address", "text"),
    [
        ("ALL_PROXY", f"socks5://u:{CANARY}@127.0.0.1:1080", "SOCKS is not supported; set HTTPS_PROXY, NO_PROXY or proxy=''"),
        ("https_proxy", "ftp://x", "an address such as http://proxy.example.org:3128 expected; set HTTPS_PROXY, NO_PROXY"),
        ("HTTPS_PROXY", f"http://u:{CANARY}#@x", ENCODE),
        ("HTTPS_PROXY", f"u:{CANARY}/@x:1", ENCODE),
        ("HTTPS_PROXY", "http://proxy..example.org", NAME),
    ],
)  # fmt: skip
def test_a_proxy_of_the_environment_is_refused_by_the_name_of_its_variable(
    variable: str, address: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, address)
    with pytest.raises(ApiValueError) as caught:
        proxy_of(Configuration(host=HOST))
    assert str(caught.value).startswith(f"{variable}: {text}")
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        (" http://proxy.example.org:3128\n", "http://proxy.example.org:3128"),
        ("\tproxy.example.org:3128\r\n", "http://proxy.example.org:3128"),
        (" \n", None),
    ],
    ids=["line end", "white space", "nothing else"],
)
def test_white_space_around_a_proxy_of_the_environment_is_dropped(
    address: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    assert Configuration(host=HOST).proxy == proxy


@pytest.mark.parametrize(
    ("user_info", "login"),
    [
        ("user:p%40ss", "dXNlcjpwQHNz"),
        ("%E2%82%AC:x", "4oKsOng="),  # the bytes as they are written, as curl sends them
        ("%E4:x", "5Dp4"),
        ("token", "dG9rZW46"),
    ],
)
def test_user_and_password_of_a_proxy_are_sent_as_the_bytes_that_are_written(user_info: str, login: str) -> None:
    proxy = proxy_of(Configuration(host=HOST, proxy=f"http://{user_info}@proxy.example.org:3128"))
    assert proxy is not None
    assert proxy[1] == {"Proxy-Authorization": f"Basic {login}"}


@pytest.mark.parametrize(
    ("url", "no_proxy", "bypass"),
    [
        ("https://[fd00::5]/a", "[fd00::5]", True),
        ("https://[fd00::5]/a", "[fd00::5]:443", True),
        ("https://[fd00::5]:8443/a", "[fd00::5]:443", False),
        ("https://[fd00::5]/a", "[fd00::]/8", True),
        ("https://[fe00::5]/a", "[fd00::]/8", False),
        ("https://[fd00::5]/a", "fd00::5", True),
        ("https://example.org/a", "example.org:443", True),
        ("http://example.org/a", "example.org:80", True),
        ("https://example.org/a", "example.org:80", False),
        ("https://example.org:443/a", "example.org:443", True),
        ("https://api.example.org/a", ".example.org:443", True),
        ("https://example.org/a", "example.org.", True),
        ("https://example.org./a", "example.org", True),
        ("https://example.org/a", "other.org example.org", True),
        ("https://example.org/a", "other.org\texample.org\n", True),
        ("https://example.org/a", "other.org ,, example.org", True),
        ("https://10.0.0.1/a", "10.0.0.0/8:443", True),
        ("https://example.org/a", ".", False),
        ("https://example.org/a", "[", False),
        ("https://example.org/a", ":443", False),
        pytest.param("https://example.org/a", f"example.org:{'4' * 5000}", False, id="a port of 5,000 digits"),
        ("https://notexample.org/a", "example.org.", False),
    ],
)
def test_forms_of_no_proxy(url: str, no_proxy: str, bypass: bool) -> None:
    assert should_bypass_proxies(url, no_proxy) is bypass


# Certificate authorities of the environment


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        (["REQUESTS_CA_BUNDLE"], "REQUESTS_CA_BUNDLE"),
        (["CURL_CA_BUNDLE"], "CURL_CA_BUNDLE"),
        (["CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"], "REQUESTS_CA_BUNDLE"),
        (["CURL_CA_BUNDLE", "SSL_CERT_FILE"], None),
        (["REQUESTS_CA_BUNDLE", "SSL_CERT_DIR"], None),
    ],
    ids=["Requests", "curl", "Requests first", "OpenSSL's file first", "OpenSSL's folder first"],
)
def test_authorities_for_requests_and_curl_are_trusted_after_those_of_openssl(
    variables: list[str], named: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in variables:
        monkeypatch.setenv(variable, str(tmp_path / "missing.pem"))
    if named is None:
        tls_context(Configuration())
        return
    for configuration in (Configuration(), Configuration(ca_cert_data=PEM, trust_system_ca=True)):
        with pytest.raises(ApiValueError, match=rf"^{named}: cannot be read: no such file \(ENOENT\)$"):
            tls_context(configuration)
    tls_context(Configuration(verify_ssl=False))


@pytest.mark.parametrize("form", ["file", "folder"])
def test_authorities_for_requests_take_the_place_of_the_systems(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path if form == "folder" else tmp_path / "ca.pem"))
    (tmp_path / "ca.pem").write_text(certificates.ca_cert_data(), "ascii")
    subjects = [certificate["subject"] for certificate in tls_context(Configuration()).get_ca_certs()]
    assert len(subjects) == (0 if form == "folder" else 1)


def test_an_unknown_attribute_has_its_hint_still() -> None:
    with pytest.raises(ApiAttributeError, match=r"^no such setting: api_keys; did you mean api_key\?$"):
        setattr(Configuration(), "api_keys", {})  # noqa: B010 # type checkers would refuse it


def test_a_header_for_the_proxy_that_was_added_later_is_checked_before_it_is_used() -> None:
    configuration = Configuration(
        host="https://api.example.org", proxy="http://127.0.0.1:1", proxy_headers={"X-A": "1"}
    )
    headers: Any = configuration.proxy_headers
    headers["X-B"] = "canary\r\n"

    with pytest.raises(ApiValueError, match=r"^proxy_headers\['X-B'\]: printable ASCII text expected$"):
        proxy_of(configuration)
