"""The control by AGAPE: what is drawn, what was decided of it, what a closed year said.

identity (which row is which) → draw → contract, workbook (what the controller fills) → received
→ verdicts; frozen (a closed year against what is received since). No figure is ever extrapolated.
"""
