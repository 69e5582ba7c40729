<<<<<<< HEAD
"""Word documents: what they say, in the order of the page."""
=======
"""Word documents: written the same twice, looked like a letter of the house, read back."""
>>>>>>> main
