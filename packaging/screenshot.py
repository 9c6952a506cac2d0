"""Makes the pictures of the README and the manual: the program's own window on public-domain photos, without a screen.

python packaging/screenshot.py             all of them, in every language
python packaging/screenshot.py NAME ...    those of the manual with these names, `readme` the README's

With FACEBALANCE_LANGUAGE it makes those of that language alone; the language is chosen once for a process. What is
shown, and how the window comes there, stands in window_pictures.py. It is imported below, because the worker processes
begin by importing this file.
"""

from __future__ import annotations

import os
import subprocess
import sys

LANGUAGES = ("en", "de", "fr", "es")

if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if "FACEBALANCE_LANGUAGE" not in os.environ:
        for language in LANGUAGES:
            environment = os.environ | {"FACEBALANCE_LANGUAGE": language}
            subprocess.run([sys.executable, __file__, *sys.argv[1:]], env=environment, check=True)
        sys.exit(0)
    from window_pictures import main

    sys.exit(main(sys.argv[1:]))
