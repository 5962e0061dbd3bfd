"""Everything that a generated client has and this one refuses, with the replacement for each name.

A refusal is an error that names the replacement, wherever the name is met: imported from a module, read from or set on a
client, defined by a subclass, or given as a setting.
"""

from __future__ import annotations

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
    "param_serialize": "call a method of the API class with _headers and the other options",
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
