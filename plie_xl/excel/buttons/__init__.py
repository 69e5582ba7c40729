"""One module per button."""
