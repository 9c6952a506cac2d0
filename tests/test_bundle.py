"""The program without Python and its installers: what is in them, and that what cannot be run here is well written."""

from __future__ import annotations

import configparser
import importlib.metadata
import importlib.util
import plistlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from email.message import Message
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import bundle_check
import bundle_parts
import icons
import licences
import manual_page
import pytest
from PIL import Image
from sources import ROOT

from facebalance_desktop import __version__
from facebalance_desktop.cli.commands import COMMANDS
from facebalance_desktop.project.store import SUFFIX

PACKAGING = ROOT / "packaging"
MIME = "application/x-facebalance"


# --- what is in it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "is_wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqminimalegl.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_ja.qm", False),
        ("matplotlib/mpl-data/sample_data/grace_hopper.jpg", True),
        ("matplotlib/mpl-data/sample_data/goog.npz", False),
        ("matplotlib/mpl-data/matplotlibrc", True),
        ("cv2/cv2.abi3.so", True),
        ("cv2/qt/plugins/platforms/libqxcb.so", False),
        ("numpy/core/tests/data/a.csv", False),
        ("facebalance_desktop/_resources/guides.toml", True),
        ("facebalance_desktop/_resources/manual/de/compare.md", True),
    ],
)
def test_what_goes_into_the_bundle(place: str, is_wanted: bool) -> None:
    assert bundle_parts.is_wanted(place) is is_wanted


@pytest.mark.parametrize(
    ("place", "is_refused"),
    [
        ("_internal/scipy/linalg/a.so", True),
        ("_internal/jax-0.5.3.dist-info/METADATA", True),
        ("_internal/PySide6/QtNetwork.abi3.so", True),
        ("_internal/libQt6Network.so.6", True),
        ("_internal/numpy/tests/a.py", True),
        ("_internal/libavcodec.so.59", False),
        ("_internal/numpy/testing/a.py", False),
        ("licences/contourpy/LICENSE", False),
    ],
)
def test_what_must_not_be_in_the_bundle(place: str, is_refused: bool) -> None:
    assert bool(bundle_parts.FORBIDDEN.search(place)) is is_refused


def test_libraries_of_what_was_left_out_are_left_out() -> None:
    loads = {
        "a.so": ["libused.so.1"],
        "libused.so.1": ["libdeep.so"],
        "libqxcb.so": ["libx.so"],
        "libgtk.so": ["libx2.so"],
    }
    places = ["p/a.so", "PySide6/Qt/plugins/platforms/libqxcb.so", "libused.so.1", "libdeep.so", "libx.so", "libgtk.so"]
    entries = [(place, "/" + Path(place).name, "EXTENSION" if place == "p/a.so" else "BINARY") for place in places]
    entries += [("libx2.so", "/libx2.so", "BINARY"), ("libdeep.so", "q/libdeep.so", "SYMLINK")]
    kept = bundle_parts.needed(entries, lambda file: loads.get(file.name, []))
    assert [place for place, _, _ in kept] == [*places[:-1], "libdeep.so"]


def test_a_library_is_replaced_and_its_links_stay() -> None:
    entries = [("x.libs/libx265-1.so.2", "/old", "BINARY"), ("libx265-1.so.2", "x.libs/libx265-1.so.2", "SYMLINK")]
    replaced = bundle_parts.replaced(entries, "libx265.*", Path("/new"))
    assert replaced == [("x.libs/libx265-1.so.2", "/new", "BINARY"), entries[1]]


