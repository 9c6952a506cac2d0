"""Two kinds of error: a `Problem` is known and told to the user in a sentence; anything else is a bug."""

from __future__ import annotations

import re
import traceback


class Problem(Exception):
    """Something known went wrong with the user's input or machine.

    `sentence` says what happened, what is safe and, where there is something to do, what to do next. It is shown as it
    stands, so it never holds patient data beyond the file name that the user just gave, and never a traceback.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Cancelled(Exception):
    """The user cancelled the work, or its result is no longer wanted; nothing was changed."""


# --- bugs, told without anything of a patient -------------------------------------------------------------------------

FROM_CODE = {
    *("AttributeError", "ImportError", "IndexError", "MemoryError", "ModuleNotFoundError", "NameError"),
    *("NotImplementedError", "PicklingError", "RecursionError", "TypeError", "UnboundLocalError", "ZeroDivisionError"),
}
"""Exceptions whose messages speak of the code. Others may quote what was typed or read: theirs are left out."""
PATHS = re.compile(r"""(?:file:)?(?:\b[A-Za-z]:[\\/]|\\\\|~[\\/]|(?<![\w.)])/(?=\w))[^\n'"<>|]*""")
"""A path and what follows it on its line: a file's name may hold blanks."""
INSTALLED = re.compile(r".*/(?=(?:facebalance_desktop|python3\.\d+)/)|.*/site-packages/|.*/(?=[^/]*$)")


def described(error: BaseException) -> str:
    """An exception and what it came from: kinds, places in the code, and messages that hold no values and no paths."""
    told: list[str] = []
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and not any(cause is other for other in seen):
        seen.append(cause)
        places = [
            f"  in {where.name}, {source_name(where.filename)}:{where.lineno}"
            for where in traceback.extract_tb(cause.__traceback__)
        ]
        told.append("\n".join((*places, _message(cause))))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nwhich led to:\n".join(reversed(told))


def source_name(path: str) -> str:
    """The path of a source file without the folder that it is installed in."""
    return INSTALLED.sub("", path.replace("\\", "/"), count=1)


def _message(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, OSError):
        return f"{kind}: {error.strerror or ''}".strip()
    return f"{kind}: {without_paths(str(error))}" if kind in FROM_CODE else kind


def without_paths(text: str) -> str:
    """The text with every path of this machine left out: a path may hold a name."""
    return PATHS.sub("(path)", text)
