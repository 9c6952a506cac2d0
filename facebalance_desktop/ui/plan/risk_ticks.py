"""The risks that fit a treatment, to be ticked once they were discussed; nothing is ticked by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from facebalance_desktop.planning.treatments import DiscussedRisk, Treatment
from facebalance_desktop.project.edits_plan import tick_risk
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.plain_text import Label, plain, plain_action


class RiskTicks(QWidget):
    """Follows one treatment; what is ticked stands on the page to take home."""

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._clinic = clinic
        self._item: Treatment | None = None
        self._shown: tuple[tuple[DiscussedRisk, ...], tuple[DiscussedRisk, ...], bool] | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(2)

    def show_one(self, item: Treatment | None, zones: frozenset[str]) -> None:
        """The risks of this treatment, those ticked earlier included; hidden for none."""
        self._item = item
        self.setVisible(item is not None)
        if item is None:
            return
        fitting = self._clinic.tables.risks_for(item.modality, zones)
        offered = tuple(DiscussedRisk(risk.id, risk.text, risk.source) for risk in fitting)
        ids = {risk.id for risk in offered}
        listed = (*offered, *(risk for risk in item.risks if risk.id not in ids))
        now = (listed, item.risks, item.is_signed)
        if now != self._shown:
            self._shown = now
            self._list(listed, item)

    def _list(self, listed: tuple[DiscussedRisk, ...], item: Treatment) -> None:
        while (entry := self._column.takeAt(0)) is not None:
            if (old := entry.widget()) is not None:
                old.hide()
                old.deleteLater()
        heading = Label(tr("Risks discussed: they are listed on the take-home page"))
        heading.setObjectName("quiet")
        heading.setWordWrap(True)
        self._column.addWidget(heading)
        ticked = {risk.id for risk in item.risks}
        self.boxes = {}
        for risk in listed:
            box = QCheckBox(plain_action(_wrapped(risk.text)))
            box.setToolTip(plain(tr("Source: {source}", source=risk.source)))
            box.setChecked(risk.id in ticked)
            box.setEnabled(not item.is_signed)
            box.clicked.connect(lambda is_on, risk=risk: self._tick(risk, is_on))
            self._column.addWidget(box)
            self.boxes[risk.id] = box

    def _tick(self, risk: DiscussedRisk, is_discussed: bool) -> None:
        if self._item is not None:
            label = tr("Note a risk as discussed") if is_discussed else tr("Remove a risk")
            self._session.do(label, tick_risk(self._item.id, risk, is_discussed))


def _wrapped(text: str, most: int = 28) -> str:
    """Lines of at most so many letters: a tick box does not wrap its words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
