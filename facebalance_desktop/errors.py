"""The two roads: a `Problem` is known and told to the user in a sentence; anything else is a bug."""

from __future__ import annotations


class Problem(Exception):
    """Something known went wrong with the user's input or machine.

    `sentence` says what happened, what is safe and, where there is something to do, what to do next. It is shown as it
    stands, so it never holds patient data beyond the file name that the user just gave, and never a traceback.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Cancelled(Exception):
    """The user cancelled the work, or nobody waits for it any more; nothing was changed."""
