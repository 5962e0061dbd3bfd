"""`python -m test.faults report` prints the table; its parts run the other commands in separate processes."""

from __future__ import annotations

import json
import sys


def main(arguments: list[str]) -> int:
    """Run a command."""
    command, *rest = arguments or ["report"]
    if command == "report":
        from test.faults.report import report

        return report()
    if command == "meet":
        from test.faults.bombs import meet

        print(json.dumps(meet(*rest)))
    elif command == "fork":
        from test.faults.forks import fork

        print(json.dumps(fork(*rest)))
    elif command == "fork-amid":
        from test.faults.forks import fork_amid

        print(json.dumps(fork_amid(*rest)))
    elif command == "unpickle":
        from test.faults.pickles import call_unpickled

        print(call_unpickled(*rest))
    elif command == "late-imports":
        from test.faults.late_imports import late_imports

        print(json.dumps(late_imports(*rest)))
    elif command == "core-locks":
        from test.faults.core_locks import core_locks

        print(json.dumps(core_locks()))
    elif command == "fork-amid-first-calls":
        from test.faults.forks import fork_amid_first_calls

        print(json.dumps(fork_amid_first_calls(*rest)))
    elif command == "interrupt":
        from test.faults.interrupts import interrupt

        print(json.dumps(interrupt(*rest)))
    elif command == "fork-in-warm-up":
        from test.faults.forks import fork_in_warm_up

        print(json.dumps(fork_in_warm_up()))
    else:
        print(f"no such command: {command}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
