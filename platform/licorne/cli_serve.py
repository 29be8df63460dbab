"""`licorne up`, `web`, `worker`, `sweeper`: the processes that serve."""

import argparse
import sys
from functools import partial
from typing import Final

from licorne import front_door, supervisor, worker
from licorne.app import create_app
from licorne.cli_app import settings_of
from licorne.cli_options import Parser
from licorne.config import DEFAULT_PORT, ConfigError

LOOPBACK: Final = "127.0.0.1"


def configure(command: str, parser: Parser) -> None:
    """Port and address for what listens, a name for a worker."""
    if command in {"up", "web"}:
        parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help="default: %(default)s")
        parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: %(default)s)")
    if command == "worker":
        parser.add_argument("--name", default="worker", help="how logs call it (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT."""
    settings = settings_of(arguments)
    if arguments.command == "up":
        try:
            supervisor.up(settings, arguments.port, partial(print, flush=True), arguments.host)
        except supervisor.StartFailed as error:
            print(f"licorne: {error}", file=sys.stderr)
            return 1
    elif arguments.command == "web":
        front_door.serve(partial(create_app, settings), arguments.host, arguments.port)
    elif arguments.command == "sweeper":
        worker.sweep(partial(create_app, settings))
    elif settings.redis_url is None:
        raise ConfigError("a worker needs LICORNE_REDIS_URL; without Redis the sweeper performs")
    else:
        worker.run(partial(create_app, settings), arguments.name)
    return 0


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)
