"""A program of the tests: opens seeded mutations of the files named, prints a line of JSON with what happened.

It runs apart, because a native decoder that crashes takes its process along.
"""

from __future__ import annotations

import json
import random
import sys
import time
import warnings
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import decode, read_facts


def mutated(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    kind = chance.random()
    if kind < 0.15:
        del data[chance.randrange(len(data)) :]
    elif kind < 0.3:
        at = chance.randrange(len(data))
        del data[at : at + chance.randrange(1, 50)]
    elif kind < 0.6:
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif kind < 0.9:
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(min(600, len(data)))] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
    else:
        at = chance.randrange(len(data))
        data[at : at + 8] = bytes([chance.choice((0, 255))] * 8)
    return bytes(data)


def main(paths: list[str], each: int) -> None:
    warnings.simplefilter("error")
    shown = refused = 0
    slowest, faults = 0.0, []
    for path in paths:
        whole, chance = Path(path).read_bytes(), random.Random(path.rsplit("/", 1)[-1])
        for number in range(each):
            data, started = mutated(whole, chance), time.perf_counter()
            try:
                read_facts(data, "x")
                decode(data, "x")
                shown += 1
            except Problem:
                refused += 1
            except Exception as error:  # noqa: BLE001  # the very thing that is counted
                faults.append(f"{Path(path).name} {number}: {error!r}")
            slowest = max(slowest, time.perf_counter() - started)
    print(json.dumps({"shown": shown, "refused": refused, "slowest": slowest, "faults": faults}))


if __name__ == "__main__":
    main(sys.argv[2:], int(sys.argv[1]))
