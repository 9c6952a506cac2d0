"""Dialogs: only where a question cannot be asked in place."""
