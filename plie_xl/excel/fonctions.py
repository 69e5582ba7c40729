"""`plie_xl.excel.functions` under the name that « UDF Modules » of Excel was given at first."""

from plie_xl.excel.functions import plie_atteinte, plie_pieces

__all__ = ["plie_atteinte", "plie_pieces"]
