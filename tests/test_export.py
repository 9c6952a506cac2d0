"""Exports as other programs read them: formats, colours, metadata, privacy, and what happens when a disk says no."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from driving import needs_qt
from figures_made import figure_of, made_project, material_of, project_of, pyramids_of, template, two_photos
from PIL import Image
from programs import output, program

from facebalance_desktop.cli.main import main
from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.photos.icc import read_profile
from facebalance_desktop.project.consent import refusal
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.edits_visits import change_visit, move_to_visit
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.render.animation import way
from facebalance_desktop.render.export import export_figure, export_template, write_all
from facebalance_desktop.render.metadata import srgb_profile
from facebalance_desktop.settings import Settings, save
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
Made = tuple[Project, InMemory]
SECRETS = ("Secret", "HostileOwner", "HostileMaker", "HostileComment", "HostileTown")


@pytest.fixture
def made(hopper_path: Path) -> Made:
    return made_project(hopper_path)


def export_to(made: Made, name: str, path: Path, long_side: int | None = None, **changes: object) -> tuple[Path, ...]:
    project, originals = made
    found = pyramids_of(project, originals)
    wanted = template(name, **changes)
    return export_template(JobContext(), material_of(project), wanted, path, found.get, False, long_side)


@pytest.mark.parametrize("ending", [".png", ".jpg", ".jpeg", ".tiff", ".tif", ".webp", ".PNG"])
def test_pictures_of_every_format(made: Made, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"Fräulein v1.2{ending}"
    assert export_to(made, "chart", path, 900) == (path,)
    with Image.open(path) as picture:
        assert max(picture.size) == 900
        assert picture.info["icc_profile"] == srgb_profile()
        if ending != ".webp":
            assert picture.info["dpi"][0] == pytest.approx(900 / (842 / 72), rel=0.01)
        assert not picture.getexif().get_ifd(0x8769)
    identify = program("identify")
    assert "x900" in output(identify, path)


def test_the_profile_is_srgb_and_the_same_on_every_day() -> None:
    assert hashlib.sha256(srgb_profile()).hexdigest() == hashlib.sha256(srgb_profile()).hexdigest()
    assert srgb_profile()[24:36] == bytes.fromhex("07d000010001000000000000")
    profile = read_profile(srgb_profile())
    assert profile is not None and "sRGB" in profile.name


def test_the_same_figure_has_the_same_bytes(made: Made, tmp_path: Path) -> None:
    for ending in (".png", ".jpg", ".webp"):
        first, second = (tmp_path / f"{name}{ending}" for name in ("one", "two"))
        export_to(made, "chart", first, 500)
        export_to(made, "chart", second, 500)
        assert first.read_bytes() == second.read_bytes()


def test_pages_have_their_size(made: Made, tmp_path: Path) -> None:
    for name, size in (("chart", b"595 842"), ("board", b"842 595")):
        export_to(made, name, tmp_path / f"{name}.pdf")
        (found,) = set(re.findall(rb"/MediaBox \[0 0 ([\d. ]+)\]", (tmp_path / f"{name}.pdf").read_bytes()))
        assert b" ".join(b"%d" % round(float(side)) for side in found.split()) == size


def test_text_in_a_document_can_be_selected(made: Made, tmp_path: Path) -> None:
    pdftotext = program("pdftotext")
    path = tmp_path / "chart.pdf"
    export_to(made, "chart", path)
    text = output(pdftotext, path, "-")
    for words in ("Before", "12 Mar 2024", "Chin", "Product One", "Photos were turned, scaled and shifted only."):
        assert words in text
    assert "NotoSans" in output(program("pdffonts"), path)
    letter = tmp_path / "letter.pdf"
    export_to(made, "chart", letter, page="letter")
    assert "612 x 792" in output(program("pdfinfo"), letter)


def test_a_document_looks_like_the_picture(made: Made, tmp_path: Path) -> None:
    pdftoppm = program("pdftoppm")
    document, picture = tmp_path / "a.pdf", tmp_path / "a.png"
    export_to(made, "chart", document)
    export_to(made, "chart", picture, 842)
    output(pdftoppm, "-r", "72", "-png", "-singlefile", document, tmp_path / "page")
    with Image.open(tmp_path / "page.png") as one, Image.open(picture) as other:
        size = one.width // 3, one.height // 3  # letters and edges are filled differently, places are the same
        pages = [np.asarray(page.convert("RGB").resize(size, Image.Resampling.BOX), int) for page in (one, other)]
    difference = np.abs(pages[0] - pages[1])
    assert difference.mean() < 3


def test_lines_in_a_document_are_vectors(made: Made, tmp_path: Path) -> None:
    bare, drawn = tmp_path / "bare.pdf", tmp_path / "drawn.pdf"
    export_to(made, "photo", bare, has_zones=False)
    export_to(made, "photo", drawn)
    images = output(program("pdfimages"), "-list", drawn).splitlines()[2:]
    assert len(images) == len(output(program("pdfimages"), "-list", bare).splitlines()[2:]) == 1


def test_a_film_has_the_frames_colours(made: Made, tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="MP4 needs the optional video part, which is not installed")
    (film,) = export_to(made, "moving-fade", tmp_path / "fade.mp4", 300)
    (pictures,) = export_to(made, "moving-fade", tmp_path / "fade.webp", 300)
    with av.open(str(film)) as container, Image.open(pictures) as other:
        frame = next(container.decode(video=0))
        assert (frame.colorspace, frame.color_range) == (1, 1)
        difference = frame.to_ndarray(format="rgb24").astype(int) - np.asarray(other.convert("RGB"), int)
    assert np.abs(difference.mean((0, 1))).max() < 2.5


@pytest.mark.parametrize("ending", [".webp", ".gif"])
def test_moving_pictures(made: Made, tmp_path: Path, ending: str) -> None:
    for name in ("moving-wipe", "moving-fade"):
        path = tmp_path / f"{name}{ending}"
        export_to(made, name, path, 300)
        with Image.open(path) as film:
            assert getattr(film, "n_frames", 1) >= 20
            film.seek(0)
            first = np.asarray(film.convert("RGB"), int)
            film.seek(20)
            assert (
                np.abs(np.asarray(film.convert("RGB"), int) - first).mean() > 2
            )  # the photos alone: no wedge comes and goes
    shares = way()
    assert (min(shares), max(shares), shares[0], shares[-1]) == (0.0, 1.0, 0.0, 0.0)


def test_names_that_fit_no_format_are_a_sentence(made: Made, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"x\.docx cannot be written"):
        export_to(made, "chart", tmp_path / "x.docx")
    with pytest.raises(Problem, match="moving picture"):
        export_to(made, "moving-wipe", tmp_path / "x.png")
    if not _has_video():
        with pytest.raises(Problem, match="optional video part"):
            export_to(made, "moving-fade", tmp_path / "x.mp4")
    assert list(tmp_path.iterdir()) == [tmp_path / "home"] or not list(tmp_path.glob("x.*"))


def _has_video() -> bool:
    import importlib.util

    return importlib.util.find_spec("av") is not None


# Nothing of what hostile files carry


def hostile(path: Path, data: bytes) -> bytes:
    """The photo with all that its owner would not want to see leave."""
    path.write_bytes(data)
    thumbnail = path.with_name("thumb.jpg")
    Image.new("RGB", (160, 120), "red").save(thumbnail, comment=b"HostileComment")
    output(
        program("exiftool"),
        "-overwrite_original",
        "-q",
        "-GPSLatitude=48.8584",
        "-GPSLatitudeRef=N",
        "-GPSLongitude=2.2945",
        "-GPSLongitudeRef=E",
        "-OwnerName=HostileOwner",
        "-Artist=HostileOwner",
        "-Copyright=HostileOwner",
        "-SerialNumber=HostileOwner77",
        "-Make=HostileMaker",
        "-Model=HostileMaker 1",
        "-UserComment=HostileComment",
        "-Comment=HostileComment",
        "-IPTC:By-line=HostileOwner",
        "-IPTC:City=HostileTown",
        "-XMP:Creator=HostileOwner",
        "-XMP:PersonInImage=Ada Secret",
        "-DateTimeOriginal=1971:03:02 10:00:00",
        f"-ThumbnailImage<={thumbnail}",
        path,
    )
    return path.read_bytes()


@pytest.mark.parametrize("ending", [".png", ".jpg", ".tiff", ".webp", ".pdf", ".gif", ".moving.webp", ".mp4"])
def test_hostile_metadata_leaves_no_trace(hopper_path: Path, tmp_path: Path, ending: str) -> None:
    exiftool = program("exiftool")
    before, after = two_photos(hopper_path.read_bytes())
    originals = InMemory()
    data = hostile(tmp_path / "before.jpg", before), hostile(tmp_path / "after.jpg", after)
    assert b"HostileOwner" in data[0]
    project = project_of(*data, originals)
    path = tmp_path / f"Ada{ending}"
    if ending == ".mp4" and not _has_video():
        pytest.skip("MP4 needs the optional video part, which is not installed")
    if ending in (".gif", ".moving.webp", ".mp4"):
        export_to((project, originals), "moving-wipe", path, 240)
    else:
        export_to((project, originals), "conference", path, framing="whole")
    told = output(exiftool, "-a", "-u", "-U", "-G1", "-s", path).replace(str(path), "").replace(path.name, "")
    told = "\n".join(line for line in told.splitlines() if not line.startswith("[System]"))
    raw = path.read_bytes()
    for secret in SECRETS:
        assert secret not in told, secret
        assert secret.encode() not in raw, secret
    for secret in ("1971", "48 deg", "48.85", "A 17"):
        assert secret not in told, secret
    for group in ("[GPS]", "[IPTC]", "[IFD1]", "[MakerNotes", "Thumbnail", "[ExifIFD]"):
        assert group not in told, told
    assert project.photos[0].sha256 in told
    assert "FaceBalance Desktop" in told
    xmp = told.lower()
    assert "rotation" in xmp and "shift" in xmp


# Consent and the record


def test_teaching_publication_and_marketing_need_consent(made: Made) -> None:
    project, _ = made
    photos = project.photos
    for use in ("record", "patient"):
        assert refusal(project, photos, use) is None
    for use in ("teaching", "publication", "marketing"):
        assert "not noted for these photos" in str(refusal(project, photos, use))
    given = set_consent("publication", True)(project)
    assert refusal(given, photos, "publication") is None
    assert refusal(given, photos, "marketing") is not None
    one = set_consent("publication", False, "photo", photos[1].id)(given)
    assert "refused publication for 1 of 2 photos" in str(refusal(one, photos, "publication"))
    assert refusal(one, photos[:1], "publication") is None
    visit = set_consent("teaching", False, "visit", "2024-06-20")(given)
    assert "refused teaching" in str(refusal(visit, photos, "teaching"))
    agreed = set_consent("teaching", True)(set_consent("teaching", None, "visit", "2024-06-20")(visit))
    assert refusal(agreed, photos, "teaching") is None


def test_consent_of_a_visit_goes_with_its_photos_wherever_its_date_is_corrected_to(made: Made) -> None:
    project, _ = made
    first, second = project.photos
    day = str(second.taken)[:10]
    given = set_consent("publication", True, "visit", day)(project)
    assert refusal(given, [second], "publication") is None
    assert refusal(given, [first], "publication") is not None
    corrected = change_visit(day, date="2020-01-01")(given)
    assert refusal(corrected, [second], "publication") is None
    moved = move_to_visit(first.id, day)(corrected)
    assert refusal(moved, [first, second], "publication") is None


def test_the_command_line_exports_by_template_notes_it_and_asks_for_consent(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, originals = made
    paths = []
    for number in range(2):
        paths.append(tmp_path / f"Projekt {number}.facebalance")
        save_project(JobContext(), project, paths[-1], originals)
    words = ["export", *map(str, paths), "--template", "Chart", "-o", str(tmp_path / "out"), "--jobs", "2"]
    assert main([*words, "--format", "pdf"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert [Path(line).name for line in printed.out.splitlines()] == ["Projekt 0.pdf", "Projekt 1.pdf"]
    for path in paths:
        (record,) = open_project(path).project.exports
        assert (record.form, record.use) == ("pair", "record")
        assert record.photos == tuple(photo.id for photo in project.photos)
    assert main([*words, "--format", "pdf"]) == 3
    assert "already there" in capsys.readouterr().err
    assert main([*words, "--format", "pdf", "--force"]) == 0
    (tmp_path / "clinic").mkdir()
    row = '[[row]]\nid = "poster"\nname = "Poster"\nsource = "ours"\nuse = "marketing"\n'
    (tmp_path / "clinic" / "templates.toml").write_text(row)
    save(replace(Settings(), clinic_folder=str(tmp_path / "clinic")))
    capsys.readouterr()
    assert main(["export", str(paths[0]), "--template", "poster", "-o", str(tmp_path / "poster.png")]) == 3
    assert "Consent to marketing" in capsys.readouterr().err
    assert not (tmp_path / "poster.png").exists()


# When it cannot be written


def test_nothing_is_replaced_unless_that_was_agreed(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "there.png"
    path.write_bytes(b"mine")
    with pytest.raises(Problem, match=r"there\.png is already there"):
        export_to(made, "chart", path, 400)
    assert path.read_bytes() == b"mine"


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "there.png"
    path.write_bytes(b"mine")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match=r"there\.png could not be written: no space left"):
        write_all({path: b"new"})
    assert path.read_bytes() == b"mine"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["there.png"]


def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Problem, match=r"x\.png could not be written: permission denied"):
        write_all({tmp_path / "x.png": b"new"})


@pytest.mark.parametrize("has_links", [True, False])
def test_of_two_pages_both_are_written_or_none(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    project, originals = made
    figure = figure_of(project, "chart")
    figure = replace(figure, pages=(*figure.pages, figure.pages[0]))
    first, second = tmp_path / "x.png", tmp_path / "x 2.png"
    first.write_bytes(b"the first page of before")
    really = os.replace

    def held(source: Path, goal: Path) -> None:
        if goal == second:
            raise OSError(errno.EIO, "the share is away")
        really(source, goal)

    def no_links(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "no links there")

    monkeypatch.setattr(os, "replace", held)
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(Problem, match="Nothing was written"):
        export_figure(JobContext(), figure, first, pyramids_of(project, originals).get, True, 300)
    assert first.read_bytes() == b"the first page of before"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["x.png"]
    monkeypatch.setattr(os, "replace", really)
    export_figure(JobContext(), figure, first, pyramids_of(project, originals).get, True, 300)
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == ["x 2.png", "x.png"]


def test_a_cancelled_export_writes_nothing(made: Made, tmp_path: Path) -> None:
    project, originals = made
    found = pyramids_of(project, originals)
    figure = figure_of(project, "chart")
    reports: list[str] = []
    context = JobContext(lambda report: reports.append(report.words), lambda: len(reports) >= 2)
    with pytest.raises(Cancelled):
        export_figure(context, figure, tmp_path / "x.png", found.get, False, 600)
    assert not list(tmp_path.glob("*.png"))


def test_a_watermark_and_a_title_are_seen(made: Made, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.png", tmp_path / "marked.png"
    export_to(made, "side-by-side", plain, 700)
    export_to(made, "side-by-side", marked, 700, watermark="Example Clinic")
    with Image.open(plain) as one, Image.open(marked) as other:
        assert np.abs(np.asarray(one, int) - np.asarray(other, int)).mean() > 0.2


def test_every_template_is_read_by_another_program(made: Made, tmp_path: Path) -> None:
    identify, pdftoppm = program("identify"), program("pdftoppm")
    for item in templates().all:
        ending = ".gif" if item.is_moving else ".jpg"
        written = export_to(made, item.id, tmp_path / f"{item.id}{ending}", 240)
        assert str(240) in output(identify, written[0])
        if not item.is_moving:
            (document,) = export_to(made, item.id, tmp_path / f"{item.id}.pdf")
            output(pdftoppm, "-r", "20", "-png", document, tmp_path / item.id)
            with Image.open(BytesIO(next(tmp_path.glob(f"{item.id}-*.png")).read_bytes())) as page:
                assert page.width > 50
