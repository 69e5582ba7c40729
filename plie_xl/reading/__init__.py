"""Any received file → `Lecture`, judging nothing: `guard` looks, `workers` hold what crashes."""
