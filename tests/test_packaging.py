"""The set-up: every package pinned, the bootstrap's decisions, the system libraries that Qt asks for."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bootstrap
import hashes
import PySide6
import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sources import ROOT

from facebalance_desktop import __version__
from facebalance_desktop.diagnostics import PACKAGES, versions

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PLATFORMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
)
PYTHONS = (
    {"python_version": "3.11", "python_full_version": "3.11.7"},
    {"python_version": "3.12", "python_full_version": "3.12.1"},
)


# --- pins -----------------------------------------------------------------------------------------------------------


def direct() -> list[str]:
    """What pyproject.toml asks for by name, all extras included."""
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    return [*PYPROJECT["project"]["dependencies"], *(text for extra in extras for text in extra)]


def pins() -> dict[str, str]:
    """Version by package, of what is pinned to one."""
    found: dict[str, str] = {}
    for text in direct() + PYPROJECT["tool"]["uv"]["constraint-dependencies"]:
        if pin := re.fullmatch(r"([\w.-]+)==([\w.]+)", text):
            found[canonicalize_name(pin[1])] = pin[2]
    return found


def resolved() -> dict[str, str]:
    """Every package that is installed somewhere, on any platform and Python, and which package asks for it."""
    dropped = {canonicalize_name(Requirement(text).name) for text in PYPROJECT["tool"]["uv"]["override-dependencies"]}
    python_here: Any = default_environment()
    asked: dict[str, str] = {}
    for environment in (platform | python for platform in PLATFORMS for python in PYTHONS):
        waiting = [(text, "pyproject.toml", "") for text in direct()]
        seen: set[tuple[str, str]] = set()
        while waiting:
            text, by, extra = waiting.pop()
            requirement = Requirement(text)
            name = canonicalize_name(requirement.name)
            marker = requirement.marker
            facts: dict[str, str] = {**python_here, **environment, "extra": extra}
            if name in dropped or (marker is not None and not marker.evaluate(facts)) or (text, extra) in seen:
                continue
            seen.add((text, extra))
            asked.setdefault(name, by)
            for wanted in ("", *requirement.extras):
                waiting += [(text, name, wanted) for text in requirements_of(name)]
    return asked


def requirements_of(name: str) -> Iterable[str]:
    """From the metadata of the installed package; those that this platform lacks bring nothing along."""
    try:
        return importlib.metadata.requires(name) or ()
    except importlib.metadata.PackageNotFoundError:
        return ()


def test_every_package_is_pinned() -> None:
    assert {name: by for name, by in resolved().items() if name not in pins()} == {}


def test_every_pin_is_needed() -> None:
    assert set(pins()) - set(resolved()) == set()


def test_what_is_asked_for_directly_is_pinned_exactly() -> None:
    asked = direct() + PYPROJECT["tool"]["uv"]["constraint-dependencies"]
    assert [text for text in asked if not re.fullmatch(r"[\w.-]+==[\w.]+", text)] == []


def test_packages_of_packages_and_of_other_platforms_are_seen() -> None:
    asked = resolved()
    assert (asked["protobuf"], asked["kiwisolver"], asked["colorama"]) == ("mediapipe", "matplotlib", "mkdocs")
    assert "jax" not in asked


def test_what_is_installed_is_what_is_pinned() -> None:
    def installed() -> Iterator[tuple[str, str, str]]:
        for name, version in pins().items():
            try:
                yield name, version, importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue

    assert [(name, pinned, there) for name, pinned, there in installed() if pinned != there] == []


def test_suitable_pythons_are_those_of_the_package() -> None:
    assert PYPROJECT["project"]["requires-python"] == ">=3.11,<3.13"
    assert [bootstrap.unsuitable(version) for version in ((3, 11), (3, 12))] == ["", ""]


# --- hashes ---------------------------------------------------------------------------------------------------------


def listed(name: str) -> dict[str, tuple[str, int]]:
    """Of a list of hashes: version and number of hashes by package."""
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / "packaging" / "hashes" / f"{name}.txt").read_text("utf-8")):
        first = re.match(r"([\w.-]+)==(\S+)", block)
        assert first, block
        found[canonicalize_name(first[1])] = first[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block))
    return found


def test_every_package_that_is_pinned_is_listed_with_hashes() -> None:
    program = {
        name: version for list_name in ("program", "test", "video") for name, (version, _) in listed(list_name).items()
    }
    assert program == {name: version for name, version in pins().items() if name in program}
    assert set(pins()) - set(program) == set()


@pytest.mark.parametrize("name", ["program", "test", "video", *("build", "uv", "bundle", "sbom")])
def test_every_list_has_a_hash_for_each_package_and_names_no_place(name: str) -> None:
    assert [package for package, (_, count) in listed(name).items() if count == 0] == []
    assert "://" not in (ROOT / "packaging" / "hashes" / f"{name}.txt").read_text("utf-8")


def test_what_is_built_and_bundled_with_is_what_is_named() -> None:
    named = PYPROJECT["build-system"]["requires"] + PYPROJECT["tool"]["uv"]["build-constraint-dependencies"]
    assert {f"{name}=={version}" for name, (version, _) in listed("build").items()} == set(named)
    for name, requirements in hashes.TOOLS.items():
        there = {f"{package}=={version}" for package, (version, _) in listed(name).items()}
        assert set(requirements) <= there


def test_the_version_stands_in_one_place() -> None:
    assert PYPROJECT["project"]["dynamic"] == ["version"] and "version" not in PYPROJECT["project"]
    assert importlib.metadata.version("facebalance-desktop") == __version__


def test_versions_of_all_parts_are_told() -> None:
    asked = {canonicalize_name(Requirement(text).name) for text in PYPROJECT["project"]["dependencies"]}
    assert {canonicalize_name(name) for name in PACKAGES} == asked
    assert "not installed" not in versions().values()


# --- the rest -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("ldd") is None, reason="asks Linux's loader")
def test_no_library_that_a_window_needs_is_missing() -> None:
    qt = Path(PySide6.__file__).parent / "Qt" / "plugins"
    plugins = [
        *qt.glob("platforms/libq[owx]*.so"),
        *qt.glob("xcbglintegrations/*.so"),
        *qt.glob("wayland-*client/*.so"),
    ]
    assert {path.stem for path in plugins} >= {"libqxcb", "libqoffscreen", "libqwayland"}
    answer = subprocess.run(["ldd", *map(str, plugins)], capture_output=True, text=True, timeout=60, check=False)
    assert set(re.findall(r"(\S+) => not found", answer.stdout)) == set()
    assert bootstrap.lacking_libraries() == []


def test_a_missing_library_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libabsent.so.9": "libabsent9"})
    monkeypatch.setattr(sys, "platform", "linux")
    assert bootstrap.lacking_libraries() == ["libabsent.so.9"]


def test_continuous_integration_runs_the_same_command() -> None:
    script = ROOT / ".ci" / "run"
    assert "python3 packaging/bootstrap.py test" in script.read_text("utf-8")
    assert os.access(script, os.X_OK) or sys.platform == "win32"


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert PYPROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text("utf-8")


def test_warnings_of_python_and_of_qt_fail_a_test(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(
        "import warnings\n"
        "from PySide6.QtCore import qWarning\n"
        "def test_python(): warnings.warn('sample')\n"
        "def test_qt(): qWarning('sample')\n"
        "def test_fine(): pass\n",
        "utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "no:cacheprovider",
        str(tmp_path),
    ]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "2 failed, 1 passed" in answer.stdout
