"""Writes packaging/hashes: for every package that is installed, its version and the hashes of its files.

    .bootstrap/bin/uv is asked which files there are:    python packaging/hashes.py

A hash is of the file, wherever it is downloaded from: the lists name no registry, and a mirror serves as well. Run it
after a version was changed in pyproject.toml, here or in bootstrap.py; tests/test_packaging.py fails until then.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence

import bootstrap

ROOT = bootstrap.ROOT
FOLDER = ROOT / "packaging" / "hashes"
TOOLS = {
    # The program without Python.
    "bundle": ["pyinstaller==6.22.3"],
    # The list of what is in it; in an environment of its own.
    "sbom": ["cyclonedx-bom==7.5.0"],
    "uv": [f"uv=={bootstrap.UV_VERSION}"],
}


def lists() -> dict[str, list[str]]:
    """By the name of its list, what uv is asked for: arguments after `pip compile`, or requirements."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    build = project["build-system"]["requires"] + project["tool"]["uv"]["build-constraint-dependencies"]
    return {
        "program": ["pyproject.toml"],
        **{extra: ["pyproject.toml", "--extra", extra] for extra in extras},
        "build": ["-", *build],
        **{name: ["-", *requirements] for name, requirements in TOOLS.items()},
    }


def compiled(arguments: Sequence[str]) -> str:
    """What uv finds for all platforms, with hashes and without a word on where from."""
    options = ["--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate"]
    source, *rest = arguments
    typed = "\n".join(rest) if source == "-" else None
    options += ["--python-version", "3.11", "--allow-unsafe"] if source == "-" else rest
    command = [bootstrap.uv(), "pip", "compile", *options, source]
    done = subprocess.run(command, cwd=ROOT, input=typed, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout


def blocks(text: str) -> dict[str, str]:
    """Each package's lines by its first line: `attrs==26.1.0`."""
    found = re.split(r"\n(?=\S)", text.strip())
    return {block.split(" ", 1)[0]: block for block in found}


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    program: dict[str, str] = {}
    for name, arguments in lists().items():
        packages = blocks(compiled(arguments))
        if name == "program":
            program = packages
        elif arguments[0] != "-":
            packages = {first: block for first, block in packages.items() if first not in program}
        (FOLDER / f"{name}.txt").write_text("\n".join(packages.values()) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
