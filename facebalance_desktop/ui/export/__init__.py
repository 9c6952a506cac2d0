"""Exported figures: designer, runner, consent."""
