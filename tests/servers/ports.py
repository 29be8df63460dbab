"""Free loopback ports for servers that must be told one."""

import socket


def free_port() -> int:
    """A port that nobody uses right now; the server that gets it must start soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
