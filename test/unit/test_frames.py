"""Frames of this package that an exception passes show no secret: reporters print their local variables."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

import pytest

import order_capture_client
from order_capture_client import ApiClient, CheckoutApi, Configuration, OpenApiException, aio, models
from order_capture_client._core.wire import Request, Response
from test.samples import CART, answer

PACKAGE = str(Path(order_capture_client.__file__).parent)
TOKEN, CLIENT_ID, HEADER, BODY = "canary-token", "canary-client-id", "canary-header", "canary-article"
CANARY_CART = CART | {"items": [{"itemNo": "10098949", "quantity": 2, "externalRefId": BODY}]}
PUBLIC = ("create_checkout", "create_checkout_with_http_info", "create_checkout_without_preload_content")


def shown(error: BaseException) -> dict[str, str]:
    """Return the local variables, as they print, of our frames in the whole chain of an exception."""
    found: dict[str, str] = {}
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        known = pending.pop()
        if known is None or id(known) in seen:
            continue
        seen.add(id(known))
        pending += [known.__cause__, known.__context__]
        for frame in frames(known.__traceback__):
            if frame.f_code.co_filename.startswith(PACKAGE):
                for name, value in frame.f_locals.items():
                    found[f"{frame.f_code.co_name}.{name}"] = repr(value)
    return found


def frames(link: TracebackType | None) -> Iterator[FrameType]:
    while link is not None:
        yield link.tb_frame
        link = link.tb_next


def leaks(error: BaseException) -> list[str]:
    """Return the places that show a secret; the body may show in the frame of the public method alone."""
    return [
        place
        for place, text in shown(error).items()
        if any(canary in text for canary in (TOKEN, CLIENT_ID, HEADER))
        or (BODY in text and not place.startswith(tuple(f"{name}." for name in PUBLIC)))
    ]


def configuration(**settings: Any) -> Configuration:
    given: dict[str, Any] = {"access_token": TOKEN, "api_key": {"Client-Id": CLIENT_ID}}
    return Configuration(host="https://api.example.com", **(given | settings))


class Service:
    """Stands in for the network: returns an answer, or raises."""

    def __init__(self, given: Response | BaseException) -> None:
        self._given = given

    def handle(self, request: Request) -> Response:
        if isinstance(self._given, BaseException):
            raise self._given
        return self._given


class AsyncService(Service):
    async def handle(self, request: Request) -> Response:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride]
        await asyncio.sleep(0)
        return super().handle(request)


OPTIONS: dict[str, Any] = {
    "_headers": {"X-Canary": HEADER},
    "_request_auth": {"in": "header", "key": "Authorization", "value": f"Bearer {TOKEN}"},
}


def sync_call(settings: Configuration, given: Response | BaseException, body: Any, options: dict[str, Any]) -> None:
    with ApiClient(settings, transport=Service(given)) as client:
        CheckoutApi(client).create_checkout("se", body, **options)


def async_call(settings: Configuration, given: Response | BaseException, body: Any, options: dict[str, Any]) -> None:
    async def main() -> None:
        async with aio.ApiClient(settings, transport=AsyncService(given)) as client:
            await aio.CheckoutApi(client).create_checkout("se", body, **options)

    asyncio.run(main())


@pytest.mark.parametrize("call", [sync_call, async_call], ids=["sync", "async"])
@pytest.mark.parametrize("options", [{}, OPTIONS], ids=["", "with options"])
@pytest.mark.parametrize(
    ("given", "body"),
    [
        pytest.param(answer("create_checkout", 422), CANARY_CART, id="refused"),
        pytest.param(Response(201, body=BODY.encode()), CANARY_CART, id="undecodable"),
        pytest.param(KeyboardInterrupt(), CANARY_CART, id="interrupted"),
        pytest.param(OSError(), CANARY_CART, id="lost"),
        pytest.param(KeyError(), CANARY_CART, id="foreign"),
        pytest.param(answer("create_checkout", 201), CANARY_CART | {BODY: 1, "channel": BODY}, id="bad input"),
    ],
)
def test_no_frame_of_ours_shows_a_secret(
    call: Callable[..., None], options: dict[str, Any], given: Response | BaseException, body: Any
) -> None:
    with pytest.raises(BaseException) as caught:  # noqa: PT011 # of several classes
        call(configuration(), given, body, dict(options))

    assert leaks(caught.value) == []


@pytest.mark.parametrize("call", [sync_call, async_call], ids=["sync", "async"])
def test_no_frame_shows_a_secret_while_a_provider_is_asked_for_another_token(call: Callable[..., None]) -> None:
    tokens = iter([TOKEN])

    def provider() -> str:
        for token in tokens:
            return token
        raise SystemExit

    with pytest.raises(SystemExit) as caught:
        call(configuration(access_token=provider), Response(401), CANARY_CART, {})

    assert leaks(caught.value) == []


@pytest.mark.parametrize("call", [sync_call, async_call], ids=["sync", "async"])
def test_the_traceback_of_a_final_error_ends_where_the_client_raises_it(call: Callable[..., None]) -> None:
    with pytest.raises(OpenApiException) as caught:
        call(configuration(), answer("create_checkout", 422), CANARY_CART, {})

    ours = [frame.name for frame in traceback.extract_tb(caught.tb) if frame.filename.startswith(PACKAGE)]
    assert ours == ["create_checkout", "call"]


def test_the_search_finds_a_secret_where_there_is_one() -> None:
    with pytest.raises(OpenApiException) as caught:
        sync_call(configuration(), answer("create_checkout", 422), CANARY_CART, {})

    assert "create_checkout.checkout_request" in [place for place, text in shown(caught.value).items() if BODY in text]


@pytest.mark.parametrize(
    ("make", "public"),
    [
        pytest.param(models.CheckoutRequest.from_dict, "from_dict.obj", id="from_dict"),
        pytest.param(models.CheckoutRequest.model_validate, "model_validate.obj", id="model_validate"),
        pytest.param(lambda given: models.CheckoutRequest(**given), "__init__.data", id="constructor"),
    ],
)
def test_refused_input_shows_in_the_frames_of_public_methods_alone(make: Callable[[Any], object], public: str) -> None:
    with pytest.raises(OpenApiException) as caught:
        make(CANARY_CART | {"channel": 5})

    shows_input = {place for place, text in shown(caught.value).items() if BODY in text}
    assert shows_input <= {public, "model_validate.obj"}
