"""`python -m test.networks report [NETWORK ...]` prints the table; a network is named by the beginning of its name."""

from __future__ import annotations

import signal
import sys

from test.networks.report import report


def main(arguments: list[str]) -> int:
    """Run the command."""
    if arguments[:1] not in ([], ["report"]):
        print(f"no such command: {arguments[0]}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the programs are ended, too
    return report([name.lower() for name in arguments[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
