"""What lives as long as one open project."""
