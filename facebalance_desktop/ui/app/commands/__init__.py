"""Tables of commands."""
