"""The lock around SQLite's writes: one holder at a time, in threads and processes, and nothing left behind by them."""

import gc
import os
import threading
from pathlib import Path

from licorne.models.write_lock import WriteLock


def _open_files(file: Path) -> int:
    numbers = Path("/proc/self/fd").iterdir()
    return len([number for number in numbers if number.exists() and number.readlink() == file])


def _in_thread(lock: WriteLock) -> None:
    def hold() -> None:
        with lock.held():
            pass

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()


def test_an_ended_thread_leaves_no_open_file(tmp_path: Path) -> None:
    file = tmp_path / "write.lock"
    lock = WriteLock(file)
    for _ in range(20):
        _in_thread(lock)
    gc.collect()
    assert _open_files(file) == 0


def test_a_thread_opens_the_file_once(tmp_path: Path) -> None:
    file = tmp_path / "write.lock"
    lock = WriteLock(file)
    for _ in range(3):
        with lock.held():
            assert _open_files(file) == 1
    assert _open_files(file) == 1


def test_a_forked_child_that_ends_or_locks_for_itself_leaves_the_lock_of_its_parent(tmp_path: Path) -> None:
    file = tmp_path / "write.lock"
    lock = WriteLock(file)
    with lock.held():
        child = os.fork()
        if child == 0:
            lock._local.__dict__.clear()  # the parent's handle is closed in the child
            os._exit(0)
        os.waitpid(child, 0)
        held = threading.Event()
        waiting = threading.Thread(target=_tell, args=(lock, held))
        waiting.start()
        assert not held.wait(0.2), "the lock was lost with the child"
    assert held.wait(5)
    waiting.join()


def _tell(lock: WriteLock, held: threading.Event) -> None:
    with lock.held():
        held.set()
