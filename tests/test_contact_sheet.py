"""A card before anything is taken in: what is seen on it, and what of it is picked."""

from __future__ import annotations

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from driving import Script, drive, needs_qt, project, window, workspace
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QClipboard, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workspaces import lent_workspace

from facebalance_desktop.errors import Cancelled
from facebalance_desktop.project.camera_card import files_in, glance, is_companion, pictures, runs_on
from facebalance_desktop.ui.app.incoming import NOTHING_TO_PASTE, pasted
from facebalance_desktop.ui.open_project import importer
from facebalance_desktop.ui.open_project.importer import calmly, listed
from facebalance_desktop.ui.photo_import.contact_sheet import ContactSheet, problem_words, sheet_words
from facebalance_desktop.ui.photo_import.contact_sheet_runs import RunBox
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
START = datetime(2024, 3, 12, 9, 0)


def shot(path: Path, hopper: Path | None, taken: datetime, turn: int = 0) -> Path:
    """A photo with a capture time: the portrait, or grey, as a name card is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", (300, 360), (180, 180, 180)) if hopper is None else Image.open(hopper).convert("RGB")
    image.putpixel((0, 0), (turn, 0, 0))
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    image.save(path, quality=90, exif=exif)
    return path


@pytest.fixture
def card(tmp_path: Path, hopper_path: Path) -> Path:
    """Two patients, the second behind a name card; a copy, a damaged photo, a text, a hidden file."""
    folder = tmp_path / "DCIM" / "100CANON"
    for number in range(3):
        shot(folder / f"IMG_{number}.JPG", hopper_path, START + timedelta(seconds=10 * number), number)
    shot(folder / "IMG_3.JPG", None, START + timedelta(seconds=40))
    shot(folder / "IMG_4.JPG", hopper_path, START + timedelta(seconds=50), 4)
    (folder / "copy of IMG_4.JPG").write_bytes((folder / "IMG_4.JPG").read_bytes())
    (folder / "IMG_5.JPG").write_bytes((folder / "IMG_4.JPG").read_bytes()[:9000])
    (folder / "notes.txt").write_text("not a photo")
    (folder / ".hidden.jpg").write_bytes(b"")
    return tmp_path / "DCIM"


def sheet() -> ContactSheet | None:
    found = window().findChildren(ContactSheet)
    return found[0] if found else None


def test_a_card_is_split_into_runs_and_told_of(card: Path) -> None:
    files = files_in(JobContext(), [card])
    assert len(files) == 8
    seen = [found for path in files if (found := glance(JobContext(), path)) is not None]
    assert len(seen) == 7
    (problem,) = (item.problem for item in seen if item.problem is not None)
    assert "IMG_5.JPG" in problem
    first, second = runs_on(seen)
    assert [len(first.shots), len(second.shots)] == [3, 2]
    assert second.begins_with_card
    assert [copy.name for copy in second.shots[1].copies] != []


def test_a_raw_or_video_beside_a_picture_is_its_companion(tmp_path: Path) -> None:
    files = [
        tmp_path / name for name in ("IMG_1.JPG", "img_1.CR2", "IMG_2.MOV", "IMG_3.HEIC", "IMG_3.MOV", "IMG_4.NEF")
    ]
    present = pictures(files)
    assert [path.name for path in files if is_companion(path, present)] == ["img_1.CR2", "IMG_3.MOV"]


def test_looking_at_a_folder_can_be_stopped(card: Path) -> None:
    with pytest.raises(Cancelled):
        files_in(JobContext(is_cancelled=lambda: True), [card])


def test_only_what_is_picked_is_added(card: Path) -> None:
    def script() -> Script:
        yield lambda: (found := sheet()) is not None and found.runs
        found = sheet()
        assert found is not None
        assert "1 other file is not a photo" in found.words.text()
        assert "IMG_5.JPG" in found.problems.text()
        assert not found.add.isEnabled()
        runs = found.runs
        QTest.mouseClick(runs[0].box, Qt.MouseButton.LeftButton, pos=runs[0].box.rect().center())
        assert found.add.text() == "Add 3 photos"
        place = runs[0].list.visualItemRect(runs[0].list.item(1)).center()
        QTest.mouseClick(runs[0].list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert runs[0].box.checkState() == Qt.CheckState.PartiallyChecked
        QTest.keyClick(found, Qt.Key.Key_Return)
        yield lambda: len(project().photos) == 2
        assert sorted(photo.name for photo in project().photos) == ["IMG_0.JPG", "IMG_2.JPG"]
        window().dropped.emit([card])
        yield lambda: (again := sheet()) is not None and again.runs
        again = sheet()
        assert again is not None
        assert [again.runs[0].list.item(n).text() for n in (0, 2)] == ["in the project"] * 2
        assert again.new_project.isVisible()
        QTest.keyClick(again, Qt.Key.Key_Escape)
        yield lambda: sheet() is None
        assert len(project().photos) == 2

    assert drive(script, [str(card)]) == 0


def test_a_new_project_for_the_next_patient(card: Path, hopper_path: Path) -> None:
    def script() -> Script:
        yield lambda: len(project().photos) == 1
        first = project().id
        window().dropped.emit([card])
        yield lambda: (found := sheet()) is not None and found.runs
        found = sheet()
        assert found is not None
        QTest.mouseClick(found.runs[1].box, Qt.MouseButton.LeftButton, pos=found.runs[1].box.rect().center())
        found.new_project.click()
        QTest.keyClick(found, Qt.Key.Key_Return)
        yield lambda: project().id != first and len(project().photos) == 2

    assert drive(script, [str(hopper_path)]) == 0


def test_only_sittings_that_have_a_key_tell_it(qapp: object, card: Path) -> None:
    glances = [found for path in files_in(JobContext(), [card]) if (found := glance(JobContext(), path)) is not None]
    run = runs_on(glances)[0]
    for number, is_told in ((1, True), (9, True), (10, False)):
        box = RunBox(number, run, lambda _: QPixmap(), ())
        assert (f"({number})" in box.box.toolTip()) is is_told
        box.deleteLater()


def test_many_problems_are_one_calm_sentence() -> None:
    many = [f"“{n}.jpg” is empty." for n in range(9)]
    assert calmly(many[:2], 5) == many[:2]
    (words,) = calmly(many, 20)
    assert words.startswith("9 of 20 files")
    assert problem_words(tuple(many)).startswith("9 files")
    assert problem_words(tuple(many[:1])) == many[0]
    assert listed([f"{n}.jpg" for n in range(9)]).endswith("and 4 more")
    assert sheet_words(0, 0, 3) == "No photos were found here."


def test_a_clipboard_that_holds_nothing_at_all_is_a_sentence(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    for made in lent_workspace():
        told: list[str] = []
        made.session.told.connect(told.append)
        made.incoming.paste()
        assert told == [NOTHING_TO_PASTE]


def test_what_can_be_pasted(hopper_path: Path) -> None:
    data = QMimeData()
    assert pasted(data) is None
    data.setData("image/jpeg", hopper_path.read_bytes())
    assert pasted(data) == (hopper_path.read_bytes(), "pasted.jpg")
    other = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    other.setImageData(image)
    found = pasted(other)
    assert found is not None and found[1] == "pasted.png"
    assert isinstance(found[0], QImage) and found[0].size() == image.size()


def test_pasted_pixels_are_written_as_a_file_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """For 24 megapixels that takes seconds, in which the window goes on."""
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    threads: list[threading.Thread] = []
    real = importer.as_png

    def watched(pixels: QImage) -> bytes:
        threads.append(threading.current_thread())
        return real(pixels)

    monkeypatch.setattr(importer, "as_png", watched)

    def script() -> Script:
        yield lambda: True
        QApplication.clipboard().setImage(image)
        workspace().incoming.paste()
        yield lambda: len(project().photos) == 1
        (photo,) = project().photos
        assert (photo.name, photo.format, photo.width, photo.height) == ("pasted.png", "PNG", 400, 300)

    assert drive(script) == 0
    assert threads and threading.main_thread() not in threads


def test_pasting_a_file_adds_it(hopper_path: Path) -> None:
    def script() -> Script:
        yield lambda: True
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(os.fspath(hopper_path))])
        QApplication.clipboard().setMimeData(data)
        QTest.keyClick(window(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        yield lambda: len(project().photos) == 1

    assert drive(script) == 0
