"""Installs what is missing and starts the program, or runs its checks, with nothing but Python and pip.

    python3 packaging/bootstrap.py run [ARGUMENT...]    start the program: the demonstration, unless told otherwise
    python3 packaging/bootstrap.py test                 run every check and every test
    python3 packaging/bootstrap.py bundle               make a program for machines without Python, in dist/facebalance

Everything goes into two folders of the project, `.bootstrap` (the installer, uv) and `.venv` (the packages); deleting
them undoes it. Nothing is installed but files whose hashes stand in packaging/hashes. On Debian and Ubuntu a few system
libraries are installed as well, where that is allowed. Once all is there, a note in `.venv` says so, and no network is
needed.
"""

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

SUITABLE = ((3, 11), (3, 12))


def unsuitable(version: "tuple[int, ...]") -> str:
    """A sentence on why this Python cannot run the program, or nothing. Older Pythons have to read this far."""
    if version[:2] in SUITABLE:
        return ""
    return (
        f"FaceBalance needs Python 3.11 or 3.12, and this is Python {version[0]}.{version[1]}. Nothing was changed. "
        f"Install Python 3.11 beside it and type: python3.11 {' '.join(sys.argv)}"
    )


if unsuitable(sys.version_info[:2]):
    sys.exit(unsuitable(sys.version_info[:2]))

ROOT = Path(__file__).resolve().parent.parent
UV_VERSION = "0.13.9"

# What the packages load from the system on Linux, and the Debian package that holds it: OpenGL and fonts for Qt itself,
# the xcb family for a window on X11, the wayland family for one on Wayland.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

ALONE = ("tests/test_identity_cache.py", "tests/test_project_memory.py")
"""They look at what is left in memory: in a process that no other test has used."""
CHECKS = (
    ("Style", ["ruff", "check", "--quiet", "."]),
    ("Types", ["mypy"]),
    (
        "Tests",
        ["pytest", "--quiet", "-n", "auto", "--maxprocesses=4", "--dist", "loadfile"]
        + [f"--ignore={file}" for file in ALONE],
    ),
    ("Tests of memory", ["pytest", "--quiet", *ALONE]),
)


class Stop(Exception):
    """Something that the person has to know or do first; the words are for them."""


def say(words: str) -> None:
    print(words, flush=True)


def refuse_read_only() -> None:
    """Stop where nothing can be put into the project's folder: on a CD, a locked share, in another user's folder."""
    if not os.access(ROOT, os.W_OK):
        raise Stop(
            f"FaceBalance is not installed here yet and cannot be: the folder {ROOT} is read-only. "
            "Nothing was changed. Copy it to a folder of your own and start it there."
        )


