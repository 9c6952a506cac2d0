"""Floor 5: paints drawings on any QPaintDevice and writes exports."""

import os

# Qt hands translucent fills to other threads in pieces of 64 spans and waits for them. With our thin lines and small
# areas the waiting costs far more than the filling (measured: a haloed outline 0.6 ms with it, 0.15 ms without), most
# of all on a busy machine. Qt asks for this once, when it first paints.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
