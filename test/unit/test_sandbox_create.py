"""The requests that the sandbox accepts for a new checkout, and those that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client.sandbox.pricing._catalogue import RETAIL_UNITS
from test.sandbox_contract import Shop, cart, lines

SWEDEN = {"zipCode": "25185", "city": "Helsingborg"}
ORDER = {
    "channel": "WEBAPP",
    "languageCode": "sv",
    "orderNumber": "1158491376",
    "orderNumberSource": "A01",
    "items": lines(_00263850=1),
}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        yield shop


def assembly(*references: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"serviceItemNo": "SGR90000001", "itemReferenceList": list(references)}]


@pytest.mark.parametrize("unit", RETAIL_UNITS)
def test_every_retail_unit_sells(shop: Shop, unit: str) -> None:
    order = shop.order(shop.create(unit), unit)
    assert order["currency"] == order["orderTotal"]["currencyCode"]
    assert order["retailId"] == unit
    assert order["timeZoneId"]


def test_an_unknown_retail_unit_is_not_found(shop: Shop) -> None:
    assert shop.call("POST", "/xx/checkouts", cart()).status == 404


def test_the_least_request_gets_defaults(shop: Shop) -> None:
    order = shop.order(shop.create())
    assert (order["shoppingAppPlatform"], order["profileType"]) == ("WEB_BROWSER", "REGULAR")
    assert (order["state"], order["userType"], order["userId"]) == ("INITIATED", "REGISTERED", "anna")
    assert order["metadata"] == {"isPriceRecalculated": False}


def test_what_was_sent_is_read_again(shop: Shop) -> None:
    echoed: dict[str, Any] = {
        "channel": "MOBILE_APP",
        "shoppingAppPlatform": "IKEAAPP_IOS",
        "familyCardNo": "1233645878937646",
        "profileType": "BUSINESS",
        "cartCheckSum": "c0ffee",
        "applyEmployeeDiscount": False,
        "vpcCodes": ["ABC123"],
        "consents": ["TIPPING_HAZARD", "NEED_HELP"],
        "preliminaryAddressInfo": {"addressLine1": "Storgatan 1", "zipCode": "251 85"},
        "consumerInfo": {"name": "app", "checkoutType": "APP", "returnUrl": "app://x", "extraInfo": {"a": "b"}},
    }
    order = shop.order(shop.create(**echoed))
    assert {name: order[name] for name in echoed} == echoed


def test_lines_carry_what_the_catalogue_knows(shop: Shop) -> None:
    items = [
        {"itemNo": "00263850", "quantity": 2, "externalRefId": "r1"},
        {"itemNo": "70400544", "quantity": 5},
        {"itemNo": "19017838", "quantity": 1},
        {"itemNo": "60384762", "quantity": 1},
        {"itemNo": "12345678", "quantity": 1},
    ]
    billy, ribbon, pax, fridge, unknown = shop.order(shop.create(items=items))["items"]
    assert (billy["name"], billy["lineId"], billy["externalRefId"]) == ("BILLY", 1, "r1")
    assert (ribbon["quantityType"], ribbon["uom"]) == ("METER", "METER")
    assert (pax["type"], billy["type"]) == ("SPR", "ART")
    assert fridge["fees"] == [{"feeAmount": 55, "feeType": "WEEE"}]
    assert unknown["totalPrice"]["inclTax"] > 0


@pytest.mark.parametrize(
    ("number", "quantity", "availability"),
    [
        ("90356312", 2, {"type": "FULL", "quantity": 2}),
        ("90356312", 3, {"type": "PARTIAL", "quantity": 2, "unavailabilityReason": "NO_STOCK"}),
        ("00505260", 1, {"type": "NOT_AVAILABLE", "quantity": 0, "unavailabilityReason": "NO_STOCK"}),
    ],
)
def test_stock_limits_availability(shop: Shop, number: str, quantity: int, availability: dict[str, Any]) -> None:
    order = shop.order(shop.create(items=[{"itemNo": number, "quantity": quantity}]))
    assert order["items"][0]["availability"] == availability


def test_a_zip_code_is_kept_as_it_was_passed(shop: Shop) -> None:
    order = shop.order(shop.create("gb", serviceArea={"zipCode": "se10 0qj"}), "gb")
    assert order["serviceArea"]["zipCode"] == "se10 0qj"
    assert order["state"] == "DELIVERY_AREA_SET"


def test_the_service_area_wins_over_its_forerunner(shop: Shop) -> None:
    order = shop.order(shop.create(serviceArea=SWEDEN, deliveryArea={"zipCode": "11122"}))
    assert order["serviceArea"]["zipCode"] == "25185"
    order = shop.order(shop.create(deliveryArea={"zipCode": "11122"}))
    assert order["serviceArea"]["zipCode"] == "11122"


def test_services_name_their_goods(shop: Shop) -> None:
    order = shop.order(shop.create(serviceItems=assembly({"itemNo": "00263850"})))
    [service] = order["serviceItems"]
    assert (service["provider"], service["lineId"]) == ("IKEA", "2")
    assert service["itemReferenceList"] == [{"itemLineId": "1", "itemNo": "00263850", "quantity": "1"}]


def test_a_removal_that_is_not_offered_says_so(shop: Shop) -> None:
    removals = [{"serviceItemNo": "REMOVAL_SOFA", "quantity": "2"}, {"serviceItemNo": "REMOVAL_PIANO"}]
    sofa, piano = shop.order(shop.create(removalServiceItems=removals))["removalServiceItems"]
    assert (sofa["quantity"], sofa["removalServiceMetadata"]) == (2, {"isServiceAvailable": True})
    assert piano["removalServiceMetadata"]["isServiceAvailable"] is False
    assert "price" not in piano


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"items": []}, {"items"}),
        ({"items": [{"quantity": 1}]}, {"items[0].itemNo"}),
        ({"items": lines(_123=1)}, {"items[0].itemNo"}),
        ({"items": lines(_00263850=0)}, {"items[0].quantity"}),
        ({"items": lines(_00263850=2**31)}, {"items[0].quantity"}),
        ({"items": [{"itemNo": "00263850"}]}, {"items[0].quantity"}),
        ({"items": [*lines(_00263850=1), *lines(_10098949=1), *lines(_00263850=2)]}, {"items[2].itemNo"}),
        ({"items": lines(_1=0)}, {"items[0].itemNo", "items[0].quantity"}),
        ({"languageCode": "swe"}, {"languageCode"}),
        ({"shoppingAppPlatform": "IKEAAPP_IOS"}, {"shoppingAppPlatform"}),
        ({"serviceArea": {"zipCode": " "}}, {"serviceArea.zipCode"}),
        ({"serviceArea": {"zipCode": "1", "stateCode": "Texas"}}, {"serviceArea.stateCode"}),
        ({"vpcCodes": ["ABC123", "a b"]}, {"vpcCodes[1]"}),
        ({"consents": ["NEED_HELP", "OTHER"]}, {"consents[1]"}),
        ({"serviceItems": assembly()}, {"serviceItems[0].itemReferenceList"}),
        ({"serviceItems": assembly({"itemNo": "10098949"})}, {"serviceItems[0].itemReferenceList[0].itemNo"}),
        (
            {"serviceItems": assembly({"itemNo": "00263850", "quantity": "2"})},
            {"serviceItems[0].itemReferenceList[0].quantity"},
        ),
        (
            {"serviceItems": [{"itemReferenceList": [{"itemNo": "00263850"}]}]},
            {"serviceItems[0].serviceItemNo"},
        ),
        (
            {"removalServiceItems": [{"serviceItemNo": "REMOVAL_SOFA", "quantity": "two"}]},
            {"removalServiceItems[0].quantity"},
        ),
    ],
)
def test_a_broken_rule_is_422_with_its_path(shop: Shop, changes: dict[str, Any], paths: set[str]) -> None:
    answer = shop.call("POST", "/se/checkouts", cart(**changes))
    assert (answer.status, answer.paths) == (422, paths)
    assert len(answer.document["gaErrorList"]) == len(paths)
    assert shop.sandbox.checkouts() == []


def test_a_repeated_article_names_both_lines(shop: Shop) -> None:
    answer = shop.call("POST", "/se/checkouts", cart(items=[*lines(_00263850=1), *lines(_00263850=1)]))
    assert "items[0]" in answer.faults["items[1].itemNo"]


@pytest.mark.parametrize("unit", ["us", "ca", "au"])
@pytest.mark.parametrize("area", ["serviceArea", "deliveryArea"])
def test_a_state_is_required_where_addresses_need_one(shop: Shop, unit: str, area: str) -> None:
    answer = shop.call("POST", f"/{unit}/checkouts", cart() | {area: {"zipCode": "10001"}})
    assert (answer.status, answer.paths) == (422, {f"{area}.stateCode"})
    with_state: dict[str, Any] = {area: {"zipCode": "10001", "stateCode": "NY"}}
    shop.create(unit, **with_state)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"channel": None}, {"channel"}),
        ({"channel": None, "languageCode": None}, {"channel", "languageCode"}),
        ({"shoppingType": "OFFLINE"}, {"shoppingType"}),
        ({"channel": "FAX", "profileType": "ROYAL"}, {"channel", "profileType"}),
        ({"consumerInfo": {"checkoutType": "X"}}, {"consumerInfo.checkoutType"}),
        ({"shoppingAppPlatform": "TV"}, {"shoppingAppPlatform"}),
        ({"items": {"itemNo": "00263850"}}, {"items"}),
        ({"items": [{"itemNo": 263850, "quantity": "1"}]}, {"items[0].itemNo", "items[0].quantity"}),
        ({"items": [{"itemNo": "00263850", "quantity": 1.5}]}, {"items[0].quantity"}),
        ({"items": [{"itemNo": "00263850", "quantity": True}]}, {"items[0].quantity"}),
        ({"applyEmployeeDiscount": "yes"}, {"applyEmployeeDiscount"}),
        ({"serviceArea": {}}, {"serviceArea.zipCode"}),
        ({"coupon": {}}, {"coupon.couponId"}),
    ],
)
def test_a_wrong_shape_is_400_with_its_path(shop: Shop, changes: dict[str, Any], paths: set[str]) -> None:
    answer = shop.call("POST", "/se/checkouts", cart(**changes))
    assert (answer.status, answer.paths) == (400, paths)


@pytest.mark.parametrize("body", [None, b"", b"{", b"[]", b"null", b"\xff", b'{"a": 1e999}', b"[" * 100_000])
def test_what_is_not_a_json_object_is_400(shop: Shop, body: bytes | None) -> None:
    assert shop.call("POST", "/se/checkouts", body).status == 400


def test_what_the_contract_does_not_know_is_ignored(shop: Shop) -> None:
    body = cart(colour="red", items=[{"itemNo": "00263850", "quantity": 1, "colour": "red"}], familyCardNo=None)
    body["familyCardNo"] = None
    answer = shop.call("POST", "/se/checkouts", body, unknown_fields=True)
    order = shop.order(answer.document["resourceId"])
    assert "colour" not in order
    assert "familyCardNo" not in order


def test_a_body_may_not_be_too_large(shop: Shop) -> None:
    assert shop.call("POST", "/se/checkouts", cart(cartCheckSum="x" * 2**20)).status == 413


def test_an_existing_order_becomes_a_store_order(shop: Shop) -> None:
    body = ORDER | {
        "version": "3",
        "buCode": "445",
        "shippingContacts": [{"firstName": "Anna", "zipCode": "25185"}],
        "billingContacts": [{"firstName": "Anna", "businessInfo": {"businessName": "Co"}}],
    }
    answer = shop.call("POST", "/se/existing-order-checkouts", body)
    assert answer.status == 201
    order = shop.order(answer.document["resourceId"])
    assert order["shoppingType"] == "NO_STOCK_STORE_ORDER"
    assert (order["orderNumber"], order["orderNumberSource"], order["version"]) == ("1158491376", "A01", "3")
    assert (order["sellingUnitCode"], order["state"]) == ("445", "DELIVERY_AREA_SET")
    assert order["shippingContacts"][0]["firstName"] == "Anna"
    assert order["billingContacts"][0]["businessInfo"] == {"businessName": "Co"}


@pytest.mark.parametrize(
    ("changes", "status", "paths"),
    [
        ({"orderNumber": None}, 400, {"orderNumber"}),
        ({"orderNumber": ""}, 422, {"orderNumber"}),
        ({"orderNumberSource": " "}, 422, {"orderNumberSource"}),
        ({"items": []}, 422, {"items"}),
        ({"items": lines(_1=1)}, 422, {"items[0].itemNo"}),
        ({"shoppingAppPlatform": "IKEAAPP_ANDROID"}, 422, {"shoppingAppPlatform"}),
        ({"deliveryAndServiceQuestionnaireAnswers": {}}, 400, {
            "deliveryAndServiceQuestionnaireAnswers.checkoutId", "deliveryAndServiceQuestionnaireAnswers.userId"
        }),
    ],
)  # fmt: skip
def test_an_existing_order_has_rules_of_its_own(
    shop: Shop, changes: dict[str, Any], status: int, paths: set[str]
) -> None:
    body = {name: value for name, value in (ORDER | changes).items() if value is not None}
    answer = shop.call("POST", "/se/existing-order-checkouts", body)
    assert (answer.status, answer.paths) == (status, paths)


def test_answers_of_a_questionnaire_are_checked_to_their_enums(shop: Shop) -> None:
    question = {"options": [{"optionValue": "YES"}, {"optionValue": "PERHAPS"}], "answer": {"optionValue": "FREETEXT"}}
    answers = {
        "checkoutId": "c",
        "userId": "u",
        "questionsAndAnswers": {"serviceQuestion": [{"questions": [question]}]},
    }
    answer = shop.call(
        "POST", "/se/existing-order-checkouts", ORDER | {"deliveryAndServiceQuestionnaireAnswers": answers}
    )
    path = "questionsAndAnswers.serviceQuestion[0].questions[0].options[1].optionValue"
    assert (answer.status, answer.paths) == (400, {f"deliveryAndServiceQuestionnaireAnswers.{path}"})