def quietly(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    """Run a command without its output; if it fails, stop with `failure` and what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Stop(f"{failure}\n{(done.stderr or done.stdout).strip()}")


def lacking_libraries() -> list[str]:
    """The system libraries that the loader does not find, by asking it."""
    lacking = []
    for library in LIBRARIES if sys.platform == "linux" else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            lacking.append(library)
    return lacking


def administrator() -> list[str] | None:
    """What to put before a command that changes the system: nothing for root; None if it is not allowed unasked."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0:
        return sudo
    return None


def install_libraries(lacking: list[str]) -> None:
    """Install the Debian packages of the libraries; where that cannot be done, say what to type."""
    packages = sorted({LIBRARIES[library] for library in lacking})
    if shutil.which("apt-get") is None:
        say(f"This system lacks {', '.join(lacking)}. If no window opens, install them with its package manager.")
        return
    prefix = administrator()
    by_hand = f"sudo apt-get install --yes {' '.join(packages)}"
    if prefix is None:
        raise Stop(f"System libraries are missing. Nothing was changed. Type this line, then start again:\n{by_hand}")
    say(f"Installing system libraries: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=120"]
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    quietly(
        [*apt, "install", "--yes", "--no-install-recommends", *packages],
        f"The system libraries could not be installed. Type this line, then start again:\n{by_hand}",
    )


def uv() -> str:
    """The path of the installer, put into `.bootstrap` first if it is not there."""
    folder = ROOT / ".bootstrap"
    if not (folder / f"uv-{UV_VERSION}.dist-info").is_dir():
        say(f"Installing uv {UV_VERSION} into .bootstrap")
        shutil.rmtree(folder, ignore_errors=True)
        # Into a folder of its own, because Debian's Python refuses to have packages installed beside its own.
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
        failure = "uv could not be installed. Check the network, and that Python has pip (Debian: python3-pip)."
        quietly([*pip, "--target", str(folder), "--requirement", str(hashes("uv"))], failure)
    for place in ("bin/uv", "bin/uv.exe", "Scripts/uv.exe"):
        if (folder / place).is_file():
            return str(folder / place)
    raise Stop("uv was installed but its program is missing. Delete the folder .bootstrap and start again.")


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def hashes(name: str) -> Path:
    """The list of packages and hashes of that name: `program`, or what is installed besides it."""
    return ROOT / "packaging" / "hashes" / f"{name}.txt"


def fingerprint() -> dict[str, str]:
    """What the packages depend on: where the project lies, this Python, and the files that say what to install."""
    files = [ROOT / "pyproject.toml", ROOT / "packaging" / "bootstrap.py", *sorted(hashes("*").parent.glob("*.txt"))]
    inputs = b"".join(path.read_bytes() for path in files)
    return {
        "root": str(ROOT),
        "python": f"{sys.version} {sys.base_prefix}",
        "inputs": hashlib.sha256(inputs).hexdigest(),
    }


def read_note(venv: Path) -> tuple[dict[str, str], set[str]]:
    """The fingerprint and the extras that `.venv` was made for; nothing if it was not finished."""
    try:
        note = json.loads((venv / "installed.json").read_text("utf-8"))
        return dict(note["made_for"]), set(note["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}, set()


def is_fit(venv: Path, made_for: dict[str, str]) -> bool:
    """Whether packages can be added to this `.venv`: made here, by this very Python, and its Python starts."""
    if made_for and made_for.get("root") != str(ROOT):
        return False
    question = "import sys; print(sys.version, sys.base_prefix)"
    try:
        answer = subprocess.run([python_of(venv), "-I", "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == f"{sys.version} {sys.base_prefix}"


def installer_environment() -> dict[str, str]:
    """Certificates come from the system, so that it also works where a clinic's network has its own."""
    environment = {"UV_SYSTEM_CERTS": "true"} | dict(os.environ) | {"UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    if not os.access(os.path.expanduser("~"), os.W_OK):  # a user without a home of their own
        environment.setdefault("UV_CACHE_DIR", str(ROOT / ".bootstrap" / "cache"))
    return environment


def fill(venv: Path, names: "list[str]", failure: str) -> None:
    """Have in `venv` exactly the packages of these lists, each file checked against its hash."""
    lists = [str(hashes(name)) for name in names]
    checked = ["--quiet", "--no-progress", "--require-hashes", "--no-build", "--python", str(python_of(venv))]
    quietly([uv(), "pip", "sync", *checked, *lists], failure, installer_environment())


def make_venv(venv: Path, failure: str) -> None:
    command = [uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(venv)]
    quietly(command, failure, installer_environment())


def install(venv: Path, extras: "set[str]", made_for: "dict[str, str]") -> None:
    """Put the packages and the project itself into `.venv`, and note that it is finished.

    One that was made by another Python, or elsewhere, is put aside until the new one is finished.
    """
    refuse_read_only()
    say("Installing the packages into .venv (the first time this takes a few minutes)")
    failure = "The packages could not be installed. Photos and projects are safe. Check the network, then start again."
    try:
        if not is_fit(venv, made_for):
            if venv.exists():
                venv.rename(aside(venv))
            make_venv(venv, failure)
        fill(venv, ["program", *sorted(extras)], failure)
        built = ["--build-constraints", str(hashes("build")), "--python", str(python_of(venv)), "--editable", str(ROOT)]
        own = [uv(), "pip", "install", "--quiet", "--no-progress", "--no-deps", *built]
        quietly(own, failure, installer_environment())
        note = {"made_for": fingerprint(), "extras": sorted(extras)}
        (venv / "installed.json").write_text(json.dumps(note, indent=1), "utf-8")
    except BaseException:
        put_back(venv)
        raise
    shutil.rmtree(aside(venv), ignore_errors=True)


def aside(venv: Path) -> Path:
    """Where the former installation waits until the new one is finished."""
    return venv.with_name(venv.name + ".former")


def put_back(venv: Path) -> None:
    """Have the former installation in its place again, if it was put aside and the new one was not finished."""
    if aside(venv).exists():
        shutil.rmtree(venv, ignore_errors=True)
        aside(venv).rename(venv)


def still_starts(venv: Path, made_for: "dict[str, str]") -> bool:
    """Whether the program of an installation that was finished here once says its version."""
    if made_for.get("root") != str(ROOT):
        return False
    command = [str(python_of(venv)), "-m", "facebalance_desktop", "--version"]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def prepare(extra: str = "") -> Path:
    """Install what is missing; return the Python that has all of it. A finished installation is left as it is.

    Where one that was finished cannot be brought up to date, which takes a network, it is used as it is.
    """
    venv = ROOT / ".venv"
    if not read_note(venv)[0] and os.access(ROOT, os.W_OK):
        put_back(venv)  # an installation that was ended halfway
    made_for, extras = read_note(venv)
    wanted = extras | ({extra} if extra else set())
    is_finished = made_for == fingerprint() and wanted == extras and python_of(venv).exists()
    try:
        lacking = lacking_libraries()
        if lacking:
            install_libraries(lacking)
        if not is_finished:
            install(venv, wanted, made_for)
    except (Stop, OSError) as stop:
        if not is_finished and (wanted != extras or not still_starts(venv, made_for)):
            raise
        say(f"{stop}\nThe installation that is there is used as it is.")
    return python_of(venv)


def run(arguments: list[str]) -> int:
    """Start the program in place of this script."""
    command = [str(prepare()), "-m", "facebalance_desktop", *(arguments or ["demo"])]
    if not arguments:
        say("Starting the demonstration")
    if sys.platform == "win32":  # where execv returns to the prompt at once
        return subprocess.call(command)
    os.execv(command[0], command)


def test() -> int:
    """Run every check, also after one has failed; 0 if all passed."""
    started = time.monotonic()
    python = str(prepare("test"))
    failed = []
    for name, command in CHECKS:
        say(f"{name}: {' '.join(command)}")
        if subprocess.call([python, "-m", *command], cwd=ROOT) != 0:
            failed.append(name.lower())
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    say(f"{'Failed: ' + ', '.join(failed) if failed else 'All checks passed'} ({minutes} min {seconds} s)")
    return 1 if failed else 0


def bundle() -> int:
    """Make the program for machines without Python: packages in folders of their own, then build_bundle.py."""
    refuse_read_only()
    failure = "The packages for the bundle could not be installed. Check the network, then start again."
    lacking = lacking_libraries()
    if lacking:
        install_libraries(lacking)
    folder = ROOT / ".bootstrap" / "bundle"
    for name, lists in (("program", ["program"]), ("tools", ["sbom"]), ("builder", ["program", "bundle"])):
        say(f"Installing the packages for the bundle: {name}")
        make_venv(folder / name, failure)
        fill(folder / name, lists, failure)
    return subprocess.call([str(python_of(folder / "builder")), str(ROOT / "packaging" / "build_bundle.py")])


def main(arguments: list[str]) -> int:
    try:
        if arguments[:1] == ["run"]:
            return run(arguments[1:])
        if arguments == ["bundle"]:
            return bundle()
        if arguments == ["test"]:
            return test()
        say((__doc__ or "").strip())
        return 2
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
