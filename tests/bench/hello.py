"""The hello route that a submission is compared with, by the same web server: `python -m tests.bench.hello PORT [--whole]`.

Bare Flask by default; `--whole` adds the route to the whole app, with all that the app does for each request.
"""

import sys
from collections.abc import Callable
from functools import partial

from flask import Flask

from licorne.app import create_app
from licorne.web_server import serve

PATH = "/bench-hello"


def _hello() -> str:
    return "hello"


def app(make: Callable[[], Flask]) -> Flask:
    """What `make` gives, with the route."""
    made = make()
    made.add_url_rule(PATH, "bench_hello", _hello)
    return made


if __name__ == "__main__":
    whole = "--whole" in sys.argv
    serve(partial(app, create_app if whole else partial(Flask, "hello")), "127.0.0.1", int(sys.argv[1]))
