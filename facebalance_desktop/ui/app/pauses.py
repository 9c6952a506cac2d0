"""What would hold the window up for a tenth of a second in the middle of work is done before."""

from __future__ import annotations

import gc

from facebalance_desktop.project.clinic_rules import read_tables
from facebalance_desktop.work import run_in_thread


def prevent_pauses() -> None:
    """Once the window stands: later garbage collections no longer walk through all that lives as long as the program,
    and tables are read that are needed with the first face."""
    gc.freeze()
    run_in_thread(read_tables)
