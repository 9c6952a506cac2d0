"""Treatments, sessions and assessment."""
