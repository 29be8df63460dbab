"""Where PDF children come from beneath a supervisor: one process that has read libraries, faces and templates, and forks.

A child by itself is 60 MB; forked, it shares what it only reads with all others and is there in milliseconds. The nursery has no
thread, no connection and nothing to lose. Whoever wants a child connects to its socket, and the connection is the child's.

It is a program of its own, not a fork of the supervisor: what it would share with the application it does not need, and what it
writes into the gaps between would be copied (30 MB of three processes).
"""

import gc
import os
import signal
import socket
import sys

from licorne import processes
from licorne.adapters.pdf import child
from licorne.adapters.pdf.compiled.documents import CompiledDocuments


def serve(listener: socket.socket) -> None:
    """Forks a child for each connection, until it is ended."""
    documents = CompiledDocuments()
    child.warm_up(documents)
    gc.collect()
    gc.freeze()  # a child's collector must not touch, and so copy, what it shares with the others
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a child: who uses it sees it end
    while True:
        connection, _ = listener.accept()
        with connection:
            _fork(listener, connection, documents)


def _fork(listener: socket.socket, connection: socket.socket, documents: CompiledDocuments) -> None:
    def be_child() -> None:
        listener.close()
        child.limit_memory()
        os.dup2(2, 1)  # nothing that a library prints is lost in a closed stream
        with connection.makefile("rb") as requests, connection.makefile("wb") as answers:
            child.serve(requests, answers, documents)

    processes.fork(be_child)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
