"""`python -m tests.bench`: one table, every ratio measured in this run. Writes bench.json; exit code 1 where a target is missed."""

import argparse
import importlib
import sys
import time
from pathlib import Path
from typing import Final

from tests.bench.machine import Machine, machine
from tests.bench.rows import Row, table, write

#: Row → the module whose `measure` makes it, in order.
ROWS: Final = {
    "P1": "submissions",
    "F1": "forty",
    "P2": "planning",
    "P3": "effects",
    "P4": "paper",
    "P6": "flow",
    "P11": "start",
    "P12": "backtest",
}


def main() -> int:
    """Measures and prints."""
    arguments = _arguments()
    began = time.monotonic()
    rows: list[Row] = []
    with machine(arguments.long) as own:
        for name in arguments.only or ROWS:
            rows += _measured(name, own)
    write(rows, arguments.json)
    _say(f"\n{table(rows)}\n\n{time.monotonic() - began:.0f} s; written to {arguments.json}")
    return 1 if any(row.reached is False for row in rows) else 0


def _measured(name: str, own: Machine) -> list[Row]:
    _say(f"measuring {name} …")
    rows: list[Row] = importlib.import_module(f"tests.bench.{ROWS[name]}").measure(own)
    return rows


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="10,000 flows for the growth of memory (P8), not 500")
    parser.add_argument(
        "--only", nargs="+", choices=ROWS, metavar="ROW", help=f"of {', '.join(ROWS)}; P6 brings P7 and P8, F1 brings F2"
    )
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="default: %(default)s")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
