"""The settings of a client: host, credentials, timeouts, retries, TLS, proxy and limits."""

from __future__ import annotations

import copy
import os
import ssl
from collections.abc import Callable, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from typing_extensions import Self

from order_capture_client._compat import AUTH_SETTINGS, BASIC_AUTH, REFUSED_NAMES
from order_capture_client._contract import SERVERS
from order_capture_client._core.address import checked_host, checked_proxy, is_loopback
from order_capture_client._core.credentials import (
    AccessToken,
    TokenProvider,
    call_provider,
    cleaned_secret,
    cleaned_token,
)
from order_capture_client._core.environment import debug_report, environment_proxies, environment_proxy
from order_capture_client._core.log import DETACHED, LoggingSettings
from order_capture_client._core.misspelt import naming_misspelt
from order_capture_client._core.retry import RetryPolicy, Timeouts
from order_capture_client._core.setting_types import (
    APIKeyAuthSetting,
    AuthSettings,
    BearerAuthSetting,
    HostSetting,
    HostSettingVariable,
    ServerVariablesT,
)
from order_capture_client._core.settings import CHECKS, CONNECTIONS_KEPT, given, picklable, refuse, server_address
from order_capture_client._core.user_code import refuse_awaitable
from order_capture_client._core.wire import Address
from order_capture_client._input_errors import did_you_mean
from order_capture_client._lazy import LazyModule, aliases
from order_capture_client.drift import DriftReport
from order_capture_client.exceptions import ApiAttributeError, ApiValueError

__all__ = [
    "APIKeyAuthSetting",
    "AccessToken",
    "AuthSettings",
    "BearerAuthSetting",
    "Configuration",
    "HostSetting",
    "HostSettingVariable",
    "RetryPolicy",
    "ServerVariablesT",
    "Timeouts",
    "TokenProvider",
]

CLIENT_ID = "Client-Id"

if TYPE_CHECKING:
    from order_capture_client import hooks
else:
    hooks = LazyModule("order_capture_client.hooks")  # imported when hints are resolved
    # type checkers would take any name
    __getattr__ = aliases(__name__, {}, REFUSED_NAMES[__name__])


