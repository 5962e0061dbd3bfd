# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Client for the checkout operations of Order Capture; names are imported on first use."""

from order_capture_client._lazy import TYPE_CHECKING, attach

if TYPE_CHECKING:
    from order_capture_client import api as api
    from order_capture_client import api_client as api_client
    from order_capture_client import api_response as api_response
    from order_capture_client import configuration as configuration
    from order_capture_client import exceptions as exceptions
    from order_capture_client import models as models
    from order_capture_client import rest as rest
    from order_capture_client import sandbox as sandbox
    from order_capture_client import testing as testing
    from order_capture_client import transport as transport
    from order_capture_client import types as types
    from order_capture_client._version import __version__ as __version__
    from order_capture_client.amount import Amount as Amount
    from order_capture_client.api.checkout_api import CheckoutApi as CheckoutApi
    from order_capture_client.api_client import ApiClient as ApiClient
    from order_capture_client.api_client import CallOptions as CallOptions
    from order_capture_client.api_response import ApiResponse as ApiResponse
    from order_capture_client.configuration import AccessToken as AccessToken
    from order_capture_client.configuration import Configuration as Configuration
    from order_capture_client.configuration import RetryPolicy as RetryPolicy
    from order_capture_client.configuration import Timeouts as Timeouts
    from order_capture_client.configuration import TokenProvider as TokenProvider
    from order_capture_client.drift import Drift as Drift
    from order_capture_client.drift import DriftKind as DriftKind
    from order_capture_client.drift import DriftReport as DriftReport
    from order_capture_client.exceptions import ApiAttributeError as ApiAttributeError
    from order_capture_client.exceptions import ApiConnectionError as ApiConnectionError
    from order_capture_client.exceptions import ApiException as ApiException
    from order_capture_client.exceptions import ApiKeyError as ApiKeyError
    from order_capture_client.exceptions import ApiTimeoutError as ApiTimeoutError
    from order_capture_client.exceptions import ApiTypeError as ApiTypeError
    from order_capture_client.exceptions import ApiValueError as ApiValueError
    from order_capture_client.exceptions import AuthenticationTimeoutException as AuthenticationTimeoutException
    from order_capture_client.exceptions import BadRequestException as BadRequestException
    from order_capture_client.exceptions import ConflictException as ConflictException
    from order_capture_client.exceptions import CredentialsError as CredentialsError
    from order_capture_client.exceptions import DriftedResponseError as DriftedResponseError
    from order_capture_client.exceptions import ForbiddenException as ForbiddenException
    from order_capture_client.exceptions import GoneException as GoneException
    from order_capture_client.exceptions import MayHaveBeenCreatedError as MayHaveBeenCreatedError
    from order_capture_client.exceptions import MayHaveBeenUpdatedError as MayHaveBeenUpdatedError
    from order_capture_client.exceptions import NotFoundException as NotFoundException
    from order_capture_client.exceptions import OpenApiException as OpenApiException
    from order_capture_client.exceptions import Problem as Problem
    from order_capture_client.exceptions import ResponseError as ResponseError
    from order_capture_client.exceptions import ResponseTooLargeError as ResponseTooLargeError
    from order_capture_client.exceptions import ServiceException as ServiceException
    from order_capture_client.exceptions import TooManyRequestsException as TooManyRequestsException
    from order_capture_client.exceptions import UnauthorizedException as UnauthorizedException
    from order_capture_client.exceptions import UndecodableResponseError as UndecodableResponseError
    from order_capture_client.exceptions import UnexpectedContentTypeError as UnexpectedContentTypeError
    from order_capture_client.exceptions import UnexpectedRedirectException as UnexpectedRedirectException
    from order_capture_client.exceptions import UnprocessableEntityException as UnprocessableEntityException
    from order_capture_client.exceptions import WrongCheckoutError as WrongCheckoutError
    from order_capture_client.field_types import Checked as Checked
    from order_capture_client.field_types import FromAnswer as FromAnswer
    from order_capture_client.hooks import AttemptInfo as AttemptInfo
    from order_capture_client.hooks import CallInfo as CallInfo
    from order_capture_client.models import *  # noqa: F403
    from order_capture_client.prepared_request import PreparedRequest as PreparedRequest

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    __getattr__, __dir__, __all__ = attach(
        __name__,
        {
            "_version": "__version__",
            "amount": "Amount",
            "api.checkout_api": "CheckoutApi",
            "api_client": "ApiClient CallOptions",
            "api_response": "ApiResponse",
            "configuration": "AccessToken Configuration RetryPolicy Timeouts TokenProvider",
            "drift": "Drift DriftKind DriftReport",
            "exceptions": (
                "ApiAttributeError ApiConnectionError ApiException ApiKeyError ApiTimeoutError ApiTypeError "
                "ApiValueError AuthenticationTimeoutException BadRequestException ConflictException "
                "CredentialsError DriftedResponseError ForbiddenException GoneException MayHaveBeenCreatedError "
                "MayHaveBeenUpdatedError NotFoundException OpenApiException Problem ResponseError "
                "ResponseTooLargeError ServiceException TooManyRequestsException UnauthorizedException "
                "UndecodableResponseError UnexpectedContentTypeError UnexpectedRedirectException "
                "UnprocessableEntityException WrongCheckoutError"
            ),
            "field_types": "Checked FromAnswer",
            "hooks": "AttemptInfo CallInfo",
            "prepared_request": "PreparedRequest",
        },
        submodules=(
            "api",
            "api_client",
            "api_response",
            "configuration",
            "exceptions",
            "models",
            "rest",
            "sandbox",
            "testing",
            "transport",
            "types",
        ),
        reexport="models",
    )
