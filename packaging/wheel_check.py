"""Builds the wheel, installs it into a clean environment away from the project, and makes the demonstration with it.

python3 packaging/wheel_check.py

The wheel is in dist afterwards. Packages come from packaging/hashes, as everywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import bootstrap

FAILURE = "The wheel could not be built or installed."
SEEN = """
import facebalance_desktop, importlib.metadata, sys
from facebalance_desktop.folders import resource_folder
assert sys.prefix in facebalance_desktop.__file__, facebalance_desktop.__file__
assert resource_folder().name == "_resources", resource_folder()
manual = resource_folder() / "manual"
pages = {path.relative_to(manual).as_posix() for path in manual.rglob("*.md")}
assert pages == set(sys.argv[1:]), pages ^ set(sys.argv[1:])
assert importlib.metadata.version("facebalance-desktop") == facebalance_desktop.__version__
print(facebalance_desktop.__version__, len(list(resource_folder().rglob("*"))), "resources")
"""


def environments(folder: Path) -> tuple[Path, Path]:
    """One with what builds the project and one with the packages of the program alone, out of what was downloaded
    before where all of it is there. Raises Stop where the packages cannot be had."""
    builder, clean = folder / "builder", folder / "venv"
    is_offline = os.environ.get("UV_OFFLINE")
    os.environ["UV_OFFLINE"] = "1"
    try:
        _fill_both(builder, clean)
    except bootstrap.Stop:
        os.environ["UV_OFFLINE"] = is_offline or "0"
        _fill_both(builder, clean)
    finally:
        os.environ.pop("UV_OFFLINE")
        if is_offline is not None:
            os.environ["UV_OFFLINE"] = is_offline
    return builder, clean


def _fill_both(builder: Path, clean: Path) -> None:
    failure = "The packages for the wheel could not be had. Check the network, then start again."
    for venv, name in ((builder, "build"), (clean, "program")):
        bootstrap.make_venv(venv, failure)
        bootstrap.fill(venv, [name], failure)


def build(builder: Path, dist: Path) -> Path:
    """The wheel, in `dist`."""
    built = ["--wheel", "--quiet", "--no-build-isolation", "--python", str(bootstrap.python_of(builder))]
    command = [bootstrap.uv(), "build", *built, "--out-dir", str(dist), str(bootstrap.ROOT)]
    bootstrap.quietly(command, FAILURE, bootstrap.installer_environment())
    (wheel,) = dist.glob("*.whl")
    return wheel


def try_out(wheel: Path, clean: Path, folder: Path) -> Path:
    """Install the wheel, look what came with it, and return the picture of the demonstration that it made."""
    python = bootstrap.python_of(clean)
    options = ["--quiet", "--offline", "--no-deps", "--python", str(python)]
    own = [bootstrap.uv(), "pip", "install", *options, str(wheel)]
    bootstrap.quietly(own, FAILURE, bootstrap.installer_environment())
    manual = bootstrap.ROOT / "docs" / "manual"
    pages = [path.relative_to(manual).as_posix() for path in manual.rglob("*.md")]
    subprocess.run([python, "-I", "-c", SEEN, *pages], cwd=folder, check=True)
    program = shutil.which("facebalance", path=str(python.parent))
    assert program is not None
    picture = folder / "demo.png"
    subprocess.run([program, "demo", "-o", str(picture)], cwd=folder, check=True)
    return picture


def main() -> int:
    dist = bootstrap.ROOT / "dist"
    for old in dist.glob("*.whl"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="wheel ü ") as folder:
        builder, clean = environments(Path(folder))
        wheel = build(builder, dist)
        picture = try_out(wheel, clean, Path(folder))
        print(f"{wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB: demonstration of {picture.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except bootstrap.Stop as stop:
        sys.exit(str(stop))
