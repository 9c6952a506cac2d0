"""What is used outside the clinic: consent, a match, words on what was done, a disclaimer; and the signed forms."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from figures_made import CLINIC, figure_of, made_project, material_of, publishable, template, words_of
from PIL import Image
from workspaces import until

from facebalance_desktop.cli.main import main
from facebalance_desktop.drawing.figure import lay_out
from facebalance_desktop.drawing.figure_text import INTENDED_PURPOSE
from facebalance_desktop.drawing.leaving import refused_use
from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.planning.treatments import Complication, DiscussedRisk
from facebalance_desktop.project import consent
from facebalance_desktop.project.attachments import attach, write_out
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.history import History
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.publication import description, publication_refusal
from facebalance_desktop.project.recovery import begin
from facebalance_desktop.project.store import open_project, read_version, save_project
from facebalance_desktop.render import fonts
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.open_project.open_job import find_unsaved
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n\x00\xff"


@pytest.fixture
def project(hopper_path: Path) -> Project:
    return set_consent("publication", True)(made_project(hopper_path)[0])


def lacking(project: Project, use: str = "publication", disclaimer: str = "Results vary.") -> str:
    pair = pair_of(project)
    assert pair is not None
    return publication_refusal(project, pair, project.photos, use, disclaimer) or ""


def test_a_public_figure_needs_a_treatment_and_a_disclaimer(project: Project) -> None:
    ready = publishable(project)
    assert lacking(ready) == ""
    assert "no" in lacking(replace(ready, plan=project.plan)).lower()
    assert "to say what was done" in lacking(replace(ready, plan=project.plan))
    assert "disclaimer is empty" in lacking(ready, disclaimer="  ")
    for use in ("record", "patient", "teaching"):
        assert lacking(replace(ready, plan=project.plan), use, "") == ""
    assert lacking(ready, "marketing", "") != ""


def test_a_sentence_names_the_use_as_the_window_does(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(consent.USES, "publication", "Publicación")
    assert "publicación needs it" in lacking(publishable(project), disclaimer="")
    refused = set_consent("publication", False)(project)
    assert "refused publicación" in str(consent.refusal(refused, refused.photos, "publication"))


def test_a_public_figure_needs_photos_that_match() -> None:
    def turned(yaw: float) -> Project:
        made = pair_with_faces()
        photos = tuple(
            replace(photo, taken=f"{day}T09:00:00", taken_source="exif", face=replace(photo.face, pose=Pose(by, 0, 0)))
            for photo, day, by in zip(made.photos, ("2024-03-12", "2024-06-20"), (0.0, yaw), strict=True)
            if photo.face is not None
        )
        return publishable(replace(made, photos=photos))

    assert "photo match is" not in lacking(turned(0.0))
    assert "photo match is" in lacking(turned(9.0))
    assert "needs one that is good or with care" in lacking(turned(9.0))


def test_a_public_page_says_what_was_done_and_the_disclaimer(project: Project) -> None:
    ready = publishable(project)
    assert description(ready, ready.photos) == "Treatment: HA filler, chin."
    words = words_of(figure_of(ready, "side-by-side", use="publication"))
    assert "Treatment: HA filler, chin." in words
    assert CLINIC.disclaimer in words
    assert CLINIC.footer not in words
    assert "Treatment:" not in words_of(figure_of(ready, "side-by-side"))


def test_one_rule_for_window_and_command_line(project: Project) -> None:
    ready = publishable(project)
    wanted = template("side-by-side", use="marketing")
    material = material_of(ready)
    figure = lay_out(material, wanted, fonts.measure)
    assert "Consent to marketing" in str(refused_use(material, figure, wanted))
    agreed = material_of(set_consent("marketing", True)(ready))
    assert refused_use(agreed, lay_out(agreed, wanted, fonts.measure), wanted) is None


def test_pages_for_patient_and_plan_say_what_the_program_is_for(project: Project) -> None:
    for name in ("patient", "plan", "take-home", "chart"):
        words = " ".join(words_of(figure_of(project, name)).split())
        assert f"Intended purpose: {INTENDED_PURPOSE}" in words, name


def test_the_page_to_take_home_has_the_risks_that_were_ticked(project: Project) -> None:
    risks = (DiscussedRisk("vessel", "Filler in a blood vessel", "FDA"), DiscussedRisk("x", "Bruising", "FDA"))
    treatments = tuple(replace(item, risks=risks) for item in project.plan.treatments)
    planned = replace(project, plan=replace(project.plan, treatments=treatments))
    words = words_of(figure_of(planned, "take-home"))
    assert "Risks that were discussed" in words
    assert words.count("Filler in a blood vessel") == 1 and "Bruising" in words
    assert "0.7 mL" not in words and "Ada Secret" not in words
    assert "Risks" not in words_of(figure_of(project, "take-home"))
    assert "Bruising" not in words_of(figure_of(planned, "patient"))


# Signed forms


def signed(tmp_path: Path) -> tuple[Project, Originals, Path]:
    """A project with a PDF attached to one consent and a photo of a form to another."""
    originals = Originals(tmp_path / "originals")
    (tmp_path / "form.pdf").write_bytes(PDF)
    picture = BytesIO()
    Image.new("RGB", (30, 40), "white").save(picture, "JPEG")
    (tmp_path / "form photo.jpg").write_bytes(picture.getvalue())
    pdf = attach(tmp_path / "form.pdf", originals)
    photo = attach(tmp_path / "form photo.jpg", originals)
    assert (pdf.format, photo.format) == ("PDF", "JPEG")
    project = set_consent("publication", True, attachments=(pdf,))(new_project())
    project = set_consent("teaching", False, attachments=(photo, pdf))(project)
    return project, originals, tmp_path / "a.facebalance"


def test_a_signed_form_is_kept_byte_for_byte(tmp_path: Path) -> None:
    project, originals, path = signed(tmp_path)
    save_project(JobContext(), project, path, originals)
    with zipfile.ZipFile(path) as archive:
        kept = [name for name in archive.namelist() if name.startswith("photos/")]
        assert len(kept) == 2
        assert PDF in [archive.read(name) for name in kept]
    opened = open_project(path)
    assert opened.project.consents == project.consents
    (pdf,) = opened.project.consents[0].attachments
    write_out(pdf, tmp_path / "copy.pdf", opened.originals)
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    again = save_project(JobContext(), opened.project, path, opened.originals, known=opened.known)
    assert open_project(again.path).project.consents == project.consents


def test_forms_stay_while_undo_or_an_earlier_version_reaches_them(tmp_path: Path) -> None:
    project, originals, path = signed(tmp_path)
    history = (
        History(project)
        .done("take back", set_consent("publication", None))
        .done("take back", set_consent("teaching", None))
    )
    assert history.present.originals == {}
    assert len(history.undone().undone().present.originals) == 2
    save_project(JobContext(), project, path, originals)
    opened = open_project(path)
    originals.forget_all_but(frozenset())
    save_project(JobContext(), history.present, path, opened.originals, known=opened.known)
    again = open_project(path)
    assert again.project.consents == ()
    (version,) = again.versions
    kept = read_version(path, version)
    assert again.originals.read(kept.consents[0].attachments[0].sha256) == PDF


def test_a_project_whose_form_is_missing_is_not_opened_as_whole(tmp_path: Path) -> None:
    project, originals, path = signed(tmp_path)
    save_project(JobContext(), project, path, originals)
    form = project.consents[0].attachments[0]
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for damage, told in ((None, "lacks the signed form form.pdf"), (PDF[:-1] + b"x", "signed form form.pdf in")):
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                if name == f"photos/{form.sha256}":
                    if damage is None:
                        continue
                    data = damage
                archive.writestr(name, data)
        with pytest.raises(Problem, match=told):
            open_project(path)


def test_forms_survive_a_crash_before_the_first_save(tmp_path: Path, home: Path) -> None:
    recovery = begin()
    (tmp_path / "form.pdf").write_bytes(PDF)
    form = attach(tmp_path / "form.pdf", recovery.originals)
    recovery.originals.keep(b"of a photo that was taken back")
    recovery.write(set_consent("publication", True, attachments=(form,))(new_project()), None)
    recovery.free()  # as the end of a killed process does
    found = find_unsaved(JobContext()).latest
    assert found is not None
    (consent,) = found.project.consents
    assert found.recovery.originals.read(consent.attachments[0].sha256) == PDF
    assert len(list(found.recovery.originals.folder.iterdir())) == 1  # type: ignore[union-attr]  # it has a folder
    found.recovery.forget()
    found.recovery.end()


def test_the_chart_has_the_whole_done_record_and_other_pages_do_not(project: Project) -> None:
    done = replace(
        publishable(project).plan.treatments[-1], consent="yes", history="yes", anaesthetic="cream", aftercare="no",
        complications=(Complication("bruise", "2024-04-03", "observed", "gone"),), signed_by="Dr A",
        signed_at="2024-04-01T10:20:30+00:00",
    )  # fmt: skip
    recorded = replace(project, plan=replace(project.plan, treatments=(done,)))
    words = " ".join(words_of(figure_of(recorded, "chart")).split())
    for told in ("consent: yes", "history checked: yes", "anaesthetic: cream", "aftercare given: no"):
        assert told in words
    assert "complication 3 Apr 2024: bruise; observed; gone" in words
    assert "signed by Dr A, 1 Apr 2024 10:20" in words
    assert "bruise" not in words_of(figure_of(recorded, "take-home"))


def test_info_tells_consents_and_their_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, originals, path = signed(tmp_path)
    save_project(JobContext(), project, path, originals)
    assert main(["info", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["consents"]
    assert [(item["use"], item["given"], item["forms"]) for item in told] == [
        ("publication", True, ["form.pdf"]), ("teaching", False, ["form photo.jpg", "form.pdf"]),
    ]  # fmt: skip


def test_what_is_no_form_is_not_attached(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04 something")
    with pytest.raises(Problem, match="neither a PDF nor a photo"):
        attach(tmp_path / "letter.docx", Originals(tmp_path / "originals"))
    with pytest.raises(Problem, match="could not be read"):
        attach(tmp_path / "none.pdf", Originals(tmp_path / "originals"))


def test_unknown_keys_of_a_form_survive_and_old_consents_open() -> None:
    value = to_json(set_consent("publication", True)(new_project()))
    del value["consents"][0]["attachments"]
    assert from_json(value).consents[0].attachments == ()
    value["consents"][0]["attachments"] = [
        {"id": "a", "name": "f.pdf", "sha256": "0" * 64, "size": 3, "format": "PDF", "at": "", "later": 1}
    ]
    again = json.loads(json.dumps(to_json(from_json(value))))
    assert again["consents"][0]["attachments"][0]["later"] == 1


def test_a_form_is_attached_given_out_and_taken_off_in_the_window(
    qapp: object, tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "form.pdf").write_bytes(PDF)
    originals = Originals(tmp_path / "originals")
    dialog = ConsentDialog(project, originals)
    monkeypatch.setattr(file_dialogs, "name_to_open", lambda *_, **__: (str(tmp_path / "form.pdf"), ""))
    dialog.answers["publication"].setCurrentIndex(0)
    dialog.forms.attach.click()
    until(qapp, lambda: dialog.forms.attachments)
    dialog.forms.attach.click()
    until(qapp, lambda: "attached already" in dialog.forms.problem.text())
    dialog.accept()
    assert "for which use" in dialog.problem.text()
    dialog.answers["publication"].setCurrentIndex(1)
    edit = dialog.edit
    assert edit is not None
    noted = edit(project)
    (form,) = noted.consents[0].attachments
    assert form.name == "form.pdf"
    again = ConsentDialog(noted, originals)
    assert [item.id for item in again.forms.attachments] == [form.id]
    assert again.edit is None
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_, **__: (str(tmp_path / "out.pdf"), ""))
    again.forms.copy.click()
    until(qapp, lambda: "out.pdf was written" in again.forms.problem.text())
    assert (tmp_path / "out.pdf").read_bytes() == PDF
    again.forms.take_off.click()
    taken = again.edit
    assert taken is not None
    assert taken(noted).consents[0].attachments == ()
    for one in (dialog, again):
        one.deleteLater()


def test_the_command_line_asks_for_consent_to_teaching(
    hopper_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, originals = made_project(hopper_path)
    path = tmp_path / "a.facebalance"
    save_project(JobContext(), made, path, originals)
    words = ["export", str(path), "--template", "conference", "-o", str(tmp_path / "slide.png")]
    assert main(words) == 3
    assert "Consent to teaching" in capsys.readouterr().err
    assert not (tmp_path / "slide.png").exists()
