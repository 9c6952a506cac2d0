"""Floor 2: guides and what is read off them."""
