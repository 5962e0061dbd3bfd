"""The behaviour of `CheckoutPatchRequest`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, SupportsIndex, cast

from pydantic import BaseModel
from typing_extensions import Self

from order_capture_client import models
from order_capture_client._model.fields import children
from order_capture_client._model.safe_access import models_at, number_at, text_at
from order_capture_client._problem import Problem
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.patch_item_request import PatchItemRequest

if TYPE_CHECKING:
    from order_capture_client.models.checkout_dto import CheckoutDto


class CheckoutPatchRequestBehaviour:
    """Patches made from the checkout that they change."""

    @classmethod
    def reducing(cls, checkout: models.CheckoutDto, quantities: Mapping[str, int]) -> Self:
        """Return a patch that reduces lines of a checkout to new quantities; all other lines stay as they are.

        The check uses the checkout as it was read; the service checks again.

        Args:
            checkout: The current checkout, as `get_checkout` returns it.
            quantities: New quantities by article number; 0 takes the line out.

        Raises:
            ApiValueError: An article is not a line of the checkout or only part of a set, a quantity is not a whole
                number or is above the current one, or no line would stay. The message names all faults.
        """
        problems = list(_problems(checkout, quantities))
        if problems:
            raise ApiValueError("; ".join(problem.text for problem in problems), problems=problems)
        make = cast("Callable[..., Self]", cls)
        return make(items=[PatchItemRequest(item_no=number, quantity=int(new)) for number, new in quantities.items()])


def _problems(checkout: object, quantities: object) -> Iterator[Problem]:
    from order_capture_client.models.checkout_dto import CheckoutDto

    if not isinstance(checkout, CheckoutDto):
        yield Problem(("checkout",), "CheckoutDto expected, such as get_checkout returns")
    elif not isinstance(quantities, Mapping):
        yield Problem(("quantities",), "mapping of article numbers to new quantities expected")
    elif not quantities:
        yield Problem(("quantities",), "at least one article expected")
    else:
        current = _current(checkout)
        wanted = dict(cast("Mapping[object, object]", quantities))
        faults = [fault for number, new in wanted.items() for fault in _line_problems(checkout, current, number, new)]
        yield from faults
        left = current | {number: _whole(new) for number, new in wanted.items()}
        if not faults and all(quantity == 0 for quantity in left.values()):
            yield Problem(("quantities",), "at least one line of the checkout must stay")


def _line_problems(
    checkout: CheckoutDto, current: Mapping[object, Decimal | None], number: object, new: object
) -> Iterator[Problem]:
    if not isinstance(number, str):
        yield Problem(("quantities",), "article numbers are text, in quotes: a number would lose its leading zeros")
        return
    place = ("quantities", number)
    quantity = _whole(new)
    if number not in current:
        yield Problem(place, _why_unknown(checkout, number))
    if quantity is None or quantity < 0:
        yield Problem(place, "whole number of at least 0 expected")
    elif number in current:
        most = current[number]
        if most is None:
            yield Problem(place, "the checkout does not say how many there are")
        elif quantity > most:
            yield Problem(place, f"can only be reduced; the checkout has {most:f}")


def _current(checkout: CheckoutDto) -> dict[object, Decimal | None]:
    """Return the quantities in the checkout by article; None for a quantity that cannot be read."""
    current: dict[object, Decimal | None] = {}
    for _, item in children(checkout.items):
        number, quantity = text_at(item, "item_no"), number_at(item, "quantity")
        before = current.get(number, Decimal(0))
        current[number] = None if before is None or quantity is None else before + quantity
    return current


def _why_unknown(checkout: CheckoutDto, number: str) -> str:
    deliveries = models_at(BaseModel, checkout, "delivery_and_services", "delivery_service", "deliveries")
    parts = [
        item
        for delivery in deliveries
        for item in models_at(BaseModel, delivery, "delivery_items")
        if text_at(item, "item_no") == number and text_at(item, "parent_id")
    ]
    return "part of a set; reduce the set" if parts else "not an article of the checkout"


def _whole(value: object) -> Decimal | None:
    if isinstance(value, SupportsIndex) and not isinstance(value, bool):
        return Decimal(operator.index(value))
    number = Decimal(value) if isinstance(value, (float, Decimal)) else Decimal("NaN")
    return number if number.is_finite() and number == number.to_integral_value() else None
