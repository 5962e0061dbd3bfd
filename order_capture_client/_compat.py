"""Everything that a generated client has and this one refuses, with the replacement for each name.

A refusal is an error that names the replacement, wherever the name is met: imported from a module, read from or set on a
client, defined by a subclass, or given as a setting or an argument. What stands in for a dependency is refused here, too.
"""

from __future__ import annotations

import urllib3

_NO_SCHEME = "the contract has no such security scheme; see AuthSettings"
_NO_SOCKS = "SOCKS proxies are not supported"
_NOT_BUILT = "requests are not built outside of a call"

REFUSED_NAMES: dict[str, dict[str, str]] = {
    "order_capture_client.api_client": {"RequestSerialized": _NOT_BUILT},
    "order_capture_client.configuration": {
        "BasicAuthSetting": _NO_SCHEME,
        "BearerFormatAuthSetting": _NO_SCHEME,
        "GenericAuthSetting": _NO_SCHEME,
        "HTTPSignatureAuthSetting": _NO_SCHEME,
        "JSON_SCHEMA_VALIDATION_KEYWORDS": "the contract has no such keywords",
        "OAuth2AuthSetting": _NO_SCHEME,
    },
    "order_capture_client.rest": {
        "RESTClientObject": "pass a `transport` to ApiClient to replace the network",
        "RESTResponse": "use the ApiResponse of x_with_http_info, or x_without_preload_content",
        "SUPPORTED_SOCKS_PROXIES": _NO_SOCKS,
        "contenttype_matches": "read ApiResponse.headers['Content-Type']",
        "is_socks_proxy_url": _NO_SOCKS,
    },
}
"""Names of modules; importing one, or asking the module for it, is an `ImportError`."""

REFUSED_API_NAMES: dict[str, str] = {"RequestSerialized": _NOT_BUILT}
"""The same for every module of an API class, such as `api.checkout_api`."""

REFUSED_MEMBERS: dict[str, str] = {
    "call_api": "call a method of the API class; raw answers come from x_without_preload_content",
    "deserialize": "use Model.from_json, or ApiResponse.data of x_with_http_info",
    "files_parameters": "no operation sends files",
    "param_serialize": "use prepare of the API class, or call a method of it with _headers and the other options",
    "parameters_to_tuples": "call a method of the API class",
    "parameters_to_url_query": "call a method of the API class",
    "explode_query_object": "call a method of the API class",
    "response_deserialize": "use ApiResponse.data of x_with_http_info",
    "rest_client": "pass a `transport` to ApiClient to replace the network",
    "sanitize_for_serialization": "use Model.to_dict or Model.to_json",
    "select_header_accept": "pass an Accept header in _headers",
    "select_header_content_type": "pass _content_type",
    "update_params_for_auth": "pass _request_auth",
    "PRIMITIVE_TYPES": "use the annotations of the models",
    "NATIVE_TYPES_MAPPING": "use the annotations of the models",
}
"""Members of `ApiClient`; reading, setting or overriding one is an `ApiAttributeError`."""

_OWN_CONNECTIONS = (
    "the client makes its connections itself, because deadlines and outcomes depend on them; set proxy, ssl_context, "
    "socket_options or connection_pool_maxsize of the Configuration, or pass transport=, an object with handle(request)"
)

REFUSED_ARGUMENTS: dict[str, str] = {
    "adapter": _OWN_CONNECTIONS,
    "client_session": _OWN_CONNECTIONS,
    "connector": _OWN_CONNECTIONS,
    "http_client": _OWN_CONNECTIONS,
    "pool": _OWN_CONNECTIONS,
    "pool_manager": _OWN_CONNECTIONS,
    "rest_client": _OWN_CONNECTIONS,
    "session": _OWN_CONNECTIONS,
    "pool_threads": "share one client between threads of your own, or use order_capture_client.bulk",
}
"""Arguments of `ApiClient`, in generated clients or by habit; giving one is an `ApiTypeError`."""

COOKIES = "cookies are not sent; the service takes a Client-Id and an access token"

_NO_BASIC = "the service has no basic authentication; use access_token or api_key['Client-Id']"

REFUSED_SETTINGS: dict[str, tuple[object, str]] = {
    # setting: (the only accepted value, the advice)
    "username": (None, _NO_BASIC),
    "password": (None, _NO_BASIC),
    "server_variables": ({}, "the contract's servers have no variables; use host or server_index"),
    "server_operation_index": ({}, "no operation has servers of its own; use server_index"),
    "server_operation_variables": ({}, "no operation has servers of its own; use host or server_index"),
    "safe_chars_for_path_param": ("", "path values are always encoded whole, so that they stay one segment"),
    "datetime_format": ("%Y-%m-%dT%H:%M:%S.%f%z", "date-times are sent in ISO 8601; format them in your own code"),
    "date_format": ("%Y-%m-%d", "dates are sent in ISO 8601; format them in your own code"),
    "temp_folder_path": (None, "no operation downloads files"),
}
"""Settings of `Configuration` that would have no effect; another value than the default is an `ApiValueError`."""

BASIC_AUTH = "the service has no basic authentication; use auth_settings()"
AUTH_SETTINGS = "set access_token to a callable, or pass _request_auth"


def refuse_urllib3_future() -> None:
    """Refuse urllib3-future where it is installed in place of urllib3: it opens and reads connections by other rules.

    Raises:
        ImportError: It is.
    """
    if hasattr(urllib3, "ResponsePromise"):  # it has the module name of urllib3, and often its metadata
        raise ImportError(
            "urllib3-future is installed in place of urllib3, which this client needs "
            "(niquests installs it); use an environment without it, or set URLLIB3_NO_OVERRIDE=1 and keep the two "
            "apart: pip uninstall urllib3 urllib3-future, then "
            "pip install urllib3 urllib3-future --no-binary urllib3-future",
            name="urllib3",
        )
