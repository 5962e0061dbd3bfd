"""The package's own client on the sandbox: over HTTP, without a socket, and with settings from another process."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from order_capture_client import (
    ApiClient,
    Checkout,
    CheckoutApi,
    CheckoutPatchRequest,
    CheckoutRequest,
    Configuration,
    ExistingOrderCheckoutRequest,
    ItemRequest,
    PatchItemRequest,
    UpdateUser,
)
from order_capture_client.sandbox import Sandbox
from test.sandbox_contract import Clock

CART = CheckoutRequest(
    shopping_type="ONLINE",
    channel="WEBAPP",
    language_code="sv",
    items=[ItemRequest(item_no="00263850", quantity=2)],
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("over_http", [True, False])
def test_all_nine_operations(sandbox: Sandbox, over_http: bool) -> None:
    transport = None if over_http else sandbox
    with (
        ApiClient(sandbox.configuration(user="anna"), transport=transport) as annas,
        ApiClient(sandbox.configuration(user="bo"), transport=transport) as bos,
    ):
        anna, bo = CheckoutApi(annas), CheckoutApi(bos)
        checkout_id = anna.create_checkout("se", CART).resource_id
        assert checkout_id is not None
        assert anna.get_order(checkout_id, "se") == anna.get_checkout(
            checkout_id, "se", Checkout(shopping_type="ONLINE", channel="WEBAPP")
        )
        assert anna.get_i_gift_order(checkout_id, "se").checkout_id == checkout_id
        assert anna.get_consumer_info(checkout_id, "se").checkout_id == checkout_id
        patch = CheckoutPatchRequest(items=[PatchItemRequest(item_no="00263850", quantity=1)])
        assert anna.patch_checkout(checkout_id, "se", patch).quantity == 1
        assert bo.update_user("se", checkout_id, UpdateUser(old_user="anna")).user_id == "bo"
        assert bo.get_user_contacts("se").user_id == "bo"
        order = ExistingOrderCheckoutRequest(
            channel="WEBAPP", language_code="sv", items=CART.items, order_number="1", order_number_source="A01"
        )
        assert anna.create_existing_order_checkout("se", order).resource_id == sandbox.checkouts()[1]


def test_a_worker_process_makes_its_own_tokens(sandbox: Sandbox) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        made = pool.submit(create_in_worker, sandbox.url, sandbox.client_id, pickled_provider(sandbox)).result()
    assert sandbox.checkouts() == [made]


def pickled_provider(sandbox: Sandbox) -> bytes:
    return pickle.dumps(sandbox.configuration(user="worker").access_token)


def create_in_worker(url: str, client_id: str, provider: bytes) -> str | None:
    configuration = Configuration(
        host=url,
        api_key={"Client-Id": client_id},
        access_token=pickle.loads(provider),
    )
    with ApiClient(configuration) as client:
        return CheckoutApi(client).create_checkout("se", CART).resource_id


def test_a_client_outlives_the_checkouts_it_made() -> None:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        api = CheckoutApi(client)
        checkout_id = api.create_checkout("se", CART).resource_id
        assert checkout_id is not None
        clock.now += 2 * 24 * 3600
        assert api.get_order(checkout_id, "se").state == "EXPIRED"


def test_the_configuration_has_both_credentials() -> None:
    with Sandbox(client_id="mine") as sandbox:
        configuration = sandbox.configuration(user="bo")
        assert configuration.host == sandbox.url
        assert configuration.api_key == {"Client-Id": "mine"}
        assert sandbox.client_id == "mine"
