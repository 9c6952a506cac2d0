"""Makes the program without Python in dist/facebalance; `python3 packaging/bootstrap.py bundle` calls it.

Runs in an environment that has the program's packages and PyInstaller. Beside it are one with the program's packages
alone, whose parts are listed, and one with the tool that lists them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import bootstrap
import bundle_parts
import icons
import licences

ROOT = bootstrap.ROOT
DIST = ROOT / "dist"
BUNDLE = DIST / "facebalance"
FOLDER = ROOT / ".bootstrap" / "bundle"
WORK = FOLDER / "work"


def build() -> None:
    """The program itself."""
    for made in (BUNDLE, WORK):  # what was changed while a former one was made would count as made from it
        shutil.rmtree(made, ignore_errors=True)
    icons.write_all(ROOT / "resources" / "facebalance.svg", WORK / "icons")
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(DIST), "--workpath", str(WORK)]
    spec = str(ROOT / "packaging" / "facebalance.spec")
    # Nothing of the user's is imported while the imports are followed.
    environment = os.environ | {"PYTHONNOUSERSITE": "1", "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, spec], cwd=ROOT, env=environment, check=True)


def list_parts() -> None:
    """Its parts as a CycloneDX document, by CycloneDX's own tool."""
    facts = (ROOT / "pyproject.toml").read_text("utf-8")
    told = WORK / "pyproject.toml"  # the tool knows no version that is written elsewhere
    told.write_text(facts.replace('dynamic = ["version"]', f'version = "{licences.version(ROOT)}"'), "utf-8")
    tool = [str(bootstrap.python_of(FOLDER / "tools")), "-m", "cyclonedx_py", "environment"]
    options = ["--pyproject", str(told), "--mc-type", "application", "--output-reproducible"]
    python = str(bootstrap.python_of(FOLDER / "program"))
    command = [*tool, *options, "--output-file", str(BUNDLE / "sbom.cdx.json"), python]
    subprocess.run(command, check=True)


def collect_licences() -> None:
    lines = (WORK / "facebalance" / "sources.txt").read_text("utf-8").splitlines()
    licences.collect(ROOT, [line.split("\t")[1] for line in lines], BUNDLE / "licences")


def refuse_what_must_not_be_there() -> None:
    places = [path.relative_to(BUNDLE).as_posix() for path in BUNDLE.rglob("*") if path.is_file()]
    if found := [place for place in places if bundle_parts.FORBIDDEN.search(place)]:
        raise SystemExit("The bundle has what must not be in it:\n" + "\n".join(found))
    notice = BUNDLE / "licences" / "codecs.txt"
    if sys.platform == "linux" and notice.is_file() and licences.UNDER_GPL in notice.read_text("utf-8"):
        raise SystemExit("The bundle has a codec under the GPL:\n" + notice.read_text("utf-8"))


def main() -> int:
    build()
    collect_licences()
    list_parts()
    refuse_what_must_not_be_there()
    app = DIST / "FaceBalance.app" / "Contents" / "Resources"
    if sys.platform == "darwin":  # not yet run
        shutil.copytree(BUNDLE / "licences", app / "licences")
        shutil.copy(BUNDLE / "sbom.cdx.json", app)
    print(f"The program is in {BUNDLE.relative_to(ROOT)}; packaging/bundle_check.py tries it out.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
