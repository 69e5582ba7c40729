"""Word documents: written the same twice, looked like a letter of the house, read back."""
