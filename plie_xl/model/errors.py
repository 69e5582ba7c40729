"""What every error of ours is: `except px.PlieError` catches them all, and no fault of the code."""


class PlieError(Exception):
    """Something could not be done; one French sentence, mostly with its remedy."""


class ActionError(PlieError):
    """A button cannot do what is asked; one French sentence with the remedy."""


class ChoiceError(PlieError, ValueError):
    """What AGAPE wrote, fiches or settings, cannot be used; one French sentence."""
