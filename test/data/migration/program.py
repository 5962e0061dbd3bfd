"""Written for a client made by OpenAPI Generator; only the name of the package is another."""

import copy
import datetime
import json
import os
import pickle
from unittest.mock import patch

import order_capture_client
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import ApiClient
from order_capture_client.api_response import ApiResponse
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiException, NotFoundException, OpenApiException
from order_capture_client.models.channel import Channel
from order_capture_client.models.checkout_dto import CheckoutDto
from order_capture_client.models.checkout_patch_request import CheckoutPatchRequest
from order_capture_client.models.checkout_request import CheckoutRequest
from order_capture_client.models.existing_order_checkout_request import ExistingOrderCheckoutRequest
from order_capture_client.models.item_request import ItemRequest
from order_capture_client.models.patch_item_request import PatchItemRequest
from order_capture_client.models.price import Price
from order_capture_client.models.update_user import UpdateUser


def configured():
    configuration = Configuration(
        host=os.environ["HOST"],
        access_token=os.environ["BEARER_TOKEN"],
        api_key={"Client-Id": os.environ["API_KEY"]},
        retries=3,
    )
    configuration.verify_ssl = True
    configuration.ssl_ca_cert = None
    configuration.connection_pool_maxsize = 4
    configuration.debug = False
    configuration.logger_format = "%(asctime)s %(message)s"
    assert configuration.get_api_key_with_prefix("Client-Id") == os.environ["API_KEY"]
    assert configuration.auth_settings()["BearerAuth"]["value"].startswith("Bearer ")
    assert configuration.get_host_settings()[0]["url"].startswith("https://")
    assert "SDK Package Version" in configuration.to_debug_report()
    return configuration


def cart(*articles):
    return CheckoutRequest(
        shopping_type="ONLINE",
        channel=Channel.WEBAPP,
        language_code="sv",
        items=[ItemRequest(item_no=number, quantity=2, uom="PIECE") for number in articles],
    )


def operations(api, old_user):
    created = api.create_checkout("se", cart("10098949", "00263850"))
    checkout_id = created.resource_id
    order = api.get_order(checkout_id, "se", _request_timeout=10)
    assert [line.item_no for line in order.items] == ["10098949", "00263850"]
    assert order.order_total.incl_tax > 0
    assert order.items[0].quantity + 1 == 3

    query = order_capture_client.Checkout(shopping_type="ONLINE", channel="WEBAPP")
    checkout = api.get_checkout(checkout_id, "se", query)
    assert checkout.channel == "WEBAPP"
    assert checkout.state in (None, *order_capture_client.CheckoutState)
    assert api.get_consumer_info(checkout_id, "se").channel is not None
    assert isinstance(api.get_i_gift_order(checkout_id, "se"), CheckoutDto)

    reduced = CheckoutPatchRequest(items=[PatchItemRequest(item_no="10098949", quantity=1)])
    patched = api.patch_checkout(checkout_id=checkout_id, retail_unit="se", checkout_patch_request=reduced)
    assert patched.items[0].quantity == 1

    request = ExistingOrderCheckoutRequest(
        channel="WEBAPP",
        language_code="sv",
        order_number="1158491376",
        order_number_source="A01",
        items=[ItemRequest(item_no="10098949", quantity=1)],
    )
    assert api.create_existing_order_checkout("se", request).resource_id
    assert api.get_user_contacts("se", zipcode="25185") is not None
    moved = api.update_user("se", os.environ["CHECKOUT_ID"], UpdateUser(old_user=old_user))
    assert moved.checkout_id == os.environ["CHECKOUT_ID"]
    return checkout_id


def forms(api, checkout_id):
    response = api.get_order_with_http_info(checkout_id, "se", _headers={"X-Trace": "1"})
    assert isinstance(response, ApiResponse)
    assert (response.status_code, response.data.items[0].item_no) == (200, "10098949")
    assert response.headers["Content-Type"].startswith("application/json")
    assert json.loads(response.raw_data)["items"]
    raw = api.get_order_without_preload_content(checkout_id, "se")
    assert raw.status == 200
    assert json.loads(raw.data)["items"][0]["itemNo"] == "10098949"


def errors(api):
    try:
        api.get_order("00000000-0000-0000-0000-000000000000", "se")
    except NotFoundException as error:
        assert (error.status, error.headers is not None) == (404, True)
        assert json.loads(error.body)
        assert isinstance(error, ApiException)
    else:
        raise AssertionError("no error")
    for wrong in (lambda: ItemRequest(item_no=5, quantity=1), lambda: Channel("NOWHERE"), lambda: cart(5)):
        try:
            wrong()
        except (ValueError, OpenApiException):
            continue
        raise AssertionError("no error")


def round_trips():
    price = Price.from_json('{"type": "ITEM_PRICE", "currencyCode": "SEK", "inclTax": 19.5}')
    assert price == Price.from_dict(price.to_dict()) == Price.from_json(price.to_json())
    assert price == copy.deepcopy(price) == pickle.loads(pickle.dumps(price))
    assert "inclTax" in price.to_json()
    assert "incl" in price.to_str()
    request = cart("10098949")
    request.items.append(ItemRequest(item_no="00263850", quantity=1))
    request.language_code = "en"
    assert json.loads(request.to_json())["items"][1]["itemNo"] == "00263850"
    details = order_capture_client.ErrorDetails(timestamp=datetime.datetime.now(datetime.timezone.utc))
    assert order_capture_client.ErrorDetails.from_json(details.to_json()) == details
    assert Channel.WEBAPP == "WEBAPP" == Channel.from_json('"WEBAPP"').value


def mocked(client):
    with patch.object(CheckoutApi, "get_order", return_value=CheckoutDto(shopping_type="ONLINE")) as double:
        assert CheckoutApi(client).get_order("a", "se").shopping_type == "ONLINE"
    double.assert_called_once_with("a", "se")


configuration = configured()
with ApiClient(configuration, header_name="X-Shop", header_value="a") as client:
    client.user_agent = "shop/1.0"
    client.set_default_header("X-Flow", "migration")
    assert client.default_headers["X-Flow"] == "migration"
    api = order_capture_client.CheckoutApi(client)
    forms(api, operations(api, os.environ["OLD_USER"]))
    errors(api)
    round_trips()
    mocked(client)
ApiClient.set_default(ApiClient(configuration))
with ApiClient.get_default() as client:
    assert CheckoutApi().api_client is client
print("done")
