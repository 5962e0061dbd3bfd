"""Celery's JSON keeps module, name and args of an error: what comes back is still in doubt."""

from __future__ import annotations

import json
from typing import Any

import pytest

from order_capture_client.exceptions import (
    ApiException,
    ApiTimeoutError,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
    NotFoundException,
    ServiceException,
    in_doubt,
)

celery = pytest.importorskip("celery", reason="the extra `tools` is not installed: celery")
base = pytest.importorskip("celery.backends.base")


@pytest.mark.parametrize(
    "made",
    [
        in_doubt(MayHaveBeenCreatedError, ServiceException)(
            503,
            "Service Unavailable",
            outcome="unknown",
            call="create_checkout POST /{retailUnit}/checkouts",
            operation="create_checkout",
            attempts=1,
            elapsed=0.25,
            retry_after=3.0,
            request_id="r-1",
            error_code=12,
            body="canary",
        ),
        in_doubt(MayHaveBeenUpdatedError, ApiTimeoutError)(reason="TimeoutError", outcome="unknown", attempts=2),
        NotFoundException(404, outcome="rejected"),
    ],
    ids=["create", "patch", "read"],
)
def test_an_error_comes_back_from_json(made: ApiException) -> None:
    backend: Any = base.Backend(celery.Celery("shop", set_as_current=False))

    stored = json.dumps(backend.prepare_exception(made, serializer="json"))
    back = backend.exception_to_python(json.loads(stored))

    assert "canary" not in stored
    assert type(back) is type(made)
    assert str(back) == str(made)
    assert (back.status, back.outcome, back.retry_after) == (made.status, made.outcome, made.retry_after)
