"""Values on their way between processes: small ones in the message, large ones in one block of shared memory.

The parent names every block and is the only one to unlink it, so a killed worker leaves none behind. Arrays that arrive
in a block are views of it: nothing is copied, they are read-only, and the block is freed with the last of them.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Any

LARGE = 64 * 1024
"""Bytes from which a buffer travels in shared memory."""

ALIGNMENT = 64
SPARE = 16 * 1024 * 1024
"""Bytes left free in the system's shared memory; running out of it kills a process without a word."""


@dataclass(frozen=True)
class Payload:
    """A pickle and its out-of-band buffers: in `inline`, or in the block `name` as parts of `sizes` bytes."""

    sizes: tuple[int, ...]
    inline: tuple[bytes, ...] = ()
    name: str | None = None


def pack(value: object, name: str) -> tuple[Payload, SharedMemory | None]:
    """Pickle `value`; a large one goes into a new block called `name`, to be kept open until the other side has it.

    What nobody else holds is let go piece by piece as it is copied: it is not twice in memory as a whole.
    """
    buffers: list[pickle.PickleBuffer] = []

    def stays_inside(buffer: pickle.PickleBuffer) -> bool:
        if buffer.raw().nbytes < LARGE:
            return True
        buffers.append(buffer)
        return False

    stream = pickle.dumps(value, protocol=5, buffer_callback=stays_inside)
    del value
    parts = deque([memoryview(stream), *(buffer.raw() for buffer in buffers)])
    buffers.clear()
    sizes = tuple(part.nbytes for part in parts)
    total = sum(padded(size) for size in sizes)
    if total < LARGE or not has_room(total):
        return Payload(sizes, inline=tuple(bytes(part) for part in parts)), None
    try:
        block = SharedMemory(name, create=True, size=total)
    except OSError:  # read-only or refused: the slower way works, too
        return Payload(sizes, inline=tuple(bytes(part) for part in parts)), None
    assert block.buf is not None
    offset = 0
    for size in sizes:
        block.buf[offset : offset + size] = parts.popleft()
        offset += padded(size)
    return Payload(sizes, name=name), block


def unpack(payload: Payload, is_owner: bool) -> Any:
    """The value again. The owner (the parent) also unlinks the block's name, at once."""
    if payload.name is None:
        return pickle.loads(payload.inline[0], buffers=payload.inline[1:])
    view = attach(payload.name, is_owner)
    parts = []
    offset = 0
    for size in payload.sizes:
        parts.append(view[offset : offset + size])
        offset += padded(size)
    return pickle.loads(parts[0], buffers=parts[1:])


def attach(name: str, is_owner: bool) -> memoryview:
    """A read-only view of a block; the view alone keeps the memory."""
    block = SharedMemory(name)
    assert block.buf is not None
    mapping = block.buf.obj
    if is_owner:
        block.unlink()
    # SharedMemory would close the mapping under the arrays when it is collected; taken away from it, the mapping lives
    # exactly as long as a view of it.
    block._mmap = None  # type: ignore[attr-defined]  # not in the public interface, the same in Python 3.11 and 3.12
    block.close()
    return memoryview(mapping).toreadonly()


def discard(name: str) -> None:
    """Free the block `name` if it exists: its maker was killed before handing it over."""
    try:
        block = SharedMemory(name)
    except (FileNotFoundError, ValueError):  # ValueError: killed before the block had a size
        return
    block.unlink()
    block.close()


def padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def has_room(size: int) -> bool:
    """Whether the system's shared memory takes `size` more bytes (containers often have 64 MB in all)."""
    try:
        free = os.statvfs("/dev/shm")
    except (AttributeError, OSError):
        return True
    return free.f_bavail * free.f_frsize > size + SPARE
