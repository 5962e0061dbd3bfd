import os

import order_capture_client
from order_capture_client.models.user import User
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
    zipcode = "25185"

    try:
        api_response = api_instance.get_user_contacts(retail_unit, zipcode=zipcode)
        print("The response of CheckoutApi->get_user_contacts:\n")
        pprint(api_response)
    except Exception as e:
        print("Exception when calling CheckoutApi->get_user_contacts: %s\n" % e)
