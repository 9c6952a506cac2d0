"""How much of what could be broken the tests notice: mutations of one operator, a seeded sample, by cosmic-ray.

    python3 -m venv .mutation && .mutation/bin/pip install cosmic-ray==8.7.0 coverage==7.17.5
    .mutation/bin/python tests/benchmarks/mutation.py --sample 300 --seed 1 --json FILE

It works on a copy of the committed files in a folder of its own, with the packages of `.venv`, and can be stopped and
started again (`--session FOLDER`). First every test is run once, to learn which lines it executes and how long it
takes (`executed_lines.py`); in a session that goes on, only the files of tests that are new or changed. Each mutation
is met by the tests that execute its line, the quickest first; a line that is executed only while its module is
imported, by those that execute anything of the module; a line that no test executes in its own process, by the files
of tests that import the module, or import what imports it. Files of tests that import the window, or what imports it,
are left out: they take most of the time. What only they would notice counts as not noticed.

Not drawn is what cannot change what the program does: a mutation of an annotation or of a union of types (they are
never evaluated where annotations are deferred, and mean nothing to the program), of a decorator (a cache that is taken
away changes the time alone; `dataclass` and `property` end every test), or of a docstring.

`--again` meets the survivors of a session again, with the tests that are committed by then.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import hashlib
import json
import os
import queue
import random
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

PACKAGE = "facebalance_desktop"
MUTATED = ("comparison", "analysis", "planning", "project", "faces", "drawing")
ENOUGH_FILES, MOST_FILES = 4, 10
"""Test files for one mutation: no farther ones are looked for beyond the first number, none run beyond the second."""
MOST_SECONDS = 12.0
"""Of a processor, for the tests of one mutation, as long as they took where nothing was mutated."""
TIME_LIMIT = 300.0
"""Seconds for the tests of one mutation; one that makes them hang is noticed."""
LEFT_OUT = (
    "test_canvas_*",
    "test_soak.py",
    "test_killed.py",
    "test_architecture.py",
    "test_sizes.py",
    "test_words.py",
    "test_translation.py",
    "test_bundle.py",
    "test_packaging.py",
    "test_bootstrap.py",
)
"""Tests of benchmarks, long runs, bundles, and tests that read the program's text rather than run it."""
Position = tuple[int, int]


# The tests that are nearest to a module


