"""Word documents: what they say, in the order of the page."""
