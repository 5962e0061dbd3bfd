"""The states of a checkout, and the progress that each one implies."""

from __future__ import annotations

from enum import IntEnum


class Stage(IntEnum):
    """The progress of a checkout; each stage includes the former ones."""

    CART = 0
    AREA = 1
    DELIVERY = 2
    SLOT = 3
    SERVICE_SLOTS = 4
    BILLING = 5
    SHIPPING = 6
    PAYMENT = 7
    PAID = 8
    ORDERED = 9


STAGES = {
    "INITIATED": Stage.CART,
    "DELIVERY_AREA_SET": Stage.AREA,
    "DELIVERY_SERVICES_SET": Stage.DELIVERY,
    "TIME_WINDOWS_SET": Stage.SLOT,
    "SERVICE_TIME_WINDOWS_FAILED": Stage.SLOT,
    "SERVICE_TIME_WINDOWS_SET": Stage.SERVICE_SLOTS,
    "BILLING_CONTACTS_SET": Stage.BILLING,
    "SHIPPING_CONTATCTS_SET": Stage.SHIPPING,
    "EXPRESS_PAYMENT_INITIATED": Stage.PAYMENT,
    "PAYMENT_INITIATED": Stage.PAYMENT,
    "PAYMENT_LOCKED": Stage.PAYMENT,
    "PAYMENT_COMPLETED": Stage.PAID,
    "OC_PAYMENT_COMPLETED": Stage.PAID,
    "ORDER_CANT_BE_CREATED": Stage.PAID,
    "ORDER_CREATE_FAILED": Stage.PAID,
    "OC_CHECKOUT_FAILED": Stage.PAID,
    "ISELL_ORDER_CREATED": Stage.ORDERED,
    "NO_STOCK_WEB_ORDER_CREATED": Stage.ORDERED,
    "EMAIL_NOT_SENT": Stage.ORDERED,
    "EMAIL_SENT": Stage.ORDERED,
    "OIS_UNAVAILABLE_EMAIL_NOT_SENT": Stage.ORDERED,
    "OIS_UNAVAILABLE_EMAIL_SENT": Stage.ORDERED,
    "ORDER_COMPLETE": Stage.ORDERED,
    "OC_CHECKOUT_COMPLETED": Stage.ORDERED,
}
"""The states in the order in which a checkout passes them, each with the stage that it implies."""

ENDS = ("EXPIRED", "INITIATED_EXPIRED", "FAILED", "UNKNOWN")
"""The final states, which can follow any other."""


def reachable(state: str) -> list[str]:
    """Return the states that may follow a state."""
    if state in ENDS:
        return []
    order = list(STAGES)
    return order[order.index(state) + 1 :] + list(ENDS)


def state_of(stage: Stage) -> str:
    """Return the first state of a stage."""
    return next(state for state, reached in STAGES.items() if reached == stage)
