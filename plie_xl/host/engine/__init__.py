"""An xlwings engine of our own, over any `Adaptateur`."""

from plie_xl.host.engine.application import active_engine

__all__ = ["active_engine"]
