"""The laws of size and naming, and of the ways round a check: each on the project, and on a sample that breaks it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from sources import FunctionNode, Law, Sources, project_sources, sample

NO_NAMES = {"manager", "helper", "util", "common", "misc", "base"}
MODULE_LINES, CLASS_LINES, CLASS_METHODS, FUNCTION_LINES = 400, 300, 20, 50


def modules_are_short(sources: Sources) -> list[str]:
    counted = [(source, source.text.count("\n")) for source in sources]
    return [source.at(1, f"{lines} lines, {MODULE_LINES} allowed") for source, lines in counted if lines > MODULE_LINES]


def functions_are_short(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, FunctionNode) and (lines := function_lines(node)) > FUNCTION_LINES:
                breaches.append(source.at(node.lineno, f"{node.name} has {lines} lines, {FUNCTION_LINES} allowed"))
    return breaches


def function_lines(node: FunctionNode) -> int:
    """From `def` to the end, without the docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def classes_are_small(sources: Sources) -> list[str]:
    bases = {
        node.name: [ast.unparse(base).split(".")[-1].split("[")[0] for base in node.bases]
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }
    breaches = []
    for source in sources:
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.ClassDef):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            methods = [
                child for child in node.body if isinstance(child, FunctionNode) and counts(child, node.name, bases)
            ]
            if lines > CLASS_LINES or len(methods) > CLASS_METHODS:
                breaches.append(source.at(node.lineno, f"{node.name} has {lines} lines and {len(methods)} methods"))
    return breaches


def counts(method: FunctionNode, owner: str, bases: dict[str, list[str]]) -> bool:
    """Whether it is one of the class's own methods: no dunder, property, overload or override of Qt."""
    decorators = {ast.unparse(decorator).split("(")[0].split(".")[-1] for decorator in method.decorator_list}
    if decorators & {"property", "cached_property", "setter", "deleter", "overload"}:
        return False
    is_dunder = method.name.startswith("__") and method.name.endswith("__")
    return not is_dunder and method.name not in qt_methods(owner, bases)


def qt_methods(owner: str, bases: dict[str, list[str]]) -> set[str]:
    """The names that a class inherits from Qt, through our own classes too."""
    names: set[str] = set()
    others = {name: above for name, above in bases.items() if name != owner}
    for base in bases.get(owner, []):
        names |= qt_methods(base, others)
        for module in (QtCore, QtGui, QtWidgets):
            names |= set(dir(getattr(module, base, None))) if hasattr(module, base) else set()
    return names


