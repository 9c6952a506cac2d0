"""The command line in other languages: also what the parser of arguments and the system say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from facebalance_desktop.atomic_files import reason
from facebalance_desktop.translation import filled

ROOT = Path(__file__).resolve().parent.parent


def told(language: str, home: Path, *words: str) -> tuple[int, str]:
    """The exit code and all that a command prints."""
    environment = {**os.environ, "FACEBALANCE_LANGUAGE": language, "FACEBALANCE_HOME": str(home), "COLUMNS": "200"}
    command = [sys.executable, "-m", "facebalance_desktop", *words]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


ENGLISH = (
    "usage:",
    "error:",
    "invalid",
    "required",
    "arguments",
    "options:",
    "expected",
    "choose",
    "no such",
    "show this",
)


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("align", "--help"),
        ("changes", "one.jpg"),
        ("clinic",),
        ("align", "--on", "quark", "one.jpg", "two.jpg"),
        ("compare", "one.jpg", "two.jpg", "-o"),
        ("compare", "one.jpg", "two.jpg", "-o", "a.png", "--guides", "quark"),
        ("landmarks", "missing.jpg"),
        ("info", "--quark", "missing.facebalance"),
    ],
)
def test_no_command_answers_in_english_where_the_program_speaks_german(words: tuple[str, ...], home: Path) -> None:
    code, answer = told("de", home, *words)
    assert code == (0 if "--help" in words else 3 if words[0] == "landmarks" else 2)
    assert not [word for word in ENGLISH if word in answer], answer
    assert "Traceback" not in answer


def test_a_wrong_choice_in_four_languages(home: Path) -> None:
    words = ("align", "--on", "quark", "one.jpg", "two.jpg")
    said = {language: told(language, home, *words)[1].splitlines()[-1] for language in ("en", "de", "fr", "es")}
    assert said["en"].startswith("facebalance align: error: argument --on: invalid choice: 'quark' (choose from 'eyes'")
    assert said["de"].startswith("facebalance align: Fehler: Argument --on: 'quark' gibt es nicht; es gibt 'eyes'")
    assert "existe pas" in said["fr"] and "no existe" in said["es"]


FILLED = """
from facebalance_desktop.translation import filled
print(filled("{size:.1f} % von {name}", size=6.14, name="1.5"))
"""


def test_a_sentence_of_a_table_has_the_decimal_sign_of_the_language(home: Path) -> None:
    assert filled("{size:.1f} % of {name}", size=6.14, name="1.5") == "6.1 % of 1.5"
    environment = {**os.environ, "FACEBALANCE_LANGUAGE": "de", "FACEBALANCE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", FILLED], env=environment, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "6,1 % von 1.5"


def test_the_system_s_refusals_are_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "none").read_bytes()
    assert reason(missing.value) == "no such file or directory"
    assert reason(OSError(9999, "Something of its own")) == "something of its own"
