"""A tool is an object: press, move, release, cancel."""
