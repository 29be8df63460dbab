"""The address of the page that is shown, with other arguments: made from its path, so that no argument is taken for an option."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from flask import request


def this_page(arguments: Mapping[str, str | Sequence[str]]) -> str:
    """A path of this host: a path that begins with two slashes would be read as another host."""
    path = quote("/" + f"{request.script_root}{request.path}".lstrip("/"))
    return f"{path}?{urlencode(arguments, doseq=True)}" if arguments else path
