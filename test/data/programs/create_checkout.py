import os

import order_capture_client
from order_capture_client.models.checkout_request import CheckoutRequest
from order_capture_client.models.create_resource import CreateResource
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
    checkout_request = order_capture_client.CheckoutRequest(
        shopping_type="ONLINE",
        channel="WEBAPP",
        shopping_app_platform="WEB_BROWSER",
        language_code="sv",
        family_card_no="1233645878937646",
        service_area=order_capture_client.ServiceAreaRequest(zip_code="25185", city="Helsingborg"),
        items=[
            order_capture_client.ItemRequest(item_no="10098949", quantity=2, uom="PIECE"),
            order_capture_client.ItemRequest(item_no="00263850", quantity=1, uom="PIECE"),
        ],
        consumer_info=order_capture_client.ConsumerInfo(name="web-cart", return_url="https://www.example.com/cart"),
    )

    try:
        api_response = api_instance.create_checkout(retail_unit, checkout_request)
        print("The response of CheckoutApi->create_checkout:\n")
        pprint(api_response)
    except Exception as e:
        print("Exception when calling CheckoutApi->create_checkout: %s\n" % e)