def names_say_what_a_thing_is(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        words = {word for part in Path(source.path).with_suffix("").parts for word in part.lower().split("_")}
        if named := (words | {word.removesuffix("s") for word in words}) & NO_NAMES:
            breaches.append(source.at(1, f"the file is named {', '.join(named)}"))
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                words = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", node.name)}
                if named := (words | {word.removesuffix("s") for word in words}) & NO_NAMES:
                    breaches.append(source.at(node.lineno, f"class {node.name}"))
    return breaches


DIRECTIVE = re.compile(r"type:\s*ignore(\[[^\]]*\])?|(ruff:\s*)?noqa(:\s*[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*)?|mypy:\s*\S+")


def ignores_carry_their_reason(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
            if token.type != tokenize.COMMENT or not re.match(rf"#\s*({DIRECTIVE.pattern})", token.string):
                continue
            if len(re.findall(r"\w", DIRECTIVE.sub("", token.string))) < 6:
                breaches.append(source.at(token.start[0], f"no reason: {token.string}"))
    return breaches


def no_test_sleeps(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        if not source.path.startswith("tests/"):
            continue
        for node in ast.walk(source.tree):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if re.search(r"(^|\.)(sleep|qWait|msleep|usleep)$|(^|\.)qtbot\.wait$", called):
                breaches.append(
                    source.at(getattr(node, "lineno", 0), f"{called}: wait for what happens, not for a time")
                )
    return breaches


OF_PYTHON = {"os._exit", "sys._getframe", "sys._current_frames"}
"""Private by their names alone: Python's own documentation offers them."""
NAMED_BY_TEXT = {"setattr", "getattr", "hasattr", "delattr", "attrgetter", "patch", "object"}


def no_private_name_in_a_test(sources: Sources) -> list[str]:
    """A test that reads or replaces what a part of the program keeps to itself fails when nothing is wrong, and holds
    when something is. What a test's own class calls `_so` is its own."""
    breaches = []
    for source in sources:
        if not source.path.startswith("tests/"):
            continue
        own = {id(node) for kind in ast.walk(source.tree) if isinstance(kind, ast.ClassDef) for node in own_names(kind)}
        for node in ast.walk(source.tree):
            for name in [] if id(node) in own else private_names(node):
                breaches.append(source.at(getattr(node, "lineno", 0), f"{name} is private"))
    return breaches


def private_names(node: ast.AST) -> list[str]:
    """What a node imports, reads or replaces whose name begins with one underscore."""
    names: list[str] = []
    if isinstance(node, ast.Attribute) and ast.unparse(node) not in OF_PYTHON:
        names = [node.attr]
    elif isinstance(node, ast.ImportFrom):
        names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
    elif isinstance(node, ast.Import):
        names = [part for alias in node.names for part in alias.name.split(".")]
    elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in NAMED_BY_TEXT:
        texts = [value.value for value in node.args if isinstance(value, ast.Constant) and isinstance(value.value, str)]
        names = [part for text in texts if re.fullmatch(r"[\w.]+", text) for part in text.split(".")]
    return [name for name in names if re.match(r"_[^_]", name)]


def own_names(kind: ast.ClassDef) -> Iterator[ast.Attribute]:
    """`self._so` and `cls._so` in a class that itself defines `_so`."""
    used = [
        node
        for node in ast.walk(kind)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    ]
    defined = {node.attr for node in used if isinstance(node.ctx, ast.Store)}
    for node in kind.body:
        if isinstance(node, FunctionNode):
            defined.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined |= {target.id for target in targets if isinstance(target, ast.Name)}
    return (node for node in used if node.attr in defined)


def statements(count: int, indent: str = "    ") -> str:
    return f"{indent}x = 1\n" * count


def methods(count: int) -> str:
    return "".join(f"    def m{number}(self): ...\n" for number in range(count))


WIDGET = "class B(QtWidgets.QWidget): ...\nclass A(B):\n    def paintEvent(self, event): ...\n"
UNCOUNTED = "    @property\n    def p(self): ...\n    def __len__(self): ...\n"

OWN = "class Spy(Panel):\n    _kept = 0\n    def __init__(self):\n        self._seen = [self._kept]\n"

BAD: tuple[tuple[Law, str, str], ...] = (
    (modules_are_short, "facebalance_desktop/a.py", statements(401, "")),
    (functions_are_short, "facebalance_desktop/a.py", "def f():\n" + statements(50)),
    (functions_are_short, "tests/test_a.py", "async def f():\n    'one line'\n" + statements(50)),
    (classes_are_small, "facebalance_desktop/a.py", "class A:\n" + statements(300)),
    (classes_are_small, "facebalance_desktop/a.py", "class A:\n" + methods(21)),
    (classes_are_small, "facebalance_desktop/a.py", "class A:\n    def paintEvent(self): ...\n" + methods(20)),
    (names_say_what_a_thing_is, "facebalance_desktop/photo_utils.py", ""),
    (names_say_what_a_thing_is, "facebalance_desktop/common/a.py", ""),
    (names_say_what_a_thing_is, "facebalance_desktop/a.py", "class PhotoManager: ..."),
    (names_say_what_a_thing_is, "facebalance_desktop/a.py", "class BaseTool: ..."),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "x = 1  # type: ignore[assignment]"),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "x = 1  # noqa: E501, F401"),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "# ruff: noqa"),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "# mypy: ignore-errors"),
    (no_test_sleeps, "tests/test_a.py", "time.sleep(1)"),
    (no_test_sleeps, "tests/test_a.py", "sleep(1)"),
    (no_test_sleeps, "tests/test_a.py", "qtbot.wait(100)"),
    (no_private_name_in_a_test, "tests/test_a.py", "assert panel._rows"),
    (no_private_name_in_a_test, "tests/test_a.py", "from facebalance_desktop.drawing.clean import _inside"),
    (no_private_name_in_a_test, "tests/test_a.py", "monkeypatch.setattr(codec, '_checked', None)"),
    (no_private_name_in_a_test, "tests/test_a.py", "patch('facebalance_desktop.project.codec._checked')"),
    (
        no_private_name_in_a_test,
        "tests/test_a.py",
        "class Spy(Panel):\n    def rows(self): return self._rows",
    ),
)
GOOD: tuple[tuple[Law, str, str], ...] = (
    (modules_are_short, "facebalance_desktop/a.py", statements(400, "")),
    (functions_are_short, "facebalance_desktop/a.py", 'def f():\n    """two\n    lines"""\n' + statements(49)),
    (classes_are_small, "facebalance_desktop/a.py", WIDGET + UNCOUNTED + methods(20)),
    (names_say_what_a_thing_is, "facebalance_desktop/database.py", "class Baseline: ..."),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "x = 1  # type: ignore[x]  # the stub is wrong"),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "x = 1  # noqa: E402  (they are read before it)"),
    (no_test_sleeps, "tests/test_a.py", "qtbot.waitUntil(done)"),
    (no_private_name_in_a_test, "facebalance_desktop/a.py", "other._rows"),
    (no_private_name_in_a_test, "tests/test_a.py", "os._exit(module.__name__)"),
    (no_private_name_in_a_test, "tests/test_a.py", OWN),
)


@pytest.mark.parametrize("law", dict.fromkeys(law for law, _, _ in BAD), ids=lambda law: law.__name__)
def test_the_project_keeps(law: Law) -> None:
    assert "\n".join(law(project_sources())) == ""


@pytest.mark.parametrize(("law", "path", "text"), BAD, ids=lambda value: getattr(value, "__name__", ""))
def test_a_bad_sample_breaks(law: Law, path: str, text: str) -> None:
    assert len(law(sample({path: text}))) == 1


@pytest.mark.parametrize(("law", "path", "text"), GOOD, ids=lambda value: getattr(value, "__name__", ""))
def test_a_good_sample_does_not(law: Law, path: str, text: str) -> None:
    assert law(sample({path: text})) == []
