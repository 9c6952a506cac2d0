"""Floor 7: the command line; a command never opens a window."""
