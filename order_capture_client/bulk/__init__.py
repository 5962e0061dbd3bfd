"""Many checkouts at once: none lost, none twice, on any executor."""

from order_capture_client.bulk._journal import read_journal as read_journal
from order_capture_client.bulk._rows import InvalidRequest as InvalidRequest
from order_capture_client.bulk._rows import Keyed as Keyed
from order_capture_client.bulk._rows import KeyedRequest as KeyedRequest
from order_capture_client.bulk._rows import Unusable as Unusable
from order_capture_client.bulk._to_frame import to_frame as to_frame
from order_capture_client.bulk.api import create_checkouts as create_checkouts
from order_capture_client.bulk.api import get_orders as get_orders
from order_capture_client.bulk.input._carts import Requests as Requests
from order_capture_client.bulk.input._file import requests_from_file as requests_from_file
from order_capture_client.bulk.input._frame import requests_from_frame as requests_from_frame
from order_capture_client.bulk.outcome import OrderOutcome as OrderOutcome
from order_capture_client.bulk.outcome import Outcome as Outcome
from order_capture_client.bulk.outcome import Status as Status
from order_capture_client.bulk.outcome import Summary as Summary
from order_capture_client.bulk.progress import Progress as Progress
from order_capture_client.bulk.progress import ProgressCallback as ProgressCallback
from order_capture_client.bulk.results import Results as Results

__all__ = [
    "InvalidRequest",
    "Keyed",
    "KeyedRequest",
    "OrderOutcome",
    "Outcome",
    "Progress",
    "ProgressCallback",
    "Requests",
    "Results",
    "Status",
    "Summary",
    "Unusable",
    "create_checkouts",
    "get_orders",
    "read_journal",
    "requests_from_file",
    "requests_from_frame",
    "to_frame",
]
