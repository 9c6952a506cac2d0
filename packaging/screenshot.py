"""Makes the pictures of the README and the manual: the program's own window on public-domain photos, without a screen.

python packaging/screenshot.py             all of them
python packaging/screenshot.py NAME ...    those of the manual with these names, `readme` the README's

What is shown, and how the window comes there, stands in window_pictures.py. It is imported below, because the worker
processes begin by importing this file.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from window_pictures import main

    sys.exit(main(sys.argv[1:]))
