import os

import order_capture_client
from order_capture_client.models.checkout_dto import CheckoutDto
from order_capture_client.rest import ApiException
from pprint import pprint

configuration = order_capture_client.Configuration(
    host=os.environ["HOST"],
    access_token=os.environ["BEARER_TOKEN"],
)

configuration.api_key["Client-Id"] = os.environ["API_KEY"]

with order_capture_client.ApiClient(configuration) as api_client:
    api_instance = order_capture_client.CheckoutApi(api_client)
    checkout_id = os.environ["CHECKOUT_ID"]
    retail_unit = "se"

    try:
        api_response = api_instance.get_i_gift_order(checkout_id, retail_unit)
        print("The response of CheckoutApi->get_i_gift_order:\n")
        pprint(api_response)
    except Exception as e:
        print("Exception when calling CheckoutApi->get_i_gift_order: %s\n" % e)
