"""What would hold the window up for a tenth of a second in the middle of work is done before."""

from __future__ import annotations

import gc

from PySide6.QtWidgets import QWidget

from facebalance_desktop.project.clinic_rules import read_tables
from facebalance_desktop.ui.app.warm_up import warm_up
from facebalance_desktop.work import run_in_thread


def prevent_pauses(window: QWidget) -> None:
    """Once the window stands: later garbage collections no longer examine what exists as long as the program,
    tables are read that are needed with the first face, and what the first photos on the screen need is made."""
    gc.freeze()
    run_in_thread(read_tables)
    warm_up(window)
