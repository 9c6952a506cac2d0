"""Photos on their way into a project."""
