"""Tests without a network: exact answers and failures, errors and models made by hand, and a guard of the network."""

from order_capture_client._lazy import TYPE_CHECKING, attach

if TYPE_CHECKING:
    from order_capture_client._core.network import UnplannedCallError as UnplannedCallError
    from order_capture_client.testing._builders import make_checkout as make_checkout
    from order_capture_client.testing._builders import make_consumer_info as make_consumer_info
    from order_capture_client.testing._builders import make_created as make_created
    from order_capture_client.testing._builders import make_error_details as make_error_details
    from order_capture_client.testing._builders import make_request as make_request
    from order_capture_client.testing._builders import make_user as make_user
    from order_capture_client.testing._mock_service import MockService as MockService
    from order_capture_client.testing._mock_service import error as error
    from order_capture_client.testing._network import no_network as no_network
    from order_capture_client.testing._plans import FailureName as FailureName
    from order_capture_client.testing._plans import OperationName as OperationName
    from order_capture_client.testing._responses_mock import responses_mock as responses_mock

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    __getattr__, __dir__, __all__ = attach(
        __name__,
        {
            "_builders": "make_checkout make_consumer_info make_created make_error_details make_request make_user",
            "_mock_service": "MockService error",
            "_network": "no_network",
            "_plans": "FailureName OperationName UnplannedCallError",
            "_responses_mock": "responses_mock",
        },
    )
