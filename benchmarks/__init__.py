"""How fast plie_xl is, beside what one would write without it. `python -m benchmarks.vitesse`."""
