"""Signed forms are read and written in threads: a share that does not answer stops neither window nor dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import needs_qt
from slow_shares import Share, watched_share
from test_consent import PDF
from workspaces import until

from facebalance_desktop.project.attachments import attach
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets import file_dialogs

pytestmark = needs_qt


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    yield from watched_share(tmp_path / "share", monkeypatch)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def dialog(
    qapp: object, share: Share, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ConsentDialog]:
    (share.folder / "form.pdf").write_bytes(PDF)
    share.touched_by_the_window.clear()
    monkeypatch.setattr(file_dialogs, "name_to_open", lambda *_: (str(share.folder / "form.pdf"), ""))
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(share.folder / "out.pdf"), ""))
    made = ConsentDialog(new_project(), originals)
    made.answers["publication"].setCurrentIndex(1)
    yield made
    made.deleteLater()


def test_a_form_on_a_share_that_does_not_answer_is_waited_for_and_not_left_out(
    qapp: object, dialog: ConsentDialog, share: Share
) -> None:
    share.answers.clear()
    dialog.forms.attach.click()
    dialog.accept()
    assert "Still being read: form.pdf" in dialog.problem.text()
    assert dialog.result() == 0
    share.answers.set()
    until(qapp, lambda: dialog.forms.attachments)
    dialog.accept()
    assert dialog.result() == ConsentDialog.DialogCode.Accepted
    assert dialog.edit is not None
    (form,) = dialog.edit(new_project()).consents[0].attachments
    assert form.name == "form.pdf"


def test_a_form_that_does_not_come_can_be_taken_off(qapp: object, dialog: ConsentDialog, share: Share) -> None:
    share.answers.clear()
    dialog.forms.attach.click()
    assert dialog.forms.copy.isHidden()
    dialog.forms.take_off.click()
    dialog.accept()
    assert dialog.result() == ConsentDialog.DialogCode.Accepted
    assert dialog.forms.attachments == ()


def test_a_form_that_comes_late_is_not_attached_to_another_place(
    qapp: object, dialog: ConsentDialog, share: Share
) -> None:
    share.answers.clear()
    dialog.forms.attach.click()
    dialog.forms.show_forms(())
    dialog.forms.attach.click()
    share.answers.set()
    until(qapp, lambda: not dialog.forms.awaited)
    assert len(dialog.forms.attachments) == 1
    assert dialog.forms.problem.isHidden()


def test_a_copy_of_a_form_is_written_after_the_dialog_was_closed_and_told(
    qapp: object, share: Share, originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "form.pdf").write_bytes(PDF)
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(share.folder / "out.pdf"), ""))
    project = set_consent("publication", True, attachments=(attach(tmp_path / "form.pdf", originals),))(new_project())
    told: list[str] = []
    copies = JobBridge()
    dialog = ConsentDialog(project, originals, copies=copies, tell=told.append)
    share.answers.clear()
    dialog.forms.copy.click()
    assert "out.pdf is being written" in dialog.forms.problem.text()
    dialog.reject()
    dialog.deleteLater()
    assert copies.has_lasting
    share.answers.set()
    until(qapp, lambda: told)
    assert told == ["out.pdf was written."]
    share.touched_by_the_window.clear()
    assert (tmp_path / "share" / "out.pdf").read_bytes() == PDF
    share.touched_by_the_window.clear()
