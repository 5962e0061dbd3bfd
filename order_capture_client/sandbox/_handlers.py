"""The nine operations, without HTTP: a `Call` in, a document of the contract out, or a `Problem`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from order_capture_client._model.base import Model
from order_capture_client.models.checkout import Checkout
from order_capture_client.models.checkout_patch_request import CheckoutPatchRequest
from order_capture_client.models.checkout_request import CheckoutRequest
from order_capture_client.models.existing_order_checkout_request import ExistingOrderCheckoutRequest
from order_capture_client.models.update_user import UpdateUser
from order_capture_client.sandbox._errors import Fault, Problem
from order_capture_client.sandbox._store import Store
from order_capture_client.sandbox.checkout._bodies import read
from order_capture_client.sandbox.checkout._documents import checkout_document, consumer_info_document, user_document
from order_capture_client.sandbox.checkout._masking import masked
from order_capture_client.sandbox.checkout._records import Record, moved, new_record, patched
from order_capture_client.sandbox.checkout._rules import (
    creation_faults,
    existing_order_faults,
    patch_faults,
    update_user_faults,
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation, its credentials already checked."""

    unit: str
    now: float
    user: str | None = None
    """Who calls; None for a caller with no more than a client id."""
    checkout_id: str = ""
    query: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None


class Operations:
    """The operations on a store of checkouts.

    A checkout made with a token belongs to that user; the others belong to guests. Someone else's registered
    checkout is answered with 404, as if it did not exist; a caller with a client id alone is a service and
    sees all of them.
    """

    def __init__(self, store: Store, lifetime: float) -> None:
        self._store = store
        self._lifetime = lifetime

    def create_checkout(self, call: Call) -> dict[str, Any]:
        """Keeps a new checkout."""
        body = read(CheckoutRequest, call.body)
        _refuse("The checkout breaks a rule.", creation_faults(call.unit, body))
        return self._create(call, body)

    def create_existing_order_checkout(self, call: Call) -> dict[str, Any]:
        """Keeps a checkout for an order that waited for stock; it becomes a NO_STOCK_STORE_ORDER."""
        body = read(ExistingOrderCheckoutRequest, call.body)
        _refuse("The checkout breaks a rule.", existing_order_faults(body))
        return self._create(call, body | {"shoppingType": "NO_STOCK_STORE_ORDER"})

    def get_checkout(self, call: Call) -> dict[str, Any]:
        """The checkout. The query has to be there and right, but selects nothing: the id says it all."""
        _read_query(Checkout, call.query, ("shoppingType", "channel"))
        return checkout_document(self._found(call, self._store.get(call.checkout_id)), call.now)

    def get_order(self, call: Call) -> dict[str, Any]:
        """The checkout as an order."""
        return checkout_document(self._found(call, self._store.get(call.checkout_id)), call.now)

    def get_i_gift_order(self, call: Call) -> dict[str, Any]:
        """The order without what tells who its people are."""
        return masked(self.get_order(call))

    def get_consumer_info(self, call: Call) -> dict[str, Any]:
        """What was said of the consumer at the creation, even if the checkout has expired."""
        return consumer_info_document(self._found(call, self._store.get(call.checkout_id)))

    def patch_checkout(self, call: Call) -> dict[str, Any]:
        """The checkout after a reduction."""
        body = read(CheckoutPatchRequest, call.body)

        def change(record: Record | None) -> Record:
            record = self._found(call, record)
            _refuse("The checkout cannot be changed so.", patch_faults(record, body, call.now))
            return patched(record, body, call.now)

        return checkout_document(self._store.change(call.checkout_id, change), call.now)

    def get_user_contacts(self, call: Call) -> dict[str, Any]:
        """The contacts of the caller's latest checkout in the retail unit."""
        record = self._store.latest(_user(call), call.unit)
        if record is None:
            raise Problem(404, "The user has no checkout.")
        if record.expired(call.now):
            raise Problem(410, "The user's latest checkout has expired.")
        return user_document(record, call.query.get("zipcode"))

    def update_user(self, call: Call) -> dict[str, Any]:
        """The checkout after it has moved from `oldUser` to the caller; saying it twice changes nothing more."""
        body, user = read(UpdateUser, call.body), _user(call)

        def change(record: Record | None) -> Record:
            if record is None or record.unit != call.unit:
                raise Problem(404, "There is no such checkout.")
            if record.expired(call.now):
                raise Problem(410, "The checkout has expired.")
            if record.user == user and body.get("oldUser"):
                return record  # moved before: saying it again changes nothing
            _refuse("The checkout cannot be moved.", update_user_faults(record, body))
            return moved(record, user, call.now)

        return checkout_document(self._store.change(call.checkout_id, change), call.now)

    def _create(self, call: Call, body: dict[str, Any]) -> dict[str, Any]:
        record = new_record(call.unit, call.user, body, call.now, self._lifetime)
        self._store.add(record)
        return {"resourceId": record.checkout_id}

    def _found(self, call: Call, record: Record | None) -> Record:
        hidden = record is not None and record.registered and call.user not in (None, record.user)
        if record is None or record.unit != call.unit or hidden:
            raise Problem(404, "There is no such checkout.")
        return record


def _user(call: Call) -> str:
    assert call.user is not None  # the route asks for a token
    return call.user


def _refuse(details: str, faults: Iterable[Fault]) -> None:
    faults = list(faults)
    if faults:
        raise Problem(422, details, faults)


def _read_query(model: type[Model], query: dict[str, str], names: Iterable[str]) -> None:
    read(model, json.dumps({name: query[name] for name in names if name in query}).encode())