def test_codecs_are_listed_with_the_licence_that_they_state(tmp_path: Path) -> None:
    contents = {
        "libavcodec.61.dylib": b"..libavcodec license: GPL version 3 or later..x264 - core",
        "opencv_videoio_ffmpeg4110_64.dll": b"libavformat license: LGPL version 2.1 or later",
        "libx264.164.dylib": b"x264 - core",
        "libx265-217-0.dll": b"HEVC encoder version %s",
        "libx265-empty.so": b"x265_api_get_217",
        "libheif.so": b"x265_api_get_217",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found = {name: licences.codec_of(name, content) for name, content in contents.items()}
    assert found == {
        "libavcodec.61.dylib": ("FFmpeg", "GPL version 3 or later"),
        "opencv_videoio_ffmpeg4110_64.dll": ("FFmpeg", "LGPL version 2.1 or later"),
        "libx264.164.dylib": ("x264", "GPL version 2 or later"),
        "libx265-217-0.dll": ("x265", "GPL version 2 or later"),
        "libx265-empty.so": None,
        "libheif.so": None,
    }
    told = licences.codecs_notice(tmp_path.iterdir())
    assert told.count("GPL version") == 4 and licences.UNDER_GPL in told
    assert licences.UNDER_GPL not in licences.codecs_notice([tmp_path / "opencv_videoio_ffmpeg4110_64.dll"])
    assert licences.codecs_notice([tmp_path / "libheif.so"]) == ""


def test_the_models_that_are_loaded_are_there() -> None:
    """Which files mediapipe's graphs of these names ask for stands in the graphs themselves."""
    place = importlib.util.find_spec("mediapipe")  # found, not imported: that takes seconds
    assert place is not None and place.origin is not None
    packages = Path(place.origin).parent.parent
    found = bundle_parts.datas(ROOT, packages)
    assert (str(ROOT / "resources"), "facebalance_desktop/_resources") in found
    assert (str(ROOT / "docs" / "manual"), "facebalance_desktop/_resources/manual") in found
    assert [file for file, _ in found if not Path(file).exists()] == []
    names = {Path(file).name for file, _ in found}
    asked = re.compile(rb"mediapipe/modules/(?:face_\w+|selfie\w+)/(\w+\.tflite)")
    graphs = [Path(file).read_bytes() for file, _ in found if file.endswith(".binarypb")]
    assert {name.decode() for graph in graphs for name in asked.findall(graph)} <= names
    assert {"face_landmark_with_attention.tflite", "face_detection_short_range.tflite"} <= names


def test_the_licences_of_all_packages_are_collected(tmp_path: Path) -> None:
    target = tmp_path / "licences"
    row = licences.of_package(ROOT, importlib.metadata.distribution("numpy"), _made(target))
    assert row[0] == "numpy"
    assert "Redistribution" in (target / "numpy" / "LICENSE.txt").read_text("utf-8")
    assert "numpy" in licences.listed(ROOT, "program") and "hypothesis" not in licences.listed(ROOT, "program")
    assert licences.version(ROOT) == __version__


@pytest.mark.parametrize(
    ("written", "classifier", "told"),
    [
        ("Copyright (c) 2005, the developers.\nAll rights reserved.", "OSI Approved :: BSD License", "BSD License"),
        ("=========\nThe licence\n=========\nIt is Modified BSD.", "OSI Approved :: BSD License", "BSD License"),
        ("GPLv2-or-later with a special exception which allows to use it to build programs of any kind", "", ""),
        ("Apache 2.0", "OSI Approved :: Apache Software License", "Apache 2.0"),
        ("Copyright (c) 2005\nAll rights reserved.", "", "see its folder"),
        ("", "OSI Approved", "see its folder"),
    ],
)
def test_a_licence_is_told_by_its_name_not_by_the_first_line_of_its_text(
    written: str, classifier: str, told: str
) -> None:
    facts = Message()
    facts["License"] = written.replace("\n", "\n        ")
    if classifier:
        facts["Classifier"] = f"License :: {classifier}"
    assert licences.stated(facts) == (told or written)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_program_is_started_without_this_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.setenv("PYTHONPATH", "/ours")
    place = bundle_check.Place(Path("/root of it"), "/opt/facebalance", Path("/root of it/var/a b"))
    command = place.command(["demo"])
    assert command[:4] == ["chroot", "/root of it", "/usr/bin/env", "-i"]
    assert "FACEBALANCE_HOME=/var/a b/home" in command and "DISPLAY=:5" in command
    assert not [word for word in command if "PYTHONPATH" in word]
    assert command[-2:] == ["/opt/facebalance", "demo"]


# --- Linux ----------------------------------------------------------------------------------------------------------


def test_the_desktop_entry_and_the_kind_of_file() -> None:
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[method-assign,assignment]  # names as they are written
    entry.read(PACKAGING / "linux/facebalance.desktop", "utf-8")
    facts = entry["Desktop Entry"]
    assert (facts["Exec"], facts["Icon"], facts["MimeType"]) == ("facebalance %F", "facebalance", f"{MIME};")
    described = ElementTree.parse(PACKAGING / "linux/facebalance.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = described.find(f"{space}mime-type")
    assert kind is not None and kind.get("type") == MIME
    assert [glob.get("pattern") for glob in kind.iter(f"{space}glob")] == [f"*{SUFFIX}"]
    if checker := shutil.which("desktop-file-validate"):
        command = [checker, str(PACKAGING / "linux/facebalance.desktop")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")


def test_the_manual_page_tells_every_command() -> None:
    page = manual_page.page()
    for name in COMMANDS:
        assert f"\n.SS {name}\n" in page
    assert manual_page.escaped(".a-b\\c") == "\\&.a\\-b\\ec"
    if groff := shutil.which("groff"):
        words = [groff, "-man", "-Tutf8", "-wall", "-z"]
        done = subprocess.run(words, input=page, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_icon_is_drawn_at_all_sizes(qapp: object, tmp_path: Path) -> None:
    icons.write_all(ROOT / "resources/facebalance.svg", tmp_path)
    for size in icons.SIZES:
        with Image.open(tmp_path / f"{size}.png") as image:
            assert image.size == (size, size)
            assert image.getchannel("A").getextrema() == (0, 255)
    for name in ("facebalance.ico", "facebalance.icns"):
        with Image.open(tmp_path / name) as image:
            assert max(image.size) >= 256


# --- Windows, not yet run -------------------------------------------------------------------------------------------


def sections(script: str) -> Mapping[str, list[dict[str, str]]]:
    """The sections of an Inno Setup script: `Name=value` as one row, `Name: value; Name: value` as a row each."""
    found: dict[str, list[dict[str, str]]] = {}
    rows: list[dict[str, str]] = []
    for line in script.splitlines():
        text = line.strip()
        if not text or text.startswith((";", "#")):
            continue
        if head := re.fullmatch(r"\[(\w+)\]", text):
            assert head[1] not in found, f"[{head[1]}] stands twice"
            rows = found[head[1]] = []
        elif fact := re.fullmatch(r"(\w+)=(.*)", text):
            rows.append({fact[1]: fact[2]})
        else:
            row = dict(parameters(text))
            assert row, line
            rows.append(row)
    return found


def parameters(text: str) -> Iterator[tuple[str, str]]:
    """Names and values; a value in quotation marks may have semicolons, and its own quotation marks doubled."""
    pattern = re.compile(r'\s*(\w+):\s*("(?:[^"]|"")*"|[^";]+)\s*(?:;|$)')
    at = 0
    while at < len(text):
        found = pattern.match(text, at)
        assert found, text[at:]
        value = found[2]
        yield found[1], value[1:-1].replace('""', '"') if value.startswith('"') else value.strip()
        at = found.end()


SCRIPT = (PACKAGING / "windows/facebalance.iss").read_text("utf-8")


def test_the_installer_for_windows_asks_for_no_administrator() -> None:
    setup = {name: value for row in sections(SCRIPT)["Setup"] for name, value in row.items()}
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["DefaultDirName"].startswith("{localappdata}\\Programs\\")
    assert re.fullmatch(r"\{\{[0-9A-F-]{36}\}", setup["AppId"])
    assert setup["AppVersion"] == "{#Version}"
    assert {row["Root"] for row in sections(SCRIPT)["Registry"]} == {"HKCU"}


def test_uninstalling_takes_nothing_of_the_user_away() -> None:
    """Projects, settings and unsaved work lie outside the folder of the program, and nothing else is deleted."""
    found = sections(SCRIPT)
    assert "UninstallDelete" not in found and "UninstallRun" not in found and "Code" not in found
    assert [row["Name"] for row in found["InstallDelete"]] == ["{app}\\_internal"]
    assert {row["DestDir"] for row in found["Files"]} == {"{app}"}


def test_the_file_association_of_windows_quotes_the_path() -> None:
    rows = {row["Subkey"]: row["ValueData"] for row in sections(SCRIPT)["Registry"]}
    kind = rows[f"Software\\Classes\\{SUFFIX}"]
    assert rows[f"Software\\Classes\\{kind}\\shell\\open\\command"] == '"{app}\\facebalancew.exe" "%1"'


@pytest.mark.parametrize("bad", ["[Setup]\nA: b; c", '[Files]\nSource: "open', "[A]\n[A]"])
def test_the_check_of_the_script_sees_a_slip(bad: str) -> None:
    with pytest.raises(AssertionError):
        sections(bad)


# --- macOS, not yet run ---------------------------------------------------------------------------------------------


def plist(name: str) -> dict[str, Any]:
    found = plistlib.loads((PACKAGING / "macos" / name).read_bytes())
    assert isinstance(found, dict)
    return found


def test_the_app_of_macos_owns_its_files() -> None:
    facts = plist("Info.plist")
    declared = facts["UTExportedTypeDeclarations"][0]
    assert declared["UTTypeTagSpecification"] == {
        "public.filename-extension": [SUFFIX.removeprefix(".")],
        "public.mime-type": [MIME],
    }
    assert facts["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert facts["NSHighResolutionCapable"] is True


def test_the_hardened_runtime_is_loosened_in_one_place_only() -> None:
    assert plist("entitlements.plist") == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_script_of_macos_can_be_read() -> None:
    if shell := shutil.which("sh"):
        script = PACKAGING / "macos/make_app.sh"
        assert subprocess.run([shell, "-n", script], capture_output=True, check=False).stderr == b""


# --- all three ------------------------------------------------------------------------------------------------------


def test_what_the_release_calls_is_there_and_what_was_never_run_says_so() -> None:
    workflow = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    called = set(re.findall(r"packaging/[\w./]+", workflow))
    assert called >= {"packaging/bootstrap.py", "packaging/deb.py", "packaging/windows/facebalance.iss"}
    assert [name for name in called if not (ROOT / name).is_file()] == []
    of_macos = [(PACKAGING / "macos" / name).read_text("utf-8") for name in ("Info.plist", "make_app.sh")]
    assert all("NOT YET RUN" in text for text in (workflow, SCRIPT, *of_macos))
