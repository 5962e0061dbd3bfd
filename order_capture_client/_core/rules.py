"""Rules of the service that types cannot express, so that requests it is known to refuse are not sent.

The contract states them in the descriptions of its properties. `ApiClient.client_side_validation` switches them off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from order_capture_client._problem import Problem

if TYPE_CHECKING:
    from order_capture_client._core.operation import Operation
    from order_capture_client._model.base import Model
    from order_capture_client.models.checkout_patch_request import CheckoutPatchRequest
    from order_capture_client.models.checkout_request import CheckoutRequest
    from order_capture_client.models.existing_order_checkout_request import ExistingOrderCheckoutRequest
    from order_capture_client.models.item_request import ItemRequest
    from order_capture_client.models.patch_item_request import PatchItemRequest

    Cart: TypeAlias = CheckoutRequest | ExistingOrderCheckoutRequest

Rule: TypeAlias = Callable[[Any, str], Iterator[Problem]]
"""Yields the problems of a well-formed request for a retail unit."""

_STATE_REQUIRED = frozenset({"us", "ca", "au"})
"""Retail units whose areas need a state."""
_UUID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
_UUID_DIGITS = 32


def broken_rules(operation: Operation[Any], request: Model, arguments: tuple[object, ...]) -> list[Problem]:
    """Return every fault of a well-formed request, by the rules of its operation."""
    retail_unit = operation.str_argument("retail_unit", arguments) or ""
    return [problem for rule in _RULES.get(operation.name, ()) for problem in rule(request, retail_unit)]


def broken_rule_of_path(name: str, value: str) -> str | None:
    """Return the fault of an argument in the path: an id of a checkout in place of a retail unit."""
    if name == "retail_unit" and len(value) >= _UUID_DIGITS and re.fullmatch(_UUID, value, re.IGNORECASE):
        return "a UUID is no retail unit; retail_unit and checkout_id swapped?"
    return None


def _lines(least: int, request: Cart | CheckoutPatchRequest, _: str) -> Iterator[Problem]:
    """Each article has one line, and each line has a quantity that is not too small."""
    first: dict[str, int] = {}
    too_small: list[int] = []
    lines: Sequence[ItemRequest | PatchItemRequest] = request.items or ()
    for index, item in enumerate(lines):
        if item.item_no is not None and (before := first.setdefault(item.item_no, index)) != index:
            message = f"same article as items[{before}]; send one line per article, with its whole quantity"
            yield Problem(("items", index, "item_no"), message)
        if item.quantity is not None and item.quantity < least:
            too_small.append(index)
    yield from (Problem(("items", index, "quantity"), f"at least {least} expected") for index in too_small)


def _app_platform(request: Cart, _: str) -> Iterator[Problem]:
    if (request.shopping_app_platform or "").startswith("IKEAAPP_") and request.channel != "MOBILE_APP":
        yield Problem(("shopping_app_platform",), "IKEAAPP_ platforms go with channel MOBILE_APP only")


def _state(request: CheckoutRequest, retail_unit: str) -> Iterator[Problem]:
    if retail_unit.lower() not in _STATE_REQUIRED:
        return
    for name, area in (("delivery_area", request.delivery_area), ("service_area", request.service_area)):
        if area is not None and not area.state_code:
            yield Problem((name, "state_code"), f"required in {retail_unit.upper()}")


_RULES: dict[str, tuple[Rule, ...]] = {
    "create_checkout": (partial(_lines, 1), _app_platform, _state),
    "create_existing_order_checkout": (partial(_lines, 1), _app_platform),
    "patch_checkout": (partial(_lines, 0),),
}
"""The rules for the body of each operation."""
