"""The list of the bundle's parts: asked of the tool for the right packages, with the version, into the bundle."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import bootstrap
import build_bundle
import pytest

from facebalance_desktop import __version__


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("bundle", "work"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(build_bundle, "FOLDER", tmp_path)
    monkeypatch.setattr(build_bundle, "WORK", tmp_path / "work")
    monkeypatch.setattr(build_bundle, "BUNDLE", tmp_path / "bundle")
    return tmp_path


def after(command: list[str], option: str) -> str:
    return command[command.index(option) + 1]


def test_the_tool_is_asked_for_the_programs_own_packages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    checked: list[bool] = []

    def run(command: list[str], *, check: bool = False) -> None:
        asked.append(command)
        checked.append(check)

    monkeypatch.setattr(subprocess, "run", run)
    build_bundle.list_parts()
    (command,) = asked
    assert command[:4] == [str(bootstrap.python_of(folder / "tools")), "-m", "cyclonedx_py", "environment"]
    assert command[-1] == str(bootstrap.python_of(folder / "program"))
    assert after(command, "--output-file") == str(folder / "bundle" / "sbom.cdx.json")
    assert after(command, "--mc-type") == "application" and "--output-reproducible" in command
    assert checked == [True]
    project = tomllib.loads(Path(after(command, "--pyproject")).read_text("utf-8"))["project"]
    assert (project["name"], project["version"]) == ("facebalance-desktop", __version__)
    assert "version" not in project.get("dynamic", ())


def test_a_tool_that_fails_stops_the_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run
    fails = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(subprocess, "run", lambda _, **words: run(fails, **words))
    with pytest.raises(subprocess.CalledProcessError):
        build_bundle.list_parts()


def test_every_bundle_has_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def noted(name: str) -> Any:
        return lambda: done.append(name)

    for name in ("build", "collect_licences", "list_parts", "refuse_what_must_not_be_there"):
        monkeypatch.setattr(build_bundle, name, noted(name))
    monkeypatch.setattr(sys, "platform", "linux")
    assert build_bundle.main() == 0
    assert done.index("build") < done.index("list_parts") < done.index("refuse_what_must_not_be_there")