class Configuration(LoggingSettings):
    """The settings of a client, given to the constructor or assigned before the first call.

    Args:
        host: Base address; https unless it is a loopback address. Default: the first of the contract's servers.
        api_key: `{"Client-Id": "..."}`, sent as `X-Client-Id`.
        api_key_prefix: `{"Client-Id": "..."}`, put before the key, with a space between.
        username: Refused: the service has no basic authentication.
        password: Refused, as `username`.
        access_token: The bearer token: text, or a callable that returns it, with or without its expiry
            (`AccessToken`). The callable is called again when the token expires or is refused. For
            `order_capture_client.aio`, it may be an async function.
        server_index: Selects one of the contract's servers: 0 development, 1 test, 2 staging,
            3 pre-production, 4 production.
        server_variables: Refused: the servers have none.
        server_operation_index: Refused: no operation has servers of its own.
        server_operation_variables: Refused, as `server_operation_index`.
        ignore_operation_servers: Has no effect, because no operation has servers of its own.
        ssl_ca_cert: Path of a file with the CA certificates to trust, in PEM.
        retries: Number of times to repeat a failed attempt; a shorthand for `retry_policy`.
        ca_cert_data: CA certificates to trust: PEM text or DER bytes.
        cert_file: Path of the client certificate, in PEM.
        key_file: Path of the client certificate's key, in PEM.
        verify_ssl: Whether to verify the server's certificate; turning it off warns.
        assert_hostname: False turns off the check of the host name; text replaces the expected name.
        tls_server_name: Server name to ask for in the TLS handshake.
        connection_pool_maxsize: Number of idle connections to keep. Default: 5 per processor; 100 with `await`.
        proxy: Address of an HTTP proxy. Default: from the environment.
        no_proxy: Hosts that bypass the proxy, separated by commas. Default: from the environment.
        proxy_headers: Headers for the proxy.
        proxy_ssl_context: TLS context for the connection to the proxy itself.
        safe_chars_for_path_param: Refused: path values are always encoded whole.
        client_side_validation: Whether to check known rules of the service before sending.
        socket_options: Options of every socket, in the form that `urllib3` takes.
        datetime_format: Refused: date-times are sent in ISO 8601.
        date_format: Refused, as `datetime_format`.
        debug: Make the logger `order_capture_client` write to standard error, without values.
        timeouts: Limits on the duration of a call; see `Timeouts`.
        retry_policy: Which failed attempts are repeated, and when; see `RetryPolicy`.
        max_response_bytes: Largest accepted answer, in bytes after decompression.
        ssl_context: A TLS context to use instead of the one made from the settings above.
        key_password: Password of the client certificate's key.
        trust_system_ca: Whether to trust the system's CA certificates in addition to `ssl_ca_cert` or `ca_cert_data`.
        relax_x509_strict: Whether to accept certificates that break the strict X.509 rules of Python 3.13.
        pickle_credentials: Whether a pickle contains the Client-Id, a token given as text, the key's password, and
            the proxy's user info and headers. Of the headers of a client, it contains all instead of the harmless
            ones. A token provider is always pickled. A client unpickled without its credentials refuses to call.
        token_key: Returns the owner of the token that `access_token` would return now, such as the current tenant; any
            value that can be a key of a dict. Tokens are kept by it. Default: one token for the whole client.
        on_drift: Called with a `DriftReport`, once for each answer that differs from the contract, in the thread of
            the call. An exception it raises is logged by its class and not passed on.
        on_attempt: Called with an `AttemptInfo` before each attempt, one hook or a list. It may add headers, and return a
            context manager, which is left when the attempt has ended. An exception is logged by its class.
        on_call: The same for whole calls, with a `CallInfo`.
        check_checkout_id: Whether an answer that names another checkout raises `WrongCheckoutError`.
        strict_responses: Whether an answer that differs raises `DriftedResponseError` instead of being returned.
        connection_idle_limit: Seconds that a connection may be idle before another call uses it. Creates and patches
            use connections that were idle for at most one second.
        connection_max_age: Seconds after which a connection is used for no further call.
        insecure_hosts: Names of hosts that may be reached over plain http, such as those of other containers. A
            client for one of them warns.

    Raises:
        ApiValueError: A setting does not fit, or would have no effect; the message names it.
    """

    _default: ClassVar[Self | None] = None
    _insecure_hosts: AbstractSet[str] = frozenset()  # pickles of earlier versions have none, as for the next five
    connection_idle_limit: float = 15.0
    connection_max_age: float = 300.0
    check_checkout_id: bool = True
    on_attempt: hooks.AttemptHook | Sequence[hooks.AttemptHook] | None = ()
    on_call: hooks.CallHook | Sequence[hooks.CallHook] | None = ()

    @naming_misspelt
    def __init__(
        self,
        host: str | None = None,
        api_key: dict[str, str] | None = None,
        api_key_prefix: dict[str, str] | None = None,
        username: str | None = None,
        password: str | None = None,
        access_token: str | TokenProvider | None = None,
        server_index: int | None = None,
        server_variables: ServerVariablesT | None = None,
        server_operation_index: dict[int, int] | None = None,
        server_operation_variables: dict[int, ServerVariablesT] | None = None,
        ignore_operation_servers: bool = False,
        ssl_ca_cert: str | os.PathLike[str] | None = None,
        retries: int | None = None,
        ca_cert_data: str | bytes | None = None,
        cert_file: str | os.PathLike[str] | None = None,
        key_file: str | os.PathLike[str] | None = None,
        verify_ssl: bool = True,
        assert_hostname: bool | str | None = None,
        tls_server_name: str | None = None,
        connection_pool_maxsize: int | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        proxy_headers: Mapping[str, str] | None = None,
        proxy_ssl_context: ssl.SSLContext | None = None,
        safe_chars_for_path_param: str = "",
        client_side_validation: bool = True,
        socket_options: Sequence[tuple[int, int, int | bytes]] | None = None,
        datetime_format: str = "%Y-%m-%dT%H:%M:%S.%f%z",
        date_format: str = "%Y-%m-%d",
        *,
        debug: bool | None = None,
        timeouts: Timeouts | None = None,
        retry_policy: RetryPolicy | None = None,
        max_response_bytes: int = 2 * 1024 * 1024,
        ssl_context: ssl.SSLContext | None = None,
        key_password: str | None = None,
        trust_system_ca: bool = False,
        relax_x509_strict: bool = False,
        pickle_credentials: bool = False,
        on_drift: Callable[[DriftReport], object] | None = None,
        strict_responses: bool = False,
        insecure_hosts: AbstractSet[str] = frozenset(),
        token_key: Callable[[], Hashable] | None = None,
        connection_idle_limit: float = 15.0,
        connection_max_age: float = 300.0,
        on_attempt: hooks.AttemptHook | Sequence[hooks.AttemptHook] | None = None,
        on_call: hooks.CallHook | Sequence[hooks.CallHook] | None = None,
        check_checkout_id: bool = True,
    ) -> None:
        super().__init__()
        if host is not None and server_index is not None:
            raise ApiValueError("server_index: pass either server_index or host, not both")
        self._base_path = SERVERS[0][0]
        self.insecure_hosts = insecure_hosts
        self._base_path = checked_host(self._base_path if host is None else host, self.insecure_hosts)
        self.server_index = 0 if host is None and server_index is None else server_index
        self.api_key: dict[str, str] = given(api_key, {})
        self.api_key_prefix: dict[str, str] = given(api_key_prefix, {})
        self.refresh_api_key_hook: Callable[[Configuration], object] | None = None
        self.access_token = access_token
        self.token_key = token_key

        self.username = username
        self.password = password
        self.server_variables: ServerVariablesT = given(server_variables, {})
        self.server_operation_index: dict[int, int] = given(server_operation_index, {})
        self.server_operation_variables: dict[int, ServerVariablesT] = given(server_operation_variables, {})
        self.ignore_operation_servers = ignore_operation_servers
        self.safe_chars_for_path_param = safe_chars_for_path_param
        self.datetime_format = datetime_format
        self.date_format = date_format
        self.temp_folder_path: str | None = None

        self.verify_ssl = verify_ssl
        self.ssl_ca_cert = ssl_ca_cert
        self.ca_cert_data = ca_cert_data
        self.cert_file = cert_file
        self.key_file = key_file
        self.assert_hostname = assert_hostname
        self.tls_server_name = tls_server_name
        self.ssl_context = ssl_context
        self.key_password = key_password
        self.trust_system_ca = trust_system_ca
        self.relax_x509_strict = relax_x509_strict
        self.pickle_credentials = pickle_credentials
        self._left_behind: tuple[str, ...] = ()
        self.connection_pool_maxsize: int = given(connection_pool_maxsize, CONNECTIONS_KEPT)
        self.connection_idle_limit = connection_idle_limit
        self.connection_max_age = connection_max_age
        self.socket_options = socket_options
        self._proxy = checked_proxy(proxy)
        self.no_proxy = no_proxy
        self.proxy_headers = proxy_headers
        self.proxy_ssl_context = proxy_ssl_context

        self.client_side_validation = client_side_validation
        self.timeouts: Timeouts = given(timeouts, Timeouts())
        self.retry_policy: RetryPolicy = given(retry_policy, RetryPolicy())
        self.retries = retries
        self.max_response_bytes = max_response_bytes
        self.on_drift = on_drift
        self.on_attempt = on_attempt
        self.on_call = on_call
        self.check_checkout_id = check_checkout_id
        self.strict_responses = strict_responses
        if debug is not None:
            self.debug = debug

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.auth_settings is not Configuration.auth_settings:
            raise ApiAttributeError(f"{cls.__name__}.auth_settings would never be called: {AUTH_SETTINGS}")

    if not TYPE_CHECKING:  # type checkers know the settings by the constructor

        def __setattr__(self, name: str, value: Any) -> None:
            if name not in _SETTINGS and not name.startswith("_") and type(self) is Configuration:
                raise ApiAttributeError(f"no such setting: {name}{did_you_mean(name, _SETTINGS)}")
            check = CHECKS.get(name)
            super().__setattr__(name, value if check is None else check(value))

    @classmethod
    def from_env(cls) -> Self:
        """Return a configuration made from environment variables.

        Reads `ORDER_CAPTURE_HOST`, `ORDER_CAPTURE_CLIENT_ID`, `ORDER_CAPTURE_ACCESS_TOKEN`, and
        `ORDER_CAPTURE_INSECURE_HOSTS` with names between commas. The default stays for a variable that is missing
        or empty.
        """
        client_id = os.environ.get("ORDER_CAPTURE_CLIENT_ID")
        return cls(
            insecure_hosts={*os.environ.get("ORDER_CAPTURE_INSECURE_HOSTS", "").replace(",", " ").split()},
            host=os.environ.get("ORDER_CAPTURE_HOST") or None,
            api_key={CLIENT_ID: client_id} if client_id else None,
            access_token=os.environ.get("ORDER_CAPTURE_ACCESS_TOKEN") or None,
        )

    @classmethod
    def set_default(cls, default: Self | None) -> None:
        """Set the configuration of clients that are created without one."""
        cls._default = default

    @classmethod
    def get_default(cls) -> Self:
        """Return the configuration of clients that are created without one; it is created at the first call."""
        if cls._default is None:
            cls._default = cls()
        return cls._default

    @classmethod
    def get_default_copy(cls) -> Self:
        """Return the same as `get_default`; kept for code written for older clients."""
        return cls.get_default()

    @property
    def host(self) -> str:
        """The base address of the service."""
        return self._base_path if self.server_index is None else self.get_host_from_settings(self.server_index)

    @host.setter
    def host(self, value: str) -> None:
        self._base_path = checked_host(value, self.insecure_hosts)
        self.server_index = None

    @property
    def insecure_hosts(self) -> AbstractSet[str]:
        """The names of hosts that may be reached over plain http."""
        return self._insecure_hosts

    @insecure_hosts.setter
    def insecure_hosts(self, value: AbstractSet[str]) -> None:
        checked_host(self._base_path, value)
        self._insecure_hosts = value

    @property
    def address(self) -> Address:
        """The base address, split into origin and path."""
        parts = urlsplit(self.host)
        return Address(f"{parts.scheme}://{parts.netloc}", parts.path)

    @property
    def effective_retry_policy(self) -> RetryPolicy:
        """The retry policy, with `retries` taken into account."""
        if self.retries is None:
            return self.retry_policy
        unsent = 1 if self.retries == 0 else self.retry_policy.unsent_attempts
        return replace(self.retry_policy, attempts=self.retries + 1, unsent_attempts=unsent)

    @property
    def proxy(self) -> str | None:
        """The proxy's address. A proxy of the environment is not used for loopback hosts."""
        if self._proxy is not None:
            return self._proxy or None
        parts = urlsplit(self.host)
        return None if is_loopback(parts.hostname) else environment_proxy(parts.scheme)

    @proxy.setter
    def proxy(self, value: str | None) -> None:
        self._proxy = checked_proxy(value)

    @property
    def no_proxy(self) -> str | None:
        """The hosts that bypass the proxy, separated by commas."""
        return environment_proxies().get("no") if self._no_proxy is None else self._no_proxy

    @no_proxy.setter
    def no_proxy(self, value: str | None) -> None:
        self._no_proxy = value

    def get_api_key_with_prefix(self, identifier: str, alias: str | None = None) -> str | None:
        """Return an API key with its prefix, after calling `refresh_api_key_hook`.

        Args:
            identifier: `Client-Id`.
            alias: A second name to look up.
        """
        if self.refresh_api_key_hook is not None:
            refuse_awaitable("refresh_api_key_hook", self.refresh_api_key_hook(self))
        name = identifier if identifier in self.api_key or alias is None else alias
        key = self.api_key.get(name)
        if not key:
            return None
        key = cleaned_secret(f"api_key[{name!r}]", key)
        prefix = self.api_key_prefix.get(name)
        return f"{cleaned_secret(f'api_key_prefix[{name!r}]', prefix)} {key}" if prefix else key

    def get_basic_auth_token(self) -> str | None:
        """Raise `ApiAttributeError`: the service has no basic authentication."""
        raise ApiAttributeError(f"get_basic_auth_token: {BASIC_AUTH}")

    def auth_settings(self) -> AuthSettings:
        """Return the configured credentials by security scheme. This calls the token provider."""
        auth: AuthSettings = {}
        client_id = self.client_id()
        if client_id is not None:
            auth["Client-Id"] = {"type": "api_key", "in": "header", "key": "X-Client-Id", "value": client_id}
        if self.access_token is not None:
            token = call_provider(self.access_token) if callable(self.access_token) else self.access_token
            text = token.token if isinstance(token, AccessToken) else token
            value = f"Bearer {cleaned_token('access_token', text)}"
            auth["BearerAuth"] = {"type": "bearer", "in": "header", "key": "Authorization", "value": value}
        return auth

    def client_id(self) -> str | None:
        """Return the Client-Id as it is sent.

        Raises:
            ApiValueError: It cannot be sent, or `api_key` has another key.
        """
        self.check_api_key()
        return self.get_api_key_with_prefix(CLIENT_ID)

    def check_api_key(self) -> None:
        """Refuse keys that would never be sent.

        Raises:
            ApiValueError: `api_key` or `api_key_prefix` has a key other than `Client-Id`.
        """
        unknown = (self.api_key.keys() | self.api_key_prefix.keys()) - {CLIENT_ID}
        if unknown:
            raise ApiValueError(f"api_key: only {CLIENT_ID!r} is known, not {', '.join(sorted(map(repr, unknown)))}")

    def to_debug_report(self) -> str:
        """Return the versions to state in a bug report."""
        return debug_report()

    def get_host_settings(self) -> list[HostSetting]:
        """Return the contract's servers, in the order of `server_index`."""
        return [{"url": url, "description": description} for url, description in SERVERS]

    def get_host_from_settings(
        self,
        index: int | None,
        variables: ServerVariablesT | None = None,
        servers: list[HostSetting] | None = None,
    ) -> str:
        """Return the address of a server.

        Args:
            index: Its position in `servers`; None returns the configured host.
            variables: Refused: the servers have none.
            servers: Default: the contract's.

        Raises:
            ApiValueError: `index` is out of range, or the server has variables.
        """
        if variables:
            refuse("server_variables", variables)
        if index is None:
            return self._base_path
        return server_address(index, self.get_host_settings() if servers is None else servers)

    @property
    def dropped_credentials(self) -> tuple[str, ...]:
        """Credentials that pickling removed and that have not been set again."""
        return tuple(name.lstrip("_") for name in self._missing())

    def _missing(self) -> list[str]:
        return [name for name in self._left_behind if getattr(self, name) in (None, {})]

    def __getstate__(self) -> dict[str, Any]:
        """Return the settings for a pickle, without secrets unless `pickle_credentials` is set.

        Raises:
            ApiTypeError: A TLS context or a ContextVar is set, which cannot be pickled.
        """
        state = picklable(self.__dict__) | DETACHED
        if not self.pickle_credentials:
            secrets: dict[str, object] = {"api_key": {}, "key_password": None, "proxy_headers": None}
            if not callable(self.access_token):
                secrets["access_token"] = None
            if urlsplit(self._proxy or "").username is not None:
                secrets["_proxy"] = None
            state["_left_behind"] = (*self._missing(), *(name for name in secrets if getattr(self, name)))
            state |= secrets
        return state

    def __copy__(self) -> Self:
        copied = self.__class__.__new__(self.__class__)
        copied.__dict__.update(self.__dict__ | DETACHED)
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # Token providers are meant to be shared, and TLS contexts cannot be copied.
        copied = memo[id(self)] = copy.copy(self)
        for name in ("api_key", "api_key_prefix", "proxy_headers", "socket_options"):
            copied.__dict__[name] = copy.copy(self.__dict__[name])
        return copied

    def __repr__(self) -> str:
        if "strict_responses" not in vars(self):  # it is set last; a debugger looks at one whose input is refused
            return "<Configuration, unfinished>"
        kind = "a provider" if callable(self.access_token) else "set" if self.access_token else "not set"
        client_id = "set" if self.api_key.get(CLIENT_ID) else "not set"
        return f"<Configuration {self.host}, Client-Id {client_id}, access token {kind}>"


_SETTINGS = (Configuration.__init__.__annotations__.keys() - {"return"}) | {
    "logger_file",
    "logger_file_handler",
    "logger_format",
    "logger_formatter",
    "logger_stream_handler",
    "refresh_api_key_hook",
    "temp_folder_path",
}
