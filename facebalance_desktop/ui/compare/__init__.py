"""Panels on how two photos compare: match, alignment, guides, changes."""
