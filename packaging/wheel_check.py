"""Builds the wheel, installs it into a clean environment away from the project, and makes the demonstration with it.

python3 packaging/wheel_check.py

The wheel is in dist afterwards. Packages come from packaging/hashes, as everywhere.
"""

from __future__ import annotations

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


def main() -> int:
    dist = bootstrap.ROOT / "dist"
    for old in dist.glob("*.whl"):
        old.unlink()
    built = ["--wheel", "--quiet", "--python", sys.executable, "--out-dir", str(dist)]
    hashes = ["--build-constraints", str(bootstrap.hashes("build")), "--require-hashes"]
    command = [bootstrap.uv(), "build", *built, *hashes, str(bootstrap.ROOT)]
    bootstrap.quietly(command, FAILURE, bootstrap.installer_environment())
    (wheel,) = dist.glob("*.whl")
    with tempfile.TemporaryDirectory(prefix="wheel ü ") as folder:
        venv = Path(folder) / "venv"
        bootstrap.make_venv(venv, FAILURE)
        bootstrap.fill(venv, ["program"], FAILURE)
        python = bootstrap.python_of(venv)
        command = [bootstrap.uv(), "pip", "install", "--quiet", "--no-deps", "--python", str(python), str(wheel)]
        bootstrap.quietly(command, FAILURE, bootstrap.installer_environment())
        manual = bootstrap.ROOT / "docs" / "manual"
        pages = [path.relative_to(manual).as_posix() for path in manual.rglob("*.md")]
        subprocess.run([python, "-I", "-c", SEEN, *pages], cwd=folder, check=True)
        program = shutil.which("facebalance", path=str(python.parent))
        assert program is not None
        picture = Path(folder) / "demo.png"
        subprocess.run([program, "demo", "-o", str(picture)], cwd=folder, check=True)
        print(f"{wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB: demonstration of {picture.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except bootstrap.Stop as stop:
        sys.exit(str(stop))
