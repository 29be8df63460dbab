"""The commands of dev.py."""

import argparse
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from development import bytecode, testing
from development.console import Trouble, complain
from development.places import DATA, PYTHON, ROOT
from development.setup import set_up


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 fine, 1 checks or tests failed, 2 it cannot be done here."""
    environ = bytecode.keep(os.environ)
    os.environ.clear()
    os.environ.update(environ)
    parser = _parser()
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command is not _test:
        parser.error(f"unknown: {' '.join(rest)}")
    known.rest = rest
    command: Callable[[argparse.Namespace], int] = known.command
    try:
        return command(known)
    except Trouble as trouble:
        complain(str(trouble))
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Makes the environment, runs Licorne, tests it.")
    commands = parser.add_subparsers(required=True, metavar="command")
    run = _command(commands, "run", _run, "set up, then run everything in the foreground")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--data", type=Path, help="data folder (default: var in the checkout, or LICORNE_DATA)")
    _command(commands, "test", _test, "set up, then all checks and tests; with arguments: pytest with them, no checks")
    _command(commands, "prove", _prove, "set up, then the long sweeps: fault points, load, soak")
    _command(commands, "bench", _bench, "set up, then measure; prints a table and writes bench.json")
    _command(commands, "setup", _setup, "only set up")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    function: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(command=function)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    data = arguments.data.absolute() if arguments.data else _default_data()
    _check(arguments.port, data)
    set_up()
    # -P: a folder of the current directory must not stand for a package of ours.
    command = [str(PYTHON), "-P", "-m", "licorne.cli", "up", "--port", str(arguments.port), "--data", str(data)]
    os.execv(command[0], command)


def _default_data() -> Path:
    return Path(os.environ.get("LICORNE_DATA") or DATA).absolute()


def _check(port: int, data: Path) -> None:
    """What would stop the start is said before minutes of installing."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise Trouble(f"cannot use port {port}: {getattr(error, 'strerror', None) or error}") from None
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise Trouble(f"cannot write to the folder {data}")


def _setup(arguments: argparse.Namespace) -> int:
    set_up()
    return 0


def _test(arguments: argparse.Namespace) -> int:
    set_up()
    return testing.some(arguments.rest) if arguments.rest else testing.everything()


def _prove(arguments: argparse.Namespace) -> int:
    set_up()
    return testing.prove()


def _bench(arguments: argparse.Namespace) -> int:
    set_up()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "tests.bench"])
