"""A run in a process of its own, to be killed: `python -m test.bulk.child HOST JOURNAL ROWS WORKERS`.

It says `begun` when it begins, and at the end prints each outcome.
"""

from __future__ import annotations

import json
import sys

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.bulk import create_checkouts
from test.bulk.server import cart


def main(host: str, journal: str, rows: int, workers: int) -> None:
    """Run the command."""
    requests = [(f"row-{index}", cart(f"row-{index}")) for index in range(rows)]
    with ApiClient(Configuration(host=host, access_token="token")) as client:
        print("begun", flush=True)
        results = create_checkouts(
            CheckoutApi(client), "se", requests, max_workers=workers, journal=journal, progress=False
        )
        outcomes = [[outcome.key, outcome.status, outcome.resource_id] for outcome in results]
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
