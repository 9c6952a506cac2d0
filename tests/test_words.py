"""Words that the program never says, what it says it is for, and what the project never tells about a machine."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogues import TRANSLATED, catalogue
from sources import ROOT, Source, project_sources

NEVER_SAID = re.compile(
    r"\b(ideal(s|ly)?|abnormal(ly|ity|ities)?|recommended\s+doses?|safe\s+zones?|deficient(ly)?)\b", re.IGNORECASE
)
QUOTED_KEYS = {"quote", "source", "sources"}
INTENDED_PURPOSE = (
    "Visual comparison, communication and documentation; not for diagnosis, treatment selection, dosing or outcome "
    "prediction."
)

# Written in parts, so that this file may be searched too.
NEVER_TOLD = re.compile(
    "|".join(
        (
            r"(?<![\w.)-])/(work|root|home|tmp|Users)/[\w.]",  # a folder of somebody's machine
            "pypi" + r"\.org",
            "python" + r"hosted",
            "deb" + r"\.debian\.org",
            "npm" + r"js",
            "index" + "[-_]url",
            r"tool\.uv" + r"\.index",
        )
    ),
    re.IGNORECASE,
)
UNREAD_FOLDERS = {"__pycache__", "dist", "build"}


def own_strings(source: Source) -> Iterator[str]:
    """Every string of a module but its docstrings, which nobody using the program reads."""
    docstrings = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                docstrings.add(id(first.value))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def table_strings(value: object) -> Iterator[str]:
    """Every string of a table but the quoted ones."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from table_strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in QUOTED_KEYS:
                yield from table_strings(item)


def said_in(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield from own_strings(Source(path.name, text))
    elif path.suffix == ".toml":
        yield from table_strings(tomllib.loads(text))
    else:
        yield from (line for line in text.splitlines() if not line.lstrip().startswith(">"))


def spoken_files() -> list[Path]:
    code = [ROOT / source.path for source in project_sources() if not source.path.startswith("tests/")]
    tables = [
        path for path in sorted((ROOT / "resources").rglob("*")) if path.suffix in {".toml", ".svg", ".html", ".md"}
    ]
    return [*code, *tables, ROOT / "README.md"]


def breaches(paths: list[Path]) -> list[str]:
    return [f"{path.name}: {text}" for path in paths for text in said_in(path) if NEVER_SAID.search(text)]


def test_the_program_never_says_them() -> None:
    assert "\n".join(breaches(spoken_files())) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "def f():\n    return 'The Ideal ratio'"),
        ("a.py", "title = f'{name} is abnormal'"),
        ("a.py", "title = 'the recommended ' 'dose'"),
        ("a.toml", "[[zone]]\nname = 'Safe zone'"),
        ("a.toml", "words = ['deficient']"),
        ("README.md", "Shows the ideal face."),
    ],
)
def test_a_bad_sample_is_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert len(breaches([tmp_path / name])) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", '"""Never says ideal."""\nideal = "idealised, dose"'),
        ("a.toml", "source = 'The Ideal Face, 1983'\nquote = 'a deficient chin'"),
        ("README.md", "> an ideal thirds line\n\nA quotation."),
    ],
)
def test_quotations_and_names_in_code_are_not(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert breaches([tmp_path / name]) == []


OTHER_WORDS = re.compile(
    r"(?i)\b(recorded?|record it|found) as done\b|^(done|fait|hecho)( ?: .*| (le )?\{day\})?$|, (done|fait|hecho)$"
    r"|comme fait|como hecho|anotar lo hecho|\bnachtragen\*\*"
)
"""For what was performed, which has one word in each language."""


def test_what_was_performed_has_one_word_in_each_language() -> None:
    found = []
    for language in TRANSLATED:
        for message in catalogue(language):
            found += [words for words in (message.id, message.string) if OTHER_WORDS.search(str(words))]
    for page in sorted((ROOT / "docs" / "manual").rglob("*.md")):
        found += [page.name for line in page.read_text("utf-8").splitlines() if OTHER_WORDS.search(line)]
    assert found == []


def test_the_readme_states_the_intended_purpose() -> None:
    assert INTENDED_PURPOSE in " ".join((ROOT / "README.md").read_text("utf-8").split())


def project_files() -> Iterator[tuple[str, str]]:
    """Name and text of every file of the project; the lock file and git's own are not, pictures have no text."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in UNREAD_FOLDERS and (name == ".ci" or name[0] != ".")]
        for path in (Path(folder, name) for name in names if name not in ("uv.lock", ".git")):
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_the_project_tells_nothing_about_a_machine() -> None:
    told = [f"{name}: {found[0]}" for name, text in project_files() for found in NEVER_TOLD.finditer(text)]
    assert "\n".join(told) == ""


@pytest.mark.parametrize(
    "text", ["cd /wo" + "rk/main", "'/ro" + "ot/.cache'", "https://pypi" + ".org/simple", "UV_INDEX" + "_URL=x"]
)
def test_a_machine_that_is_told_is_found(text: str) -> None:
    assert NEVER_TOLD.search(text)


@pytest.mark.parametrize("text", ["photos/home/a.jpg", "../shared/photos", "tmp_path / 'a'", "the work/worker module"])
def test_ordinary_paths_are_not(text: str) -> None:
    assert not NEVER_TOLD.search(text)
