"""What can be done with all measures together: copied, saved as a table or JSON, reference values shown or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.edits_drawing import change_measures
from facebalance_desktop.project.measure_report import differences_csv, pair_json, photo_json, readings_csv
from facebalance_desktop.project.measurements import PairMeasures
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.render.clipboard import copy_text
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import file_dialogs
from facebalance_desktop.work import JobContext, run_in_thread


class MeasureMenu(QToolButton):
    """A menu button; `shown` gives what the page shows."""

    def __init__(self, session: Session, shown: Callable[[], PairMeasures], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown = shown
        self._bridge = JobBridge(self)
        self.setText(tr("More"))
        self.setToolTip(tr("Copy or save the measures; show reference values"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.copy = menu.addAction(tr("Copy the table"), self.copy_table)
        menu.addAction(tr("Save as CSV …"), lambda: self._ask("csv"))
        menu.addAction(tr("Save as JSON …"), lambda: self._ask("json"))
        menu.addSeparator()
        self.norms = menu.addAction(tr("Reference values, not targets"))
        self.norms.setCheckable(True)
        self.norms.triggered.connect(self._toggle_norms)
        menu.aboutToShow.connect(lambda: self.norms.setChecked(session.project.measures.has_norms))
        self.setMenu(menu)

    def _toggle_norms(self, is_on: bool) -> None:
        words = tr("Show") if is_on else tr("Hide")
        self._session.do(tr("{words} reference values", words=words), change_measures(has_norms=is_on))

    def copy_table(self) -> None:
        """The measures as CSV into the clipboard."""
        text = self.text_of("csv")
        if text:
            copy_text(text)
            self._session.tell(tr("The measures were copied as a table."))

    def text_of(self, form: str) -> str:
        """What the page shows as csv or json; empty where there is nothing."""
        shown = self._shown()
        pair = shown.pair
        if pair is None or not shown.before:
            return ""
        photos: list[dict[str, Any]] = []
        rows = []
        for side, found in ((pair.before, shown.before), (pair.after, shown.after)):
            if side is not None and found:
                line = photo_json(side.photo.name, view_of(side.photo), found, shown.scale)
                photos.append(line)
                rows.append((line, found))
        if pair.after is None or not shown.differences:
            return readings_csv(rows) if form == "csv" else json.dumps(photos[0], ensure_ascii=False, indent=1)
        names = pair.before.photo.name, pair.after.photo.name
        told = pair_json(names, view_of(pair.before.photo), shown.differences, shown.scale)
        if form == "csv":
            return differences_csv(told, shown.differences)
        return json.dumps({"photos": photos, "difference": told}, ensure_ascii=False, indent=1)

    def _ask(self, form: str) -> None:
        name, _ = file_dialogs.name_to_save(
            self, tr("Save the measures"), file_dialogs.documents(tr("measures") + f".{form}"), f"*.{form}"
        )
        if name:
            self.save(Path(name), form)

    def save(self, path: Path, form: str) -> None:
        """Write what the page shows; a sentence says what came of it."""
        text = self.text_of(form)
        if not text:
            self._session.tell(tr("There are no measures to save."))
            return
        done = tr("The measures were saved as {name}.", name=path.name)
        self._bridge.follow(run_in_thread(_write, path, text), lambda _: self._session.tell(done), self._session.tell)


def _write(context: JobContext, path: Path, text: str) -> None:
    """Raises Problem."""
    try:
        write_atomically(path, (text.rstrip("\n") + "\n").encode("utf-8"), is_shared=True)
    except OSError as error:
        raise Problem(tr("The measures could not be saved ({reason}).", reason=reason(error))) from None
