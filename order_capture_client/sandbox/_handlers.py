"""The nine operations, without HTTP: a `Context` in, a document of the contract or a `ServiceError` out."""

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
from order_capture_client.sandbox._errors import ServiceError, Violation
from order_capture_client.sandbox._store import Store
from order_capture_client.sandbox.checkout._bodies import read
from order_capture_client.sandbox.checkout._documents import checkout_document, consumer_info_document, user_document
from order_capture_client.sandbox.checkout._masking import masked
from order_capture_client.sandbox.checkout._records import Record, moved, new_record, patched
from order_capture_client.sandbox.checkout._rules import (
    creation_violations,
    existing_order_violations,
    patch_violations,
    update_user_violations,
)


@dataclass(frozen=True, slots=True)
class Context:
    """One request of an operation, with its credentials already checked."""

    unit: str
    now: float
    user: str | None = None
    """The caller; None for one with a client id alone."""
    checkout_id: str = ""
    query: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None


class Handlers:
    """The operations on a store of checkouts.

    A checkout made with a token belongs to that user; the others belong to guests. The registered checkout of another
    user is a 404, as if it did not exist. A caller with a client id alone is a service and sees all of them.
    """

    def __init__(self, store: Store, lifetime: float) -> None:
        self._store = store
        self._lifetime = lifetime

    def create_checkout(self, context: Context) -> dict[str, Any]:
        """Store a new checkout."""
        body = read(CheckoutRequest, context.body)
        _refuse("The checkout breaks a rule.", creation_violations(context.unit, body))
        return self._create(context, body)

    def create_existing_order_checkout(self, context: Context) -> dict[str, Any]:
        """Store a checkout for an order that waited for stock; it becomes a NO_STOCK_STORE_ORDER."""
        body = read(ExistingOrderCheckoutRequest, context.body)
        _refuse("The checkout breaks a rule.", existing_order_violations(body))
        return self._create(context, body | {"shoppingType": "NO_STOCK_STORE_ORDER"})

    def get_checkout(self, context: Context) -> dict[str, Any]:
        """Return the checkout. The query is required and checked, but selects nothing: the id is enough."""
        _read_query(Checkout, context.query, ("shoppingType", "channel"))
        return checkout_document(self._found(context, self._store.get(context.checkout_id)), context.now)

    def get_order(self, context: Context) -> dict[str, Any]:
        """Return the checkout as an order."""
        return checkout_document(self._found(context, self._store.get(context.checkout_id)), context.now)

    def get_i_gift_order(self, context: Context) -> dict[str, Any]:
        """Return the order without the personal data of its people."""
        return masked(self.get_order(context))

    def get_consumer_info(self, context: Context) -> dict[str, Any]:
        """Return the consumer data of the creation request, even if the checkout has expired."""
        return consumer_info_document(self._found(context, self._store.get(context.checkout_id)))

    def patch_checkout(self, context: Context) -> dict[str, Any]:
        """Return the checkout after a reduction."""
        body = read(CheckoutPatchRequest, context.body)

        def change(record: Record | None) -> Record:
            record = self._found(context, record)
            _refuse("The checkout cannot be changed like this.", patch_violations(record, body, context.now))
            return patched(record, body, context.now)

        return checkout_document(self._store.change(context.checkout_id, change), context.now)

    def get_user_contacts(self, context: Context) -> dict[str, Any]:
        """Return the contacts of the caller's latest checkout in the retail unit."""
        record = self._store.latest(_user(context), context.unit)
        if record is None:
            raise ServiceError(404, "The user has no checkout.")
        if record.expired(context.now):
            raise ServiceError(410, "The user's latest checkout has expired.")
        return user_document(record, context.query.get("zipcode"))

    def update_user(self, context: Context) -> dict[str, Any]:
        """Return the checkout after moving it from `oldUser` to the caller; a second request changes nothing more."""
        body, user = read(UpdateUser, context.body), _user(context)

        def change(record: Record | None) -> Record:
            if record is None or record.unit != context.unit:
                raise ServiceError(404, "There is no such checkout.")
            if record.expired(context.now):
                raise ServiceError(410, "The checkout has expired.")
            if record.user == user and body.get("oldUser"):
                return record  # moved before: a second request changes nothing
            _refuse("The checkout cannot be moved.", update_user_violations(record, body))
            return moved(record, user, context.now)

        return checkout_document(self._store.change(context.checkout_id, change), context.now)

    def _create(self, context: Context, body: dict[str, Any]) -> dict[str, Any]:
        record = new_record(context.unit, context.user, body, context.now, self._lifetime)
        self._store.add(record)
        return {"resourceId": record.checkout_id}

    def _found(self, context: Context, record: Record | None) -> Record:
        hidden = record is not None and record.registered and context.user not in (None, record.user)
        if record is None or record.unit != context.unit or hidden:
            raise ServiceError(404, "There is no such checkout.")
        return record


def _user(context: Context) -> str:
    assert context.user is not None  # the route asks for a token
    return context.user


def _refuse(details: str, violations: Iterable[Violation]) -> None:
    violations = list(violations)
    if violations:
        raise ServiceError(422, details, violations)


def _read_query(model: type[Model], query: dict[str, str], names: Iterable[str]) -> None:
    read(model, json.dumps({name: query[name] for name in names if name in query}).encode())
