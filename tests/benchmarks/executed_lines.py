"""Which tests execute which lines of the program, and how long each test takes: what `mutation.py` chooses tests by.

    .venv/bin/python tests/benchmarks/executed_lines.py --packages FOLDER --json FILE tests/test_NAME.py ...

It is run in the folder of the program. FOLDER holds coverage.py, which the program itself does not need. Only tests
that pass are told of. FILE becomes `{test: {"seconds": s, "lines": {module: [line, ...]}}}`, with modules as paths.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "facebalance_desktop"
SAVED_EACH = 60.0
"""Seconds."""


class Recorder:
    """Tells coverage.py which test runs, and remembers how long it took and whether it passed."""

    def __init__(self, coverage: Any, file: Path) -> None:
        self.coverage, self.file = coverage, file
        self.saved = time.monotonic()
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        forget()
        began = sum(os.times()[:4])  # what it takes of a processor, so that other load does not count
        yield
        self.seconds[item.nodeid] = sum(os.times()[:4]) - began
        self.coverage.switch_context("")
        if time.monotonic() - self.saved > SAVED_EACH:
            self.save()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)

    def save(self) -> None:
        """Write what is known by now: a run of many tests can be ended without loss."""
        told: dict[str, dict[str, Any]] = {
            test: {"seconds": round(seconds, 3), "lines": {}}
            for test, seconds in self.seconds.items()
            if test not in self.failed
        }
        data = self.coverage.get_data()
        for path in data.measured_files():
            module = Path(path).relative_to(Path.cwd()).as_posix()
            for line, tests in sorted(data.contexts_by_lineno(path).items()):
                for test in told.keys() & set(tests):
                    told[test]["lines"].setdefault(module, []).append(line)
        self.file.write_text(json.dumps(told), "utf-8")
        self.saved = time.monotonic()


def forget() -> None:
    """Empty every cache of the program, so that each test executes what it needs."""
    for name, module in tuple(sys.modules.items()):
        for value in tuple(vars(module).values()) if name.startswith(PACKAGE) else ():
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()
    if memory := sys.modules.get(f"{PACKAGE}.project.memory"):
        memory.forget_all()


def record(files: list[str], file: Path) -> None:
    """Run the tests of some files, and write what each that passed executed."""
    import coverage

    measuring = coverage.Coverage(data_file=None, source=[PACKAGE], config_file=False)
    recorder = Recorder(measuring, file)
    measuring.start()
    pytest.main(["-q", "-p", "no:cacheprovider", *files], plugins=[recorder])
    measuring.stop()
    recorder.save()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--packages", required=True, help="folder with coverage.py")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("files", nargs="+")
    told = parser.parse_args()
    sys.path.insert(0, str(Path.cwd()))
    sys.path.append(told.packages)
    record(told.files, told.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
