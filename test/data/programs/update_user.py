import os

import order_capture_client
from order_capture_client.models.checkout_dto import CheckoutDto
from order_capture_client.models.update_user import UpdateUser
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
    checkout_id = os.environ["CHECKOUT_ID"]
    update_user = order_capture_client.UpdateUser(old_user=os.environ["OLD_USER"])

    try:
        api_response = api_instance.update_user(retail_unit, checkout_id, update_user)
        print("The response of CheckoutApi->update_user:\n")
        pprint(api_response)
    except Exception as e:
        print("Exception when calling CheckoutApi->update_user: %s\n" % e)
