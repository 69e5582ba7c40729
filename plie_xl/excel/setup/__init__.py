"""The add-in on a machine: put in place, taken out, examined."""
