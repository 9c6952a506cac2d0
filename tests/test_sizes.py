"""The laws of size and naming, and of the ways round a check: each on the project, and on a sample that breaks it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
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


def statements(count: int, indent: str = "    ") -> str:
    return f"{indent}x = 1\n" * count


def methods(count: int) -> str:
    return "".join(f"    def m{number}(self): ...\n" for number in range(count))


WIDGET = "class B(QtWidgets.QWidget): ...\nclass A(B):\n    def paintEvent(self, event): ...\n"
UNCOUNTED = "    @property\n    def p(self): ...\n    def __len__(self): ...\n"

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
)
GOOD: tuple[tuple[Law, str, str], ...] = (
    (modules_are_short, "facebalance_desktop/a.py", statements(400, "")),
    (functions_are_short, "facebalance_desktop/a.py", 'def f():\n    """two\n    lines"""\n' + statements(49)),
    (classes_are_small, "facebalance_desktop/a.py", WIDGET + UNCOUNTED + methods(20)),
    (names_say_what_a_thing_is, "facebalance_desktop/database.py", "class Baseline: ..."),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "x = 1  # type: ignore[x]  # the stub is wrong"),
    (ignores_carry_their_reason, "facebalance_desktop/a.py", "x = 1  # noqa: E402  (they are read before it)"),
    (no_test_sleeps, "tests/test_a.py", "qtbot.waitUntil(done)"),
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
