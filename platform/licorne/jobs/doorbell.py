"""The one function that RQ may call."""

from licorne.adapters.queue import Signed
from licorne.faults import faultpoint
from licorne.services.executor import drain
from licorne.services.liveness import become_holder, holder
from licorne.services.parts import parts


def work(message: str) -> None:
    """Performs what is due in the queue that the signed message names. Raises ForbiddenJob for a forged one."""
    faultpoint("worker.after_pop")
    queue = Signed(parts().secret).queue(message)
    parts().doorbell.answered(queue)
    try:
        drain(queue, holder())
    except Exception:
        become_holder("worker")
        raise
