import os

import order_capture_client
from order_capture_client.models.create_resource import CreateResource
from order_capture_client.models.existing_order_checkout_request import ExistingOrderCheckoutRequest
from order_capture_client.rest import ApiException
from pprint import pprint

configuration = order_capture_client.Configuration(
    host=os.environ["HOST"],
    access_token=os.environ["BEARER_TOKEN"],
)

configuration.api_key["Client-Id"] = os.environ["API_KEY"]

with order_capture_client.ApiClient(configuration) as api_client:
    api_instance = order_capture_client.CheckoutApi(api_client)
    retail_unit = "se"
    existing_order_checkout_request = order_capture_client.ExistingOrderCheckoutRequest(
        channel="WEBAPP",
        language_code="sv",
        order_number="1158491376",
        order_number_source="A01",
        version="1",
        items=[
            order_capture_client.ItemRequest(item_no="10098949", quantity=1, uom="PIECE", external_ref_id="1"),
        ],
        shipping_contacts=[
            order_capture_client.ShippingContact(
                first_name="Anna",
                last_name="Svensson",
                address_line1="Storgatan 1",
                zip_code="25185",
                city="Helsingborg",
                country="SE",
                mobile_number="+46701234567",
                email="anna.svensson@example.com",
            ),
        ],
    )

    try:
        api_response = api_instance.create_existing_order_checkout(retail_unit, existing_order_checkout_request)
        print("The response of CheckoutApi->create_existing_order_checkout:\n")
        pprint(api_response)
    except Exception as e:
        print("Exception when calling CheckoutApi->create_existing_order_checkout: %s\n" % e)
