"""What the tests of the structure read: our source files, their imports, and small samples in their stead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "facebalance_desktop"

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """`target` is dotted as written in full; `is_deferred` when it stands inside a function."""

    target: str
    line: int
    is_deferred: bool


@dataclass(frozen=True)
class Source:
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_ours(self) -> bool:
        """Part of the program, not of its tests or its packaging."""
        return self.path.startswith(PACKAGE + "/")

    @cached_property
    def module(self) -> str:
        """Without the package: `photos.decode`; the package itself is the empty name."""
        parts = Path(self.path).with_suffix("").parts[1:]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    def at(self, line: int, words: str) -> str:
        return f"{self.path}:{line}: {words}"


Sources = Sequence[Source]
Law = Callable[[Sources], list[str]]


def sample(files: dict[str, str]) -> tuple[Source, ...]:
    """A small project, from text by path."""
    return tuple(Source(path, text) for path, text in files.items())


@lru_cache
def project_sources() -> tuple[Source, ...]:
    folders = [path for path in sorted(ROOT.iterdir()) if path.is_dir() and path.name[0] != "." and path.name != "dist"]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return tuple(Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths)


def imports(source: Source) -> list[Import]:
    """Every import, those for type checking and those by `import_module("...")` included."""
    found: list[Import] = []

    def visit(node: ast.AST, inside: bool) -> None:
        for target in targets(node, source):
            found.append(Import(target, getattr(node, "lineno", 0), inside))
        inside = inside or isinstance(node, FunctionNode | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(source.tree, False)
    return found


def targets(node: ast.AST, source: Source) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        place = node.module or ""
        if node.level:
            package = [PACKAGE, *source.module.split(".")]
            is_package = source.path.endswith("__init__.py")
            up = node.level - 1 if is_package else node.level
            place = ".".join(filter(None, [*package[: len(package) - up], place]))
        return [f"{place}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"import_module", "__import__"}:
            first = node.args[0] if node.args else None
            return [str(first.value) if isinstance(first, ast.Constant) else "<a name made at run time>"]
    return []


def begins(target: str, names: set[str]) -> bool:
    return any(target == name or target.startswith(name + ".") for name in names)


def our_imports(sources: Sources) -> Iterator[tuple[Source, Import, str]]:
    """Each import of one of our modules by another: who, the import, the module's name (empty: the package)."""
    known = {source.module for source in sources if source.is_ours}
    for source in sources:
        for found in imports(source) if source.is_ours else ():
            if begins(found.target, {PACKAGE}):
                module = found.target.removeprefix(PACKAGE).removeprefix(".")
                while module not in known and module:
                    module = module.rpartition(".")[0]
                yield source, found, module
