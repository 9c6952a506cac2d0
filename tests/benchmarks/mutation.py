"""How much of what could be broken the tests notice: mutations of one operator, a seeded sample, by cosmic-ray.

    python3 -m venv .mutation && .mutation/bin/pip install cosmic-ray==8.7.0
    .mutation/bin/python tests/benchmarks/mutation.py --sample 300 --seed 1 --json FILE

It works on a copy of the committed files in a folder of its own, with the packages of `.venv`, and can be stopped and
started again (`--session FOLDER`). Each mutation is met by the tests nearest to it: those that import the module,
then those that import what imports it; tests that open a window only where there are no others. A mutation of an
annotation, a decorator or a docstring is none, and is not drawn.

The second way of calling it, `--nearest`, is what cosmic-ray runs for each mutation.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = "facebalance_desktop"
MUTATED = ("comparison", "analysis", "planning", "project", "faces", "drawing")
ENOUGH_FILES, MOST_FILES = 4, 10
"""Test files for one mutation: no farther ones are looked for beyond the first number, none run beyond the second."""
TIME_LIMIT = 300.0
"""Seconds for the tests of one mutation; one that makes them hang is noticed."""
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


def _modules(root: Path) -> dict[str, set[str]]:
    files = (root / PACKAGE).rglob("*.py")
    return {".".join(path.relative_to(root).with_suffix("").parts): imported(path) for path in files}


def run_nearest(python: str) -> int:
    """Run the tests that are nearest to the file that differs from what is committed."""
    root = Path.cwd()
    told = subprocess.run(["git", "diff", "--name-only"], capture_output=True, text=True, check=True, cwd=root)
    changed = [name for name in told.stdout.split() if name.startswith(PACKAGE)]
    if not changed:
        return 0
    module = ".".join(Path(changed[0]).with_suffix("").parts[1:])
    files = [str(path) for path in nearest(root, module)]
    command = [python, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files]
    return subprocess.call(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})


# The sample


def unmutated(tree: ast.Module) -> Iterator[tuple[Position, Position]]:
    """Spans of annotations, decorators and docstrings."""
    for node in ast.walk(tree):
        spans: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            spans += node.decorator_list
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


def configuration(folder: Path, python: str, script: Path) -> Path:
    paths = ", ".join(f'"{PACKAGE}/{name}"' for name in MUTATED)
    command = f"{python} {script} --nearest --python {python}"
    text = (
        f'[cosmic-ray]\nmodule-path = [{paths}]\ntimeout = {TIME_LIMIT}\nexcluded-modules = ["**/__init__.py"]\n'
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    file = folder / "mutation.toml"
    file.write_text(text, "utf-8")
    return file


def measure(folder: Path, count: int, seed: int) -> dict[str, Any]:
    root = Path(__file__).resolve().parents[2]
    photos = Path(os.environ.get("FACEBALANCE_PHOTOS", root.parent / "shared" / "photos"))
    python = str(root / ".venv" / "bin" / "python")
    copy = copy_of(root, folder)
    session = folder / "session.sqlite"
    config = configuration(folder, python, Path(__file__).resolve())
    program = [sys.executable, "-m", "cosmic_ray.cli"]
    if not session.exists():
        subprocess.run([*program, "init", str(config), str(session)], cwd=copy, check=True)
        print(f"{draw(session, copy, count, seed)} mutations found, {count} drawn", flush=True)
    environment = {**os.environ, **({"FACEBALANCE_PHOTOS": str(photos)} if photos.is_dir() else {})}
    subprocess.run([*program, "exec", str(config), str(session)], cwd=copy, check=True, env=environment)
    return outcome(session)


def outcome(session: Path) -> dict[str, Any]:
    from cosmic_ray.work_db import use_db

    with use_db(str(session)) as work:
        done = list(work.completed_work_items)
    survivors = sorted(
        f"{item.mutations[0].module_path}:{item.mutations[0].start_pos[0]} {item.mutations[0].operator_name}"
        for item, result in done
        if not result.is_killed
    )
    for item, result in done:
        if not result.is_killed:
            print(item.mutations[0].module_path, item.mutations[0].operator_name, result.diff, sep="\n")
    share = 1 - len(survivors) / max(1, len(done))
    return {"mutations": len(done), "noticed_share": round(share, 3), "survivors": survivors}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sample", type=int, default=300, help="how many mutations are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--session", type=Path, help="folder of a run that can be gone on with")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--nearest", action="store_true", help="run the tests nearest to the changed file")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the packages")
    told = parser.parse_args()
    if told.nearest:
        return run_nearest(told.python)
    folder = told.session or Path(tempfile.mkdtemp(prefix="mutation-"))
    folder.mkdir(parents=True, exist_ok=True)
    figures = measure(folder.resolve(), told.sample, told.seed)
    print(json.dumps(figures, indent=1))
    if told.json:
        told.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
