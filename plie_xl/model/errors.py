"""What every error of ours is: `except px.PlieError` catches them all, and no fault of the code."""


class PlieError(Exception):
    """Something could not be done; one French sentence, mostly with its remedy."""
