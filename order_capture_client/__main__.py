"""The command line: `demo` shows all nine operations, `sandbox` serves a stand-in, `create` creates many checkouts."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from contextlib import closing

from order_capture_client import _demo
from order_capture_client._version import __version__
from order_capture_client.bulk import _command as create
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError, OpenApiException
from order_capture_client.sandbox import Sandbox

DEMO = """Without --host, run all nine operations against a new sandbox. With --host, read one checkout from that
service, with the credentials in ORDER_CAPTURE_CLIENT_ID and ORDER_CAPTURE_ACCESS_TOKEN."""
ENVIRONMENT = "The credentials are read from ORDER_CAPTURE_CLIENT_ID and ORDER_CAPTURE_ACCESS_TOKEN."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0, or 1 after an error, which is printed to standard error.

    `create` has two more statuses; its help lists them.
    """
    parsed = _parser().parse_args(arguments)
    if parsed.command == "create":
        return create.run(parsed)
    try:
        if parsed.command == "sandbox":
            _serve(parsed.port, parsed.database)
        else:
            _show(parsed.host, parsed.checkout, parsed.retail_unit)
    except (OpenApiException, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m order_capture_client", description=__doc__)
    parser.add_argument("--version", action="version", version=f"order-capture-client {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)

    command = commands.add_parser(
        "demo",
        help="run all nine operations against a sandbox, or only the reads against a service",
        description=DEMO,
    )
    command.add_argument("--host", help="base address of the service to read from, e.g. https://.../ordercaptureapi")
    command.add_argument("--checkout", metavar="ID", help="the checkout to read from that service")
    command.add_argument("--retail-unit", metavar="RU", help="retail unit of the checkout (default: se)")

    command = commands.add_parser("sandbox", help="serve a stand-in for the service on this machine")
    command.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1; 0 picks a free one (default: 8080)")
    command.add_argument("--database", metavar="FILE", help="SQLite file that stores the checkouts (default: memory)")

    command = commands.add_parser(
        "create", help="create a checkout for each cart in a file", description=f"{create.DESCRIPTION} {ENVIRONMENT}"
    )
    create.add_arguments(command)
    return parser


def _show(host: str | None, checkout_id: str | None, retail_unit: str | None) -> None:
    if host is not None:
        configuration = Configuration.from_env()
        configuration.host = host
        _demo.run_on_service(configuration, retail_unit or "se", checkout_id)
    elif checkout_id is not None:
        raise ApiValueError("--checkout: requires --host, the service to read from")
    elif retail_unit is not None:
        raise ApiValueError("--retail-unit: requires --host, the service to read from")
    else:
        _demo.run_on_sandbox()


def _serve(port: int, database: str | None) -> None:
    with closing(Sandbox(port=port, database=database)) as sandbox:
        _start(sandbox, port)
        print("The sandbox is running; press Ctrl-C to stop it. To use it from another shell:\n")
        print(f"export ORDER_CAPTURE_HOST={sandbox.url}")
        print(f"export ORDER_CAPTURE_CLIENT_ID={sandbox.client_id}")
        print(f"export ORDER_CAPTURE_ACCESS_TOKEN={sandbox.token(expires_in=24 * 60 * 60)}", flush=True)
        try:
            sandbox.serve_forever()
        except KeyboardInterrupt:
            print("\nThe sandbox has stopped.")


def _start(sandbox: Sandbox, port: int) -> None:
    problem = ""
    try:
        sandbox.start()
    except OverflowError:
        problem = "--port: a number from 0 to 65535 expected"
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        problem = f"port {port} on 127.0.0.1 is in use; choose another one with --port, or 0 for any free port"
    if problem:
        raise ApiValueError(problem)


if __name__ == "__main__":
    sys.exit(main())
