"""The clinic's own table of reading cards: begun with an example where there is none yet."""

from __future__ import annotations

from pathlib import Path

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.tables import EMERGENCY
from facebalance_desktop.translation import tr

FILE = "cards.toml"
EXAMPLE = f"""\
# The clinic's own reading cards, and its emergency protocol.
# Take the # away in front of the lines from [[row]] on, write your own words, and save the file: FaceBalance shows
# them as soon as you are back in it. The card counts as approved until the day of review_by.

# [[row]]
# id = "{EMERGENCY}"
# title = "Emergency protocol of the clinic"
# text = "What is done, in which order, and who is called."
# source = "This clinic"
# approver = "Name of who approved it"
# review_by = "2027-12-31"
"""


def begin_cards(clinic: Path) -> Path:
    """The clinic's table of cards; one with an example is begun where there is none. Raises Problem."""
    path = clinic / FILE
    try:
        if not path.exists():
            clinic.mkdir(parents=True, exist_ok=True)
            write_atomically(path, EXAMPLE.encode(), is_shared=True)
    except OSError as error:
        raise Problem(
            tr("{name} could not be written in the clinic's folder: {reason}.", name=FILE, reason=reason(error))
        ) from None
    return path
