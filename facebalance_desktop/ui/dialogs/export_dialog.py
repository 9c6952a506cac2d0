"""Asks how and where a comparison is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.drawing.scene import Mode

FILTER = "PNG picture (*.png);;JPEG picture (*.jpg *.jpeg)"


class ExportDialog(QDialog):
    """Layout and framing; the guides and zones that are shown go with it. `path` is None until a place was chosen."""

    def __init__(self, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export the comparison")
        self.path: Path | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        self.side_by_side, self.wipe = self._choice(
            layout, "Layout", "Side by side", "Wipe, as it stands", mode == "wipe"
        )
        self.whole, self.framed = self._choice(
            layout, "Framing", "The whole before photo", "As framed on screen", False
        )
        words = QLabel(
            "At full resolution, with the guides and zones that are shown. No names, no file names and none of the "
            "photos' metadata go with it."
        )
        words.setObjectName("quiet")
        words.setWordWrap(True)
        words.setMinimumWidth(420)
        layout.addSpacing(6)
        layout.addWidget(words)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setText("Choose a file and export …")
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(8)
        layout.addWidget(buttons)

    @property
    def mode(self) -> Mode:
        return "wipe" if self.wipe.isChecked() else "side-by-side"

    @property
    def is_whole(self) -> bool:
        return self.whole.isChecked()

    def _choice(
        self, layout: QVBoxLayout, title: str, first: str, second: str, is_second: bool
    ) -> tuple[QRadioButton, QRadioButton]:
        heading = QLabel(title)
        heading.setObjectName("title")
        layout.addWidget(heading)
        group = QButtonGroup(self)
        buttons = QRadioButton(first), QRadioButton(second)
        for button in buttons:
            group.addButton(button)
            layout.addWidget(button)
        buttons[1 if is_second else 0].setChecked(True)
        return buttons

    def _choose(self) -> None:
        name, kind = QFileDialog.getSaveFileName(self, "Export as", "comparison.png", FILTER)
        if not name:
            return
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(".jpg" if "JPEG" in kind else ".png")
        self.path = path
        self.accept()
