"""Tools: objects with press, move, release and cancel."""