def imported(path: Path) -> set[str]:
    """Modules of the program, without the package's name, and modules beside the tests that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def nearest(root: Path, module: str) -> list[Path]:
    """Test files for a mutated module (`analysis.guides`), nearest first."""
    tests = sorted((root / "tests").glob("test_*.py"))
    direct = {test: imported(test) for test in tests}
    modules = _modules(root)
    wanted, found = {f"{PACKAGE}.{module}"}, list[Path]()
    while True:
        met = [test for test in tests if direct[test] & wanted and test not in found]
        found += [test for test in met if not any(one.startswith(f"{PACKAGE}.ui") for one in direct[test])]
        wider = wanted | {one for one, imports in modules.items() if imports & wanted}
        if len(found) >= ENOUGH_FILES or wider == wanted:
            return (found or met)[:MOST_FILES]
        wanted = wider


def of_window(root: Path) -> set[str]:
    """The files of tests that import the window, themselves or through what stands beside them."""
    beside = {path: imported(path) for path in (root / "tests").glob("*.py")}
    found = {path for path, names in beside.items() if any(name.startswith(f"{PACKAGE}.ui") for name in names)}
    while more := {path for path, names in beside.items() if names & {one.stem for one in found}} - found:
        found |= more
    return {path.relative_to(root).as_posix() for path in found}


def _modules(root: Path) -> dict[str, set[str]]:
    files = (root / PACKAGE).rglob("*.py")
    return {".".join(path.relative_to(root).with_suffix("").parts): imported(path) for path in files}


def of_line(root: Path, lines: dict[str, Any], module: str, line: int) -> list[str]:
    """Tests for a mutation of a line of a module (its path), the quickest first, no more than the time allows."""
    there = {test for test, told in lines.items() if module in told["lines"]}
    span, within = _statement(root / module, line)
    executing = {test for test in there if not set(span).isdisjoint(lines[test]["lines"][module])}
    if not executing and not within:
        executing = there
    if not executing:
        files = nearest(root, ".".join(Path(module).with_suffix("").parts[1:]))
        names = {path.relative_to(root).as_posix() for path in files}
        executing = {test for test in lines if test.partition("::")[0] in names}
    left, chosen = MOST_SECONDS, dict[str, list[str]]()
    for test in sorted(executing, key=lambda one: (lines[one]["seconds"], one)):
        left -= lines[test]["seconds"]
        if left > 0 or not chosen:
            chosen.setdefault(test.partition("::")[0], []).append(test)
    files_first = sorted(chosen.values(), key=lambda tests: sum(lines[test]["seconds"] for test in tests))
    return [test for tests in files_first for test in tests]  # a file is set up once


def _statement(path: Path, line: int) -> tuple[range, bool]:
    """The lines of the innermost statement, without the block it leads; whether it stands in a function."""
    span, within = range(line, line + 1), False
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):  # outer ones come first
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            block = getattr(node, "body", None)
            if isinstance(node, ast.FunctionDef) and line >= node.body[0].lineno:
                within = True
            span = range(node.lineno, max(node.lineno, block[0].lineno - 1 if block else (node.end_lineno or 0)) + 1)
    return (span if line in span else range(line, line + 1)), within


class Server:
    """Runs tests in the packages' Python, and says whether they noticed the mutation."""

    def __init__(self, python: str, copy: Path, output: Path) -> None:
        self.copy, self.output = copy, output
        script = str(Path(__file__).with_name("forked_tests.py"))
        self.process = subprocess.Popen(
            [python, script, "--seconds", str(TIME_LIMIT), "--output", str(output)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=copy, env=_environment(copy),
        )  # fmt: skip

    def notice(self, tests: list[str]) -> bool:
        assert self.process.stdin and self.process.stdout
        print(json.dumps(tests), file=self.process.stdin, flush=True)
        status = json.loads(self.process.stdout.readline())
        told = self.output.read_text("utf-8", "replace")
        return status is None or (status != 0 and "ERROR: not found" not in told)


def _environment(root: Path) -> dict[str, str]:
    photos = Path(__file__).resolve().parents[3] / "shared" / "photos"
    named = {"FACEBALANCE_PHOTOS": str(photos)} if photos.is_dir() else {}
    return {**named, **os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}


def know_lines(folder: Path, copy: Path, python: str) -> None:
    """Bring `lines.json` up to date: which lines each test executes. Tests that are new or changed are run for it."""
    kept, fresh = folder / "lines.json", folder / "fresh.json"
    known: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {"files": {}, "tests": {}}
    windows = of_window(copy)
    files = [path for path in sorted((copy / "tests").glob("test_*.py")) if not any(map(path.match, LEFT_OUT))]
    now = {path.relative_to(copy).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    now = {file: value for file, value in now.items() if file not in windows}
    changed = [file for file, value in now.items() if known["files"].get(file) != value]
    if not changed:
        return
    packages = sysconfig.get_path("platlib")
    script = str(Path(__file__).with_name("executed_lines.py"))
    command = [python, script, "--packages", packages, "--json", str(fresh), *changed]
    subprocess.run(command, cwd=copy, check=True, env=_environment(copy))
    old = {test: told for test, told in known["tests"].items() if test.partition("::")[0] in now.keys() - {*changed}}
    kept.write_text(json.dumps({"files": now, "tests": old | json.loads(fresh.read_text("utf-8"))}), "utf-8")


# The sample


def unmutated(tree: ast.Module) -> Iterator[tuple[Position, Position]]:
    """Spans of annotations, decorators and docstrings."""
    for node in ast.walk(tree):
        spans: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for one in node.decorator_list:
                yield (one.lineno, 0), (one.end_lineno or one.lineno, 10_000)  # with its @
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            spans.append(node.returns)
        if isinstance(node, ast.arg | ast.AnnAssign):
            spans.append(node.annotation)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and _is_type(node.value):
            spans.append(node.value)
        for span in filter(None, spans):
            assert isinstance(span, ast.expr) and span.end_lineno and span.end_col_offset is not None
            yield (span.lineno, span.col_offset), (span.end_lineno, span.end_col_offset)


def _is_type(value: ast.BinOp) -> bool:
    """Whether it is a union of types, `Line | Area`."""
    ends = (value.left, value.right)
    return isinstance(value.op, ast.BitOr) and all(isinstance(end, ast.Name | ast.BinOp | ast.Constant) for end in ends)


def draw(session: Path, root: Path, count: int, seed: int) -> int:
    """Keep `count` mutations of all that cosmic-ray found; how many there were."""
    from cosmic_ray.work_db import use_db

    with use_db(str(session)) as work:
        spans = {}
        items = []
        for item in sorted(work.work_items, key=_place):
            path = root / item.mutations[0].module_path
            if path not in spans:
                spans[path] = list(unmutated(ast.parse(path.read_text("utf-8"))))
            start = tuple(item.mutations[0].start_pos)
            if not any(begin <= start < end for begin, end in spans[path]):
                items.append(item)
        chosen = random.Random(seed).sample(items, min(count, len(items)))
        work.clear()
        work.add_work_items(chosen)
    return len(items)


def _place(item: Any) -> tuple[str, Any, str, int]:
    one = item.mutations[0]
    return str(one.module_path), one.start_pos, one.operator_name, one.occurrence


# The run


def copy_of(root: Path, folder: Path) -> Path:
    """The committed files in a folder of their own, beside nothing else."""
    copy = folder / "copy"
    if not copy.exists():
        subprocess.run(["git", "clone", "--quiet", str(root), str(copy)], check=True)
    return copy


def configuration(folder: Path) -> Path:
    paths = ", ".join(f'"{PACKAGE}/{name}"' for name in MUTATED)
    text = (
        f'[cosmic-ray]\nmodule-path = [{paths}]\ntimeout = {TIME_LIMIT}\nexcluded-modules = ["**/__init__.py"]\n'
        'test-command = "chosen for each"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    file = folder / "mutation.toml"
    file.write_text(text, "utf-8")
    return file


def measure(folder: Path, count: int, seed: int, again: bool, jobs: int) -> dict[str, Any]:
    root = Path(__file__).resolve().parents[2]
    python = str(root / ".venv" / "bin" / "python")
    copy = copy_of(root, folder)
    session = folder / "session.sqlite"
    if not session.exists():
        command = [sys.executable, "-m", "cosmic_ray.cli", "init", str(configuration(folder)), str(session)]
        subprocess.run(command, cwd=copy, check=True)
        print(f"{draw(session, copy, count, seed)} mutations found, {count} drawn", flush=True)
    if again:
        meet_again(session, copy)
    subprocess.run(["git", "checkout", "--quiet", "--", PACKAGE], cwd=copy, check=True)  # a run may have been ended
    know_lines(folder, copy, python)
    lines = json.loads((folder / "lines.json").read_text("utf-8"))["tests"]
    execute(folder, lines, python, jobs)
    return outcome(session)


def execute(folder: Path, lines: dict[str, Any], python: str, jobs: int) -> None:
    """Meet each mutation that was not met before, each job in a copy of its own, and record the results."""
    from cosmic_ray.work_db import use_db
    from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

    copies = [folder / "copy", *(folder / f"copy-{number}" for number in range(2, jobs + 1))]
    for other in copies[1:]:
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(copies[0], other)
    free: queue.SimpleQueue[Server] = queue.SimpleQueue()
    for number, copy in enumerate(copies):
        free.put(Server(python, copy, folder / f"output-{number}.txt"))

    def met(item: Any) -> tuple[Any, str, bool, str]:
        server = free.get()
        try:
            return item, *meet(item.mutations[0], lines, server)
        finally:
            free.put(server)

    with use_db(str(folder / "session.sqlite")) as work, ThreadPoolExecutor(jobs) as pool:
        pending = sorted(work.pending_work_items, key=lambda item: item.job_id)
        check_unmutated(copies[0], pending[:1], lines, free)
        for done in as_completed([pool.submit(met, item) for item in pending]):
            item, told, noticed, output = done.result()
            result = TestOutcome.KILLED if noticed else TestOutcome.SURVIVED
            work.set_result(item.job_id, WorkResult(WorkerOutcome.NORMAL, output, result, told))
            print(result.name, item.mutations[0].module_path, told, sep="\n", flush=True)


def check_unmutated(copy: Path, pending: list[Any], lines: dict[str, Any], free: queue.SimpleQueue[Server]) -> None:
    """Stop where the tests of a mutation fail without it."""
    for one in (item.mutations[0] for item in pending):
        server = free.get()
        if server.notice(of_line(copy, lines, one.module_path.as_posix(), one.start_pos[0])):
            raise SystemExit(f"tests fail where nothing is mutated; see {server.output}")
        free.put(server)


def meet(one: Any, lines: dict[str, Any], server: Server) -> tuple[str, bool, str]:
    """A mutation as a difference, whether its tests notice it, and what they printed."""
    from cosmic_ray.mutating import use_mutation
    from cosmic_ray.plugins import get_operator

    tests = of_line(server.copy, lines, one.module_path.as_posix(), one.start_pos[0])
    operator = get_operator(one.operator_name)(**one.operator_args)
    with use_mutation(server.copy / one.module_path, operator, one.occurrence) as (before, after):
        noticed = server.notice(tests)
    change = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(list(change)[2:]), noticed, server.output.read_text("utf-8", "replace")


def meet_again(session: Path, copy: Path) -> None:
    """Forget which mutations survived, and take the tests that are committed now. The program stays as it was."""
    subprocess.run(["git", "fetch", "--quiet", "origin", "HEAD"], cwd=copy, check=True)
    subprocess.run(["git", "checkout", "--quiet", "FETCH_HEAD", "--", "tests"], cwd=copy, check=True)
    with contextlib.closing(sqlite3.connect(session)) as work, work:
        work.execute("DELETE FROM work_results WHERE test_outcome = 'SURVIVED'")


def outcome(session: Path) -> dict[str, Any]:
    from cosmic_ray.work_db import use_db

    with use_db(str(session)) as work:
        done = list(work.completed_work_items)
    survivors = sorted(
        f"{item.mutations[0].module_path}:{item.mutations[0].start_pos[0]} {item.mutations[0].operator_name}"
        for item, result in done
        if not result.is_killed
    )
    share = 1 - len(survivors) / max(1, len(done))
    return {"mutations": len(done), "noticed_share": round(share, 3), "survivors": survivors}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sample", type=int, default=300, help="how many mutations are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--session", type=Path, help="folder of a run that can be gone on with")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--jobs", type=int, default=1, help="how many are met at a time")
    parser.add_argument("--again", action="store_true", help="meet the survivors of the session again")
    told = parser.parse_args()
    folder = told.session or Path(tempfile.mkdtemp(prefix="mutation-"))
    folder.mkdir(parents=True, exist_ok=True)
    figures = measure(folder.resolve(), told.sample, told.seed, told.again, told.jobs)
    print(json.dumps(figures, indent=1))
    if told.json:
        told.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
