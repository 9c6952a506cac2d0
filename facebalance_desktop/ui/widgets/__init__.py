"""Widgets and theme that know no project."""
