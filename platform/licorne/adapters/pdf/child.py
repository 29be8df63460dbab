"""The process that draws: `python -m licorne.adapters.pdf.child`. It serves requests on its standard input until that ends.

It holds no connection to a database, to Redis or to the network, and it has nothing to lose: its parent kills it when a
document takes too long. It dies with its parent.
"""

import ctypes
import json
import logging
import math
import os
import resource
import signal
import sys
from typing import BinaryIO

from licorne.adapters.pdf.compiled.documents import CompiledDocuments
from licorne.adapters.pdf.failures import RenderFailed
from licorne.adapters.pdf.frames import Frame, read
from licorne.adapters.pdf.messages import answer, attachments_of, refusal
from licorne.adapters.pdf.places import SAMPLES
from licorne.adapters.pdf.render import render

PR_SET_PDEATHSIG = 1
#: Address space, in bytes. A document of 500 lines takes 100 MB.
MEMORY = 1 << 30
_PAGE = resource.getpagesize()

log = logging.getLogger(__name__)


def die_with(parent: int) -> None:
    """Asks the kernel for SIGKILL when the parent dies (Linux); ends at once if it died before it could ask."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def limit_memory() -> None:
    """A hostile document ends as a MemoryError here, not as the kernel's choice of a victim."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def limit_cpu(seconds: float) -> None:
    """SIGXCPU after so many more seconds of CPU, should the parent be unable to kill."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def resident() -> int:
    """Bytes of this process in memory now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * _PAGE


def perform(frame: Frame, documents: CompiledDocuments) -> Frame:
    """Draws one document. Whatever a template or a library raises is an answer: the process serves on."""
    limit_cpu(frame.header["timeout_s"])
    try:
        return answer(render(frame.header["doc"], attachments_of(frame), documents.render), resident())
    except RenderFailed as error:
        return refusal(error)
    except MemoryError:
        raise
    except Exception as error:  # reported to the parent with its name, logged here with its trace
        log.exception("a document could not be drawn")
        return refusal(RenderFailed("crashed", f"{type(error).__name__}: {error}"[:300]))


def warm_up(documents: CompiledDocuments) -> None:
    """Draws the samples until their blocks are compiled and believed (1 s), which also reads faces and xhtml2pdf's own style sheet.

    A child that is forked then draws its first invoice in 20 ms, not in a second, and copies 11 MB instead of 19.
    """
    for path in sorted(SAMPLES.glob("*.json")):
        sample = json.loads(path.read_text("utf-8"))
        for _ in range(documents.drawings_until_believed):
            render(sample, (), documents.render)


def serve(requests: BinaryIO, answers: BinaryIO, documents: CompiledDocuments) -> None:
    """Says that it is ready and who it is, then answers each request until there are no more."""
    answers.write(Frame({"ready": True, "pid": os.getpid()}).packed())
    answers.flush()
    while (frame := read(requests)) is not None:
        answers.write(perform(frame, documents).packed())
        answers.flush()


def main() -> None:
    """Nothing that a library prints may reach the answers: standard output becomes standard error."""
    die_with(int(sys.argv[1]))
    limit_memory()
    logging.basicConfig(level=logging.WARNING)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    documents = CompiledDocuments()
    warm_up(documents)
    serve(requests, answers, documents)


if __name__ == "__main__":
    main()
