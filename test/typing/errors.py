"""Types of errors, inputs and answers: each `assert_type` holds for mypy and for pyright."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import urllib3
from typing_extensions import assert_type

from order_capture_client import (
    ApiClient,
    ApiException,
    ApiResponse,
    BadRequestException,
    CheckoutApi,
    CheckoutDto,
    CheckoutRequest,
    Configuration,
    CreateResource,
    Drift,
    DriftedResponseError,
    ErrorDetails,
    ItemRequest,
    MayHaveBeenCreatedError,
    NotFoundException,
    PreparedRequest,
    RetryPolicy,
    Timeouts,
    aio,
)
from order_capture_client.exceptions import Outcome
from order_capture_client.types import CheckoutRequestInput, CheckoutRequestWireDict, UpdateUserInput


def attributes(error: ApiException) -> str:
    """The attributes of an error have exactly these types."""
    assert_type(error.status, int | None)
    assert_type(error.reason, str | None)
    assert_type(error.body, str | None)
    assert_type(error.data, ErrorDetails | None)
    assert_type(error.headers, Mapping[str, str] | None)
    assert_type(error.call, str | None)
    assert_type(error.operation, str | None)
    assert_type(error.attempts, int)
    assert_type(error.elapsed, float)
    assert_type(error.retry_after, float | None)
    assert_type(error.request_id, str | None)
    assert_type(error.request, PreparedRequest | None)
    assert_type(error.error_code, int | None)
    assert_type(error.outcome, Outcome | None)
    assert_type(error.applied, bool | None)
    assert_type(error.drift, tuple[Drift, ...])
    assert_type(error.advice, str)
    if error.data is not None:
        assert_type(error.data, ErrorDetails)
        return error.data.message or ""
    return ""


def what_to_do(error: ApiException) -> str:
    """Every outcome is one of four literals, so a `match` can be exhaustive."""
    match error.outcome:
        case "not_sent" | "rejected":
            return "send it again"
        case "applied":
            return "read it"
        case "unknown":
            return "look for it"
        case None:
            return "nobody knows"


def kinds(api: CheckoutApi, request: CheckoutRequestInput) -> CreateResource | CheckoutDto | None:
    """Check that a caught error has the attributes of its class."""
    try:
        return api.create_checkout("se", request)
    except DriftedResponseError as error:
        return error.model if isinstance(error.model, (CreateResource, CheckoutDto)) else None
    except MayHaveBeenCreatedError as error:
        assert_type(error.outcome, Outcome | None)
        return None
    except BadRequestException as error:
        assert_type(error.data, ErrorDetails | None)
        return None


def made_by_tests() -> list[ApiException]:
    """Users' own tests make errors as generated clients do, from keywords or from a response."""
    return [
        ApiException(404, "Not Found"),
        ApiException(status=404, reason="Not Found", http_resp=urllib3.HTTPResponse(status=404)),
        NotFoundException(http_resp=SimpleNamespace(status=404, reason="Not Found", headers={}, data=b"{}")),
        NotFoundException(status=404, body="{}", data=ErrorDetails(message="no such checkout"), headers={"A": "b"}),
        MayHaveBeenCreatedError(outcome="unknown", attempts=1),
        DriftedResponseError(status=200, data=CreateResource(), drift=(Drift(("items",), "missing"),)),
    ]


def inputs(api: CheckoutApi, checkout_id: str, user: UpdateUserInput) -> list[CreateResource]:
    """A parameter that accepts a model accepts its dicts, and the type of it has a name."""
    wire: CheckoutRequestWireDict = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": []}
    line = ItemRequest(item_no="10098949", quantity=1)
    carts: list[CheckoutRequestInput] = [
        CheckoutRequest(shopping_type="ONLINE", channel="WEBAPP", language_code="sv", items=[line]),
        {"shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv", "items": [line]},
        {**wire, "items": [{"itemNo": "10098949", "quantity": 1}]},
    ]
    assert_type(api.update_user("se", checkout_id, user), CheckoutDto)
    return [api.create_checkout("se", cart) for cart in carts]


def answers(api: CheckoutApi, checkout_id: str) -> CheckoutDto:
    """Each form of an operation has the type of its answer."""
    assert_type(api.api_client, ApiClient)
    response = api.get_order_with_http_info(checkout_id, "se")
    assert_type(response, ApiResponse[CheckoutDto])
    assert_type(response.status_code, int)
    assert_type(response.headers, Mapping[str, str] | None)
    assert_type(response.raw_data, bytes)
    assert_type(response.drift, tuple[Drift, ...])
    assert_type(api.get_order_without_preload_content(checkout_id, "se"), urllib3.BaseHTTPResponse)
    return response.data


def prepared(api: CheckoutApi, later: aio.CheckoutApi, checkout_id: str) -> str:
    """Requests that were checked and not sent; neither client waits."""
    request = api.prepare.get_order(checkout_id, "se", _request_timeout=3)
    assert_type(request, PreparedRequest)
    assert_type(later.prepare.get_order(checkout_id, "se"), PreparedRequest)
    assert_type(request.body, bytes | None)
    assert_type(request.arguments, Mapping[str, Any])
    assert_type(request.headers, Mapping[str, str])
    return request.curl()


async def answers_later(api: aio.CheckoutApi, checkout_id: str) -> CheckoutDto:
    """The same with `await`."""
    assert_type(api.api_client, aio.ApiClient)
    assert_type(await api.get_order_with_http_info(checkout_id, "se"), ApiResponse[CheckoutDto])
    return await api.get_order(checkout_id, "se")


def settings(client: ApiClient) -> None:
    """Settings have the types that the constructor accepts."""
    configuration = client.configuration
    assert_type(configuration, Configuration)
    assert_type(client.client_side_validation, bool)
    assert_type(configuration.api_key, dict[str, str])
    assert_type(configuration.timeouts, Timeouts)
    assert_type(configuration.retry_policy, RetryPolicy)
    assert_type(configuration.connection_pool_maxsize, int)
