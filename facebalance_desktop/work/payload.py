"""Values on their way between processes: small ones in the message, large ones in one block of shared memory.

The parent names every block and is the only one to unlink it, so a killed worker leaves none behind. Arrays that arrive
in a block are views of it: nothing is copied, they are read-only, and the block is freed with the last of them.
"""

from __future__ import annotations

import ctypes
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
class Place:
    """A part of a block."""

    offset: int
    size: int


@dataclass(frozen=True)
class Payload:
    """A pickle and its out-of-band buffers, each as bytes or where it lies in the block `name`."""

    parts: tuple[bytes | Place, ...]
    name: str | None = None


class ResultBlock:
    """The block of a job's result, in which the job may lay out large arrays from the beginning: they are not copied
    at the end, and at no time twice in memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._view: memoryview | None = None
        self._start = 0

    def shared(self, size: int) -> memoryview | None:
        """`size` bytes to write to, once; None where the system shares no more memory. Whoever holds a part of them
        keeps the memory."""
        if self._view is not None or size < LARGE or not has_room(size):
            return None
        try:
            block = SharedMemory(self.name, create=True, size=size)
        except OSError:
            return None
        self._view = _left_to_views(block)
        self._start = ctypes.addressof(ctypes.c_char.from_buffer(self._view))
        return self._view

    def place_of(self, part: memoryview) -> Place | None:
        """Where the memory of an array lies in the block; None where it lies elsewhere."""
        array = getattr(part.obj, "__array_interface__", None)
        if self._view is None or array is None:
            return None
        offset = array["data"][0] - self._start
        return Place(offset, part.nbytes) if 0 <= offset <= self._view.nbytes - part.nbytes else None

    def let_go(self) -> None:
        """Nothing more is laid out, and the other side has it or never will."""
        self._view = None


def pack(value: object, name: str, laid_out: ResultBlock | None = None) -> tuple[Payload, SharedMemory | None]:
    """Pickle `value`; a large one goes into a new block called `name`, to be kept open until the other side has it,
    unless its arrays are laid out already.

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
    places = [None if laid_out is None else laid_out.place_of(part) for part in parts]
    if laid_out is not None and any(places):
        return Payload(
            tuple(place or bytes(part) for place, part in zip(places, parts, strict=True)), laid_out.name
        ), None
    total = sum(padded(part.nbytes) for part in parts)
    if total < LARGE or not has_room(total):
        return Payload(tuple(bytes(part) for part in parts)), None
    try:
        block = SharedMemory(name, create=True, size=total)
    except OSError:  # read-only or refused: the slower way works, too
        return Payload(tuple(bytes(part) for part in parts)), None
    assert block.buf is not None
    made: list[Place] = []
    offset = 0
    for size in [part.nbytes for part in parts]:
        block.buf[offset : offset + size] = parts.popleft()
        made.append(Place(offset, size))
        offset += padded(size)
    return Payload(tuple(made), name), block


def unpack(payload: Payload, is_owner: bool) -> Any:
    """The value again. The owner (the parent) also unlinks the block's name, at once."""
    view = memoryview(b"") if payload.name is None else attach(payload.name, is_owner)
    parts = [view[part.offset : part.offset + part.size] if isinstance(part, Place) else part for part in payload.parts]
    return pickle.loads(parts[0], buffers=parts[1:])


def attach(name: str, is_owner: bool) -> memoryview:
    """A read-only view of a block; the view alone keeps the memory."""
    block = SharedMemory(name)
    if is_owner:
        block.unlink()
    return _left_to_views(block).toreadonly()


def _left_to_views(block: SharedMemory) -> memoryview:
    """A view of a block that alone keeps its memory. SharedMemory would close the mapping under the arrays when it is
    collected; taken away from it, the mapping lives exactly as long as a view of it."""
    assert block.buf is not None
    mapping = block.buf.obj
    block._mmap = None  # type: ignore[attr-defined]  # not in the public interface, the same in Python 3.11 and 3.12
    block.close()
    return memoryview(mapping)


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
