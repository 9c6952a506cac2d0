"""Runs `hostile_program.py` over many spoiled files, a process at a time, and counts what became of them by kind."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sources import ROOT

HANG = 180.0
"""Seconds without a word from the process after which it hangs; its deadline for a photo is 20."""
SLOW = 10.0
"""Seconds of the processor for one file from which on it is told as a hang although it ended, if it takes as long again
by itself: one that takes a tenth of a second took 18 s once beside other tests."""


@dataclass
class Report:
    """What became of the files of one kind. `faults` are words on each file that was not met well."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slow: dict[int, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        return self.outcomes.total()


def run(kind: str, count: int, seed: int, folder: Path, first: int = 0) -> Report:
    """Meet `count` spoiled files; a process that dies or hangs is a fault, and the next file gets another."""
    report, at, end = Report(), first, first + count
    while at < end:
        at = _met(kind, at, end, seed, folder, report)
    for number in report.slow:
        again = Report()
        _met(kind, number, number + 1, seed, folder, again)
        report.faults += [f"{kind} {number}: took {seconds:.1f} s twice" for seconds in again.slow.values()]
    return report


def _met(kind: str, first: int, end: int, seed: int, folder: Path, report: Report) -> int:
    """One process's share; the number of the file that is next."""
    command = [sys.executable, "-X", "faulthandler", str(ROOT / "tests" / "hostile_program.py")]
    process = subprocess.Popen(
        [*command, kind, str(first), str(end - first), str(seed), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "FACEBALANCE_HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    lines: queue.Queue[str] = queue.Queue()
    errors: list[str] = []
    readers = [
        threading.Thread(target=_pass_on, args=(process.stdout, lines), daemon=True),
        threading.Thread(target=lambda err=process.stderr: errors.append(err.read()), daemon=True),
    ]
    for reader in readers:
        reader.start()
    begun, done, has_begun = first, first, False
    while True:
        try:
            line = lines.get(timeout=HANG if has_begun else 2 * HANG)
        except queue.Empty:
            line = "hang"
        if line in ("", "hang"):
            process.kill()
            process.wait()
            for reader, stream in zip(readers, (process.stdout, process.stderr), strict=True):
                reader.join()
                stream.close()
            break
        value = json.loads(line)
        if "begins" in value:
            begun, has_begun = value["begins"], True
            continue
        done = value["n"] + 1
        report.outcomes[value["outcome"]] += 1
        report.slowest = max(report.slowest, value["seconds"])
        if value["fault"]:
            report.faults.append(f"{kind} {value['n']}: {value['fault']}")
        elif value["seconds"] > SLOW:
            report.slow[value["n"]] = value["seconds"]
    if not has_begun:
        raise RuntimeError(f"the program did not begin: {''.join(errors)[-600:]}")
    if done == end:
        return end
    what = "hung" if line == "hang" else f"ended its process ({process.returncode}): {''.join(errors)[-600:]}"
    report.outcomes["fault"] += 1
    report.faults.append(f"{kind} {begun}: {what}")
    return begun + 1


def _pass_on(out: IO[str], lines: queue.Queue[str]) -> None:
    """Each line as it comes, and an empty one at the end."""
    for line in out:
        lines.put(line)
    lines.put("")
