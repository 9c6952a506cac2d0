"""What the program makes of fixed inputs, number for number, in files beside the tests.

It holds what no law can say: the sizes and distances of a layout, the figures of a method on a made face. With the
variable `FACEBALANCE_WRITE_SNAPSHOTS` set, a test writes its file anew; look at the difference before keeping it.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from facebalance_desktop.geometry import bounds

FOLDER = Path(__file__).parent / "recorded"
WRITE = "FACEBALANCE_WRITE_SNAPSHOTS"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
SAME, NEAR = 2e-4, 2e-3
"""Numbers are the same within this share of them, or this far: systems differ in the last digits."""
LONG = 6
"""Runs of more points are told by their number, ends, length and extent."""
NESTED = ("items", "lines", "arcs", "notes", "pages")
LEFT_OUT = ("extra", "shifts", "sides", "photo", "face")


def said(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, float):
        return f"{value if abs(value) > 1e-9 else 0.0:.6g}"
    if is_dataclass(value) and not isinstance(value, type):
        parts = (said(getattr(value, one.name)) for one in fields(value) if one.name not in (*NESTED, *LEFT_OUT))
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {said(one)}" for key, one in value.items()) + "}"
    if isinstance(value, set | frozenset):
        return said(sorted(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _run(value) if len(value) > LONG and _is_run(value) else f"({', '.join(map(said, value))})"
    return repr(value)


def _is_run(value: Sequence[Any]) -> bool:
    return len(value) > 0 and all(
        isinstance(one, list | tuple) and len(one) == 2 and not isinstance(one[0], list | tuple | str) for one in value
    )


def _run(points: Sequence[tuple[float, float]]) -> str:
    frame = bounds((x, y) for x, y in points)
    length = sum(math.dist(p, q) for p, q in pairwise(points))
    return f"{len(points)} points {said(points[0])} to {said(points[-1])}, {said(length)} long, in {said(frame)}"


def listed(value: Any, indent: str = "") -> Iterator[str]:
    """A value with what it holds, a line each."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if _is_nested(one):
                yield f"{indent}{key}:"
                yield from listed(one, f"{indent}  ")
            else:
                yield f"{indent}{key}: {said(one)}"
    elif isinstance(value, list | tuple) and not _is_run(value):
        for one in value:
            yield from listed(one, indent)
    else:
        yield f"{indent}{said(value)}"
        for name in NESTED:
            yield from listed(getattr(value, name, ()), f"{indent}  ")


def _is_nested(value: Any) -> bool:
    """Whether each part of a value stands in a line of its own: those of tables, lists and what holds drawings."""
    if isinstance(value, list | tuple):
        return not _is_run(value) and (isinstance(value, list) or any(is_dataclass(one) for one in value))
    return isinstance(value, Mapping) or any(hasattr(value, name) for name in NESTED)


def is_same(one: str, other: str, near: float = NEAR) -> bool:
    """Whether two lines say the same but for the last digits of their numbers."""
    if NUMBER.split(one) != NUMBER.split(other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(p == q or math.isclose(float(p), float(q), rel_tol=SAME, abs_tol=near) for p, q in pairs)


def check(name: str, value: Any, near: float = NEAR) -> None:
    """That a value is what the file `recorded/NAME.txt` says, its numbers within `near` of those there."""
    path = FOLDER / f"{name}.txt"
    now = list(listed(value))
    if os.environ.get(WRITE):
        FOLDER.mkdir(exist_ok=True)
        path.write_text("\n".join(now) + "\n", "utf-8")
    was = path.read_text("utf-8").splitlines()
    different = [
        (n, p, q) for n, (p, q) in enumerate(zip_longest(was, now, fillvalue=""), 1) if not is_same(p, q, near)
    ]
    told = "\n".join(f"{path.name}:{n}\n  recorded {p[:300]}\n  now      {q[:300]}" for n, p, q in different[:5])
    assert not different, f"{len(different)} lines differ\n{told}"
