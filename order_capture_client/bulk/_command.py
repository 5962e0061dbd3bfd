"""The command `python -m order_capture_client create`: creates checkouts from the carts of a file."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import ApiClient
from order_capture_client.bulk.api import create_checkouts
from order_capture_client.bulk.input._file import read_requests
from order_capture_client.bulk.outcome import Outcome, Summary
from order_capture_client.bulk.results import Results
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError, OpenApiException

DESCRIPTION = """Create a checkout for each cart of a CSV or JSON Lines file, none twice: run the same command
again, and it continues where it ended. The exit status is 0 if all were created, 1 if some were not, 2 if an argument or a
file does not fit, and 130 after Ctrl-C."""

SHOWN = 20
"""The most failed carts that are listed one by one."""

_HINT = (
    "say what it is for with --column {name}=PLACE, leave it out with --column {name}=, or make it the key with --key"
    " {name}"
)
_HINT_BESIDE_KEY = "say what it is for with --column {name}=PLACE, or leave it out with --column {name}="
_COLUMNS = ("key", "index", "status", "resource_id", "error", "attempts", "elapsed")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    command.add_argument("--retail-unit", required=True, metavar="RU", help="where to create them, e.g. se")
    command.add_argument("--input", required=True, metavar="FILE", help=".csv, .tsv, .jsonl or .ndjson")
    command.add_argument("--journal", required=True, metavar="FILE", help="keeps the outcome of each cart")
    command.add_argument("--output", metavar="FILE", help="CSV file to write the outcomes of all carts to, at the end")
    command.add_argument(
        "--column",
        action="append",
        default=[],
        type=_pair,
        metavar="NAME=PLACE",
        help="the place of a column, e.g. zip=service_area.zip_code; NAME= leaves it out; may be repeated",
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        metavar="PLACE=VALUE",
        help="a value that all carts share, e.g. channel=WEBAPP or items.uom=PIECE; may be repeated",
    )
    command.add_argument(
        "--key", metavar="COLUMN", help="column that tells carts apart (default: key, if there is one)"
    )
    command.add_argument("--encoding", default="utf-8-sig", help="encoding of the input (default: UTF-8)")
    command.add_argument(
        "--host",
        help="base address of the service (default: ORDER_CAPTURE_HOST, or else the development server)",
    )
    command.add_argument("--workers", type=int, default=8, metavar="N", help="carts in flight at most (default: 8)")
    command.add_argument(
        "--resend-unknown", action="store_true", help="send carts in doubt again; each may become a second checkout"
    )
    command.add_argument("--quiet", action="store_true", help="show no progress")


def run(arguments: argparse.Namespace) -> int:
    """Create the checkouts, print the summary, and return the exit status."""
    results: Results[Outcome] | None = None
    try:
        with ApiClient(_configuration(arguments)) as client, _started(arguments, CheckoutApi(client)) as results:
            summary = results.summary()
            outcomes = results.outcomes()
        if arguments.output is not None:
            _write(outcomes, arguments.output)
    except (OpenApiException, OSError) as error:
        if results is not None:  # the run has begun, and may have created some
            print(results.summary(), flush=True)
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # the summary is printed already
    _report(summary, [outcome for outcome in outcomes if not outcome.ok])
    return 0 if summary.ok else 1


def _configuration(arguments: argparse.Namespace) -> Configuration:
    _refuse_overwriting(arguments)
    configuration = Configuration.from_env()
    if arguments.host is not None:
        configuration.host = arguments.host
    return configuration


def _started(arguments: argparse.Namespace, api: CheckoutApi) -> Results[Outcome]:
    """Return the results of the run, after a look at the input and the output."""
    requests = read_requests(
        Path(arguments.input),
        {name: place or None for name, place in arguments.column} or None,
        arguments.key,
        dict(arguments.set),
        arguments.encoding,
        _HINT if arguments.key is None else _HINT_BESIDE_KEY,
    )
    if arguments.output is not None:
        Path(arguments.output).open("a").close()  # if it cannot be written, nothing is sent
    return create_checkouts(
        api,
        arguments.retail_unit,
        requests,
        max_workers=arguments.workers,
        journal=arguments.journal,
        resend_unknown=arguments.resend_unknown,
        progress=not arguments.quiet,
    )


def _refuse_overwriting(arguments: argparse.Namespace) -> None:
    """Refuse an output that would overwrite a file that the next run needs."""
    if arguments.output is not None:
        output = Path(arguments.output).resolve()
        for name, path in ("input", arguments.input), ("journal", arguments.journal):
            if output == Path(path).resolve():
                raise ApiValueError(f"--output: would overwrite the {name}; name another file")


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise argparse.ArgumentTypeError(f"{text!r} has no = between a name and a value")
    return name, value


def _report(summary: Summary, failed: Sequence[Outcome]) -> None:
    for outcome in failed[:SHOWN]:
        name = f"cart {outcome.index}" if outcome.key is None else f"cart {outcome.key}"
        print(f"{name}: {outcome.status}: {outcome.error}", file=sys.stderr)
    if len(failed) > SHOWN:
        print(f"and {len(failed) - SHOWN} more", file=sys.stderr)
    print(summary)


def _write(outcomes: Iterable[Outcome], path: str) -> None:
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows([getattr(outcome, name) for name in _COLUMNS] for outcome in outcomes)
